"""From calendar expressions to days: missing years, months and relative words are taken from the context."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field, replace

from borax.calendars.lunardate import LunarDate

from hospext.numerals import parse_number
from hospext.records import Granularity
from hospext.scan.points import Point, Written

_TENTHS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NEW_YEAR = 2  # the last month in which 全年 looks back
_LONG_AGO = 180  # days
_JUST_NOW = 7  # days
_FAR_MONTHS = 10  # a month this far from its anchor within one year belongs to the year beside it


@dataclass(slots=True)
class Span:
    """Calendar days, inclusive; both None where no year can be known."""

    first: dt.date | None
    last: dt.date | None
    granularity: Granularity


@dataclass(slots=True)
class Anchor:
    """A date already spoken of, from which a later one takes its year or month."""

    date: dt.date
    has_month: bool
    earlier: bool = False  # said in an earlier sentence
    future: bool = False  # 明年一季度: only for what follows in the sentence
    since: bool = False  # where something began (自2019年…以来): the text does not stay there


@dataclass(slots=True)
class DateContext:
    """What dates count from: the document's date, the year its heading reports on, and what was said before."""

    today: dt.date | None
    report_year: int | None = None
    festivals: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    section_year: int | None = None  # a line of a chronicle
    section_month: dt.date | None = None  # a line of a chronicle that is but a month
    paragraph_year: int | None = None  # the year that led a sentence of the paragraph
    told_year: int | None = None  # whose results the text tells: 年底 is its end
    report_month: dt.date | None = None  # the first day of the month that the report is about
    report_last: dt.date | None = None  # the last day that the report is about: 报告期末
    last_month: dt.date | None = None  # spoken of last: 当月
    plan_year: int | None = None  # of a section of plans: 二、2025年工作安排
    anchors: list[Anchor] = field(default_factory=list)
    invites: bool = False  # the text invites to something in the year to come: its months are still ahead
    guessed: bool = False  # today is only the latest date that the document gives

    def base_year(self) -> int | None:
        """The year that 今年 means."""
        if self.plan_year is not None:
            return self.plan_year
        if self.report_year is not None:
            return self.report_year
        return self.today.year if self.today else None

    def year_for(self, month: int | None, day: int | None = None, *, part: bool = False) -> int | None:
        """The year of a date that gives none."""
        anchor = self._last_anchor(future=month is not None or part)
        if anchor is not None and not self._is_history(anchor):
            return _near(anchor.date, month) if anchor.has_month else anchor.date.year
        year = self.paragraph_year or self.section_year
        if year is not None:
            return year
        if self.told_year is not None and self.plan_year is None:
            if self.today and month == self.today.month and day and 0 <= self.today.day - day <= _JUST_NOW:
                return self.today.year  # 3月11日通报2023年度…: the day of the text itself
            return self.told_year
        if self.plan_year is not None:
            return self.plan_year
        if self.report_year is not None and (self.today is None or self.report_year != self.today.year):
            return self.report_year
        if self.today is None:
            return self.report_year
        if self.invites and month is not None and month < self.today.month:
            return self.today.year + 1
        late = month is not None and month - self.today.month >= _FAR_MONTHS
        return self.today.year - 1 if late else self.today.year

    def _last_anchor(self, *, future: bool) -> Anchor | None:
        """The date spoken of last; one to come only where ``future`` allows it."""
        for anchor in reversed(self.anchors):
            if future or not anchor.future:
                return anchor
        return None

    def whole_year(self) -> int | None:
        """The year that 全年 means: in January it is the one just past."""
        year = self.year_for(None)
        if self.anchors or self.guessed:
            return year
        early = self.today is not None and year == self.today.year and self.today.month <= _NEW_YEAR
        return year - 1 if year is not None and early and self.plan_year is None else year

    def _is_history(self, anchor: Anchor) -> bool:
        """Where something began, said in an earlier sentence: a dated text goes on from its own date."""
        return (
            anchor.since and anchor.earlier and self.today is not None and anchor.date.year != self.today.year
        )

    def month_for(self, day: int) -> tuple[int | None, int | None]:
        """Year and month of a bare day (20日)."""
        for anchor in reversed(self.anchors):
            if anchor.has_month:
                return anchor.date.year, anchor.date.month
        if self.section_month is not None:
            return self.section_month.year, self.section_month.month
        if self.today is None:
            return self.base_year(), None
        if day > self.today.day:
            before = self.today.replace(day=1) - dt.timedelta(days=1)
            return before.year, before.month
        return self.today.year, self.today.month


