"""Many inputs, one after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from hospext.analysis import Analyser
from hospext.cli.console import say
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

    def extract(document: Document) -> Extraction:
        return analyser.extract(document, reference_date=reference_date, issuer=issuer)

    for extraction in each_input(paths, extract, encoding=encoding, progress=progress):
        if extraction is None:
            failures += 1
        else:
            documents += extraction.documents
            records += filter(keep, extraction.records)
    return Extraction(documents=documents, records=records), failures


def each_input(
    paths: Sequence[str], make: Callable[[Document], Made], *, encoding: str | None, progress: bool
) -> Iterator[Made | None]:
    """What ``make`` makes of the document of each input; None for one that failed, which is reported."""
    for path in _with_progress(paths) if progress and len(paths) > 1 else paths:
        made = None
        try:
            document = read_file(path, encoding)
            if not document.text.strip():
                raise InputError(f"{document.id}: the file is empty: there is nothing to extract")
            made = make(document)
        except InputError as error:
            say(error)
        except HospextError:
            raise
        except Exception as error:  # a mistake in a rule must not cost the user the other files
            say(f"{document_id(path)}: failed on {type(error).__name__}: {error}: please report this")
        yield made


def _with_progress(paths: Sequence[str]) -> Iterable[str]:
    from rich.console import Console
    from rich.progress import track

    return track(paths, description="extracting", console=Console(stderr=True), transient=True)
