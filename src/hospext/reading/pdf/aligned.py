"""Tables without lines: rows whose short cells stand below each other, most of them numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from hospext.reading.grid import Grid, Slot
from hospext.reading.pdf.segments import Segment, rows_of, set_in

_LEAST_ROWS, _LEAST_NUMBERS = 3, 0.5
_MOST_CELL = 24  # characters
_SAME_LINE = 0.25
_NUMBER = re.compile(
    r"[-+−↑↓▲▼<>≥≤约]?\s?[0-9０-９][0-9０-９,，.．]*\s?(?:%|％|‰|[万亿]?[\u4e00-\u9fff]{0,2})[↑↓*]?|[—－–-]{1,2}|/|0"
)

Column = tuple[float, float]
Found = tuple[list[Segment], Grid, list[Segment]]


def aligned_table(segments: Sequence[Segment], size: float) -> Found | None:
    """The table that a region holds, with what stands above and below it; None where none is clear."""
    if any(segment.table for segment in segments):
        return None
    rows = rows_of(segments, _SAME_LINE)
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return None
    width, count = max(counts.items(), key=lambda item: (item[1] * item[0], item[0]))
    whole = [row for row in rows if len(row) == width]
    if count < _LEAST_ROWS or any(len(cell.text) > _MOST_CELL for row in whole for cell in row):
        return None
    columns = _columns(whole)
    if columns is None:
        return None
    cells = [cell for row in whole for cell in row[1:]]
    if sum(_NUMBER.fullmatch(cell.text) is not None for cell in cells) < _LEAST_NUMBERS * len(cells):
        return None
    placed = [_placed(row, columns) for row in rows]
    first = next(i for i, row in enumerate(rows) if len(row) > 1 and placed[i] is not None)
    last = max(i for i, row in enumerate(rows) if len(row) > 1 and placed[i] is not None)
    body = placed[first : last + 1]
    if any(row is None for row in body):
        return None
    depths = set_in([row[0][0] for row in body if row and row[0][1] == 0])
    slots = [
        Slot("\u3000" * depths.get(id(cell), 0) + cell.text, number, at, 1, wide)
        for number, row in enumerate(body)
        for cell, at, wide in row or ()
    ]
    before = [cell for row in rows[:first] for cell in row]
    after = [cell for row in rows[last + 1 :] for cell in row]
    return before, _with_gaps(slots), after


def _columns(rows: Sequence[Sequence[Segment]]) -> list[Column] | None:
    """Where the columns lie; None where cells of one reach into the next."""
    columns = [(min(row[i].x0 for row in rows), max(row[i].x1 for row in rows)) for i in range(len(rows[0]))]
    apart = all(left[1] < right[0] for left, right in itertools.pairwise(columns))
    return columns if apart else None


def _placed(row: Sequence[Segment], columns: Sequence[Column]) -> list[tuple[Segment, int, int]] | None:
    """Each cell of a row with its column and how many columns it covers; None where two share one."""
    placed: list[tuple[Segment, int, int]] = []
    free = 0
    for cell in row:
        covered = [i for i, (x0, x1) in enumerate(columns) if cell.x0 < x1 and cell.x1 > x0]
        at = covered[0] if covered else _nearest(cell, columns)
        if at < free:
            return None
        placed.append((cell, at, max(len(covered), 1)))
        free = at + max(len(covered), 1)
    return placed


def _nearest(cell: Segment, columns: Sequence[Column]) -> int:
    return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) - cell.x0 - cell.x1))


def _with_gaps(slots: Sequence[Slot]) -> Grid:
    """The grid with an empty cell wherever a row leaves one out."""
    width = max(slot.column + slot.columns for slot in slots)
    taken = {(s.row, column) for s in slots for column in range(s.column, s.column + s.columns)}
    rows = range(max(slot.row for slot in slots) + 1)
    gaps = [Slot("", row, column) for row in rows for column in range(width) if (row, column) not in taken]
    return Grid(tuple(sorted((*slots, *gaps), key=lambda slot: (slot.row, slot.column))))
