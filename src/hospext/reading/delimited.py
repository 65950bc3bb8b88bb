"""CSV and TSV: sheets of text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.blocks import add_sheet
from hospext.reading.decode import decode
from hospext.reading.document import Reading
from hospext.reading.grid import Slot
from hospext.reading.outputs import refuse_output

MAX_CELLS = 2_000_000  # filled cells of one file
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 30
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a CSV file; its delimiter is the one that its lines have alike."""
    return _read(data, encoding, None)


def read_tabs(data: bytes, encoding: str | None) -> Reading:
    """The reading of a TSV file."""
    return _read(data, encoding, "\t")


def _read(data: bytes, encoding: str | None, delimiter: str | None) -> Reading:
    text, codec = decode(data, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    slots: list[Slot] = []
    try:
        for number, row in enumerate(reader):
            if number == 0:
                refuse_output(row)
            slots += [Slot(cell, number, column) for column, cell in enumerate(row) if cell.strip()]
            if len(slots) > MAX_CELLS:
                raise InputError(f"more than {MAX_CELLS:,} filled cells: split the file")
    except csv.Error as error:
        raise InputError(
            f"line {reader.line_num} is no row of a table ({error}): save the file as CSV again"
        ) from None
    assembly = Assembly()
    add_sheet(slots, assembly)
    return assembly.reading(codec)


def _delimiter(text: str) -> str:
    """The mark that most lines have equally often, and often; a comma where none is."""
    lines = [_QUOTED.sub("", line) for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0
    for mark in _DELIMITERS:
        counts = Counter(line.count(mark) for line in lines)
        often, alike = counts.most_common(1)[0] if counts else (0, 0)
        if often * alike > best_score:
            best, best_score = mark, often * alike
    return best
