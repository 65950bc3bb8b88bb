"""What a command works on when it takes documents and stored outputs alike."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence

from hospext.analysis import Analyser
from hospext.cli.console import say
from hospext.cli.inputs import find_documents
from hospext.cli.run import Made, Make, each_input
from hospext.errors import InputError
from hospext.reading.decode import codec_name
from hospext.reading.document import Document
from hospext.records import Extraction
from hospext.stored import is_stored, load


def gather(
    inputs: Sequence[str],
    analyser: Analyser,
    *,
    reference_date: dt.datetime | None,
    issuer: str | None,
    encoding: str | None,
    quiet: bool,
) -> tuple[Extraction, int]:
    """The documents and records of all inputs, and how many inputs failed; the options are as the user gave them.

    A stored output of hospext is read back, everything else is extracted from.
    """
    today = reference_date.date() if reference_date else None
    codec = codec_name(encoding) if encoding else None
    progress = sys.stderr.isatty() and not quiet

    def extract(document: Document, advance: Callable[[float], None]) -> Extraction:
        return analyser.extract(document, reference_date=today, issuer=issuer, progress=advance)

    found, stored, failures = gather_each(inputs, extract, encoding=codec, progress=progress)
    outputs = [*found, *(output for _, output in stored)]
    return Extraction(
        documents=[document for output in outputs for document in output.documents],
        records=[record for output in outputs for record in output.records],
    ), failures


def gather_each(
    inputs: Sequence[str], make: Make[Made], *, encoding: str | None, progress: bool
) -> tuple[list[Made], list[tuple[str, Extraction]], int]:
    """What ``make`` makes of each document, the stored outputs by their paths, and how many inputs failed."""
    data = [name for name in inputs if is_stored(name)]
    paths, errors = find_documents([name for name in inputs if name not in data])
    for error in errors:
        say(error)
    made: list[Made] = []
    failures = len(errors)
    for each in each_input(paths, make, encoding=encoding, progress=progress):
        if each is None:
            failures += 1
        else:
            made.append(each)
    stored = []
    for name in data:
        try:
            stored.append((name, load(name)))
        except InputError as problem:
            say(problem)
            failures += 1
    return made, stored, failures
