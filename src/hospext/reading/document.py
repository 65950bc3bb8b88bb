"""What every reader gives: a decoded text that is never changed afterwards, and what the format knows of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: where its text stands in the document, and where it stands in the grid, from 0.

    A merged cell covers ``rows`` × ``columns`` places, of which ``row`` and ``column`` are the first.
    """

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document: the stretch of text that holds it, and its cells in reading order.

    ``header_rows`` is how many rows the format itself calls headers; None where it does not say.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    header_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a format says of its document beside the text; ``source`` says where (``html meta``, ``pdf info``).

    ``made`` is true where the date is that of the file, which may be a copy of something older.
    """

    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    source: str | None = None
    made: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of the bytes of one document.

    ``pages`` are the places in the text where each page starts. The text of a table stands in it row by row, one
    line a row, cells separated by a tab; a line break inside a cell is a space there. A row has a tab for every
    column but the last, also where a cell is empty or covered by a merged one, so that columns can be counted. What sets
    a cell's text in stands before the cell, as ideographic spaces where the format gives a measure.
    """

    text: str
    encoding: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One input. ``text`` is the decoded document, line ends as they were; spans count its code points.

    ``reference_date`` is given with the document, by a corpus that holds it; ``notes`` are what the user should know
    of the reading, one sentence each.
    """

    id: str
    text: str
    encoding: str
    sha256: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    reference_date: dt.date | None = None
    notes: tuple[str, ...] = ()
