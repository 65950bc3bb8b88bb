"""The document's own facts: its title, its date, and the period that its heading reports on."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import regex

from hospext.numerals import parse_number
from hospext.patterns import pattern
from hospext.reading.document import Metadata
from hospext.resolve.dates import DateContext, Span, resolve
from hospext.scan.points import Written

T = TypeVar("T")

_HAN = regex.compile(r"\p{Han}")
_HEAD_PARAGRAPHS = 8
_TITLE_CHARS = 45
_DOCUMENT_KINDS = (
    "通知",
    "报告",
    "意见",
    "方案",
    "公告",
    "公报",
    "办法",
    "规定",
    "决定",
    "通报",
    "函",
    "总结",
    "计划",
)
_OLD_NEWS = 500  # days: what opens a text and lies further back is history, not what it reports on
REPORT = pattern(
    "周报|疫情|国考|绩效考核|放榜|排行榜|揭晓|盘点|交卷|答卷|成绩单|这一年|年度数字|细数|年终|大事记|亮点|账单|业绩|中期|监测|总结|报告|通报|分析|简报|公报|运行|情况|统计|纪实|工作会议|回顾|公告|述职|年报|月报|季报|指标|数据|运营|简况|概况|预算|决算"
)
_BARE_YEAR = regex.compile(r"(?<![0-9A-Za-z第.—-])20[0-4][0-9](?![0-9年A-Za-z—-])")
_HOLIDAY = regex.compile(r"(?:假期|长假|春节|国庆|五一|小长假)(?:期间)?（$")
_THIS_WEEK = regex.compile(r"(?:[本当]周|本期|本旬)（$")
WHOLE_DAY = re.compile("[0０零]时?[-—–~至][2２]?[4４]时")  # 12月23日0—24时: what a daily bulletin tells of
_IMPRINT = regex.compile(r"(?:印发|编辑|讯|电|发布|责编|通讯员|记者|投稿|来源|日报|晚报|时报)")
REPORTS_OUT = 3  # the month up to which a text that ends with a year reports on that year
OPENING = 80  # characters: the first sentence or two
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])?(?!\d)")


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """A fact of the document, how it was found (the id of the reason), and the words that gave it."""

    value: T
    reason: str
    words: str | None = None


@dataclass(slots=True)
class DocumentFacts:
    """What the rest of the text counts from."""

    title: str | None
    issuer: str | None
    date: dt.date | None
    report: Span | None  # the period in the heading of a report
    announced: Span | None  # the year whose results the text announces
    head: int  # where the lines of the title and the masthead end
    one_voice: bool  # one issuer speaks throughout: it prints the text, or says 我院 in it
    sources: dict[str, Source[Any]] = field(default_factory=dict)  # of title, issuer and date


def title_of(norm: str) -> tuple[int, int] | None:
    """The span of the first line that looks like a title."""
    at = 0
    for paragraph in norm.split("\n", _HEAD_PARAGRAPHS)[:_HEAD_PARAGRAPHS]:
        if len(paragraph) <= _TITLE_CHARS and not _HAN.search(paragraph):
            at += len(paragraph) + 1  # a time, an address, a masthead in Latin letters
            continue
        if 4 <= len(paragraph) <= _TITLE_CHARS and paragraph[-1] not in "。；，,;":
            return at, _title_end(norm, at + len(paragraph))
        if len(paragraph) > _TITLE_CHARS:
            return None
        at += len(paragraph) + 1
    return None


def _title_end(norm: str, end: int) -> int:
    """Where a title ends that may go on in the next line: 关于印发2024年度⏎工作总结的通知."""
    first = norm.rfind("\n", 0, end) + 1
    following = norm[end + 1 : max(end + 1, norm.find("\n", end + 1))]
    open_end = "关于" in norm[first:end] and not norm[first:end].endswith(_DOCUMENT_KINDS)
    goes_on = len(following) <= _TITLE_CHARS and following.endswith(_DOCUMENT_KINDS)
    return end + 1 + len(following) if open_end and goes_on else end


def head_end(norm: str) -> int:
    """Where the lines of the head (title, masthead, by-line) end: at the first full paragraph."""
    at = 0
    for count, paragraph in enumerate(norm.split("\n", _HEAD_PARAGRAPHS)):
        if len(paragraph) > _TITLE_CHARS + 15 or count >= _HEAD_PARAGRAPHS:
            break
        at += len(paragraph) + 1
    return at


def report_period(norm: str, dates: list[Written], head: int, context: DateContext) -> Span | None:
    """The year, half, quarter or months that a report's heading names."""
    best: Span | None = None
    for written in dates:
        if written.start >= head:
            break
        line_end = norm.find("\n", written.start)
        line_start = norm.rfind("\n", 0, written.start) + 1
        line = norm[line_start : line_end if line_end >= 0 else len(norm)]
        span = resolve(written, context)
        if span is None or span.first is None or span.granularity in ("day", "hour"):
            continue
        if context.today and span.first > context.today and not written.first.year:
            continue  # 下半年进修生招收的通知
        if written.first.shift or line.endswith(("。", "；")):
            continue
        months = written.first.month is not None or written.first.part is not None
        if (span.granularity in ("year", "month") or not months) and not REPORT.search(line):
            continue
        if best is None or (best.granularity == "year" and span.granularity != "year"):
            best = span
    return best or _bare_year(norm, head)


