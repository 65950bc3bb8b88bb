"""Frozen records from drafts: spans through the view's map, lines, sentences, folded labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import Any

from hospext.bind.drafts import Draft
from hospext.reading.document import Document
from hospext.records import MODELS, Kind
from hospext.view import View

_QUANTITY = ("value", "value_max", "unit", "bound", "aspect", "direction", "basis")
_RANKING = ("value", "unit", "bound", "aspect", "direction", "basis", "rank_type", "scope")
_DATE = ("date_start", "date_end", "granularity")
_COMMON = ("rule", "metric", "label", "subject", "period_start", "period_end", "status")


def _with_common(*names: str) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    """The names of the fields that a draft gives its record, and what reads them all at once."""
    return (*_COMMON, *names), attrgetter(*_COMMON, *names)


_QUANTITY_FIELDS = _with_common(*_QUANTITY)
_FIELDS = {
    Kind.DATE: _with_common(*_DATE),
    Kind.GRADE: _with_common("grade"),
    Kind.RANKING: _with_common(*_RANKING),
}


class Builder:
    """Builds the records of one document; ``spans`` are the sentences of its view."""

    def __init__(self, document: Document, view: View, spans: list[tuple[int, int, int]]) -> None:
        self._document, self._view, self._spans = document, view, spans
        self._lines = [0, *(m.end() for m in re.finditer("\n", document.text))]
        self._starts = [start for start, _, _ in spans]

    def prose(self, draft: Draft) -> Any:
        """The record of a draft whose span counts the view."""
        start, end = self._view.span(draft.start, draft.end)
        first, last, _ = self._spans[bisect_right(self._starts, draft.start) - 1]
        return self._record(draft, start, end, self._view.shown[first:last].strip())

    def cell(self, draft: Draft, sentence: str, **place: int) -> Any:
        """The record of a draft whose span counts the document; ``place`` is that in a table."""
        return self._record(draft, draft.start, draft.end, sentence, **place)

    def _record(self, draft: Draft, start: int, end: int, sentence: str, **place: int) -> Any:
        document = self._document
        fields: dict[str, Any] = {
            "document": document.id,
            "start": start,
            "end": end,
            "text": document.text[start:end],
            "line": bisect_right(self._lines, start),
            "page": bisect_right(document.pages, start) or None,
            "sentence": sentence,
            **place,
        }
        kind = Kind(draft.kind)
        names, values = _FIELDS.get(kind, _QUANTITY_FIELDS)
        fields.update(zip(names, values(draft), strict=True))
        return MODELS[kind](**fields)
