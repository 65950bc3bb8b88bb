"""Which line breaks are only the width of a column: newspapers and PDFs break lines in mid-word."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat

import regex

_ENDS_SENTENCE = frozenset("。！？；!?;…")
_ENDS = _ENDS_SENTENCE | frozenset("：:）)】》”")  # or a head
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[■□▲△◀▼●◆♦★※【—]|\d{1,2}[.、．]"
)
_KEY_VALUE = re.compile(r"[^\s：:，。]{2,12}[：:]")
_NUMBER = "0123456789０１２３４５６７８９.．"
# These look at the ends of all lines at once: one character a line, and a line break for a blank one.
_BLOCK = re.compile(r"[^\n]+")
_OPEN_BEFORE_BLANKS = re.compile(rf"[^\n{re.escape(''.join(_ENDS))}]\n{{1,2}}(?=[^\n])")  # two at most
_OPEN_NUMBER = re.compile(rf"[{_NUMBER}年](?=[^\n])")  # what may break a number or a date
_INDENTED = re.compile(r"\s(?:\s|(?<=[\u3000\t]))")  # one plain space is no indent
_LEAD = regex.compile(r"(?r)(\d)|[\p{Han}：:，,]")  # looked for from the right
_DATE = re.compile("[1-9１-９][0-9０-９]?月[0-9０-９]{1,2}[日号]")
_REST_OF_NUMBER = regex.compile(
    r"[0-9０-９]*(?:[.．][0-9０-９]+)?(?:[%％‰]|[余多]?(?:万|亿)?(?:人次|[人名例台张元万亿日月年天家分次项个篇床]))|[.．][0-9０-９]"
)
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}年")
_HAN = regex.compile(r"\p{Han}")
_REST_OF_DATE = regex.compile(r"[0-9０-９]{1,2}月")
_SLACK = 3  # columns: kinsoku pushes a mark to the next line
_OPEN_SHARE = (
    0.65  # of the width: a line this long with an open end is broken, not ended (columns vary on a page)
)
_EXACT_LINES, _EXACT_SHARE, _EXACT_SHORTEST = 6, 0.35, 6  # of a wrap at a fixed number of characters
_NEARLY = 0.8
_OVERHANG = 6  # columns: what is left of a line that was too wide by a mark or two
_SHORTEST_BLOCK, _SHORT_BLOCK = 3, 6  # lines of which a width can be told; of which one must be told
_LONG_LINE = 60  # columns: longer than a heading, so an open end is a broken sentence
_IN_PRINT = ("gb18030", "replace")  # has two bytes for a Chinese character, one for a Latin letter


def joining(raws: Sequence[str], bodies: Sequence[str]) -> list[bool]:
    """For each line, whether its text goes on, without a break, in the next line that is not blank.

    A line is given twice: as it stands, and as a body without the spaces at its end (a blank line has none). An exact
    wrap is undone before columns are looked at, so that a newspaper wrapped once more by a program is read like the
    newspaper.
    """
    length = _exact_length(raws, bodies)
    if not length:
        return _joining_by_width(bodies)
    goes_on = _exact_joins(raws, bodies, length)
    starts = [i for i in range(len(bodies)) if not (i and goes_on[i - 1])]
    ends = [*starts[1:], len(bodies)]
    runs = ["".join(bodies[first:last]) for first, last in zip(starts, ends, strict=True)]
    for last, joins in zip(ends, _joining_by_width(runs), strict=True):
        goes_on[last - 1] = joins
    return goes_on


def _exact_joins(raws: Sequence[str], bodies: Sequence[str], length: int) -> list[bool]:
    """For each line, whether a wrap at a fixed number of characters broke it: one of just that many goes on."""
    title = _full_title(raws, bodies, length)
    return [
        i != title and following != "" and _length(raw) == length and not _starts_anew(body, following)
        for i, (raw, body, following) in enumerate(zip(raws, bodies, [*bodies[1:], ""], strict=True))
    ]


def _length(raw: str) -> int:
    """How many characters a line has as it stands, the spaces at its end included."""
    return len(raw.rstrip("\r\n"))


def _full_title(raws: Sequence[str], bodies: Sequence[str], length: int) -> int:
    """The place of a first line that is a title of just the wrapped length, with a second title line below it; or -1."""
    first = next(i for i, body in enumerate(bodies) if body)
    title, second, third = bodies[first : first + 3]
    if not second or not third:
        return -1
    closed = title.count("“") == title.count("”") and title.count("（") == title.count("）")
    short = 6 <= _length(raws[first + 1]) < length and second[-1] not in _ENDS_SENTENCE
    return first if closed and short and _length(raws[first + 2]) == length else -1


def _exact_length(raws: Sequence[str], bodies: Sequence[str]) -> int:
    """The number of characters that a program wrapped at, or 0."""
    filled = list(compress(raws, bodies))
    if len(filled) < _EXACT_LINES:
        return 0
    sizes = list(map(len, filled))
    least = max(sizes) - len("\r\n")  # what a line of the greatest length has at least
    if sum([size >= least for size in sizes]) < _EXACT_SHARE * len(filled):  # as in most texts
        return 0
    lengths = [_length(raw) for raw in filled]
    length = max(lengths)
    is_open = [body[-1] not in _ENDS_SENTENCE for body in bodies if body]
    full = [goes_on for size, goes_on in zip(lengths, is_open, strict=True) if size == length]
    if length < _EXACT_SHORTEST or len(full) < _EXACT_SHARE * len(filled):
        return 0
    nearly = [
        goes_on and _NEARLY * length <= size < length for size, goes_on in zip(lengths, is_open, strict=True)
    ]
    if sum(nearly) * 4 > len(full):
        return 0  # columns of a newspaper, where a mark may hang over
    return length if full.count(False) * 3 <= len(full) else 0


def _starts_anew(body: str, following: str) -> bool:
    closed = body[-1:] in _ENDS_SENTENCE
    return _INDENTED.match(following) is not None or (closed and _MARKER.match(following) is not None)


def columns_of(bodies: Sequence[str]) -> list[int]:
    """How wide each line is in print, a Chinese character two columns; all at once, as a call of the codec costs more."""
    encoded = "\n".join(bodies).encode(*_IN_PRINT)
    return list(map(len, encoded.split(b"\n"))) if bodies else []


@dataclass(slots=True)
class _Lines:
    """The lines column by column: most things are asked of all of them."""

    bodies: Sequence[str]
    ends: str  # see ``_BLOCK``
    lengths: Sequence[int]
    columns: Sequence[int]


@dataclass(slots=True, eq=False)
class _Width:
    """The width that a block of lines is wrapped at."""

    full: int  # columns of a full line, or more
    full_length: int  # characters of one, or more
    broken: float  # columns of a line that is broken, not ended, where its end is open


_Block = tuple[int, int]  # where its lines stand, half-open
_UNWRAPPED = _Width(sys.maxsize, sys.maxsize, sys.maxsize)  # no line reaches it


def _joining_by_width(bodies: Sequence[str]) -> list[bool]:
    """For each line, whether its text goes on in the next one, told by the width of the block it stands in."""
    ends = "".join([body[-1:] or "\n" for body in bodies])
    blocks = [block.span() for block in _BLOCK.finditer(ends)]
    joins = [False] * len(bodies)
    widths = [_UNWRAPPED] * len(bodies)
    if any(last - first >= _SHORTEST_BLOCK for first, last in blocks):
        lines = _Lines(bodies, ends, list(map(len, bodies)), columns_of(bodies))
        widths = _widths(lines, blocks)
        joins = _joining_within(lines, widths)
    for end in _OPEN_BEFORE_BLANKS.finditer(ends):
        i, following = end.span()
        joins[i] = _joins_past_blanks(bodies[i], bodies[following], widths[i])
    for end in _OPEN_NUMBER.finditer(ends):
        i = end.start()
        if not _INDENTED.match(bodies[i + 1]) and _breaks_number(bodies[i], bodies[i + 1]):
            joins[i] = True
    return joins


def _widths(lines: _Lines, blocks: Sequence[_Block]) -> list[_Width]:
    """For each line, the width of its block; a short one that shows none has that of the last that does, or the first."""
    widths = [_UNWRAPPED] * len(lines.bodies)
    shown = [
        _block_width(lines, first, last) if last - first >= _SHORTEST_BLOCK else _UNWRAPPED
        for first, last in blocks
    ]
    known = next((width for width in shown if width is not _UNWRAPPED), _UNWRAPPED)
    for (first, last), width in zip(blocks, shown, strict=True):
        if width is not _UNWRAPPED:
            known = width
        elif last - first < _SHORT_BLOCK:
            width = known
        widths[first:last] = [width] * (last - first)
    return widths


def _block_width(lines: _Lines, first: int, last: int) -> _Width:
    """The width that many lines of a block have, in columns or in characters, most of them with an open end."""
    lengths, columns = lines.lengths[first:last], lines.columns[first:last]
    need, few = max(2, (last - first) // 3), (last - first) // 20
    longest, widest = sorted(lengths, reverse=True), sorted(columns, reverse=True)
    longer = _first_shared(longest, need, 0, 6)
    wider = _first_shared(widest, need, _SLACK, 12)
    length = longest[longer] if longer is not None else 0
    column = widest[wider] if wider is not None else 0
    if longer is not None and longer <= few:
        column = max(column, 2 * length)
    elif wider is None or sum([wide > column + _SLACK for wide in widest[:wider]]) > few:
        return _UNWRAPPED
    else:
        length = sys.maxsize
    width = _Width(column - _SLACK, length, _OPEN_SHARE * column)
    full = compress(lines.ends[first:last], _filled(columns, lengths, repeat(width)))
    closed = [end in _ENDS_SENTENCE for end in full]
    return width if sum(closed) * 2 <= len(closed) else _UNWRAPPED


def _filled(columns: Iterable[int], lengths: Iterable[int], widths: Iterable[_Width]) -> list[bool]:
    """Of each line, whether it is as wide as its block."""
    return [
        wide >= width.full or length >= width.full_length
        for wide, length, width in zip(columns, lengths, widths, strict=False)
    ]


def _first_shared(widths: list[int], need: int, slack: int, least: int) -> int | None:
    """Where, in widths that fall, the first one stands that enough lines have, or nearly have; so many are wider."""
    for i in range(len(widths) - need + 1):
        if widths[i] < least:
            break
        if widths[i] - widths[i + need - 1] <= slack:
            return i
    return None


def _joining_within(lines: _Lines, widths: Sequence[_Width]) -> list[bool]:
    """For each line, whether it goes on in the very next one: it is full, or its end is open."""
    bodies = lines.bodies
    if widths.count(_UNWRAPPED) == len(widths):  # as in texts that nobody wrapped
        return [False] * len(bodies)
    full = _filled(lines.columns, lines.lengths, widths)
    return [  # rare things are looked for by a character first
        following != ""
        and (is_full or (end not in _ENDS and _is_broken(lines, i, widths[i])))
        and not (following[0].isspace() and _INDENTED.match(following))
        and not (("：" in body or ":" in body) and _KEY_VALUE.match(body) and _KEY_VALUE.match(following))
        for i, (is_full, body, end, following) in enumerate(
            zip(full, bodies, lines.ends, [*bodies[1:], ""], strict=True)
        )
    ]


def _is_broken(lines: _Lines, i: int, width: _Width) -> bool:
    """Whether an open line is broken, not ended: it is long, or what is left of a long one above."""
    if lines.columns[i] <= _OVERHANG and i and lines.columns[i - 1] >= width.broken:
        return True
    return lines.columns[i] >= width.broken and not _MARKER.match(lines.bodies[i + 1])


def _joins_past_blanks(line: str, following: str, width: _Width) -> bool:
    """Whether a line with an open end goes on after blank lines: it must be full."""
    columns = len(line.encode(*_IN_PRINT))
    full = columns >= (_LONG_LINE if width is _UNWRAPPED else width.full) or len(line) >= width.full_length
    anew = (_INDENTED, _MARKER, _KEY_VALUE)  # 门诊人次：12万 is no rest of a title
    return full and not any(head.match(following) for head in anew)


def _breaks_number(line: str, following: str) -> bool:
    """Whether a line end stands inside a number or a date: 2590⏎9人次, 9⏎3.4分, 2025年⏎6月18日."""
    if line[-1] in _NUMBER:
        if line[-2:-1].isdecimal() and _DATE.match(following.lstrip()):
            return False  # 浏览次数：1527⏎10月15日上午，…
        return _opens_number(line) and _REST_OF_NUMBER.match(following.lstrip()) is not None
    return line[-1] == "年" and _opens_date(line) and _REST_OF_DATE.match(following.lstrip()) is not None


def _opens_number(line: str) -> bool:
    """Whether the digits at the end of a line are those that words, a comma or a colon lead up to, without digits between."""
    head = line.rstrip(_NUMBER)
    lead = _LEAD.search(head)
    return lead is not None and lead[1] is None and line[len(head) :].strip(".．") != ""


def _opens_date(line: str) -> bool:
    """Whether a line that ends with 年 ends with a year, after words."""
    return _YEAR.fullmatch(line[-5:]) is not None and _HAN.search(line[:-5]) is not None
