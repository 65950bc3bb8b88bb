"""From a table to drafts of records: each cell read under the heads of its row and its column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from hospext.bind.drafts import Draft
from hospext.lexicon import Lexicon
from hospext.reading.document import Table
from hospext.resolve.dates import Span
from hospext.scan.grades import GradeScanner
from hospext.scan.mentions import Name
from hospext.scan.quantities import QuantityScanner
from hospext.scan.ranks import RankScanner
from hospext.tabular.drafting import Dates, Drafter, Place
from hospext.tabular.grid import Field, Grid
from hospext.tabular.heads import CHANGE, GROWTH, LEVEL, Head, HeadReader, Measure
from hospext.tabular.shape import Shape, ShapeReader, sections_of
from hospext.tabular.times import Times, set_period, span_of
from hospext.tabular.values import CellScanner

_WITH_GROWTH = re.compile(r"(?P<main>[^（）]+)（(?P<more>[^（）]+)）")
_PAUSE = re.compile("[，。；、：（]")
_LEAST_TEXT = 10  # characters of a cell that is read as a text of its own

_AGAINST = {"before": "year_on_year", "month_before": "period_on_period"}


@dataclass(slots=True)
class Surroundings:
    """What the text around a table says: lines right above it, and what is in force there."""

    lines: list[str] = field(default_factory=list)
    issuer: str | None = None
    subject: str | None = None  # of the section's heading
    section: Span | None = None
    report: Span | None = None
    today: dt.date | None = None


@dataclass(slots=True)
class Found:
    """A record of a table in the making: ``draft`` has its place in the document; table, row and column count from 1."""

    draft: Draft
    sentence: str
    table: int
    row: int
    column: int


@dataclass(slots=True)
class _Reading:
    """One table while it is read."""

    grid: Grid
    shape: Shape
    around: Surroundings
    caption: Head
    measures: list[Measure]  # those of the caption: 单位：万元
    times: Times
    names: dict[Field, list[Name]]
    sections: dict[int, list[Field]]  # by row: what stands over the group of rows that it is in
    years: dict[int, int] = field(default_factory=dict)  # by row: the year that the rows above it speak of
    heads: dict[tuple[Field, int | None], Head] = field(default_factory=dict)


class TableReader:
    """Reads tables with a lexicon's words; ``names`` finds the names in a text."""

    def __init__(
        self,
        lexicon: Lexicon,
        quantities: QuantityScanner,
        ranks: RankScanner,
        grades: GradeScanner,
        names: Callable[[str], list[Name]],
    ) -> None:
        self._lexicon, self._names = lexicon, names
        self._cells = CellScanner(lexicon, quantities, ranks, grades)
        self._shapes = ShapeReader(lexicon, self._cells)
        self._drafter = Drafter(lexicon, self._cells)

    def prose(self, table: Table, folded: str) -> list[tuple[int, int]]:
        """The stretches of a table to be read as text: long cells, or every cell of a table without numbers."""
        grid = Grid(table, folded)
        shape = self._shapes.read(grid)
        heads = {f for row in range(shape.head_rows) for f in grid.row(row)} if shape.is_data else set()
        heads -= set(shape.captions)
        return [
            (f.cell.start, f.cell.end)
            for f in grid.fields
            if f not in heads and f.norm and (shape.is_layout or f in shape.captions or self._is_text(f.norm))
        ]

    def _is_text(self, norm: str) -> bool:
        if len(norm) < _LEAST_TEXT or self._shapes.is_value(norm) or not _PAUSE.search(norm):
            return False
        split = _WITH_GROWTH.fullmatch(norm)
        return (split is None or self._cells.number(split["main"]) is None) and bool(
            self._cells.quantities(norm)
        )

    def read(self, table: Table, number: int, folded: str, around: Surroundings, dates: Dates) -> list[Found]:
        """The records of a table, row by row; ``number`` is its place in the document, from 1."""
        grid = Grid(table, folded)
        shape = self._shapes.read(grid)
        if not shape.is_data:
            return []
        heads = HeadReader(self._lexicon, dates)
        reading = self._begin(grid, shape, around, heads)
        return [
            Found(draft, _sentence(grid, row), number, row + 1, column + 1)
            for row in range(shape.head_rows, grid.rows)
            for column in shape.values
            for draft in self._cell(reading, heads, row, column)
        ]

    def _begin(self, grid: Grid, shape: Shape, around: Surroundings, heads: HeadReader) -> _Reading:
        caption = self._caption(heads, [f.norm for f in shape.captions], around)
        above = [f.norm for row in range(shape.head_rows) for f in grid.row(row)]
        stated = (heads.stated(text) for text in [*above, *reversed(around.lines)])
        measures = next((found for found in stated if found), [])
        times = Times(
            caption.span, around.section, around.report, around.today.year if around.today else None
        )
        names = self._names_in(grid, shape)
        reading = _Reading(
            grid, shape, around, caption, measures, times, names, sections_of(grid, shape, self._cells)
        )
        self._carry_years(reading, heads)
        for column in shape.values:
            path = self._above(reading, heads, column, times.year)
            span = span_of(reversed(path), times.current(column))
            if all(head.role == LEVEL for head in path):
                against = next((_AGAINST[head.when] for head in path if head.when in _AGAINST), None)
                times.add(column, span, against)
        return reading

    def _carry_years(self, reading: _Reading, heads: HeadReader) -> None:
        """A row that names a month or a quarter alone is of the year of the rows above it."""
        year = reading.times.year
        for row in range(reading.shape.head_rows, reading.grid.rows):
            for column in sorted(reading.shape.periods):
                label = reading.grid.at(row, column)
                year = _year(self._path(reading, heads, [label] if label else [], year)) or year
            if year is not None:
                reading.years[row] = year

    def _caption(self, heads: HeadReader, inside: list[str], around: Surroundings) -> Head:
        """What the lines above a table, and its first cells over the whole width, say of all its numbers."""
        found = Head("")
        for text in [*reversed(inside), *reversed(around.lines)]:
            head = heads.read(text, names=self._names(text))
            found.span = found.span or head.span
            if head.target and not found.target:
                found.target, found.text = True, head.text
            found.subject = found.subject or head.subject
        return found

    def _names_in(self, grid: Grid, shape: Shape) -> dict[Field, list[Name]]:
        """The names in the cells that name rows and columns, found in one pass."""
        above = [f for row in range(shape.head_rows) for f in grid.row(row)]
        beside = [f for column in {0, *shape.labels} for f in grid.column(column)]
        fields = list(dict.fromkeys([*above, *beside]))
        found: dict[Field, list[Name]] = {f: [] for f in fields}
        owners = [f for f in fields for _ in range(len(f.norm) + 1)]
        for name in self._names("\n".join(f.norm for f in fields)):
            found[owners[name.start]].append(name)
        return found

    def _cell(self, reading: _Reading, heads: HeadReader, row: int, column: int) -> Iterator[Draft]:
        cell = reading.grid.at(row, column)
        if (
            cell is None
            or (cell.cell.row, cell.cell.column) != (row, column)
            or self._cells.is_blank(cell.norm)
        ):
            return
        both = self._heads(reading, heads, row, column)
        role = next((head for head in both if head.role != LEVEL), None)
        if any(head.part for head in both) and not any(head.measures for head in both):
            both += self._measure_of_whole(reading, heads, row, column, both)
        if role is not None and not any(head.words for head in both):
            both += self._level_heads(reading, heads, column)
        levels = self._levels_before(reading, row, column)
        place = Place(both, role, reading.measures, levels, " ".join(reading.around.lines), heads.dates)
        bare = not reading.shape.head_rows and not reading.shape.stands_alone(column)
        found = (
            None if bare and not self._cells.has_unit(cell.norm) else self._drafter.draft(cell.norm, place)
        )
        split = None if found else _WITH_GROWTH.fullmatch(cell.norm)
        if split is not None:
            found = self._drafter.draft(split["main"], place)
        if found is None:
            return
        draft, start, end = found
        self._complete(reading, draft, column, both, role)
        draft.start, draft.end = cell.span(start, end)
        yield draft
        more = self._drafter.growth_of(draft, split["more"]) if split else None
        if more is not None and split is not None:
            at = split.start("more")
            more[0].start, more[0].end = cell.span(at + more[1], at + more[2])
            yield more[0]

    def _heads(self, reading: _Reading, heads: HeadReader, row: int, column: int) -> list[Head]:
        """The heads of a cell, nearest first, those of its row before those of its column."""
        grid, shape = reading.grid, reading.shape
        labels = shape.labels_of(grid, column)
        groups = reading.sections.get(row, [])
        fields = [*groups, *(f for each in labels if (f := grid.at(row, each)) is not None)]
        beside = self._path(reading, heads, fields, reading.years.get(row, reading.times.year))
        own = _year(beside)
        above = self._above(reading, heads, column, own or reading.times.year)
        if own is None and (year := _year(above)) is not None:
            beside = self._path(reading, heads, fields, year)
        for each in labels:
            label = grid.at(row, each)
            for head in beside if each in shape.subjects and label else ():
                if (
                    label is not None
                    and head.text == label.norm
                    and not head.total
                    and head.words
                    and not head.subject
                ):
                    head.subject, head.words = head.words, ""
        for each in () if any(m.kind for head in above for m in head.measures) else shape.units:
            if beside and (measures := heads.measures(grid.text(row, each))):
                beside[-1].measures = measures
        return [*reversed(beside), *reversed(above)]

    def _measure_of_whole(
        self, reading: _Reading, heads: HeadReader, row: int, column: int, both: list[Head]
    ) -> list[Head]:
        """The unit of the whole for one of its parts: 总诊疗人次（万）, and below or beside it 其中：门诊."""
        grid, year = reading.grid, reading.times.year
        if any(head.part for head in self._above(reading, heads, column, year)):
            wholes = self._level_heads(reading, heads, column)
        else:
            labels = [
                grid.at(above, each) for above in range(row - 1, -1, -1) for each in reading.shape.labels
            ]
            paths = (self._path(reading, heads, [label], year) for label in labels if label is not None)
            wholes = next((path for path in paths if path and not path[0].part), [])
        implied = not reading.measures
        measure = next((m for head in wholes if (m := self._drafter.measure_of(head, implied=implied))), None)
        return [Head("", measures=[measure])] if measure else []

    def _level_heads(self, reading: _Reading, heads: HeadReader, column: int) -> list[Head]:
        """The heads of the last level before a column, which a 同比 beside it is about."""
        for each in reversed([value for value in reading.shape.values if value < column]):
            path = self._above(reading, heads, each, reading.times.year)
            if all(head.role == LEVEL for head in path) and any(head.words for head in path):
                return [head for head in reversed(path) if head.words]
        return []

    def _above(self, reading: _Reading, heads: HeadReader, column: int, year: int | None) -> list[Head]:
        """The heads of a column, from the top."""
        rows = range(len(reading.shape.captions), reading.shape.head_rows)
        fields = [f for row in rows if (f := reading.grid.at(row, column)) is not None]
        return self._path(reading, heads, fields, year)

    @staticmethod
    def _path(reading: _Reading, heads: HeadReader, fields: Sequence[Field], year: int | None) -> list[Head]:
        """The heads of fields, outermost first; the year of each holds for those after it."""
        found = []
        for each in dict.fromkeys(fields):
            if not each.norm:
                continue
            key = each, year
            if key not in reading.heads:
                reading.heads[key] = heads.read(each.norm, year, reading.names.get(each, ()))
            head = reading.heads[key]
            if head.span and head.span.last:
                year = head.span.last.year
            found.append(head)
        return found

    def _levels_before(self, reading: _Reading, row: int, column: int) -> tuple[float, float] | None:
        """The numbers of the later and the earlier level that stand right before a column, for a column of changes."""
        values = reading.shape.values
        found: list[float] = []
        for each in range(column - 1, -1, -1):
            if each not in values or len(found) == 2:
                break
            value = self._cells.number(reading.grid.text(row, each))
            if value is not None:
                found.append(float(value.number))
        if len(found) < 2:
            return None
        near, far = found
        return (far, near) if reading.times.falls(column) else (near, far)

    @staticmethod
    def _complete(reading: _Reading, draft: Draft, column: int, both: list[Head], role: Head | None) -> None:
        """Who, when, fact or plan, and against what; and what decided it."""
        draft.why["heads"] = " × ".join(dict.fromkeys(head.text for head in both if head.text))
        around = reading.around
        in_force = [
            *((head.subject, f"table head: {head.text}") for head in both),
            (reading.caption.subject, f"table caption: {reading.caption.subject}"),
            (around.subject, f"heading of the section: {around.subject}"),
            (around.issuer, "issuer"),
        ]
        draft.subject, draft.why["subject"] = next(
            ((name, why) for name, why in in_force if name), (None, "")
        )
        target = next((head for head in (*both, reading.caption) if head.target), None)
        if target is not None:
            draft.status, draft.why["status"] = "target", target.text
        if draft.kind == "date":
            return
        set_period(draft, reading.times, column, both, role)
        if role is not None and role.role in (GROWTH, CHANGE) and draft.aspect == "change":
            draft.basis = role.basis or reading.times.basis(column)
            draft.why["basis"] = role.text if role.basis else ""


def _year(heads: Sequence[Head]) -> int | None:
    """The year that the nearest of the heads gives."""
    return next((head.span.last.year for head in reversed(heads) if head.span and head.span.last), None)


def _sentence(grid: Grid, row: int) -> str:
    return " | ".join(f.norm for f in grid.row(row) if f.norm)
