"""An extraction as inline gold, ready to be corrected; what comes back from it is what was extracted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from hospext.records import Kind, Record
from hospext.scoring.inline import FENCE
from hospext.scoring.marks import mark_of
from hospext.writing.rows import json_row

# Every field that is judged, in the order in which a person checks them.
_ORDER = (
    *(
        "value",
        "value_max",
        "grade",
        "date_start",
        "date_end",
        "unit",
        "bound",
        "aspect",
        "direction",
        "basis",
    ),
    *("rank_type", "metric", "label", "subject", "period_start", "period_end", "status"),
)
_WHERE_SAID = ("value_max", "label", "period_start", "period_end")
_OF_CHANGES = ("direction", "basis")
_OF_DATES = ("date_start", "date_end")
# A backslash or bracket that would begin something, were it left as it is.
_TO_ESCAPE = re.compile(r"\\(?=[\\\[\]|]|\Z)|\[(?=\[|\Z)|\](?=\])")


def annotated(
    text: str, records: Sequence[Record], *, reference_date: dt.date | None = None, issuer: str | None = None
) -> str:
    """The text with a mark for each record, under a head with what is known of the document."""
    parts, at = [_head(text, not records, reference_date, issuer)], 0
    for record in sorted(records, key=lambda each: each.start):
        parts.append(_escaped(text[at : record.start]))
        row = json_row(record)
        parts.append(mark_of(record.text, row, _judged(row)))
        at = record.end
    return "".join([*parts, _escaped(text[at:])])


def _judged(row: dict[str, Any]) -> list[str]:
    """The fields worth typing: null ones only where that says something."""
    if row["kind"] == Kind.DATE:
        return list(_OF_DATES)
    silent = _WHERE_SAID if row.get("aspect") == "change" else (*_WHERE_SAID, *_OF_CHANGES)
    return [name for name in _ORDER if name in row and (row[name] is not None or name not in silent)]


def _head(text: str, empty: bool, reference_date: dt.date | None, issuer: str | None) -> str:
    lines = [f"reference_date: {reference_date}"] if reference_date else []
    lines += [f"issuer: {issuer}"] if issuer else []
    lines += ["records: none"] if empty else []
    if not lines and not text.startswith((FENCE, "\ufeff")):
        return ""
    return "".join(f"{line}\n" for line in [FENCE, *lines, FENCE])


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(r"\\\g<0>", text)
