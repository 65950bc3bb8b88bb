"""``hospext diff``: two stored outputs held against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from hospext.cli.console import FAILED, exit_codes


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An output: .json, .jsonl, .csv or .tsv.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another, held against the old one.")],
    ignore: Ignore = None,
    only: OnlyThese = None,
    tolerance: Tolerance = 0.0,
    allow_added: AllowAdded = False,
    strict_spans: StrictSpans = False,
    format: Report = ReportFormat.TEXT,
    quiet: Quiet = False,
) -> None:
    """Show what became of the records of one output in another, without extracting.

    The exit code is 0 where there is no difference, 1 where there is one, 2 where a file cannot be read.
    """
    with exit_codes():
        from hospext.lexicon import default_lexicon

        asked = Asked(ignore, only, tolerance, allow_added, strict_spans)
        before, after = load_or_misused(old), load_or_misused(new)
        comparison = asked.compare(before, after, default_lexicon())
        if not quiet:
            write_report(comparison, format, "diff")
    if not comparison.same:
        raise typer.Exit(FAILED)
