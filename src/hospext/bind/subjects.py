"""Who a value is about: the name in its own words, else the topic of the sentence, the paragraph, the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from hospext.bind.clauses import CLAUSE_HEADS
from hospext.patterns import pattern
from hospext.scan.mentions import Name

_LISTS = ("、", "和", "与", "及", "以及")
_OBJECT_WORDS = "向|与|对|为|赴|到|至|给|把|被|较|比|派往|前往|来自|面向|走进|同|从|由|自|是|低于|高于|超过|相比|帮助|支持|和"
_OBJECTS = tuple(_OBJECT_WORDS.split("|"))
_SCOPED = ("级", "属", "内", "首", "唯", "重", "第", "优", "百", "最", "前", "排", "同", "著", "知", "各")
_OPENED = pattern("启用|成立|开诊|运行|开业|组建|开放|投用|挂牌|实施")
_TEMPORAL = re.compile(r"[^，。；：]{0,10}(?:后|以来|之初|期间|时)，")
_HEADS = ("医疗队", "中心", "公司", "集团", "卫生院", "血站", "救援队", "分院", "学院")
_ABSOLUTE = ("中国", "国家", "北京", "上海", "天津", "重庆")
_HELPS = tuple(of + help for of in ("", "的") for help in ("帮扶", "指导", "支持", "专家", "对口", "援助"))
_OUR_DEPARTMENT = ("科室", "我科", "本科室", "该科", "该科室")
_WORLDS = ("中国", "世界", "全球")  # seldom who a text about an institution goes on about
_TITLED = ("主任", "副主任", "护士长", "医生", "医师", "专家", "负责人", "带头人", "学科带头人")
_SEVERAL = 3
_PEERS = pattern("同类|同级|标杆|兄弟|同等|平均")  # those compared with: of their own value alone
_ACTION = pattern(r"推出|印发|出台|制定|发布|开展|组织|举办|派出|选派|下达|拨付|约谈|检查|核查")
_AUTHORITIES = ("局", "委", "委员会", "厅", "卫生部", "红十字会", "政府", "疾控中心", "疾病预防控制中心")
_INSTITUTIONS = frozenset({"organisation", "campus"})
_CARRIED = frozenset({"organisation", "campus", "whole", "place", "self", "refer", "bare"})


@dataclass(slots=True)
class SubjectState:
    """The names in force while the sentences go by."""

    issuer: str | None
    main: str | None  # what a document without an issuer is mostly about
    main_is_institution: bool = False
    area: str | None = None  # the area that 全市 or a bare 市卫健委 means
    paragraph: str | None = None  # the topic that the sentences of the paragraph carry on
    paragraph_role: str = ""
    of_area: bool = False  # the report of a government or a statistical office
    about: str | None = None  # the department that the whole text introduces
    section: str | None = None  # the department or institution whose name is the heading above
    organisation: str | None = None  # the last institution spoken of: what 该院 means
    full: dict[str, str] = field(default_factory=dict)  # a short name: the one longer name that ends with it
    heads: dict[str, str] = field(
        default_factory=dict
    )  # head noun (医疗队, 中心): the last name that ends with it
    campus: str | None = None  # the last campus spoken of: what 该院区 means
    topics: list[Name] = field(default_factory=list)  # of the sentence, in order

    def new_paragraph(self) -> None:
        """A new paragraph starts from the document's own subject."""
        self.paragraph, self.paragraph_role = None, ""

    def foreign_authority(self, name: str) -> bool:
        """An authority that speaks in a text about an institution (a penalty, an award) is not its subject."""
        return (
            name.endswith(_AUTHORITIES)
            and self.main is not None
            and not self.main.endswith(_AUTHORITIES)
            and self.main_is_institution
        )

    def may_count(self) -> bool:
        """Whether a counted group (4家医院) can be who is spoken of: only where no institution speaks for itself."""
        return self.issuer is None or self.issuer.endswith(_AUTHORITIES)

    def count_group(self, number: str, noun: str, start: int, end: int) -> None:
        """Make a counted group the topic: 4家医院总诊疗612万人次."""
        found = pattern(r".*?(?:医院|机构|卫生院|中心|诊所|站)").match(noun)
        if found:
            self.topics.append(Name(start, end, number + found[0], "organisation"))

    def default(self) -> tuple[str | None, str]:
        """Who a sentence without a name is about, and which name in force that is; an authority speaks of its area."""
        in_force = (
            (self.paragraph, f"topic of the paragraph: {self.paragraph}"),
            (self.section, f"heading of the section: {self.section}"),
            (self.about, f"title of the document: {self.about}"),
            (self.issuer, "issuer"),
            (self.main, "main"),
            (self.organisation, "last institution"),
        )
        found, why = next(((name, why) for name, why in in_force if name), (None, "last institution"))
        return (self.area_of(found) if found else None), why

    def area_of(self, name: str) -> str:
        """The area of an authority (虞河县卫生健康局: 虞河县), or the name itself."""
        if not name.endswith(_AUTHORITIES):
            return name
        area = pattern(r"(.{2,}?(?:省|市|县|区|州|盟|旗))(?:卫生|医疗保障|医保|疾|卫健|中医|红十字)").match(
            name
        )
        return area[1] if area else self.area or name

    def named(self, name: Name) -> str | None:
        """The full name that a mention stands for."""
        found = self._refers_to(name)
        return self.area_of(found) if found else None

    def _refers_to(self, name: Name) -> str | None:
        if self.about and name.text in _OUR_DEPARTMENT:
            return self.about
        if name.role == "self":
            return self.issuer or self.main or self.organisation
        if name.text == "该院区":
            return self.campus or self.organisation or self.issuer
        if name.role == "refer" and name.text == "该项目":
            return self.issuer or self.main
        if name.role == "refer":
            return self.organisation or self.issuer or self.main
        if name.role == "bare" and self.issuer is None and name.text in self.heads:
            return self.heads[name.text]
        topic = next(
            (t for t in reversed(self.topics) if t.role in _INSTITUTIONS and t.end <= name.start), None
        )
        if name.text == "项目" and topic is not None:
            return self.named(topic)  # 滨江院区（在建）：项目总投资
        if name.role == "bare":
            carried = self.paragraph if self.paragraph_role == "organisation" else None
            return self.issuer or carried or self.main or self.organisation
        if name.text == "县域":
            return self.paragraph if self.paragraph_role == "place" else self.area
        if name.text in ("我省", "我市", "我区", "我县"):
            return f"全{name.text[1]}"
        if name.text in ("全区", "全县", "全市", "全州") and self.paragraph_role == "place":
            return self.paragraph
        return self.full.get(name.text, name.text)


