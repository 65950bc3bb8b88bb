"""The heads of each place of a table: those above it, those beside it, and those of the level that a change is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from hospext.resolve.dates import Span
from hospext.scan.mentions import Name
from hospext.tabular.grid import Field, Grid
from hospext.tabular.heads import LEVEL, RANK, Head, HeadReader, Measure
from hospext.tabular.shape import Shape, sections_of
from hospext.tabular.times import Times, span_of
from hospext.tabular.values import CellScanner

_LABELLED = re.compile(r"^(?:部门|编制单位|填报单位|单位名称|单位|医院|机构)(?:名称)?[：:]\s*")
_SHARE = re.compile(r"率$|比$|比例$|比重$|满意度$")
_FARTHEST = 200  # rows that are looked back over
_AGAINST = {"before": "year_on_year", "month_before": "period_on_period"}


@dataclass(slots=True)
class Surroundings:
    """What the text around a table says: lines right above it, and what is in force there."""

    lines: list[str]
    issuer: str | None
    subject: str | None  # of the section's heading
    section: Span | None
    report: Span | None
    year: int | None


@dataclass(slots=True)
class Paths:
    """The heads of one table; all of them come nearest first."""

    grid: Grid
    shape: Shape
    around: Surroundings
    reader: HeadReader
    caption: Head
    measures: list[Measure]  # those of the lines above: 单位：万元
    times: Times
    names: dict[Field, list[Name]]
    sections: dict[int, list[Field]]  # by row: what stands over the group of rows that it is in
    row_times: Times = field(init=False)  # of the rows, from top to bottom, where their labels are times
    years: dict[int, int] = field(default_factory=dict)  # by row: the year that the rows above it speak of
    whose: set[Field] = field(
        default_factory=set
    )  # heads that are names though only their neighbours show it
    _known: dict[tuple[Field, int | None], Head] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        grid: Grid,
        shape: Shape,
        around: Surroundings,
        reader: HeadReader,
        names: Callable[[str], list[Name]],
        cells: CellScanner,
    ) -> Paths:
        """The heads of a table, with what the lines above it say of all its numbers."""
        caption = _caption(reader, [f.norm for f in shape.captions], around.lines, names)
        above = [f.norm for row in range(shape.head_rows) for f in grid.row(row)]
        stated = (reader.stated(text) for text in [*above, *reversed(around.lines)])
        measures = next((found for found in stated if found), []) or caption.measures
        times = Times(caption.span, around.section, around.report, around.year, until=caption.until)
        found = cls(
            grid,
            shape,
            around,
            reader,
            caption,
            measures,
            times,
            _names_in(grid, shape, names),
            sections_of(grid, shape, cells),
        )
        found._find_names()
        found._carry_years()
        found._time_columns()
        found._time_rows()
        return found

    def beside(self, row: int, column: int, year: int | None) -> list[Head]:
        """The heads of a row for one of its columns, the group of rows that it is in last."""
        labels = [
            f
            for each in self.shape.labels_of(self.grid, column)
            if (f := self.grid.at(row, each)) is not None
        ]
        path = self._path([*self.sections.get(row, []), *labels], year)
        whole = self._whole_of(row, labels, year)
        if whole is not None and path:
            path.insert(0, whole if path[-1].group else Head("", measures=whole.measures))
        return path[::-1]

    def above(self, column: int, year: int | None) -> list[Head]:
        """The heads of a column, the lowest first."""
        rows = range(len(self.shape.captions), self.shape.head_rows)
        return self._path([f for row in rows if (f := self.grid.at(row, column)) is not None], year)[::-1]

    def both(self, row: int, column: int) -> tuple[list[Head], list[Head]]:
        """The heads beside and above a cell; a year in the ones holds for the months in the others."""
        beside = self.beside(row, column, self.years.get(row, self.times.year))
        own = _year(beside)
        above = self.above(column, own or self.times.year)
        if own is None and (year := _year(above)) is not None:
            beside = self.beside(row, column, year)
        if not any(measure.kind for head in above for measure in head.measures):
            for each in self.shape.units:
                if beside and (measures := self.reader.measures(self.grid.text(row, each))):
                    beside[0] = replace(beside[0], measures=measures)
        return beside, above

    def level_of(self, row: int, column: int, beside: list[Head], above: list[Head]) -> list[Head] | None:
        """The heads of the level that a change is about: to its left, or above it where its row says that it is one."""
        if any(head.role != LEVEL for head in beside):
            for each in range(row - 1, max(self.shape.head_rows, row - _FARTHEST) - 1, -1):
                heads, _ = self.both(each, column)
                if heads and all(head.role == LEVEL for head in heads):
                    return [*heads, *above]
            return None
        own, unit = (above[0].words, above[0].measures[:1]) if above else ("", [])
        left = [(each, self.above(each, self.times.year)) for each in self.shape.values if each < column]
        levels = [
            path
            for _, path in reversed(left)
            if all(head.role == LEVEL for head in path) and _may_change_by(path, unit)
        ]
        named = [path for path in levels if any(own in head.words for head in path)] if own else levels
        if own and not named:
            return None
        top = self.grid.at(len(self.shape.captions), column)
        near = [path for path in named if top is not None and path and path[-1].text == top.norm] or named
        return [*beside, *near[0]] if near else None

    def rank_beside(self, column: int) -> Head | None:
        """The head of a ranking in the column right before one."""
        path = self.above(column - 1, self.times.year) if column - 1 in self.shape.values else []
        return next((head for head in path if head.role == RANK), None)

    def part_of_column(self, column: int) -> list[Head]:
        """The heads of the whole that a column 其中：… is a part of: the last level left of it."""
        for each in reversed([value for value in self.shape.values if value < column]):
            path = self.above(each, self.times.year)
            if all(head.role == LEVEL and not head.part for head in path):
                return path
        return []

    def _whole_of(self, row: int, labels: Sequence[Field], year: int | None) -> Head | None:
        """The head of the row that a row set in, or a row 其中：…, is a part of."""
        if not labels:
            return None
        label = labels[-1]
        depth = self.grid.indent(label)
        part = self._path([label], year)[0].part if label.norm else False
        if not depth and not part:
            return None
        column = label.cell.column
        for each in range(row - 1, max(self.shape.head_rows, row - _FARTHEST) - 1, -1):
            above = self.grid.at(each, column)
            if above is None or not above.norm:
                continue
            head = self._path([above], year)[0]
            if self.grid.indent(above) < depth or (not depth and not head.part):
                return head
        return None

    def _path(self, fields: Iterable[Field], year: int | None) -> list[Head]:
        """The heads of fields, outermost first; the year of each holds for those after it."""
        found = []
        for each in dict.fromkeys(fields):
            if not each.norm:
                continue
            key = each, year
            if key not in self._known:
                self._known[key] = self.reader.read(each.norm, year, self.names.get(each, ()))
                self._make_whose(each, self._known[key])
            head = self._known[key]
            if head.span and head.span.last:
                year = head.span.last.year
            found.append(head)
        return found

    def _make_whose(self, each: Field, head: Head) -> None:
        if each in self.whose and not (head.subject or head.total or head.group) and head.words:
            head.subject, head.words = head.words, ""

    def _find_names(self) -> None:
        """A column of labels under 科室, and heads most of which are names: all of them are."""
        grid, shape = self.grid, self.shape
        rows = range(shape.head_rows, grid.rows)
        for column in shape.labels:
            fields = [f for row in rows if (f := grid.at(row, column)) is not None and f.norm]
            if column in shape.subjects or self._mostly_names(fields):
                self.whose.update(fields)
        for row in range(len(shape.captions), shape.head_rows):
            fields = [f for column in shape.values if (f := grid.at(row, column)) is not None and f.norm]
            if self._mostly_names(fields):
                self.whose.update(fields)
        self._known.clear()

    def _mostly_names(self, fields: Sequence[Field]) -> bool:
        heads = [self._path([each], self.times.year)[0] for each in dict.fromkeys(fields)]
        named = sum(head.subject is not None and not head.words for head in heads)
        others = [h for h in heads if h.words and not h.total]
        plain = all(
            head.role == LEVEL and not head.measures and not head.span and not self.reader.is_term(head.words)
            for head in others
        )
        return named > 1 and named >= len(others) and plain

    def _carry_years(self) -> None:
        """A row that names a month or a quarter alone is of the year of the rows above it."""
        year = self.times.year
        for row in range(self.shape.head_rows, self.grid.rows):
            for column in sorted(self.shape.periods):
                label = self.grid.at(row, column)
                year = _year(self._path([label] if label else [], year)) or year
            if year is not None:
                self.years[row] = year

    def _time_columns(self) -> None:
        for column in self.shape.values:
            path = self.above(column, self.times.year)
            if all(head.role == LEVEL and not head.target for head in path):
                span = span_of(path, self.times.current(column))
                against = next((_AGAINST[head.when] for head in path if head.when in _AGAINST), None)
                self.times.add(column, span, against)

    def _time_rows(self) -> None:
        times = self.times
        self.row_times = Times(times.caption, times.whole, None, times.year, until=times.until)
        for row in (
            range(self.shape.head_rows, self.grid.rows) if self.shape.periods and self.shape.values else ()
        ):
            path = self.beside(row, self.shape.values[0], self.years.get(row, times.year))
            if all(head.role == LEVEL and not head.target for head in path):
                self.row_times.add(row, span_of(path, times.whole), None)


def _caption(
    reader: HeadReader, inside: list[str], above: list[str], names: Callable[[str], list[Name]]
) -> Head:
    """What the lines above a table, and its first cells over the whole width, say of all its numbers."""
    found = Head("")
    for line in [*reversed(inside), *reversed(above)]:
        text = line if reader.stated(line) else _LABELLED.sub("", line)
        head = reader.read(text)
        reader.name(head, names(head.words))
        if head.span is not None and found.span is None:
            found.span, found.until = head.span, head.until
        found.subject = found.subject or head.subject
        if head.words and not found.words:
            found.words, found.measures = head.words, head.measures
        if head.target and not found.target:
            found.target, found.text = True, head.text
    return found


def _may_change_by(level: Sequence[Head], unit: Sequence[Measure]) -> bool:
    """Whether a change counted in a unit may be one of a level: people are none of a share, points none of a count."""
    if not unit or unit[0].unit == "%" or not level:
        return True
    shares = any(m.unit == "%" for head in level for m in head.measures) or _SHARE.search(level[0].words)
    return bool(shares) == (unit[0].unit == "百分点")


def _names_in(grid: Grid, shape: Shape, names: Callable[[str], list[Name]]) -> dict[Field, list[Name]]:
    """The names in the cells that name rows and columns, found in one pass."""
    above = [f for row in range(shape.head_rows) for f in grid.row(row)]
    beside = [f for column in {0, *shape.labels} for f in grid.column(column)]
    fields = list(dict.fromkeys([*above, *beside]))
    found: dict[Field, list[Name]] = {f: [] for f in fields}
    owners = [f for f in fields for _ in range(len(f.norm) + 1)]
    for name in names("\n".join(f.norm for f in fields)):
        found[owners[name.start]].append(name)
    return found


def _year(heads: Sequence[Head]) -> int | None:
    """The year that the nearest of the heads gives."""
    return next((head.span.last.year for head in heads if head.span and head.span.last), None)
