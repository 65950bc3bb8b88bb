"""What an explanation holds."""

from __future__ import annotations

from dataclasses import dataclass

from hospext.records import Record


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: the field, what it holds, the id of the reason, and the document's words that decided it."""

    field: str
    value: str | None
    reason: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one stretch of the text was read: as a record, or, where ``record`` is None, as none.

    ``start`` and ``end`` are half-open and count code points of the document, ``text`` is what stands there. A number
    without a record has one step, whose field is ``record``.
    """

    start: int
    end: int
    text: str
    line: int
    sentence: str
    record: Record | None
    steps: tuple[Step, ...]
