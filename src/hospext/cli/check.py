"""``hospext check``: extract again, and hold it against what was stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.compared import (
    AllowAdded,
    Asked,
    Ignore,
    OnlyThese,
    Quiet,
    Report,
    ReportFormat,
    StrictSpans,
    Tolerance,
    load_or_misused,
    write_report,
)
from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import Encoding, Issuer, ReferenceDate, Rules

if TYPE_CHECKING:
    from hospext.comparing import Comparison
    from hospext.records import Extraction


def check(
    baseline: Annotated[
        Path, typer.Argument(metavar="BASELINE", help="What was stored: .json, .jsonl, .csv or .tsv.")
    ],
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="The documents, as for extract: files, folders, patterns."),
    ],
    update: Annotated[
        bool, typer.Option("--update", help="Show the differences, then store the extraction of today.")
    ] = False,
    ignore: Ignore = None,
    only: OnlyThese = None,
    tolerance: Tolerance = 0.0,
    allow_added: AllowAdded = False,
    strict_spans: StrictSpans = False,
    format: Report = ReportFormat.TEXT,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Extract again and show what became of the records of a stored output.

    The exit code is 0 where there is no difference, 1 where there is one or an input failed, 2 where the baseline
    cannot be read. With --update it is 0 once the baseline is written.
    """
    with exit_codes():
        from hospext.cli.gather import gather
        from hospext.pipeline import analyser_for

        asked = Asked(ignore, only, tolerance, allow_added, strict_spans)
        old = _stored(baseline, update, bool(asked.only))
        analyser = analyser_for(rules)
        new, failures = gather(
            inputs,
            analyser,
            reference_date=reference_date,
            issuer=issuer,
            encoding=encoding,
            quiet=quiet,
        )
        failed = _failed(inputs, new) if failures else []
        comparison = asked.compare(old or _nothing(), new, analyser.lexicon, failed)
        if old is not None and not quiet:
            write_report(comparison, format, "check")
        if update and failures:
            say(f"{baseline}: not updated, because an input failed")
        elif update:
            _store(baseline, new, comparison, quiet)
    if failures or not (comparison.same or update):
        raise typer.Exit(FAILED)


def _stored(baseline: Path, update: bool, partly: bool) -> Extraction | None:
    """The baseline, or None for one that is yet to be made; raises UsageError where it cannot be used."""
    from hospext.errors import UsageError
    from hospext.stored import STORED
    from hospext.writing.streams import check_writable

    if update and partly:
        raise UsageError("--update stores all records: leave --only out")
    if update:
        if baseline.suffix.lower() not in STORED:
            raise UsageError(f"{baseline}: a baseline is a {', '.join(STORED)} file: give it such a name")
        check_writable(baseline)
    if baseline.exists():
        return load_or_misused(baseline)
    if not update:
        raise UsageError(f"{baseline}: there is no such baseline: add --update to create it")
    return None


def _nothing() -> Extraction:
    from hospext.records import Extraction

    return Extraction(documents=[], records=[])


def _failed(inputs: list[str], found: Extraction) -> list[str]:
    """The inputs, or documents below them, that gave nothing because they could not be read."""
    from hospext.reading.files import document_id, find_inputs
    from hospext.stored import is_stored

    paths, errors = find_inputs(name for name in inputs if not is_stored(name))
    read = {info.id for info in found.documents}
    unread = [each for each in map(document_id, paths) if each not in read]
    return unread + [str(error).split(": ")[0] for error in errors]


def _store(baseline: Path, found: Extraction, comparison: Comparison, quiet: bool) -> None:
    """Write the baseline anew."""
    from hospext.comparing.baseline import stable
    from hospext.reports.lines import counted
    from hospext.writing.baseline import write_baseline
    from hospext.writing.formats import format_of
    from hospext.writing.streams import replacing

    output = stable(found, comparison)
    done = "updated" if baseline.exists() else "created"
    with replacing(baseline) as stream:
        write_baseline(output, stream, format_of(baseline))
    if not quiet:
        documents, records = (
            counted(len(output.documents), "document"),
            counted(len(output.records), "record"),
        )
        say(f"{baseline}: {done}: {documents}, {records}")
