"""Sentences, clauses, and the words that belong to a value."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[。！？\n]++[”’」）]*+")
_CLAUSE_MARKS = "，；：。！？\n（）,;"
_CLOSERS = frozenset("，；：。！？\n")


def sentences(norm: str) -> list[tuple[int, int, int]]:
    """Half-open spans of the sentences of a view, each with the start of its paragraph."""
    found = []
    start = paragraph = 0
    for match in _SENTENCE_END.finditer(norm):
        first, last = match.span()
        line_end = norm.find("\n", first, last)
        if first > start:
            found.append((start, line_end if line_end >= 0 else last, paragraph))
        start = last
        if line_end >= 0:
            paragraph = last
    if start < len(norm):
        found.append((start, len(norm), paragraph))
    return found


def clause_start(norm: str, low: int, at: int) -> int:
    """Where the clause around ``at`` starts, not before ``low``; a closed bracket belongs to the clause."""
    depth = 0
    i = at
    while i > low:
        char = norm[i - 1]
        if char == "）":
            depth += 1
        elif char == "（":
            if depth == 0:
                return i
            depth -= 1
        elif depth == 0 and char in _CLOSERS:
            return i
        i -= 1
    return low


def clause_end(norm: str, at: int, high: int) -> int:
    """Where the clause around ``at`` ends, not after ``high``."""
    i = at
    while i < high and norm[i] not in _CLAUSE_MARKS:
        i += 1
    return i
