"""``hospext table``: the panel."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import DocumentsOrData, Encoding, Issuer, Quiet, ReferenceDate, Rules
from hospext.writing.formats import Headers

if TYPE_CHECKING:
    from hospext.panel import Key, Panel
    from hospext.panel.text import Names


class TableFormat(StrEnum):
    """What ``-f`` takes here."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"


_SUFFIXES = {f".{each}": each for each in TableFormat if each is not TableFormat.TABLE}
_DELIMITED = (TableFormat.CSV, TableFormat.TSV)


def table(
    inputs: DocumentsOrData,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="File to write; its suffix says the format."),
    ] = None,
    format: Annotated[
        TableFormat | None,
        typer.Option("--format", "-f", help="Output format. Default: table on a terminal, else csv."),
    ] = None,
    long: Annotated[
        bool, typer.Option("--long", help="csv, tsv: one row a value, with the place that says it.")
    ] = False,
    by: Annotated[
        str,
        typer.Option(
            metavar="KEYS",
            help="What makes a row: subject, period, document, separated by commas. What is left out of "
            "subject and period goes into the columns.",
        ),
    ] = "subject,period",
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Keep this metric only (see: hospext metrics); repeatable."),
    ] = None,
    metrics: Annotated[
        str | None, typer.Option(metavar="ID,ID", help="The same for several, separated by commas.")
    ] = None,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    headers: Annotated[Headers, typer.Option(help="Language of the column names.")] = Headers.EN,
    excel: Annotated[
        bool,
        typer.Option("--excel", help="csv, tsv: mark as UTF-8 for Excel and disarm cells like formulas."),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Make a panel: a row for each organisation and period, a column for each metric, growth beside its level.

    Values that exclude each other are both shown, with ≠ between them. Values without a metric or an organisation are left
    out, and counted.
    """
    with exit_codes():
        from hospext.cli.choices import chooser
        from hospext.cli.gather import gather
        from hospext.cli.sink import check_output
        from hospext.panel import build
        from hospext.panel.text import Names
        from hospext.pipeline import analyser_for

        chosen = _format(output, format, long, excel)
        keys = _keys(by)
        check_output(output, inputs)
        analyser = analyser_for(rules)
        wanted = [*(metric or []), *(name.strip() for name in (metrics or "").split(",") if name.strip())]
        chooser([], wanted, analyser.lexicon)
        extraction, failures = gather(
            inputs,
            analyser,
            reference_date=reference_date,
            issuer=issuer,
            encoding=encoding,
            quiet=quiet,
        )
        if extraction.documents or extraction.records:
            panel = build(extraction, analyser.lexicon, by=keys, metrics=wanted)
            _write(panel, Names(analyser.lexicon.metrics, headers), output, chosen, long, excel)
            if not quiet:
                say(_summary(panel, failures))
    if failures:
        raise typer.Exit(FAILED)


def _format(output: Path | None, format: TableFormat | None, long: bool, excel: bool) -> TableFormat:
    from hospext.errors import UsageError

    if format is None and output is not None:
        format = _SUFFIXES.get(output.suffix.lower())
        if format is None:
            known = ", ".join(_SUFFIXES)
            raise UsageError(
                f"{output}: the suffix does not say the format: use one of {known}, or name it with -f"
            )
    if format is None:
        format = TableFormat.TABLE if sys.stdout.isatty() and not long else TableFormat.CSV
    for option, given in (("--long", long), ("--excel", excel)):
        if given and format not in _DELIMITED:
            raise UsageError(f"{option} is for csv and tsv, not {format}: add -f csv")
    if format is TableFormat.XLSX and output is None:
        raise UsageError("xlsx is no text: name a file to write with -o panel.xlsx")
    return format


def _keys(by: str) -> tuple[Key, ...]:
    from hospext.errors import UsageError
    from hospext.panel import Key

    names = [name.strip() for name in by.split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Key)]
    if unknown or not names:
        raise UsageError(f"--by {by}: use {', '.join(Key)}, or several of them with commas between them")
    return tuple(Key(name) for name in names)


def _write(
    panel: Panel, names: Names, output: Path | None, format: TableFormat, long: bool, excel: bool
) -> None:
    from hospext.cli.sink import opened

    if format is TableFormat.XLSX and output is not None:
        from hospext.panel.sheets import workbook
        from hospext.writing.streams import replace

        replace(output, workbook(panel, names))
        return
    with opened(output, "utf-8-sig" if excel else "utf-8") as stream:
        if format is TableFormat.TABLE:
            from hospext.panel.terminal import write_terminal

            write_terminal(panel, names, stream)
        else:
            from hospext.panel.tables import write_delimited

            write_delimited(panel, names, stream, tabs=format is TableFormat.TSV, long_form=long, excel=excel)


_REASONS = {
    "metric": "without a metric",
    "subject": "without an organisation",
    "unit": "of a unit not their metric's",
}


def _summary(panel: Panel, failures: int) -> str:
    values = sum(len(cell.values) for _, _, cell in panel.cells())
    left = ", ".join(f"{count} {_REASONS[reason]}" for reason, count in sorted(panel.left_out.items()))
    return (
        f"rows: {len(panel.rows)}, columns: {len(panel.columns)}, values: {values}, "
        f"conflicts: {panel.conflicts}, failed: {failures}" + (f"; left out: {left}" if left else "")
    )
