"""Who a value is about: the name in its own words, else the topic of the sentence, the paragraph, the document."""

from __future__ import annotations

import re

from hospext.bind.clauses import CLAUSE_HEADS, Endings, clause_start
from hospext.bind.drafts import Sentence
from hospext.bind.entities import AUTHORITIES, INSTITUTIONS, WORLDS
from hospext.bind.whom import SubjectState
from hospext.patterns import pattern
from hospext.scan.mentions import Name

_LISTS = ("、", "和", "与", "及", "以及")
_LONGEST_LIST = 2  # characters of one of these
_OBJECT_WORDS = "向|与|对|为|赴|到|至|给|把|被|较|比|派往|前往|来自|面向|走进|同|从|由|自|是|低于|高于|超过|相比|帮助|支持|和|引进|邀请|聘请|特邀|抽调|依托|牵手|接近|达到|相当于"
_OBJECTS = Endings(*_OBJECT_WORDS.split("|"))
_PAPERS = (
    "日报",
    "晚报",
    "晨报",
    "时报",
    "青年报",
    "商报",
    "都市报",
    "电视台",
    "新闻网",
    "发布",
    "在线",
    "广播",
)
_SCOPED = ("级", "属", "内", "首", "唯", "重", "第", "优", "百", "最", "前", "排", "同", "著", "知", "各")
_OPENED = pattern("启用|成立|开诊|运行|开业|组建|开放|投用|挂牌|实施")
_MOST = re.compile(
    "(?:最[^，。；]{1,3}的?|第[一二三四五六七八九十0-9]{1,3}的)(?:依旧|依然|仍然?)?[是为]$"
)  # 盈余最多的是市中医医院
_ROOMS = ("ICU", "NICU", "CCU", "EICU", "手术室", "导管室", "日间病房")
_OF_ROOMS = ("床位", "病床", "从", "由", "总数", "增至", "扩至")
_OBJECT_HEADS = (
    "赴",
    "到",
    "前往",
    "走进",
    "向",
    "对",
    "为",
    "与",
    "和",
    "在",
    "从",
    "由",
    "把",
    "将",
    "比",
    "较",
    "来自",
    "支援",
    "帮扶",
)
_ATTRIBUTE = pattern(r"[“]?\p{Han}{2,6}的")  # 民营的某某医院申报…
_FAR = 60  # characters
_OF_WHICH = re.compile("其中[^。]*$")
_COUNTED_BEFORE = re.compile("[0-9一二两三四五六七八九十百余多](?:家|个|所|间|处)$")
_LONGEST_COUNT = 2  # characters
_COUNTED_AFTER = re.compile("[0-9]+[家所](?![^，。；、]{0,20}(?:医院|机构))")  # 眼科门诊部24家
_DOCTORS = re.compile(
    "(?:、[^，。；、]{1,8}?)*(?:执业（助理）|执业)?(?:医师|医生|护士|人才)"
)  # 儿科、精神科医师, 儿科、重症、中医医师
_BESIDE = (
    "西侧",
    "东侧",
    "南侧",
    "北侧",
    "附近",
    "对面",
    "旁边",
    "以东",
    "以西",
    "以南",
    "以北",
)
_SIDES = frozenset(word[0] for word in _BESIDE)
_TOLD = re.compile("[^，。；0-9]{2,}，")  # 市第二医院新院区主体完工，[13所乡镇卫生院…]
_AREA_ACTS = (
    "累计",
    "先后",
    "共投入",
    "共有",
    "现有",
    "已建成",
    "财政",
)  # of an area in an institution's text
_EXTREMES = ("最高", "最低", "最多", "最少", "居首", "为例")
_ONE_OF = re.compile(r"(?![0-9一二三四五六七八九十]+[家个所])[^，。；：、]{1,20}之一")
_AFTERWARDS = re.compile(r"[^，。；：]{4,16}后，")  # 全市互认平台接通后，
_TEMPORAL = re.compile(r"[^，。；：]{0,10}(?:后|以来|之初|期间|时)，")
_TIME_ENDS = "后来初间时"
_LONGEST_TIME = 13  # characters, with its comma
_TITLED = ("主任", "副主任", "护士长", "医生", "医师", "专家", "负责人", "带头人", "学科带头人")
_AFTER_WORD = pattern(r"(?:^|[，。；：年月]|目前|如今)\p{Han}{2,3}$")
_PEERS = pattern("同类|同级|标杆|兄弟|同等|平均")  # those compared with: of their own value alone
_ACTION = pattern(r"推出|印发|出台|制定|发布|开展|组织|举办|派出|选派|下达|拨付|约谈|检查|核查")
_CARRIED = frozenset({"organisation", "campus", "whole", "place", "self", "refer", "bare"})


