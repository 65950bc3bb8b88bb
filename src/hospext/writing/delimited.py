"""CSV and TSV: one record a row, under a header row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from hospext.records import Extraction
from hospext.writing.formats import Format, Headers
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, cell, values

# What makes a spreadsheet run a cell instead of showing it, at the cell's start; full width too.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write_delimited(
    extraction: Extraction,
    stream: TextIO,
    format: Format,
    *,
    headers: Headers = Headers.EN,
    excel: bool = False,
) -> None:
    """Write the records as CSV or TSV; ``excel`` ends rows in CRLF and disarms what looks like a formula."""
    write_rows(
        [COLUMNS_ZH[column] if headers is Headers.ZH else column for column in COLUMNS],
        (
            [harmless(value) if excel else cell(value) for value in values(record)]
            for record in extraction.records
        ),
        stream,
        format,
        line_end="\r\n" if excel else "\n",
    )


def write_rows(
    header: Iterable[str], rows: Iterable[list[str]], stream: TextIO, format: Format, *, line_end: str = "\n"
) -> None:
    """Write any table as CSV or TSV."""
    writer = csv.writer(_LineEnd(stream, line_end), delimiter="," if format is Format.CSV else "\t")
    writer.writerow(header)
    writer.writerows(rows)


def harmless(value: Any) -> str:
    """The text of a cell that no spreadsheet runs as a formula."""
    text = cell(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


class _LineEnd:
    """Gives every row the line end asked for.

    csv itself has to think in CRLF, because before Python 3.13 it quotes a lone CR in a cell only then.
    """

    def __init__(self, stream: TextIO, line_end: str) -> None:
        self._stream = stream
        self._line_end = line_end

    def write(self, row: str) -> int:
        return self._stream.write(row.removesuffix("\r\n") + self._line_end)
