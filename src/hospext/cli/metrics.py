"""``hospext metrics``: the catalogue of metrics."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any, TextIO

import typer

from hospext.cli.console import exit_codes


class MetricsFormat(StrEnum):
    """What ``-f`` takes here."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


def metrics(
    format: Annotated[
        MetricsFormat | None,
        typer.Option("--format", "-f", help="Output format. Default: table on a terminal, else tsv."),
    ] = None,
) -> None:
    """List the metrics that hospext knows: id, Chinese name, kind and unit."""
    with exit_codes():
        from hospext.lexicon import default_lexicon
        from hospext.writing.streams import standard_output

        chosen = format or (MetricsFormat.TABLE if sys.stdout.isatty() else MetricsFormat.TSV)
        catalogue = [
            {"id": metric.id, "zh": metric.zh, "kind": metric.kind, "unit": metric.unit}
            for metric in default_lexicon().metrics.values()
        ]
        with standard_output() as stream:
            _write(catalogue, stream, chosen)


def _write(catalogue: list[dict[str, Any]], stream: TextIO, format: MetricsFormat) -> None:
    if format is MetricsFormat.JSON:
        stream.write(json.dumps(catalogue, indent=2, ensure_ascii=False) + "\n")
        return
    from hospext.writing.delimited import write_rows
    from hospext.writing.formats import Format
    from hospext.writing.table import write_plain_table

    header = list(catalogue[0])
    rows = [[value or "" for value in metric.values()] for metric in catalogue]
    if format is MetricsFormat.TSV:
        write_rows(header, rows, stream, Format.TSV)
    else:
        write_plain_table(header, rows, stream)
