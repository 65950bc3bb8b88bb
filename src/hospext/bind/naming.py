"""What values measure when their own words do not say: lists, and what is carried over from the words before."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence

from hospext.bind import groups
from hospext.bind.clauses import clause_start
from hospext.bind.drafts import Draft, Sentence
from hospext.bind.labels import Labels
from hospext.bind.unnamed import by_kind, is_taken_in
from hospext.lexicon import Lexicon, Metric
from hospext.lexicon.model import any_of
from hospext.patterns import pattern
from hospext.resolve.dates import Span

_BARE_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}年?[、和])+$")  # 2021、2022、[2023年]
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PEOPLE = ("人", "人次")
_CLASS = re.compile(r"[一二三]级(?:甲等|乙等)?|公立|民营|社会办|未定级|国有|非公立")
_INSTITUTIONS = re.compile(
    r"(?:[^，。；：（）]{0,12}(?:机构|医院|卫生院|卫生室|服务中心|诊所|（站）|站)|[一二三]级(?:及以[上下])?|盈余|亏损|其他|其余)(?:仅|则|为|有|达|约|近|超过?|增加|减少|下降|上升)*"
)
_PLACES = ("个", "家", "所", "处", "间")
_OWN_MEASURE = re.compile("亏损|结余|盈余|缺口|赤字")
_PAIR_WORD = pattern(r"(前者|后者)")
_SUM = pattern(r"[二两三四](?:者|项)合计|合计占")
_SHARE = pattern(
    r"[，（、]?(?:约|仅|已)?占(?:比|总?手术(?:总?量|例数|台次)?的?|全部手术的?|同期手术的?)?(?:为|达到?|约|近|超过?|逾|升至|提升至|提高到)*"
)
_ARRIVES = pattern(r"(?:至|到|为|成)(?:近|约|超过?|不足)?$")


class Naming:
    """Gives labels, metrics and list subjects to the drafts of a sentence."""

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
        self._idle = re.compile(
            rf"(?:{any_of(words)}|[\s、，：“”（）+\-0-9年月日季度末底初一二三四五六七八九十])*+"
        )

    def settle(self, norm: str, sentence: Sentence, drafts: list[Draft], before: Sequence[Draft]) -> None:
        """Name every draft of a sentence in order; ``before`` are the drafts of the sentence before it."""
        listed = groups.find_groups(norm, drafts) if len(drafts) > 1 else []
        if listed:
            self._settle_lists(norm, sentence, drafts, before, [group.drafts for group in listed])
        for i, draft in enumerate(drafts):
            if not listed and draft.metric is None and draft.subject is None:
                self._inherit(norm, sentence, draft, drafts[:i], before)
            if draft.metric is None:
                by_kind(self._lexicon, norm, sentence, draft, [*before, *drafts[:i]])
            elif draft.stock:
                draft.stock = not is_taken_in(norm, sentence, draft)

    def _settle_lists(
        self,
        norm: str,
        sentence: Sentence,
        drafts: list[Draft],
        before: Sequence[Draft],
        listed: list[list[Draft]],
    ) -> None:
        """Name every draft of a sentence with lists of values: each list as a whole, at its first value."""
        found = {id(members[0]): members for members in listed}
        later = {id(draft) for members in listed for draft in members[1:]}
        for i, draft in enumerate(drafts):
            if id(draft) in found:
                self._align(norm, sentence, found[id(draft)], drafts[:i], before)
            if (
                id(draft) not in later
                and draft.metric is None
                and draft.subject is None
                and "aligned" not in draft.why
            ):
                self._inherit(norm, sentence, draft, drafts[:i], before)
            if id(draft) in found:
                self._share(norm, sentence, found[id(draft)])

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
            if not self._idle.fullmatch(norm, at, first):
                return False
            at = last
        return self._idle.fullmatch(norm, at, end) is not None

    def _align(
        self,
        norm: str,
        sentence: Sentence,
        members: list[Draft],
        earlier: list[Draft],
        before: Sequence[Draft],
    ) -> None:
        first, count = members[0], len(members)
        floor = max([clause_start(norm, sentence.start, first.number_start), *(d.end for d in earlier)])
        text = norm[floor : first.number_start]
        _one_unit(members)
        respectively = groups.says_respectively(text)
        if respectively:
            _one_bound(members, text)
            _own_dates(norm, sentence, members, earlier)
        named = groups.names_of_items(sentence.names, norm, floor, first.number_start, count)
        counted = first.unit in _PLACES and all(name.role == "department" for name in named)
        if named and not counted:  # 胸痛中心、卒中中心176个、143个: they are what is counted
            self._by_names(norm, sentence, members, [n.text for n in named], named[-1].end, earlier, before)
            return
        items = groups.items_before(text)
        if len(items) == count and not all(self._idle.fullmatch(item) for item in items):
            for member, item, full in zip(members, items, groups.expand(items), strict=True):
                if member.unit and member.unit.endswith(("千人", "万人")) and "每" not in item:
                    item = f"每{member.unit[-2]}人口{item}"  # 每千人口医师、注册护士分别为3.42人、4.05人
                label, labelled = item, self._labels.find(item, "", member.unit, member.kind)
                if labelled.metric is None:
                    label, labelled = full, self._labels.find(full, "", member.unit, member.kind)
                self._take(member, labelled.metric, self._labels.clean(label))
                if labelled.metric is None and member.kind == "growth_rate":
                    self._from_label(member, label, [*before, *earlier])
            if all(m.metric is None for m in members) and all(
                _INSTITUTIONS.fullmatch(item) for item in items
            ):
                for member in members:  # 其中镇卫生院、村卫生室分别为71.6万、88.3万人次
                    self._as_whole(member, [*before, *earlier])
            last = members[-1]
            for member, item in zip(members, items, strict=True):
                if member.metric is None and last.metric and _CLASS.fullmatch(item):  # 三级、二级医院使用率
                    member.metric, member.stock = last.metric, last.stock
            return
        bases = groups.bases_before(text)
        if len(bases) == count and (measured := self._levels(earlier, before, 1)):
            for member, basis in zip(members, bases, strict=True):
                self._copy(member, measured[0])
                member.basis, member.why["basis"] = basis, "list"
            return
        row = groups.names_of_items(sentence.names, norm, sentence.start, first.number_start, count)
        if row and not any(d.end > row[0].start for d in earlier if d.kind not in ("duration", "grade")):
            for member, name in zip(members, row, strict=True):
                member.subject, member.why["subject"] = name.text, "list"
            if not first.label:
                self._one_measure(members, self._levels(earlier, before, count))
            return
        sources = self._levels(earlier, before, count)
        alike = len({member.kind for member in members}) == 1  # 增加1.1亿人次，增长5.7% says one thing twice
        if not sources or not (
            respectively or (alike and self.says_nothing(norm, sentence, floor, first.number_start))
        ):
            return
        if first.kind == "ranking":
            for member, source in zip(members, sources, strict=True):
                member.subject = member.subject or source.subject
            return
        own = first.metric is not None and first.kind != "growth_rate"
        for member, source in zip(members, sources, strict=True):
            if own:
                member.metric, member.label, member.stock = first.metric, first.label, first.stock
            else:
                self._copy(member, source)
            if not any(
                member.reach <= n.start and n.end <= member.number_start for n in sentence.names
            ) and not any(first.reach <= n.start and n.end <= first.number_start for n in sentence.names):
                member.subject = source.subject
            else:
                member.why.pop("inherits", None)
            member.period_start, member.period_end = source.period_start, source.period_end
            member.why["aligned"] = source.label or ""

    def _one_measure(self, members: list[Draft], sources: list[Draft]) -> None:
        """降幅较大的为儿科、感染科，环比分别减少a和b: what the values before them all measure."""
        if sources and len({s.metric for s in sources}) == 1:
            for member in members:
                self._copy(member, sources[-1])
                del member.why["inherits"]

    def _by_names(
        self,
        norm: str,
        sentence: Sentence,
        members: list[Draft],
        names: list[str],
        at: int,
        earlier: list[Draft],
        before: Sequence[Draft],
    ) -> None:
        first = members[0]
        after = norm[at : first.number_start]
        labelled = self._labels.find(after, "", first.unit, first.kind)
        for member, name in zip(members, names, strict=True):
            member.subject = name
            member.why["subject"] = "list"
            if labelled.metric is not None or not self._idle.fullmatch(after):
                self._take(member, labelled.metric, labelled.label)
        if labelled.metric is None and self._idle.fullmatch(after):
            self._inherit(norm, sentence, first, earlier, before)
            for member in members[1:]:
                self._copy(member, first)

    def _share(self, norm: str, sentence: Sentence, members: list[Draft]) -> None:
        """Later values of a list that name nothing of their own measure what the first does."""
        first = members[0]
        for member in members[1:]:
            if (
                member.metric is None
                and not member.why.get("metric")
                and self._idle.fullmatch(norm, member.left, member.number_start)
            ):
                self._copy(member, first)
                if not any(member.reach <= n.start and n.end <= member.start for n in sentence.names):
                    member.subject = member.subject or first.subject
                else:
                    del member.why["inherits"]

    def _from_label(self, draft: Draft, label: str, earlier: Sequence[Draft]) -> None:
        """药品回落1.3个百分点 speaks of 药品收入占比, named before."""
        for source in reversed(earlier):
            if source.label and source.label.startswith(label) and len(label) > 1:
                self._copy(draft, source)
                return

    def _inherit(
        self, norm: str, sentence: Sentence, draft: Draft, earlier: list[Draft], before: Sequence[Draft]
    ) -> None:
        if draft.kind == "grade":
            return
        own = norm[draft.left : draft.number_start]
        pair = _PAIR_WORD.search(own) if "者" in own else None
        if pair:
            levels = [d for d in earlier if d.aspect == "level"]
            if len(levels) >= 2:
                self._copy(draft, levels[-2] if pair[1] == "前者" else levels[-1])
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
            if draft.metric is None and _CLASS.fullmatch(draft.label or "") and earlier:
                nearest = earlier[-1]
                if _fits(nearest, draft) and nearest.metric is not None:
                    draft.metric, draft.why["metric"] = nearest.metric, f"as before: {nearest.label}"
                return  # 妇幼保健机构118家，其中三级14家
            if earlier and draft.metric is None and _INSTITUTIONS.fullmatch(norm, low, draft.number_start):
                self._as_whole(draft, earlier)
                return
            if draft.kind == "growth_rate" and draft.label:
                self._from_label(draft, draft.label, [*before, *earlier])
            return
        if (draft.label and draft.why.get("post")) or _OWN_MEASURE.search(norm, low, draft.number_start):
            return
        source = self._source(draft, earlier, before, norm)
        term = self._topic_term(norm, sentence, draft, earlier, source)
        if term is not None:
            self._take(draft, *term)
        elif source is not None:
            self._copy(draft, source)

    @staticmethod
    def _as_whole(draft: Draft, earlier: Sequence[Draft]) -> None:
        """床位29.7万张，其中医院22.9万张，基层医疗卫生机构5.6万张: the parts measure what the whole does."""
        places = draft.unit in _PLACES
        alike = (d for d in reversed(earlier) if _fits(d, draft) or (places and d.unit in _PLACES))
        source = next((d for d in alike if d.metric is not None), None)
        if source is not None:
            draft.metric, draft.stock = source.metric, source.stock
            draft.why["metric"] = f"as before: {source.label}"

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

    def _topic_term(
        self, norm: str, sentence: Sentence, draft: Draft, earlier: list[Draft], source: Draft | None
    ) -> tuple[Metric, str] | None:
        """The measure that the sentence names before a value, where no value has taken its place since."""
        if draft.kind == "growth_rate":
            low = source.end if source is not None else sentence.start
        else:
            alike = [d.end for d in earlier if d.kind == draft.kind]
            low = alike[-1] if alike else sentence.start
        found = None
        for match in self._lexicon.term_pattern.finditer(norm, low, draft.left):
            if not self._labels.stands_alone(match):
                continue
            for metric in self._lexicon.terms[match[0]]:
                if (
                    self._labels.fits(metric, draft.unit, draft.kind, change=draft.aspect == "change")
                    and metric.kind == draft.kind
                ):
                    found = metric, match[0]
        return found

    @staticmethod
    def _levels(earlier: list[Draft], before: Sequence[Draft], count: int) -> list[Draft]:
        """The last ``count`` values that a list may speak of, in this sentence or the one before."""
        for drafts in (earlier, [*before, *earlier]):
            levels = [d for d in drafts if d.kind not in ("growth_rate", "grade", "date", "ranking")]
            if len(levels) >= count:
                return levels[-count:]
        return []

    @staticmethod
    def _take(draft: Draft, metric: Metric | None, label: str | None) -> None:
        draft.metric, draft.stock = (metric.id, metric.stock) if metric else (None, False)
        draft.label = label or draft.label
        draft.why["metric"] = "list"

    @staticmethod
    def _copy(draft: Draft, source: Draft) -> None:
        if (
            "duration" in (draft.kind, source.kind)
            and draft.kind != source.kind != "growth_rate" != draft.kind
        ):
            return  # 进修生12名，分3个月、半年: a length of time measures something else
        draft.metric, draft.stock, draft.label = source.metric, source.stock, source.label
        if _per_head(source, draft):
            draft.kind, draft.unit, draft.rule = "rate", source.unit, f"rate.{draft.aspect}"
        draft.why["metric"] = f"as before: {source.label}"
        draft.why["inherits"] = str(source.start)


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


def _one_bound(members: list[Draft], text: str) -> None:
    """分别不低于95%、90%: the bound before the first is that of all."""
    if text.endswith(("不低于", "不少于", "不超过", "不高于", "超过", "超", "高于", "低于")):
        for member in members[1:]:
            if member.bound == "exact":
                member.bound = members[0].bound


def _own_dates(norm: str, sentence: Sentence, members: list[Draft], earlier: list[Draft]) -> None:
    """一季度、二季度收入分别为a和b: each value its own period, where just as many stand in a row."""
    since = earlier[-1].end if earlier else sentence.start
    row = [d for d in sentence.dates if since <= d.start and d.end <= members[0].number_start and d.span.last]
    gaps = [norm[a.end : b.start] for a, b in itertools.pairwise(row)]
    bare = _BARE_YEARS.search(norm, since, row[0].start) if len(row) == 1 else None
    years: list[int] = []
    if bare is not None and row[0].span.granularity == "year":
        years = [int(year) for year in _YEAR.findall(norm, bare.start(), row[0].end)]
    elif len(row) == 1:
        years = _whole_years(row[0].span)
    if years:
        for member, year in zip(members, years, strict=True) if len(years) == len(members) else ():
            member.period_start, member.period_end = dt.date(year, 1, 1), dt.date(year, 12, 31)
            member.why["period"] = f"{year}年"
        return
    if (
        len(row) == len(members)
        and len(row) > 1
        and all(gap in ("、", "和", "与", "及", "，") for gap in gaps)
    ):
        for member, dated in zip(members, row, strict=True):
            member.period_start, member.period_end = dated.span.first, dated.span.last
            member.why["period"] = norm[dated.start : dated.end]


def _whole_years(span: Span) -> list[int]:
    """The years that a stretch of whole years covers: 2024至2026年."""
    first, last = span.first, span.last
    if span.granularity != "range" or first is None or last is None:
        return []
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return list(range(first.year, last.year + 1)) if whole else []


def _one_unit(members: list[Draft]) -> None:
    """1.3个、0.8个百分点: the unit of the last is that of all."""
    last = members[-1]
    for member in members[:-1]:
        if last.unit == "百分点" and member.unit == "个":
            member.unit, member.kind, member.aspect = "百分点", "growth_rate", "change"
            member.direction = member.direction or last.direction
            last.direction = member.direction
        elif member.unit is None and last.unit is not None:
            member.unit = last.unit
        elif last.unit is None and member.unit is not None and last.kind == member.kind:
            last.unit = member.unit
