"""Tables in plain text: Markdown pipes, tabs, and columns aligned by runs of spaces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from hospext.reading.document import Cell, Table
from hospext.tabular.aligned import GAP, Line, aligned
from hospext.tabular.spaced import spaced

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_DIGIT = re.compile(r"[0-9０-９]")
_SENTENCE = re.compile("[。；]")
# Two numbers at the end of a line; their space comes first, as it is found faster than a digit.
_SQUEEZED = re.compile(r" (?<=[0-9%％] )[-+−]?[0-9０-９][^年月日]*$", re.M)
_Reader = Callable[[Sequence[Line], int], tuple[Table | None, int]]
_MOST_ABOVE, _LONG_LINE = 4, 80  # lines above a table; characters of one that is no prose
_LONG_CELL = 30  # characters


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables of a plain text, in order."""
    if not _may_hold_cells(text) and _SQUEEZED.search(text) is None:
        return ()
    lines = list(_lines(text))
    found: list[Table] = []
    i = 0
    while i < len(lines):
        for reader in _readers(lines, i):
            table, used = reader(lines, i)
            if table is not None:
                found.append(table)
                i += used
                break
        else:
            i += 1
    return tuple(found)


def _readers(lines: Sequence[Line], i: int) -> list[_Reader]:
    """What may find a table whose first line this is."""
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    squeezed: list[_Reader] = [spaced] if _SQUEEZED.search(following) else []
    return squeezed + ([_piped, _tabbed, aligned] if _may_hold_cells(lines[i].text.strip()) else [])


def _may_hold_cells(text: str) -> bool:
    """Whether a text has what stands between the cells of a table: a bar, a tab, a gap."""
    if "\t" in text or "|" in text or "\u3000" in text or "  " in text:
        return True
    # Of the rarer spaces two make a gap, or one beside a plain space; ``GAP`` is slow to look for.
    rare = "\u00a0" in text or "\u2002" in text or "\u2003" in text
    return rare and GAP.search(text) is not None


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


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n")
        yield Line(at, at + len(body), body)
        at += len(raw)


def _piped(lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """A Markdown table: a row of heads, a rule of dashes, rows."""
    if first + 1 >= len(lines) or "|" not in lines[first].text or "|" not in lines[first + 1].text:
        return None, 0
    if not _RULE.fullmatch(lines[first + 1].text):
        return None, 0
    last = first + 2
    while last < len(lines) and "|" in lines[last].text:
        last += 1
    rows = [lines[first], *lines[first + 2 : last]]
    cells = [cell for row, line in enumerate(rows) for cell in _split(line, row, _between_bars(line.text))]
    return Table(lines[first].start, lines[last - 1].end, tuple(cells), 1), last - first


def _between_bars(text: str) -> list[tuple[int, int]]:
    """The stretches between the bars of a line; an escaped bar is none."""
    edges = [-1, *(m.start() for m in _BAR.finditer(text)), len(text)]
    parts = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    inner = parts[1:] if not text[slice(*parts[0])].strip() else parts
    return inner[:-1] if inner and not text[slice(*inner[-1])].strip() else inner


def _tabbed(lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """Two lines or more with tabs between their cells, a number among them, and not mostly sentences."""
    tabs = lines[first].text.count("\t")
    last = first
    while last < len(lines) and (
        "\t" in lines[last].text.strip() or (last > first and lines[last].text.count("\t") == tabs > 0)
    ):
        last += 1
    rows = lines[first:last]
    if len(rows) < 2:
        return None, 0
    parts = [_between_tabs(line.text) for line in rows]
    texts = [line.text[a:b].strip() for line, each in zip(rows, parts, strict=True) for a, b in each[1:]]
    long = [text for text in texts if len(text) > _LONG_CELL and _SENTENCE.search(text)]
    if not any(map(_DIGIT.search, texts)) or len(long) * 2 > len(texts):
        return None, 0
    cells = [cell for row, line in enumerate(rows) for cell in _split(line, row, parts[row])]
    return Table(rows[0].start, rows[-1].end, tuple(cells)), len(rows)


def _between_tabs(text: str) -> list[tuple[int, int]]:
    edges = [-1, *(m.start() for m in re.finditer("\t", text)), len(text)]
    return [(a + 1, b) for a, b in itertools.pairwise(edges)]


def _split(line: Line, row: int, parts: Sequence[tuple[int, int]]) -> Iterator[Cell]:
    """The cells of a line, without the spaces around their texts."""
    for column, (a, b) in enumerate(parts):
        text = line.text[a:b]
        inner = text.strip()
        start = line.start + a + (len(text) - len(text.lstrip()) if inner else 0)
        yield Cell(start, start + len(inner), row, column)
