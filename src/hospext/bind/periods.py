"""When a value holds: the date of its clause, its sentence, its paragraph, the heading of the report."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from hospext.bind.drafts import Dated, Draft
from hospext.patterns import HAN_SCRIPT, pattern
from hospext.resolve.dates import Span
from hospext.resolve.document import months_up_to

_BASIS_BEFORE = re.compile(
    rf"(?:比|较|与|同|超|高于|低于|相比|多于)(?:[{HAN_SCRIPT}]{{1,5}}的)?(?:截至|截止)?“?$"
)
_NEAR = 40  # characters
_UNTIL_BEFORE = re.compile(r"(?:截至|截止到?|截止至|(?:^|[，。；：“])[到至])$")
_UP_TO_MONTHS = re.compile(r"止[^，。；]{1,3}个月[^，。；增减升降]{0,12}$")
_TIMES_AFTER = re.compile(r"(?:全年|同期|全季)?的(?:近|约|超)?[0-9.一二两三四五六七八九十]+倍")
_SINCE_AFTER = ("以来", "起", "开始", "至今", "以后", "之后", "后")
# 去年3月启用的城西院区: the date belongs to the name, not to what is said.
_ATTRIBUTIVE = re.compile(
    rf"[{HAN_SCRIPT}]{{0,3}}(?:启用|成立|开诊|开业|投用|建成|获批|设立|创建|开工|搬迁|引进|立项|签约|出台|印发|发布|通过|评选|公布|新建|投资)[{HAN_SCRIPT}]{{0,4}}的"
)
_CUMULATIVE = re.compile(r"(?:[，。；：】\n]|^)(?:今年)?累计(?!以来)")
_LONGEST_ATTRIBUTE = 10  # characters
_MARKED = re.compile("[，。；：]")
_FOUNDED_BEFORE = re.compile(r"(?:建|创|创立|成立|办|组建|设立)于(?:公元)?$")
_PUBLISHED = pattern(r"度?\p{Han}{0,12}(?:榜单?|排行|考核|评价)[^，。；]{0,10}(?:揭晓|公布|发布|出炉|放榜)")
_VALUE_INSIDE = pattern(r"[^（）0-9—-][^（）0-9—-]{0,8}[0-9][^（）]*）")
_SAME = "same period of the year before"


@dataclass(slots=True)
class PeriodState:
    """The periods in force: of the heading, and the last that led a paragraph or a sentence."""

    report: Span | None
    section: Span | None = None
    year_line: Span | None = None  # of a chronicle, or of a part of a report: 2018年上半年 alone on its line
    cumulative: Dated | None = None  # 1—8月累计: what 累计 means from then on
    paragraph: Dated | None = None
    point: Dated | None = None  # 年末, 截至6月底: what stocks of the paragraph are counted at
    # Of the sentence before: its dates, where it starts, and whether it has values.
    before: tuple[list[Dated], int, bool] | None = None

    def new_paragraph(self) -> None:
        self.paragraph = None
        self.point = None
        self.before = None


def is_basis(norm: str, dated: Dated) -> bool:
    """Whether a date is only what a change is measured against (比2019年, 与上年同期相比)."""
    if dated.basis is None:
        dated.basis = _is_basis(norm, dated)
    return dated.basis


def _is_basis(norm: str, dated: Dated) -> bool:
    if dated.written.basis_only and not dated.written.same_period:
        return True
    if _BASIS_BEFORE.search(norm[max(0, dated.start - 8) : dated.start]) or _TIMES_AFTER.match(
        norm, dated.end
    ):
        return True
    return (
        norm.startswith(("相比", "比，", "同期", "增长"), dated.end)
        and _BASIS_BEFORE.search(norm[max(0, dated.start - 2) : dated.start]) is not None
    )


def is_until(norm: str, dated: Dated) -> bool:
    """Whether a date is the point up to which a count runs (截至5月30日)."""
    return _UNTIL_BEFORE.search(norm[max(0, dated.start - 4) : dated.start]) is not None


def is_since(norm: str, dated: Dated) -> bool:
    return norm.startswith(_SINCE_AFTER, dated.end) or (
        norm[max(0, dated.start - 2) : dated.start].endswith(("自", "从", "自从"))
        and norm[dated.end : dated.end + 1] in ("起", "开", "以")
    )


def is_founding(norm: str, dated: Dated) -> bool:
    """Whether a date tells since when an institution is there (始建于1951年): nothing after it is of that year."""
    return _FOUNDED_BEFORE.search(norm[max(0, dated.start - 6) : dated.start]) is not None


def is_attribute(norm: str, end: int) -> bool:
    """Whether a date that ends here is an attribute (去年3月启用的城西院区)."""
    return norm.find("的", end, end + _LONGEST_ATTRIBUTE) >= 0 and _ATTRIBUTIVE.match(norm, end) is not None


def set_period(
    norm: str,
    draft: Draft,
    dates: list[Dated],
    state: PeriodState,
    sentence_start: int,
    source: Draft | None,
    previous: Draft | None,
) -> None:
    """Fill the period of a draft from the dates before it in its sentence, what it inherits, or what is in force."""
    before = _dates_before(norm, draft, dates) if dates else dates
    if (
        before
        and state.report
        and norm.find("报告期", max(before[-1].end, draft.start - _NEAR), draft.start) >= 0
    ):
        before, source = [], None  # 今年3月新增床位200张；报告期手术9417台
    if source is not None and "against" in source.why and draft.aspect == "change":
        source = None  # 较去年同期的415万元减少68万元: the change is of this year
    chosen, fresh = None, False
    if state.cumulative is not None and norm.startswith("累计", draft.left):
        source = None  # 5月医疗收入6,238万元，[累计4.81亿元]
    if not before and source is None and state.cumulative is None:  # as for most values
        _set_in_force(norm, draft, state)
        return
    if before:
        if source is not None and _from_dated(norm, source, before):
            before = [d for d in before if not source.reach <= d.start < source.start]
            source = None
        left = draft.left - (norm[draft.left - 1 : draft.left] == "（")  # 比上年（41.7%）
        chosen = _own_date(before, left) or (_bracketed(norm, before, draft.start) if before else None)
        if chosen is not None and chosen.written.same_period:
            _shift_back(draft, source or previous, chosen)
            return
        fresh = source is not None and any(d.start >= source.end and not d.written.silent for d in before)
    if chosen is None and not fresh and source is not None and (source.period_start or source.period_end):
        draft.period_start, draft.period_end = source.period_start, source.period_end
        if source.why.get("period") == _SAME and draft.aspect == "change":  # the later level is what changed
            draft.period_start, draft.period_end = shifted((source.period_start, source.period_end), 1)
        draft.why["period"] = "as before"
        return
    if chosen is None and before:
        standing = [d for d in before if not is_founding(norm, d) and not _aside(norm, d, draft.start)]
        chosen = _of_ranking(norm, standing) or _leading(norm, standing, draft, sentence_start)
    if state.cumulative is not None and (chosen is None or chosen.span.granularity == "month"):
        low = max(sentence_start - 1, chosen.end if chosen is not None else 0, 0)
        if _CUMULATIVE.search(norm, low, draft.start):
            chosen = state.paragraph = state.cumulative
    if chosen is not None:
        _apply(norm, draft, chosen, before)
        if is_basis(norm, chosen):
            draft.why["against"] = draft.why["period"]
        report = state.report
        if (
            (
                draft.period_start is None
                and draft.period_end
                and report
                and not draft.stock
                and report.first
                and report.last
            )
            and report.first <= draft.period_end <= report.last
            and is_until(norm, chosen)
        ):
            draft.period_start = report.first
        return
    _set_in_force(norm, draft, state)


def _dates_before(norm: str, draft: Draft, dates: list[Dated]) -> list[Dated]:
    """Those of some dates before a value that it may be of."""
    return [
        d
        for d in dates
        if d.end <= draft.start
        and (not is_basis(norm, d) or _own_basis(norm, d, draft))
        and (d.span.last is not None or d.written.same_period)
        and (draft.stock or d.written.named != "report_end")
    ]


def _own_date(before: list[Dated], left: int) -> Dated | None:
    """The last date among a value's own words, which start at ``left``, or else the one right before them."""
    last = before[-1] if before else None
    return last if last is not None and (last.start >= left or last.end == left) else None


