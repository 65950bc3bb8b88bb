"""From a document to its records: one short function, one line a stage."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from hospext.analysis import Analyser
from hospext.lexicon import default_lexicon
from hospext.lexicon.rules import lexicon_with, read_rules
from hospext.reading.document import Document
from hospext.records import Extraction


@cache
def default_analyser() -> Analyser:
    """The rules with the shipped lexicon, compiled on first use."""
    return Analyser(default_lexicon())


def analyser_for(rules: str | Path | None) -> Analyser:
    """The rules with a user's own on top; raises ``LexiconError`` for a mistake in their file.

    The file is read each time; what it makes is kept for as long as its text is the same.
    """
    return default_analyser() if rules is None else _analyser_with(read_rules(rules), str(rules))


@lru_cache(maxsize=4)
def _analyser_with(text: str, name: str) -> Analyser:
    return Analyser(lexicon_with(text, name))


def extract_document(
    document: Document,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    rules: str | Path | None = None,
) -> Extraction:
    """All records of one document, in reading order."""
    return analyser_for(rules).extract(document, reference_date=reference_date, issuer=issuer)


def document_of(text: str) -> Document:
    """A document that holds just this text; its id is ``-``."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id="-", text=text, encoding="utf-8", sha256=digest)


def extract(
    text: str,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    rules: str | Path | None = None,
) -> Extraction:
    """Extract every record from a text.

    ``reference_date`` is what relative dates count from (else it is inferred from the text, never the clock);
    ``issuer`` is the organisation that 我院 means. Spans count the text's code points, as the text is given.
    ``rules`` is a TOML file with words of your own (docs/rules.md); a mistake in it raises ``LexiconError``.
    """
    return extract_document(document_of(text), reference_date=reference_date, issuer=issuer, rules=rules)


def extract_file(
    path: str | Path,
    *,
    encoding: str | None = None,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    rules: str | Path | None = None,
) -> Extraction:
    """Extract every record from a file of any format; raises ``InputError`` where it cannot be read.

    The options are those of ``extract``. A corpus gives the records of all of its documents; its fields have their
    usual names (``hospext.reading.read_documents`` takes others).
    """
    from hospext.reading import read_documents

    found = [
        extract_document(document, reference_date=reference_date, issuer=issuer, rules=rules)
        for document in read_documents(path, encoding)
    ]
    return Extraction(
        documents=[each for extraction in found for each in extraction.documents],
        records=[each for extraction in found for each in extraction.records],
    )
