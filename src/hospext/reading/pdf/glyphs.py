"""What is on a page of a PDF: its characters with their places, and its ruling lines.

Places are in points, x in the direction of reading and y downwards, from the upper left corner of the page as it lies
when most of its text is upright.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw
import regex

from hospext.errors import InputError

MAX_CHARS = 200_000  # of one page: a newspaper's has some ten thousand
_MAX_OBJECTS = 20_000  # a page with more is a drawing, and its lines are no tables
_MAX_SEGMENTS = 64  # of one path
_MAX_DEPTH = 8
_UPRIGHT = 8  # degrees that a scanned line may be askew
_THIN, _SHORTEST = 3.0, 6.0  # points: a rectangle no thicker is a line; shorter ones are ornaments
_STRAIGHT = 0.5  # points by which the ends of a straight line may differ
_HYPHENS = ("\x02", "\ufffe")  # how pdfium marks a hyphen that it took for one of a broken word
_LARGE = 0.3  # of a page: a picture that may be a scan

_HAN = regex.compile(r"\p{Han}")

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


@dataclass(slots=True)
class Glyph:
    """One character; ``base`` is its baseline, ``size`` the size of its font, ``source`` what it was drawn with."""

    char: str
    x0: float
    x1: float
    base: float
    size: float
    source: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: where it lies on the one axis, and from where to where on the other."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """One page: upright characters in the order in which they are drawn; ``turned`` are those that run another way."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    turned: list[list[Glyph]] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    is_picture: bool = False
    unknown: int = 0  # characters of which the file does not say what they are


@dataclass(slots=True)
class _Source:
    """A piece of text that is drawn at once."""

    number: int
    size: float
    degrees: int | None  # to the next quarter turn; None where it is askew


