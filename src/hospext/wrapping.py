"""Which line breaks are only the width of a column: newspapers and PDFs break lines in mid-word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import regex

_ENDS_SENTENCE = frozenset("。！？；!?;…")
_ENDS_HEAD = frozenset("：:）)】》”")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[■□▲△◀▼●◆♦★※【—]|\d{1,2}[.、．]"
)
_KEY_VALUE = re.compile(r"[^\s：:，。]{2,12}[：:]")
_NUMBER = "0123456789０１２３４５６７８９.．"
_LEAD = regex.compile(r"(?r)(\d)|[\p{Han}：:，,]")  # looked for from the right
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
_LONG_LINE = 60  # columns: longer than a heading, so an open end is a broken sentence


@dataclass(slots=True)
class Line:
    """One line: the spans of its inner text (several where lines were merged), its body with the indent, its widths."""

    start: int
    end: int
    body: str
    indent: str
    raw_length: int  # as it stands, trailing spaces included
    parts: list[tuple[int, int]] = field(default_factory=list)
    columns: int = field(init=False)
    length: int = field(init=False)
    blank: bool = field(init=False)

    def __post_init__(self) -> None:
        self.parts = self.parts or [(self.start, self.end)]
        self.blank = self.start == self.end
        self.length = len(self.body)
        self.columns = len(self.body.encode("gb18030", "replace"))

    @property
    def indented(self) -> bool:
        return len(self.indent) > 1 or "\u3000" in self.indent or "\t" in self.indent


@dataclass(slots=True)
class Width:
    """The width a block of lines is wrapped at, in columns and in characters; zero where it is not wrapped."""

    columns: int = 0
    length: int = 0

    def fills(self, line: Line) -> bool:
        if not self.columns:
            return False
        return line.columns >= self.columns - _SLACK or (bool(self.length) and line.length >= self.length)


def merge_exact(lines: list[Line]) -> list[Line]:
    """Undo a wrap at a fixed number of characters: a line of just that many goes on in the next.

    Done before columns are looked at, so that a newspaper wrapped once more by a program is read like the newspaper.
    """
    length = _exact_length(lines)
    if not length:
        return lines
    runs: list[list[Line]] = []
    goes_on = False
    title = _full_title(lines, length)
    for i, line in enumerate(lines):
        if goes_on and not line.blank and not _starts_anew(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
        goes_on = line.raw_length == length and i != title
    return [_joined(run) for run in runs]


def _joined(run: list[Line]) -> Line:
    first, last = run[0], run[-1]
    if first is last:
        return first
    body = "".join(line.body for line in run)
    parts = [part for line in run for part in line.parts]
    return Line(first.start, last.end, body, first.indent, last.raw_length, parts)


def _full_title(lines: list[Line], length: int) -> int:
    """The place of a first line that is a title of just the wrapped length, with a second title line below it; or -1."""
    filled = [i for i, line in enumerate(lines) if not line.blank][:3]
    if len(filled) < 3 or filled[2] != filled[0] + 2:
        return -1
    first, second, third = (lines[i] for i in filled)
    closed = first.body.count("“") == first.body.count("”") and first.body.count("（") == first.body.count(
        "）"
    )
    short = 6 <= second.raw_length < length and second.body[-1] not in _ENDS_SENTENCE
    return filled[0] if closed and short and third.raw_length == length else -1


def _exact_length(lines: list[Line]) -> int:
    """The number of characters that a program wrapped at, or 0."""
    filled = [line for line in lines if not line.blank]
    if len(filled) < _EXACT_LINES:
        return 0
    length = max(line.raw_length for line in filled)
    full = [line for line in filled if line.raw_length == length]
    closed = sum(line.body[-1] in _ENDS_SENTENCE for line in full)
    nearly = [
        x for x in filled if _NEARLY * length <= x.raw_length < length and x.body[-1] not in _ENDS_SENTENCE
    ]
    if len(nearly) * 4 > len(full):
        return 0  # columns of a newspaper, where a mark may hang over
    wrapped = len(full) >= _EXACT_SHARE * len(filled) and closed * 3 <= len(full)
    return length if wrapped and length >= _EXACT_SHORTEST else 0


def _starts_anew(line: Line, following: Line) -> bool:
    closed = line.body[-1:] in _ENDS_SENTENCE
    return following.indented or (closed and _MARKER.match(following.body) is not None)


def wrap_widths(lines: list[Line]) -> list[Width]:
    """For each line, the width of the block it stands in."""
    widths = [Width() for _ in lines]
    known = Width()
    unsure: list[tuple[int, int]] = []
    for first, last in _blocks(lines):
        width = _block_width(lines[first:last])
        if width.columns:
            known = width
        elif last - first < 6:
            unsure.append((first, last))
            width = known
        for i in range(first, last):
            widths[i] = width
    _fill_unsure(widths, unsure)
    return widths


def _fill_unsure(widths: list[Width], unsure: list[tuple[int, int]]) -> None:
    """A short block before the first wrapped one takes the width of what follows."""
    following, at = Width(), len(widths)
    for first, last in reversed(unsure):
        following = next((w for w in widths[last:at] if w.columns), following)
        if widths[first].columns:
            following = widths[first]
        else:
            widths[first:last] = [following] * (last - first)
        at = first


def _blocks(lines: list[Line]) -> list[tuple[int, int]]:
    blocks = []
    first = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or lines[i].blank:
            if i > first:
                blocks.append((first, i))
            first = i + 1
    return blocks


def _block_width(lines: list[Line]) -> Width:
    if len(lines) < 3:
        return Width()
    need = max(2, len(lines) // 3)
    lengths, columns = Counter(line.length for line in lines), Counter(line.columns for line in lines)
    length = max((n for n, count in lengths.items() if n >= 6 and count >= need), default=0)
    column = max((c for c in columns if c >= 12 and _around(columns, c) >= need), default=0)
    if length and _above(lengths, length) <= len(lines) // 20:
        column = max(column, 2 * length)
    elif not column or _above(columns, column + _SLACK) > len(lines) // 20:
        return Width()
    else:
        length = 0
    width = Width(column, length)
    full = [line for line in lines if width.fills(line)]
    closed = sum(line.body[-1] in _ENDS_SENTENCE for line in full)
    return width if closed * 2 <= len(full) else Width()


def _around(counts: Counter[int], width: int) -> int:
    """How many lines are of a width, or narrower by no more than the slack."""
    return sum(counts.get(x, 0) for x in range(width - _SLACK, width + 1))


def _above(counts: Counter[int], width: int) -> int:
    """How many lines are wider."""
    return sum(count for x, count in counts.items() if x > width)


def joins_next(lines: list[Line], i: int, widths: list[Width]) -> bool:
    """Whether the text of line i goes on, without a break, in the next line that is not blank."""
    after, limit = i + 1, min(i + 4, len(lines))
    while after < limit and lines[after].blank:
        after += 1
    if after == limit or lines[after].indented:
        return False
    line, following = lines[i], lines[after]
    last = line.body[-1]
    if after > i + 1:
        open_end = last not in _ENDS_SENTENCE and last not in _ENDS_HEAD
        full = widths[i].fills(line) if widths[i].columns else line.columns >= _LONG_LINE
        return open_end and full and not _MARKER.match(following.body)
    if _breaks_number(line.body, following.body):
        return True
    if not widths[i].columns or (_is_key_value(line) and _is_key_value(following)):
        return False
    if widths[i].fills(line):
        return True
    open_end = last not in _ENDS_SENTENCE and last not in _ENDS_HEAD
    enough = _OPEN_SHARE * widths[i].columns
    if open_end and line.columns <= _OVERHANG and i and lines[i - 1].columns >= enough:
        return True
    return open_end and line.columns >= enough and not _MARKER.match(following.body)


def _breaks_number(line: str, following: str) -> bool:
    """Whether a line end stands inside a number or a date: 2590⏎9人次, 9⏎3.4分, 2025年⏎6月18日."""
    if line[-1] in _NUMBER:
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


def _is_key_value(line: Line) -> bool:
    return bool(_KEY_VALUE.match(line.body))
