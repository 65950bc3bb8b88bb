"""A table on its way into the text: the cells with their places, before they have offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

MAX_PLACES = 2_000_000  # rows × columns of one table; a larger one is written as lines of its filled cells
_LONG_CELL, _LONG_SHARE = 200, 0.5  # characters, and share of a table's text: such a cell holds an article
_LONG_CELLS = 60  # characters that cells of prose hold on average


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell: its text, which may have several lines, and the places of the grid that it covers, from 0."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in reading order, no place covered twice; ``header_rows`` as the format says, None where it does not."""

    slots: tuple[Slot, ...]
    header_rows: int | None = None

    @property
    def rows(self) -> int:
        return max((slot.row + slot.rows for slot in self.slots), default=0)

    @property
    def columns(self) -> int:
        return max((slot.column + slot.columns for slot in self.slots), default=0)

    @property
    def is_data(self) -> bool:
        """Whether it is a table to look things up in, and not a frame around text."""
        if self.rows < 2 or self.columns < 2:
            return False
        lengths = [len(slot.text) for slot in self.slots if slot.text.strip()]
        if not lengths or sum(lengths) > _LONG_CELLS * len(lengths):
            return False
        return max(lengths) < max(_LONG_CELL, _LONG_SHARE * sum(lengths))


def flow(rows: Iterable[Sequence[tuple[str, int, int]]], header_rows: int | None = None) -> Grid:
    """The grid of rows of (text, rows, columns), each cell in the next free place of its row, as in HTML.

    No cell reaches below the last row. Cells that would cover far more places than a table has are taken for simple ones.
    """
    listed = list(rows)
    left = MAX_PLACES
    slots: list[Slot] = []
    taken: dict[int, int] = {}  # column → the row up to which it is taken
    for row, cells in enumerate(listed):
        column = 0
        for text, tall, wide in cells:
            while taken.get(column, 0) > row:
                column += 1
            tall = max(min(tall, len(listed) - row), 1)
            wide = next((n for n in range(1, wide) if taken.get(column + n, 0) > row), max(wide, 1))
            if tall * wide > left:
                tall = wide = 1
            left -= tall * wide
            slots.append(Slot(text, row, column, tall, wide))
            for place in range(column, column + wide):
                taken[place] = row + tall
            column += wide
    return Grid(tuple(slots), header_rows)


def trimmed(grid: Grid) -> Grid:
    """The grid without rows and columns that hold no text."""
    rows = sorted({row for slot in grid.slots if slot.text.strip() for row in _covered(slot.row, slot.rows)})
    columns = sorted(
        {column for slot in grid.slots if slot.text.strip() for column in _covered(slot.column, slot.columns)}
    )
    if len(rows) == grid.rows and len(columns) == grid.columns:
        return grid
    row_at = {old: new for new, old in enumerate(rows)}
    column_at = {old: new for new, old in enumerate(columns)}
    kept = []
    for slot in grid.slots:
        in_rows = [row_at[row] for row in _covered(slot.row, slot.rows) if row in row_at]
        in_columns = [
            column_at[column] for column in _covered(slot.column, slot.columns) if column in column_at
        ]
        if in_rows and in_columns:
            place = (in_rows[0], in_columns[0], len(in_rows), len(in_columns))
            kept.append(replace(slot, row=place[0], column=place[1], rows=place[2], columns=place[3]))
    heads = grid.header_rows
    return Grid(tuple(kept), heads and sum(row < heads for row in rows))


def _covered(first: int, length: int) -> range:
    return range(first, first + length)
