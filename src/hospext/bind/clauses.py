"""Sentences, clauses, and the words that belong to a value."""

from __future__ import annotations

import re

import regex

from hospext.patterns import SPACES

_STOPS = "。！？"  # the marks that end a sentence within its line
_SENTENCE_END = re.compile(r"\n\n*+[”’」）]*+")  # in a text whose stops are written as line ends
_CLAUSE_MARK = re.compile(r"[，；：。！？\n（）,;]")
_MARK = re.compile(r"[，；：。！？\n（）]")
_MARK_BEFORE = regex.compile(f"(?r){_MARK.pattern}")  # looked for from the right
_CLAUSE_WORDS = "其中|截至|据悉|全市|今后|目前|眼下|如今|当前|期间|同时|在建的|新建的|托管的|正在建设的|下属的|所属的|此外|分别看|季度|以来|前后|经查|查明"


class Endings:
    """Whether one of some words stands right before a place, asked by its last character first: most do not."""

    def __init__(self, *words: str) -> None:
        self._marks = frozenset(word for word in words if len(word) == 1)
        self._words = tuple(word for word in words if word[-1] not in self._marks)
        self._ends = frozenset(word[-1] for word in self._words)

    def before(self, norm: str, start: int, at: int) -> bool:
        """Whether one of them ends at ``at``, and starts at ``start`` or later."""
        if at <= start:
            return False
        last = norm[at - 1]
        return last in self._marks or (last in self._ends and norm.endswith(self._words, start, at))


CLAUSE_HEADS = Endings(  # what a name at the head of a clause stands after
    *"，。；：！？\n（▲◀—）】如年月日末底是但而",
    *SPACES,
    *_CLAUSE_WORDS.split("|"),
    *(mark + word for mark in "，；。" for word in ("请", "要求")),
    *(digit + mark for digit in "0123456789" for mark in ".、．"),
    *(f"{numeral}、" for numeral in "一二三四五六七八九十"),
)


def sentences(norm: str) -> list[tuple[int, int, int]]:
    """Half-open spans of the sentences of a view, each with the start of its paragraph."""
    marked = norm
    for stop in _STOPS:  # ``re`` finds a single character faster than one of several
        marked = marked.replace(stop, "\n")
    found = []
    start = paragraph = 0
    line_end = _line_end(norm, 0)
    for match in _SENTENCE_END.finditer(marked):
        first, last = match.span()
        if first > start:
            found.append((start, line_end if line_end < last else last, paragraph))
        start = last
        if line_end < last:
            paragraph = last
            line_end = _line_end(norm, last)
    if start < len(norm):
        found.append((start, len(norm), paragraph))
    return found


def _line_end(norm: str, start: int) -> int:
    """Where the line that starts at ``start`` ends."""
    end = norm.find("\n", start)
    return end if end >= 0 else len(norm)


def clause_start(norm: str, low: int, at: int) -> int:
    """Where the clause around ``at`` starts, not before ``low``; a closed bracket belongs to the clause."""
    depth = 0
    mark = _MARK_BEFORE.search(norm, low, at)
    while mark is not None:
        if mark[0] == "）":
            depth += 1
        elif mark[0] == "（":
            if depth == 0:
                return mark.end()
            depth -= 1
        elif depth == 0:
            return mark.end()
        mark = _MARK_BEFORE.search(norm, low, mark.start())
    return low


def same_clause(norm: str, low: int, high: int) -> bool:
    """Whether no mark stands between two places, so that their clause starts at the same place."""
    return _MARK.search(norm, low, high) is None


def clause_end(norm: str, at: int, high: int) -> int:
    """Where the clause around ``at`` ends, not after ``high``."""
    mark = _CLAUSE_MARK.search(norm, at, high)
    return mark.start() if mark is not None else max(at, high)
