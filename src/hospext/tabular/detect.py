"""Tables in plain text: Markdown pipes, tabs, and columns aligned by runs of spaces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hospext.reading.document import Cell, Table

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPED = re.compile(r"[^|\n]*\|[^\n]*")
_GAP = re.compile(r"[ \u00a0\u2002\u2003\u3000]{2,}|\u3000")
_NARROW = re.compile(
    r"[ \u00a0\u2002\u2003\u3000]+(?=[-+−↑↓]?[0-9０-９])|" + _GAP.pattern
)  # also one space before a number
_NUMBER = re.compile(
    r"[-+−↑↓]?[0-9０-９][0-9０-９,，.．]*\s?(?:[%％‰]|[万亿]?[张人例台次元天分家名个项]{0,2})[↑↓]?|[—－-]{1,2}|/"
)
_SENTENCE = re.compile("[。；]")
_LEAST_ROWS = 3  # of columns aligned by spaces
_MOST_ABOVE, _LONG_LINE = 4, 80  # lines above a table; characters of one that is no prose
_MOST_CELL = 30  # characters of a cell among aligned columns


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without its line end
    text: str


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables of a plain text, in order."""
    if "\t" not in text and "|" not in text and not _GAP.search(text):
        return ()
    lines = list(_lines(text))
    found: list[Table] = []
    i = 0
    while i < len(lines):
        for reader in (_piped, _tabbed, _aligned):
            table, used = reader(lines, i)
            if table is not None:
                found.append(table)
                i += used
                break
        else:
            i += 1
    return tuple(found)


def lines_above(text: str, first: int, last: int) -> list[str]:
    """The short lines right above a table, none of which starts before ``first``: its title, 单位：万元."""
    found: list[str] = []
    for line in reversed(text[first:last].splitlines()):
        line = line.strip()
        if len(found) == _MOST_ABOVE or len(line) > _LONG_LINE or "。" in line[:-1]:
            break
        if line:
            found.insert(0, line)
    return found


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n")
        yield _Line(at, at + len(body), body)
        at += len(raw)


def _piped(lines: list[_Line], first: int) -> tuple[Table | None, int]:
    """A Markdown table: a row of heads, a rule of dashes, rows."""
    if (
        first + 1 >= len(lines)
        or not _PIPED.fullmatch(lines[first].text)
        or not _RULE.fullmatch(lines[first + 1].text)
    ):
        return None, 0
    if "-" not in lines[first + 1].text or "|" not in lines[first + 1].text:
        return None, 0
    last = first + 2
    while last < len(lines) and "|" in lines[last].text:
        last += 1
    rows = [lines[first], *lines[first + 2 : last]]
    cells = [cell for row, line in enumerate(rows) for cell in _split(line, row, _pipe_parts(line.text))]
    return Table(lines[first].start, lines[last - 1].end, tuple(cells), 1), last - first


def _pipe_parts(text: str) -> list[tuple[int, int]]:
    """The stretches between the pipes of a line; an escaped pipe is none."""
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", text)]
    edges = [-1, *bars, len(text)]
    parts = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    if not text[: bars[0]].strip():
        parts = parts[1:]
    if not text[bars[-1] + 1 :].strip():
        parts = parts[:-1]
    return parts


def _tabbed(lines: list[_Line], first: int) -> tuple[Table | None, int]:
    """Lines with a tab between cells, two or more of them, with a number in one."""
    last = first
    while last < len(lines) and "\t" in lines[last].text.strip(" \u3000\r\n\t"):
        last += 1
    if last - first < 2:
        return None, 0
    rows = [_tab_parts(line.text) for line in lines[first:last]]
    texts = [
        [line.text[a:b].strip() for a, b in parts]
        for line, parts in zip(lines[first:last], rows, strict=True)
    ]
    filled = [text for row in texts for text in row if text]
    numbers = [text for row in texts for text in row[1:] if _NUMBER.fullmatch(text)]
    if not numbers or (
        any(_SENTENCE.search(text) and len(text) > _MOST_CELL for text in filled)
        and len(numbers) < len(filled) / 4
    ):
        return None, 0
    cells = [
        c
        for row, (line, parts) in enumerate(zip(lines[first:last], rows, strict=True))
        for c in _split(line, row, parts)
    ]
    return Table(lines[first].start, lines[last - 1].end, tuple(cells)), last - first