def _of_ranking(norm: str, before: list[Dated]) -> Dated | None:
    """The year that a ranking is of, where only the day of its publication stands before: 11月24日，2023年度…榜揭晓."""
    last = before[-1] if before else None
    if last is None or last.span.granularity != "year" or not _PUBLISHED.match(norm, last.end):
        return None
    return last if all(d.span.granularity == "day" for d in before[:-1]) else None


def _aside(norm: str, dated: Dated, at: int) -> bool:
    """Whether a date stands in a closed bracket with a value of its own: 增速4.4%（2023年为17.8%）；利润7.02亿元."""
    return norm[dated.start - 1] == "（" and _VALUE_INSIDE.match(norm, dated.end, at) is not None


def _bracketed(norm: str, before: list[Dated], at: int) -> Dated | None:
    """The date right before the bracket that a value stands in: 较2月（报告372800例、死亡1132人）."""
    opened = norm.rfind("（", before[0].start, at)
    if opened < 0 or norm.find("）", opened, at) >= 0:
        return None
    return next((dated for dated in before if dated.end == opened), None)


def _set_in_force(norm: str, draft: Draft, state: PeriodState) -> None:
    """Give a draft without a date of its own the period of its paragraph, its section or the report."""
    if draft.stock and draft.aspect == "level" and state.point is not None and state.point.end <= draft.start:
        draft.period_start, draft.period_end = None, state.point.span.last
        draft.why["period"] = norm[state.point.start : state.point.end]
        draft.why["period_from"] = "paragraph"
        return
    if state.paragraph is not None and state.paragraph.end <= draft.start:
        _apply(norm, draft, state.paragraph, [])
        draft.why["period_from"] = "paragraph"
        return
    for span in (state.section, state.report):
        if span is not None and (not draft.stock or draft.aspect == "change"):
            draft.period_start, draft.period_end = span.first, span.last
            draft.why["period"] = "heading"
            return


