"""The shape of a table: which rows are heads, which columns name the rows, and where the numbers stand."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from hospext.lexicon import Lexicon
from hospext.tabular.grid import Field, Grid
from hospext.tabular.values import CellScanner

_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?(?:度|末|底)?")
_PERIOD = re.compile(
    r"(?:(?:19|20)[0-9]{2}(?:年度?|[-./])?)?(?:(?:1[0-2]|0?[1-9])(?:[-—~至](?:1[0-2]|0?[1-9]))?月份?|第?[一二三四1-4]季度|Q[1-4]|[上下]半年|前[三3]季度)?(?:末|底|份)?"
)
_MOST_HEADS = 4  # rows
_LAYOUT_CHARS = 40  # cells that are on average longer hold text, not numbers


@dataclass(slots=True)
class Shape:
    """Rows and columns by what they are for; all counted from 0."""

    head_rows: int = 0
    labels: list[int] = field(default_factory=list)  # columns that name the rows, from left to right
    subjects: set[int] = field(default_factory=set)  # those that name who, such as 科室
    periods: set[int] = field(default_factory=set)  # those that name when
    units: set[int] = field(default_factory=set)  # 单位: the units of the rows
    values: list[int] = field(default_factory=list)  # columns with numbers, grades or dates
    captions: list[Field] = field(default_factory=list)  # cells over the whole width, above all others
    is_data: bool = False
    is_layout: bool = False  # its cells are texts, put side by side

    def stands_alone(self, column: int) -> bool:
        """Whether a column is the only one with numbers between two that name rows."""
        return column - 1 not in self.values and column + 1 not in self.values

    def labels_of(self, grid: Grid, column: int) -> list[int]:
        """The label columns that name the rows of a value column: all to its left, or the nearest where they repeat."""
        left = [each for each in self.labels if each < column]
        if not left:
            return self.labels[:1]
        leaves = [grid.text(self.head_rows - 1, each) if self.head_rows else "" for each in left]
        blocks = any(a < v < b for a, b in itertools.pairwise(left) for v in self.values)
        if not blocks or (self.head_rows and len(set(leaves)) == len(leaves)):
            return left
        nearest = left[-1]
        while nearest - 1 in left:
            nearest -= 1
        return [each for each in left if each >= nearest]


class ShapeReader:
    """Finds the shape of a grid with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon, cells: CellScanner) -> None:
        words = lexicon.tables["labels"]
        self._subjects, self._metrics = tuple(words["subjects"]), tuple(words["metrics"])
        self._periods = frozenset(words["periods"])
        self._ranks = tuple(lexicon.tables["head"]["rank"])
        self._known_units = frozenset(lexicon.units)
        self._serial, self._aside = tuple(words["serial"]), frozenset(words["aside"])
        self._cells = cells

    def read(self, grid: Grid) -> Shape:
        """The shape; ``is_data`` is false where the table holds no numbers that its heads could explain."""
        shape = Shape()
        shape.is_layout = grid.columns < 2 or self._is_layout(grid)
        if shape.is_layout or grid.rows < 1:
            return shape
        first = self._captions(grid, shape)
        shape.head_rows = self._head_rows(grid, first)
        grid.spread(range(first, shape.head_rows - 1))
        self._columns(grid, shape)
        shape.is_data = bool(shape.values)
        return shape

    def is_value(self, text: str) -> bool:
        """Whether a cell's text is wholly a number, a place or a grade."""
        return (
            self._cells.number(text) is not None
            or self._cells.is_date(text)
            or self._cells.grade(text) is not None
            or self._cells.rank(text) is not None
        )

    @staticmethod
    def _is_layout(grid: Grid) -> bool:
        filled = [field.norm for field in grid.fields if field.norm]
        return not filled or sum(map(len, filled)) > _LAYOUT_CHARS * len(filled)

    @staticmethod
    def _captions(grid: Grid, shape: Shape) -> int:
        """Leading rows that are one cell over the whole width: the title, 单位：万元."""
        row = 0
        while row < grid.rows - 1:
            filled = [field for field in grid.row(row) if field.norm]
            if len(filled) != 1 or (
                filled[0].cell.columns < grid.columns and len(grid.row(row)) > 1 and row > 0
            ):
                break
            if filled[0].cell.columns < grid.columns and not _captions_like(filled[0].norm):
                break
            shape.captions += filled
            row += 1
        return row

    def _head_rows(self, grid: Grid, first: int) -> int:
        """How many rows, captions counted, stand above the first row with a value."""
        row = first
        while row < min(grid.rows, first + _MOST_HEADS):
            filled = [field.norm for field in grid.row(row) if not self._cells.is_blank(field.norm)]
            values = [text for text in filled if self.is_value(text) and not _is_period(text)]
            if values:
                break
            if row > first and not self._goes_on(grid, row):
                break
            row += 1
        if row == grid.rows or (row > first and row >= first + _MOST_HEADS):
            row = first + 1
        return max(row, grid.header_rows or 0) if row < grid.rows else row

    def _goes_on(self, grid: Grid, row: int) -> bool:
        """Whether a row below a row of heads is one more: under merged heads, or with no value in any row above data."""
        above = grid.row(row - 1)
        merged = any(field.cell.columns > 1 for field in above if field.norm)
        shared = any(field.cell.row < row for field in grid.row(row))
        texts = [[grid.text(each, column) for column in range(grid.columns)] for each in (row - 1, row)]
        repeated = any(a and a == b for a, b in (*itertools.pairwise(texts[0]), *zip(*texts, strict=True)))
        fewer = sum(map(bool, texts[0])) < sum(map(bool, texts[1]))
        return merged or shared or repeated or fewer or not texts[1][0]

    def _columns(self, grid: Grid, shape: Shape) -> None:
        for column in range(grid.columns):
            head = self._leaf(grid, shape, column)
            below = self._below(grid, shape, column)
            if head.endswith(self._serial) or (
                self._counts_up(below, column) and not head.endswith(self._ranks)
            ):
                continue
            if head in self._aside:
                continue
            if head.endswith("单位") and self._are_units(below):
                shape.units.add(column)
            elif self._names_periods(head, below, leads=not shape.values and not shape.labels):
                shape.labels.append(column)
                shape.periods.add(column)
            elif self._holds_values(below, head) and not head.endswith(("名称", "科室")):
                if head or not _counts_pages(below):
                    shape.values.append(column)
            elif below:
                shape.labels.append(column)
                if head and self._says_who(head):
                    shape.subjects.add(column)
        known = [each for each in shape.labels if self._is_known(self._leaf(grid, shape, each))]
        if known:  # beside 指标 or 科室, a column of other words only tells something of it
            unnamed = {each for each in shape.labels if not self._leaf(grid, shape, each)}
            kept = {*known, *shape.periods, *unnamed}
            shape.labels = [each for each in shape.labels if each <= known[0] or each in kept]
        grid.spread_down(shape.labels[:-1], range(shape.head_rows, grid.rows))
        if not shape.labels and not shape.head_rows:
            shape.values = []

    def _is_known(self, head: str) -> bool:
        return head.endswith(self._metrics) or self._says_who(head)

    def _are_units(self, below: list[str]) -> bool:
        known = [
            text
            for text in below
            if text in self._known_units or text.lstrip("十百千万亿") in self._known_units
        ]
        return len(known) * 2 >= len(below) > 0

    def _says_who(self, head: str) -> bool:
        return head.endswith(self._subjects) and head not in self._metrics

    @staticmethod
    def _leaf(grid: Grid, shape: Shape, column: int) -> str:
        """The lowest head of a column, without its brackets."""
        texts = [grid.text(row, column) for row in range(len(shape.captions), shape.head_rows)]
        filled = [text for text in texts if text]
        return re.sub(r"[（(].*", "", filled[-1]) if filled else ""

    def _below(self, grid: Grid, shape: Shape, column: int) -> list[str]:
        texts = [grid.text(row, column) for row in range(shape.head_rows, grid.rows)]
        return [text for text in texts if not self._cells.is_blank(text)]

    @staticmethod
    def _counts_up(below: list[str], column: int) -> bool:
        """Whether the first column is 1, 2, 3 …"""
        return column == 0 and len(below) > 1 and below == [str(i) for i in range(1, len(below) + 1)]

    def _names_periods(self, head: str, below: list[str], *, leads: bool) -> bool:
        named = head in self._periods
        if not below or not (leads or named):
            return False
        fitting = [text for text in below if _is_period(text)]
        return len(fitting) * 2 > len(below) and (named or leads)

    def _holds_values(self, below: list[str], head: str) -> bool:
        graded = head if head.endswith("级") else ""
        paired = "/" in head or "／" in head  # 感染例次/出院人次
        values = [
            text
            for text in below
            if self.is_value(text)
            or (graded and self._cells.grade(text, graded))
            or (paired and self._cells.pair(text))
        ]
        return len(values) * 2 >= len(below) > 0


def _is_period(text: str) -> bool:
    if _YEAR.fullmatch(text):
        return True
    return bool(text) and not text.isdigit() and _PERIOD.fullmatch(text) is not None


def _counts_pages(below: list[str]) -> bool:
    """Whether numbers without a head only rise, like the pages of a table of contents."""
    pages = [int(text) for text in below if text.isdigit()]
    return len(pages) == len(below) > 2 and pages == sorted(pages)


def _captions_like(text: str) -> bool:
    return "单位" in text or "表" in text or len(text) > 8


def sections_of(grid: Grid, shape: Shape, cells: CellScanner) -> dict[int, list[Field]]:
    """By row: the row above that is one head for the rows below it (一、医疗服务, over the whole width)."""
    found: dict[int, list[Field]] = {}
    current: list[Field] = []
    for row in range(shape.head_rows, grid.rows):
        fields = grid.row(row)
        filled = [f for f in fields if not cells.is_blank(f.norm)]
        alone = len(filled) == 1 and filled[0].cell.column <= (shape.labels[0] if shape.labels else 0)
        if alone and cells.number(filled[0].norm) is None and (filled[0].cell.columns > 1 or len(fields) > 1):
            current = filled
        else:
            found[row] = current
    return found
