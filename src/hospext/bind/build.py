"""Frozen records from drafts: spans through the view's map, lines, sentences, folded labels."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
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


_FIELDS = {
    Kind.DATE: _with_common(*_DATE),
    Kind.GRADE: _with_common("grade"),
    Kind.RANKING: _with_common(*_RANKING),
}
# For each kind, what validates a record of it, and the fields that a draft gives it. A model's own validator is what
# the model calls; asked directly, it need not unpack and pack the fields once more.
_MAKERS = {
    kind.value: (model.__pydantic_validator__.validate_python, *_FIELDS.get(kind, _with_common(*_QUANTITY)))
    for kind, model in MODELS.items()
}


class Builder:
    """Builds the records of one document; ``spans`` are the sentences of its view."""

    def __init__(self, document: Document, view: View, spans: list[tuple[int, int, int]]) -> None:
        self._document, self._view, self._spans = document, view, spans
        self._lines = [0, *accumulate([len(line) + 1 for line in document.text.split("\n")])]
        self._starts = [start for start, _, _ in spans]
        self._at, self._sentence = -1, ""  # the sentence that was cut out last

    def prose(self, draft: Draft) -> Any:
        """The record of a draft whose span counts the view."""
        start, end = self._view.span(draft.start, draft.end)
        at = bisect_right(self._starts, draft.start) - 1
        if at != self._at:
            first, last, _ = self._spans[at]
            self._at, self._sentence = at, self._view.shown[first:last].strip()
        return self._record(draft, start, end, self._sentence)

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
        validated, names, values = _MAKERS[draft.kind]
        fields.update(zip(names, values(draft), strict=True))
        return validated(fields)
