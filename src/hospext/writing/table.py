"""A table for people at a terminal: the few columns that tell what was found, one table a document.

Where the terminal is too narrow for a line a record, a record takes two: what was found, and below it of whom and when.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hospext.records import DateRecord, DocumentInfo, Extraction, Grade, Kind, Record, plain_number
from hospext.writing.formats import Headers
from hospext.writing.rows import COLUMNS_ZH

STYLES = {
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
RIGHT = ("line", "value")
BRIEF_ZH = {**COLUMNS_ZH, "period": "期间", "what": "名称"}
_BOUNDS = {"exact": "", "approx": "≈", "over": ">", "under": "<"}
_DIRECTIONS = {"increase": "↑", "decrease": "↓", None: ""}
_LONG = ("label", "subject")  # what may be broken over several lines
_LEAST = 32  # the width that those two need together, else a record takes two lines
_LEAST_STACKED = 20  # the width that both lines need, else the value joins them
_COLOURED = ("kind", "value")
# What would command the terminal or turn the line around instead of being shown.
_COMMANDS = [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_HARMLESS = dict.fromkeys(_COMMANDS, "\ufffd") | dict.fromkeys(map(ord, "\t\n\r"), " ")
_Row = dict[str, str]


def write_table(extraction: Extraction, stream: TextIO, *, headers: Headers = Headers.EN) -> None:
    """Write one table a document, as wide as the terminal, in colour where the stream is one."""
    records: dict[str, list[Record]] = defaultdict(list)
    for record in extraction.records:
        records[record.document].append(record)
    console = _console(stream)
    parts: list[RenderableType] = []
    for document in extraction.documents:
        name, *known = known_of(document)
        parts.append(Text.assemble((name, "bold"), (" · ".join(["", *known]), "dim")))
        found = records[document.id]
        parts.append(_table(found, headers, console.width) if found else "no records\n")
    _print(parts, console, stream)


def write_plain_table(header: Iterable[str], rows: Iterable[list[str]], stream: TextIO) -> None:
    """Write any small table."""
    table = Table(*header, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _print([table], _console(stream), stream)


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


def brief(record: Record) -> _Row:
    """A record in the columns that tell what was found, each on one line and harmless to a terminal."""
    return {
        "line": str(record.line),
        "kind": record.kind.value,
        "value": harmless(value_text(record)),
        "unit": harmless(getattr(record, "unit", None) or ""),
        "label": harmless(record.label or record.metric or ""),
        "subject": harmless(record.subject or ""),
        "period": period_text(record.period_start, record.period_end),
    }


def known_of(document: DocumentInfo) -> list[str]:
    """A document's name, and what is known of it."""
    parts = (document.id, document.issuer, document.date)
    return [harmless(str(part)) for part in parts if part is not None]


def harmless(text: str) -> str:
    """The text on one line, without what would command a terminal."""
    return text.translate(_HARMLESS)


def _console(stream: TextIO) -> Console:
    return Console(file=stream, markup=False, emoji=False, highlight=False)


def _print(parts: Iterable[RenderableType], console: Console, stream: TextIO) -> None:
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        console.print(*parts, sep="\n")
    stream.write(capture.get())


def _grouped(number: Decimal) -> str:
    return f"{Decimal(repr(plain_number(number))):,f}"


def _table(records: Sequence[Record], headers: Headers, width: int) -> Table:
    rows = [brief(record) for record in records]
    styles = [STYLES[record.kind] for record in records]
    names = {column: BRIEF_ZH[column] if headers is Headers.ZH else column for column in rows[0]}
    widths = {
        column: max(cell_len(text) for text in (names[column], *(row[column] for row in rows)))
        for column in names
    }
    room = width - sum(widths[column] for column in names if column not in _LONG) - 3 * len(names) + 1
    if room < min(_LEAST, sum(widths[column] for column in _LONG)):
        return _stacked(rows, styles, headers, width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, name in names.items():
        _add_column(table, column, name, None if column in _LONG else widths[column])
    for row, style in zip(rows, styles, strict=True):
        table.add_row(*(Text(row[each], style if each in _COLOURED else "") for each in names))
    return table


def _stacked(rows: Sequence[_Row], styles: Sequence[str], headers: Headers, width: int) -> Table:
    """Two lines a record: what it is, and of whom and when; the value with its unit before them, or above."""
    values = [f"{row['value']} {row['unit']}".strip() for row in rows]
    columns = {"line": [row["line"] for row in rows], "kind": [row["kind"] for row in rows], "value": values}
    names = {column: BRIEF_ZH[column] if headers is Headers.ZH else column for column in (*columns, "what")}
    widths = {column: max(map(cell_len, (names[column], *cells))) for column, cells in columns.items()}
    above = width - sum(widths.values()) - 2 * len(names) < _LEAST_STACKED
    if above:
        del widths["value"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in (*widths, "what"):
        _add_column(table, column, names[column], widths.get(column))
    for row, value, style in zip(rows, values, styles, strict=True):
        whose = " · ".join(filter(None, (row["subject"], row["period"])))
        parts = [Text(value if above else "", style), Text(row["label"]), Text(whose, "dim")]
        what = Text("\n").join(part for part in parts if part)
        first = [Text(row["line"]), Text(row["kind"], style), Text(value, style)]
        table.add_row(*first[: len(widths)], what)
    return table


def _add_column(table: Table, column: str, name: str, width: int | None) -> None:
    table.add_column(name, justify="right" if column in RIGHT else "left", width=width, overflow="fold")
