"""Where costly patterns can start at all, by their first characters."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from functools import cached_property

import regex

from hospext.patterns import pattern

_HEAD = 5  # characters
_HEADS_KEPT = 1 << 15
_LONGEST = (
    200  # characters that a match may take or look at, so that no long run of digits is read again and again
)
_LOOKBEHIND = re.compile(r"\(\?<=[^()]*\)")
_NOTHING_KNOWN = re.compile(r"(?s:.)")
# What re reads otherwise than regex, or not at all: flags and groups of other kinds, classes of characters, nested
# sets and sums of sets, fuzzy counts.
_OWN_WAY = re.compile(
    r"\(\?(?!:|<?[=!]|P<)|\\[A-Za-z](?<!\\[dnst])|\[(?:[^\]\\]|\\.)*\[|--|&&|\|\||~~|\{(?![0-9,])"
)

_Match = regex.Match[str] | re.Match[str]
_Try = Callable[[str, int, int], _Match | None]


class Openings:
    """Tries patterns only at the places whose first characters can open a match.

    Which ones can is asked of the patterns themselves, by a partial match, once for each character and each few that
    the texts bring. What a lookbehind asks for is not there then, so it is left out of the question; a pattern with
    one that holds groups is tried everywhere. A pattern must take at least one character.
    """

    def __init__(self, *patterns: regex.Pattern[str]) -> None:
        self._patterns = [_Opening(pattern) for pattern in patterns]
        self._by_first: dict[str, list[_Opening]] = {}  # what a character can open
        self._opened_by: dict[str, tuple[_Try, ...]] = {}  # by the first few characters
        self._others: set[str] = set()  # characters that cannot open a match
        self._search = _NOTHING_KNOWN  # finds all but those of the others that were known when it was made
        self._passed = 0  # how many they were

    def finditer(self, text: str) -> Iterator[_Match]:
        """What ``finditer`` gives for the patterns as alternatives, in their order."""
        done = 0
        opened_by = self._opened_by
        for found in self._search.finditer(text):
            start = found.start()
            if start < done:
                continue
            tries = opened_by.get(text[start : start + _HEAD])
            if tries is None:
                tries = self._learn(text[start : start + _HEAD])
            if not tries:  # as at most places
                continue
            for match_at in tries:
                match = match_at(text, start, start + _LONGEST)
                if match is not None:
                    done = match.end()
                    yield match
                    break
        if self._passed < len(self._others):
            others = "".join(self._others)
            self._search, self._passed = re.compile(f"[^{re.escape(others)}]"), len(others)

    def _learn(self, head: str) -> tuple[_Try, ...]:
        """What can open with some characters; the first may be one that opens nothing at all."""
        first = self._by_first.get(head[0])
        if first is None:
            first = [each for each in self._patterns if each.opens(head[0])]
            self._by_first[head[0]] = first
        if not first:
            self._others.add(head[0])
            return ()
        if len(self._opened_by) >= _HEADS_KEPT:
            self._opened_by.clear()
        tries = self._opened_by[head] = tuple(each.match for each in first if each.opens(head))
        return tries


class _Opening:
    """A pattern, and what tells how a match of it can begin."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self._pattern = pattern
        self._opening = _without_lookbehind(pattern)

    def opens(self, head: str) -> bool:
        """Whether a match can begin with some characters."""
        return self._opening is None or self._opening.match(head, partial=True) is not None

    @cached_property
    def match(self) -> _Try:
        """What tries the pattern: ``re`` is twice as fast where it reads it alike."""
        if not _OWN_WAY.search(self._pattern.pattern):
            with contextlib.suppress(re.error):  # a lookbehind of no fixed length
                return pattern(self._pattern.pattern).match
        return self._pattern.match


def _without_lookbehind(pattern: regex.Pattern[str]) -> regex.Pattern[str] | None:
    opening = _LOOKBEHIND.sub("", pattern.pattern)
    return None if "(?<=" in opening else regex.compile(opening)