def _within_year(first: Point, last: Point) -> bool:
    """Whether a range gives two months in order and no year."""
    named = first.year or last.year or first.shift is not None or last.shift is not None
    return not named and first.month is not None and last.month is not None and first.month < last.month


def _near(anchor: dt.date, month: int | None) -> int:
    if month is None:
        return anchor.year
    if anchor.month - month >= _FAR_MONTHS - 1:
        return anchor.year + 1
    return anchor.year - 1 if month - anchor.month >= _FAR_MONTHS else anchor.year


def resolve(written: Written, context: DateContext) -> Span | None:
    """The days of an expression; None where it is impossible (2月30日)."""
    if written.named:
        return _named(written, context)
    span = _point(written.first, context)
    if span is None or written.last is None:
        return span
    return _range(written, span, context)


def _range(written: Written, span: Span, context: DateContext) -> Span | None:
    assert written.last is not None
    first, last = written.first.copy(), written.last.copy()
    if _within_year(first, last):  # 1—10月, said in December: the year of the last month
        anchor = context.anchors[-1] if context.anchors else None
        follows = (
            anchor is not None and anchor.has_month and anchor.date.month - (first.month or 12) >= _FAR_MONTHS
        )
        first.year = last.year = context.year_for(first.month if follows else last.month)
        span = _point(first, context) or span
    if last.year is not None and first.year is None and first.shift is None:
        first.year = last.year
        span = _point(first, context) or span
    if last.year is None and last.shift is None and span.first is not None:
        last.year = span.first.year
        if last.month is None and last.day is not None:
            last.month = span.first.month
    end = _point(last, context)
    if end is None:
        return None
    if span.first is None or end.last is None:
        return Span(None, None, "range")
    if (
        end.last < span.first
        and written.last is not None
        and last.month is not None
        and first.month is not None
    ):
        following = replace(last, year=span.first.year + 1, shift=None)
        end = _point(following, context)
    if end is None or end.last is None or end.last < span.first:
        return None
    return Span(span.first, end.last, "range")


def _point(point: Point, context: DateContext) -> Span | None:
    year, month = _year_and_month(point, context)
    if point.month is not None:
        month = point.month
    granularity: Granularity = "hour" if point.hour else "day"
    if point.day is not None:
        if month is None or year is None:
            return Span(None, None, granularity) if (month is None or point.day <= 31) else None
        day = _date(year, month, point.day)
        return Span(day, day, granularity) if day else None
    if point.part:
        return _part(year, month, point.part)
    if month is not None:
        return _month(year, month)
    return _year(year)


def _year_and_month(point: Point, context: DateContext) -> tuple[int | None, int | None]:
    if point.year is not None:
        return point.year, None
    if point.same and point.shift:
        last = context.anchors[-1].date.year if context.anchors else context.base_year()
        return (None if last is None else last + point.shift), None
    if point.same:
        return (context.anchors[-1].date.year if context.anchors else context.base_year()), None
    if point.shift is not None:
        base = context.base_year()
        if point.spoken and context.anchors:
            base = context.anchors[-1].date.year
        return (None if base is None else base + point.shift), None
    if point.month is None and point.day is not None:
        return context.month_for(point.day)
    if point.part and point.part.startswith("月"):
        _, month = context.month_for(1)
        return context.year_for(month), month
    return context.year_for(point.month, point.day, part=point.part is not None), None


def _part(year: int | None, month: int | None, part: str) -> Span | None:
    if month is not None and part[-1] in "旬":
        first, last = _TENTHS[part[0]][0], _TENTHS[part[-2]][1]  # 中下旬 goes from the 11th to the last
        return _days(year, month, first, last, "range")
    if month is not None and part[-1] in "底末初":
        return _edge(year, month, month, part[-1])
    if part.startswith("月"):
        return None
    if part.endswith("个月"):
        return _months(year, 1, int(parse_number(part[1:-2]) or 1), "range")
    if part == "半年度":
        return _months(year, 1, 6, "half")
    if part.endswith("半年"):
        return _months(year, 1, 6, "half") if part.startswith("上") else _months(year, 7, 12, "half")
    if "季度" in part or part.startswith("Q") or part.endswith("季末"):
        digit = next((c for c in part if c in _QUARTERS), "1")
        number = _QUARTERS[digit]
        if part.startswith("前"):
            return _months(year, 1, 3 * number, "range")
        if part[-1] in "底末初":
            return _edge(year, 3 * number - 2, 3 * number, part[-1])
        return _months(year, 3 * number - 2, 3 * number, "quarter")
    if part[-1] in "底末初尾":
        return _edge(year, 1, 12, part[-1])
    return _year(year)