def take_in(state: SubjectState, norm: str) -> None:
    """Take in the sentences up to here, now that a value asks whom it is about."""
    for sentence in state.unread:
        if state.topics:
            _carry_on(state, norm)
        state.last.place = sentence.end
        state.topics = _topics(state, sentence, norm) if sentence.names else []
    state.unread.clear()


def _topics(state: SubjectState, sentence: Sentence, norm: str) -> list[Name]:
    """The topics of a sentence: names at the head of its clauses."""
    topics: list[Name] = []
    start = sentence.start
    previous: Name | None = None
    for name in sentence.names:
        last, previous = previous, name
        topic = last if topics and topics[-1] is last else None
        role = name.role
        if role == "category":
            continue
        at = name.start
        part = role == "department" and topic is not None and topic.end == at and topic.role in INSTITUTIONS
        if not (
            part  # 清河市人民医院心内科
            or at == start
            or CLAUSE_HEADS.before(norm, start, at)
            or _is_introduced(norm, start, name)
            or _stands_out(norm, start, name, topic)
        ):
            continue  # as most names
        if last is not None and last.end == at - 1 and norm[last.end] == "（":
            continue  # another name of the one before the bracket
        if role == "department" and _is_passed_by(norm, start, name):
            continue
        if part or not _is_aside(state, norm, start, name):
            topics.append(name)
    return topics


def _is_passed_by(norm: str, start: int, name: Name) -> bool:
    """Whether a department is counted itself, or only tells whose beds or whose head is spoken of."""
    at, end = name.start, name.end
    if name.text in _ROOMS and norm.startswith(_OF_ROOMS, end):
        return True  # ICU床位, 手术室从12间扩容到34间
    if _COUNTED_BEFORE.search(norm, max(start, at - _LONGEST_COUNT), at):
        return True  # 25家发热门诊
    listed = norm.startswith("、", end) or norm.endswith("、", start, at)
    if listed and _DOCTORS.match(norm, end):
        return True
    return norm.startswith(_TITLED, end)  # 心内科主任表示


def _is_aside(state: SubjectState, norm: str, start: int, name: Name) -> bool:
    """Whether a name at the head of a clause is not what the clause is about: an object, a place, a time."""
    role, at, end = name.role, name.start, name.end
    if role == "organisation" and _COUNTED_AFTER.match(norm, end):
        return True
    if _is_beside(norm, end):
        return True
    if _OBJECTS.before(norm, start, at) and not _MOST.search(norm, max(start, at - 12), at):
        return True
    if role in ("place", "whole") and (not _speaks_of(state, norm, name) or _AFTERWARDS.match(norm, end)):
        return True
    return (role in INSTITUTIONS and state.foreign_authority(name.text)) or _is_time(norm, end)


def _is_time(norm: str, end: int) -> bool:
    """Whether the words after a name that ends here make it a time: 县医院成立之初，"""
    comma = norm.find("，", end, end + _LONGEST_TIME)
    return comma >= 0 and norm[comma - 1] in _TIME_ENDS and _TEMPORAL.match(norm, end) is not None


def _is_beside(norm: str, end: int) -> bool:
    """Whether an institution is only a place to tell another by: 县优抚医院西侧."""
    return norm[end : end + 1] in _SIDES and norm.startswith(_BESIDE, end)