def compared_with(norm: str, dates: list[Dated]) -> list[Dated]:
    """Those of the dates of a sentence that all of it is compared with: 2024年与[2021年]相比，…"""
    return [
        d
        for d in dates
        if norm.startswith(("相比，", "比，", "相比较，"), d.end)
        and norm[d.start - 1 : d.start] in ("与", "和", "同", "较", "跟")
    ]


def set_earlier(norm: str, draft: Draft, compared: list[Dated]) -> None:
    """2024年与2021年相比，…由83.2%提高到91.6%: the first value is of the earlier year."""
    base = next((d for d in compared if d.end <= draft.start), None)
    if base is not None and draft.why.get("period") != norm[base.start : base.end]:
        draft.period_start, draft.period_end = base.span.first, base.span.last
        draft.why["period"] = norm[base.start : base.end]


def _from_dated(norm: str, source: Draft, before: list[Dated]) -> bool:
    """Whether a value is the first of 由2022年的6.21张增加到6.47张: its year is not that of the second."""
    return any(
        source.reach <= d.start < source.start and norm[d.start - 1 : d.start] in ("由", "从")
        for d in before
        if d.start
    )


def _own_basis(norm: str, dated: Dated, draft: Draft) -> bool:
    """较去年同期经调整净亏损1.48亿元, 较上一年度的第131名: the level of the basis itself."""
    if draft.aspect != "level":
        return False
    if is_basis(norm, dated) and _UP_TO_MONTHS.match(norm, dated.end, draft.start):
        return True  # 较截至2024年6月30日止六个月收益415.2百万元
    aside = norm.startswith("（", dated.end) and norm.find("）", dated.end, draft.start) < 0
    if (
        norm[dated.end : draft.left].removeprefix("全年").strip("的（") and not aside
    ):  # 较2月（报告372800例、死亡1132人）
        return False
    if _TIMES_AFTER.match(norm, dated.end):
        return False  # 是2020年的1.6倍: the ratio is of today
    return dated.written.same_period or norm.startswith(("的", "（", "全年的"), dated.end)


