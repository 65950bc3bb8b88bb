"""A number that fills its line, told of by the line below: ▶ 76,519⏎出院患者，同比+8.3%."""

from __future__ import annotations

import re

from hospext.bind.drafts import Draft
from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon
from hospext.scan.mentions import Quantity

_BULLET = re.compile(r"[^\w\n]*")
_CLAUSE = re.compile(r"(?:这是)?([^，。；：（\n]{2,24})")
_KINDS = ("count", "bed_count", "score")  # of numbers without a unit


def _line_below(norm: str, quantity: Quantity) -> str:
    """The first clause of the line below a quantity that fills its line; nothing where it does not."""
    if not norm.startswith("\n", quantity.end):  # asked first: a line may be long
        return ""
    start = norm.rfind("\n", 0, quantity.start) + 1
    told = _CLAUSE.match(norm, quantity.end + 1) if _BULLET.fullmatch(norm, start, quantity.start) else None
    return told[1] if told else ""


def settle_below(lexicon: Lexicon, labels: Labels, norm: str, draft: Draft, quantity: Quantity) -> bool:
    """Give a bare number what the line below names first; False where that names no measure of bare numbers."""
    told = _line_below(norm, quantity)
    for term in lexicon.term_pattern.finditer(told):
        for metric in lexicon.terms[term[0]]:
            if metric.kind in _KINDS:
                draft.kind, draft.unit = metric.kind, metric.unit
                draft.metric, draft.stock = metric.id, metric.stock
                draft.label = labels.clean(told[: term.end()]) or term[0]
                draft.why["metric"] = term[0]
                return True
    return False


def name_below(labels: Labels, norm: str, draft: Draft, quantity: Quantity) -> None:
    """Give a quantity that has no words of its own the label, and where there is one the metric, of the line below."""
    told = _line_below(norm, quantity)
    if not told:
        return
    found = labels.find(told, "", draft.unit, draft.kind)
    draft.label = found.label
    if found.metric is not None:
        draft.metric, draft.stock = found.metric.id, found.metric.stock
        draft.why["metric"] = found.term