def _is_introduced(norm: str, start: int, name: Name) -> bool:
    """Whether an attribute leads up to an institution that a clause is about: 承担全省移植手术七成的某某医院，去年…"""
    if norm[name.start - 1] != "的" or name.role not in INSTITUTIONS:
        return False
    clause = norm[clause_start(norm, start, name.start) : name.start]
    if not norm.startswith("，", name.end) and not _ATTRIBUTE.fullmatch(clause):
        return False
    return not clause.startswith(_OBJECT_HEADS)


def _stands_out(norm: str, start: int, name: Name, topic: Name | None) -> bool:
    """Whether a name within a clause is a topic: after another in a list, as an extreme, or 全市 after a short word."""
    at = name.start
    if topic is not None and topic.end >= at - 2 and norm.endswith(_LISTS, start, at):
        return True
    if norm[at - 1] == "以" and norm.startswith(_EXTREMES, name.end):
        return True
    if name.role != "whole" or norm[at - 1] == "在":
        return False
    return _AFTER_WORD.search(norm[max(start, at - 6) : at]) is not None


def _speaks_of(state: SubjectState, norm: str, name: Name) -> bool:
    """Whether an area is what is spoken of, not only where somebody stands (全省首家) or whose it is (市级)."""
    if norm.startswith(_PAPERS, name.end):
        return False
    after = norm[name.end : name.end + 1]
    if _ONE_OF.match(norm, name.end):
        return False  # 是2022年[全县]“十大民生工程”之一
    acts = state.issuer is None or name.role == "whole" or norm.startswith(_AREA_ACTS, name.end)
    return after not in _SCOPED and acts


def subject_of(
    state: SubjectState,
    names: list[Name],
    norm: str,
    left: int,
    at: int,
    start: int,
    *,
    ranked: bool = False,
    noun: bool = False,
    counted: bool = False,
) -> tuple[str | None, str]:
    """The subject of a value at ``at`` whose own words start at ``left``, and why.

    ``counted`` says that places are counted (乡镇卫生院21个); ``ranked`` values take no area (it is their scope); ``noun`` says that a noun follows the number.
    """
    for name in reversed(names):
        if name.end > at or (ranked and name.role in ("place", "whole", "category")):
            continue
        if name.start < left:
            break  # and so do all before it
        if _own_subject(state, norm, name, left, at, start, noun, counted):
            return state.named(name), f"own words: {name.text}"
    if not state.topics:
        return state.default()
    topics = [t for t in state.topics if t.end <= at and not (ranked and t.role in ("place", "whole"))]
    cut = norm.rfind("；", start, at)
    for name in reversed(topics):
        if (
            (cut > name.end and (name is not topics[0] or name.role == "department"))
            or (name.role == "department" and "，另有" in norm[name.end : at])
            or _in_row(norm, name, topics)
            or _among_several(norm, name, names, start, at)
            or _PEERS.search(name.text)
            or (state.of_area and name.role in INSTITUTIONS and _TOLD.match(norm, name.end, at))
        ):
            continue
        if (
            name.text.endswith(AUTHORITIES)
            and _ACTION.search(norm, name.end, at)
            and "，" not in norm[name.end : at]
        ):
            return name.text, f"topic of the sentence: {name.text}"
        return state.named(name), f"topic of the sentence: {name.text}"
    return state.default()


def _in_row(norm: str, name: Name, topics: list[Name]) -> bool:
    """Whether a topic is one of several (A、B为国家重点专科): a single value speaks of none of them."""
    for other in topics:
        if other is not name:
            low, high = min(other.end, name.end), max(other.start, name.start)
            if high - low <= _LONGEST_LIST and norm[low:high] in _LISTS:
                return True
    return False


def _among_several(norm: str, name: Name, names: list[Name], start: int, at: int) -> bool:
    """Whether a name is the first of several parts, each with its value: 其中甲医院12人、乙医院9人，22家诊室30人."""
    if name.role not in INSTITUTIONS or not norm.endswith("其中", start, name.start):
        return False
    return any(n.role in INSTITUTIONS and name.end < n.start and n.end <= at for n in names)


