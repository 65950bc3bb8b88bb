"""Costly patterns, each match of which holds a telling word: the words are found first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hospext.lexicon.model import any_of
from hospext.patterns import pattern

_ANY_LENGTH = 1 << 40


class Anchored:
    """Tries a pattern only where its anchor stands, or up to ``lead`` characters before it.

    The anchor is a pattern that every match holds, and that ``re`` finds fast: one that starts with plain characters.
    """

    def __init__(self, anchor: str, source: str, lead: int = 0, longest: int = _ANY_LENGTH) -> None:
        """``longest`` is how many characters a match may take or look at."""
        self._anchor = pattern(anchor)
        self._pattern = pattern(source)
        self._lead = lead
        self._longest = longest

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What a search for the whole pattern gives."""
        done = 0
        match_at, longest = self._pattern.match, self._longest
        anchor = self._anchor.search(text)
        while anchor is not None:
            at = anchor.start()
            for start in range(max(done, at - self._lead), at + 1):
                match = match_at(text, start, start + longest)
                if match is not None:
                    done = match.end()
                    yield match
                    break
            anchor = self._anchor.search(text, max(done, at + 1))


def matches_at(tried: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What a search for a pattern gives that can only start at some places, in order."""
    done = 0
    for start in starts:
        match = tried.match(text, start) if start >= done else None
        if match is not None:
            done = match.end()
            yield match


class Compounds:
    """Finds any of many stems with an ending (心内科), or any of some other words: the ending is found first."""

    def __init__(self, stems: Iterable[str], ending: str, after: str, others: Iterable[str]) -> None:
        """``after`` is a pattern of what may follow the ending."""
        self._stems = frozenset(stems)
        self._lengths: dict[str, set[int]] = {}  # of the stems, by their last characters
        for stem in self._stems:
            self._lengths.setdefault(stem[-1], set()).add(len(stem))
        lasts = re.escape("".join(sorted(self._lengths)))
        self._ending = re.compile(f"{re.escape(ending)}(?<=[{lasts}]{re.escape(ending)}){after}")
        self._others = re.compile(any_of(others))

    def find(self, text: str) -> list[tuple[int, int]]:
        """The half-open spans that a search for all of them as one pattern gives, the longest first."""
        found = []
        done = 0
        other = self._others.search(text)
        for start, end in (*self._compounds(text), (len(text), 0)):  # the last stands for the end of the text
            while other is not None and other.start() < start:
                if other.start() >= done:
                    found.append(other.span())
                    done = other.end()
                other = self._others.search(text, max(done, other.start() + 1))
            if done <= start < end:
                found.append((start, end))
                done = end
        return found

    def _compounds(self, text: str) -> list[tuple[int, int]]:
        """Each stem that stands right before an ending; in order of place, the longest first."""
        found = []
        for ending in self._ending.finditer(text):
            at, end = ending.span()
            for length in self._lengths[text[at - 1]]:
                if text[at - length : at] in self._stems and at >= length:
                    found.append((at - length, end))
        return sorted(found, key=lambda span: (span[0], -span[1]))
