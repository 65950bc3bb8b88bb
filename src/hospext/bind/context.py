"""What a sentence and the text before it say of its values: whom they are about, of when, and whether they are plans."""

from __future__ import annotations

from hospext.bind import periods, subjects
from hospext.bind.drafts import Draft, Sentence
from hospext.bind.periods import set_period
from hospext.bind.state import BindState
from hospext.bind.status import Status, date_ahead, planned_capacity
from hospext.patterns import pattern

_PLACE_UNITS = ("个", "家", "所", "处", "间")
_FROM = pattern(
    r"(?:由|从)(?:[0-9]{4}年(?:[0-9]{1,2}月)?[底末初]?|去年|上年|目前|现在|现有|最初|原来|现行)?的?(?:不足|近|约)?$"
)
_TOTAL = pattern("(?:（[^）]{1,8}）)?，(?:合计|共计|总计)[约近]?")
_OF_RANKING = pattern("考核|国考|排行|榜")


def fill_context(
    norm: str, sentence: Sentence, drafts: list[Draft], state: BindState, status: Status
) -> None:
    """Give the drafts of a sentence their subjects, periods, bases of comparison and states."""
    carried: str | None = None
    planned = status.may_plan(norm, sentence.start, sentence.end)
    for i, draft in enumerate(drafts):
        heir = draft.why.get("inherits")
        source = next((d for d in drafts[:i] if str(d.start) == heir), None) if heir else None
        _fill_subject(norm, sentence, draft, source, state)
        if draft.kind == "ranking":
            if draft.metric is None and draft.rank_type not in ("first", "only"):
                of_ranking = _OF_RANKING.search(norm, sentence.start, draft.end)
                draft.metric = (state.last_ranking if of_ranking else None) or state.title_ranking
            if draft.metric == "hospital_rank" and any(
                n.text == draft.subject and n.role == "department" for n in sentence.names
            ):
                draft.metric = "specialty_rank"
            state.last_ranking = draft.metric or state.last_ranking
        if draft.period_end is None and draft.period_start is None:
            previous = drafts[i - 1] if i else None
            set_period(norm, draft, sentence.dates, state.periods, sentence.start, source, previous)
        if draft.aspect == "change":
            told = draft.basis
            carried = status.set_basis(norm, draft, sentence.start, sentence.dates, carried)
            draft.basis = told or draft.basis
            if draft.basis is None and draft.kind == "growth_rate":
                draft.basis = carried
        word = None
        if planned or draft.kind == "grade":
            word = status.is_target(norm, draft, sentence.start, sentence.dates, state.today)
        elif sentence.dates:
            word = date_ahead(norm, draft, sentence.start, sentence.dates, state.today)
        if word is None and state.today and draft.period_start and draft.period_start > state.today:
            word = "period"
        if word is None and state.plan_head:
            fact = status.is_fact(norm, draft, sentence.start, sentence.dates, state.today)
            word = None if fact else "heading"
        if word is None and state.project:
            word = planned_capacity(norm, draft, sentence.start)
        if (
            word is None
            and i
            and drafts[i - 1].status == "target"
            and _TOTAL.fullmatch(norm, drafts[i - 1].end, draft.start)
        ):
            word = "合计"  # 拟每10股派2.5元，合计2.08亿元
        if word is not None and not _from_value(norm, draft):
            draft.status, draft.why["status"] = "target", word
    compared = periods.compared_with(norm, sentence.dates) if sentence.dates else []
    for draft in drafts if compared else ():
        if draft.aspect == "level" and _from_value(norm, draft):
            periods.set_earlier(norm, draft, compared)


def _fill_subject(
    norm: str, sentence: Sentence, draft: Draft, source: Draft | None, state: BindState
) -> None:
    if draft.subject is not None:
        return
    if state.subjects.unread:
        subjects.take_in(state.subjects, norm)
    since = min(draft.reach, source.end) if source is not None else draft.reach
    if source is not None and not any(
        since <= n.start and n.end <= draft.start and (n.start >= draft.reach or n in state.subjects.topics)
        for n in sentence.names
    ):
        draft.subject, draft.why["subject"] = source.subject, "as before"
        return
    if draft.kind == "rate" and draft.unit and draft.unit.endswith(("千人", "万人")):
        areas = [n for n in sentence.names if n.role in ("place", "whole") and n.end <= draft.start]
        if areas:
            draft.subject, draft.why["subject"] = state.subjects.named(areas[-1]), "area of the density"
            return
    ranked = draft.kind in ("ranking", "grade")
    draft.subject, draft.why["subject"] = subjects.subject_of(
        state.subjects,
        sentence.names,
        norm,
        draft.reach,
        draft.start,
        sentence.start,
        ranked=ranked,
        noun="post" in draft.why,
        counted=draft.unit in _PLACE_UNITS,
    )
    self_counted = draft.metric == "institutions" and "post" in draft.why and draft.aspect != "change"
    if (
        self_counted
        and norm[sentence.start : draft.start].rstrip("，")[-1:] in ("", *"年月日末底，")
        and state.subjects.may_count()
    ):
        state.subjects.count_group(norm[draft.start : draft.end], draft.why["post"], draft.start, draft.end)


def _from_value(norm: str, draft: Draft) -> bool:
    """The first value of 由a提高到b is where it stands today."""
    return _FROM.search(norm[max(0, draft.number_start - 14) : draft.number_start]) is not None
