"""Departments by their words: 心内科, 检验科, and units that are not called 科."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hospext.lexicon.model import any_of


class DepartmentPattern:
    """The pattern of departments, tried only where one of its words stands."""

    def __init__(self, stems: list[str], units: list[str]) -> None:
        self._words = re.compile(any_of([*(f"{stem}科" for stem in stems), *units]))
        self._pattern = re.compile(rf"{any_of(stems)}科(?![技研学普教员])|{any_of(units)}")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What a search for the whole pattern gives."""
        word = self._words.search(text)
        while word is not None:
            match = self._pattern.match(text, word.start())
            if match is not None:
                yield match
            word = self._words.search(text, match.end() if match is not None else word.start() + 1)
