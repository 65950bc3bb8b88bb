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

from hospext.wrapping import joining

# Full-width letters, digits and signs become half-width; Chinese punctuation stays, and the half-width marks
# that stand for it become it. One character always becomes one character, so that offsets hold.
_FOLD = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
for _mark in "，（）：；！？":
    del _FOLD[_mark]
_FOLD |= dict(zip("();!?﹪﹣−○萬億兩丨｡､", "（）；！？%--〇万亿两|。、", strict=True))

_WIDE_THOUSANDS = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_BETWEEN_DIGITS = {mark: re.compile(rf"{mark}(?<=[0-9]{mark})(?=[0-9])") for mark in ",:"}
# 5 386人: a space after one to three digits and before exactly three separates thousands.
_THOUSANDS_LEFT = regex.compile(r"(?<![0-9.,])[0-9]{1,3}$|(?<![0-9])[0-9]{1,3}[ ,][0-9]{3}$")
_THOUSANDS_RIGHT = regex.compile(r"[0-9]{3}(?![0-9])")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_RARE_GAPS = rf"\t\u00a0\u2000-\u200a\u3000{INVISIBLE}"
_LINE_ENDS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"


def _gaps_of(chars: str) -> re.Pattern[str]:
    """A gap in a line: it stands after other characters, or after the indent at one that is no space."""
    return re.compile(rf"[{chars}](?:(?<=[^{chars}{_LINE_ENDS}].)|(?<=[{INVISIBLE}]))[{chars}]*")


_PLAIN_GAP = _gaps_of(" ")  # looked for much faster, where a text has no other spaces
_ANY_GAP = _gaps_of(" " + _RARE_GAPS)
# What to fold and the rarer spaces: both are found in one search of a text, and most texts have few of them.
_UNUSUAL = re.compile(f"[{re.escape(''.join(_FOLD))}{_RARE_GAPS}]")
_CLOSE_BEFORE = frozenset("%‰年月日号时点分秒天人张个元万亿千百十名例台次家项所位份篇期度至到-—~、，。）")
_CLOSE_AFTER = frozenset("年月第约近超达为至到-—~（、，")


@dataclass(slots=True)
class View:
    """The readable text and its map; see the module's docstring."""

    norm: str
    shown: str
    starts: list[int]  # of the stretches that stand in the document as they are, but for a mark at their ends
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
    return _folded(text, set(_UNUSUAL.findall(text)))


def _folded(text: str, unusual: set[str]) -> str:
    """A text folded that has these unusual characters."""
    text = _WIDE_THOUSANDS.sub(",", text)
    for char in unusual & _FOLD.keys():  # few of them in one text, and none becomes another of them
        text = text.replace(char, _FOLD[char])
    return _widened(_widened(text, ",", "，"), ":", "：")


def _widened(text: str, mark: str, wide: str) -> str:
    """A mark made wide wherever it does not stand between digits, where few do."""
    return mark.join([part.replace(mark, wide) for part in _BETWEEN_DIGITS[mark].split(text)])


# A piece of a view: the span of a document that it is, and the character that stands for what is left out after it.
_Piece = tuple[int, int, str]


def build_view(text: str, stretches: Sequence[tuple[int, int]] | None = None) -> View:
    """The view of a decoded document, or of some stretches of it alone, none of which goes on in the next."""
    unusual = set(_UNUSUAL.findall(text))
    folded = _folded(text, unusual)
    gaps = _ANY_GAP if unusual - _FOLD.keys() else _PLAIN_GAP
    spans = [(0, len(text))] if stretches is None else stretches
    whole = [piece for first, last in spans for piece in _lines(text, first, last)]
    pieces = _without_gaps(folded, whole, gaps)
    if pieces and pieces[-1][1:] == (len(text), "\n"):  # no line end stands there: the last character does
        pieces[-1:] = [(pieces[-1][0], len(text), ""), (len(text) - 1, len(text) - 1, "\n")]
    norm = _cut(folded, pieces)
    shown = norm if folded == text else _cut(text, pieces)
    starts = list(accumulate(map(len, norm), initial=0))
    starts.pop()  # where the last one ends
    return View("".join(norm), "".join(shown), starts, [start for start, _, _ in pieces], text)


def _cut(text: str, pieces: list[_Piece]) -> list[str]:
    """What the pieces hold, each with the character that stands for what is left out."""
    return [text[start:end] + own if own else text[start:end] for start, end, own in pieces]


def _lines(text: str, first: int, last: int) -> list[_Piece]:
    """The lines of a stretch without the spaces around them; where there is nothing to leave out, many are one piece."""
    raws = text[first:last].splitlines(keepends=True)
    bodies = [raw.rstrip() for raw in raws]
    pieces: list[_Piece] = []
    at = first  # of the line
    start = end = first  # of the piece
    for raw, body, joins in zip(raws, bodies, joining(raws, bodies), strict=True):
        if body:
            inner = at
            if body[0].isspace():
                inner += len(body) - len(body.lstrip())
            if inner > end:
                if start < end:
                    pieces.append((start, end, ""))
                start = inner
            end = at + len(body)
            if not joins and text.startswith("\n", end):
                end += 1
            elif not joins:
                pieces.append((start, end, "\n"))
                start = end
        at += len(raw)
    if start < end:
        pieces.append((start, end, ""))
    return pieces


def _without_gaps(folded: str, whole: list[_Piece], gaps: re.Pattern[str]) -> list[_Piece]:
    """The pieces without the spaces inside them that a reader does not see."""
    pieces: list[_Piece] = []
    starts = [start for start, _, _ in whole]
    done = 0  # of the whole ones
    for gap in gaps.finditer(folded):
        low, high = gap.span()
        at = bisect_right(starts, high - 1) - 1
        if at < 0 or low >= whole[at][1]:  # between two pieces
            continue
        start, end, own = whole[at]
        high = min(high, end)
        kept = start < low and _keeps_space(folded, low, high)
        if kept and folded[low:high] == " ":  # stays as it is
            continue
        pieces += whole[done:at]
        if start < low:
            pieces.append((start, low, " " if kept else ""))
        whole[at] = high, end, own
        done = at
    return pieces + whole[done:]


def _keeps_space(folded: str, start: int, end: int) -> bool:
    """Whether a gap between two characters is a space to a reader."""
    before, after = folded[start - 1], folded[end : end + 1] or "\n"
    gap = folded[start:end]
    if before == "\n" or (gap != " " and not gap.strip(INVISIBLE)):
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
