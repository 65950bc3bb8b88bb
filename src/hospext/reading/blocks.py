"""What stands on a sheet: titles, tables and notes, told apart by the rows and columns left empty between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from hospext.reading.assembly import Assembly, cell_text
from hospext.reading.grid import MAX_PLACES, Grid, Slot

_SPARSE = (
    0.5  # of the columns: a row above the heads that fills fewer and says 单位：万元 is no row of the table
)


def add_sheet(slots: Iterable[Slot], assembly: Assembly) -> None:
    """Add what stands on one sheet; empty slots do not count."""
    filled = [slot for slot in slots if slot.text.strip()]
    for block in _blocks(filled):
        _add_block(block, assembly)


def _blocks(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """The stretches of slots between empty rows and columns, from top to bottom and from left to right."""
    bands = _split(slots, _rows_of)
    if len(bands) > 1:
        for band in bands:
            yield from _blocks(band)
        return
    sides = _split(slots, _columns_of)
    if len(sides) > 1:
        for side in sides:
            yield from _blocks(side)
    elif slots:
        yield list(slots)


def _rows_of(slot: Slot) -> tuple[int, int]:
    return slot.row, slot.row + slot.rows


def _columns_of(slot: Slot) -> tuple[int, int]:
    return slot.column, slot.column + slot.columns


def _split(slots: Sequence[Slot], extent: Callable[[Slot], tuple[int, int]]) -> list[list[Slot]]:
    """Groups of slots whose extents, ends exclusive, leave something empty between them."""
    groups: list[list[Slot]] = []
    end = -1
    for slot in sorted(slots, key=extent):
        first, last = extent(slot)
        if not groups or first > end:
            groups.append([])
        groups[-1].append(slot)
        end = max(end, last)
    return groups


def _add_block(slots: list[Slot], assembly: Assembly) -> None:
    rows: dict[int, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.row, slot.column)):
        rows.setdefault(slot.row, []).append(slot)
    left = min(slot.column for slot in slots)
    width = max(slot.column + slot.columns for slot in slots) - left
    order = sorted(rows)
    first, last = 0, len(order)
    while first < last and _is_title(rows[order[first]], left, width):
        first += 1
    if last - first < 2 or width == 1:  # no table below the titles
        first = last
    while last - first > 2 and _is_note(rows[order[last - 1]], left, width):
        last -= 1
    for row in order[:first]:
        _add_line(rows[row], assembly)
    body = [slot for row in order[first:last] for slot in rows[row]]
    if body:
        top, start = order[first], min(slot.column for slot in body)
        grid = Grid(tuple(replace(slot, row=slot.row - top, column=slot.column - start) for slot in body))
        assembly.lines_or_table(_filled(grid))
    for row in order[last:]:
        _add_line(rows[row], assembly)


def _add_line(row: list[Slot], assembly: Assembly) -> None:
    assembly.line(row[0].text if len(row) == 1 else "\t".join(cell_text(slot.text) for slot in row))


def _is_title(row: list[Slot], left: int, width: int) -> bool:
    """Whether a row above a table is a line of text: a title over it, 编制单位：…, 单位：万元."""
    if len(row) == 1:
        slot = row[0]
        return slot.column == left or slot.columns == 1 or slot.columns == width
    told = any("：" in slot.text or ":" in slot.text for slot in row)
    return told and len(row) < _SPARSE * width


def _is_note(row: list[Slot], left: int, width: int) -> bool:
    """Whether a row below a table is a line of text."""
    slot = row[0]
    if len(row) > 1 or slot.column > left:
        return False
    return slot.columns == width > 1 or slot.text.lstrip().startswith(
        ("注", "说明", "备注", "数据来源", "*", "※")
    )


def _filled(grid: Grid) -> Grid:
    """The grid with an empty cell at every place that no cell covers."""
    if grid.rows * grid.columns > MAX_PLACES:
        return grid
    taken = {
        (row, column)
        for slot in grid.slots
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    }
    gaps = [
        Slot("", row, column)
        for row in range(grid.rows)
        for column in range(grid.columns)
        if (row, column) not in taken
    ]
    slots = sorted((*grid.slots, *gaps), key=lambda slot: (slot.row, slot.column))
    return Grid(tuple(slots), grid.header_rows)
