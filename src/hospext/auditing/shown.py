"""Numbers, periods and records in the words of a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from hospext.auditing.wording import Both
from hospext.lexicon import Metric
from hospext.meaning.intervals import Interval
from hospext.meaning.said import Period, Said
from hospext.writing.table import period_text

_UNITS = {"CNY": "元"}


def number_text(number: Fraction) -> str:
    """A number with two decimals at most, thousands grouped."""
    text = f"{float(number):,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def interval_text(interval: Interval | None, unit: str | None = None) -> str:
    """A stretch of numbers, rounded outwards: ``26,050–26,200人次``, ``≥ 90%``."""
    if interval is None or (interval.low is None and interval.high is None):
        return "…"
    tail = unit_text(unit)
    if interval.low is None or interval.high is None:
        end = interval.low if interval.low is not None else interval.high
        sign = "≥" if interval.high is None else "≤"
        return f"{sign} {number_text(end or Fraction(0))}{tail}"
    low, high = Fraction(floor(interval.low * 100), 100), Fraction(ceil(interval.high * 100), 100)
    if interval.width == 0 or number_text(low) == number_text(high):
        return f"{number_text(interval.low)}{tail}"
    return f"{number_text(low)}–{number_text(high)}{tail}"


def unit_text(unit: str | None) -> str:
    """A unit as it follows a number."""
    return _UNITS.get(unit or "", unit or "")


def when(period: Period) -> str:
    """A period, short; nothing where none is known."""
    start: dt.date | None
    end: dt.date | None
    start, end = period
    return period_text(start, end)


def about(said: Said, metrics: Mapping[str, Metric]) -> Both:
    """Whom, what and when a finding is about."""
    metric = metrics.get(said.record.metric or "")
    name = said.record.label or said.record.metric or ""
    names = (metric.zh.split("/")[0], metric.id) if metric else (name, name)
    place = said.place.name if said.place else ""
    return Both(*(" · ".join(part for part in (place, each, when(said.period)) if part) for each in names))


def words(said: Said) -> str:
    """The record's own words, on one line."""
    return "".join(said.record.text.split())


def allowed_text(said: Said) -> str:
    """The values that a record's digits allow; a grade as it is."""
    return interval_text(said.allowed, said.unit) if said.allowed else said.what


def meaning(said: Said) -> str:
    """The record's words with the values that they allow: ``2.61万人次 (26,050–26,200人次)``."""
    own, allowed = words(said), allowed_text(said)
    bare = allowed.replace(",", "")
    return (
        own
        if own.replace(",", "") in (bare, bare.removesuffix(unit_text(said.unit)))
        else f"{own} ({allowed})"
    )
