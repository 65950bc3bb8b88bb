"""What the scanners find. All spans are half-open and count the view's characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Generic, Protocol, TypeVar


@dataclass(slots=True)
class Quantity:
    """A number with its unit. ``kind`` is what the unit alone makes of it; binding may decide otherwise."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    kind: str
    bound: str
    core: int  # where the number itself starts, without a bound word or sign
    unit_form: str = ""
    negative: bool = False
    bare: bool = False  # no unit in the text
    han_one: bool = False  # 一 + measure word, which may be an article
    rule: str = "quantity"


@dataclass(slots=True)
class Rank:
    """A place or standing."""

    start: int
    end: int
    value: Decimal
    rank_type: str
    unit: str | None
    scope: str | None
    aspect: str = "level"
    direction: str | None = None
    bound: str = "exact"
    rule: str = "rank"


@dataclass(slots=True)
class GradeMention:
    """A level held or sought."""

    start: int
    end: int
    grade: str
    rule: str = "grade"
    metric: str | None = None


@dataclass(slots=True)
class Name:
    """An organisation, campus, department or place; ``text`` is its name in the document."""

    start: int
    end: int
    text: str
    role: str  # organisation, campus, department, place, whole; self (我院), refer (该院), bare (医院 alone)


class _Placed(Protocol):
    """What stands somewhere in a text."""

    start: int
    end: int


_Mention = TypeVar("_Mention", bound=_Placed)
_Span = TypeVar("_Span", bound=tuple[int, int, str, str])
_NOWHERE = 1 << 60  # after the end of any text


class Claims:
    """Which stretches of the view are taken; a number belongs to one mention only."""

    def __init__(self, size: int) -> None:
        self.flags = bytearray(size)

    def take(self, start: int, end: int) -> None:
        self.flags[start:end] = b"\x01" * (end - start)

    def claim(self, start: int, end: int) -> bool:
        """Take a stretch, unless some of it is taken already; whether it was free."""
        if self.flags.find(1, start, end) >= 0:
            return False
        self.flags[start:end] = b"\x01" * (end - start)
        return True

    def first_come(self, spans: Iterable[_Span]) -> list[_Span]:
        """Those of some stretches, told by their first two fields, that can be claimed one after another."""
        flags = self.flags
        taken = flags.find
        kept = []
        for span in spans:
            start, end = span[0], span[1]
            if taken(1, start, end) < 0:
                flags[start:end] = b"\x01" * (end - start)
                kept.append(span)
        return kept

    def keep(self, readers: Iterable[Callable[[str], Iterable[_Mention]]], text: str) -> list[_Mention]:
        """What the readers find where nothing is taken yet, the first reader first; in order of place."""
        found = []
        for reader in readers:
            for mention in reader(text):
                if self.claim(mention.start, mention.end):
                    found.append(mention)
        return sorted(found, key=attrgetter("start"))

    def next_free(self, start: int) -> int:
        """The first place from ``start`` on that is not taken; after the text there is always one."""
        return self.flags.find(0, start)

    def since(self, earlier: bytes) -> bytearray:
        """The flags of what was taken after a copy of them was made."""
        new = int.from_bytes(self.flags, "little") ^ int.from_bytes(earlier, "little")
        return bytearray(new.to_bytes(len(earlier), "little"))


class InOrder(Generic[_Mention]):
    """Hands out mentions stretch by stretch, where the stretches follow one another in the text."""

    def __init__(self, mentions: list[_Mention]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions] + [_NOWHERE]
        self._at = 0
        self.next_start = self._starts[0]  # of the first mention that has not been handed out

    def within(self, start: int, end: int) -> list[_Mention]:
        """The mentions that start in the next half-open stretch."""
        if self.next_start >= end:
            return []
        starts, first = self._starts, self._at
        while starts[first] < start:
            first += 1
        last = first
        while starts[last] < end:
            last += 1
        self._at, self.next_start = last, starts[last]
        return self._mentions[first:last]
