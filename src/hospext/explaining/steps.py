"""The steps of one record, from the draft that binding made: what each field holds, and which words decided it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

import regex

from hospext.analysis import Analyser, Analysis
from hospext.bind.drafts import Draft
from hospext.explaining.model import Step
from hospext.records import plain_number
from hospext.scan.mentions import GradeMention, Quantity, Rank
from hospext.scan.points import Written

_Mention = TypeVar("_Mention", Written, Quantity | Rank | GradeMention)
_SAME_PERIOD = "same period of the year before"
_SPECIAL = {
    "quantity.fraction": "fraction",
    "quantity.tenths": "tenths",
    "growth.doubling": "doubling",
    "duration.compound": "compound",
    "duration.half": "half",
}
_NAMED = ("plan", "decade", "lunar", "month", "day", "whole")


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gave, and the document did not have to tell."""

    reference_date: bool
    issuer: bool


def steps_of(draft: Draft, analysis: Analysis, analyser: Analyser, given: Given) -> Iterator[Step]:
    """The steps in the order in which they are decided."""
    norm = analysis.view.norm
    if draft.kind == "date":
        yield from _date(draft, analysis, given)
    elif draft.kind == "grade":
        yield Step("grade", draft.grade, "written", norm[draft.start : draft.end])
    elif draft.rank_type is not None and draft.aspect == "level":
        yield from _ranking(draft, norm)
    else:
        quantity = _at(analysis.values, draft.start) if analysis.values else None
        if isinstance(quantity, Quantity) and draft.end <= quantity.end:
            yield from _quantity(draft, quantity, norm, analyser)
        else:  # binding made it of several: what it holds is certain, how it is written is not
            yield Step("value", _number(draft.value), "written", norm[draft.start : draft.end])
    if draft.kind != "date":
        yield from _meaning(draft, analyser)
        yield from _circumstances(draft, given)
    target = draft.why.get("status")
    if draft.status == "target":
        reason = {"heading": "heading", "sought": "sought", None: "future"}.get(target, "plan_word")
        yield Step("status", "target", reason, target if reason == "plan_word" else None)
    elif draft.kind != "date":
        yield Step("status", "actual", "no_plan_word")
    yield Step("rule", draft.rule, "rule")


def _at(found: list[_Mention], start: int) -> _Mention:
    """The last mention that starts at a place or before it; mentions are sorted and overlap nowhere."""
    return found[bisect_right(found, start, key=attrgetter("start")) - 1]


def _date(draft: Draft, analysis: Analysis, given: Given) -> Iterator[Step]:
    written = _at(analysis.dates, draft.start)
    first = written.first
    if draft.date_start is None:
        reason = "no_year"
    elif written.named and written.named not in _NAMED:
        reason = "festival"
    elif first.shift is not None:
        reason = "relative_to_given" if given.reference_date else "relative_to_found"
    elif first.year is None:
        reason = "from_context"
    else:
        reason = "plan" if written.named == "plan" else "written"
    value = (
        f"{draft.date_start} – {draft.date_end}"
        if draft.date_start != draft.date_end
        else str(draft.date_start)
    )
    yield Step(
        "date", value if draft.date_start else None, reason, analysis.view.norm[draft.start : draft.end]
    )
    yield Step("granularity", draft.granularity, "form")


def _ranking(draft: Draft, norm: str) -> Iterator[Step]:
    yield Step("value", _number(draft.value), "written", norm[draft.start : draft.end])
    yield Step("rank_type", draft.rank_type, "form", norm[draft.start : draft.end])
    yield Step("scope", draft.scope, "words_before" if draft.scope else "none_said", draft.scope)


