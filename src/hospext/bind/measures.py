"""What a number is: its kind, level or change, and which way it went, from the words right before and after it."""

from __future__ import annotations

import re
from decimal import Decimal

from hospext.bind.drafts import Draft
from hospext.lexicon import Lexicon
from hospext.lexicon.model import any_not_after, any_of
from hospext.patterns import pattern
from hospext.scan.mentions import Quantity

_FILL = r"(?:了|人次|人数|数量|金额|率|幅度?|也|均|都|分别|依次|各|约|近|为|达到?|高达|超过?|逾|仅|大幅|将|比例|将近|不足|不到|至少|超出|共|合计|的|有|为|是|只|又|还|再|：|\s|到了?(?=约)|不少于|不低于|以上)*+"
_PLACE_FILL = r"(?:了|分别|各|依次|约|近|整|整整|足足|又|再|共)*+"
_ARRIVING = ("超额", "完成", "控", "爬", "跨", "控制", "稳定", "保持", "抬", "推")  # besides the lexicon's
_RATE_UNITS = frozenset({"%", "‰", "/10万", "/百万", "/万", "/千人口", "百分点", "千分点", "倍"})
_PER_HEAD_UNITS = frozenset("张人名台床个")
_PLACE_UNITS = frozenset({"位", "名", "个位次", "个名次"})
_DENSITY = pattern(
    r"(?:每|(?<![0-9一二三四五六七八九十百几数余多])(?=[千万]人口))(千|万|百万|10万|十万)(?:名)?(?:常住|户籍|服务|居民|老年|农村|城镇)*(?:人口|人|居民)?"
)
_NOT_BEDS = pattern(
    r"票|处方|续方|海报|照片|胶片|片子?|图|桌|表|证|卡|纸|宣传|订单|问卷|CT片|光盘|书|贴|床单|试卷|网|罚单|清单|名片|发票|心电图|椅|沙发|凳"
)
_OF_BEFORE = pattern(
    r"（(?:去年|上年|20[0-9]{2}年|上月|上季度)(?:同期|全年)?(?:为|是|：)?"
)  # 4.4%（2023年为17.8%）
_PRICES = pattern("费|价|钱|收入|工资|补助|花")
_MARK = pattern(r"[，。；：）]")
_WIDEST = re.compile(  # 增幅最大的是某某医院，达18.6%
    "([增涨升降跌减])[幅速]最[大高快小低慢]的?(?:[是为][^，。；0-9]{2,20}|[^，。；0-9]{0,20})，?(?:达到?|为|是)?[约近超]?$"
)
_FASTER = ("提速", "快了", "提前")  # of a length of time: it takes less
_FEW_WORDS = pattern(r"[、，]?(?:和|与|及|以及|、)?[^，；。：]{0,16}")
_LONGEST_JOINT = 19  # characters that these words take at most
_JOINTS = "、，）和与及以分或即"  # what these start with
_ENUMERATES = pattern(r"、|或|即|和|与|及|以及|，?分别|）[、和与及]")
_POINTS = pattern(
    r"满意度|得分|总分|评分|分值|考核|测评|成绩|均分|综合|积分|绩效|评价|分数|满分|上升|提高|下降|扣|加|分别"
)


