"""Which line breaks are only the width of a column: newspapers and PDFs break lines in mid-word."""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

_ENDS_SENTENCE = frozenset("。！？；!?;…")
_ENDS = _ENDS_SENTENCE | frozenset("：:）)】》”")  # or a head
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[■□▲△◀▼●◆♦★※【—]|\d{1,2}[.、．]"
)
_KEY_VALUE = re.compile(r"[^\s：:，。]{2,12}[：:]")
_NUMBER = "0123456789０１２３４５６７８９.．"
_BREAKS = frozenset(_NUMBER + "年")  # what a line may end with that breaks a number or a date
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
_SHORTEST_BLOCK = 3  # lines of which a width can be told
_LONG_LINE = 60  # columns: longer than a heading, so an open end is a broken sentence


@dataclass(slots=True)
class Line:
    """One line: the span of its inner text, its body with the indent (nothing for a blank line)."""

    start: int
    end: int
    body: str
    indent: str
    raw_length: int  # as it stands, trailing spaces included
    columns: int  # two for a Chinese character, one for a Latin letter
    merged: tuple[tuple[int, int], ...] = ()  # the spans of several lines that were made one

    @property
    def indented(self) -> bool:
        return self.indent not in ("", " ") and (len(self.indent) > 1 or self.indent in "\u3000\t")


BLANK = Line(0, 0, "", "", 0, 0)


def columns_of(bodies: list[str]) -> list[int]:
    """How wide each line is in print; all at once, as a call of the codec costs more than a line."""
    encoded = "\n".join(bodies).encode("gb18030", "replace")
    return [len(body) for body in encoded.split(b"\n")] if bodies else []


@dataclass(slots=True)
class Width:
    """The width a block of lines is wrapped at, in columns and in characters; zero where it is not wrapped."""

    columns: int = 0
    length: int = 0

    def fills(self, line: Line) -> bool:
        if not self.columns:
            return False
        return line.columns >= self.columns - _SLACK or bool(self.length and len(line.body) >= self.length)


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
        if goes_on and line.body and not _starts_anew(runs[-1][-1], line):
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
    parts = tuple((line.start, line.end) for line in run)
    return Line(first.start, last.end, body, first.indent, last.raw_length, sum(columns_of([body])), parts)


def _full_title(lines: list[Line], length: int) -> int:
    """The place of a first line that is a title of just the wrapped length, with a second title line below it; or -1."""
    filled = [i for i, line in enumerate(lines) if line.body][:3]
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
    filled = [line for line in lines if line.body]
    if len(filled) < _EXACT_LINES:
        return 0
    length = max([line.raw_length for line in filled])
    full = [line for line in filled if line.raw_length == length]
    if length < _EXACT_SHORTEST or len(full) < _EXACT_SHARE * len(filled):
        return 0
    closed = sum(line.body[-1] in _ENDS_SENTENCE for line in full)
    nearly = [
        x for x in filled if _NEARLY * length <= x.raw_length < length and x.body[-1] not in _ENDS_SENTENCE
    ]
    if len(nearly) * 4 > len(full):
        return 0  # columns of a newspaper, where a mark may hang over
    return length if closed * 3 <= len(full) else 0


def _starts_anew(line: Line, following: Line) -> bool:
    closed = line.body[-1:] in _ENDS_SENTENCE
    return following.indented or (closed and _MARKER.match(following.body) is not None)


def wrap_widths(lines: list[Line]) -> list[Width]:
    """For each line, the width of the block it stands in."""
    none = known = Width()
    widths = [none] * len(lines)
    unsure: list[tuple[int, int]] = []
    for first, last in _blocks(lines):
        width = _block_width(lines[first:last]) if last - first >= _SHORTEST_BLOCK else none
        if width.columns:
            known = width
        elif last - first < 6:
            unsure.append((first, last))
            width = known
        widths[first:last] = [width] * (last - first)
    _fill_unsure(widths, unsure)
    return widths


