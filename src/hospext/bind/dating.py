"""From the dates of a sentence to days: each in turn, for what is said of one holds for the next."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import regex

from hospext.bind.drafts import Dated
from hospext.bind.periods import is_attribute, shifted
from hospext.resolve.dates import Anchor, DateContext, Span, resolve
from hospext.scan.points import Written

_MOST_ANCHORS = 100
_ENDS_OF_YEAR = ("年底", "年末")
_WILL_BE = re.compile("(?:将|拟|定|计划|预计)于?$")
_UP_TO = ("截至", "截止", "截止到", "截止至")
_TOLD_ASIDE = ("为", "：", "是", "末为", "底为")  # 占比52.3%（2021年为41.7%）: the text stays where it was
_NOW = regex.compile(r"目前|现已|如今|眼下")


def resolved(norm: str, found: list[Written], context: DateContext, start: int, *, last: bool) -> list[Dated]:
    """The dates of a sentence with their days, in order; each takes what it leaves open from those before it.

    ``last`` says that no dates follow in the paragraph.
    """
    dated: list[Dated] = []
    if not found:
        return dated  # and what was said before waits for the next date
    if context.anchors:  # the last ones are enough, in a paragraph of any length
        context.anchors = [anchor for anchor in context.anchors[-_MOST_ANCHORS:] if not anchor.future]
    for anchor in reversed(context.anchors):
        if anchor.earlier:
            break  # and so are all before it
        anchor.earlier = True
    for i, written in enumerate(found):
        if i and _NOW.search(norm, found[i - 1].end, written.start):
            context.anchors = []  # 2021年动工，…目前已开放460张，[年底前]: the text is back in its own time
        elif not dated and _WILL_BE.search(norm, max(0, written.start - 4), written.start):
            context.anchors = []  # 将于11月上旬: not in the year that an earlier sentence spoke of
        if dated and written.first.part in _ENDS_OF_YEAR:
            written = _end_of_last_year(written, dated[-1])
        span = resolve(written, context)
        if span is None:
            continue
        if not context.guessed and not context.invites:
            span = _not_after(norm, written, span, context.today)
        elif _contradicts(norm, written, span, context.today):
            span = Span(None, None, span.granularity)
        dated.append(Dated(written, span, written.start, written.end))
        followed = not last or i + 1 < len(found)
        if (followed or _outlasts(span, context)) and _is_told_of(norm, written, span):
            _remember(norm, written, span, context, leads=written.start - start <= 3)
    return dated


def _outlasts(span: Span, context: DateContext) -> bool:
    """Whether a date may count beyond its paragraph: as the month spoken of last, or in a text without a date."""
    return span.granularity == "month" or context.today is None


def _is_told_of(norm: str, written: Written, span: Span) -> bool:
    """Whether a text goes on from a date: it tells of it, rather than measure by it or mention it aside."""
    before = norm[max(0, written.start - 1) : written.start]
    return (
        span.first is not None
        and not written.basis_only
        and not written.silent
        and written.named not in ("plan", "decade")
        and not (before == "（" and norm.startswith(_TOLD_ASIDE, written.end))
        and not (written.first.shift and written.first.shift < 0 and span.granularity == "year")
        and before not in ("比", "较", "与", "到", "足")
        and not is_attribute(norm, written.end)
    )


def _remember(norm: str, written: Written, span: Span, context: DateContext, *, leads: bool) -> None:
    """Keep a date for what follows; ``leads`` says that it opens its sentence."""
    assert span.first is not None
    has_month = span.granularity not in ("year", "half", "range") or written.first.month is not None
    before = norm[max(0, written.start - 2) : written.start]
    since = before.endswith(("自", "从", "早在")) or norm.startswith(("以来", "起"), written.end)
    if span.granularity == "month":
        context.last_month = span.first
    future = (written.first.shift or 0) > 0
    context.anchors.append(Anchor(span.first, has_month, future=future, since=since))
    base = context.base_year()
    if leads and written.first.year and base is not None and abs(span.first.year - base) <= 1:
        context.paragraph_year = span.first.year
        if context.today is None:
            context.section_year = span.first.year


def _end_of_last_year(written: Written, before: Dated) -> Written:
    """去年基金2.68亿元，[年底]结余1900万: the end of the year just spoken of."""
    last, first = before.written, before.span.first
    spoken = last.first.shift == -1 and before.span.granularity == "year" and not last.basis_only
    if not spoken or first is None or written.last is not None:
        return written
    if written.first.year is not None or written.first.shift is not None:
        return written
    return replace(written, first=replace(written.first, year=first.year))


def _contradicts(norm: str, written: Written, span: Span, today: dt.date | None) -> bool:
    """Whether 截至今年11月底 shows that a guessed date is too early: the text is of a later year."""
    if today is None or span.last is None or span.last <= today or written.first.shift != 0:
        return False
    return norm[max(0, written.start - 3) : written.start].endswith(_UP_TO)


def _not_after(norm: str, written: Written, span: Span, today: dt.date | None) -> Span:
    """截至9月20日 tells of what has been counted: of the year before where it would lie behind the document's date."""
    if today is None or span.last is None or span.last <= today or span.first is None:
        return span
    if (
        written.first.year
        or written.last
        or not norm[max(0, written.start - 3) : written.start].endswith(_UP_TO)
    ):
        return span
    years = span.last.year - today.year + (span.last.replace(year=today.year) > today)
    if years != 1:
        return span  # a document date so far back is a guess
    first, last = shifted((span.first, span.last), -years)
    return Span(first, last, span.granularity)
