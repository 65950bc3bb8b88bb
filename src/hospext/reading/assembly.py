"""The text of a document, put together line by line, with its pages and tables."""

from __future__ import annotations

import re

from hospext.reading.document import Cell, Metadata, Reading, Table
from hospext.reading.grid import MAX_PLACES, Grid, Slot

# What no text shows: NULs and soft hyphens. Everything else stays as it is.
_UNSEEN = dict.fromkeys(map(ord, "\x00\u00ad"))
# Whatever else would end a line for a program that splits the text into lines.
_LINE_ENDS = re.compile("\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_IN_CELL = re.compile("[ \t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


class Assembly:
    """Takes lines, tables and page starts in reading order, and gives the reading."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[int] = []
        self._tables: list[Table] = []
        self._blank = True  # nothing, or an empty line, stands before

    def line(self, text: str) -> None:
        """Add a line; line breaks inside make several, empty lines never follow each other."""
        for each in _LINE_ENDS.split(text.translate(_UNSEEN)):
            line = each.rstrip()
            if line or not self._blank:
                self._add(line + "\n")
            self._blank = not line

    def page(self, before: int = 0) -> None:
        """A page begins here, or ``before`` characters back, inside the last line."""
        self._pages.append(self._length - before)

    @property
    def length(self) -> int:
        """Of the text so far, in code points."""
        return self._length

    def lines_or_table(self, grid: Grid) -> None:
        """Add a table that holds data; the cells of any other, one after the other, as lines."""
        if grid.is_data:
            self.table(grid)
        else:
            for slot in grid.slots:
                if slot.text.strip():
                    self.line(slot.text)

    def table(self, grid: Grid, page_rows: dict[int, int] | None = None) -> None:
        """Add a table; ``page_rows`` says how many pages begin before a row."""
        width = grid.columns
        rows: list[list[Slot]] = [[] for _ in range(grid.rows)]
        for slot in grid.slots:
            rows[slot.row].append(slot)
        if width * len(rows) > MAX_PLACES:
            for row in rows:
                self.line("\t".join(cell_text(slot.text) for slot in row if slot.text.strip()))
            return
        start = self._length
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            for _ in range((page_rows or {}).get(number, 0)):
                self.page()
            at = 0
            for slot in sorted(row, key=lambda slot: slot.column):
                text = cell_text(slot.text)
                self._add("\t" * (slot.column - at) + _indent(slot.text))
                place = (slot.row, slot.column, slot.rows, slot.columns)
                cells.append(Cell(self._length, self._length + len(text), *place))
                self._add(text)
                at = slot.column
            self._add("\t" * (width - 1 - at) + "\n")
        self._tables.append(Table(start, self._length, tuple(cells), grid.header_rows))
        self._blank = False

    def reading(self, encoding: str, metadata: Metadata | None = None, *notes: str) -> Reading:
        """The whole."""
        return Reading(
            text="".join(self._parts),
            encoding=encoding,
            pages=tuple(self._pages),
            tables=tuple(self._tables),
            metadata=metadata or Metadata(),
            notes=notes,
        )

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _indent(text: str) -> str:
    """The spaces that set a cell's text in, below the whole of which it is a part: they stand before the cell."""
    return text[: len(text) - len(text.lstrip(" \u00a0\u3000"))] if text.strip() else ""


def cell_text(text: str) -> str:
    """The text of a cell on one line."""
    return _IN_CELL.sub(" ", text.translate(_UNSEEN)).strip()
