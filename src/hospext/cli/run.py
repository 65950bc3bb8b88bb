"""Many inputs, one after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from hospext.analysis import Analyser
from hospext.cli.console import say
from hospext.cli.progress import followed
from hospext.errors import HospextError, InputError
from hospext.reading.document import Document
from hospext.reading.files import document_id, read_file
from hospext.records import DocumentInfo, Extraction, Record

Made = TypeVar("Made")


def extract_files(
    paths: Sequence[str],
    keep: Callable[[Record], bool],
    analyser: Analyser,
    *,
    reference_date: dt.date | None,
    issuer: str | None,
    encoding: str | None,
    progress: bool,
) -> tuple[Extraction, int]:
    """All inputs' documents and those records that ``keep`` wants, and how many inputs failed."""
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    failures = 0

    def extract(document: Document, advance: Callable[[float], None]) -> Extraction:
        return analyser.extract(document, reference_date=reference_date, issuer=issuer, progress=advance)

    for extraction in each_input(paths, extract, encoding=encoding, progress=progress):
        if extraction is None:
            failures += 1
        else:
            documents += extraction.documents
            records += filter(keep, extraction.records)
    return Extraction(documents=documents, records=records), failures


def each_input(
    paths: Sequence[str],
    make: Callable[[Document, Callable[[float], None]], Made],
    *,
    encoding: str | None,
    progress: bool,
) -> Iterator[Made | None]:
    """What ``make`` makes of the document of each input; None for one that failed, which is reported.

    ``make`` also gets a function that it may tell how much of its work is done, from 0 to 1.
    """
    for path, advance in followed(paths, shown=progress):
        made = None
        try:
            document = read_file(path, encoding)
            if not document.text.strip():
                raise InputError(f"{document.id}: the file is empty: there is nothing to extract")
            made = make(document, advance)
        except InputError as error:
            say(error)
        except HospextError:
            raise
        except Exception as error:  # a mistake in a rule must not cost the user the other files
            say(f"{document_id(path)}: failed on {type(error).__name__}: {error}: please report this")
        yield made
