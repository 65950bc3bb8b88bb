"""The filters ``--kind`` and ``--metric``: checked, with a hint for a name that is nearly right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from hospext.errors import UsageError
from hospext.lexicon import Lexicon, Metric
from hospext.records import Kind, Record


def chooser(kinds: list[str], metrics: list[str], lexicon: Lexicon) -> Callable[[Record], bool]:
    """Whether a record is wanted: of one of the kinds, if any are named, and one of the metrics likewise."""
    check_names("kind", kinds, {kind.value: kind.value for kind in Kind}, f"use one of {', '.join(Kind)}")
    if metrics:
        check_names("metric", metrics, metric_names(lexicon.metrics), "see hospext metrics")
    return lambda record: (not kinds or record.kind in kinds) and (not metrics or record.metric in metrics)


def metric_names(catalogue: Mapping[str, Metric]) -> dict[str, str]:
    """The ids, and the Chinese words that lead to one."""
    words = {word: metric.id for metric in catalogue.values() for word in (*metric.terms, metric.zh)}
    return words | {metric: metric for metric in catalogue}


def check_names(what: str, wanted: list[str], names: Mapping[str, str], advice: str) -> None:
    """Raise UsageError for a name that is no id; ``names`` leads from everything like an id to the id."""
    for name in wanted:
        if name not in names.values():
            near = dict.fromkeys(names[match] for match in get_close_matches(name, names, cutoff=0.6))
            raise UsageError(
                f"unknown {what} {name!r}: " + (f"did you mean {' or '.join(near)}?" if near else advice)
            )
