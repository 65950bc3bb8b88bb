"""Many inputs, one after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from hospext.analysis import Analyser, Progress, unwatched
from hospext.cli.console import say
from hospext.cli.each import told
from hospext.cli.progress import followed
from hospext.errors import InputError
from hospext.reading import Document, Fields, read_documents
from hospext.reading.files import document_id
from hospext.records import DocumentInfo, Extraction, Record

Made = TypeVar("Made")
Make = Callable[[Document, Progress], Made]  # it may tell how much of its work is done


def extract_files(
    paths: Sequence[str],
    keep: Callable[[Record], bool],
    analyser: Analyser,
    *,
    reference_date: dt.date | None,
    issuer: str | None,
    encoding: str | None,
    fields: Fields | None = None,
    progress: bool,
) -> tuple[Extraction, int]:
    """All inputs' documents and those records that ``keep`` wants, and how many inputs failed."""
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    failures = 0

    def extract(document: Document, advance: Progress) -> Extraction:
        return analyser.extract(document, reference_date=reference_date, issuer=issuer, progress=advance)

    for extraction in each_input(paths, extract, encoding=encoding, fields=fields, progress=progress):
        if extraction is None:
            failures += 1
        else:
            documents.extend(extraction.documents)
            records.extend(filter(keep, extraction.records))
    return Extraction(documents=documents, records=records), failures


def each_input(
    paths: Sequence[str],
    make: Make[Made],
    *,
    encoding: str | None,
    fields: Fields | None = None,
    progress: bool,
) -> Iterator[Made | None]:
    """What ``make`` makes of each document of each input; None for each that failed, which is reported."""
    failed: list[object] = []

    def fail(problem: object) -> None:
        say(problem)
        failed.append(problem)

    for path, advance in followed(paths, shown=progress):
        failed.clear()
        name = document_id(path)
        with told(name, fail):
            for document in read_documents(path, encoding, fields=fields, report=fail):
                for note in document.notes:
                    say(f"{document.id}: {note}")
                whole = document.id == name  # one of a corpus is no share of its file that could be told
                with told(document.id, fail):
                    yield _made(document, make, advance if whole else unwatched)
        yield from (None for _ in failed)


def _made(document: Document, make: Make[Made], advance: Progress) -> Made:
    """What ``make`` makes of one document; raises ``InputError`` where it is empty."""
    if not document.text.strip():
        raise InputError(f"{document.id}: the file is empty: there is nothing to extract")
    return make(document, advance)
