"""A record's sentence with its span marked, from records alone: the document need not be at hand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from hospext.comparing.fields import squeezed
from hospext.records import Record

OPEN, CLOSE = "⟦", "⟧"


class Marker:
    """Marks spans in sentences of one document. Where a sentence says the words twice, its other records tell which."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._together: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self._together[record.sentence].append(record)
        self._origins = cache(self._find_origins)

    def marked(self, record: Record) -> str:
        """The sentence on one line, with marks around the record's words."""
        sentence, words = record.sentence, squeezed(record.text)
        letters = [at for at, char in enumerate(sentence) if squeezed(char)]
        found = _occurrences(words, squeezed(sentence)) if words else []
        if not found:
            return _one_line(sentence)
        at = found[0] if len(found) == 1 else self._likeliest(record, found)
        start, end = letters[at], letters[at + len(words) - 1] + 1
        return _one_line(sentence[:start] + OPEN + sentence[start:end] + CLOSE + sentence[end:])

    def _likeliest(self, record: Record, found: list[int]) -> int:
        """The occurrence that fits the place in the document where most of its neighbours have the sentence start."""
        origins = self._origins(record.sentence)
        near = [each for each in origins if 0 <= record.start - each <= 2 * len(record.sentence)]
        origin = max(near, key=lambda each: origins[each], default=record.start - found[0])
        return min(found, key=lambda each: abs(each - (record.start - origin)))

    def _find_origins(self, sentence: str) -> Counter[int]:
        """Where in the document the sentence may start, with how many of its records say so."""
        text = squeezed(sentence)
        return Counter(
            record.start - at
            for record in self._together[sentence]
            for at in _occurrences(squeezed(record.text), text)
        )


def _occurrences(words: str, text: str) -> list[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(words)})", text)]


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
