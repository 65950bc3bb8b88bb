"""The data of the page: records column by column, every repeated value once, and the chains of reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hospext import __version__
from hospext.explaining import Step
from hospext.lexicon import Metric
from hospext.reporting.labels import page_labels
from hospext.reporting.sources import Chain, Shown
from hospext.writing.rows import COLUMNS, json_row
from hospext.writing.table import period_text, value_text

_OWN = ("shown", "period")  # what a record says and when, short, as the terminal's table has them


def page_data(shown: Sequence[Shown], metrics: Mapping[str, Metric]) -> dict[str, Any]:
    """What the page's script works on; a record is known by its place in the columns."""
    records = [record for each in shown for record in each.records]
    rows = [
        json_row(record)
        | {"shown": value_text(record), "period": period_text(record.period_start, record.period_end)}
        for record in records
    ]
    for row, number in zip(rows, (n for n, each in enumerate(shown) for _ in each.records), strict=True):
        row["document"] = number
    steps, chains = _chains([chain for each in shown for chain in each.chains])
    used_metrics = dict.fromkeys(record.metric for record in records if record.metric)
    return {
        "version": __version__,
        "size": len(records),
        "documents": [
            {"key": key, "name": name_of(each)} for key, each in zip(document_keys(shown), shown, strict=True)
        ],
        "columns": {name: _column([row.get(name) for row in rows]) for name in (*COLUMNS, *_OWN)},
        "steps": [[step.field, step.reason, step.words] for step in steps],
        "chains": chains,
        "labels": page_labels(metrics, used_metrics, dict.fromkeys(step.reason for step in steps)),
    }


def as_json(data: Any) -> str:
    """The data as text that can stand in a script element: nothing in it ends the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def document_keys(shown: Sequence[Shown]) -> list[str]:
    """A short name for each document, made of its checksum, so that a link to a record outlives the next report."""
    keys: dict[str, int] = {}
    for number, each in enumerate(shown):
        key = each.info.sha256[:8] if each.info else f"d{number + 1}"
        while key in keys:
            key += "b"
        keys[key] = number
    return list(keys)


def name_of(shown: Shown) -> str:
    """What to call a document: its title, else its file name."""
    title = shown.info.title if shown.info else None
    return title or shown.id.rstrip("/").rpartition("/")[2] or shown.id


def _column(values: list[Any]) -> Any:
    """None where all are; else the values themselves, or, where they repeat, each once and where it stands."""
    pool: dict[Any, int] = {None: 0}
    places = [pool.setdefault(value, len(pool)) for value in values]
    if len(pool) == 1:
        return None
    return {"pool": list(pool), "at": places} if 2 * len(pool) < len(values) else values


def _chains(chains: Sequence[Chain]) -> tuple[list[Step], list[list[int] | None]]:
    """Each different step once, and the chains as places in them; what a step holds is in its record already."""
    pool: dict[Step, int] = {}
    places = []
    for chain in chains:
        bare = [Step(step.field, None, step.reason, step.words) for step in chain or ()]
        places.append([pool.setdefault(step, len(pool)) for step in bare] if chain is not None else None)
    return list(pool), places
