"""From the text of one cell, under its heads, to the draft of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hospext.bind.drafts import Draft
from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon
from hospext.resolve.dates import Span
from hospext.tabular.heads import CHANGE, DONE, GROWTH, RANK, SHARE, Head, Measure
from hospext.tabular.measuring import Meaning, Meanings
from hospext.tabular.values import CellScanner, Value

_COMPARED = re.compile(r"(?:同比|环比|较上年同期|比上年同期|较上年|比上年|较去年|比去年)")
_GRADED = re.compile("等级|评级|级别|等次|结果|评价|档次")
_SPECIALTY = re.compile("专科|学科")
_OF_TIME = re.compile("时间|用时|时长|耗时")
_EXAM = re.compile("国考|绩效考核")
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]$|[%％]$")
_PER_CENT = ("%", "百分点", "倍", "‰")
_MOST_PER_CENT = 1000  # a bare number above is no share

Dates = Callable[[str, int | None], list[tuple[int, int, Span]]]
Drafted = tuple[Draft, int, int]  # with the span of the value in the cell's text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: its heads, nearest first, the one that makes it more than a level, and what is around."""

    heads: Sequence[Head]
    role: Head | None
    level: Sequence[Head] | None  # of a change: the heads of what changed, where that stands beside it
    measures: Sequence[Measure]  # those of the caption
    levels: tuple[float, float] | None  # the later and the earlier level of the row, before this cell
    above: str  # the lines above the table
    title: str  # the words of the table's title, without its time and its name
    dates: Dates  # the days that a text names


