"""Where a costly pattern can start at all, by its first characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

_PAIRS_KEPT = 1 << 15
_LOOKBEHIND = re.compile(r"\(\?<=[^()]*\)")
_NOTHING_KNOWN = re.compile(r"(?s:.)")


class Openings:
    """Tries a pattern only at the places whose first three characters can open a match.

    Which ones can is asked of the pattern itself, by a partial match, once for each character and each three that the
    texts bring. What a lookbehind asks for is not there then, so it is left out of the question; a pattern with one
    that holds groups is tried everywhere. A pattern must take at least one character.
    """

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self._pattern = pattern
        opening = _LOOKBEHIND.sub("", pattern.pattern)
        self._opening = None if "(?<=" in opening else regex.compile(opening)
        self._opens = lru_cache(_PAIRS_KEPT)(self._may_open)
        self._openers: set[str] = set()
        self._others: set[str] = set()  # characters that cannot open a match
        self._search = _NOTHING_KNOWN  # finds all but those of the others that were known when it was made
        self._passed = 0  # how many they were

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """What the pattern's own ``finditer`` gives."""
        if self._opening is None:
            yield from self._pattern.finditer(text)
            return
        done = 0
        for found in self._search.finditer(text):
            start = found.start()
            if start < done or not (found[0] in self._openers or self._learn(found[0])):
                continue
            if self._opens(text[start : start + 3]):
                match = self._pattern.match(text, start)
                if match is not None:
                    done = match.end()
                    yield match
        if self._passed < len(self._others):
            others = "".join(self._others)
            self._search, self._passed = re.compile(f"[^{re.escape(others)}]"), len(others)

    def _learn(self, char: str) -> bool:
        """Whether a character that is no known opener is one after all."""
        if char in self._others:
            return False
        opens = self._may_open(char)
        (self._openers if opens else self._others).add(char)
        return opens

    def _may_open(self, head: str) -> bool:
        return self._opening is not None and self._opening.match(head, partial=True) is not None
