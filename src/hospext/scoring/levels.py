"""When a record is right, level by level; each level asks for all that the ones before it ask for.

    span    the kind, at an overlapping place
    value   number and range, dates, or grade
    strict  unit, bound, aspect, direction, type of ranking
    row     metric, subject, period, status, basis

A field that the gold leaves out is not judged, and a list in the gold accepts each of its members.
"""

from __future__ import annotations

import math
from typing import Any

Fields = dict[str, Any]

LEVELS = ("span", "value", "strict", "row")
UNRANKED = ("unit", "bound", "aspect", "direction")
ROW = ("metric", "subject", "status", "basis")
PERIOD = ("period_start", "period_end")
REPORTED = ("value", *UNRANKED, "rank_type", *ROW, "period_start", "label")
LISTED = (*UNRANKED, "rank_type", *ROW)  # the fields in which the gold may accept several values


def misses(gold: Fields, found: Fields) -> dict[str, list[str]]:
    """The fields that are wrong, by the level that they spoil."""
    kind = gold["kind"]
    strict: tuple[str, ...] = ()
    if kind == "date":
        value = [name for name in ("date_start", "date_end") if gold.get(name) != found.get(name)]
    elif kind == "grade":
        value = [name for name in ("grade",) if gold.get(name) != found.get(name)]
    else:
        value = [name for name in ("value", "value_max") if not close(gold.get(name), found.get(name))]
        strict = (*UNRANKED, "rank_type") if kind == "ranking" else UNRANKED
    dates = [name for name in PERIOD if gold.get(name) is not None and gold[name] != found.get(name)]
    return {
        "value": value,
        "strict": [name for name in strict if name in gold and not accepts(gold[name], found.get(name))],
        "row": [name for name in ROW if name in gold and not accepts(gold[name], found.get(name))] + dates,
    }


def accepts(want: Any, got: Any) -> bool:
    """Whether a gold value, or one of its alternatives, is the value found."""
    return got in want if isinstance(want, list) else got == want


def close(want: float | None, got: float | None) -> bool:
    """Whether two numbers are the same but for the noise of floats."""
    if want is None or got is None:
        return want is got
    return math.isclose(want, got, rel_tol=1e-6, abs_tol=1e-9)


def label_right(gold: Fields, found: Fields) -> bool | None:
    """Whether one label holds the other; None where either side has none, and nothing is judged."""
    want, got = gold.get("label"), found.get("label")
    return (want in got or got in want) if want and got else None
