"""Whole strings: a number, a quantity, a date; None where the string is not wholly one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from hospext.lexicon import default_lexicon
from hospext.numerals import parse_number
from hospext.records import Bound, Granularity
from hospext.resolve.dates import DateContext, resolve
from hospext.scan.mentions import Claims
from hospext.scan.quantities import QuantityScanner
from hospext.view import fold

__all__ = ["DateSpan", "ParsedQuantity", "parse_date", "parse_number", "parse_quantity"]


@dataclass(frozen=True, slots=True)
class ParsedQuantity:
    """A quantity: exact value in the base unit, upper end of a range, unit and bound as in the record contract."""

    value: Decimal
    value_max: Decimal | None
    unit: str | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Calendar days, both inclusive."""

    start: dt.date
    end: dt.date
    granularity: Granularity


@cache
def _scanner() -> QuantityScanner:
    return QuantityScanner(default_lexicon())


def parse_quantity(text: str) -> ParsedQuantity | None:
    """The quantity that a string wholly is: ``parse_quantity("近3.2万亿元")``; None where it is not one."""
    folded = fold(text.strip())
    found = _scanner().scan(folded, Claims(len(folded) + 1))
    if len(found) != 1 or found[0].end != len(folded):
        return None
    quantity = found[0]
    head = folded[: quantity.start]
    if head and _scanner().bound_before(folded, quantity.start)[1] != head:
        return None
    value = -quantity.value if quantity.negative else quantity.value
    bound: Bound = quantity.bound  # type: ignore[assignment]
    return ParsedQuantity(value, quantity.value_max, quantity.unit, bound)


def parse_date(text: str, *, reference_date: dt.date | None = None) -> DateSpan | None:
    """The days that a string wholly names; a missing year is taken from ``reference_date``.

    ``parse_date("去年6月份", reference_date=date(2019, 8, 1))`` is 2018-06-01 to 2018-06-30. None where the string
    is not a date, is impossible (2月30日), or gives no year and none can be known.
    """
    from hospext.pipeline import default_analyser

    folded = fold(text.strip()).replace(" ", "")
    analyser = default_analyser()
    found = analyser.scan_dates(folded)
    if len(found) != 1 or found[0].start != 0 or found[0].end != len(folded):
        return None
    span = resolve(found[0], DateContext(reference_date, festivals=analyser.festivals))
    if span is None or span.first is None or span.last is None:
        return None
    return DateSpan(span.first, span.last, span.granularity)
