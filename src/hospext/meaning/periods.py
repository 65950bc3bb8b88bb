"""Periods of time: the one before, and the parts that make up a whole."""

from __future__ import annotations

import calendar
import datetime as dt

from hospext.meaning.said import Period

Span = tuple[dt.date, dt.date]


def is_month_end(day: dt.date) -> bool:
    """Whether a day is the last of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def months(period: Period) -> int | None:
    """How many whole months a period has; None where it is not made of whole months."""
    start, end = period
    if start is None or end is None or start.day != 1 or not is_month_end(end) or end < start:
        return None
    return (end.year - start.year) * 12 + end.month - start.month + 1


def year_before(period: Period) -> Period:
    """The same days one year earlier; the end of a month stays one."""
    return _moved(period[0], -12), _moved(period[1], -12)


def period_before(period: Period) -> Period | None:
    """The month, quarter or half year before a whole one; None for what is no such thing."""
    length = months(period)
    start, end = period
    if start is None or end is None or length not in (1, 3, 6) or (start.month - 1) % length:
        return None
    return _moved(start, -length), _moved(end, -length)


def parts(period: Period, length: int) -> list[Span]:
    """The months (1), quarters (3) or halves (6) of a whole period; none where they do not make it up."""
    whole = months(period)
    start = period[0]
    if whole is None or start is None or whole <= length or whole % length or (start.month - 1) % length:
        return []
    found = []
    for at in range(0, whole, length):
        first, last = _moved(start, at), _moved(start, at + length - 1)
        if first is not None and last is not None:
            found.append((first, last.replace(day=calendar.monthrange(last.year, last.month)[1])))
    return found


def _moved(day: dt.date | None, by: int) -> dt.date | None:
    """A day some months later or earlier; the last day of a month stays the last."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if is_month_end(day) else min(day.day, last))
