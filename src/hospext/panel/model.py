"""What a panel is made of. Plain data: a panel has columns and rows, a row cells, a cell values, a value its records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from hospext.meaning.places import Place
from hospext.meaning.said import Period, Said
from hospext.records import Record


class Key(StrEnum):
    """What may tell rows apart; a key that does not is told by the columns, a document by nothing."""

    SUBJECT = "subject"
    PERIOD = "period"
    DOCUMENT = "document"


class Form(StrEnum):
    """How a column's values stand to their metric."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"


class Mark(StrEnum):
    """How the values of one cell stand to each other.

    ``conflict``: they exclude each other; ``course``: one sentence leads from the first to the last; ``several``: they need
    not be the same (they are of different days, or of different parts that the words do not tell apart).
    """

    SINGLE = "single"
    CONFLICT = "conflict"
    COURSE = "course"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a metric (``part`` narrows it), its form and basis, fact or target, and the unit of its numbers.

    ``place`` and ``period`` are set where they are no keys of the rows.
    """

    metric: str
    part: str
    form: Form
    basis: str | None
    status: str
    unit: str | None
    place: Place | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value, said by one record or by several that agree; the first of ``said`` is the most exact.

    ``borrowed`` marks a stock that no words date, which stands in the row of its sentence.
    """

    said: tuple[Said, ...]
    borrowed: bool = False

    @property
    def record(self) -> Record:
        """The record that says it most exactly."""
        return self.said[0].record

    @property
    def records(self) -> tuple[Record, ...]:
        """All records that say it."""
        return tuple(each.record for each in self.said)

    @property
    def number(self) -> Decimal | None:
        """The number in the base unit, negative for a decrease; None for a grade."""
        value = getattr(self.record, "value", None)
        return -value if value is not None and self._falls else value

    @property
    def upper(self) -> Decimal | None:
        """The upper end of a range, signed alike."""
        value = getattr(self.record, "value_max", None)
        return -value if value is not None and self._falls else value

    @property
    def bound(self) -> str:
        """``exact``, ``approx``, ``over`` or ``under``: of the size, whatever its sign."""
        return self.said[0].bound

    @property
    def _falls(self) -> bool:
        return self.said[0].aspect == "change" and getattr(self.record, "direction", None) == "decrease"


@dataclass(frozen=True, slots=True)
class Cell:
    """All values of a row in a column, in the order of the text; never empty."""

    values: tuple[Value, ...]
    mark: Mark


@dataclass(slots=True)
class Row:
    """One organisation and period, and document where that is a key; what is no key is None."""

    document: str | None
    place: Place | None
    period: Period | None
    cells: dict[Column, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Panel:
    """Rows by organisation in the order of first mention, then by time; columns in the order of the catalogue.

    ``left_out`` counts the values that have no place in it, by reason: ``metric`` and ``subject`` where they have none,
    ``unit`` where theirs is none of their metric.
    """

    by: tuple[Key, ...]
    columns: list[Column]
    rows: list[Row]
    left_out: Counter[str]

    def cells(self) -> list[tuple[Row, Column, Cell]]:
        """All cells, row by row."""
        return [
            (row, column, row.cells[column])
            for row in self.rows
            for column in self.columns
            if column in row.cells
        ]

    @property
    def conflicts(self) -> int:
        """How many cells hold values that exclude each other."""
        return sum(cell.mark is Mark.CONFLICT for row in self.rows for cell in row.cells.values())
