"""From characters to the stretches of text that stand together on one line."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from hospext.reading.grid import Grid
from hospext.reading.pdf.glyphs import Glyph
from hospext.reading.scripts import lowered, raised

# In units of the font's size.
_TOGETHER = 0.5  # a wider gap parts two stretches: columns stand further apart
_CLOSE = 0.2  # a wider gap may have a mark in it that is drawn later, in another font
_BACK = 0.5  # as far may a character reach back under the one before it
_WIDE_SPACE = 1.2  # of written spaces
_WORD_GAP = 0.2  # between Latin letters: a space that was not written
_WIDE_GAP, _TIGHT = 0.28, 0.1  # a space beside Chinese, where most stand closer than this
_SMALL_GAP, _SET_SOLID = 0.15, 0.03  # a space between Chinese, where most touch each other
_SAME_LINE = 0.15
_SCRIPT_SIZE, _SCRIPT_SHIFT = 0.8, 0.15  # of raised and lowered figures
_TWICE = 0.3  # a character drawn again as near as this makes it bold
_PILE_GAP, _PILE_SIDE, _LEAST_PILE = 1.35, 0.25, 3  # of characters that stand one below the other
_FLUSH = 0.4  # share of the labels of a column that begin at its left
_TALL, _DEEP = 0.85, 0.15  # above and below the baseline

_HAN = regex.compile(r"\p{Han}")
_LATIN = re.compile("[A-Za-z0-9]")
_WORD = regex.compile(r"[\p{Han}A-Za-z0-9]")
_OPENING, _CLOSING = "“‘（(《〈「『【［[", "，。、；：？！”’）)》〉」』】］],.;:?!%％‰…—"
_QUOTES = "“”‘’"  # cling to both sides, as many programs break lines
# What a line cannot be broken within: a word or number, a character with the marks that cling to it.
_UNIT = rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9.]+|.)[{re.escape(_CLOSING)}]*"
_LEAD = regex.compile(
    rf"{_UNIT}(?:[{_QUOTES}]{_UNIT}|(?<=[{_QUOTES}]){_UNIT}){{0,3}}(?:[{re.escape(_OPENING)}]+$)?", regex.S
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table with ruling lines: its grid, and where the edges of its columns lie."""

    grid: Grid
    edges: tuple[float, ...]


@dataclass(slots=True)
class Segment:
    """A stretch of text on one line; ``lead`` is the width of what it begins with and a line cannot be broken within.

    A ruled table takes part in the order of reading as a stretch as high and wide as itself.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    lead: float
    top: float
    bottom: float
    slack: float = 0.0  # what usually lies between its characters, as in lines set to fill a column
    space_before: bool = False  # a written space, taken off
    space_after: bool = False
    table: Ruled | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_pile(self) -> bool:
        """Whether it runs downwards."""
        return self.table is None and self.bottom - self.top > 2 * self.size


def segments_of(glyphs: list[Glyph]) -> list[Segment]:
    """The stretches of a page, in no order."""
    found = [_segment(run) for run in _runs(glyphs)]
    return _merged(_once(segment for segment in found if segment is not None))


def _runs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that follow each other both in the file and on the page."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is None or not runs:
            runs.append([glyph])
        elif _is_twice(runs[-1], glyph):
            continue
        elif _follows(last, glyph) or _stands_below(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return [part for run in runs for whole in _unpiled(run) for part in _without_wide_spaces(whole)]


def _without_wide_spaces(run: list[Glyph]) -> list[list[Glyph]]:
    """The parts of a run between stretches of spaces that set columns apart."""
    parts: list[list[Glyph]] = [[]]
    end: float | None = None
    for glyph in run:
        if not glyph.char.isspace():
            if end is not None and glyph.x0 - end > _WIDE_SPACE * glyph.size:
                parts.append([])
            end = glyph.x1
        parts[-1].append(glyph)
    return parts


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    if glyph.source == last.source and abs(glyph.x0 - last.x0) < 0.01 * size and glyph.base == last.base:
        return True  # letters of one ligature
    near = -_BACK * size <= glyph.x0 - last.x1 <= _CLOSE * size
    return near and abs(glyph.base - last.base) <= _SAME_LINE * size and _alike(last.size, glyph.size)


def _stands_below(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether a character goes on a line that runs downwards."""
    last = run[-1]
    if not _HAN.match(glyph.char) or not _HAN.match(last.char) or not _alike(last.size, glyph.size):
        return False
    if len(run) > 1 and abs(run[-2].base - last.base) < _SAME_LINE * last.size:
        return False
    below = 0.5 < (glyph.base - last.base) / last.size <= _PILE_GAP
    return below and abs(glyph.x0 + glyph.x1 - last.x0 - last.x1) / 2 <= _PILE_SIDE * last.size


def _unpiled(run: list[Glyph]) -> list[list[Glyph]]:
    """A run that goes downwards stays together only where it is long enough to be meant so."""
    is_pile = len(run) > 1 and run[1].base - run[0].base > _SAME_LINE * run[0].size
    return [[glyph] for glyph in run] if is_pile and len(run) < _LEAST_PILE else [run]


