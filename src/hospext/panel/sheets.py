"""A panel as an XLSX workbook: the panel with typed cells, and a sheet of the records that each cell rests on.

A cell leads to its first record by a link. Strings are written as strings: nothing runs as a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hospext.errors import UsageError
from hospext.panel.model import Cell, Column, Mark, Panel
from hospext.panel.tables import Plain, key_heads, long, long_heads, row_names
from hospext.panel.text import BORROWED, Names, cell_text
from hospext.records import plain_number
from hospext.writing.formats import Headers
from hospext.writing.rows import COLUMNS_ZH

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SIGNS = {"approx": '"≈"', "over": '">"', "under": '"<"'}
_SHEETS = {Headers.EN: ("panel", "records", "values"), Headers.ZH: ("数据表", "依据", "长表")}
_TRACE = ("cell", "document", "line", "page", "start", "end", "text", "sentence")
_TRACE_ZH = {**COLUMNS_ZH, "cell": "单元格"}
_MADE = dt.datetime(2000, 1, 1)  # the same input gives the same bytes, whatever the clock says
_WIDEST = 60
_MOST_LINKS = 65_530  # that Excel takes in one sheet


def workbook(panel: Panel, names: Names) -> bytes:
    """The bytes of the workbook; raises ``UsageError`` where XlsxWriter is not installed."""
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError('xlsx needs XlsxWriter: pip install "hospext[outputs]"') from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _MADE})
    sheets = [book.add_worksheet(name) for name in _SHEETS[names.headers]]
    styles = _Styles(book)
    traces = _trace_rows(panel)
    _write_panel(sheets[0], panel, names, styles, traces)
    trace_heads = [_TRACE_ZH[name] if names.headers is Headers.ZH else name for name in _TRACE]
    _write_rows(sheets[1], trace_heads, (row for rows in traces.values() for row in rows), styles)
    _write_rows(sheets[2], long_heads(names.headers), long(panel, names), styles)
    book.close()
    return buffer.getvalue()


class _Styles:
    """The formats of cells, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Style] = {}

    def of(self, **properties: Any) -> Style:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]


def _trace_rows(panel: Panel) -> dict[tuple[int, int], list[list[Plain]]]:
    """The records of each cell of the panel, by its row and column in the sheet."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    keys = len(key_heads(panel, Headers.EN))
    found: dict[tuple[int, int], list[list[Plain]]] = {}
    for at, row in enumerate(panel.rows, 1):
        for column_at, column in enumerate(panel.columns, keys):
            cell = row.cells.get(column)
            if cell is not None:
                name = xl_rowcol_to_cell(at, column_at)
                found[at, column_at] = [
                    [name, *(getattr(record, field) for field in _TRACE[1:])]
                    for value in cell.values
                    for record in value.records
                ]
    return found


def _write_panel(
    sheet: Worksheet,
    panel: Panel,
    names: Names,
    styles: _Styles,
    traces: dict[tuple[int, int], list[list[Plain]]],
) -> None:
    heads = [*key_heads(panel, names.headers), *(names.head(column) for column in panel.columns)]
    keys = len(heads) - len(panel.columns)
    _write_heads(sheet, heads, styles, frozen=keys)
    sheet.set_column(0, keys - 1, 20)
    sheet.set_column(keys, len(heads) - 1, 15)
    links = 0
    first = 2  # the row of the trace sheet, as people count them, that a cell leads to
    target = _SHEETS[names.headers][1]
    for at, row in enumerate(panel.rows, 1):
        for index, name in enumerate(row_names(panel, row, names)):
            sheet.write_string(at, index, name)
        for index, column in enumerate(panel.columns, keys):
            if (at, index) in traces:
                if links < _MOST_LINKS:
                    sheet.write_url(at, index, f"internal:'{target}'!A{first}", string="")
                    links += 1
                first += len(traces[at, index])
                _write_cell(sheet, at, index, row.cells[column], column, styles)
    sheet.autofilter(0, 0, max(len(panel.rows), 1), max(len(heads) - 1, 0))


def _write_cell(sheet: Worksheet, at: int, index: int, cell: Cell, column: Column, styles: _Styles) -> None:
    """A number where it is one, with its bound in the format; several values as text, a conflict on red."""
    value = cell.values[0]
    conflict = {"bg_color": "#FFC7CE", "font_color": "#9C0006"} if cell.mark is Mark.CONFLICT else {}
    top = "前" in cell_text(cell, column)
    if cell.mark is not Mark.SINGLE or value.number is None or value.upper is not None or top:
        text = cell_text(cell, column) + (BORROWED if value.borrowed else "")
        sheet.write_string(at, index, text, styles.of(align="right", **conflict))
        return
    number = plain_number(value.number)
    digits = "#,##0" if isinstance(number, int) else "#,##0.00##"
    form = f"{_SIGNS.get(value.bound, '')}{digits}" + (f'"{BORROWED}"' if value.borrowed else "")
    sheet.write_number(at, index, number, styles.of(num_format=form))


def _write_heads(sheet: Worksheet, heads: Iterable[str], styles: _Styles, *, frozen: int = 0) -> None:
    for index, head in enumerate(heads):
        sheet.write_string(0, index, head, styles.of(bold=True, text_wrap=True, valign="top", bottom=1))
    sheet.freeze_panes(1, frozen)


def _write_rows(sheet: Worksheet, heads: list[str], rows: Iterable[list[Plain]], styles: _Styles) -> None:
    """A plain sheet with a head, a filter and typed cells."""
    _write_heads(sheet, heads, styles)
    widths = [len(head) * 2 for head in heads]
    last = 0
    for last, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(last, index, value)
            elif isinstance(value, int | Decimal):
                sheet.write_number(last, index, plain_number(Decimal(value)))
            elif value is not None:
                sheet.write_string(last, index, str(value))
                widths[index] = max(widths[index], len(str(value)) * 2)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, min(width + 2, _WIDEST))
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