def _own_subject(
    state: SubjectState, norm: str, name: Name, left: int, at: int, start: int, noun: bool, counted: bool
) -> bool:
    if _is_beside(norm, name.end):
        return False
    if name.text in _ROOMS and norm.startswith(_OF_ROOMS, name.end):
        return False
    before = norm[max(start, name.start - 4) : name.start]
    if name.role == "department" and _COUNTED_BEFORE.search(before):
        return False
    if name.role == "department" and before.endswith("、") and _DOCTORS.match(norm, name.end):
        return False
    if before.endswith("自") and _OPENED.match(norm, name.end):
        return True
    in_bracket = norm[name.end : name.end + 1] == "（" and at - name.end <= 4
    if in_bracket and name.role in INSTITUTIONS:
        return True  # 依次为市第一医院（17.9万人次）
    if name.start > left and _OBJECTS.before(norm, start, name.start):
        return False
    between = norm[name.end : at]
    listed = before.endswith(_LISTS) or between.startswith(("、", "和", "等"))
    if listed and noun and pattern(r"(?:[、和及与][^，。；、]{0,24})*(?:等\p{Han}{0,3})?").fullmatch(between):
        return False  # A、B等3家医院, A、B两个专科: the names are what is counted
    if "等" in between and pattern(r"(?:[、和][^，。；、]{1,12})*等\p{Han}{2,8}").fullmatch(between):
        return False  # 内科、外科等临床科室8个
    if name.text == "县域" and between.startswith(("内", "外")):
        return True  # 县域内就诊率 is the county's, whoever tells it
    if name.role in ("place", "whole"):
        return name in state.topics
    if in_bracket:
        return True
    if name.role == "category":
        if between or counted:
            return False
        return norm[left : name.start].strip("、，：（）；\n ") in ("", "其中", "而", "仅")
    if counted and not between and not noun:
        return False  # 有手术室24间, 眼科门诊部24家: they are what is counted
    if (
        name.role == "department"
        and norm[name.end : name.end + 1] not in ("唯", "首")
        and pattern(r"(?:则|仅)?(?:约|近)?(?:为|达|是)?(?:约|近)?").fullmatch(between)
    ):
        return True
    if name.role == "department":
        return norm[name.end : name.end + 1] not in ("唯", "首") and (
            name in state.topics
            or pattern(r"(?:[、，：（）\s]|其中|如|仅|以|和|与|及|由|则|目前|\p{Han}{0,8}、)*").fullmatch(
                norm[left : name.start],
            )
            is not None
            or before.endswith("的")
        )
    return True


def _carry_on(state: SubjectState, norm: str) -> None:
    """What the sentence before leaves in force for this one and the next ones of the paragraph."""
    topics = state.topics
    if state.about and any(name.text == state.about for name in topics):
        return  # 某某医院健康管理中心, in a text about that department
    for name in topics:
        if (len(topics) > 1 and _in_row(norm, name, topics)) or _PEERS.search(name.text):
            continue
        if name.role == "campus" and any(n.role == "campus" and n.text != name.text for n in topics):
            continue  # 本部…；滨江院区…: what follows is about them all
        if norm[name.start - 1] == "的" and not norm.startswith("，", name.end):
            continue  # 最远的某某卫生院半天就收到: an example
        if name.text in WORLDS and state.whole.main is not None:
            continue  # 中国某某网讯
        if name.role in INSTITUTIONS and _OF_WHICH.search(norm, max(0, name.start - _FAR), name.start):
            continue  # 全区25家共接诊4812人次，其中区人民医院1236人次
        if state.of_area and name.role in INSTITUTIONS:
            continue  # the report of a government goes on with its area
        if name.role not in _CARRIED or (name.role == "whole" and state.issuer is not None):
            continue
        if name.role == "place" and state.paragraph_role in INSTITUTIONS:
            continue
        text = state.named(name)
        if text is not None:
            role = "place" if name.role == "whole" and text != name.text else name.role
            state.paragraph, state.paragraph_role = text, role
        return