def _bare_year(norm: str, head: int) -> Span | None:
    """The year that a heading names without 年: 看2024，细数…; 盘点2023."""
    title = title_of(norm[:head])
    found = _BARE_YEAR.search(norm, title[0], title[1]) if title else None
    if title is None or found is None or not REPORT.search(norm, title[0], title[1]):
        return None
    year = int(found[0])
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def opening_period(norm: str, dates: list[Written], head: int, context: DateContext) -> Span | None:
    """The period that opens the text of a report whose heading names none: 4月份，全区…; 截至6月30日止六个月，…"""
    reports = REPORT.search(norm[: head + 60]) is not None
    for written in dates:
        if written.start > head + 150 or written.basis_only or written.silent or written.first.shift:
            continue
        span = resolve(written, context)
        if span is None or span.first is None or span.last is None:
            continue
        if context.today is not None and (context.today - span.last).days > _OLD_NEWS:
            continue
        months = months_up_to(norm, written.end, span.last)
        if months is not None and reports:
            return Span(months, span.last, "range")
        if span.granularity == "range" and _HOLIDAY.search(norm, max(0, written.start - 6), written.start):
            return span  # 春节假期（2月10日—17日）
        if not reports:
            continue
        if span.granularity == "range" and _THIS_WEEK.search(norm[max(0, written.start - 4) : written.start]):
            return span
        if span.granularity == "day" and WHOLE_DAY.match(norm, written.end):
            return span
        opens = norm.startswith("，", written.end) and norm[max(0, written.start - 1) : written.start] in (
            "",
            "\n",
            "。",
            "】",
            "：",
        )
        if opens and span.granularity in ("month", "quarter", "half", "range"):
            return span
    return None


def announced_period(norm: str, dates: list[Written], head: int, context: DateContext) -> Span | None:
    """The year whose results a text announces: 通报了2023年度三级公立医院绩效考核结果."""
    reviewed = REPORT.search(norm[: head + 60]) is not None
    for written in dates:
        if written.start > head + 2 * OPENING:
            break
        if reviewed and (span := _opening_year(norm, written, context)):
            return span
        announces = _ANNOUNCES.search(norm, max(0, written.start - 6), written.start)
        if (announces and _EXAMINED.match(norm, written.end)) or _OF_RANKING.match(norm, written.end):
            span = resolve(written, context)
            return span if span is not None and span.granularity == "year" and span.first else None
    return None


def _opening_year(norm: str, written: Written, context: DateContext) -> Span | None:
    """The year that opens a paragraph of a review of the year before (2023年，我院…)."""
    if not norm.startswith("，", written.end) or norm[max(0, written.start - 1) : written.start].strip():
        return None
    span = resolve(written, context)
    if span is None or span.granularity != "year" or span.first is None or context.today is None:
        return None
    past = span.first.year == context.today.year - 1 and context.today.month <= REPORTS_OUT
    return span if written.first.year and past else None


