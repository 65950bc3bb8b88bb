"""Running heads, running feet and page numbers: what stands at the edge of page after page, and is no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hospext.reading.pdf.segments import Segment, rows_of

_EDGE = 0.12  # of the page's height: heads and feet stand within
_ROWS = 3  # from the edge
_HEIGHT = 3.0  # points: a step, by which their places may differ
_LEAST_PAGES, _FEW_PAGES = 3, 4  # that repeat a line; of a document of few pages, two
_ALIKE = 0.8  # of the pages: their numbers grow with the pages
_LONGEST = 30  # characters of a page number, with its total
_APART = 1.5  # lines between a bare number and the text

_SENTENCE = re.compile("[，。；]|.{60}")  # no running head
_DIGITS = re.compile("[0-9]+")
_PAGE_NUMBER = re.compile(
    r"[-—–－·•.|/\s]*(?:[第共页/|,，\s]|page|of|[0-9]{1,4}(?![0-9]))+[-—–－·•.|/\s]*", re.I
)
_BARE = re.compile("[0-9]{1,4}")
_MARKED = re.compile("[-—–－第页/]|page", re.I)


@dataclass(slots=True)
class _Edge:
    """A line at the edge of a page; ``place`` counts from the edge, on the side above or below."""

    page: int
    side: int
    place: int
    row: list[Segment]
    text: str
    alone: bool  # stands apart from the text


def without_margins(pages: Sequence[list[Segment]], heights: Sequence[float]) -> list[list[Segment]]:
    """The stretches of each page without those of running heads, feet and page numbers."""
    edges = [edge for page, segments in enumerate(pages) for edge in _edges(page, segments, heights[page])]
    found = (*_repeated(edges, len(pages)), *_numbered(edges, len(pages)), *_page_numbers(edges))
    places = {(edge.page, edge.side, edge.place) for edge in found}
    gone: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        outer = range(edge.place + 1)  # what has text outside of it is text
        if all((edge.page, edge.side, place) in places for place in outer):
            gone[edge.page].update(map(id, edge.row))
    return [[s for s in segments if id(s) not in gone[page]] for page, segments in enumerate(pages)]


def _edges(page: int, segments: list[Segment], height: float) -> Iterator[_Edge]:
    rows = rows_of([s for s in segments if s.table is None], 0.25)
    for side, ordered in enumerate((rows, rows[::-1])):
        for place, row in enumerate(ordered[:_ROWS]):
            base = row[0].base
            if base > _EDGE * height if side == 0 else base < (1 - _EDGE) * height:
                break
            following = ordered[place + 1] if place + 1 < len(ordered) else None
            alone = following is None or abs(following[0].base - base) >= _APART * max(row[0].size, 8)
            yield _Edge(page, side, place, row, " ".join(s.text for s in row), alone)


def _repeated(edges: Sequence[_Edge], pages: int) -> Iterator[_Edge]:
    """Lines that stand word for word at the same height of several pages."""
    by_text: dict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        if not _SENTENCE.search(edge.text):
            by_text[edge.text].append(edge)
    for same in by_text.values():
        yield from _at_one_height(same, pages)


def _numbered(edges: Sequence[_Edge], pages: int) -> Iterator[_Edge]:
    """Lines that are the same but for a number that grows with the pages."""
    by_form: dict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        if _DIGITS.search(edge.text) and not _SENTENCE.search(edge.text):
            by_form[_DIGITS.sub("#", edge.text)].append(edge)
    for same in by_form.values():
        kept = _at_one_height(same, pages)
        offsets: dict[int, set[int]] = defaultdict(set)
        for edge in kept:
            for number in _DIGITS.findall(edge.text):
                offsets[int(number[-6:]) - edge.page].add(edge.page)
        if kept and max(map(len, offsets.values())) >= _ALIKE * len({edge.page for edge in kept}):
            yield from kept


def _page_numbers(edges: Sequence[_Edge]) -> Iterator[_Edge]:
    """Bare numbers at the edge, —3—, 第3页."""
    for edge in edges:
        text = edge.text.strip()
        if len(text) > _LONGEST or not _DIGITS.search(text) or not _PAGE_NUMBER.fullmatch(text):
            continue
        if _MARKED.search(text) or (edge.alone and len(text) <= 3 and _BARE.fullmatch(text)):
            yield edge


def _at_one_height(edges: list[_Edge], pages: int) -> list[_Edge]:
    """Of lines that are alike, those that share their height with enough others."""
    least = 2 if pages <= _FEW_PAGES else _LEAST_PAGES
    at: dict[int, set[int]] = defaultdict(set)  # height in steps → pages
    for edge in edges:
        at[round(edge.row[0].base / _HEIGHT)].add(edge.page)
    kept = []
    for edge in edges:
        step = round(edge.row[0].base / _HEIGHT)
        if sum(len(at.get(near, ())) for near in (step - 1, step, step + 1)) >= least:
            kept.append(edge)
    return kept
