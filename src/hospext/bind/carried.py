"""What a value without words of its own measures: what is carried over from the values and words before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hospext.bind.drafts import Draft, Sentence
from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon, Metric
from hospext.lexicon.model import any_of
from hospext.patterns import pattern

_PEOPLE = ("人", "人次")
_OWN_MEASURE = re.compile("亏损|结余|盈余|缺口|赤字")
_PAIR_WORD = pattern(r"(前者|后者)")
_SUM = pattern(r"[二两三四](?:者|项)合计|合计占")
_SHARE = pattern(
    r"[，（、]?(?:约|仅|已)?占(?:比|总?手术(?:总?量|例数|台次)?的?|全部手术的?|同期手术的?)?(?:为|达到?|约|近|超过?|逾|突破|升至|提升至|提高到)*"
)
_ARRIVES = pattern(r"(?:至|到|为|成)(?:近|约|超过?|不足)?$")
PLACES = ("个", "家", "所", "处", "间")
INSTITUTIONS = re.compile(
    r"(?:[^，。；：（）]{0,12}(?:机构|医院|卫生院|卫生室|服务中心|诊所|（站）|站)|[一二三]级(?:及以[上下])?|盈余|亏损|其他|其余)(?:仅|则|为|有|达|约|近|超过?|增加|减少|下降|上升)*"
)
CLASS = re.compile(r"[一二三]级(?:甲等|乙等)?|[一二三][甲乙]|公立|民营|社会办|未定级|国有|非公立")


class Carried:
    """Carries metrics and labels over, with a lexicon's words."""

    def __init__(self, lexicon: Lexicon, labels: Labels) -> None:
        self._lexicon = lexicon
        self._labels = labels
        words = {*lexicon.arrivals, *lexicon.cue("gap", "words"), *lexicon.cue("gap", "idle")}
        for group in ("increase", "decrease"):
            words.update(lexicon.cue("direction", group))
        for basis in ("year_on_year", "period_on_period", "since"):
            words.update(lexicon.cue("basis", basis))
        for group in ("target", "near", "actual"):
            words.update(lexicon.cue("status", group))
        for bound in ("approx", "over", "under"):
            words.update(lexicon.cue("before", bound))
        self.idle = re.compile(
            rf"(?:{any_of(words)}|[\s、，：“”（）+\-0-9年月日季度末底初一二三四五六七八九十])*+"
        )

    def inherit(
        self, norm: str, sentence: Sentence, draft: Draft, earlier: list[Draft], before: Sequence[Draft]
    ) -> None:
        """Give a draft without a metric the one that it speaks of, if it does of one."""
        if draft.kind == "grade":
            return
        own = norm[draft.left : draft.number_start]
        pair = _PAIR_WORD.search(own) if "者" in own else None
        if pair:
            levels = [d for d in earlier if d.aspect == "level"]
            if len(levels) >= 2:
                copy(draft, levels[-2] if pair[1] == "前者" else levels[-1])
            return
        if draft.kind == "ranking":
            source = next(
                (d for d in reversed([*before, *earlier]) if d.kind == "ranking" and d.metric), None
            )
            if (
                source is not None
                and draft.rank_type in ("position", "top_n")
                and (source in earlier or draft.aspect == "change")
            ):
                draft.metric = source.metric
            return
        bracketed = norm[draft.left - 1 : draft.left] == "（"
        low = (
            draft.reach if bracketed else draft.left
        )  # 肺结核（412例）: the words before the bracket are its own
        if "合计" in own and _SUM.search(own):
            return
        if draft.kind == "rate" and draft.unit == "%" and self._as_share(norm, draft, earlier):
            return
        if not self.says_nothing(norm, sentence, low, draft.number_start):
            if earlier and CLASS.fullmatch(draft.label or ""):
                nearest = earlier[-1]
                if _fits(nearest, draft) and nearest.metric is not None:
                    draft.metric, draft.why["metric"] = nearest.metric, f"as before: {nearest.label}"
                return  # 妇幼保健机构118家，其中三级14家
            if earlier and INSTITUTIONS.fullmatch(norm, low, draft.number_start):
                as_whole(draft, earlier)
                return
            if draft.kind == "growth_rate" and draft.label:
                self.from_label(draft, draft.label, [*before, *earlier])
            return
        if (draft.label and draft.why.get("post")) or _OWN_MEASURE.search(norm, low, draft.number_start):
            return
        source = self._source(draft, earlier, before, norm)
        low = _unmeasured_from(sentence, draft, earlier, source)
        # The growth of what no value tells (门诊费用略有上升，同比上涨0.3%) is that of a level.
        level = source is None and draft.kind == "growth_rate"
        term = self.topic_term(norm, low, draft, of_level=level)
        if term is not None:
            take(draft, *term)
        elif source is not None:
            copy(draft, source)

    def says_nothing(self, norm: str, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a stretch names no measure: only names, dates, adverbs and words of change."""
        at = start
        spans = [(n.start, n.end) for n in sentence.names if start <= n.start and n.end <= end]
        if sentence.dates:
            spans += [(d.start, d.end) for d in sentence.dates if start <= d.start and d.end <= end]
            spans.sort()
        for first, last in spans:
            if first < at:
                continue
            if not self.idle.fullmatch(norm, at, first):
                return False
            at = last
        return self.idle.fullmatch(norm, at, end) is not None

    def from_label(self, draft: Draft, label: str, earlier: Sequence[Draft]) -> None:
        """药品回落1.3个百分点 speaks of 药品收入占比, named before."""
        for source in reversed(earlier):
            if source.label and source.label.startswith(label) and len(label) > 1:
                copy(draft, source)
                return

    def _as_share(self, norm: str, draft: Draft, earlier: list[Draft]) -> bool:
        """三、四级手术312台次，占37.8%: the share of what was just counted."""
        source = next((d for d in reversed(earlier) if d.kind == "count"), None)
        if (
            source is None
            or source.metric is None
            or not _SHARE.fullmatch(norm, source.end, draft.number_start)
        ):
            return False
        share = self._lexicon.metrics[source.metric].share
        if not share:
            return False
        draft.metric, draft.why["metric"] = share, f"share of {source.label}"
        return True

    def _source(self, draft: Draft, earlier: list[Draft], before: Sequence[Draft], norm: str) -> Draft | None:
        """The value that a draft without words of its own speaks of."""
        pool = [d for d in [*before, *earlier] if d.kind not in ("grade", "date", "ranking")]
        opened = _closed_bracket(norm, draft, earlier)
        pool = [d for d in pool if not opened or d.start < opened] or pool
        if draft.kind == "growth_rate":
            return (
                next((d for d in reversed(pool) if d.rank_type is None), None)
                if draft.aspect == "change"
                else None
            )
        same = [d for d in pool if _fits(d, draft)]
        if not same:
            return None
        nearest = same[-1]
        if nearest in earlier or draft.aspect == "change":
            last = pool[-1]
            unsaid = last.unit in _PEOPLE and not norm.endswith(_PEOPLE, last.start, last.end)
            people = unsaid and draft.unit in _PEOPLE and last.aspect == "level"
            return last if draft.aspect == "change" and people else nearest  # 出院812.6万，增加47.9万人
        return nearest if _ARRIVES.search(norm[draft.left : draft.number_start]) is None else None

    def topic_term(
        self, norm: str, low: int, draft: Draft, *, of_level: bool = False
    ) -> tuple[Metric, str] | None:
        """The last measure that the text names between ``low`` and the words of a value, and its name.

        It is one of the value's kind, or of any where the value is the growth ``of_level``.
        """
        found = None
        for match in self._lexicon.term_pattern.finditer(norm, low, draft.left):
            if not self._labels.stands_alone(match):
                continue
            for metric in self._lexicon.terms[match[0]]:
                if self._labels.fits(metric, draft.unit, draft.kind, change=draft.aspect == "change") and (
                    of_level or metric.kind == draft.kind
                ):
                    found = metric, match[0]
        return found


def as_whole(draft: Draft, earlier: Sequence[Draft]) -> None:
    """床位29.7万张，其中医院22.9万张，基层医疗卫生机构5.6万张: the parts measure what the whole does."""
    places = draft.unit in PLACES
    alike = (d for d in reversed(earlier) if _fits(d, draft) or (places and d.unit in PLACES))
    source = next((d for d in alike if d.metric is not None), None)
    if source is not None:
        draft.metric, draft.stock = source.metric, source.stock
        draft.why["metric"] = f"as before: {source.label}"


def take(draft: Draft, metric: Metric | None, label: str | None) -> None:
    draft.metric, draft.stock = (metric.id, metric.stock) if metric else (None, False)
    draft.label = label or draft.label
    draft.why["metric"] = "list"


def copy(draft: Draft, source: Draft) -> None:
    if "duration" in (draft.kind, source.kind) and draft.kind != source.kind != "growth_rate" != draft.kind:
        return  # 进修生12名，分3个月、半年: a length of time measures something else
    draft.metric, draft.stock, draft.label = source.metric, source.stock, source.label
    if _per_head(source, draft):
        draft.kind, draft.unit, draft.rule = "rate", source.unit, f"rate.{draft.aspect}"
    draft.why["metric"] = f"as before: {source.label}"
    draft.why["inherits"] = str(source.start)


def _unmeasured_from(sentence: Sentence, draft: Draft, earlier: list[Draft], source: Draft | None) -> int:
    """Where the stretch before a value starts in which no value has taken the place of a measure that is named."""
    if draft.kind == "growth_rate":
        return source.end if source is not None else sentence.start
    return next((d.end for d in reversed(earlier) if d.kind == draft.kind), sentence.start)


def _closed_bracket(norm: str, draft: Draft, earlier: list[Draft]) -> int:
    """Where the bracket opened that has closed right before a value: what is in it is said aside; 0 for none."""
    if not earlier or not norm.startswith("）", earlier[-1].end):
        return 0
    opened = norm.rfind("（", earlier[0].start, earlier[-1].start)
    return opened if opened > 0 and any(d.end <= opened for d in earlier) else 0


def _per_head(source: Draft, draft: Draft) -> bool:
    """Whether a change leaves out what its level is counted by: 每万人口3.6人，较上年多0.3人."""
    if source.kind != "rate" or draft.kind not in ("count", "bed_count") or draft.aspect != "change":
        return False
    unit = "人" if draft.unit == "名" else draft.unit
    return source.unit is not None and unit is not None and source.unit.startswith(f"{unit}/")


def _fits(source: Draft, draft: Draft) -> bool:
    if _per_head(source, draft):
        return True
    if source.kind == "growth_rate" or source.kind != draft.kind:
        return False
    return source.unit == draft.unit or draft.unit is None or source.unit is None
