"""An extraction in the order and under the names in which it is stored to be compared with later ones."""

from __future__ import annotations

from hospext.comparing.model import Comparison
from hospext.records import Extraction


def stable(extraction: Extraction, comparison: Comparison) -> Extraction:
    """Documents by id, records by document and place; ids as the comparison names them, the same on every machine."""
    names = {each.path: each.name for each in comparison.documents if each.path != each.name}
    documents = [
        info.model_copy(update={"id": names[info.id]}) if info.id in names else info
        for info in extraction.documents
    ]
    records = [
        record.model_copy(update={"document": names[record.document]}) if record.document in names else record
        for record in extraction.records
    ]
    return Extraction.model_construct(
        documents=sorted(documents, key=lambda info: info.id),
        records=sorted(records, key=lambda r: (r.document, r.start, r.end, r.kind)),
    )
