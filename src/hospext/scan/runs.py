"""The run of characters before a name's suffix: where it starts, and how much of its head belongs to no name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hospext.lexicon.model import any_of

_MAX_RUN = 28
_SHORTEST_OWN = 4  # characters of a name of its own after 附属
EDGE = frozenset("丨｜/「」『』〈〉<>，。；：、！？\n （）“”《》—-■□▲◀●♦【】|·\t")
_PAIRED = "）”（“期号版届刊批"  # what comes before these decides
ALONE_AFTER = EDGE - frozenset(_PAIRED)
_MARKER = re.compile(r"（(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})）")  # of a list item
_UP_TO_MARK = re.compile(rf"(?s:.*)[{re.escape(''.join(sorted(EDGE)))}{_PAIRED}\x00-\x7f]")
_PROTECTED = "发展和改革|协和|仁和|和平|和谐|颐和|永和|祥和|将军|经济|经开|等级|同济|同仁|以岭|于都|为民|济和|中和|和睦|天和|康和|安和|大和|共和|和顺|向阳|到位|当涂|当阳|如东|如皋|即墨|各庄|在职|建设兵团|自治|都匀|都昌|成都|新都|江都|首都|花都|将乐|开化|日照|获嘉|含山|任丘|有限"


class Runs:
    """Cuts runs of characters where a name begins: after function words and verbs, unless they are part of a place."""

    def __init__(self, starts: Iterable[str], places: Iterable[str]) -> None:
        """``starts`` never belong to a name, which begins after them."""
        starts = list(starts)
        guards = _reachable([*_PROTECTED.split("|"), *sorted(places, key=len, reverse=True)])
        self._start = re.compile(any_of(starts))
        self._guard = re.compile(any_of(guards))
        # Two characters within a guarded word; where none stand at its edges, most words are outside of any.
        self._guarded = frozenset(word[i : i + 2] for word in guards for i in range(len(word) - 1))
        self._plain = frozenset(word for word in starts if _is_plain(word, guards))

    def before(self, text: str, end: int, taken: bytearray) -> tuple[int, bool]:
        """Where the run before a suffix starts, and whether that edge is a clear one."""
        low = end - _MAX_RUN if end > _MAX_RUN else 0
        mark = _UP_TO_MARK.match(text, low, end)
        start = low if mark is None else mark.end()
        if mark is not None and text[start - 1] in _PAIRED:
            start = _past_marks(text, low, end, taken)
            marker = _MARKER.match(text, start, end)
            start = marker.end() if marker else start
        elif start < end:
            start = taken.rfind(1, start, end) + 1 or start
        cut = self.cut(text, start, end) if start < end else start
        if cut == start + 1 and text[start] == "和" and text[start - 1 : start] in ("", "\n"):
            cut = start  # 和祐国际医院: no paragraph begins with a conjunction
        elif text[cut] in "附中" and text.startswith(("附属", "中共"), cut) and end - cut > _SHORTEST_OWN:
            cut += 2  # 南方医院、附属广东省人民医院; 中共某某医院委员会
        return cut, cut > start or start == 0 or text[start - 1] in EDGE

    def cut(self, text: str, start: int, end: int) -> int:
        """Where a name can begin within a run: after the verbs and function words at its head."""
        words: list[str] = self._start.findall(text, start, end)
        if not words:  # as in half of all runs
            return start
        last = words[-1]
        if last in self._plain:
            low = text.rindex(last, start, end)
            high = low + len(last)
            if (
                text[low - 1 : low + 1] not in self._guarded
                and text[high - 1 : high + 1] not in self._guarded
            ):
                return high
        guarded = [match.span() for match in self._guard.finditer(text, start, end)]
        for match in reversed(list(self._start.finditer(text, start, end))):
            low, high = match.span()
            if not any(a < high and low < b for a, b in guarded):
                return high
        return start


def _is_plain(word: str, guards: list[str]) -> bool:
    """Whether a word overlaps no other place where it stands, and no guarded word within its edges."""
    return len(set(word)) == len(word) and not any(guard in word for guard in guards)


def _past_marks(text: str, low: int, end: int, taken: bytearray) -> int:
    """Where a run starts that holds brackets, quotes or an issue number, read mark by mark."""
    start = end
    depth = 0
    while start > low:
        char = text[start - 1]
        if char == "）" or (char == "”" and "“" in text[max(low, start - 9) : start - 1]):
            depth += 1
        elif char == "（" or (char == "“" and depth):
            if not depth:
                break
            depth -= 1
        elif (
            (char in EDGE and not depth)
            or taken[start - 1]
            or (char in "期号版届刊批" and text[max(0, start - 2)].isdigit())
            or (char.isascii() and not depth)
        ):
            break
        start -= 1
    return start


def _reachable(words: list[str]) -> list[str]:
    """The words that a pattern of them, tried in this order, can find: none that begins with an earlier one."""
    kept: dict[str, None] = {}
    for word in words:
        if not any(word[:length] in kept for length in range(1, len(word) + 1)):
            kept[word] = None
    return list(kept)
