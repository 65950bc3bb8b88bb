"""Where a costly pattern can match at all: the few stretches of a text that hold a telling character."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from hospext.patterns import SPACES


class Stretches:
    """Finds the longest runs of some characters that hold at least one telling character, in linear time.

    A pattern that takes only these characters, and at least one telling one, matches inside such runs only;
    most of a text holds none, and one fast search for the telling characters passes over it.
    """

    def __init__(self, telling: str, others: str, ahead: int = 0, needs: str = "") -> None:
        """``ahead`` is how many characters past its match the pattern may look at; ``needs`` is a pattern that stands
        in all stretches worth a look."""
        self._ahead = ahead
        self._needs = re.compile(needs)
        self._inside = frozenset(telling + others)
        self._found = re.compile(rf"[{re.escape(telling)}][{re.escape(telling + others)}]*+")

    @classmethod
    def of(cls, pattern: re.Pattern[str], telling: str, ahead: int = 0, needs: str = "") -> Stretches:
        """The stretches for a pattern that takes digits, spaces, dashes and the characters that its source names."""
        named = {char for char in pattern.pattern if not char.isascii()} - set(telling)
        return cls(telling, "".join(named) + string.digits + "-~" + SPACES, ahead, needs)

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

    def matches(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """What ``pattern.finditer(text)`` gives, looked for in the runs alone."""
        needed = self._needs.search
        for low, high in self.find(text):
            if needed(text, low, high) is None:
                continue
            for match in pattern.finditer(text, low, high + self._ahead):
                if match.start() < high:
                    yield match
