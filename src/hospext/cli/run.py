"""Many inputs, one after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from hospext.analysis import Analyser, Progress
from hospext.cli.console import say
from hospext.cli.progress import followed
from hospext.errors import HospextError, InputError
from hospext.reading import Document, Fields, read_documents
from hospext.reading.files import document_id
from hospext.records import DocumentInfo, Extraction, Record


def extract_files(
    paths: Sequence[str],
    keep: Callable[[Record], bool],
    analyser: Analyser,
    *,
    reference_date: dt.date | None,
    issuer: str | None,
    encoding: str | None,
    progress: bool,
    fields: Fields | None = None,
) -> tuple[Extraction, int]:
    """All inputs' documents and those records that ``keep`` wants, and how many inputs failed."""
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    failures = 0

    def fail(problem: object) -> None:
        nonlocal failures
        say(problem)
        failures += 1

    def extract(document: Document, advance: Progress) -> None:
        try:
            if not document.text.strip():
                raise InputError(f"{document.id}: the file is empty: there is nothing to extract")
            extraction = analyser.extract(
                document, reference_date=reference_date, issuer=issuer, progress=advance
            )
        except InputError as error:
            fail(error)
        except HospextError:
            raise
        except Exception as error:  # a mistake in a rule must not cost the user the other files
            fail(f"{document.id}: failed on {type(error).__name__}: {error}: please report this")
        else:
            documents.extend(extraction.documents)
            records.extend(filter(keep, extraction.records))

    for path, advance in followed(paths, shown=progress):
        try:
            for document in read_documents(path, encoding, fields=fields, report=fail):
                for note in document.notes:
                    say(f"{document.id}: {note}")
                whole = document.id == document_id(path)
                extract(document, advance if whole else _unwatched)
        except InputError as error:
            fail(error)
        except HospextError:
            raise
        except Exception as error:  # nor a mistake in a reader
            fail(f"{document_id(path)}: failed on {type(error).__name__}: {error}: please report this")
    return Extraction(documents=documents, records=records), failures


def _unwatched(share: float) -> None:
    """One document of a corpus is no share of its file that could be told."""
