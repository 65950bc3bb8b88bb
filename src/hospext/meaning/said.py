"""Records in their surroundings: each with whom it is of, what it measures and what its digits allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hospext.lexicon import Lexicon
from hospext.meaning.intervals import Interval
from hospext.meaning.measures import Measure, Measures
from hospext.meaning.places import Place, Places
from hospext.meaning.precision import written
from hospext.records import DocumentInfo, Extraction, Record

Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Said:
    """One record with what comparing it needs.

    ``place`` is None without a subject, ``allowed`` for a grade or a date; ``sentence`` numbers the sentences of all
    documents, where a table counts as one, and ``about`` is the document, where the input has one.
    """

    record: Record
    place: Place | None
    measure: Measure
    allowed: Interval | None
    sentence: int
    about: DocumentInfo | None

    @property
    def period(self) -> Period:
        """The time that it is about, as the record has it."""
        return self.record.period_start, self.record.period_end

    @property
    def unit(self) -> str | None:
        """The unit, where its kind has one."""
        return getattr(self.record, "unit", None)

    @property
    def aspect(self) -> str:
        """``level`` or ``change``."""
        return str(getattr(self.record, "aspect", "level"))

    @property
    def basis(self) -> str | None:
        """What a change is measured against."""
        return getattr(self.record, "basis", None)

    @property
    def bound(self) -> str:
        """``exact`` where its kind has none."""
        return str(getattr(self.record, "bound", "exact"))

    @property
    def what(self) -> str:
        """A number's value as an object that is equal for equal values; a grade's text."""
        value = getattr(self.record, "value", None)
        return str(getattr(self.record, "grade", "")) if value is None else str(value.normalize())


def in_context(extraction: Extraction, lexicon: Lexicon) -> list[Said]:
    """All records of an extraction, document by document and in reading order."""
    documents = {info.id: info for info in extraction.documents}
    places, measures = Places(lexicon), Measures(lexicon)
    found: list[Said] = []
    numbers: dict[object, int] = {}
    for records in _sentences(extraction):
        first = records[0]
        of_table = (first.document, "table", first.table)
        unit = of_table if first.table else (first.document, "sentence", first.start)
        number = numbers.setdefault(unit, len(numbers))
        for record, measure in zip(records, measures.of_sentence(records), strict=True):
            about = documents.get(record.document)
            issuer = about.issuer if about else None
            place = places.of(record.subject, issuer, record.document) if record.subject else None
            found.append(Said(record, place, measure, written(record), number, about))
    return found


def _sentences(extraction: Extraction) -> Iterator[list[Record]]:
    """The records of each sentence; a document that was given twice counts once."""
    order = {
        document: number
        for number, document in enumerate(dict.fromkeys(r.document for r in extraction.records))
    }
    records = sorted(
        {(r.document, r.start, r.end, r.kind): r for r in extraction.records}.values(),
        key=lambda r: (order[r.document], r.start, r.end),
    )
    for _, group in groupby(records, key=lambda r: (r.document, r.sentence)):
        yield list(group)
