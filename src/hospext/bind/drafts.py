"""A record in the making, and the stretches of text that binding works on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from hospext.resolve.dates import Span
from hospext.scan.mentions import GradeMention, Name, Quantity, Rank
from hospext.scan.points import Written


@dataclass(slots=True)
class Draft:
    """One record before it is frozen. Spans count the view; ``why`` says what decided each field."""

    kind: str
    start: int
    end: int
    rule: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    bound: str = "exact"
    aspect: str = "level"
    direction: str | None = None
    basis: str | None = None
    metric: str | None = None
    label: str | None = None
    subject: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    status: str = "actual"
    grade: str | None = None
    rank_type: str | None = None
    scope: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    granularity: str | None = None
    stock: bool = False
    number_start: int = 0  # where the number starts, after a sign
    left: int = 0  # where the words that belong to it start
    reach: int = 0  # where names that belong to it may start: before its bracket, before a date
    why: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Dated:
    """A date of the sentence with its days."""

    written: Written
    span: Span
    start: int
    end: int
    basis: bool | None = None  # whether a change is measured against it, once that is asked


@dataclass(slots=True)
class Sentence:
    """One sentence and what stands in it, in order."""

    start: int
    end: int
    paragraph: int  # where its paragraph starts
    dates: list[Dated] = field(default_factory=list)
    values: list[Quantity | Rank | GradeMention] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
