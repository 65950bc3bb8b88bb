"""What a value counts: the words of the text (label) and the id of the catalogue (metric)."""

from __future__ import annotations

import itertools
import re
import string
from dataclasses import dataclass

from hospext.lexicon import Lexicon, Metric
from hospext.lexicon.model import any_of
from hospext.patterns import HAN_SCRIPT, SPACES, pattern

_COUNTERS = frozenset(
    "个名位家所支项篇期件套只条次场批种类部辆架艘处间栋幢座层户份本册组对笔起封门张台国人例"
)
_POST_END = re.compile(  # each alternative starts with a plain character, so that ``re`` looks for those first
    "|".join("，。；：、！？（）“”《》\n0123456789")
    + r"|均|都|已|被|由|在|与|以及|参加|参与|完成|成立|为(?!民)|正式|入驻|即时|成为|入选|列入|列为|实现|开展|直接|促成|细化|同步|推进|受聘|提供|达到|分别|其中|共(?!卫|同|用|享|建|青|产)|为了|来自(?!于)|进行|组成|负责|接受|获得|获评|从|向|对|达|占|是|有(?!住院|关|效|机|限|害|毒)|将|时间|进入|跻身|后|增加|增长|提高|上升|下降|减少|降[至到]|升[至到]|增[至到加]|扩[至到]|提[至到]|减[至到]|压[至到]|缩[至短]|调[至整]|改[为至]|扩大|猛增|压缩|整合|缩|中(?!医|心|西|级|国|药|学|小|层|高)|之一|之间|内"
)
_BRACKET_END = pattern(r"（[^（）]{1,16}）(?=[为达是至近约]*$)")
_BUILDING = pattern(
    r"(?:楼|用房|地上|地下|平房|院区|实验室|病区|中心|建筑)(?:面积|约|近|共|计|为|达|由|从|扩大|增加|扩|增|至|到|超过?)*$"
)
_SERVED = pattern(r"(?:患者|病人|群众|居民|老人|老年人|村民|儿童|学生)$")
_LEAD = re.compile(
    rf"(?:[0-9]{{1,2}}[.、]|短短|即实现|运行首月|首月|仅用|经过?(?=$)|他(?<!其他)|她|来累计|来(?=[{HAN_SCRIPT}]{{2}})|分别|依次|前(?!列|置|房|庭|哨|沿|臂|交|十|三|五|来|往)|如(?=[{HAN_SCRIPT}]{{2}})|自(?=[{HAN_SCRIPT}]{{2}})|以(?=$|全国|全省)|据|先后|其中|共有|现有|拥有|设有|共|现|年(?!度)|全院|我院|本院|该院|医院|全年|已|还|并|也|累计|共计|合计|完成|实现|达到|开展|的|了|在(?!职|岗|编|院|册)|于|和|与|及|以及|、|，|：|则|均|都|同时|另有|另|包括|包含|含|约|为|全[国市省县区州镇](?!域|场)|全(?!科|民|血|身|麻|膝|髋|球|自动)(?=[{HAN_SCRIPT}]{{2}})|全(?!科)|其(?!他|余|它)|每年|目前|、|“|各类|开设|设(?!备|施|计|置)|建成|有(?!效|关|机|限|害|毒)|“)+"
)
_SINCE = pattern(r"^\p{Han}{2,20}自(?=\p{Han}{2,12}(?:启用|投用|开业|开诊|成立|运行|上线|实施)$)")
_TAIL = pattern(
    r"(?:达到?|为|是|有|已|约|近|超过?|逾|突破|首次|共|共计|合计|累计|(?<![审统会设合累预总])计|仅|只有|高达|(?<!平)均|平均|都|分别|依次|各|由|从|在|不足|不到|保持|稳定|维持|控制|升|降|增|减|至|到|了|最初的?|目前的?|原来的?|：|“|（|、|(?<!占)比|人民币|就|还|将|已经|的|(?<!患|学|爱|作|记)者|率先|提高|提升|下降|上升|增长|增加|减少|缩短|降低|扩大|回落|上涨|下滑|攀升|同比|环比|大幅|稳步|持续|进一步|较上年|比上年|较去年|年同期|力争|不超过|不低于|不少于|突破|占|再|，|\s|微|略|仍|常年|年初|定|压|爬|名|也)+$"
)
_LEAD_STARTS = frozenset(_LEAD.pattern + string.digits)  # it starts with one of these
_TAIL_ENDS = frozenset(_TAIL.pattern) | frozenset(SPACES)  # it ends with one of these, if it is there at all
_STARTS_NOUN = pattern(r"\p{Han}|[“A-Za-z]")
_HEAD_NOUNS = pattern(r"(?:数量?|总计|合计|总额|总?量|人次|人数|例数|台次|值|患者|病人|率|者)*")
_EVENTS = pattern(
    "跌倒|坠床|死亡|感染|投诉|纠纷|阳性|确诊|检出|查出|发现"
)  # what befalls those a term counts
_NO_NOUNS = (
    "至",
    "到",
    "排名",
    "排在",
    "位列",
    "位居",
    "名列",
    "居",
    "同比",
    "环比",
)  # what follows a number, not its noun
_CLAUSES = pattern(r"[，；：。（）【】]")
_MAY_PART = re.compile("[，；：。（）别次要]")  # asked first, for it takes less time
_PARTS = pattern(r"[，；：。（）【】]|(?:依次|分别|主要)[为是](?=\p{Han})")