def _fill_unsure(widths: list[Width], unsure: list[tuple[int, int]]) -> None:
    """A short block before the first wrapped one takes the width of what follows."""
    following, at = Width(), len(widths)
    for first, last in reversed(unsure):
        if widths[first].columns:
            following = widths[first]
        else:
            following = next((w for w in widths[last:at] if w.columns), following)
            widths[first:last] = [following] * (last - first)
        at = first


def _blocks(lines: list[Line]) -> list[tuple[int, int]]:
    blocks = []
    first = 0
    for i, line in enumerate(lines):
        if not line.body:
            if i > first:
                blocks.append((first, i))
            first = i + 1
    if len(lines) > first:
        blocks.append((first, len(lines)))
    return blocks


def _block_width(lines: list[Line]) -> Width:
    need, few = max(2, len(lines) // 3), len(lines) // 20
    lengths = sorted([len(line.body) for line in lines], reverse=True)
    columns = sorted([line.columns for line in lines], reverse=True)
    longer = _first_shared(lengths, need, 0, 6)
    wider = _first_shared(columns, need, _SLACK, 12)
    length = lengths[longer] if longer is not None else 0
    column = columns[wider] if wider is not None else 0
    if longer is not None and longer <= few:
        column = max(column, 2 * length)
    elif wider is None or sum(width > column + _SLACK for width in columns[:wider]) > few:
        return Width()
    else:
        length = 0
    width = Width(column, length)
    closed = [line.body[-1] in _ENDS_SENTENCE for line in lines if width.fills(line)]
    return width if sum(closed) * 2 <= len(closed) else Width()


def _first_shared(widths: list[int], need: int, slack: int, least: int) -> int | None:
    """Where, in widths that fall, the first one stands that enough lines have, or nearly have; so many are wider."""
    for i in range(len(widths) - need + 1):
        if widths[i] < least:
            break
        if widths[i] - widths[i + need - 1] <= slack:
            return i
    return None


def joining(lines: list[Line]) -> list[bool]:
    """For each line, whether its text goes on, without a break, in the next line that is not blank."""
    joins = []
    followings = [*lines[1:], BLANK]
    for i, width in enumerate(wrap_widths(lines)):
        line, following = lines[i], followings[i]
        body = line.body
        if not body:
            joins.append(False)
        elif not following.body:
            joins.append(body[-1] not in _ENDS and _joins_past_blanks(lines, i, width))
        elif not width.columns and body[-1] not in _BREAKS:  # as in texts that nobody wrapped
            joins.append(False)
        else:
            joins.append(not (following.indent and following.indented) and _joins(lines, i, width))
    return joins


def _joins_past_blanks(lines: list[Line], i: int, width: Width) -> bool:
    """Whether a line with an open end goes on after blank lines: it must be full."""
    line = lines[i]
    if not (width.fills(line) if width.columns else line.columns >= _LONG_LINE):
        return False
    following = next((after for after in lines[i + 2 : i + 4] if after.body), None)
    return following is not None and not following.indented and not _MARKER.match(following.body)


def _joins(lines: list[Line], i: int, width: Width) -> bool:
    """Whether a line goes on in the very next one, which has no indent."""
    line, following = lines[i], lines[i + 1]
    last = line.body[-1]
    if last in _BREAKS and _breaks_number(line.body, following.body):
        return True
    if not width.columns or (_is_key_value(line.body) and _is_key_value(following.body)):
        return False
    if width.fills(line):
        return True
    if last in _ENDS:
        return False
    enough = _OPEN_SHARE * width.columns
    if line.columns <= _OVERHANG and i and lines[i - 1].columns >= enough:
        return True
    return line.columns >= enough and not _MARKER.match(following.body)


def _is_key_value(line: str) -> bool:
    """Whether a line starts like 编号：; a colon is looked for first, as most have none."""
    return ("：" in line or ":" in line) and _KEY_VALUE.match(line) is not None


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
