"""Many inputs, one after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from hospext.analysis import Analyser
from hospext.cli.console import say
from hospext.cli.progress import followed
from hospext.errors import HospextError, InputError
from hospext.reading.files import document_id, read_file
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
) -> tuple[Extraction, int]:
    """All inputs' documents and those records that ``keep`` wants, and how many inputs failed."""
    documents: list[DocumentInfo] = []
    records: list[Record] = []
    failures = 0
    for path, advance in followed(paths, shown=progress):
        try:
            document = read_file(path, encoding)
            if not document.text.strip():
                raise InputError(f"{document.id}: the file is empty: there is nothing to extract")
            extraction = analyser.extract(
                document, reference_date=reference_date, issuer=issuer, progress=advance
            )
        except InputError as error:
            say(error)
            failures += 1
        except HospextError:
            raise
        except Exception as error:  # a mistake in a rule must not cost the user the other files
            say(f"{document_id(path)}: failed on {type(error).__name__}: {error}: please report this")
            failures += 1
        else:
            documents += extraction.documents
            records += filter(keep, extraction.records)
    return Extraction(documents=documents, records=records), failures