def sheet_of(page: Any) -> Sheet:
    """Read a page of pypdfium2."""
    left, bottom, right, top = page.get_cropbox()
    groups: dict[int | None, list[tuple[str, _Source, tuple[float, float, float, float], Point]]] = {}
    unknown = 0
    text = page.get_textpage()
    try:
        for char, source, box, origin in _characters(text):
            if char in "\x00\ufffd":
                unknown += 1
            elif left <= origin[0] <= right and bottom <= origin[1] <= top:
                groups.setdefault(source.degrees, []).append((char, source, box, origin))
    finally:
        text.close()
    counts = Counter({degrees: len(found) for degrees, found in groups.items() if degrees is not None})
    main = counts.most_common(1)[0][0] if counts else 0
    turn, width, height = _turning(main // 90, (left, bottom, right, top))
    sheet = Sheet(width, height, unknown=unknown)
    for degrees, found in groups.items():
        if degrees == main or (not counts and degrees is None):
            sheet.glyphs = [_glyph(*each, turn) for each in found]
        elif degrees is not None:  # what is askew is a watermark
            own = _turning(degrees // 90, (left, bottom, right, top))[0]
            sheet.turned.append([_glyph(*each, own) for each in found])
    if sheet.glyphs:
        _add_rules(sheet, page, turn)
    else:
        sheet.is_picture = _shows_picture(page, (right - left) * (top - bottom))
    return sheet


def _characters(text: Any) -> Iterator[tuple[str, _Source, tuple[float, float, float, float], Point]]:
    """Each character with its source, its box (left, bottom, right, top) and its origin, as the page has them."""
    count = text.count_chars()
    if count > MAX_CHARS:
        raise InputError(f"a page holds more than {MAX_CHARS:,} characters: print it to PDF anew")
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]
    sources: dict[int, _Source] = {}
    half = 0
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            half = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((half & 0x3FF) << 10) + (code & 0x3FF)
        char = chr(code)
        if char in _HYPHENS:
            char = "-"
        drawn = ctypes.cast(raw.FPDFText_GetTextObject(text, at), ctypes.c_void_p).value or 0
        source = sources.get(drawn)
        if source is None:
            source = sources[drawn] = _source(text, at, len(sources))
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        if source.degrees == 0 and raw.FPDFText_GetLooseCharBox(text, at, box):
            edges = (box.left, box.bottom, box.right, box.top)
        else:
            raw.FPDFText_GetCharBox(text, at, tight[0], tight[2], tight[1], tight[3])
            edges = (tight[0].value, tight[1].value, tight[2].value, tight[3].value)
        yield char, source, edges, (x.value, y.value)


def _source(text: Any, at: int, number: int) -> _Source:
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(text, at)
    if not raw.FPDFText_GetMatrix(text, at, matrix):
        return _Source(number, size or 10.0, 0)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(angle / 90) * 90
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return _Source(
        number, abs(size * scale) or 10.0, quarter % 360 if abs(angle - quarter) <= _UPRIGHT else None
    )


def _glyph(
    char: str, source: _Source, box: tuple[float, float, float, float], origin: Point, turn: Turn
) -> Glyph:
    ax, _ = turn(box[0], box[1])
    bx, _ = turn(box[2], box[3])
    start, base = turn(*origin)
    x0, x1 = min(ax, bx), max(ax, bx)
    if x0 > start + 0.02 * source.size:  # the box of its ink alone
        x0 = start
        if _HAN.match(char):
            x1 = max(x1, start + source.size)
    return Glyph(char, x0, x1, base, source.size, source.number)


def _turning(turns: int, box: tuple[float, float, float, float]) -> tuple[Turn, float, float]:
    """How places of a page become places of the sheet after quarter turns clockwise, and the sheet's size."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if turns == 0:
        return lambda x, y: (x - left, top - y), width, height
    if turns == 1:
        return lambda x, y: (y - bottom, x - left), height, width
    if turns == 2:
        return lambda x, y: (right - x, y - bottom), width, height
    return lambda x, y: (top - y, right - x), height, width


def _add_rules(sheet: Sheet, page: Any, turn: Turn) -> None:
    for edge in _edges(page):
        (ax, ay), (bx, by) = turn(*edge[0]), turn(*edge[1])
        if abs(ay - by) <= _STRAIGHT and abs(ax - bx) >= _SHORTEST:
            sheet.across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= _STRAIGHT and abs(ay - by) >= _SHORTEST:
            sheet.down.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))


def _edges(page: Any) -> Iterator[tuple[Point, Point]]:
    """The straight edges of all that is drawn; a thin rectangle is one edge, along its middle."""
    for index, (drawn, matrix) in enumerate(_objects(page, raw.FPDF_PAGEOBJ_PATH)):
        if index >= _MAX_OBJECTS:
            return
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(drawn, own)
        points = [
            [_moved(_moved(point, _tuple(own)), matrix) for point in line]
            for line in _lines(drawn)
            if len(line) > 1
        ]
        if not points:
            continue
        xs = [x for line in points for x, _ in line]
        ys = [y for line in points for _, y in line]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= _THIN:
            yield (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
        elif x1 - x0 <= _THIN:
            yield ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
        else:
            for line in points:
                yield from itertools.pairwise(line)


def _lines(path: Any) -> list[list[Point]]:
    """The runs of straight segments of a path; nothing for one that is a drawing."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MAX_SEGMENTS:
        return []
    lines: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if (
            raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO
        ):  # a curve ends a line as a move does
            lines.append([])
        if not lines:
            lines.append([])
        lines[-1].append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            lines[-1].append(lines[-1][0])
    return lines


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


def _objects(page: Any, wanted: int) -> Iterator[tuple[Any, _Matrix]]:
    """The objects of a type on a page and in its forms, with the matrix that puts each on the page."""
    stack: list[tuple[Any, _Matrix, int]] = [(None, _SAME, 0)]
    while stack:
        form, matrix, depth = stack.pop()
        count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(page)
        for at in range(max(count, 0)):
            found = raw.FPDFFormObj_GetObject(form, at) if form else raw.FPDFPage_GetObject(page, at)
            kind = raw.FPDFPageObj_GetType(found)
            if kind == wanted:
                yield found, matrix
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                own = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(found, own)
                stack.append((found, _after(_tuple(own), matrix), depth + 1))


def _tuple(matrix: Any) -> _Matrix:
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _moved(point: Point, matrix: _Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _after(first: _Matrix, second: _Matrix) -> _Matrix:
    """The matrix that does the first and then the second."""
    a, b = _moved((first[0], first[1]), (*second[:4], 0, 0))
    c, d = _moved((first[2], first[3]), (*second[:4], 0, 0))
    return (a, b, c, d, *_moved((first[4], first[5]), second))


def _shows_picture(page: Any, area: float) -> bool:
    edges = [ctypes.c_float() for _ in range(4)]
    for found, matrix in _objects(page, raw.FPDF_PAGEOBJ_IMAGE):
        if raw.FPDFPageObj_GetBounds(found, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
            if (right - left) * (top - bottom) * scale >= _LARGE * area:
                return True
    return False