@dataclass(slots=True)
class Labelled:
    """A label and, where the catalogue has it, a metric; ``term`` is the word that decided."""

    label: str | None
    metric: Metric | None
    term: str = ""
    distance: int = 99


def _gap_words(lexicon: Lexicon) -> list[str]:
    direction = lexicon.cues["direction"]
    bounds = [word for bound in ("approx", "over", "under") for word in lexicon.cue("before", bound)]
    words = [*lexicon.cue("gap", "words"), *direction["increase"], *direction["decrease"]]
    return [*lexicon.arrivals, *words, *bounds]


def per_head(words: str, unit: str | None) -> str:
    """The words of a density with what it is per, where they leave it to the unit: 每千人口 of 人/千人."""
    if unit is None or not unit.endswith(("千人", "万人")) or "每" in words:
        return words
    head = f"{unit[-2]}人口"
    return f"每{words[words.index(head) :]}" if head in words else f"每{head}{words.lstrip('、，和')}"


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text) if text[:1] in _LEAD_STARTS else None
    return text[lead.end() :] if lead else text


def _starts_noun(text: str) -> bool:
    """Whether a text starts with a letter or a quotation mark; the common characters need no pattern."""
    return "\u4e00" <= text[:1] <= "\u9fff" or _STARTS_NOUN.match(text) is not None