def main_entity(names: list[Name], title_end: int, *, of_area: bool = False) -> tuple[str | None, bool]:
    """What a document without an issuer is mostly about, and whether that is an institution."""
    scores: Counter[str] = Counter()
    of_department = any(n.text in _OUR_DEPARTMENT for n in names)
    for name in names:
        if name.text in _WORLDS:
            continue
        if name.role in ("organisation", "campus", "whole") or (of_department and name.role == "department"):
            weight = {"organisation": 4, "campus": 2, "department": 8}.get(name.role, 1)
            if name.text.endswith(_AUTHORITIES):
                weight = 1
            scores[name.text] += weight * (3 if name.end <= title_end else 1)
    for text in list(scores):  # a short name counts for the long one that ends with it
        longer = [other for other in scores if other != text and other.endswith(text)]
        if len(longer) == 1:
            scores[longer[0]] += scores[text]
    for name in names:  # a bare head noun (集团, 医疗队) speaks of the name that ends with it
        if name.role == "bare" and name.text != "医院":
            for text in [t for t in scores if t.endswith(name.text)]:
                scores[text] += 3
    if not scores:
        return None, False
    best = scores.most_common(1)[0][0]
    if of_area and (area := main_area(names)):
        return area, False
    if _many_speak(names, best, title_end) and (area := main_area(names)):
        return area, False
    best = _parent(names, best) or best
    return best, any(n.text == best and n.role in _INSTITUTIONS for n in names) and not best.endswith(
        _AUTHORITIES
    )


