"""The order of reading on a page: columns are cut apart along the gutters between them, titles above them first."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hospext.reading.grid import Grid
from hospext.reading.pdf.aligned import aligned_table
from hospext.reading.pdf.glyphs import Rule
from hospext.reading.pdf.segments import Segment, rows_of

MAX_WORK = 1_000_000  # stretches × places of gutters to try; on a page with more, columns are not looked for

# In units of the text's size.
_GUTTER = 0.75  # least width of the space between columns
_LEAST_HEIGHT = 2.0  # of the stretch in which two columns stand side by side
_SAME_LINE = 0.25
_HEADLINE, _BEFORE_HEADLINE = 1.25, 0.8  # its size, and what lies above it in all columns
_TRIED = 8  # gutters that are looked at before a region is taken for one column
_LEAST_WIDTH = 7.0  # of a column of text
_FILL = 0.7  # of the width of a column: lines of text fill as much, lists and forms do not
_TEXT_LINES, _FULL = 3, 0.9  # fewer lines have to fill it nearly
_TELLING = 0.5  # share of lines that stand on one height left and right: fewer, and the sides are apart


@dataclass(slots=True)
class Line:
    """One line of one column."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    lead: float


@dataclass(slots=True)
class Block:
    """What is read without a break: the lines of one column, or a table."""

    lines: list[Line] = field(default_factory=list)
    grid: Grid | None = None
    edges: tuple[float, ...] = ()  # of the columns of a ruled table


@dataclass(frozen=True, slots=True)
class _Cut:
    """A gutter: its place, from where to where it runs, and for how far there is text on both sides of it."""

    x: float
    top: float
    bottom: float
    shared: float


def blocks_of(segments: Sequence[Segment], across: Sequence[Rule]) -> list[Block]:
    """The blocks of a page or of a part of it, in the order of reading."""
    if not segments:
        return []
    size = statistics.median([s.size for s in segments if s.table is None] or [10.0])
    parts = _at_headlines(segments, size)
    if len(parts) > 1:
        return [block for part in parts for block in blocks_of(part, across)]
    for cut in _cuts(segments, size):
        found = _along(segments, cut, size, across)
        if found is not None:
            return found
    return _block_of(segments)


def _at_headlines(segments: Sequence[Segment], size: float) -> list[list[Segment]]:
    """The parts of a region that begin with headlines across all of it, or beside each other: an article each."""
    parts: list[list[Segment]] = [[]]
    bottom = float("inf")
    order = sorted(segments, key=lambda s: s.top)
    for at, segment in enumerate(order):
        if segment.top - bottom >= _BEFORE_HEADLINE * size:
            row = [s for s in order[at : at + 8] if s.top < segment.bottom]
            if any(s.size >= _HEADLINE * size for s in row):
                parts.append([])
        parts[-1].append(segment)
        bottom = segment.bottom if at == 0 else max(bottom, segment.bottom)
    return parts


def _along(segments: Sequence[Segment], cut: _Cut, size: float, across: Sequence[Rule]) -> list[Block] | None:
    """The blocks above, beside and below a gutter; None where it is none."""
    above = [s for s in segments if s.middle <= cut.top]
    below = [s for s in segments if s.middle >= cut.bottom]
    band = [s for s in segments if cut.top < s.middle < cut.bottom]
    table = aligned_table(band, size)
    if table is not None:
        before, grid, after = table
        middle = [*blocks_of(before, across), Block(grid=grid), *blocks_of(after, across)]
        return [*blocks_of(above, across), *middle, *blocks_of(below, across)]
    left = [s for s in band if s.x1 <= cut.x + 1]
    right = [s for s in band if s.x1 > cut.x + 1]
    if not _are_columns(left, right, size):
        return None
    middle = []
    for part in _between_rules(band, cut, across):
        sides = [s for s in part if s.x1 <= cut.x + 1], [s for s in part if s.x1 > cut.x + 1]
        if len(part) < len(band):
            middle += blocks_of(part, across)
        else:
            middle += [*blocks_of(sides[0], across), *blocks_of(sides[1], across)]
    return [*blocks_of(above, across), *middle, *blocks_of(below, across)]


def _between_rules(band: Sequence[Segment], cut: _Cut, across: Sequence[Rule]) -> list[list[Segment]]:
    """The parts of a band between lines drawn across its gutter, which part one article from the next."""
    ends = sorted(
        rule.at
        for rule in across
        if rule.start < cut.x - 12 and rule.end > cut.x + 12 and cut.top < rule.at < cut.bottom
    )
    parts: list[list[Segment]] = [[] for _ in range(len(ends) + 1)]
    for segment in band:
        parts[sum(end < segment.middle for end in ends)].append(segment)
    return [part for part in parts if part]


