"""Costly patterns, each match of which holds one of some words: the words are found first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hospext.lexicon.model import any_of


class AroundWords:
    """Tries a pattern only where one of its words stands, or up to ``lead`` characters before it."""

    def __init__(self, words: Iterable[str], pattern: str, lead: int = 0) -> None:
        self._words = re.compile(any_of(words))
        self._pattern = re.compile(pattern)
        self._lead = lead

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What a search for the whole pattern gives."""
        done = 0
        word = self._words.search(text)
        while word is not None:
            at = word.start()
            tries = (self._pattern.match(text, start) for start in range(max(done, at - self._lead), at + 1))
            match = next(filter(None, tries), None)
            if match is not None:
                yield match
            done = match.end() if match is not None else done
            word = self._words.search(text, max(done, at + 1))


class Compounds:
    """Finds any of many stems with an ending (心内科), or any of some other words: the ending is found first."""

    def __init__(self, stems: Iterable[str], ending: str, others: Iterable[str]) -> None:
        """``ending`` is a pattern."""
        self._stems = frozenset(stems)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._ending = re.compile(ending)
        self._others = re.compile(any_of(others))

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The half-open spans that a search for all of them as one pattern gives, the longest first."""
        done = 0
        other = self._others.search(text)
        compounds = sorted(self._compounds(text), key=lambda span: (span[0], -span[1]))
        for start, end in (*compounds, (len(text), 0)):  # the last stands for the end of the text
            while other is not None and other.start() < start:
                if other.start() >= done:
                    yield other.span()
                    done = other.end()
                other = self._others.search(text, max(done, other.start() + 1))
            if done <= start < end:
                yield start, end
                done = end

    def _compounds(self, text: str) -> Iterator[tuple[int, int]]:
        """Each stem that stands right before an ending."""
        for ending in self._ending.finditer(text):
            at, end = ending.span()
            for length in self._lengths:
                if text[at - length : at] in self._stems and at >= length:
                    yield at - length, end
