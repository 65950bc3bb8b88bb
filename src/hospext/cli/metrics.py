"""``hospext metrics``: the catalogue of metrics."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from hospext.cli.console import exit_codes
from hospext.cli.options import Rules

if TYPE_CHECKING:
    from hospext.lexicon import Metric


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
    rules: Rules = None,
) -> None:
    """List the metrics that hospext knows: id, Chinese name, kind and unit.

    With --rules, also where each comes from: shipped, rules (your own), or both (shipped, with words of yours).
    """
    with exit_codes():
        from hospext.lexicon import default_lexicon
        from hospext.lexicon.rules import load_rules
        from hospext.writing.streams import standard_output

        chosen = format or (MetricsFormat.TABLE if sys.stdout.isatty() else MetricsFormat.TSV)
        shipped = default_lexicon().metrics
        known = load_rules(rules).metrics if rules else shipped
        catalogue = [
            {"id": metric.id, "zh": metric.zh, "kind": metric.kind, "unit": metric.unit}
            | ({"source": _source(metric, shipped.get(metric.id))} if rules else {})
            | ({"terms": list(metric.terms)} if rules and chosen is MetricsFormat.JSON else {})
            for metric in known.values()
        ]
        with standard_output() as stream:
            _write(catalogue, stream, chosen)


def _source(metric: Metric, shipped: Metric | None) -> str:
    return "shipped" if metric == shipped else "both" if shipped else "rules"


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
