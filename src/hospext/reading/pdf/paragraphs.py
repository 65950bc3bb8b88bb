"""From lines to paragraphs: which line breaks are only the width of a column, the end of it, or of the page."""

from __future__ import annotations

import itertools
import re
import statistics
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from hospext.reading.assembly import Assembly
from hospext.reading.grid import Grid
from hospext.reading.pdf.columns import Block, Line, line_of
from hospext.reading.pdf.segments import Segment

# In units of the text's size.
_INDENT = 0.9  # of the first line of a paragraph
_ROOM = 0.5  # more than what the next line begins with: it would have fitted
_SAME_SIZE = 0.88
_NEXT_LINE = 1.4  # of the usual distance between lines
_FURTHEST = 2.3  # between lines of a block that is too short to have a usual distance
_SAME_WIDTH = 0.85  # of columns between which a text goes on
_MARGIN = 1.0

_KNOWN_LINES = 5  # of a block that tells how wide its column is
_MOST_INDENTED = 0.5  # of the lines of a block
_LEAST_LINES, _LONG, _BROKEN = 8, 0.65, 0.1  # lines of a block, share of its width, share of its lines

_ENDS = regex.compile(r"[。！？；!?;][”’）)》」』]*$")
_MARKER = regex.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[■□▲△◀▼●◆♦★※•·]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条]"
)
_OPEN = regex.compile(r"[\p{Han}，、0-9]$")  # a sentence is not over
_HANGS = re.compile(r"[，。、；：？！,.;:”’]$")  # may stand beyond the right margin
_CLINGS = re.compile(r"[，。、；：？！”’）》〉」』】］]")  # no line begins so
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z,.;:]$"), re.compile("[A-Za-z(]")
_BROKEN_WORD, _REST_OF_WORD = re.compile("[A-Za-z]-$"), re.compile("[a-z]")


@dataclass(slots=True)
class Column:
    """What the lines of a block have in common."""

    left: float
    right: float
    pitch: float | None  # usual distance of the lines; None where there are too few
    indents: bool  # whether paragraphs begin with an indent
    wraps: bool  # whether its lines end where the next word would not have fitted
    lines: int

    @property
    def width(self) -> float:
        return self.right - self.left


Measure = tuple[float, ...]  # where the lines of a column begin and end


def measures_of(blocks: Iterable[Block]) -> list[Measure]:
    """The columns of a document, by their blocks of many lines."""
    found: set[Measure] = set()
    for block in blocks:
        if len(block.lines) >= _KNOWN_LINES:
            column = column_of(block.lines)
            found.add((round(column.left), round(column.right)))
    return sorted(found)


def measured(lines: Sequence[Line], known: Sequence[Measure], page_width: float) -> Column:
    """The column of a block.

    A block of few lines does not tell how wide its column is: where that is not known, its margins are taken to be alike.
    """
    column = column_of(lines)
    if len(lines) >= _KNOWN_LINES:
        return column
    size = max(line.size for line in lines)
    near = known[bisect(known, (column.left - 3 * size,)) : bisect(known, (column.left + 3 * size,))]
    around = [right for _, right in near if right >= column.right - _MARGIN * size]
    if around:
        column.right = max(min(around), column.right)
    else:
        column.right = max(page_width - column.left, column.right)
    return column


def column_of(lines: Sequence[Line]) -> Column:
    """The margins and the distance of the lines of a block."""
    left = min(line.x0 for line in lines)
    ends = sorted((line.x1 for line in lines if not _HANGS.search(line.text)), reverse=True)
    ends = ends or [max(line.x1 for line in lines)]
    size = statistics.median(line.size for line in lines)
    right = next((a for a, b in itertools.pairwise(ends) if a - b <= _MARGIN * size), ends[0])
    steps = [b.base - a.base for a, b in itertools.pairwise(lines)]
    pitch = statistics.median_low(steps) if len(steps) > 1 else None
    indented = sum(_INDENT * size <= line.x0 - left <= 3 * size for line in lines)
    indents = 0 < indented <= _MOST_INDENTED * len(lines)
    return Column(left, right, pitch, indents, indents or _wraps(lines, left, right), len(lines))


def _wraps(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether lines end where they have to.

    Many that do not, and stop in mid-sentence, were paragraphs already, as where the lines of a newspaper were set anew,
    each by itself: which of them belong together, only their words tell.
    """
    if len(lines) < _LEAST_LINES:
        return True
    broken = 0
    for line, following in itertools.pairwise(lines):
        room = right - line.x1 > following.lead + _ROOM * following.size
        long = line.x1 - left >= _LONG * (right - left)
        broken += room and long and _OPEN.search(line.text) is not None
    return broken < _BROKEN * len(lines)


@dataclass(slots=True)
class _Paragraph:
    parts: list[str]  # of its text, a line each
    last: Line
    length: int
    lines: int = 1
    pages: list[int] = field(default_factory=list)  # places in the text where a page begins

    def append(self, line: Line) -> int:
        """Add a line; gives where it starts in the text. What is there is not read again, however long it is."""
        tail = self.parts[-1]
        whole = joined(tail, line.text)
        self.parts[-1] = whole[: len(whole) - len(line.text)]
        self.parts.append(line.text)
        self.length += len(whole) - len(tail)
        self.last, self.lines = line, self.lines + 1
        return self.length - len(line.text)


class Flow:
    """Takes the blocks of page after page and adds their paragraphs and tables to an assembly."""

    def __init__(self, assembly: Assembly, known: Sequence[Measure]) -> None:
        self._assembly, self._known = assembly, known
        self._open: _Paragraph | None = None
        self._column: Column | None = None
        self._table: tuple[Grid, tuple[float, ...], dict[int, int]] | None = None
        self._pages = 0  # that began since the last text
        self._width = 0.0

    def page(self, blocks: Sequence[Block], width: float) -> None:
        """Add a page of a width."""
        self._pages += 1
        self._width = width
        for block in blocks:
            if block.grid is not None:
                self._add_table(block.grid, block.edges)
            elif block.lines:
                self._add_lines(block.lines)

    def end(self) -> None:
        """Add what is still open."""
        self._close()
        self._begin_pages()

    def _add_lines(self, lines: Sequence[Line]) -> None:
        self._close_table()
        column = measured(lines, self._known, self._width)
        for number, line in enumerate(lines):
            if self._open is not None and self._column is not None and self._goes_on(line, column, number):
                self._append(line)
            else:
                self._close()
                self._begin_pages()
                self._open = _Paragraph([line.text], line, len(line.text))
            self._column = column

    def _goes_on(self, line: Line, column: Column, number: int) -> bool:
        """Whether a line belongs to the open paragraph."""
        paragraph, before = self._open, self._column
        if paragraph is None or before is None:
            return False
        last = paragraph.last
        if min(last.size, line.size) < _SAME_SIZE * max(last.size, line.size):
            return False
        if not before.wraps or not column.wraps or _begins_item(paragraph, line):
            return False
        if not (_is_full(last, line, before) or _is_open(last, before) or _clings(paragraph, line)):
            return False
        if number:
            return _is_near(last, line, column) and not _is_indented(paragraph, line)
        below = not self._pages and _is_near(last, line, before)
        if below and abs(line.x0 - before.left) < _INDENT * line.size:
            return True  # the last line of a paragraph, beside which something else stands
        narrow, wide = sorted((before.width, column.width))
        return narrow >= _SAME_WIDTH * wide and line.x0 - column.left < _INDENT * line.size

    def _append(self, line: Line) -> None:
        assert self._open is not None
        start = self._open.append(line)
        self._open.pages += [start] * self._pages
        self._pages = 0

    def _close(self) -> None:
        self._close_table()
        if self._open is not None:
            self._assembly.line("".join(self._open.parts))
            for at in self._open.pages:
                self._assembly.page(before=self._open.length + 1 - at)
        self._open = None

    def _begin_pages(self) -> None:
        for _ in range(self._pages):
            self._assembly.page()
        self._pages = 0

    def _add_table(self, grid: Grid, edges: tuple[float, ...]) -> None:
        if self._table is not None and _same_columns(self._table[1], edges) and self._pages:
            self._table = _continued(self._table, grid, self._pages)
            self._pages = 0
            return
        self._close()
        self._begin_pages()
        self._table = (grid, edges, {})

    def _close_table(self) -> None:
        if self._table is not None:
            grid, _, pages = self._table
            self._assembly.table(grid, pages)
        self._table = None


def joined(text: str, following: str) -> str:
    """Two lines as one: Chinese without a space, Latin words with one, a broken word without its hyphen."""
    if _BROKEN_WORD.search(text) and _REST_OF_WORD.match(following):
        return text[:-1] + following
    if _LATIN_END.search(text) and _LATIN_START.match(following):
        return f"{text} {following}"
    return text + following


def cell_lines(rows: Sequence[Sequence[Segment]]) -> str:
    """The text of a cell: lines that fill it go on in the next, others end."""
    lines = [line_of(row) for row in rows]
    if not lines:
        return ""
    column = column_of(lines)
    text = lines[0].text
    for last, line in itertools.pairwise(lines):
        full = column.right - last.x1 <= line.lead + _ROOM * line.size
        text = joined(text, line.text) if full else f"{text}\n{line.text}"
    return text


def _is_full(last: Line, line: Line, column: Column) -> bool:
    """Whether what a line begins with would not have fitted on the one before."""
    return column.right - last.x1 <= line.lead + _ROOM * line.size


def _is_open(last: Line, column: Column) -> bool:
    """Whether a line stops in mid-sentence, where paragraphs begin with an indent, and a heading would be shorter."""
    long = last.x1 - column.left >= _LONG * column.width
    return column.indents and long and _OPEN.search(last.text) is not None


def _clings(paragraph: _Paragraph, line: Line) -> bool:
    """Whether a line begins with what cannot begin one, or with the rest of a broken word."""
    if _CLINGS.match(line.text):
        return True
    return bool(_BROKEN_WORD.search(paragraph.last.text) and _REST_OF_WORD.match(line.text))


def _is_near(last: Line, line: Line, column: Column) -> bool:
    furthest = _NEXT_LINE * column.pitch if column.pitch else _FURTHEST * line.size
    return 0 < line.base - last.base <= furthest


def _is_indented(paragraph: _Paragraph, line: Line) -> bool:
    """Whether a line begins further in than the one before, unless that is the item of a list whose text hangs."""
    hangs = paragraph.lines == 1 and _MARKER.match(paragraph.parts[0]) is not None
    return line.x0 - paragraph.last.x0 >= _INDENT * line.size and not hangs


def _begins_item(paragraph: _Paragraph, line: Line) -> bool:
    return _ENDS.search(paragraph.last.text) is not None and _MARKER.match(line.text) is not None


def _same_columns(edges: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return (
        bool(edges)
        and len(edges) == len(others)
        and all(abs(a - b) <= 3 for a, b in zip(edges, others, strict=True))
    )


def _continued(
    table: tuple[Grid, tuple[float, ...], dict[int, int]], grid: Grid, pages: int
) -> tuple[Grid, tuple[float, ...], dict[int, int]]:
    """A table with the rows of the next page; heads that are repeated there are left out."""
    first, edges, starts = table
    repeated = _repeated_rows(first, grid)
    shift = first.rows - repeated
    kept = [
        type(slot)(slot.text, slot.row + shift, slot.column, slot.rows, slot.columns)
        for slot in grid.slots
        if slot.row >= repeated
    ]
    return Grid((*first.slots, *kept), first.header_rows), edges, {**starts, first.rows: pages}


def _repeated_rows(first: Grid, grid: Grid) -> int:
    """How many rows at the head of both grids are the same."""
    for count in range(min(4, grid.rows - 1), 0, -1):
        heads = [{slot for slot in each.slots if slot.row < count} for each in (first, grid)]
        if heads[0] == heads[1] and all(slot.row + slot.rows <= count for slot in heads[1]):
            return count
    return 0
