"""Exact arithmetic on stretches of numbers: what a sum, a difference or a growth may be, given what is known of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; None is no end on that side."""

    low: Fraction | None
    high: Fraction | None

    def overlaps(self, other: Interval) -> bool:
        """Whether one number can be in both."""
        return not (
            (self.low is not None and other.high is not None and self.low > other.high)
            or (self.high is not None and other.low is not None and self.high < other.low)
        )

    @property
    def width(self) -> Fraction | None:
        """From end to end; None where one side has no end."""
        return None if self.low is None or self.high is None else self.high - self.low

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
        )

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def times(self, factor: Fraction | int) -> Interval:
        """The numbers times a positive factor."""
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
        )


ANYTHING = Interval(None, None)


def total(parts: list[Interval]) -> Interval:
    """The sum of all parts."""
    found = Interval(Fraction(0), Fraction(0))
    for part in parts:
        found = found + part
    return found


def growth(now: Interval, before: Interval) -> Interval:
    """By how many percent ``now`` is more than ``before``; anything where ``before`` may be nothing or less."""
    if before.low is None or before.low <= 0 or (now.low is not None and now.low < 0):
        return ANYTHING
    low = None if now.low is None or before.high is None else now.low / before.high
    high = None if now.high is None else now.high / before.low
    if low is None and now.low is not None:
        low = Fraction(0)
    return Interval(
        None if low is None else (low - 1) * _HUNDRED, None if high is None else (high - 1) * _HUNDRED
    )


def percentage(part: Interval, whole: Interval) -> Interval:
    """How many percent of ``whole`` a part of it is; anything where the whole may be nothing."""
    found = growth(part, whole)
    return found + Interval(_HUNDRED, _HUNDRED)


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other