class Labels:
    """Finds label and metric of a value in the words around it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._term = lexicon.term_pattern
        self._within_terms = frozenset(a + b for term in lexicon.terms for a, b in itertools.pairwise(term))
        self._no_noun = re.compile(
            any_of([*lexicon.arrivals, *_NO_NOUNS, "的", "等", "目标", "任务", "大关", "关口"])
        )
        self._gap = re.compile(
            rf"(?:[及和与][{HAN_SCRIPT}]{{1,6}})?+(?:[由从][{HAN_SCRIPT}]{{1,6}}前的?)?+"
            rf"(?:{any_of(_gap_words(lexicon))})*+"
        )
        self._alone = frozenset(lexicon.cue("gap", "alone"))
        self._generic = frozenset(lexicon.cue("gap", "heads"))
        verbs = {verb: metric for metric in lexicon.metrics.values() for verb in metric.verbs}
        self._verbs = verbs
        self._verb = re.compile(any_of(verbs) or r"(?!)")

    def post_noun(self, post: str, unit: str | None) -> str:
        """The noun that a measure word counts, right after it: 54个[诊疗组]."""
        if unit is None or unit[-1] not in _COUNTERS or not _starts_noun(post) or self._no_noun.match(post):
            return ""
        text = post.lstrip("“")
        end = _POST_END.search(text)
        noun = text[: end.start()] if end else text
        return noun[:24]

    def find(
        self, pre: str, post: str, unit: str | None, kind: str, *, change: bool = False, after: str = ""
    ) -> Labelled:
        """Label and metric of a value between ``pre`` (its own words before it) and ``post`` (the noun after it).

        ``after`` is all that follows in its clause: a verb there may say what was counted.
        """
        pre = _BRACKET_END.sub("", pre) if "）" in pre else pre
        noun = self._head(post, unit, kind, from_post=True, change=change) if post else None
        if noun is None and post and unit in ("家", "所") and (place := self._term.search(post)):
            noun = next(
                (
                    Labelled(post[: place.end()], m, place[0])
                    for m in self._lexicon.terms[place[0]]
                    if self.fits(m, unit, kind)
                ),
                None,
            )
        before = None if post or not pre else self._head(pre, unit, kind, from_post=False, change=change)
        joined = self._joined(pre, post, unit, kind) if post else None
        best = joined or noun or before
        if kind in ("count", "growth_rate") and (best is None or best.metric is None or best.metric.stock):
            verb = self._by_verb(pre, after or post, unit, kind, best.term if best else None)
            best = Labelled(None, verb[0], verb[1]) if verb is not None else best
        if kind == "area" and unit == "m²" and (best is None or best.metric is None):
            best = self._by_building(pre, after or post)
        if best is not None and best.label:
            return best
        label = post.strip("“”、（） ") if post else self.clean(pre)
        if best is None:
            return Labelled(label or (self.clean(pre) if post else None) or None, None)
        return Labelled(label or best.term, best.metric, best.term)

    def _by_building(self, pre: str, post: str) -> Labelled | None:
        """A building or a room by itself has a floor area."""
        metric = self._lexicon.metrics.get("floor_area")
        found = _BUILDING.search(pre) or pattern(
            r"的?\p{Han}{0,12}?(?:楼|中心|实验室|用房|病区|院区|馆)"
        ).match(post)
        return (
            Labelled(found[0].strip("的"), metric, found[0])
            if found and metric and "占地" not in pre
            else None
        )

    def clean(self, text: str) -> str:
        """The noun phrase at the end of the words before a number."""
        if not text:
            return text
        if _MAY_PART.search(text):
            text = _PARTS.split(text)[-1] or text
        previous = None
        while previous != text:
            previous = text
            text = _without_lead(text)
            if text and text[-1] in _TAIL_ENDS:
                text = _TAIL.sub("", text)
            text = text.strip("“”、，（） ")
        return _SINCE.sub("", text) if "自" in text else text

    def _joined(self, pre: str, post: str, unit: str | None, kind: str) -> Labelled | None:
        """A term whose words stand on both sides of the number: 开放36张床位."""
        tail = pre[-6:].rstrip("了有约近超达为")
        if tail[-1:] + post[:1] not in self._within_terms:
            return None
        text = tail + post
        match = self._term.search(text)
        while match is not None and match.start() < len(tail):
            if len(tail) < match.end():
                for metric in self._lexicon.terms[match[0]]:
                    if self.fits(metric, unit, kind):
                        return Labelled(match[0], metric, match[0])
            match = self._term.search(text, match.start() + 1)
        return None

    def _head(
        self, text: str, unit: str | None, kind: str, *, from_post: bool, change: bool
    ) -> Labelled | None:
        """The last term whose gap to the number (to the end of the noun, for a noun after it) holds nothing of weight."""
        found: Labelled | None = None
        start = (
            -1
        )  # where the term found last starts; a generic one gives way to the term before it (胃肠镜 + 诊疗量)
        if self._term.search(text) is None:  # as in most texts
            return None
        for match in reversed(list(self._term.finditer(text))):
            if found is not None and not (found.term in self._generic and match.end() == start):
                break
            gap = text[match.end() :]
            if match[0].endswith("住院") and gap.startswith(("医师", "医生", "楼", "部")):
                continue
            if found is None and not self._gap_allows(match[0], gap, from_post):
                continue
            for metric in self._lexicon.terms[match[0]]:
                if self.fits(metric, unit, kind, change=change) and self.stands_alone(match):
                    end = match.end() if found is None else len(text) - found.distance
                    label = text[:end] if from_post else self._phrase(text, match.start(), end)
                    found = Labelled(label, metric, match[0], len(text) - end)
                    start = match.start()
                    break
        return found

    def stands_alone(self, match: re.Match[str]) -> bool:
        """Whether a term that only counts by itself (收入) has no modifier: 药品收入 is not the total."""
        return match[0] not in self._alone or not self.clean(match.string[match.pos : match.start()])

    def _gap_allows(self, term: str, gap: str, from_post: bool) -> bool:
        if from_post:
            return (
                len(gap) <= 2
                or self._term.match(gap) is not None
                or gap in ("专家人才", "工作人员", "技术人员", "专业人员", "专业人才")
            )
        return (
            not gap
            or self._gap.fullmatch(gap) is not None
            or (
                len(term) >= 4
                and len(gap) <= 10
                and "，" not in gap
                and not self._term.search(gap)
                and not _EVENTS.search(gap)
            )
        )

    def _phrase(self, text: str, start: int, end: int) -> str:
        """The term with the modifiers before it and the head nouns after it."""
        head = _HEAD_NOUNS.match(text, end)
        lead = _CLAUSES.split(text[:start])[-1] if start else ""
        if "《" not in lead:
            lead = lead.rpartition("》")[2]  # the end of a title is no part of the phrase
        return _without_lead(lead)[-16:] + text[start : head.end() if head else end]

    def _by_verb(
        self, pre: str, post: str, unit: str | None, kind: str, term: str | None
    ) -> tuple[Metric, str] | None:
        last = None
        at = pre.rfind(term) if term else -1
        for match in self._verb.finditer(pre):
            if match.start() < at < match.end():
                continue  # 招收住院医师: no 收住
            heads = not pre[: match.start()].strip("其中，累计共先后已还并多次积极成功了")
            if self._verbs[match[0]].takes(unit) and (len(pre) - match.end() <= 14 or heads):
                last = (self._verbs[match[0]], match[0])
        if last is None and (found := self._verb.search(post)) and found.start() <= 8:
            metric = self._verbs[found[0]]
            last = (metric, found[0]) if metric.takes(unit) else None
        if (
            last is None
            and kind == "count"
            and pre.rstrip("了近约超").endswith(("为", "服务", "接收", "收治了", "帮助"))
            and _SERVED.search(post.split("完成")[0].split("提供")[0])
        ):
            served = self._lexicon.metrics.get("people_served")
            if served is not None and served.takes(unit):
                return served, "为"
        return last

    @staticmethod
    def fits(metric: Metric, unit: str | None, kind: str, *, change: bool = False) -> bool:
        if kind == "growth_rate":
            return metric.kind not in ("grade", "ranking")
        if metric.stock and metric.kind == "count" and unit == "人次":
            return False  # 考核护士128人次
        if change and kind == metric.kind:
            return metric.takes(unit)
        if kind != metric.kind and not (metric.kind in ("rate", "score") and kind in ("rate", "score")):
            return False
        return metric.takes(unit)