def _parent(names: list[Name], best: str) -> str | None:
    """The hospital of a campus: the one that the campus is named after, or that the text names before it."""
    if not any(n.text == best and n.role == "campus" for n in names):
        return None
    hospitals = [n.text for n in names if n.role == "organisation" and not n.text.endswith(_AUTHORITIES)]
    campuses = [n.text for n in names if n.role == "campus"]
    own = [h for h in hospitals if any(c != h and c.startswith(h) for c in campuses)]
    if own or len(set(hospitals)) != 1:
        return own[0] if own else None
    first = next(n.start for n in names if n.role == "campus")
    return next((n.text for n in names if n.text == hospitals[0] and n.start < first), None)


def _many_speak(names: list[Name], best: str, title_end: int) -> bool:
    """Whether a text of an area only passes by its institutions: several of them, none in the title, none in the lead."""
    mentions = Counter(n.text for n in names if n.role in _INSTITUTIONS and not n.text.endswith(_AUTHORITIES))
    titled = any(n.text == best and n.end <= title_end for n in names)
    areas = sum(n.role in ("place", "whole") for n in names)
    few = 2 * mentions[best] <= mentions.total() and areas > 2 * mentions[best]
    return len(mentions) >= _SEVERAL and not titled and few


def full_names(names: list[Name]) -> dict[str, str]:
    """For each short name of a document, the one longer name that ends with it."""
    texts = {n.text for n in names if n.role in _INSTITUTIONS}
    found = {}
    for text in texts:
        if text.startswith(_ABSOLUTE):
            continue  # 中国医学科学院肿瘤医院 is not short for 河北中国医学科学院肿瘤医院
        longer = [other for other in texts if other != text and other.endswith(text)]
        if longer:
            longest = max(longer, key=len)
            if all(longest.endswith(other) for other in longer):
                found[text] = longest
    return found


def main_area(names: list[Name]) -> str | None:
    """The area that a document speaks of most."""
    areas = Counter(
        n.text for n in names if n.role in ("place", "whole") and n.text not in (*_WORLDS, "我国", "县域")
    )
    return areas.most_common(1)[0][0] if areas else None


_NO_NAME = pattern(
    r"[^\p{Han}]*(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)?[^\p{Han}]*"
)


def heading_name(names: list[Name], norm: str, start: int, end: int) -> str | None:
    """The department or institution that a heading consists of: ♥ 心血管内科, 二、市中医医院."""
    for at in range(bisect_left(names, start, key=lambda n: n.start), len(names)):
        name = names[at]
        if name.start >= end:
            break
        if name.end <= end and name.role in ("department", "organisation", "campus"):
            alone = _NO_NAME.fullmatch(norm, start, name.start) and _NO_NAME.fullmatch(norm, name.end, end)
            return name.text if alone else None
    return None


def begin_sentence(state: SubjectState, names: list[Name], norm: str, start: int) -> None:
    """Take in the topics of a sentence: names at the head of its clauses."""
    state.topics = []
    for i, name in enumerate(names):
        before = norm[max(start, name.start - 6) : name.start]
        if name.role in _INSTITUTIONS and not name.text.endswith(_AUTHORITIES):
            if name.role == "campus":
                state.campus = name.text
            helper = norm.startswith(_HELPS, name.end)
            if not helper and (name.role == "organisation" or state.organisation is None):
                state.organisation = name.text  # 该院 is the hospital, not its campus
            if name.text.endswith(_HEADS):
                for head in _HEADS:
                    if name.text.endswith(head):
                        state.heads[head] = name.text
        if i and names[i - 1].end == name.start - 1 and before.endswith("（"):
            continue  # another name of the one before the bracket
        if name.role == "department" and norm.startswith(_TITLED, name.end):
            continue  # 心内科主任表示
        owned = i > 0 and names[i - 1].role in _INSTITUTIONS and names[i - 1].end == name.start
        if name.role == "department" and owned and names[i - 1] in state.topics:
            state.topics.append(name)  # 清河市人民医院心内科
            continue
        if name.role == "category" or (before.endswith(_OBJECTS) and name.start > start):
            continue
        listed = (
            before.endswith(_LISTS)
            and i > 0
            and names[i - 1] in state.topics
            and names[i - 1].end >= name.start - 2
        )
        extreme = before.endswith("以") and norm.startswith(
            ("最高", "最低", "最多", "最少", "居首"), name.end
        )
        whole = (
            name.role == "whole"
            and not before.endswith("在")
            and pattern(r"(?:^|[，。；：年月]|目前|如今)\p{Han}{2,3}$").search(before)
        )
        if (
            not listed
            and not extreme
            and not whole
            and not (name.start == start or before.endswith(CLAUSE_HEADS))
        ):
            continue
        if name.role in ("place", "whole") and not _speaks_of(state, norm, name):
            continue
        if (name.role in _INSTITUTIONS and state.foreign_authority(name.text)) or _TEMPORAL.match(
            norm, name.end
        ):
            continue
        state.topics.append(name)


