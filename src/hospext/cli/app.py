"""The program and its commands. Only what ``--help`` needs is imported here; commands import the rest."""

from __future__ import annotations

from typing import Annotated

import typer

from hospext import __version__
from hospext.cli.annotate import annotate
from hospext.cli.audit import audit
from hospext.cli.check import check
from hospext.cli.diff import diff
from hospext.cli.explain import explain
from hospext.cli.extract import extract
from hospext.cli.inspect import inspect
from hospext.cli.metrics import metrics
from hospext.cli.report import report
from hospext.cli.schema import schema
from hospext.cli.score import score
from hospext.cli.table import table
from hospext.cli.text import text

app = typer.Typer(
    name="hospext",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog="Example: hospext extract seeds/ -o data.json")(extract)
app.command(epilog="Example: hospext table seeds/ -o panel.xlsx")(table)
app.command(epilog="Example: hospext audit reports/2023.txt reports/2024.txt")(audit)
app.command(epilog="Example: hospext explain '2024年门急诊847746人次，同比增长3.10%。'")(explain)
app.command(epilog="Example: hospext inspect seeds/")(inspect)
app.command(epilog="Example: hospext report seeds/ -o report.html")(report)
app.command(epilog="Example: hospext text report.pdf")(text)
app.command(epilog="Example: hospext schema --table > data.table-schema.json")(schema)
app.command(epilog="Example: hospext metrics -f tsv | grep 床位")(metrics)
app.command(epilog="Example: hospext check tests/baseline.json seeds/ --update")(check)
app.command(epilog="Example: hospext diff old.json new.json --only kind=money")(diff)
app.command(epilog="Example: hospext score tests/gold --min row=0.85")(score)
app.command(epilog="Example: hospext annotate seeds/ -o gold/")(annotate)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hospext {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: hospext extract report.txt -o data.csv --excel --headers zh")
def hospext(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn Chinese hospital reports, news and bulletins into typed records that point at their words."""
