"""A costly pattern, each match of which holds one of some words: the words are found first."""

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
