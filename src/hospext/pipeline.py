"""From a document to its records: one short function, one line a stage."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

from hospext.analysis import Analyser
from hospext.lexicon import default_lexicon
from hospext.reading.document import Document
from hospext.records import Extraction


@cache
def default_analyser() -> Analyser:
    """The rules with the shipped lexicon, compiled on first use."""
    return Analyser(default_lexicon())


def extract_document(
    document: Document, *, reference_date: dt.date | None = None, issuer: str | None = None
) -> Extraction:
    """All records of one document, in reading order."""
    return default_analyser().extract(document, reference_date=reference_date, issuer=issuer)


def extract(text: str, *, reference_date: dt.date | None = None, issuer: str | None = None) -> Extraction:
    """Extract every record from a text.

    ``reference_date`` is what relative dates count from (else it is inferred from the text, never the clock);
    ``issuer`` is the organisation that 我院 means. Spans count the text's code points, as the text is given.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(id="-", text=text, encoding="utf-8", sha256=digest)
    return extract_document(document, reference_date=reference_date, issuer=issuer)


def extract_file(
    path: str | Path,
    *,
    encoding: str | None = None,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
) -> Extraction:
    """Extract every record from a text file; raises ``InputError`` where it cannot be read or decoded."""
    from hospext.reading import read_file

    return extract_document(read_file(path, encoding=encoding), reference_date=reference_date, issuer=issuer)
