"""A workbook of typed cells that run nothing; the same cells give the same bytes.

Text is always text: nothing is taken for a formula, a link or a number. What Excel cannot hold is told in ``notes``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from hospext.records import plain_number

MOST_ROWS = 1_048_575  # under the header
_MOST_UNITS = 32_767  # of a cell: characters, or halves of one beyond U+FFFF
_MOST_LINKS = 65_530  # of a sheet
_FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel's calendar is wrong, or ends
_CREATED = dt.datetime(2000, 1, 1)  # whenever it is written: the same bytes
_MOST_PLACES = 6
_MEASURED_ROWS = 1000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADER = {"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}
_LINK = {"font_color": "#0B57A4", "underline": 1}
_NUMBER = {"align": "right", "indent": 1}
_DATE = {"align": "left", "num_format": "yyyy-mm-dd"}
_LINE_HEIGHT = 15
_A4 = 9


class _Number(float):
    """A number that is written with all its digits; XlsxWriter by itself writes sixteen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).removesuffix(".0")


class Workbook:
    """Sheets of rows; ``finished`` gives the file. The properties say what made it."""

    def __init__(self, properties: Mapping[str, str]) -> None:
        self._stream = BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, _OPTIONS)
        self._book.set_properties({"created": _CREATED})
        for name, value in properties.items():
            self._book.set_custom_property(name, value)
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.cut = 0
        self.unlinked = 0

    def sheet(
        self, name: str, header: Sequence[str], *, wrapped: Collection[int] = (), widest: int = 60
    ) -> Sheet:
        """A new sheet; the columns in ``wrapped`` show long text on several lines."""
        return Sheet(self, self._book.add_worksheet(name), header, wrapped, widest)

    def style(self, properties: Mapping[str, Any]) -> Any:
        """XlsxWriter's format of these properties, made once."""
        key = tuple(properties.items())
        if key not in self._styles:
            self._styles[key] = self._book.add_format(dict(properties))
        return self._styles[key]

    def finished(self) -> bytes:
        """The whole file."""
        self._book.close()
        return self._stream.getvalue()

    def notes(self) -> list[str]:
        """What Excel could not hold, a sentence each."""
        notes = []
        if self.cut:
            notes.append(f"{self.cut} cells are cut to the {_MOST_UNITS:,} characters that Excel holds")
        if self.unlinked:
            notes.append(f"{self.unlinked} rows have no link, as a sheet of Excel holds {_MOST_LINKS:,}")
        return notes


class Sheet:
    """One sheet: a header that stays in view, a filter, columns as wide as what is in them."""

    def __init__(
        self, book: Workbook, sheet: Any, header: Sequence[str], wrapped: Collection[int], widest: int
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._wrapped = wrapped
        self._widest = widest
        self._row = 0
        self._links = 0
        self._widths = [0] * len(header)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        if wrapped:
            sheet.fit_to_pages(1, 0)
        for column, name in enumerate(header):
            self._text(column, name, _HEADER)
            self._widths[column] += 3  # the arrow of the filter

    def add(
        self, values: Sequence[Any], *, unit: str | None = None, links: Mapping[int, str] | None = None
    ) -> None:
        """One more row: ``unit`` is that of its decimal numbers, ``links`` leads from a column to a place in the file."""
        self._row += 1
        for column, value in enumerate(values):
            if value is None:
                continue
            linked = links is not None and column in links and self._link(column, links[column])
            style = {**(_LINK if linked else {}), **({"valign": "top"} if self._wrapped else {})}
            self._put(column, value, unit, style)

    def finish(self) -> None:
        """Set the filter and the widths; no row comes after it."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._widths) - 1)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width + 1, self._widest))

    def _put(self, column: int, value: Any, unit: str | None, style: dict[str, Any]) -> None:
        if isinstance(value, Decimal):
            number = plain_number(value)
            places = decimal_places(number)
            self._measure(column, f"{number:,.{places}f}  ")
            style |= {**_NUMBER, "num_format": number_format(places, unit)}
            self._sheet.write_number(self._row, column, _Number(number), self._book.style(style))
        elif isinstance(value, int):
            self._measure(column, f"{value}  ")
            self._sheet.write_number(self._row, column, value, self._book.style(style | _NUMBER))
        elif isinstance(value, dt.date) and value >= _FIRST_DAY:
            self._measure(column, "2000-01-01")
            self._sheet.write_datetime(self._row, column, value, self._book.style(style | _DATE))
        else:
            self._text(column, value.isoformat() if isinstance(value, dt.date) else str(value), style)

    def _text(self, column: int, text: str, style: dict[str, Any]) -> None:
        if len(text) > _MOST_UNITS // 2 and len(text.encode("utf-16-le")) // 2 > _MOST_UNITS:
            text = text.encode("utf-16-le")[: 2 * _MOST_UNITS - 2].decode("utf-16-le", "ignore") + "…"
            self._book.cut += 1
        self._measure(column, text)
        if column in self._wrapped:
            style = {**style, "text_wrap": True}
            lines = -(-cell_len(text) // (self._widest - 2))
            self._sheet.set_row(self._row, _LINE_HEIGHT * min(max(lines, 1), 20))
        chosen = self._book.style(style)
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would write it as it is, as XML
            self._sheet.write_rich_string(self._row, column, text[:1], chosen, text[1:], chosen)
        else:
            self._sheet.write_string(self._row, column, text, chosen)

    def _link(self, column: int, place: str) -> bool:
        """Lay a link under a cell that is still to be written; False where the sheet has no room for more."""
        if self._links == _MOST_LINKS:
            self._book.unlinked += 1
            return False
        self._links += 1
        self._sheet.write_url(self._row, column, f"internal:{place}", string="→")
        return True

    def _measure(self, column: int, text: str) -> None:
        if self._row <= _MEASURED_ROWS:
            self._widths[column] = max(self._widths[column], cell_len(text[: self._widest]))


def decimal_places(number: float) -> int:
    """How many places of a number to show: all that it has, or two of one that never ends."""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    places = max(0, -int(exponent))
    return places if places <= _MOST_PLACES else 2


def number_format(places: int, unit: str | None) -> str:
    """Thousands apart, and the sign of a share behind the number, which itself stays as it is."""
    sign = f'"{unit}"' if unit in ("%", "‰") else ""
    return "#,##0" + ("." + "0" * places if places else "") + sign
