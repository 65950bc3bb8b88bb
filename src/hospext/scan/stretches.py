"""Where a costly pattern can match at all: the few stretches of a text that hold a telling character."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from hospext.patterns import SPACES


class Stretches:
    """Finds the longest runs of some characters in which a telling one stands, in linear time.

    A pattern that takes only these characters, and at least one telling one, matches inside such runs only;
    most of a text holds none, and one fast search for the telling characters passes over it.
    """

    def __init__(self, pattern: re.Pattern[str], telling: str, others: str = "", ahead: int = 0) -> None:
        """The stretches for a pattern that takes digits, spaces, dashes and the characters that its source names.

        ``telling`` finds one of these characters where it tells of a match; ``others`` are taken too, and ``ahead`` is
        how many characters past its match the pattern may look at.
        """
        named = "".join({char for char in pattern.pattern if not char.isascii()})
        inside = named + string.digits + "-~" + SPACES + others
        self._pattern = pattern
        self._ahead = ahead
        self._inside = frozenset(inside)
        self._found = re.compile(rf"(?:{telling})[{re.escape(inside)}]*+")

    def find(self, text: str) -> list[tuple[int, int]]:
        """The half-open spans of the runs, in order."""
        inside = self._inside
        runs = []
        done = 0
        for match in self._found.finditer(text):
            start, end = match.span()
            while start > done and text[start - 1] in inside:
                start -= 1
            runs.append((start, end))
            done = end
        return runs

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """What a search for the pattern gives, made in the runs alone."""
        for low, high in self.find(text):
            for match in self._pattern.finditer(text, low, high + self._ahead):
                if match.start() < high:
                    yield match
