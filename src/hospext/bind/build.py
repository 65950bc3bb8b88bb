"""Frozen records from drafts: spans through the view's map, lines, sentences, folded labels."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from hospext.bind.drafts import Draft
from hospext.reading.document import Document
from hospext.records import MODELS, Kind
from hospext.view import View


def _quantity(draft: Draft) -> dict[str, Any]:
    fields = {"value": draft.value, "unit": draft.unit, "bound": draft.bound, "aspect": draft.aspect}
    if draft.value_max is not None:
        fields["value_max"] = draft.value_max
    if draft.direction is not None or draft.basis is not None:
        fields |= {"direction": draft.direction, "basis": draft.basis}
    return fields


def _ranking(draft: Draft) -> dict[str, Any]:
    return {
        "value": draft.value,
        "unit": draft.unit,
        "bound": draft.bound,
        "aspect": draft.aspect,
        "direction": draft.direction,
        "basis": draft.basis,
        "rank_type": draft.rank_type,
        "scope": draft.scope,
    }


def _grade(draft: Draft) -> dict[str, Any]:
    return {"grade": draft.grade}


def _date(draft: Draft) -> dict[str, Any]:
    return {"date_start": draft.date_start, "date_end": draft.date_end, "granularity": draft.granularity}


_OWN_FIELDS = {Kind.DATE: _date, Kind.GRADE: _grade, Kind.RANKING: _ranking}
# For each kind, what validates a record of it, and the fields that only some kinds have. A model's own validator is
# what the model calls; asked directly, it need not unpack and pack the fields once more.
_MAKERS = {
    kind.value: (model.__pydantic_validator__.validate_python, _OWN_FIELDS.get(kind, _quantity))
    for kind, model in MODELS.items()
}


class Builder:
    """Builds the records of one document; ``spans`` are the sentences of its view."""

    def __init__(self, document: Document, view: View, spans: list[tuple[int, int, int]]) -> None:
        self._document, self._view, self._spans = document, view, spans
        self._starts = [start for start, _, _ in spans]
        self._at, self._sentence = -1, ""  # the sentence that was cut out last
        self._place, self._line = 0, 1  # of the last record: its start, and the line that this is in

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
        validated, own_fields = _MAKERS[draft.kind]
        if document.pages and (page := bisect_right(document.pages, start)):
            place["page"] = page
        return validated(
            {
                "document": document.id,
                "start": start,
                "end": end,
                "text": document.text[start:end],
                "line": self._line_of(start),
                "sentence": sentence,
                "rule": draft.rule,
                "metric": draft.metric,
                "label": draft.label,
                "subject": draft.subject,
                "period_start": draft.period_start,
                "period_end": draft.period_end,
                "status": draft.status,
                **own_fields(draft),
                **place,
            }
        )

    def _line_of(self, start: int) -> int:
        """The line of a place, counted on from the last one, for records come in reading order."""
        text = self._document.text
        if start >= self._place:
            self._line += text.count("\n", self._place, start)
        else:
            self._line -= text.count("\n", start, self._place)
        self._place = start
        return self._line
