"""Which fields of two records, or of two documents, differ."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from hospext.comparing.model import FieldChange, Outcome, Settings
from hospext.records import DocumentInfo, Record, plain_number
from hospext.writing.rows import COLUMNS

# Where a record stands, and the words around it: a record that differs here alone has only moved.
PLACE = ("start", "end", "line", "page", "table", "row", "column", "sentence")
DATA = tuple(name for name in COLUMNS if name not in (*PLACE, "kind", "document"))
FACTS = ("title", "issuer", "date")  # what is known of a document beside its records
COMPARED = (*DATA, *PLACE, *FACTS)

_GAPS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


def squeezed(text: str) -> str:
    """A text without spaces, line breaks and invisible characters, which a change of layout brings along."""
    return _GAPS.sub("", text)


def outcome_of(old: Record, new: Record, settings: Settings) -> tuple[Outcome, tuple[FieldChange, ...]]:
    """Whether a record changed, moved or is the same, and in which fields; both are of one kind."""
    changes = _differing(old, new, settings)
    data = tuple(change for change in changes if change.name in DATA)
    if data:
        return Outcome.CHANGED, data
    moves = tuple(change for change in changes if change.name in PLACE)
    return (Outcome.MOVED, moves) if moves else (Outcome.SAME, ())


def facts_of(old: DocumentInfo, new: DocumentInfo, settings: Settings) -> tuple[FieldChange, ...]:
    """The differences between what was and is known of a document."""
    return tuple(change for change in _differing(old, new, settings) if change.name in FACTS)


def _differing(old: BaseModel, new: BaseModel, settings: Settings) -> list[FieldChange]:
    """The fields of two models of one class that differ, as far as they are compared at all."""
    now = vars(new)
    return [
        FieldChange(name, before, now[name])
        for name, before in vars(old).items()
        if before != now[name]
        and name not in settings.ignore
        and not _alike(name, before, now[name], settings.tolerance)
    ]


def _alike(name: str, old: Any, new: Any, tolerance: float) -> bool:
    """Whether unequal values say the same: a number that went through a file, a text broken at another place."""
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return plain_number(old) == plain_number(new) or math.isclose(old, new, rel_tol=tolerance)
    return name == "text" and squeezed(old) == squeezed(new)
