"""From a document to its records: one short function, one line a stage."""

from __future__ import annotations

import datetime as dt
import hashlib

from hospext.reading.document import Document
from hospext.records import DocumentInfo, Extraction


def extract_document(
    document: Document, *, reference_date: dt.date | None = None, issuer: str | None = None
) -> Extraction:
    """All records of one document, in reading order."""
    info = DocumentInfo(
        id=document.id,
        title=None,
        issuer=issuer,
        date=reference_date,
        chars=len(document.text),
        encoding=document.encoding,
        sha256=document.sha256,
    )
    return Extraction(documents=[info], records=[])


def extract(text: str, *, reference_date: dt.date | None = None, issuer: str | None = None) -> Extraction:
    """Extract every record from a text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(id="-", text=text, encoding="utf-8", sha256=digest)
    return extract_document(document, reference_date=reference_date, issuer=issuer)