def _edge(year: int | None, first: int, last: int, side: str) -> Span:
    if year is None:
        return Span(None, None, "day")
    day = dt.date(year, first, 1) if side == "初" else dt.date(year, last, _last_day(year, last))
    return Span(day, day, "day")


def _last_day(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if calendar.isleap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days(year: int | None, month: int, first: int, last: int, granularity: Granularity) -> Span:
    if year is None:
        return Span(None, None, granularity)
    end = last or _last_day(year, month)
    return Span(dt.date(year, month, first), dt.date(year, month, end), granularity)


def _month(year: int | None, month: int) -> Span:
    return _days(year, month, 1, 0, "month")


def _months(year: int | None, first: int, last: int, granularity: Granularity) -> Span:
    if year is None:
        return Span(None, None, granularity)
    return Span(dt.date(year, first, 1), dt.date(year, last, _last_day(year, last)), granularity)


def _year(year: int | None) -> Span:
    return _months(year, 1, 12, "year")


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _named(written: Written, context: DateContext) -> Span | None:
    point, name = written.first, written.named
    if name == "plan" and point.year:
        return Span(dt.date(point.year, 1, 1), dt.date(point.year + 4, 12, 31), "range")
    if name == "decade" and point.year:
        return Span(dt.date(point.year, 1, 1), dt.date(point.year + 9, 12, 31), "decade")
    if name == "day":
        spoken = context.anchors[-1].date if context.anchors and context.anchors[-1].has_month else None
        return Span(spoken, spoken, "day")
    if name == "report_end":
        return Span(context.report_last, context.report_last, "day") if context.report_last else None
    if name == "whole":
        return _year(context.whole_year())
    if name == "month":
        return _relative_month(point, context)
    year = _year_and_month(Point(point.year, point.shift, month=point.month or 2), context)[0]
    if year is None:
        return Span(None, None, "day")
    if name == "lunar":
        return _lunar(year, point.month or 1, point.day or 1)
    if name in context.festivals["solar"]:
        month, day = context.festivals["solar"][name]
        year = _year_and_month(Point(point.year, point.shift, month=month), context)[0] or year
        return Span(dt.date(year, month, day), dt.date(year, month, day), "day")
    if name == "除夕" or name == "大年三十":
        eve = LunarDate(year, 1, 1).to_solar_date() - dt.timedelta(days=1)
        return Span(eve, eve, "day")
    return _lunar(year, *context.festivals["lunar"][name or ""])


def _lunar(year: int, month: int, day: int) -> Span | None:
    """A lunar date; the last two lunar months of a solar year began in the lunar year before where they fall early."""
    try:
        solar = LunarDate(year, month, day).to_solar_date()
    except (ValueError, IndexError):
        return None
    return Span(solar, solar, "day")


def _is_past(context: DateContext, shift: int) -> bool:
    """Whether 上月 looks back from the text's own date, for what was said last lies more than a year before it."""
    told = context.anchors[-1].date
    return bool(shift and context.today and not context.guessed and (context.today - told).days > _LONG_AGO)


def _relative_month(point: Point, context: DateContext) -> Span | None:
    shift, day = point.shift or 0, point.day
    if context.anchors and context.anchors[-1].has_month and not _is_past(context, shift):
        base: dt.date | None = context.anchors[-1].date
    else:
        base = context.report_month or (context.last_month if point.same else None) or context.today
    if base is None:
        return Span(None, None, "month")
    index = base.year * 12 + base.month - 1 + shift
    year, month = index // 12, index % 12 + 1
    if day is None:
        return _month(year, month)
    date = _date(year, month, day)
    return Span(date, date, "day") if date else None
