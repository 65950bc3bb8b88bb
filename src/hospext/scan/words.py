"""Costly patterns, each match of which holds a telling word: the words are found first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from hospext.lexicon.model import any_of
from hospext.patterns import pattern

_NUMERALS = "一二三四五六七八九"
_ANY_LENGTH = 1 << 40


class Anchored:
    """Tries a pattern only where its anchor stands, or up to ``lead`` characters before it.

    The anchor is a pattern that every match holds, and that ``re`` finds fast: one that starts with plain characters.
    """

    def __init__(
        self, anchor: str | Sequence[str], source: str, lead: int = 0, longest: int = _ANY_LENGTH
    ) -> None:
        """``longest`` is how many characters a match may take or look at.

        Of several anchors each is looked for by itself: ``re`` finds one plain character some six times as fast as
        one of a set.
        """
        self._anchors = [pattern(each) for each in ([anchor] if isinstance(anchor, str) else anchor)]
        self._pattern = pattern(source)
        self._lead = lead
        self._longest = longest

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """What the whole pattern matches at one place."""
        return self._pattern.match(text, start, start + self._longest)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What a search for the whole pattern gives."""
        done = 0
        match_at, longest = self._pattern.match, self._longest
        for at in self._found(text):
            if at < done:
                continue
            for start in range(max(done, at - self._lead), at + 1):
                match = match_at(text, start, start + longest)
                if match is not None:
                    done = match.end()
                    yield match
                    break

    def _found(self, text: str) -> list[int]:
        """Where the anchors stand, in order."""
        starts = starts_of(self._anchors[0], text)
        if len(self._anchors) > 1:
            for anchor in self._anchors[1:]:
                starts += starts_of(anchor, text)
            starts.sort()
        return starts


def starts_of(sought: re.Pattern[str], text: str) -> list[int]:
    """All places where a pattern matches, in order, within other matches too."""
    starts = []
    search = sought.search
    found = search(text)
    while found is not None:
        start = found.start()
        starts.append(start)
        found = search(text, start + 1)
    return starts


def matches_at(tried: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What a search for a pattern gives that can only start at some places, in order."""
    done = 0
    for start in starts:
        match = tried.match(text, start) if start >= done else None
        if match is not None:
            done = match.end()
            yield match


class Kinds:
    """Finds the words of several kinds in one search."""

    def __init__(self, kinds: Mapping[str, Iterable[str]]) -> None:
        of_kind = {kind: frozenset(words) for kind, words in kinds.items()}
        words = sorted(frozenset[str]().union(*of_kind.values()))
        self._kinds = tuple(kinds)
        self._word = re.compile(any_of(words))
        self._spelt = {  # where a word is the longest of all: for each kind, the length of its own longest
            word: [(kind, length) for kind in kinds if (length := _longest_head(word, of_kind[kind]))]
            for word in words
        }

    def find(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """For each kind, the half-open spans of its words; of those that start together, the longest alone."""
        found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in self._kinds}
        search = self._word.search
        match = search(text)
        while match is not None:
            start = match.start()
            for kind, length in self._spelt[match[0]]:
                found[kind].append((start, start + length))
            match = search(text, start + 1)  # words of two kinds may overlap
        return found


def _longest_head(word: str, words: frozenset[str]) -> int:
    """The length of the longest of some words that a word begins with; 0 for none."""
    return next((length for length in range(len(word), 0, -1) if word[:length] in words), 0)


def apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of spans in order of place, those that start where the last one has ended."""
    done = 0
    for start, end in spans:
        if start >= done:
            done = end
            yield start, end


class Compounds:
    """Finds any of many stems with an ending (心内科), between other words: the ending is found first."""

    def __init__(self, stems: Iterable[str], ending: str, after: str, *, numbered: Iterable[str]) -> None:
        """``after`` is a pattern of what may follow the ending.

        A numeral may stand between a stem and the ending (心内二科); ``numbered`` are stems only with one (外二科).
        """
        self._stems = frozenset(stems)
        self._numbered = self._stems.union(numbered)
        self._lengths: dict[str, set[int]] = {}  # of the stems, by their last characters
        for stem in self._numbered:
            self._lengths.setdefault(stem[-1], set()).add(len(stem))
        last, end = f"[{re.escape(''.join(sorted(self._lengths)))}]", re.escape(ending)
        self._ending = re.compile(f"{end}(?:(?<={last}{end})|(?<={last}[{_NUMERALS}]{end})){after}")

    def among(self, others: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
        """The half-open spans that a search for these and the others as one pattern gives: of those that start together, these first."""
        compounds = sorted(self._compounds(text), key=lambda span: span[0] - span[1])
        return apart(sorted([*compounds, *others], key=itemgetter(0)))

    def _compounds(self, text: str) -> list[tuple[int, int]]:
        """Each stem that stands right before an ending."""
        found = []
        for ending in self._ending.finditer(text):
            at, end = ending.span()
            stems = self._stems
            if text[at - 1] in _NUMERALS:
                at, stems = at - 1, self._numbered
            for length in self._lengths[text[at - 1]]:
                if text[at - length : at] in stems and at >= length:
                    found.append((at - length, end))
        return found
