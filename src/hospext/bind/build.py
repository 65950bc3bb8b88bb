"""Frozen records from drafts: spans through the view's map, lines, sentences, folded labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from hospext.bind.clauses import sentences
from hospext.bind.drafts import Draft
from hospext.reading.document import Document
from hospext.records import MODELS, Kind
from hospext.view import View

_QUANTITY = ("value", "value_max", "unit", "bound", "aspect", "direction", "basis")
_RANKING = ("value", "unit", "bound", "aspect", "direction", "basis", "rank_type", "scope")
_DATE = ("date_start", "date_end", "granularity")
_COMMON = ("metric", "label", "subject", "period_start", "period_end", "status")


def build_records(drafts: list[Draft], view: View, document: Document) -> list[Any]:
    """The records of a document, in reading order."""
    line_starts = [0, *(m.end() for m in re.finditer("\n", document.text))]
    spans = sentences(view.norm)
    starts = [s for s, _, _ in spans]
    records = []
    for draft in drafts:
        start, end = view.span(draft.start, draft.end)
        first, last, _ = spans[bisect_right(starts, draft.start) - 1]
        fields: dict[str, Any] = {
            "document": document.id,
            "start": start,
            "end": end,
            "text": document.text[start:end],
            "line": bisect_right(line_starts, start),
            "sentence": view.shown[first:last].strip(),
            "rule": draft.rule,
        }
        kind = Kind(draft.kind)
        names = (
            _DATE
            if kind is Kind.DATE
            else ("grade",)
            if kind is Kind.GRADE
            else _RANKING
            if kind is Kind.RANKING
            else _QUANTITY
        )
        for name in (*_COMMON, *names):
            fields[name] = getattr(draft, name)
        records.append(MODELS[kind](**fields))
    return records