class Measures:
    """Decides kind, aspect and direction for the quantities of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        direction = lexicon.cues["direction"]
        self._arrivals = lexicon.arrivals
        self._increase = frozenset(direction["increase"])
        weak = frozenset(direction["weak"])
        words = [*direction["increase"], *direction["decrease"]]
        strong = [w for w in words if w not in weak]
        arrival = any_of(direction["arrival"])
        self._word = re.compile(any_of({*words, *weak}))
        self._weak = re.compile(
            rf"({any_not_after('[众许很诸更最大共不变较没至推引改促先跟后]', weak)})(?:了|出生|出|将近|近|不到|不足|约|超过?|达|整整|收治|收|亏|花|支出|开展|开|做|采集?|分娩|结余|完成|接诊|开展|诊治|引进|招收){{0,2}}+$"
        )
        self._strong = re.compile(rf"({any_of(strong)}){_FILL}$")
        self._arrival = re.compile(
            rf"{any_of([*words, *direction['arrives'], *_ARRIVING])}{arrival}(?:了|约|近|超过?|不足|不到|目前的?|原来的?|整合)*+$"
        )
        self._noun_arrival = re.compile(
            r"(?:增幅|增速|涨幅|升幅|降幅|减幅|跌幅|增长率|增长幅度|增长|下降|增加|减少|提高|降低)(?:达到?|为|约为|高达|是|：)(?:了|约|近|超过?|逾|不足)*+$"
        )
        self._object = re.compile(
            r"(新增加?|减轻|增加|增设|净增加?|减少|缩减|压减|节省|节约|增添|增开|增派|增配|延长|缩短|裁减|精简)(?!至|到|为|了?的)([^，；：。]{0,24})$"
        )
        self._stops_object = re.compile(r"至|到|达|为(?!民)|后|使|从|由|的.{0,3}(?:有|达|为)|同期")
        self._after = re.compile(
            r"(?:左右)?的?(?:速度|幅度|年均|复合)*(增长|增速|增幅|增长率|上升|涨幅|降幅|下降|降低|减少|提升|提高|递增|递减)(?![至到为])"
        )
        self._moves = re.compile(
            rf"(上升|提升|前进|前移|进位|再进|跃升|后退|下降|下滑|退后|下移|退步|上移|攀升|提高|进步|滑落|退|进|升|降|跌){_PLACE_FILL}(?:到了?)?$"
        )
        self._index = tuple(lexicon.cues["names"]["index"])

    def measure(
        self,
        norm: str,
        quantity: Quantity,
        left: int,
        pre: str,
        post: str,
        begin: int,
        previous: Draft | None,
    ) -> Draft:
        """A draft with kind, aspect and direction.

        ``pre`` are the words of this quantity, which start at ``left``; ``post`` is what follows it in its clause, which
        starts at ``begin``.
        """
        draft = Draft(
            quantity.kind,
            quantity.start,
            quantity.end,
            quantity.rule,
            quantity.value,
            quantity.value_max,
            quantity.unit,
            quantity.bound,
            left=left,
            number_start=quantity.core,
        )
        listed = previous is not None and _is_joint(norm, previous.end, quantity.core)
        if quantity.unit in _RATE_UNITS:
            self._proportion(norm, draft, quantity, pre, post, previous if listed else None, previous)
        else:
            self._amount(norm, draft, quantity, pre, post, begin, previous if listed else None, previous)
        return draft

    def may_change(self, quantity: Quantity, pre: str, previous: Draft | None) -> bool:
        """Whether a quantity may tell of a change at all: by its unit, the words before it, or the value before those."""
        return (
            quantity.unit in _RATE_UNITS
            or quantity.unit in _PLACE_UNITS
            or (previous is not None and previous.aspect == "change")
            or self._word.search(pre) is not None
            or self._object.search(pre) is not None
        )

    def change_word(self, text: str) -> str | None:
        """The word of change that governs a number right after ``text``."""
        if self._word.search(text) is None:  # as in most texts
            return None
        if self._arrival.search(text) and not self._noun_arrival.search(text):
            return None
        strong, weak = self._strong.search(text), self._weak.search(text)
        first = weak if strong is None or (weak and weak.start() < strong.start()) else strong
        return first[1] if first else None

    def direction_of(self, word: str) -> str:
        return "increase" if word in self._increase else "decrease"

    def _proportion(
        self,
        norm: str,
        draft: Draft,
        quantity: Quantity,
        pre: str,
        post: str,
        joint: Draft | None,
        previous: Draft | None,
    ) -> None:
        draft.kind = "rate"
        grows = "rate" if (quantity.unit or "").startswith("/") else "growth_rate"  # 下降3.1/10万
        if quantity.rule == "growth.doubling":
            self._set_change(draft, "growth_rate", "increase", "翻番")
            return
        word = self.change_word(pre)
        if quantity.unit == "倍" and pattern(r"的?(?:罚款|处罚)").match(post):
            return
        if quantity.negative:
            self._set_change(draft, "growth_rate", "decrease", "-")
        elif word is not None:
            self._set_change(draft, grows, self.direction_of(word), word)
        elif (widest := _WIDEST.search(norm, max(0, quantity.core - 40), quantity.core)) is not None:
            self._set_change(draft, grows, "decrease" if widest[1] in "降跌减" else "increase", widest[0])
        elif joint is not None and _goes_on(joint, pre):
            self._set_change(draft, "growth_rate", joint.direction, joint.why.get("direction", ""))
        elif (
            joint is not None
            and joint.kind == "rate"
            and joint.aspect == "level"
            and not pre.strip("、和与及以及，")
        ):
            pass
        elif (
            previous is not None
            and previous.kind == "growth_rate"
            and _OF_BEFORE.fullmatch(norm, previous.end, quantity.core)
        ):
            self._set_change(draft, "growth_rate", previous.direction, previous.why.get("direction", ""))
        elif found := self._after.match(post):
            self._set_change(draft, "growth_rate", self.direction_of(found[1]), found[1])
        elif pattern(
            r"(?:增幅|增速|涨幅|升幅|增长率|降幅)(?:[^，；。]{0,6}|[最居领][^，；。]{0,3}，)(?:从|由|为|是|达到?|：)?(?:不足|约)?$"
        ).search(pre):
            down = "降幅" in pre
            self._set_change(draft, "growth_rate", "decrease" if down else "increase", "增幅")
        elif pattern(r"(?:收窄|扩大|回落|放缓|加快|提高|上升|下降)[至到](?:约|近|不足)?$").search(
            pre
        ) and self._is_growth(previous):
            assert previous is not None
            self._set_change(draft, "growth_rate", previous.direction, previous.why.get("direction", ""))
        elif quantity.unit in ("百分点", "千分点"):
            low = pattern(r"[低落减降少]").search(pre)
            self._set_change(
                draft, "growth_rate", "decrease" if low else "increase", low[0] if low else "百分点"
            )
        elif pre.endswith("+"):
            self._set_change(draft, "growth_rate", "increase", "+")

    def _amount(
        self,
        norm: str,
        draft: Draft,
        quantity: Quantity,
        pre: str,
        post: str,
        begin: int,
        joint: Draft | None,
        previous: Draft | None,
    ) -> None:
        per_head = quantity.unit in _PER_HEAD_UNITS
        density = _DENSITY.search(norm, begin, quantity.core) if per_head else None
        if density and not pattern(r"[，；]").search(norm[density.end() : quantity.core]):
            draft.kind = "rate"
            base = {"10万": "10万", "十万": "10万"}.get(density[1], density[1])
            draft.unit = f"{'张' if quantity.unit == '床' else '人' if quantity.unit == '名' else quantity.unit}/{base}人"
        elif (
            previous is not None
            and per_head
            and (previous.unit or "").startswith("张/" if quantity.unit == "张" else "人/")
            and quantity.value != quantity.value.to_integral_value()
        ):  # 每千人口床位甲市8.61张，乙州仅4.97张
            draft.kind, draft.unit = "rate", previous.unit
        elif (
            joint is not None
            and joint.unit
            and "/" in joint.unit
            and quantity.unit in ("张", "人", "名")
            and quantity.value != quantity.value.to_integral_value()
        ):
            draft.kind, draft.unit = (
                "rate",
                f"{'人' if quantity.unit == '名' else quantity.unit}/{joint.unit.split('/')[1]}",
            )
        move = self._moves.search(pre) if quantity.unit in _PLACE_UNITS else None
        if (move and not pattern(r"\p{Han}").match(post.lstrip("到至，；")[:1])) or (
            move and pattern(r"[到至，；。]").match(post)
        ):
            draft.kind, draft.rank_type, draft.unit = "ranking", "position", "位"
            self._set_change(
                draft,
                "ranking",
                "decrease" if pattern("[退降滑跌下]").search(move[1]) else "increase",
                move[1],
            )
            return
        signed = quantity.core > 0 and norm[quantity.core - 1] in "+-" and pre[-3:-1] in ("同比", "环比")
        if signed:
            self._set_change(
                draft, draft.kind, "increase" if norm[quantity.core - 1] == "+" else "decrease", pre[-3:]
            )
            return
        word = self.change_word(pre)
        if word is not None:
            faster = draft.kind == "duration" and word in _FASTER
            self._set_change(draft, draft.kind, "decrease" if faster else self.direction_of(word), word)
            return
        found = self._object.search(pre)
        if found and not self._stops_object.search(found[2]):
            self._set_change(draft, draft.kind, self.direction_of(found[1]), found[1])
        elif (
            joint is not None
            and joint.aspect == "change"
            and joint.kind == draft.kind
            and (joint.unit == draft.unit or not pre.strip("、和与及以及，"))
        ) and ("、" in norm[joint.end : quantity.core] or not pre.strip("、和与及以及，")):
            self._set_change(draft, draft.kind, joint.direction, joint.why.get("direction", ""))

    @staticmethod
    def _is_growth(previous: Draft | None) -> bool:
        return previous is not None and previous.why.get("direction") in (
            "增幅",
            "增速",
            "涨幅",
            "降幅",
            "增长率",
        )

    @staticmethod
    def _set_change(draft: Draft, kind: str, direction: str | None, word: str) -> None:
        draft.kind, draft.aspect, draft.direction = kind, "change", direction
        draft.why["direction"] = word

    def settle_kind(self, draft: Draft, quantity: Quantity, words: str, after: str) -> bool:
        """Kind by the words around: beds, scores, bare numbers. False where the number measures nothing."""
        if quantity.unit in ("张", "个", "床") and draft.kind in ("count", "bed_count"):
            after = _MARK.split(after, 1)[0]
            is_bed = quantity.unit == "床" or (
                "床" in words
                and pattern("床(?!旁|边|前|医|试验|研究|路径|诊疗|科|重点|专科|技能|应用)|(?<!临)床").search(
                    words
                )
                is not None
                and words[-2:] != "临床"
                and not _NOT_BEDS.search(words)
            )
            draft.kind = (
                "bed_count"
                if is_bed and (quantity.unit != "个" or pattern("床位|病床").search(words))
                else "count"
            )
            if (
                quantity.unit == "张"
                and not is_bed
                and not _NOT_BEDS.search(words + after)
                and (
                    after.startswith(self._arrivals)
                    or not pattern(r"(?!目标|任务|左右|以|增|减|升|降|提|扩|翻)\p{Han}").match(after)
                )
            ):
                draft.kind = "bed_count"
        if quantity.unit == "块" and (after.startswith("钱") or _PRICES.search(words)):
            draft.kind, draft.unit = "money", "CNY"
        if quantity.bare and draft.kind == "count":
            return self._bare(draft, quantity, words)
        if quantity.unit == "分":
            return bool(_POINTS.search(words)) or quantity.value >= Decimal(20) or quantity.value % 1 != 0
        return True

    def _bare(self, draft: Draft, quantity: Quantity, words: str) -> bool:
        head = (
            pattern(
                rf"(?:从|由|{_FILL[3:-3]}|保持在|稳定在|最初的?|目前的?|原来的?|提高到|提升到|升至|降至|达到|上升到|下降到|提升至)+$"
            ).sub(
                "",
                words,
            )
            if words
            else words
        )
        if head.endswith(self._index) or words.rstrip("为达到由从至升降：是分别均比").endswith(self._index):
            draft.kind = "rate" if "强度" in head[-4:] else "score"
            if any(head.endswith(n) for n in ("得分", "总分", "评分", "分值", "均分", "平均分")):
                draft.unit = "分"
            return True
        return False


def _goes_on(joint: Draft, pre: str) -> bool:
    """Whether a proportion is one more of the changes before it, or says one of them again: 减少68.4万元或16.5%."""
    if joint.aspect == "change" and pre in ("或", "即", "或者"):
        return True
    return joint.aspect == "change" and not pre.strip("、和与及以及，分别 ")


def _is_joint(norm: str, start: int, end: int) -> bool:
    """Whether two numbers stand in one list: only a mark of enumeration, or a short name, between them."""
    if end <= start:
        return True
    if end - start > _LONGEST_JOINT or norm[start] not in _JOINTS:  # as most do
        return False
    between = norm[start:end]
    return _ENUMERATES.match(between) is not None and _FEW_WORDS.fullmatch(between) is not None