def _tab_parts(text: str) -> list[tuple[int, int]]:
    parts, at = [], 0
    for cell in text.split("\t"):
        parts.append((at, at + len(cell)))
        at += len(cell) + 1
    return parts


def _aligned(lines: list[_Line], first: int) -> tuple[Table | None, int]:
    """Lines whose cells, kept apart by two spaces or more, stand under one another."""
    rows: list[tuple[_Line, list[tuple[int, int]]]] = []
    at = first
    while at < len(lines):
        parts = _space_parts(lines[at].text, _GAP)
        if rows and len(parts) < len(rows[0][1]):
            parts = _space_parts(lines[at].text, _NARROW)
        if len(parts) < 2 or any(b - a > _MOST_CELL for a, b in parts):
            break
        rows.append((lines[at], parts))
        at += 1
    if len(rows) < _LEAST_ROWS:
        return None, 0
    places = _places(rows)
    below = rows[1:]
    numbers = sum(
        _NUMBER.fullmatch(line.text[a:b]) is not None for line, parts in below for a, b in parts[1:]
    )
    others = sum(len(parts) - 1 for _, parts in below)
    if places is None or numbers * 5 < others * 3:
        return None, 0
    cells = [
        Cell(line.start + a, line.start + b, row, column)
        for row, ((line, parts), columns) in enumerate(zip(rows, places, strict=True))
        for (a, b), column in zip(parts, columns, strict=True)
    ]
    return Table(rows[0][0].start, rows[-1][0].end, tuple(cells)), len(rows)


def _places(rows: list[tuple[_Line, list[tuple[int, int]]]]) -> list[list[int]] | None:
    """The column of each cell: by count where all rows have as many, else by what it stands under; None where unclear."""
    counts = {len(parts) for _, parts in rows}
    if len(counts) == 1:
        return [list(range(len(parts))) for _, parts in rows]
    below = {len(parts) for _, parts in rows[1:]}
    if len(below) == 1 and len(rows[0][1]) + 1 in below:  # nothing stands over the names of the rows
        return [list(range(1, max(below))), *(list(range(len(parts))) for _, parts in rows[1:])]
    columns = _columns(rows)
    if columns is None:
        return None
    found = []
    for line, parts in rows:
        spans = [(_width(line.text[:a]), _width(line.text[:b])) for a, b in parts]
        at = [
            max(range(len(columns)), key=lambda c: min(high, columns[c][1]) - max(low, columns[c][0]))
            for low, high in spans
        ]
        if len(set(at)) < len(at):
            return None
        found.append(at)
    return found


def _space_parts(text: str, gaps: re.Pattern[str]) -> list[tuple[int, int]]:
    parts, at = [], 0
    for gap in gaps.finditer(text):
        if text[at : gap.start()].strip():
            parts.append((at, gap.start()))
        at = gap.end()
    if text[at:].strip():
        parts.append((at, len(text.rstrip())))
    return parts


def _columns(rows: list[tuple[_Line, list[tuple[int, int]]]]) -> list[tuple[int, int]] | None:
    """The columns' stretches in display columns: cells that stand under one another, joined; None where they do not."""
    spans = sorted((_width(line.text[:a]), _width(line.text[:b])) for line, parts in rows for a, b in parts)
    columns: list[tuple[int, int]] = []
    for low, high in spans:
        if columns and low < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], high)
        else:
            columns.append((low, high))
    most = max(len(parts) for _, parts in rows)
    return columns if len(columns) == most else None


def _split(line: _Line, row: int, parts: list[tuple[int, int]]) -> Iterator[Cell]:
    for column, (a, b) in enumerate(parts):
        text = line.text[a:b]
        inner = text.strip()
        start = line.start + a + (len(text) - len(text.lstrip()) if inner else 0)
        yield Cell(start, start + len(inner), row, column)


def _width(text: str) -> int:
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)