def _cuts(segments: Sequence[Segment], size: float) -> list[_Cut]:
    """The gutters of a region, those first beside which most text stands."""
    width = _GUTTER * size
    if not _has_neighbours(segments, width):
        return []
    places = sorted({round(segment.x1, 0) for segment in segments})
    if len(places) * len(segments) > MAX_WORK:
        return []
    found: dict[tuple[int, int], _Cut] = {}
    for x in places:
        for top, bottom in _free(segments, x, x + width):
            if bottom - top < _LEAST_HEIGHT * size:
                continue
            inside = [s for s in segments if top < s.middle < bottom]
            left = [s for s in inside if s.x1 <= x + 1]
            right = [s for s in inside if s.x1 > x + 1]
            if not left or not right:
                continue
            shared = min(max(s.bottom for s in left), max(s.bottom for s in right)) - max(
                min(s.top for s in left), min(s.top for s in right)
            )
            if shared >= _LEAST_HEIGHT * size:
                cut = _Cut(x, top, bottom, shared)
                found.setdefault((len(left), len(right)), cut)
    return sorted(found.values(), key=lambda cut: -cut.shared)[:_TRIED]


def _has_neighbours(segments: Sequence[Segment], width: float) -> bool:
    """Whether anywhere two stretches stand side by side with a gutter's width between them."""
    active: list[Segment] = []
    for segment in sorted(segments, key=lambda s: s.top):
        active = [s for s in active if s.bottom > segment.top]
        if any(s.x0 - segment.x1 >= width or segment.x0 - s.x1 >= width for s in active):
            return True
        active.append(segment)
    return False


def _free(segments: Sequence[Segment], x0: float, x1: float) -> Iterator[tuple[float, float]]:
    """The stretches of height in which nothing stands between two places."""
    at = min(s.top for s in segments)
    for segment in sorted((s for s in segments if s.x0 < x1 and s.x1 > x0 + 1), key=lambda s: s.top):
        if segment.top > at:
            yield at, segment.top
        at = max(at, segment.bottom)
    bottom = max(s.bottom for s in segments)
    if bottom > at:
        yield at, bottom


def _are_columns(left: Sequence[Segment], right: Sequence[Segment], size: float) -> bool:
    """Whether two sides are read one after the other, and not across as in a form or a list."""
    beside = _nearest(left, last=True), _nearest(right, last=False)
    few = min(map(len, beside))
    if few < 2:
        return False
    if all(_is_text(side, size, _FILL if few >= _TEXT_LINES else _FULL) for side in beside):
        return True
    heights = [segment.base for segment in beside[0]]
    level = sum(any(abs(s.base - at) <= _SAME_LINE * s.size for at in heights) for s in beside[1])
    return level < _TELLING * few


def _nearest(side: Sequence[Segment], last: bool) -> list[Segment]:
    """The stretches of a side that have no other between them and the gutter."""
    order = sorted(side, key=lambda s: -s.x1 if last else s.x0)
    kept: list[Segment] = []
    for segment in order:
        if not any(s.top < segment.base < s.bottom or segment.top < s.base < segment.bottom for s in kept):
            kept.append(segment)
    return kept


def _is_text(column: Sequence[Segment], size: float, share: float) -> bool:
    """Whether most lines of a column are about as wide as its widest; the last may be short."""
    widths = sorted(s.x1 - s.x0 for s in sorted(column, key=lambda s: s.base)[:-1])
    wide = widths[3 * len(widths) // 4]
    return wide >= _LEAST_WIDTH * size and statistics.median(widths) >= share * wide


def _block_of(segments: Sequence[Segment]) -> list[Block]:
    """One column: the lines above, between and below its ruled tables, and these."""
    blocks: list[Block] = [Block()]
    for row in rows_of(segments, _SAME_LINE):
        text = [segment for segment in row if segment.table is None]
        if text:
            blocks[-1].lines.append(line_of(text))
        for table in (segment.table for segment in row if segment.table is not None):
            blocks += [Block(grid=table.grid, edges=table.edges), Block()]
    return [block for block in blocks if block.lines or block.grid]


def line_of(row: Sequence[Segment]) -> Line:
    """Stretches that stand on one line as one, with spaces between them."""
    first = row[0]
    text = first.text
    for before, segment in itertools.pairwise(row):
        text += ("  " if segment.x0 - before.x1 >= 2 * segment.size else " ") + segment.text
    size = max(row, key=lambda s: s.x1 - s.x0).size
    return Line(text, first.x0, max(s.x1 for s in row), first.base, size, first.lead)
