"""A table for people at a terminal: the few columns that tell what was found, one table a document."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hospext.records import DateRecord, DocumentInfo, Extraction, Grade, Kind, Record, plain_number
from hospext.writing.formats import Headers
from hospext.writing.rows import COLUMNS_ZH

_STYLES = {
    Kind.BED_COUNT: "bright_cyan",
    Kind.COUNT: "cyan",
    Kind.GROWTH_RATE: "magenta",
    Kind.RATE: "bright_magenta",
    Kind.MONEY: "yellow",
    Kind.DURATION: "blue",
    Kind.AREA: "bright_blue",
    Kind.SCORE: "green",
    Kind.RANKING: "bright_green",
    Kind.GRADE: "bright_yellow",
    Kind.DATE: "white",
}
_BOUNDS = {"exact": "", "approx": "≈", "over": ">", "under": "<"}
_DIRECTIONS = {"increase": "↑", "decrease": "↓", None: ""}
_COLUMNS = ("line", "kind", "value", "unit", "label", "subject", "period")
_ZH = {**COLUMNS_ZH, "period": "期间"}


def write_table(extraction: Extraction, stream: TextIO, *, headers: Headers = Headers.EN) -> None:
    """Write one table a document, as wide as the terminal, in colour where the stream is one."""
    records: dict[str, list[Record]] = defaultdict(list)
    for record in extraction.records:
        records[record.document].append(record)
    parts: list[RenderableType] = []
    for document in extraction.documents:
        parts.append(_title(document))
        parts.append(_table(records[document.id], headers) if records[document.id] else "no records\n")
    _print(parts, stream)


def write_plain_table(header: Iterable[str], rows: Iterable[list[str]], stream: TextIO) -> None:
    """Write any small table."""
    table = Table(*header, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _print([table], stream)


def value_text(record: Record) -> str:
    """What a record says, short: ``>10,000``, ``3–5``, ``↑5.99``, ``三级甲等``, ``2024-01``."""
    if isinstance(record, Grade):
        return record.grade
    if isinstance(record, DateRecord):
        return period_text(record.date_start, record.date_end)
    numbers = [record.value, getattr(record, "value_max", None)]
    span = "–".join(_grouped(number) for number in numbers if number is not None)
    return f"{_DIRECTIONS[record.direction]}{_BOUNDS[record.bound]}{span}"


def period_text(start: dt.date | None, end: dt.date | None) -> str:
    """A span of time, short: ``2024`` for a whole year, ``2024-01–06`` for a half, ``2024-08-09–10``."""
    if start is None or end is None:
        return f"…{end}" if end else f"{start}…" if start else ""
    first, last = start.isoformat().split("-"), end.isoformat().split("-")
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        first, last = first[:2], last[:2]
        if (start.month, end.month) == (1, 12):
            first, last = first[:1], last[:1]
    common = next((n for n, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1]), None)
    return "-".join(first) + ("" if common is None else "–" + "-".join(last[common:]))


def _print(parts: Iterable[RenderableType], stream: TextIO) -> None:
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        console.print(*parts, sep="\n")
    stream.write(capture.get())


def _grouped(number: Decimal) -> str:
    return f"{Decimal(repr(plain_number(number))):,f}"


def _title(document: DocumentInfo) -> Text:
    known = [str(part) for part in (document.issuer, document.date) if part is not None]
    return Text.assemble((document.id, "bold"), (" · ".join(["", *known]), "dim"))


def _table(records: list[Record], headers: Headers) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in _COLUMNS:
        table.add_column(
            _ZH[column] if headers is Headers.ZH else column,
            justify="right" if column in ("line", "value") else "left",
            no_wrap=column in ("line", "kind"),
            overflow="fold",
        )
    for record in records:
        style = _STYLES[record.kind]
        table.add_row(
            str(record.line),
            Text(record.kind, style),
            Text(value_text(record), style),
            getattr(record, "unit", None) or "",
            record.label or record.metric or "",
            record.subject or "",
            period_text(record.period_start, record.period_end),
        )
    return table