class Drafter:
    """Makes drafts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon, cells: CellScanner) -> None:
        self._lexicon, self._cells = lexicon, cells
        self._meanings = Meanings(lexicon, Labels(lexicon))

    def draft(self, text: str, place: Place) -> Drafted | None:
        """What a cell holds; None where its text is no value, or nothing says what it measures."""
        grade = self._cells.grade(text, next((h.text for h in place.heads if _GRADED.search(h.text)), ""))
        label = next((head.words for head in place.heads if head.words), None)
        if grade is not None:
            return (
                Draft("grade", 0, 0, "table.grade", grade=grade.grade, metric=grade.metric, label=label),
                0,
                len(text),
            )
        if place.role is not None and place.role.role == RANK:
            return self._rank(text, place, label or place.role.text)
        if self._cells.is_date(text):
            return _date(text, place, label)
        compared = _COMPARED.match(text)
        skip = compared.end() if compared else 0
        value = self._cells.number(text[skip:])
        draft = None if value is None else self._quantity(value, place)
        return None if draft is None or value is None else (draft, skip + value.start, skip + value.end)

    def measure_of(self, heads: Sequence[Head], *, implied: bool) -> Measure | None:
        """What the numbers under heads are counted in: as they say, or also as their words imply."""
        stated = next((head.measures[0] for head in heads if head.measures), None)
        if stated is not None or not implied:
            return stated
        return next((found for head in heads if (found := self._meanings.implied(head.words))), None)

    def growth_of(self, level: Draft, text: str) -> Drafted | None:
        """The change said in brackets behind a level: 84.77万人次（同比增长3.1%）."""
        compared = _COMPARED.match(text)
        skip = compared.end() if compared else 0
        value = self._cells.number(text[skip:])
        if value is None or value.unit not in _PER_CENT or not (value.sign or compared):
            return None
        draft = _change(value, "growth_rate", value.unit, Decimal(1))
        if compared:
            draft.basis = "period_on_period" if compared[0] == "环比" else "year_on_year"
        draft.metric, draft.label, draft.subject, draft.status = (
            level.metric,
            level.label,
            level.subject,
            level.status,
        )
        draft.period_start, draft.period_end = level.period_start, level.period_end
        return draft, skip + value.start, skip + value.end

    def _rank(self, text: str, place: Place, label: str | None) -> Drafted | None:
        rank, value = self._cells.rank(text), self._cells.number(text)
        moved = value is not None and value.sign != 0
        if rank is None and (value is None or value.unit not in (None, "位", "名")):
            return None
        draft = Draft("ranking", 0, 0, "table.ranking", label=label, unit="位", rank_type="position")
        if moved or (place.role is not None and place.role.moves):
            if value is None or not (moved or value.number):
                return None
            draft.aspect, draft.direction = "change", "decrease" if value.sign < 0 else "increase"
        if rank is not None:
            draft.value, draft.unit = rank.value, rank.unit
            draft.rank_type, draft.scope = rank.rank_type, rank.scope
        elif value is not None:
            draft.value = value.number
        draft.scope = draft.scope or next((head.scope for head in place.heads if head.scope), None)
        words = f"{''.join(head.text for head in place.heads)} {place.above}"
        terms = (
            m for found in self._lexicon.term_pattern.finditer(words) for m in self._lexicon.terms[found[0]]
        )
        draft.metric = next((metric.id for metric in terms if metric.kind == "ranking"), None)
        if draft.metric == "hospital_rank" and _SPECIALTY.search(words):
            draft.metric = "specialty_rank"
        if value is not None and rank is None:
            return draft, value.start, value.end
        return draft, 0, len(text)

    def _quantity(self, value: Value, place: Place) -> Draft | None:
        role = place.role
        if role is not None and role.role in (GROWTH, CHANGE):
            return self._changed(value, place, role)
        if role is not None and role.role in (SHARE, DONE):
            return self._share(value, place, role)
        if value.sign and value.unit in _PER_CENT:
            meaning = self._meanings.of_proportion([], place.heads, "growth_rate")
            return _named(_change(value, "growth_rate", value.unit, Decimal(1)), meaning)
        own = Measure(value.unit, value.kind) if value.kind else None
        if value.unit == "分" and any(_OF_TIME.search(head.words) for head in place.heads):
            own = Measure("分钟", "duration")  # 平均到达现场用时 9分
        found = self._meanings.of_level(place.heads, own, place.measures, place.title)
        if found is None:
            return None
        draft = _level(value, found)
        if (
            draft.kind == "score"
            and draft.unit == "分"
            and draft.metric is None
            and _EXAM.search(place.above)
        ):
            draft.metric = "national_exam_score"
        return draft

    def _share(self, value: Value, place: Place, role: Head) -> Draft | None:
        if value.unit not in (None, "%", "‰") or (value.unit is None and value.number > _MOST_PER_CENT):
            return None
        others = [head for head in place.heads if head is not role]
        meaning = self._meanings.of_proportion([role], [*others, role], "rate")
        name, whose = _BRACKETED.sub("", role.text), meaning.label or ""
        label = whose if whose.endswith(name) else whose + name
        share = meaning.metric.share if meaning.metric and role.role == SHARE else ""
        metric = self._lexicon.metrics.get(share)
        return _level(value, Meaning("rate", value.unit or meaning.unit, Decimal(1), metric, label))

    def _changed(self, value: Value, place: Place, role: Head) -> Draft | None:
        """A change against an earlier period: in percent, or in the unit of the levels."""
        if value.unit in _PER_CENT or (value.unit is None and _in_percent(value, place, role)):
            meaning = self._meanings.of_proportion([role], place.heads, "growth_rate")
            level = self._meanings.of_level(place.level, None, place.measures) if place.level else None
            if level is not None:
                meaning.metric, meaning.label, meaning.term = level.metric, level.label, level.term
            draft = _change(value, "growth_rate", value.unit or meaning.unit, Decimal(1), falls=role.falls)
            return _named(draft, meaning)
        own = Measure(value.unit, value.kind) if value.kind else None
        level = self._meanings.of_level(place.level or place.heads, own, place.measures)
        if level is None:
            return None
        return _named(_change(value, level.kind, level.unit, level.scale, falls=role.falls), level)


def _date(text: str, place: Place, label: str | None) -> Drafted | None:
    found = [(start, end, span) for start, end, span in place.dates(text, None) if end - start == len(text)]
    if len(found) != 1:
        return None
    start, end, span = found[0]
    draft = Draft("date", 0, 0, "table.date", label=label, granularity=span.granularity)
    draft.date_start, draft.date_end = span.first, span.last
    return draft, start, end


def _in_percent(value: Value, place: Place, role: Head) -> bool:
    """Whether a bare change is a percentage: its head says so, or the two levels beside it do."""
    if any(measure.kind for measure in role.measures):
        return any(measure.unit in _PER_CENT for measure in role.measures)
    if place.levels is not None and place.levels[1]:
        now, before = place.levels
        signed = float(-value.number if value.sign < 0 else value.number)
        slack = 1.01 * 10 ** int(value.number.as_tuple().exponent)
        if abs(now - before - signed) <= slack:
            return False
        if abs((now - before) * 100 / before - signed) <= slack:
            return True
    return role.in_percent


def _level(value: Value, meaning: Meaning) -> Draft:
    draft = Draft(meaning.kind, 0, 0, f"table.{meaning.kind}", unit=meaning.unit, bound=value.bound)
    scale = Decimal(1) if value.scaled else meaning.scale
    draft.value = value.number * scale * (-1 if value.sign < 0 else 1)
    draft.value_max = None if value.upper is None else value.upper * scale
    return _named(draft, meaning)


def _change(value: Value, kind: str, unit: str | None, scale: Decimal, *, falls: bool = False) -> Draft:
    rule = "table.growth_rate" if kind == "growth_rate" else f"table.{kind}.change"
    draft = Draft(kind, 0, 0, rule, unit=unit, bound=value.bound, aspect="change")
    scale = Decimal(1) if value.scaled else scale
    draft.value = value.number * scale
    draft.value_max = None if value.upper is None else value.upper * scale
    down = value.sign < 0 or (falls and not value.sign)
    draft.direction = "decrease" if down else "increase"
    return draft


def _named(draft: Draft, meaning: Meaning) -> Draft:
    draft.label = meaning.label
    if meaning.unit_words:
        draft.why["unit"] = meaning.unit_words
    if meaning.metric is not None:
        draft.metric, draft.stock = meaning.metric.id, meaning.metric.stock
        draft.why["metric"] = meaning.term
    return draft