def _quantity(draft: Draft, quantity: Quantity, norm: str, analyser: Analyser) -> Iterator[Step]:
    text = norm[quantity.core : quantity.end]
    form = quantity.unit_form
    value = "–".join(_number(each) for each in (draft.value, draft.value_max) if each is not None)
    yield Step("value", value, *_written(draft, quantity, text))
    if draft.unit is None:
        yield Step("unit", None, "no_unit")
    else:
        own = draft.unit == quantity.unit
        yield Step("unit", draft.unit, "unit" if own else "implied_unit", form or None)
    if draft.bound != "exact":
        before = analyser.bound_before(norm, quantity.start)
        after = regex.search(r"[余多来几数](?=\p{Han}*$)|\p{Han}{2}$", text)
        yield Step("bound", draft.bound, "bound_word", before or (after[0] if after else None))
    change = draft.why.get("direction")
    kind = (
        "unit"
        if draft.kind == quantity.kind
        else "change_of_share"
        if draft.kind == "growth_rate"
        else "words"
    )
    yield Step("kind", draft.kind, kind, {"unit": form or None, "change_of_share": change}.get(kind))
    if draft.aspect == "change":
        yield Step("aspect", f"change, {draft.direction}", "change_word", change)
    else:
        yield Step("aspect", "level", "no_change_word")


def _written(draft: Draft, quantity: Quantity, text: str) -> tuple[str, str]:
    """How the number is written, and its words: with the scale apart, without the unit."""
    if quantity.rule in _SPECIAL:
        return _SPECIAL[quantity.rule], text
    form = quantity.unit_form
    number = text[: text.rfind(form)] if form and form in text else text
    if draft.value_max is not None:
        return "range", number
    scale = regex.fullmatch(r"([0-9.,]+)[余多来几]?([十百千万亿]+)[余多来]?", number.strip())
    return ("scaled", f"{scale[1]} × {scale[2]}") if scale else ("written", number or text)


def _meaning(draft: Draft, analyser: Analyser) -> Iterator[Step]:
    """Label and metric."""
    why = draft.why.get("metric", "")
    before = why.removeprefix("as before: ") if why.startswith("as before: ") else None
    if "aligned" in draft.why:
        reason, words = "respectively", draft.why["aligned"]
    elif before is not None:
        reason, words = "as_before", before
    elif why == "list":
        reason, words = "list", None
    else:
        reason, words = ("noun_after" if "post" in draft.why else "words_before"), None
    yield Step("label", draft.label, reason if draft.label else "none_said", words)
    metric = analyser.lexicon.metrics.get(draft.metric or "")
    value = f"{metric.id} {metric.zh}" if metric else draft.metric
    if draft.metric is None:
        yield Step("metric", None, "no_term")
    elif reason in ("respectively", "as_before", "list"):
        yield Step("metric", value, reason, words)
    elif why.startswith("share of "):
        yield Step("metric", value, "share", why.removeprefix("share of "))
    else:
        yield Step("metric", value, "term" if why else "by_rule", why or None)


def _circumstances(draft: Draft, given: Given) -> Iterator[Step]:
    """Of whom, when, against what."""
    reason, _, words = draft.why.get("subject", "as before" if "aligned" in draft.why else "").partition(": ")
    if draft.subject is None:
        yield Step("subject", None, "nobody_named")
    elif reason == "issuer":
        yield Step("subject", draft.subject, "issuer_given" if given.issuer else "issuer_found")
    else:
        yield Step("subject", draft.subject, reason.replace(" ", "_") or "by_rule", words or None)
    period = draft.why.get("period", "as before" if "aligned" in draft.why else "")
    span = f"{draft.period_start or '…'} – {draft.period_end or '…'}"
    if draft.period_start is None and draft.period_end is None:
        yield Step("period", None, "no_date")
    elif period in ("heading", "as before"):
        yield Step("period", span, period.replace(" ", "_"))
    elif period == _SAME_PERIOD:
        yield Step("period", span, "same_period")
    else:
        yield Step("period", span, draft.why.get("period_from", "date"), period or None)
    if draft.basis is not None:
        words = draft.why.get("basis", "")
        yield Step("basis", draft.basis, "basis_word" if words else "as_before", words or None)
    elif draft.aspect == "change":
        yield Step("basis", None, "none_said")


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{Decimal(repr(plain_number(value))):,f}"