def _leading(norm: str, before: list[Dated], draft: Draft, sentence_start: int) -> Dated | None:
    """The date that the sentence's clauses hang on: the last one at the head of a clause."""
    for dated in reversed(before):
        if norm[max(0, dated.start - 1) : dated.start] in ("由", "从") or is_attribute(norm, dated.end):
            continue
        shift = dated.written.first.shift
        if dated.written.same_period or (dated.written.first.spoken and dated.start - sentence_start > 3):
            continue
        if shift is not None and not dated.written.first.spoken:
            return dated
        head = norm[max(sentence_start, dated.start - 8) : dated.start]
        if norm.startswith(("，", "、"), dated.end) or pattern(
            r"(?:^|[，；：。（】、—“▲\n]|截至|截止|自|在|于|其中|早在|到|至|从|近日|今天|由|地|，?全国|为)$"
        ).search(
            head,
        ):
            return dated
    return _attributive(norm, before)


def _attributive(norm: str, before: list[Dated]) -> Dated | None:
    """Failing that, a year, quarter or month inside the sentence (公布2022年度考核结果), not in a title."""
    for dated in reversed(before):
        if (
            dated.span.granularity in ("year", "half", "quarter", "month", "range")
            and dated.written.named is None
        ):
            shift = dated.written.first.shift
            if (
                (shift is None or shift >= 0)
                and not dated.written.silent
                and norm[dated.end : dated.end + 1] not in "》”"
            ):
                return dated
    return None


def _apply(norm: str, draft: Draft, dated: Dated, before: list[Dated]) -> None:
    span = dated.span
    draft.why["period"] = norm[dated.start : dated.end]
    since = next((d for d in before if _from_to(norm, d, dated)), None)
    if since is not None:
        draft.period_start, draft.period_end = since.span.first, span.last
        return
    if is_until(norm, dated):
        draft.period_start, draft.period_end = (
            months_up_to(norm, dated.end, span.last) if span.last else None,
            span.last,
        )
        return
    draft.period_start, draft.period_end = span.first, span.last
    if draft.stock and draft.aspect == "level" and span.granularity in ("day", "hour"):
        draft.period_start = None
    until = next(
        (d for d in reversed(before) if d is not dated and is_until(norm, d) and d.end <= dated.start), None
    )
    if (
        until is not None
        and until.span.last
        and span.first
        and span.last
        and span.first <= until.span.last < span.last
    ):
        draft.period_end = until.span.last
    elif is_since(norm, dated) and span.granularity != "year":
        draft.period_end = None


def _from_to(norm: str, first: Dated, last: Dated) -> bool:
    """Whether two dates are the ends of one stretch: 自2010年启动试点到2025年2月底."""
    return (
        first.end <= last.start
        and norm[max(0, first.start - 1) : first.start] in ("自", "从")
        and norm[last.start - 1] in "到至"
        and not norm.startswith("的", last.end)  # 从2019年度的B++升至2022年度的A
        and _MARKED.search(norm, first.end, last.start) is None
    )


def _shift_back(draft: Draft, source: Draft | None, dated: Dated) -> None:
    """去年同期: the period of the value before, some years earlier."""
    if source is not None:
        span = (source.period_start, source.period_end)
        years = dated.written.first.shift or -1
        if dated.written.first.year is not None and span[1] is not None:
            years = dated.written.first.year - span[1].year
        draft.period_start, draft.period_end = shifted(span, years)
        draft.why["period"] = _SAME
        if dated.written.first.year is not None:
            draft.why["against"] = _SAME


def shifted(span: tuple[dt.date | None, dt.date | None], years: int) -> tuple[dt.date | None, dt.date | None]:
    """The same days some years later or earlier."""
    return tuple(_shift(day, years) for day in span)  # type: ignore[return-value]


def _shift(day: dt.date | None, years: int) -> dt.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
