"""``hospext report``: documents and their records as one page to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import Encoding, Issuer, Language, Quiet, ReferenceDate, Rules

if TYPE_CHECKING:
    from hospext.reading.document import Document
    from hospext.reporting import Shown


MANY = 100_000  # records; half as many open in a second or two


def report(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT|DATA...",
            help="Files, folders, patterns, or - for stdin; and outputs of hospext extract (.json, .jsonl, .csv, .tsv).",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="HTML file to write.")
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of the labels; the page can change it.")
    ] = Language.ZH,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Write one HTML page that shows the documents with every record and its reasons, to read, filter and print.

    The page holds all it needs and loads nothing. Of an output it shows the documents' texts where they are still found.
    """
    with exit_codes():
        from hospext.cli.gather import gather_each
        from hospext.pipeline import analyser_for
        from hospext.reading.decode import codec_name
        from hospext.reporting import read_shown, render, stored_shown, without_repeats
        from hospext.writing.streams import replacing, standard_output

        _check(output, inputs)
        analyser = analyser_for(rules)
        day = reference_date.date() if reference_date else None
        verbose = sys.stderr.isatty() and not quiet

        def show(document: Document, advance: Callable[[float], None]) -> Shown:
            return read_shown(document, analyser, reference_date=day, issuer=issuer, progress=advance)

        codec = codec_name(encoding) if encoding else None
        shown, stored, failures = gather_each(inputs, show, encoding=codec, progress=verbose)
        for name, data in stored:
            shown += stored_shown(data, Path(name), analyser, reference_date=day, issuer=issuer)
        shown = without_repeats(shown)
        if shown:
            page = render(shown, analyser.lexicon.metrics, lang.value)
            with replacing(output) if output else standard_output() as stream:
                stream.write(page)
        if sum(len(each.records) for each in shown) > MANY:
            say(
                f"more than {MANY:,} records on one page may be slow to open: name fewer inputs for each report"
            )
        if verbose:
            say(_summary(shown, failures, output))
    if failures:
        raise typer.Exit(FAILED)


def _check(output: Path | None, inputs: list[str]) -> None:
    """Raise UsageError where the page cannot be written, before any work is done for it."""
    from hospext.errors import UsageError
    from hospext.writing.streams import check_writable

    if output is None:
        if sys.stdout.isatty():
            raise UsageError("a page is no sight for a terminal: name a file with -o report.html")
        return
    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: the report is an HTML page: give the file the suffix .html")
    check_writable(output)
    if os.path.realpath(output) in {os.path.realpath(name) for name in inputs}:
        raise UsageError(f"{output}: is an input too: write to another file")


def _summary(shown: list[Shown], failures: int, output: Path | None) -> str:
    outcome = f"wrote {output or 'standard output'}" if shown else "nothing written"
    records = sum(len(each.records) for each in shown)
    return f"documents: {len(shown)}, records: {records}, failed: {failures}; {outcome}"
