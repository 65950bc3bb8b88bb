"""The steps of a record from a table: which heads, and which lines above, decided its fields."""

from __future__ import annotations

from collections.abc import Iterator

from hospext.analysis import Analyser
from hospext.bind.drafts import Draft
from hospext.explaining.model import Step
from hospext.explaining.steps import Given, circumstances, number_text
from hospext.tabular import Found

_PERIODS = {"table head": "table_head", "level beside": "level_beside", "heading": "heading"}


def steps_of_cell(found: Found, text: str, analyser: Analyser, given: Given) -> Iterator[Step]:
    """The steps in the order in which they are decided; ``text`` is that of the document."""
    draft = found.draft
    cell = text[draft.start : draft.end]
    yield from _value(draft, cell)
    metric = analyser.lexicon.metrics.get(draft.metric or "")
    yield Step("label", draft.label, "table_heads", draft.why.get("heads"))
    if draft.kind not in ("date", "grade"):
        value = f"{metric.id} {metric.zh}" if metric else None
        yield Step("metric", value, "term" if value else "no_term", draft.why.get("metric"))
    if draft.kind != "date":
        yield from circumstances(draft, given, _PERIODS.get(draft.why.get("period", ""), "no_date"))
        target = draft.status == "target"
        yield Step("status", draft.status, "plan_word" if target else "no_plan_word", draft.why.get("status"))
    yield Step("rule", draft.rule, "rule")


def _value(draft: Draft, cell: str) -> Iterator[Step]:
    """What the cell holds, and how its heads make it a number of something."""
    if draft.kind == "date":
        yield Step("date", f"{draft.date_start} – {draft.date_end}", "written", cell)
        yield Step("granularity", draft.granularity, "form")
        return
    if draft.kind == "grade":
        yield Step("grade", draft.grade, "written", cell)
        return
    yield Step(
        "value",
        "–".join(number_text(n) for n in (draft.value, draft.value_max) if n is not None),
        "written",
        cell,
    )
    words = draft.why.get("unit")
    own = draft.unit is not None and draft.unit in cell
    reason = "unit" if own else "table_unit" if words else "implied_unit" if draft.unit else "no_unit"
    yield Step("unit", draft.unit, reason, draft.unit if own else words)
    if draft.rank_type is not None:
        yield Step("rank_type", draft.rank_type, "table_heads", draft.why.get("heads"))
    change = draft.aspect == "change"
    value = f"change, {draft.direction}" if change else "level"
    yield Step(
        "aspect",
        value,
        "table_change" if change else "table_level",
        draft.why.get("heads") if change else None,
    )