def _is_twice(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    if last.char != glyph.char or last.source == glyph.source or glyph.char.isspace():
        return False
    near = _TWICE * glyph.size
    return abs(last.x0 - glyph.x0) <= near and abs(last.base - glyph.base) <= near


def _alike(a: float, b: float) -> bool:
    return min(a, b) >= _SCRIPT_SIZE * max(a, b)


def _segment(run: list[Glyph]) -> Segment | None:
    """The stretch of a run, without the spaces around it; None where it is only spaces."""
    first = next((i for i, glyph in enumerate(run) if not glyph.char.isspace()), None)
    if first is None:
        return None
    last = max(i for i, glyph in enumerate(run) if not glyph.char.isspace())
    space_before, space_after = first > 0, last + 1 < len(run)
    run = run[first : last + 1]
    gaps = [glyph.x0 - before.x1 for before, glyph in itertools.pairwise(run)]
    slack = statistics.median(gaps) if gaps else 0.0
    parts = [run[0].char]
    for before, glyph, gap in zip(run, run[1:], gaps, strict=False):
        if _is_space(before.char, glyph.char, gap, glyph.size, slack):
            parts.append(" ")
        parts.append(glyph.char if glyph.char not in "\r\n\t" else " ")
    text = "".join(parts)
    lead = _LEAD.match(text)
    letters = lead.end() if lead else 1
    size = max(glyph.size for glyph in run)
    return Segment(
        text=text,
        x0=min(glyph.x0 for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        base=run[0].base,
        size=size,
        lead=run[min(letters, len(run)) - 1].x1 - run[0].x0,
        top=min(glyph.base for glyph in run) - _TALL * size,
        bottom=max(glyph.base for glyph in run) + _DEEP * size,
        slack=slack,
        space_before=space_before,
        space_after=space_after,
    )


def _once(segments: Iterable[Segment]) -> list[Segment]:
    """Without stretches that are drawn again in their place, which makes them bold or gives them a shadow."""
    kept: list[Segment] = []
    places: dict[str, list[Segment]] = {}
    for segment in segments:
        near = _TWICE * segment.size
        same = places.setdefault(segment.text, [])
        if not any(abs(s.x0 - segment.x0) <= near and abs(s.base - segment.base) <= near for s in same):
            same.append(segment)
            kept.append(segment)
    return kept


def _merged(segments: list[Segment]) -> list[Segment]:
    """Stretches side by side on one line become one."""
    chains: list[list[Segment]] = []
    for line in rows_of(segments, 0.5):
        for segment in line:
            if chains and _beside(chains[-1][-1], segment):
                chains[-1].append(segment)
            else:
                chains.append([segment])
    return [_one(chain) for chain in chains]


def _one(chain: list[Segment]) -> Segment:
    first, *rest = chain
    gaps = [right.x0 - left.x1 for left, right in zip(chain, rest, strict=False)]
    slack = statistics.median([*gaps, *(s.slack for s in chain for _ in s.text[1:]), first.slack])
    for segment in rest:
        _append(first, segment, slack)
    return first


def rows_of(segments: Iterable[Segment], tolerance: float) -> list[list[Segment]]:
    """Stretches by line, from top to bottom, each line from left to right; baselines may differ by a share of the size."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.x0)):
        if rows and segment.base - rows[-1][0].base <= tolerance * max(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


def _beside(left: Segment, right: Segment) -> bool:
    size = max(left.size, right.size)
    if not -_BACK * size <= right.x0 - left.x1 <= _TOGETHER * size:
        return False
    if abs(left.base - right.base) <= _SAME_LINE * size:
        return True
    small, large = sorted((left, right), key=lambda s: s.size)
    inside = large.top - _DEEP * size <= small.top and small.base <= large.bottom + _DEEP * size
    return inside and small.size <= _SCRIPT_SIZE * large.size


def _is_space(before: str, char: str, gap: float, size: float, slack: float) -> bool:
    """Whether a gap is a space that was not written: between words, or wider than others in a line of Chinese."""
    if _LATIN.match(before) and _LATIN.match(char):
        return gap > _WORD_GAP * size
    if gap <= _SMALL_GAP * size or slack >= _TIGHT * size or not (_WORD.match(before) and _WORD.match(char)):
        return False
    alike = _HAN.match(before) and _HAN.match(
        char
    )  # beside letters, many programs leave a quarter of the size
    return gap > _WIDE_GAP * size or (slack < _SET_SOLID * size and bool(alike))


def _lengthen_lead(left: Segment, right: Segment) -> None:
    """What a line begins with goes on in the stretch that is put behind its first one."""
    if left.x0 + left.lead < left.x1 - 0.1 * left.size:
        return
    clings = right.text[0] in _CLOSING + _QUOTES or left.text[-1] in _OPENING + _QUOTES
    if clings or (_LATIN.match(left.text[-1]) and _LATIN.match(right.text[0])):
        left.lead = right.x0 + right.lead - left.x0


def _append(left: Segment, right: Segment, slack: float) -> None:
    shift = left.base - right.base
    text = right.text
    if right.size <= _SCRIPT_SIZE * left.size and abs(shift) >= _SCRIPT_SHIFT * left.size:
        text = raised(text) if shift > 0 else lowered(text)
    apart = left.space_after or right.space_before
    apart = apart or _is_space(left.text[-1], text[0], right.x0 - left.x1, right.size, slack)
    _lengthen_lead(left, right)
    left.text += (" " if apart else "") + text
    left.space_after = right.space_after
    left.x1 = max(left.x1, right.x1)
    left.top, left.bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    if right.size > left.size:
        left.size, left.base = right.size, right.base


def set_in(labels: Sequence[Segment]) -> dict[int, int]:
    """By how many characters each of the labels of a column is set in, by id; none where they are not flush left."""
    left = min((label.x0 for label in labels), default=0.0)
    flush = sum(label.x0 - left <= 0.2 * label.size for label in labels)
    is_flush = flush >= _FLUSH * len(labels)
    return {id(label): round((label.x0 - left) / label.size) if is_flush else 0 for label in labels}
