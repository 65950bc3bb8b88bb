"""What a paragraph begins: a section under its heading, a line of a chronicle, an article of a page, a list of plans."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable

import regex

from hospext.bind.entities import Overview, heading_name
from hospext.bind.lastnamed import LastNamed
from hospext.bind.state import BindState
from hospext.bind.whom import SubjectState
from hospext.resolve.articles import article_ends, plan_questions
from hospext.resolve.dates import DateContext, Span, resolve
from hospext.scan.mentions import Name
from hospext.scan.points import Written, number_of

_YEAR_LINE = re.compile(
    r"(?:18|19|20)[0-9]{2}年(?:度|上半年|下半年|第?[一二三四1-4]季度|(?:1[0-2]|0?[1-9])(?:[-—~至](?:1[0-2]|0?[1-9]))?月份?)?"
)
_LONGEST_YEAR_LINE = 12
_MONTH_LINE = re.compile(
    "(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
)  # of a chronicle: the days below are its
_HEADING = re.compile(
    r"(?!.*：[+-]?[0-9])(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.、])?[^。；！？]{2,40}$"
)
_LONGEST_HEADING = 46
_BRACKETED_HEAD = re.compile("【([^】]{2,16})】")  # in front of its own text
_ASIDE = regex.compile(r"(?:风险提示|备注|说明|附件|联系|注)[^：]{0,4}：")  # ends a section of plans


class Paragraphs:
    """Begins the paragraphs of a document, one after another."""

    def __init__(
        self,
        norm: str,
        dates: list[Written],
        names: list[Name],
        body: int,
        *,
        one_voice: bool,
        is_plan_head: Callable[[str], bool],
    ) -> None:
        self._norm = norm
        self._dated = [date for date in dates if date.first.year is not None]
        self._dated_starts = [date.start for date in self._dated]
        self._names = names
        self._name_starts = [name.start for name in names]
        self._body = body  # where the text starts, after title and by-lines
        self._is_plan_head = is_plan_head
        # Each article of a page speaks of its own institution, unless one issuer speaks in all of them.
        self._articles = {} if one_voice else article_ends(norm)
        self._questions = plan_questions(norm)

    def begin(self, start: int, context: DateContext, state: BindState) -> None:
        """Take in the paragraph that starts at ``start``."""
        norm = self._norm
        context.anchors = []
        context.paragraph_year = None
        if start in self._articles:
            state.subjects = self._article(start)
        end = norm.find("\n", start)
        if end < 0:
            end = len(norm)
        state.paragraph_end = end
        if end - start <= _LONGEST_HEADING:
            line = norm[start:end]
            if line[0] in "12" and len(line) <= _LONGEST_YEAR_LINE and _YEAR_LINE.fullmatch(line):
                # a chronicle: what stands below happened in that year
                context.section_year = int(line[:4])
                state.periods.section = state.periods.year_line = self._period(start, end, context)
                return
            month = _MONTH_LINE.fullmatch(line) if line[-1] in "月份" else None
            if month and (year := context.section_year or context.report_year):
                context.section_month = dt.date(year, number_of(month[1]), 1)
                return
            if _HEADING.fullmatch(line):
                self._begin_section(start, end, context, state)
                return
        bracketed = _BRACKETED_HEAD.match(norm, start, end) if norm[start] == "【" else None
        if bracketed:  # 【下季度重点】依从率提升至90%
            state.plan_head = self._is_plan_head(bracketed[1])
        elif state.plan_head and _ASIDE.match(norm, start, end):
            state.plan_head = False
        elif start in self._questions:
            state.plan_head = True

    def _article(self, start: int) -> SubjectState:
        """Whom an article speaks of."""
        first, last = (bisect_left(self._name_starts, at) for at in (start, self._articles[start]))
        return SubjectState(
            None, Overview(self._names[first:last], start), LastNamed(self._norm, self._names, first)
        )

    def _begin_section(self, start: int, end: int, context: DateContext, state: BindState) -> None:
        """Take in a line that looks like a heading."""
        state.plan_head = self._is_plan_head(self._norm[start:end])
        name, told = None, None
        if start >= self._body:
            name = heading_name(self._names, self._name_starts, self._norm, start, end)
            told = self._period(start, end, context)
        state.subjects.section = name
        section = state.periods.section = told or state.periods.year_line
        context.plan_year = section.first.year if state.plan_head and section and section.first else None

    def _period(self, start: int, end: int, context: DateContext) -> Span | None:
        """The year that a section's heading names: 2022年工作目标."""
        at = bisect_left(self._dated_starts, end) - 1
        while at >= 0 and self._dated_starts[at] >= start:
            span = resolve(self._dated[at], context)
            if span and span.first is not None and span.granularity not in ("day", "hour"):
                return span
            at -= 1
        return None
