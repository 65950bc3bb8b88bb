"""Columns aligned by spaces: which column each stretch of a line stands in, and over which columns a head reaches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from hospext.reading.document import Cell, Table

GAP = re.compile(r"[ \u00a0\u2002\u2003\u3000]{2,}|\u3000")
_NARROW = re.compile(
    r"[ \u00a0\u2002\u2003\u3000]+(?=[-+−↑↓]?[0-9０-９])|" + GAP.pattern
)  # also one space before a number
_DIGITS = re.compile(r"[0-9０-９]")
_BLANK = re.compile(r"[-—–－/…]+")
_TITLE = re.compile(r"附?表\s?[0-9一二三四五六七八九十]|目\s*录")
_PAIR = re.compile(
    r"\s*[^：:，。]{2,20}[：:]\s*[-+−]?[0-9０-９]"
)  # 门诊人次：12万　同比+8.6% is a line of prose
_NOTES = ("注：", "注:", "说明：", "说明:", "备注：", "备注:", "资料来源", "数据来源")
_LEAST_ROWS, _MOST_COLUMNS = 3, 60
_MOST_CELL = 30  # characters
_MOST_SINGLES = 2  # lines of one stretch in a row: the head of a group of rows

Parts = list[tuple[int, int]]


class Line(NamedTuple):
    """A line of the document; ``end`` is without its line end."""

    start: int
    end: int
    text: str


def aligned(lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """The table of aligned columns that starts at a line, and how many lines it takes; None where there is none."""
    if _is_title(lines[first].text.strip()) or len(parts_of(lines[first].text)) < 2:
        return None, 0
    rows = _block(lines, first)
    body = [parts for _, parts in rows[1:]]
    if len(rows) < _LEAST_ROWS or not body:
        return None, 0
    width = _columns(body)
    full = [(line, parts) for line, parts in rows if len(parts) == width]
    if not 2 <= width <= _MOST_COLUMNS or len(full) < 2 or not _holds_numbers(full):
        return None, 0
    places = _places(rows, full, width)
    cells = [
        Cell(line.start + a, line.start + b, row, column, 1, span)
        for row, ((line, parts), columns) in enumerate(zip(rows, places, strict=True))
        for (a, b), (column, span) in zip(parts, columns, strict=True)
    ]
    return Table(rows[0][0].start, rows[-1][0].end, tuple(cells)), len(rows)


def _is_title(text: str) -> bool:
    """Whether a line stands above a table and is no row of it, though it has gaps: 表2　…, 2024年　单位：元."""
    return _TITLE.match(text) is not None or "单位：" in text or "单位:" in text


def parts_of(text: str, gaps: re.Pattern[str] = GAP) -> Parts:
    """The stretches of a line between gaps."""
    parts, at = [], 0
    for gap in gaps.finditer(text):
        if text[at : gap.start()].strip():
            parts.append((at, gap.start()))
        at = gap.end()
    if text[at:].strip():
        parts.append((at, len(text.rstrip())))
    return parts


def _block(lines: Sequence[Line], first: int) -> list[tuple[Line, Parts]]:
    """The lines from the first on that are rows; a line of one stretch between rows heads a group of them."""
    rows: list[tuple[Line, Parts]] = []
    singles = 0
    most = 0
    for line in lines[first:]:
        parts = parts_of(line.text)
        if len(parts) < most and len(narrow := parts_of(line.text, _NARROW)) <= most:
            parts = narrow
        no_row = line.text.lstrip().startswith(_NOTES) or _PAIR.match(line.text) is not None
        if not parts or no_row or any(b - a > _MOST_CELL for a, b in parts):
            break
        singles = singles + 1 if len(parts) == 1 else 0
        if singles > _MOST_SINGLES:
            break
        rows.append((line, parts))
        most = max(most, len(parts))
    while rows and len(rows[-1][1]) == 1:
        rows.pop()
    return rows


def _columns(body: Sequence[Parts]) -> int:
    """How many columns there are: the most stretches that two rows have, or one row where no two agree."""
    counts = Counter(len(parts) for parts in body)
    repeated = [count for count, rows in counts.items() if rows > 1]
    return max(repeated, default=max(counts))


def _holds_numbers(full: Sequence[tuple[Line, Parts]]) -> bool:
    """Whether most cells beside the names of the rows hold a number, in all rows or in all but a head."""
    rows = [[line.text[a:b] for a, b in parts[1:]] for line, parts in full]
    data = [row for row in rows if any(map(_DIGITS.search, row))]  # heads may stand again in the middle
    numbers = sum(1 for row in data for cell in row if _DIGITS.search(cell) or _BLANK.fullmatch(cell))
    cells = sum(map(len, data)) - (len(rows[0]) if rows[0] in data else 0)
    return 2 * len(data) >= len(rows) and numbers > 0 and numbers * 5 >= cells * 3


def _places(
    rows: Sequence[tuple[Line, Parts]], full: Sequence[tuple[Line, Parts]], width: int
) -> list[list[tuple[int, int]]]:
    """For each row the column and the span of each of its stretches."""
    spans = [[(_width(line.text[:a]), _width(line.text[:b])) for a, b in parts] for line, parts in rows]
    whole = [[(_width(line.text[:a]), _width(line.text[:b])) for a, b in parts] for line, parts in full]
    columns = [
        (sum(row[k][0] for row in whole) / len(whole), sum(row[k][1] for row in whole) / len(whole))
        for k in range(width)
    ]
    first_full = next(i for i, row in enumerate(spans) if len(row) == width)
    found = []
    for i, row in enumerate(spans):
        if len(row) == width:
            found.append([(k, 1) for k in range(width)])
        elif len(row) > width:
            found.append([(min(k, width - 1), 1) for k in range(len(row))])
        elif len(row) == width - 1 and i < first_full + 1 and i == 0:
            found.append([(k + 1, 1) for k in range(width - 1)])  # nothing stands over the names of the rows
        elif i < first_full:
            found.append(_reaching(row, columns))
        else:
            found.append([(k, 1) for k in _nearest(row, columns)])
    return found


def _reaching(
    heads: Sequence[tuple[int, int]], columns: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The columns that each of a few heads reaches over: those nearer to it than to the others."""
    first = 1 if heads[0][0] >= columns[0][1] else 0
    owners = []
    for low, high in columns[first:]:
        middle = (low + high) / 2
        owners.append(min(range(len(heads)), key=lambda h: abs((heads[h][0] + heads[h][1]) / 2 - middle)))
    found = []
    for head in range(len(heads)):
        own = [first + k for k, owner in enumerate(owners) if owner == head]
        found.append((own[0], len(own)) if own else (min(first + head, len(columns) - 1), 1))
    return found


def _nearest(row: Sequence[tuple[int, int]], columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns of the stretches of a row with empty cells, in order, so that the distances are least."""

    @cache
    def best(cell: int, column: int) -> tuple[float, tuple[int, ...]]:
        if cell == len(row):
            return 0.0, ()
        if len(columns) - column < len(row) - cell:
            return float("inf"), ()
        skipped = best(cell, column + 1)
        cost, rest = best(cell + 1, column + 1)
        low, high = row[cell]
        left, right = columns[column]
        off = min(abs(low - left), abs(high - right), abs(low + high - left - right) / 2)
        return min((cost + off, (column, *rest)), skipped)

    return list(best(0, 0)[1])


def _width(text: str) -> int:
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)
