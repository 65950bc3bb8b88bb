"""What a command works on when it takes documents and stored outputs alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hospext.analysis import Analyser
from hospext.cli.console import say
from hospext.cli.inputs import find_documents
from hospext.cli.run import extract_files
from hospext.errors import InputError
from hospext.records import Extraction
from hospext.stored import is_stored, load


def gather(
    inputs: Sequence[str],
    analyser: Analyser,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    encoding: str | None = None,
    progress: bool = False,
) -> tuple[Extraction, int]:
    """The documents and records of all inputs, and how many inputs failed.

    A stored output of hospext is read back, everything else is extracted from.
    """
    stored = [name for name in inputs if is_stored(name)]
    paths, errors = find_documents([name for name in inputs if name not in stored])
    for error in errors:
        say(error)
    found, failures = extract_files(
        paths,
        lambda record: True,
        analyser,
        reference_date=reference_date,
        issuer=issuer,
        encoding=encoding,
        progress=progress,
    )
    failures += len(errors)
    documents, records = list(found.documents), list(found.records)
    for name in stored:
        try:
            output = load(name)
        except InputError as problem:
            say(problem)
            failures += 1
        else:
            documents += output.documents
            records += output.records
    return Extraction(documents=documents, records=records), failures
