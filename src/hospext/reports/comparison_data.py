"""A comparison for programs: one JSON object, and test cases."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hospext.comparing.model import Comparison, DocumentComparison, FieldChange, Outcome, Pairing, State
from hospext.records import plain_number
from hospext.reports.comparison import about_document, document_lines
from hospext.reports.junit import Case
from hospext.writing.rows import json_row


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Counts, documents and differences; ``same`` is what the exit code says, inputs that failed aside."""
    return {
        "same": comparison.same,
        "counts": {outcome.value: comparison.count(outcome) for outcome in Outcome},
        "kinds": {kind: _counts(counts) for kind, counts in comparison.kinds().items()},
        "documents": [_document(comparison, document) for document in comparison.documents],
        "differences": [
            _difference(document, pair)
            for document in comparison.documents
            for pair in comparison.differences(document)
        ],
    }


def comparison_cases(comparison: Comparison) -> Iterator[Case]:
    """One test case a document."""
    for document in comparison.documents:
        details = "\n".join(line.text for line in document_lines(comparison, document)).strip()
        if document.state is State.FAILED:
            yield Case(document.path, error=about_document(document))
        elif comparison.differs(document):
            yield Case(document.path, failure=_in_short(comparison, document), details=details)
        else:
            yield Case(document.path, details=details)


def _in_short(comparison: Comparison, document: DocumentComparison) -> str:
    told = Counter(pair.outcome for pair in comparison.differences(document))
    changes = [f"{told[outcome]} {outcome}" for outcome in Outcome if told[outcome]]
    facts = [change.name for change in document.facts if document.unchanged]
    return about_document(document) or ", ".join([*changes, *facts])


def _document(comparison: Comparison, document: DocumentComparison) -> dict[str, Any]:
    return {
        "id": document.path,
        "state": document.state.value,
        "same": not comparison.differs(document),
        "counts": {outcome.value: document.count(outcome) for outcome in Outcome},
        "facts": _fields(document.facts),
    }


def _difference(document: DocumentComparison, pair: Pairing) -> dict[str, Any]:
    return {
        "change": pair.outcome.value,
        "document": document.path,
        "line": pair.record.line,
        "kind": pair.record.kind.value,
        "text": pair.record.text,
        "fields": _fields(pair.fields),
        "old": json_row(pair.old) if pair.old else None,
        "new": json_row(pair.new) if pair.new else None,
    }


def _fields(changes: Iterable[FieldChange]) -> dict[str, Any]:
    return {change.name: {"old": _plain(change.old), "new": _plain(change.new)} for change in changes}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _counts(counts: Counter[Outcome]) -> dict[str, int]:
    return {outcome.value: counts[outcome] for outcome in Outcome}
