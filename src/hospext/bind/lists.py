"""Lists (A、B、C分别为x、y、z): what each of the values measures, and whom it is about."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hospext.bind import groups
from hospext.bind.carried import CLASS, INSTITUTIONS, PLACES, Carried, as_whole, copy, take
from hospext.bind.clauses import clause_start
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.labels import Labels, per_head
from hospext.resolve.dates import Span

_BARE_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}年?[、和])+$")  # 2021、2022、[2023年]
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BARE_MONTHS = re.compile(r"(?:(?<![0-9.])(?:1[0-2]|[1-9])[、和])+$")  # 1、2、[3月]
_NUMBER = re.compile("[0-9]+")
_Period = tuple[dt.date | None, dt.date | None, str]  # its first and last day, and the words that tell of it


@dataclass(slots=True)
class _List:
    """The values of one list, with what stands around them."""

    norm: str
    sentence: Sentence
    members: list[Draft]
    earlier: list[Draft]  # the values before it in its sentence
    before: Sequence[Draft]  # the values of the sentence before

    @property
    def first(self) -> Draft:
        return self.members[0]

    @property
    def floor(self) -> int:
        """Where the words before its first value start."""
        clause = clause_start(self.norm, self.sentence.start, self.first.number_start)
        return max([clause, *(d.end for d in self.earlier)])

    def levels(self, count: int) -> list[Draft]:
        """The last ``count`` values that it may speak of, in this sentence or the one before."""
        for drafts in (self.earlier, [*self.before, *self.earlier]):
            levels = [d for d in drafts if d.kind not in ("growth_rate", "grade", "date", "ranking")]
            if len(levels) >= count:
                return levels[-count:]
        return []

    def is_named(self, member: Draft) -> bool:
        """Whether a name stands among the words of one of its values."""
        return any(member.reach <= n.start and n.end <= member.number_start for n in self.sentence.names)


class Lists:
    """Names the values of lists."""

    def __init__(self, labels: Labels, carried: Carried) -> None:
        self._labels = labels
        self._carried = carried

    def settle(
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
            members = found.get(id(draft))
            if members is not None:
                self._align(_List(norm, sentence, members, drafts[:i], before))
            if (
                id(draft) not in later
                and draft.metric is None
                and draft.subject is None
                and "aligned" not in draft.why
            ):
                self._carried.inherit(norm, sentence, draft, drafts[:i], before)
            if members is not None:
                self._share(norm, sentence, members)

    def _align(self, values: _List) -> None:
        """Give each value of a list what its item in the words before says, or the value before that it speaks of."""
        floor = values.floor
        text = values.norm[floor : values.first.number_start]
        _one_unit(values.members)
        respectively = groups.says_respectively(text)
        if respectively:
            _one_bound(values.members, text)
            _own_dates(values.norm, values.sentence, values.members, values.earlier)
        if not (
            self._by_names(values, floor)
            or self._by_items(values, text)
            or self._by_bases(values, text)
            or self._by_row(values)
        ):
            self._by_sources(values, floor, respectively)

    def _by_names(self, values: _List, floor: int) -> bool:
        """A科、B科门诊量分别为x和y: each value is about one of the names."""
        norm, first, count = values.norm, values.first, len(values.members)
        found = groups.names_of_items(values.sentence.names, norm, floor, first.number_start, count)
        if found and first.unit in PLACES and all(name.role == "department" for name in found):
            return False  # 胸痛中心、卒中中心176个、143个: they are what is counted
        named, end = [name.text for name in found], found[-1].end if found else 0
        if not named:
            named, end = groups.campuses_before(norm[floor : first.number_start], count)
            end += floor
        if not named:
            return False
        after = norm[end : first.number_start]
        labelled = self._labels.find(after, "", first.unit, first.kind)
        idle = self._carried.idle.fullmatch(after) is not None
        for member, name in zip(values.members, named, strict=True):
            member.subject, member.why["subject"] = name, "list"
            if labelled.metric is not None or not idle:
                take(member, labelled.metric, labelled.label)
        if labelled.metric is None and idle:
            self._carried.inherit(norm, values.sentence, first, values.earlier, values.before)
            whole = values.levels(1)
            if first.metric is None and whole and not found and whole[0].unit == first.unit:
                copy(first, whole[0])  # 出院13800人次，城北、滨河两院区分别为7812和4205人次
            for member in values.members[1:]:
                copy(member, first)
        return True

    def _by_items(self, values: _List, text: str) -> bool:
        """门诊量、出院量分别为x和y: each value measures one of the items."""
        members = values.members
        measured = groups.after_respectively(text)
        if measured and (found := self._labels.find(measured, "", members[0].unit, members[0].kind)).metric:
            for member in members:  # 甲、乙分别做了手术312台和268台
                take(member, found.metric, found.label)
            return True
        items = groups.items_before(text)
        if len(items) != len(members) or all(self._carried.idle.fullmatch(item) for item in items):
            return False
        before = [*values.before, *values.earlier]
        for member, item, full in zip(members, items, groups.expand(items), strict=True):
            self._name_item(member, item, full, before)
        if all(m.metric is None for m in members) and all(INSTITUTIONS.fullmatch(item) for item in items):
            for member in members:  # 其中镇卫生院、村卫生室分别为71.6万、88.3万人次
                as_whole(member, before)
        last = members[-1]
        for member, item in zip(members, items, strict=True):
            if member.metric is None and last.metric and CLASS.fullmatch(item):  # 三级、二级医院使用率
                member.metric, member.stock = last.metric, last.stock
        return True

    def _name_item(self, member: Draft, item: str, full: str, before: Sequence[Draft]) -> None:
        """The metric and label of one value from its item, as it stands or with the head that all items share."""
        item = per_head(item, member.unit)  # 每千人口医师、注册护士分别为3.42人、4.05人
        label, labelled = item, self._labels.find(item, "", member.unit, member.kind)
        if labelled.metric is None:
            label, labelled = full, self._labels.find(full, "", member.unit, member.kind)
        take(member, labelled.metric, self._labels.clean(label))
        if labelled.metric is None and member.kind == "growth_rate":
            self._carried.from_label(member, label, before)

    @staticmethod
    def _by_bases(values: _List, text: str) -> bool:
        """同比、环比分别增长x和y: all speak of the value before, each against another one."""
        bases = groups.bases_before(text)
        measured = values.levels(1) if len(bases) == len(values.members) else []
        if not measured:
            return False
        for member, basis in zip(values.members, bases, strict=True):
            copy(member, measured[0])
            member.basis, member.why["basis"] = basis, "list"
        return True

    def _by_row(self, values: _List) -> bool:
        """Each value is about one of the names that stand in a row further up in the sentence."""
        members, first = values.members, values.first
        names, start = values.sentence.names, values.sentence.start
        row = groups.names_of_items(names, values.norm, start, first.number_start, len(members))
        taken = (d for d in values.earlier if d.kind not in ("duration", "grade", "ranking"))
        if not row or any(d.end > row[0].start for d in taken):
            return False
        term = self._carried.topic_term(values.norm, row[-1].end, first)
        sources = values.levels(len(members)) if not first.label else []
        for member, name in zip(members, row, strict=True):
            member.subject, member.why["subject"] = name.text, "list"
            if term is not None and member.metric is None:  # 甲科、乙科出院人次居前，分别为a和b
                take(member, *term)
            elif len({source.metric for source in sources}) == 1:  # 降幅较大的为甲科、乙科，分别减少a和b
                copy(member, sources[-1])
                del member.why["inherits"]
        return True

    def _by_sources(self, values: _List, floor: int, respectively: bool) -> None:
        """Each value speaks of one of as many values before: their changes, or their ranks."""
        members, first = values.members, values.first
        sources = values.levels(len(members))
        alike = len({member.kind for member in members}) == 1  # 增加1.1亿人次，增长5.7% says one thing twice
        if not sources or not (
            respectively
            or (alike and self._carried.says_nothing(values.norm, values.sentence, floor, first.number_start))
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
                copy(member, source)
            if values.is_named(member) or values.is_named(first):
                member.why.pop("inherits", None)
            else:
                member.subject = source.subject
            member.period_start, member.period_end = source.period_start, source.period_end
            member.why["aligned"] = source.label or ""

    def _share(self, norm: str, sentence: Sentence, members: list[Draft]) -> None:
        """Later values of a list that name nothing of their own measure what the first does."""
        first = members[0]
        for member in members[1:]:
            if (
                member.metric is None
                and not member.why.get("metric")
                and self._carried.idle.fullmatch(norm, member.left, member.number_start)
            ):
                copy(member, first)
                if not any(member.reach <= n.start and n.end <= member.start for n in sentence.names):
                    member.subject = member.subject or first.subject
                else:
                    del member.why["inherits"]


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
    told = _one_of_row(norm, since, row[0]) if len(row) == 1 else _row(norm, row)
    for member, (first, last, words) in zip(members, told, strict=True) if len(told) == len(members) else ():
        member.period_start, member.period_end = first, last
        member.why["period"] = words


def _row(norm: str, row: list[Dated]) -> list[_Period]:
    """The periods that stand in a row: 一季度、二季度."""
    gaps = [norm[a.end : b.start] for a, b in itertools.pairwise(row)]
    if any(gap not in ("、", "和", "与", "及", "，") for gap in gaps):
        return []
    return [(d.span.first, d.span.last, norm[d.start : d.end]) for d in row]


def _one_of_row(norm: str, since: int, dated: Dated) -> list[_Period]:
    """The years or months of a row of which only the last is told in full (2021、2022、2023年; 1、2、3月), or of 2024至2026年."""
    first, granularity = dated.span.first, dated.span.granularity
    if granularity == "year" and (bare := _BARE_YEARS.search(norm, since, dated.start)):
        return [_year(int(year)) for year in _YEAR.findall(norm, bare.start(), dated.end)]
    if granularity == "month" and first and (bare := _BARE_MONTHS.search(norm, since, dated.start)):
        months = [int(month) for month in _NUMBER.findall(bare[0])]
        return [_month(first.year, month) for month in [*months, first.month]]
    return [_year(year) for year in _whole_years(dated.span)]


def _year(year: int) -> _Period:
    return dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年"


def _month(year: int, month: int) -> _Period:
    days = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, days), f"{month}月"


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
        if last.unit in ("百分点", "千分点") and member.unit == "个":
            member.unit, member.kind, member.aspect = last.unit, "growth_rate", "change"
            member.direction = member.direction or last.direction
            last.direction = member.direction
        elif member.unit is None and last.unit is not None:
            member.unit = last.unit
        elif last.unit is None and member.unit is not None and last.kind == member.kind:
            last.unit = member.unit
