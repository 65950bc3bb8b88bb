"""From a table to drafts of records: each cell read under the heads of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from hospext.bind.drafts import Draft
from hospext.lexicon import Lexicon
from hospext.reading.document import Table
from hospext.scan.grades import GradeScanner
from hospext.scan.mentions import Name
from hospext.scan.quantities import QuantityScanner
from hospext.scan.ranks import RankScanner
from hospext.tabular.drafting import Dates, Drafter, Place
from hospext.tabular.grid import Field, Grid
from hospext.tabular.heads import CHANGE, GROWTH, LEVEL, RANK, Head, HeadReader
from hospext.tabular.paths import Paths, Surroundings
from hospext.tabular.shape import ShapeReader
from hospext.tabular.times import set_period
from hospext.tabular.values import CellScanner

_WITH_GROWTH = re.compile(r"(?P<main>[^（）]+)（(?P<more>[^（）]+)）")
_PAUSE = re.compile("[，。；、：（]")
_SLASH = re.compile("[/／]")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_LEAST_TEXT = 10  # characters of a cell that is read as a text of its own


@dataclass(slots=True)
class Found:
    """A record of a table in the making: ``draft`` has its place in the document; table, row and column count from 1."""

    draft: Draft
    sentence: str
    table: int
    row: int
    column: int


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
        """The stretches of a table to be read as text: its title, long cells, or every cell where none is a number."""
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
        paths = Paths.of(grid, shape, around, HeadReader(self._lexicon, dates), self._names, self._cells)
        return [
            Found(draft, _sentence(grid, row), number, row + 1, column + 1)
            for row in range(shape.head_rows, grid.rows)
            for column in shape.values
            for draft in self._cell(paths, row, column)
        ]

    def _cell(self, paths: Paths, row: int, column: int) -> Iterator[Draft]:
        cell = paths.grid.at(row, column)
        if (
            cell is None
            or (cell.cell.row, cell.cell.column) != (row, column)
            or self._cells.is_blank(cell.norm)
        ):
            return
        bare = not paths.shape.head_rows and not paths.shape.stands_alone(column)
        if bare and not self._cells.has_unit(cell.norm):
            return  # nothing tells one number of the row from the next
        beside, above = paths.both(row, column)
        pair = self._cells.pair(cell.norm) if above and _SLASH.search(above[0].text) else []
        if pair:
            yield from self._pair(paths, (row, column), cell, pair, beside, above)
            return
        both = [*beside, *above]
        role = next((head for head in both if head.role != LEVEL), None)
        if role is not None and role.role in (GROWTH, CHANGE) and not any(head.words for head in above):
            moved = paths.rank_beside(column)
            if moved is not None:  # 位次, and 较上期 right of it
                role = replace(moved, moves=True, basis=role.basis or moved.basis)
        place = self._place(paths, row, column, beside, above, role)
        found = self._drafter.draft(cell.norm, place)
        split = None if found else _WITH_GROWTH.fullmatch(cell.norm)
        if split is not None:
            found = self._drafter.draft(split["main"], place)
        if found is None:
            return
        draft, start, end = found
        _complete(paths, draft, (row, column), beside, above, role)
        draft.start, draft.end = cell.span(start, end)
        yield draft
        more = self._drafter.growth_of(draft, split["more"]) if split else None
        if more is not None and split is not None:
            at = split.start("more")
            more[0].start, more[0].end = cell.span(at + more[1], at + more[2])
            yield more[0]

    def _pair(
        self,
        paths: Paths,
        at: tuple[int, int],
        cell: Field,
        pair: list[tuple[int, int]],
        beside: list[Head],
        above: list[Head],
    ) -> Iterator[Draft]:
        """The two numbers of a cell under a head of two names: 35/1200 under 感染例次/出院人次."""
        names = _SLASH.split(_BRACKET.sub("", above[0].text))
        for (start, end), name in zip(pair, names, strict=False):
            heads = [paths.reader.read(name), *above[1:]]
            place = self._place(paths, *at, beside, heads, None)
            found = self._drafter.draft(cell.norm[start:end], place)
            if found is not None:
                _complete(paths, found[0], at, beside, heads, None)
                found[0].start, found[0].end = cell.span(start, end)
                yield found[0]

    def _place(
        self, paths: Paths, row: int, column: int, beside: list[Head], above: list[Head], role: Head | None
    ) -> Place:
        """The heads that say what a cell measures: its own, those of the level of a change, the unit of its whole."""
        heads = [*beside, *above]
        level = None
        if (role is not None and role.role in (GROWTH, CHANGE)) or (
            role is not None and role.role != RANK and not any(head.words for head in heads)
        ):
            level = paths.level_of(row, column, beside, above)
        if level is not None:
            heads = level if role in level else [*level, *([role] if role else [])]
        if any(head.part for head in above) and not any(head.measures for head in heads):
            measure = self._drafter.measure_of(paths.part_of_column(column), implied=not paths.measures)
            heads += [Head("", measures=[measure])] if measure else []
        elif any(head.part for head in beside) and not any(head.measures for head in heads):
            measure = self._drafter.measure_of(beside[1:], implied=not paths.measures)
            heads += [Head("", measures=[measure])] if measure else []
        return Place(
            heads,
            role,
            level,
            paths.measures,
            self._levels_before(paths, row, column),
            " ".join([*paths.around.lines, *(f.norm for f in paths.shape.captions)]),
            paths.caption.words,
            paths.reader.dates,
        )

    def _levels_before(self, paths: Paths, row: int, column: int) -> tuple[float, float] | None:
        """The numbers of the later and the earlier level that stand right before a column, for a column of changes."""
        found: list[float] = []
        for each in range(column - 1, -1, -1):
            if each not in paths.shape.values or len(found) == 2:
                break
            value = self._cells.number(paths.grid.text(row, each))
            if value is not None:
                found.append(float(value.number))
        if len(found) < 2:
            return None
        near, far = found
        return (far, near) if paths.times.falls(column) else (near, far)


def _complete(
    paths: Paths,
    draft: Draft,
    place: tuple[int, int],
    beside: list[Head],
    above: list[Head],
    role: Head | None,
) -> None:
    """Who, when, fact or plan, and against what; and what decided it."""
    both = [*beside, *above]
    of_row = role is not None and role in beside
    times, at = (paths.row_times, place[0]) if of_row else (paths.times, place[1])
    draft.why["heads"] = " × ".join(dict.fromkeys(head.text for head in both if head.text))
    around = paths.around
    in_force = [
        *((head.subject, f"table head: {head.text}") for head in both),
        (paths.caption.subject, f"table caption: {paths.caption.subject}"),
        (around.subject, f"heading of the section: {around.subject}"),
        (around.issuer, "issuer"),
    ]
    draft.subject, draft.why["subject"] = next(((name, why) for name, why in in_force if name), (None, ""))
    target = next((head for head in (*both, paths.caption) if head.target), None)
    if target is not None:
        draft.status, draft.why["status"] = "target", target.text
    if draft.kind == "date":
        return
    set_period(draft, times, at, both, role)
    if role is not None and draft.aspect == "change":
        draft.basis = role.basis or times.basis(at)
        draft.why["basis"] = role.text if role.basis else ""


def _sentence(grid: Grid, row: int) -> str:
    return " | ".join(f.norm for f in grid.row(row) if f.norm)
