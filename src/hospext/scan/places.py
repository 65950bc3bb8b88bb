"""Places by their suffix (市, 县, 自治州), and provinces by name: the suffix is found first, then how far left it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hospext.lexicon.model import any_of
from hospext.patterns import HAN_SCRIPT

_KINDS = "市县区州盟旗镇乡"
_AFTER = "(?![痛静咳民直级立属内外局委长里场政域间块划号值]|辖区|位(?!于|列|居))"
_SHORTEST, _LONGEST = 2, 8  # characters before the suffix
_SUFFIX = re.compile(rf"[{_KINDS}]{_AFTER}(?<={f'[{HAN_SCRIPT}]' * _SHORTEST}.)")
_UP_TO_OTHER_SCRIPT = re.compile(rf"(?s:.*)[^{HAN_SCRIPT}]")
_PREFIXES = {"区": "地", "州": "自治"}  # with these before it, the suffix is longer: 地区, 自治州


class PlacePattern:
    """The pattern of places, tried only where a match must start."""

    def __init__(self, provinces: Iterable[str]) -> None:
        province = any_of(provinces)
        self._pattern = re.compile(
            rf"(?:(?:{province})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?)?"
            rf"[{HAN_SCRIPT}]{{{_SHORTEST},{_LONGEST}}}?(?:自治州|地区|[{_KINDS}]){_AFTER}"
            rf"|(?:{province})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?"
        )

    def find(self, text: str, provinces: list[int], taken: bytearray) -> list[tuple[int, int]]:
        """The half-open spans that a search for the whole pattern gives: each starts as far left as it can.

        ``provinces`` are the places where the name of one stands. Spans that end where ``taken`` marks the text are
        left out.
        """
        found = []
        done = 0
        ahead = iter(provinces)
        province = next(ahead, len(text))
        for suffix in _SUFFIX.finditer(text):
            at = suffix.start()
            if taken[at] and province > at - _SHORTEST >= done:  # left out, wherever it starts
                done = at + 1
                continue
            while at - (start := _earliest(text, done, at)) >= _SHORTEST:
                while province < done:
                    province = next(ahead, len(text))
                if province > start:  # the suffix and what is before it are a match
                    done = at + 1
                    found.append((start, done))
                    break
                match = self._pattern.match(text, province)
                if match is None:  # not reached either
                    break
                found.append(match.span())
                done = match.end()
        while province < len(text):
            if province >= done and (match := self._pattern.match(text, province)):
                found.append(match.span())
                done = match.end()
            province = next(ahead, len(text))
        return [span for span in found if not taken[span[1] - 1]]


def _earliest(text: str, done: int, at: int) -> int:
    """The leftmost place, from ``done`` on, where a name with its suffix at ``at`` can start."""
    prefix = _PREFIXES.get(text[at])
    reach = _LONGEST + len(prefix) if prefix and text.endswith(prefix, 0, at) else _LONGEST
    low = at - reach if at - reach > done else done
    other = _UP_TO_OTHER_SCRIPT.match(text, low, at)
    return other.end() if other is not None else low
