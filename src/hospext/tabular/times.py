"""When the numbers of a table hold: the dates of their heads, of the table's caption, of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hospext.bind.drafts import Draft
from hospext.bind.periods import shifted
from hospext.resolve.dates import Span
from hospext.tabular.heads import CHANGE, DONE, GROWTH, SHARE, Head


class Times:
    """The time of a table as a whole, and of its columns with levels from left to right."""

    def __init__(
        self,
        caption: Span | None,
        section: Span | None,
        report: Span | None,
        year: int | None,
        *,
        until: bool = False,
    ) -> None:
        self.caption = caption
        self.until = until or (caption is not None and caption.granularity in ("day", "hour"))
        self.whole = caption or section or report
        self.year = self.whole.last.year if self.whole and self.whole.last else year
        self.columns: list[tuple[int, Span]] = []
        self._current: list[tuple[int, Span]] = []  # without those of 上年同期
        self.against: str | None = None  # what changes are measured against where a column is 上年同期

    def add(self, column: int, span: Span | None, against: str | None) -> None:
        """Take in the time of one more column; ``against`` is set for 上年同期: what changes beside it are against."""
        self.against = self.against or against
        if span is None:
            return
        self.columns.append((column, span))
        if against is None:
            self._current.append((column, span))

    def current(self, column: int) -> Span | None:
        """What 上年同期 and 本期 in a column count from: the level to its left, else the table's own time."""
        left = [span for at, span in self._current if at < column]
        return left[-1] if left else self.whole

    def latest_before(self, column: int) -> Span | None:
        """The latest time of the levels left of a column; of all levels, where none stands there."""
        return max(
            reversed(self._left(column)), key=_end, default=None
        )  # of several that end so, the nearest

    def nearest_before(self, column: int) -> Span | None:
        """The time of the last level left of a column."""
        left = self._left(column)
        return left[-1] if left else None

    def falls(self, column: int) -> bool:
        """Whether the levels left of a column go from the later time to the earlier: 2024年, 2023年."""
        left = self._left(column)[-2:]
        return len(left) == 2 and _end(left[0]) > _end(left[1])

    def basis(self, column: int) -> str | None:
        """What a change beside two levels is measured against: they lie a year apart, or less."""
        left = self._left(column)[-2:]
        if len(left) < 2:
            return self.against
        late, early = sorted(left, key=_end, reverse=True)
        if shifted((late.first, late.last), -1) == (early.first, early.last):
            return "year_on_year"
        return self.against

    def _left(self, column: int) -> list[Span]:
        return [span for at, span in self.columns if at < column] or [span for _, span in self.columns]


def span_of(heads: Iterable[Head], whole: Span | None) -> Span | None:
    """The time that heads give, the nearest first: a date, or its relation to one (上年同期, 本年累计)."""
    known = list(heads)
    own = next((head.span for head in known if head.span is not None and head.span.last), None)
    when = next((head.when for head in known if head.when), "")
    base = own or whole
    if base is None or base.first is None or base.last is None or not when:
        return own
    if when == "before":
        first, last = shifted((base.first, base.last), -1)
        return Span(first, _month_end(base.last, last), base.granularity)
    if when == "month_before":
        last = base.last.replace(day=1) - dt.timedelta(days=1)
        return Span(last.replace(day=1), last, "month")
    if when == "quarter_before":
        index = base.last.year * 4 + (base.last.month - 1) // 3 - 1
        start = dt.date(index // 4, index % 4 * 3 + 1, 1)
        end = dt.date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1) - dt.timedelta(days=1)
        return Span(start, end, "quarter")
    if when == "year":
        return Span(dt.date(base.last.year, 1, 1), dt.date(base.last.year, 12, 31), "year")
    if when == "running":
        return Span(dt.date(base.last.year, 1, 1), base.last, "range")
    return base


def set_period(draft: Draft, times: Times, column: int, heads: list[Head], role: Head | None) -> None:
    """Fill the period of a draft: heads nearest first."""
    span, why = span_of(heads, times.current(column)), "table head"
    if span is None and role is not None:
        why = "level beside"
        if role.role in (GROWTH, CHANGE):
            span = times.latest_before(column)
        elif role.role in (SHARE, DONE):
            span = times.nearest_before(column)
    if span is None:
        span, why = (times.caption if draft.stock and draft.aspect == "level" else times.whole), "heading"
    if span is None:
        return
    draft.period_start, draft.period_end, draft.why["period"] = span.first, span.last, why
    if why == "heading" and span is times.caption and times.until:
        draft.period_start = None
    if draft.stock and draft.aspect == "level" and span.granularity in ("day", "hour"):
        draft.period_start = None


def _end(span: Span) -> dt.date:
    return span.last or dt.date.min


def _month_end(old: dt.date, new: dt.date | None) -> dt.date | None:
    """The last of February stays the last of February in the year before."""
    if new is None or (old + dt.timedelta(days=1)).day != 1:
        return new
    following = (new.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return following - dt.timedelta(days=1)
