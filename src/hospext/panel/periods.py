"""In which row of its organisation a value stands.

- A value of a span of time stands in the row of that span.
- A stock (beds, staff: what is counted at a moment) of a day stands in the row of the longest span of its organisation, up
  to a year, that ends on that day; at the end of a year that is the year, whether other values name it or not. So the beds
  at the end of 2024 stand beside the visits of 2024.
- A stock without a date stands in the row of the other values of its organisation in its own sentence, if these have one
  span in common.
- Everything else without a date stands in a row without a period.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from hospext.meaning.periods import months
from hospext.meaning.places import Place
from hospext.meaning.said import Period, Said
from hospext.meaning.values import Values

NO_PERIOD: Period = (None, None)
_YEAR = 12


class RowPeriods:
    """Finds the row of each value among all that is said."""

    def __init__(self, said: Sequence[Said], values: Values) -> None:
        self._values = values
        self._ending: dict[tuple[Place | None, dt.date | None], list[Period]] = defaultdict(list)
        self._of_sentence: dict[tuple[int, Place | None], set[Period]] = defaultdict(set)
        for each in said:
            length = months(each.period)
            if length is not None and length <= _YEAR:
                self._ending[each.place, each.period[1]].append(each.period)
        for each in said:
            if each.period != NO_PERIOD:
                self._of_sentence[each.sentence, each.place].add(self._dated(each))

    def of(self, said: Said) -> tuple[Period, bool]:
        """The period of the row, and whether it is borrowed from the value's sentence."""
        if said.period != NO_PERIOD:
            return self._dated(said), False
        near = self._of_sentence.get((said.sentence, said.place), set())
        if self._values.is_stock(said) and len(near) == 1:
            return next(iter(near)), True
        return NO_PERIOD, False

    def _dated(self, said: Said) -> Period:
        start, end = said.period
        if end is None or (start is not None and start != end) or not self._values.is_stock(said):
            return said.period
        if (end.month, end.day) == (12, 31):
            return dt.date(end.year, 1, 1), end
        spans = self._ending.get((said.place, end), [])
        return max(spans, key=lambda span: months(span) or 0, default=said.period)


def in_order(period: Period) -> tuple[dt.date, int]:
    """Sorts by the end, the longer of two that end together last, and what has no period behind all."""
    start, end = period
    if end is None:
        return (start or dt.date.max), -1
    return end, -(start or end).toordinal()
