"""Panels as plain rows of text, for CSV and TSV: wide, as one sees them, and long, one value a row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TextIO

from hospext.meaning.said import Period
from hospext.panel.model import Cell, Column, Form, Key, Panel, Row, Value
from hospext.panel.text import Names, cell_text, is_plain_number
from hospext.records import Grade, Record
from hospext.writing.delimited import harmless, write_rows
from hospext.writing.formats import Format, Headers
from hospext.writing.rows import COLUMNS_ZH
from hospext.writing.rows import cell as plain

Plain = str | int | bool | Decimal | None

_KEYS = {
    Key.DOCUMENT: {"document": "来源"},
    Key.SUBJECT: {"organisation": "机构", "division": "院区/科室"},
    Key.PERIOD: {"period": "期间"},
}
_LONG = {
    "organisation": "机构",
    "division": "院区/科室",
    "period": "期间",
    "metric": "指标",
    "part": "细分",
    "form": "形式",
    "basis": COLUMNS_ZH["basis"],
    "status": COLUMNS_ZH["status"],
    "value": COLUMNS_ZH["value"],
    "value_max": COLUMNS_ZH["value_max"],
    "unit": COLUMNS_ZH["unit"],
    "bound": COLUMNS_ZH["bound"],
    "mark": "标记",
    "borrowed": "期间借自句子",
    **{
        name: COLUMNS_ZH[name]
        for name in (
            *("label", "subject", "period_start", "period_end"),
            *("document", "line", "page", "start", "end", "text", "sentence"),
        )
    },
    "also": "又见",
}


def key_heads(panel: Panel, headers: Headers) -> list[str]:
    """The heads of the columns that name a row."""
    heads = {name: zh for key in _keys(panel) for name, zh in _KEYS[key].items()}
    return list(heads.values()) if headers is Headers.ZH else list(heads)


def row_names(panel: Panel, row: Row, names: Names) -> list[str]:
    """What names a row, under ``key_heads``; nothing for no period."""
    found: list[str] = []
    for key in _keys(panel):
        if key is Key.DOCUMENT:
            found.append(row.document or "")
        elif key is Key.SUBJECT:
            found += [row.place.organisation, row.place.unit] if row.place else ["", ""]
        else:
            found.append(_period(row.period, names))
    return found


def _keys(panel: Panel) -> list[Key]:
    return [key for key in (Key.DOCUMENT, Key.SUBJECT, Key.PERIOD) if key in panel.by]


def _period(period: Period | None, names: Names) -> str:
    return names.period(period) if period is not None and period != (None, None) else ""


def wide_heads(panel: Panel, names: Names) -> list[str]:
    """The heads of the panel's columns."""
    return [*key_heads(panel, names.headers), *(names.head(column) for column in panel.columns)]


def wide(panel: Panel, names: Names) -> Iterator[list[Plain]]:
    """The rows of the panel; a cell is a number where it is exact, else text that says what it is."""
    for row in panel.rows:
        cells = [_wide_cell(row.cells.get(column), column) for column in panel.columns]
        yield [*row_names(panel, row, names), *cells]


def _wide_cell(cell: Cell | None, column: Column) -> Plain:
    if cell is None:
        return None
    if is_plain_number(cell):
        return cell.values[0].number
    return cell_text(cell, column, grouped=False, signed=False)


def long_heads(headers: Headers) -> list[str]:
    """The heads of the long form."""
    return list(_LONG.values()) if headers is Headers.ZH else list(_LONG)


def long(panel: Panel, names: Names) -> Iterator[list[Plain]]:
    """One value a row, with its first record and, under ``also``, the places of the others."""
    for row, column, cell in panel.cells():
        for value in cell.values:
            found = _long_row(row, column, cell, value, names)
            yield [found[name] for name in _LONG]


def _long_row(row: Row, column: Column, cell: Cell, value: Value, names: Names) -> dict[str, Plain]:
    record = value.record
    place = value.said[0].place
    period = row.period if row.period is not None else column.period
    entry = {
        "organisation": place.organisation if place else None,
        "division": place.unit if place else None,
        "period": _period(period, names),
        "metric": names.metric(_whole(column)),
        "part": column.part,
        "form": column.form.value,
        "basis": column.basis,
        "status": column.status,
        "value": record.grade if isinstance(record, Grade) else value.number,
        "value_max": value.upper,
        "unit": getattr(record, "unit", None) or column.unit,
        "bound": None if isinstance(record, Grade) else value.bound,
        "mark": cell.mark.value,
        "borrowed": value.borrowed,
        "also": "; ".join(place_of(other) for other in value.records[1:]),
    }
    own = {name: getattr(record, name) for name in _LONG if name not in entry}
    return {**entry, **own}


def _whole(column: Column) -> Column:
    return Column(column.metric, "", Form.LEVEL, None, "actual", None)


def place_of(record: Record) -> str:
    """Where a record stands: ``a.txt:7[120:126]``."""
    return f"{record.document}:{record.line}[{record.start}:{record.end}]"


def write_delimited(
    panel: Panel,
    names: Names,
    stream: TextIO,
    *,
    tabs: bool = False,
    long_form: bool = False,
    excel: bool = False,
) -> None:
    """Write a panel as CSV, or TSV with ``tabs``; ``excel`` ends rows in CRLF and disarms what looks like a formula."""
    if long_form:
        head, rows = long_heads(names.headers), long(panel, names)
    else:
        head, rows = wide_heads(panel, names), wide(panel, names)
    write_rows(
        head,
        ([harmless(value) if excel else plain(value) for value in map(_lower, row)] for row in rows),
        stream,
        Format.TSV if tabs else Format.CSV,
        line_end="\r\n" if excel else "\n",
    )


def _lower(value: Plain) -> Plain:
    """true and false as other programs write them."""
    return str(value).lower() if isinstance(value, bool) else value
