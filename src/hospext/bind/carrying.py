"""What the dates of a sentence leave in force for the sentences after it."""

from __future__ import annotations

import re

from hospext.bind.drafts import Dated
from hospext.bind.periods import PeriodState, is_basis, is_founding, is_until
from hospext.resolve.document import WHOLE_DAY

_TODAY = ("今天，", "如今，", "现如今，", "时至今日，")
_SAID = re.compile(r"据[^，。；]{2,40}(?:介绍|透露|通报|统计|说|表示|显示)，|[^，。；]{2,12}(?:显示|表明)，")


def begin_sentence(norm: str, state: PeriodState, start: int) -> None:
    """Take over what the sentence before leaves in force in the paragraph."""
    if state.before is not None:
        _carry_on(norm, state, *state.before)
        state.before = None
    if state.paragraph is not None and norm.startswith(_TODAY, start):
        state.paragraph = state.point = None  # 1984年，职工13名。今天，…426名


def end_sentence(norm: str, state: PeriodState, dates: list[Dated], start: int, has_values: bool) -> None:
    """Keep the dates of a sentence for the sentences after it."""
    for dated in dates:
        if dated.span.granularity == "range" and norm.startswith(("累计", "，累计"), dated.end):
            state.cumulative = dated
    state.before = dates, start, has_values


def _carry_on(norm: str, state: PeriodState, dates: list[Dated], start: int, has_values: bool) -> None:
    """A period that opens a sentence (2024年，…) holds for the sentences after it in the paragraph."""
    if norm.startswith("【", start):
        start = norm.find("】", start) + 1 or start  # 【卫生资源】2024年末，…
    leading = [
        d
        for d in dates
        if d.span.last is not None
        and not d.written.silent
        and not is_basis(norm, d)
        and not is_founding(norm, d)
    ]
    for dated in leading:
        if dated.start - start <= 4 and (
            is_until(norm, dated) or (dated.written.first.part or "")[-1:] in ("底", "末")
        ):
            state.point = dated
    leading = [
        d
        for d in leading
        if d.span.granularity not in ("day", "hour") or WHOLE_DAY.match(norm, d.end) is not None
    ]
    if not leading or _lists_dates(norm, leading):
        return
    comma = norm[leading[0].end : leading[0].end + 1] == "，"
    said = _SAID.match(norm, start, leading[0].start)
    start = said.end() if said else start
    if leading[0].start - start > 3 and not ((comma or not has_values) and state.paragraph is None):
        return
    if state.report is None or comma:
        state.paragraph = leading[0]


def _lists_dates(norm: str, leading: list[Dated]) -> bool:
    """Whether a sentence tells of one year after another (2022年…；2023年…): what follows it is of neither."""
    heads = {d.span.last for d in leading if norm[d.start - 1 : d.start] in ("；", "，") and d.start}
    return bool(heads - {leading[0].span.last})