_ANNOUNCES = regex.compile(r"(?:通报|公布|发布|揭晓|反馈|下发)了?$")
_ANNOUNCED = regex.compile(r"，?(?:正式)?(?:通报|公布|发布|揭晓|下发)")
_EXAMINED = regex.compile(r"\p{Han}{0,16}(?:考核|监测|评价|排行|清算|决算)")
_OF_RANKING = regex.compile(r"度?\p{Han}{0,10}(?:排行榜|科技量值)")
_MONTHS_UP_TO = regex.compile(r"止(?:的)?(?P<number>[0-9]+|[一二三四五六七八九十]+)个月")


def months_up_to(norm: str, end: int, last: dt.date) -> dt.date | None:
    """The first day of 截至6月30日止六个月; None for a mere 截至."""
    found = _MONTHS_UP_TO.match(norm, end)
    if found is None:
        return None
    index = last.year * 12 + last.month - int(parse_number(found["number"]) or 0)
    return dt.date(index // 12, index % 12 + 1, 1)


def document_date(
    norm: str, dates: list[Written], head: int, name: str, metadata: Metadata
) -> Source[dt.date] | None:
    """The document's own date, in this order of trust: its head, its imprint or dateline, the metadata of its format,
    its file name, the latest date that it gives. When a file was made counts only where the text speaks of no other year.
    """
    blank = DateContext(None)
    full = [
        (w, span)
        for w in dates
        if w.first.year and not w.named and (span := resolve(w, blank)) and span.first
    ]
    newest = max((span.first.year for _, span in full if span.first), default=0)
    for w, span in full:
        in_head = w.start < head and span.granularity in ("day", "month") and w.first.month and w.last is None
        if in_head and span.first and span.first.year >= newest - 2:  # an older one is history
            return Source(span.first, "head", norm[w.start : w.end])
    for w, span in reversed(full):
        near = norm[max(0, w.start - 12) : w.start] + norm[w.end : w.end + 8]
        if span.granularity == "day" and w.last is None and (_IMPRINT.search(near) or w.end >= len(norm) - 8):
            return Source(span.first, "imprint", norm[w.start : w.end]) if span.first else None
    if metadata.date is not None and (not metadata.made or newest in (0, metadata.date.year)):
        return Source(metadata.date, "metadata", metadata.source)
    found = _FILE_DATE.search(name.rsplit("/", 1)[-1])
    if found:
        day = dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
        return Source(day, "file_name", found[0])
    latest = _latest(norm, full, head)
    if latest is None:
        return None
    dateline = _dateline(norm, dates, head, latest, max(s.last for _, s in full if s.last))
    return Source(dateline, "dateline") if dateline else Source(latest, "latest_date")


def _dateline(norm: str, dates: list[Written], head: int, latest: dt.date, end: dt.date) -> dt.date | None:
    """A day without a year that opens the text (7月30日下午，…), in the year of the latest date, or the next: a report
    on a year comes out early in the next one.
    """
    titled = False
    for written in dates:
        point = written.first
        if written.start > head + OPENING or (point.year and written.start >= head):
            break
        masthead = titled and written.start < head and "\n" not in norm[dates[0].end : written.start]
        titled = titled or bool(point.year)
        if titled and not masthead and not _ANNOUNCED.match(norm, written.end):
            continue  # in a chronicle of the year that its title names
        dated = not point.year and point.month and point.day and point.shift is None and not written.named
        if dated and written.last is None and not written.basis_only and point.month and point.day:
            after = latest.year == end.year and end.month == 12 and point.month <= REPORTS_OUT
            with contextlib.suppress(ValueError):
                return dt.date(latest.year + after, point.month, point.day)
    return None


_PLANNED = pattern(
    "(?:^|[，。；：])[到至]$|力争|计划|预计|规划|目标|(?:始建|创建|创办|成立|建成|建院|前身|建|设立|诞生|落成)于?$"
)
_FOUNDED = pattern(r"[，]?(?:始建|创建|创办|成立|建成|建院|正式|由|经)")


def _latest(norm: str, full: list[tuple[Written, Span]], head: int) -> dt.date | None:
    """A report's own period ends with its document; else the latest year spoken of is the best guess."""
    past = [s for w, s in full if w.start < head and s.last and w.last is None]
    if past:
        return max(s.last for s in past if s.last)
    firsts = [
        s.first
        for w, s in full
        if s.first
        and not _PLANNED.search(norm[max(0, w.start - 6) : w.start])
        and not _FOUNDED.match(norm, w.end)
    ]
    return max(firsts) if firsts else None
