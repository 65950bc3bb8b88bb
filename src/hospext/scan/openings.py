"""Where costly patterns can start at all, by their first characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

_HEADS_KEPT = 1 << 15
_LONGEST = (
    200  # characters that a match may take or look at, so that no long run of digits is read again and again
)
_LOOKBEHIND = re.compile(r"\(\?<=[^()]*\)")
_NOTHING_KNOWN = re.compile(r"(?s:.)")


class Openings:
    """Tries patterns only at the places whose first three characters can open a match.

    Which ones can is asked of the patterns themselves, by a partial match, once for each character and each three that
    the texts bring. What a lookbehind asks for is not there then, so it is left out of the question; a pattern with
    one that holds groups is tried everywhere. A pattern must take at least one character.
    """

    def __init__(self, *patterns: regex.Pattern[str]) -> None:
        self._patterns = [(pattern, _without_lookbehind(pattern)) for pattern in patterns]
        self._opened_by = lru_cache(_HEADS_KEPT)(self._that_open_with)
        self._openers: set[str] = set()
        self._others: set[str] = set()  # characters that cannot open a match
        self._search = _NOTHING_KNOWN  # finds all but those of the others that were known when it was made
        self._passed = 0  # how many they were

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """What ``finditer`` gives for the patterns as alternatives, in their order."""
        done = 0
        openers, opened_by = self._openers, self._opened_by
        for found in self._search.finditer(text):
            start = found.start()
            if start < done or not (text[start] in openers or self._learn(text[start])):
                continue
            for pattern in opened_by(text[start : start + 3]):
                match = pattern.match(text, start, start + _LONGEST)
                if match is not None:
                    done = match.end()
                    yield match
                    break
        if self._passed < len(self._others):
            others = "".join(self._others)
            self._search, self._passed = re.compile(f"[^{re.escape(others)}]"), len(others)

    def _learn(self, char: str) -> bool:
        """Whether a character that is no known opener is one after all."""
        if char in self._others:
            return False
        opens = bool(self._that_open_with(char))
        (self._openers if opens else self._others).add(char)
        return opens

    def _that_open_with(self, head: str) -> tuple[regex.Pattern[str], ...]:
        return tuple(
            pattern
            for pattern, opening in self._patterns
            if opening is None or opening.match(head, partial=True)
        )


def _without_lookbehind(pattern: regex.Pattern[str]) -> regex.Pattern[str] | None:
    opening = _LOOKBEHIND.sub("", pattern.pattern)
    return None if "(?<=" in opening else regex.compile(opening)