def _speaks_of(state: SubjectState, norm: str, name: Name) -> bool:
    """Whether an area is what is spoken of, not only where somebody stands (全省首家) or whose it is (市级)."""
    after = norm[name.end : name.end + 1]
    return after not in _SCOPED and (state.issuer is None or name.role == "whole")


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
    usable = [n for n in names if n.end <= at and not (ranked and n.role in ("place", "whole", "category"))]
    own = [n for n in usable if left <= n.start]
    for name in reversed(own):
        if _own_subject(state, norm, name, left, at, start, noun, counted):
            return state.named(name), f"own words: {name.text}"
    topics = [t for t in state.topics if t.end <= at and not (ranked and t.role in ("place", "whole"))]
    cut = norm.rfind("；", start, at)
    for name in reversed(topics):
        if (
            (cut > name.end and name is not topics[0])
            or _in_row(norm, name, topics)
            or _PEERS.search(name.text)
        ):
            continue
        if (
            name.text.endswith(_AUTHORITIES)
            and _ACTION.search(norm, name.end, at)
            and "，" not in norm[name.end : at]
        ):
            return name.text, f"topic of the sentence: {name.text}"
        return state.named(name), f"topic of the sentence: {name.text}"
    return state.default()


def _in_row(norm: str, name: Name, topics: list[Name]) -> bool:
    """Whether a topic is one of several (A、B为国家重点专科): a single value speaks of none of them."""
    others = [t for t in topics if t is not name]
    return any(norm[min(t.end, name.end) : max(t.start, name.start)] in _LISTS for t in others)


def _own_subject(
    state: SubjectState, norm: str, name: Name, left: int, at: int, start: int, noun: bool, counted: bool
) -> bool:
    before = norm[max(start, name.start - 4) : name.start]
    if before.endswith("自") and _OPENED.match(norm, name.end):
        return True
    if before.endswith(_OBJECTS) and name.start > left:
        return False
    between = norm[name.end : at]
    listed = before.endswith(_LISTS) or between.startswith(("、", "和", "等"))
    if listed and noun and pattern(r"(?:[、和及与][^，。；、]{2,24})*(?:等\p{Han}{0,3})?").fullmatch(between):
        return False  # A、B等3家医院, A、B两个专科: the names are what is counted
    if pattern(r"等\p{Han}{2,8}").fullmatch(between):
        return False  # 内科、外科等临床科室8个
    if name.role in ("place", "whole"):
        return name in state.topics
    if norm[name.end : name.end + 1] == "（" and at - name.end <= 4:
        return True
    if name.role == "category":
        if between or counted:
            return False
        return norm[left : name.start].strip("、，：（）；\n ") in ("", "其中", "而", "仅")
    if name.role == "department" and counted and not between:
        return False  # 有手术室24间: rooms are what is counted
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


def end_sentence(state: SubjectState, norm: str) -> None:
    """What a sentence leaves in force for the next ones of its paragraph."""
    for name in state.topics:
        if _in_row(norm, name, state.topics) or _PEERS.search(name.text):
            continue
        if name.text in _WORLDS and state.main is not None:
            continue  # 中国某某网讯
        if state.of_area and name.role in _INSTITUTIONS:
            continue  # the report of a government goes on with its area
        if name.role not in _CARRIED or (name.role == "whole" and state.issuer is not None):
            continue
        if name.role == "place" and state.paragraph_role in _INSTITUTIONS:
            continue
        text = state.named(name)
        if text is not None:
            role = "place" if name.role == "whole" and text != name.text else name.role
            state.paragraph, state.paragraph_role = text, role
        return
