"""``hospext extract``: files in, records out."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import DateField, Encoding, IdField, Issuer, Quiet, ReferenceDate, Rules, TextField
from hospext.writing.formats import Format, Headers


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files, folders, patterns such as '2024*/*.txt', or - for stdin."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="File to write; its suffix says the format. A database is added to.",
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format. Default: table on a terminal, else json."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Keep this kind of record only, such as money; repeatable."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Keep this metric only (see: hospext metrics); repeatable."),
    ] = None,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    text_field: TextField = "text",
    id_field: IdField = None,
    date_field: DateField = None,
    headers: Annotated[
        Headers | None,
        typer.Option(help="Language of the names in csv, tsv, xlsx, markdown and table. Default: en."),
    ] = None,
    excel: Annotated[
        bool,
        typer.Option("--excel", help="csv, tsv: mark as UTF-8 for Excel and disarm cells like formulas."),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing if any input fails.")] = False,
    quiet: Quiet = False,
) -> None:
    """Extract every number, ranking, grade and date from text, PDF, Word, Excel and web page files.

    CSV, JSON lines and Parquet are read too; docs/documents.md says how each format is.

    An input that fails is reported and the others are still written; the exit code is then 1.
    """
    with exit_codes():
        from hospext.cli.choices import chooser
        from hospext.cli.inputs import find_documents
        from hospext.cli.progress import waiting
        from hospext.cli.run import extract_files
        from hospext.cli.target import Target
        from hospext.pipeline import analyser_for
        from hospext.reading import Fields
        from hospext.reading.decode import codec_name

        target = Target.of(output, format, headers, excel)
        analyser = analyser_for(rules)
        keep = chooser(kind or [], metric or [], analyser.lexicon)
        codec = codec_name(encoding) if encoding else None
        paths, errors = find_documents(inputs)
        target.check(paths)
        for error in errors:
            say(error)

        verbose = sys.stderr.isatty() and not quiet
        began = monotonic()
        extraction, failures = extract_files(
            paths,
            keep,
            analyser,
            reference_date=reference_date.date() if reference_date else None,
            issuer=issuer,
            encoding=codec,
            progress=verbose,
            fields=Fields(text_field, id_field, date_field),
        )
        failures += len(errors)
        written = bool(extraction.documents) and not (strict and failures)
        if written:
            with waiting(str(target), len(extraction.records), shown=verbose and output is not None):
                notes = target.write(extraction)
            for note in notes:
                say(note)
        elif extraction.documents:
            say("nothing was written, because an input failed and --strict was given")
        if verbose:
            from hospext.cli.summary import print_summary

            print_summary(extraction, failures, monotonic() - began, str(target) if written else None)
    if failures:
        raise typer.Exit(FAILED)
