"""Tables that a page or a copy has squeezed: one space between the cells, numbers at the ends of the lines.

项目 单位 2019年 2020年 / 诊疗人次 万人次 8158.6 7765.5: the last cells of a row are told from the right, so names may hold
spaces. A row with fewer numbers than heads is part of the table, but which columns they stand in cannot be known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hospext.reading.document import Cell, Table
from hospext.tabular.aligned import Line

_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(r"[-+−↑↓]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％‰]?|[-—–…]+|/")
_TIME = re.compile(r"(?:19|20)[0-9]{2}年?|.*(?:年|月|季度|半年|同期|同比|环比)(?:末|底|累计|[（(]%[)）])?")
_UNIT_HEAD = re.compile(r"单\s?位")
_HEAD = re.compile(r"(?=.*[^0-9０-９.,%])\S{1,12}")
_LONGEST_UNIT = 5  # characters
_LEAST_NUMBERS = 2  # in a row
Stretch = tuple[int, int]


def spaced(lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """The squeezed table whose heads stand in a line, and how many lines it takes; None where there is none."""
    if first + 2 >= len(lines):
        return None, 0
    count = len(_numbers(lines[first + 1].text))
    heads = _stretches(lines[first].text)
    if count < _LEAST_NUMBERS or not _are_heads(lines[first].text, heads, count):
        return None, 0
    last = first + 1
    while last < len(lines) and 0 < len(_numbers(lines[last].text)) <= count:
        last += 1
    rows = [
        (row, line)
        for row, line in enumerate(lines[first + 1 : last], 1)
        if len(_numbers(line.text)) == count
    ]
    if len(rows) < 2:
        return None, 0
    units = _UNIT_HEAD.search(lines[first].text[: heads[-count][0]]) is not None
    cells = _cells(lines[first], 0, heads, count, units=units, head=True)
    for row, line in rows:
        cells += _cells(line, row, _stretches(line.text), count, units=units)
    return Table(lines[first].start, lines[last - 1].end, tuple(cells), 1), last - first


def _stretches(text: str) -> list[Stretch]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _numbers(text: str) -> list[Stretch]:
    """The numbers at the end of a line that has a name before them."""
    stretches = _stretches(text)
    first = len(stretches)
    while first > 0 and _NUMBER.fullmatch(text, *stretches[first - 1]):
        first -= 1
    return stretches[first:] if first else []


def _are_heads(text: str, stretches: list[Stretch], count: int) -> bool:
    """Whether the last stretches of a line head columns: words, most of which tell a time."""
    if len(stretches) < count:
        return False
    heads = [text[a:b] for a, b in stretches[-count:]]
    timed = sum(_TIME.fullmatch(head) is not None for head in heads)
    return 2 * timed >= count and all(_TIME.fullmatch(head) or _HEAD.fullmatch(head) for head in heads)


def _cells(
    line: Line, row: int, stretches: list[Stretch], count: int, *, units: bool, head: bool = False
) -> list[Cell]:
    """The cells of a line: its name, its unit where the heads have one, its numbers."""
    names, numbers = stretches[:-count], stretches[-count:]
    unit = None
    if units and len(names) > 1 and (head or names[-1][1] - names[-1][0] <= _LONGEST_UNIT):
        unit = names.pop()
        if head and line.text[unit[0] : unit[1]] == "位":
            unit = (names.pop()[0], unit[1])  # 单 位
    cells = [Cell(line.start + names[0][0], line.start + names[-1][1], row, 0)] if names else []
    if unit is not None:
        cells.append(Cell(line.start + unit[0], line.start + unit[1], row, 1))
    return cells + [
        Cell(line.start + a, line.start + b, row, column) for column, (a, b) in enumerate(numbers, 1 + units)
    ]
