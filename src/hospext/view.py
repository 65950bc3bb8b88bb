"""What a person reads: width folded, wrapped lines joined, stray spaces closed, with a map back to the document.

Two strings run in step: ``norm`` (folded, for matching) and ``shown`` (the document's own characters, for people).
Both are put together from stretches of the document, and the map says where each of them stands there. Paragraphs
are separated by ``\\n``. Everything later works on the view; spans go back through the map.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex

from hospext.wrapping import BLANK, Line, columns_of, joining, merge_exact

# Full-width letters, digits and signs become half-width; Chinese punctuation stays, and the half-width marks
# that stand for it become it. One character always becomes one character, so that offsets hold.
_FOLD = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
for _mark in "，（）：；！？":
    del _FOLD[_mark]
_FOLD |= dict(zip("();!?﹪﹣−○萬億兩丨｡､", "（）；！？%--〇万亿两|。、", strict=True))
_TO_FOLD = re.compile(f"[{re.escape(''.join(_FOLD))}]")

_WIDE_THOUSANDS = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_COMMA = re.compile(r",(?:(?<![0-9],)|(?![0-9]))")
_COLON = re.compile(r":(?:(?<![0-9]:)|(?![0-9]))")
# 5 386人: a space after one to three digits and before exactly three separates thousands.
_THOUSANDS_LEFT = regex.compile(r"(?<![0-9.,])[0-9]{1,3}$|(?<![0-9])[0-9]{1,3}[ ,][0-9]{3}$")
_THOUSANDS_RIGHT = regex.compile(r"[0-9]{3}(?![0-9])")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_GAPS = rf" \t\u00a0\u2000-\u200a\u3000{INVISIBLE}"
_GAP = re.compile(f"[{_GAPS}]+")
# Where a line without the spaces around it can hold a gap: after other characters, or at one that is no space.
_GAP_WITHIN = re.compile(rf"[{_GAPS}](?:(?<=[^{_GAPS}\n].)|(?<=[{INVISIBLE}]))")
_CLOSE_BEFORE = frozenset("%‰年月日号时点分秒天人张个元万亿千百十名例台次家项所位份篇期度至到-—~、，。）")
_CLOSE_AFTER = frozenset("年月第约近超达为至到-—~（、，")


@dataclass(slots=True)
class View:
    """The readable text and its map; see the module's docstring."""

    norm: str
    shown: str
    starts: list[int]  # of the stretches that stand in the document as they are
    places: list[int]  # where they stand there
    text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document's half-open span for a half-open span of the view."""
        starts = self.starts
        first = bisect_right(starts, start)
        place = self.places[first - 1] + start - starts[first - 1]
        if start < end and (first == len(starts) or end <= starts[first]):  # as most: within one stretch
            return place, place + end - start
        last = bisect_right(starts, end - 1) - 1
        return place, self.places[last] + end - starts[last]


def fold(text: str) -> str:
    """Fold width and punctuation; the length does not change."""
    text = _WIDE_THOUSANDS.sub(",", text)
    for char in set(_TO_FOLD.findall(text)):  # few of them in one text, and none becomes another of them
        text = text.replace(char, _FOLD[char])
    return _COLON.sub("：", _COMMA.sub("，", text))


# A piece of a view: the span of a document that it is, or a place with the character that stands for what is there.
_Piece = tuple[int, int, str]
_NO_PIECE: _Piece = (-1, -1, "")


def build_view(text: str, stretches: Sequence[tuple[int, int]] | None = None) -> View:
    """The view of a decoded document, or of some stretches of it alone, none of which goes on in the next."""
    folded = fold(text)
    gaps = [gap.start() for gap in _GAP_WITHIN.finditer(folded)]
    gaps.append(len(text))
    gap = 0  # which of them is the next
    pieces: list[_Piece] = []
    for first, last in [(0, len(text))] if stretches is None else stretches:
        lines = merge_exact(_lines(text, first, last))
        for line, joins in zip(lines, joining(lines), strict=True):
            if not line.body:
                continue
            low, high = line.start, line.end
            if line.merged:
                for low, high in line.merged[:-1]:
                    pieces += _pieces(folded, low, high)
                low, high = line.merged[-1]
            broken = not joins and text.startswith("\n", high)
            while gaps[gap] < low:
                gap += 1
            if gaps[gap] >= high:  # as in most lines
                before = pieces[-1] if pieces else _NO_PIECE
                if before[1] == low and not before[2]:  # goes on where the last one ends
                    pieces[-1] = (before[0], high + broken, "")
                else:
                    pieces.append((low, high + broken, ""))
            else:
                pieces += _pieces(folded, low, high + broken)
            if not joins and not broken:
                pieces.append((min(high, len(text) - 1), high, "\n"))
    norm = [own or folded[start:end] for start, end, own in pieces]
    shown = [own or text[start:end] for start, end, own in pieces]
    starts = list(accumulate(map(len, norm), initial=0))
    starts.pop()  # where the last one ends
    return View("".join(norm), "".join(shown), starts, [start for start, _, _ in pieces], text)


def _lines(text: str, first: int, last: int) -> list[Line]:
    lines = []
    at = first
    raws = text[first:last].splitlines(keepends=True)
    bodies = [raw.rstrip() for raw in raws]
    for raw, body, columns in zip(raws, bodies, columns_of(bodies), strict=True):
        if raw == "\n":
            lines.append(BLANK)
            at += 1
            continue
        size, whole = len(body), len(raw)
        # Most lines have neither an indent nor spaces at their end.
        indent = size - len(body.lstrip()) if body[:1].isspace() else 0
        length = size if whole == size + 1 and raw[-1] == "\n" else len(raw.rstrip("\r\n"))
        lines.append(Line(at + indent, at + size, body, body[:indent], length, columns))
        at += whole
    return lines


def _pieces(folded: str, start: int, end: int) -> list[_Piece]:
    """The parts of a line to keep, with the spaces between them that stay."""
    pieces: list[_Piece] = []
    at = start
    for gap in _GAP.finditer(folded, start, end):
        low, high = gap.span()
        if low > at:
            pieces.append((at, low, ""))
            if _keeps_space(folded, low, high):
                pieces.append((low, high, " "))
        at = high
    if at < end:
        pieces.append((at, end, ""))
    return pieces


def _keeps_space(folded: str, start: int, end: int) -> bool:
    """Whether a gap between two characters is a space to a reader."""
    before, after = folded[start - 1], folded[end : end + 1] or "\n"
    gap = folded[start:end]
    if gap != " " and not gap.strip(INVISIBLE):
        return False
    digit_before, digit_after = before.isdigit(), after.isdigit()
    if digit_before and digit_after and _THOUSANDS_LEFT.search(folded, max(0, start - 5), start):
        return _THOUSANDS_RIGHT.match(folded, end) is None
    ascii_before, ascii_after = before.isascii(), after.isascii()
    if ascii_before and ascii_after:
        return before.isalnum() and after.isalnum()
    if (digit_before and after in _CLOSE_BEFORE) or (digit_after and before in _CLOSE_AFTER):
        return False
    if len(gap) > 1 or gap in "\t\u3000":
        return True
    return not (ascii_before or ascii_after)
