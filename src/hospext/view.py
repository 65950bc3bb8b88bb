"""What a person reads: width folded, wrapped lines joined, stray spaces closed, with a map back to the document.

Two strings run in step: ``norm`` (folded, for matching) and ``shown`` (the document's own characters, for people).
Both are put together from stretches of the document, and the map says where each of them stands there. Paragraphs
are separated by ``\\n``. Everything later works on the view; spans go back through the map.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import regex

from hospext.wrapping import Line, joins_next, merge_exact, wrap_widths

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
_GAP = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
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
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        stretch = bisect_right(self.starts, at) - 1
        return self.places[stretch] + at - self.starts[stretch]


def fold(text: str) -> str:
    """Fold width and punctuation; the length does not change."""
    text = _WIDE_THOUSANDS.sub(",", text)
    for char in set(_TO_FOLD.findall(text)):  # few of them in one text, and none becomes another of them
        text = text.replace(char, _FOLD[char])
    return _COLON.sub("：", _COMMA.sub("，", text))


def build_view(text: str) -> View:
    """The view of a decoded document."""
    folded = fold(text)
    lines = merge_exact(_lines(text))
    widths = wrap_widths(lines)
    norm: list[str] = []
    shown: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    kept = 0

    def keep(folded_part: str, shown_part: str, place: int) -> None:
        nonlocal kept
        norm.append(folded_part)
        shown.append(shown_part)
        starts.append(kept)
        places.append(place)
        kept += len(folded_part)

    for i, line in enumerate(lines):
        if line.blank:
            continue
        for low, high in line.parts:
            if _GAP.search(folded, low, high) is None:  # as in most lines
                keep(folded[low:high], text[low:high], low)
                continue
            for start, end, space in _pieces(folded, low, high):
                keep(folded[start:end], text[start:end], start)
                if space:
                    keep(" ", " ", end)
        if not joins_next(lines, i, widths):
            keep("\n", "\n", min(line.end, len(text) - 1))
    return View("".join(norm), "".join(shown), starts, places, text)


def _lines(text: str) -> list[Line]:
    lines = []
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip()
        inner = body.lstrip()
        start = at + len(body) - len(inner)
        length = len(raw.rstrip("\r\n"))
        lines.append(Line(start, at + len(body), body, body[: len(body) - len(inner)], length))
        at += len(raw)
    return lines


def _pieces(folded: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The parts of a line to keep, each with whether a space follows it in the view."""
    pieces = []
    at = start
    for gap in _GAP.finditer(folded, start, end):
        if gap.start() > at:
            pieces.append((at, gap.start(), _keeps_space(folded, gap.group(), gap.start(), gap.end())))
        at = gap.end()
    if at < end:
        pieces.append((at, end, False))
    return pieces


def _keeps_space(folded: str, gap: str, start: int, end: int) -> bool:
    before, after = folded[start - 1], folded[end : end + 1] or "\n"
    if gap.strip(INVISIBLE) == "":
        return False
    if before.isdigit() and after.isdigit() and _THOUSANDS_LEFT.search(folded, max(0, start - 5), start):
        return _THOUSANDS_RIGHT.match(folded, end) is None
    if before.isascii() and after.isascii():
        return before.isalnum() and after.isalnum()
    if (before.isdigit() and after in _CLOSE_BEFORE) or (after.isdigit() and before in _CLOSE_AFTER):
        return False
    if len(gap) > 1 or gap in "\t\u3000":
        return True
    return not (before.isascii() or after.isascii())
