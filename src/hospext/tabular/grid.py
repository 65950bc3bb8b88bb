"""A table as a grid: every place with its cell, merged cells at all their places, and the cells' texts folded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hospext.reading.document import Cell, Table

_SPACE = re.compile(r"\s")
# Marks of a footnote behind a word or a number: 1,035①, 84.77[2], 76.3%*, 床位数¹
_FOOTNOTE = re.compile(r"(?:[①-⑳*＊†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|[\[［〔]注?[0-9]{1,2}[\]］〕]|[（(]注[0-9]{0,2}[)）])+$")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One cell: its text for matching, with the place of each of its characters in the document."""

    cell: Cell
    norm: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document's half-open span for a half-open span of ``norm``."""
        return self.places[start], self.places[end - 1] + 1


class Grid:
    """The fields of a table by row and column, from 0; a merged cell stands at every place that it covers."""

    def __init__(self, table: Table, folded: str) -> None:
        self.header_rows = table.header_rows
        self._folded = folded
        self.fields = [_field(cell, folded) for cell in table.cells]
        self.rows = max((cell.row + cell.rows for cell in table.cells), default=0)
        self.columns = max((cell.column + cell.columns for cell in table.cells), default=0)
        self._at: dict[tuple[int, int], Field] = {}
        for field in self.fields:
            cell = field.cell
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self._at.setdefault((row, column), field)

    def spread(self, rows: range) -> None:
        """Let heads cover the empty places to their right, as a merged cell would: 2023年 over two columns of text."""
        for row in rows:
            for column in range(1, self.columns):
                field, left = self._at.get((row, column)), self._at.get((row, column - 1))
                if (field is None or not field.norm) and left is not None and self.text(row + 1, column):
                    self._at[row, column] = left

    def spread_down(self, columns: Sequence[int], rows: range) -> None:
        """Let the names of groups of rows cover the empty places below them, as a merged cell would."""
        for column in columns:
            for row in rows[1:]:
                field, above = self._at.get((row, column)), self._at.get((row - 1, column))
                if (field is None or not field.norm) and above is not None:
                    self._at[row, column] = above

    def indent(self, field: Field) -> int:
        """How far the text of a field is set in, in characters: the parts of a whole are, below it."""
        start = field.cell.start
        while start and self._folded[start - 1] in " \u3000\u00a0":
            start -= 1
        return field.cell.start - start if start == 0 or self._folded[start - 1] in "\n\r|\t" else 0

    def at(self, row: int, column: int) -> Field | None:
        """The field at a place; None where the table has no cell."""
        return self._at.get((row, column))

    def text(self, row: int, column: int) -> str:
        field = self._at.get((row, column))
        return field.norm if field else ""

    def row(self, row: int) -> list[Field]:
        """The different fields of a row, from left to right."""
        found = [self._at.get((row, column)) for column in range(self.columns)]
        return list(dict.fromkeys(field for field in found if field is not None))

    def column(self, column: int) -> list[Field]:
        """The different fields of a column, from top to bottom."""
        found = [self._at.get((row, column)) for row in range(self.rows)]
        return list(dict.fromkeys(field for field in found if field is not None))


def _field(cell: Cell, folded: str) -> Field:
    text = folded[cell.start : cell.end]
    mark = _FOOTNOTE.search(text)
    if mark and mark.start() > 0 and text[: mark.start()].strip():
        text = text[: mark.start()]
    kept = [
        i
        for i, char in enumerate(text)
        if not char.isspace() or (_wordy(text, i - 1) and _wordy(text, i + 1))
    ]
    return Field(cell, "".join(text[i] for i in kept), tuple(cell.start + i for i in kept))


def _wordy(text: str, at: int) -> bool:
    """Whether a Latin letter stands at a place, next to which a space separates words."""
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()
