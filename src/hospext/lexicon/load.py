"""Reading and checking the lexicon's TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import regex

from hospext.lexicon.check import COUNTERS, FILES, check
from hospext.lexicon.model import Lexicon, Metric, Unit
from hospext.lexicon.source import Source


@cache
def default_lexicon() -> Lexicon:
    """The shipped lexicon, built on first use."""
    return load_lexicon({})


def load_lexicon(extra: Mapping[str, Any], source: Source | None = None) -> Lexicon:
    """The shipped lexicon with ``extra`` (the same form, by file name) merged on top.

    ``source`` says where ``extra`` comes from; it is checked first, and a mistake raises LexiconError.
    """
    raw = {name: shipped(name) for name in FILES}
    if extra:
        check(extra, source or Source("rules"), raw)
        raw = _merged(raw, extra)
    units, weak = _units(raw["units"])
    groups = raw["units"]["groups"]
    metrics = {key: _metric(key, entry, groups) for key, entry in raw["metrics"].items()}
    implied = [(end, unit) for unit, ends in raw["units"]["implied"].items() for end in ends]
    return Lexicon(
        units=units,
        weak_units=frozenset(weak),
        implied=sorted(implied, key=lambda pair: -len(pair[0])),
        metrics=metrics,
        terms=_terms(metrics, extra.get("metrics", {})),
        cues=raw["cues"],
        names=raw["names"],
        tables=raw["tables"],
        stops=[(stop["id"], regex.compile(stop["pattern"])) for stop in raw["stops"]["stop"]],
        festivals=raw["calendar"],
        disabled=frozenset(key for key, entry in extra.get("metrics", {}).items() if _is_off(entry)),
    )


def shipped(name: str) -> dict[str, Any]:
    """One file of the shipped lexicon as it stands: ``shipped("metrics")``."""
    source = resources.files("hospext.lexicon").joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def merge(base: Any, extra: Any) -> Any:
    """Tables are merged, lists are joined, anything else is replaced."""
    if isinstance(base, dict) and isinstance(extra, dict):
        return {
            **base,
            **{key: merge(base[key], value) if key in base else value for key, value in extra.items()},
        }
    if isinstance(base, list) and isinstance(extra, list):
        return [*base, *(item for item in extra if item not in base)]
    return extra


def _merged(raw: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Merge; but metrics and stop phrases may also be replaced or switched off."""
    merged = {name: merge(table, extra.get(name, {})) for name, table in raw.items()}
    for key, entry in extra.get("metrics", {}).items():
        if _is_off(entry):
            del merged["metrics"][key]
        elif entry.get("replace"):
            merged["metrics"][key] = entry
    own = {stop["id"]: stop for stop in extra.get("stops", {}).get("stop", ())}
    kept = [stop for stop in raw["stops"]["stop"] if stop["id"] not in own]
    merged["stops"] = {"stop": [*kept, *(stop for stop in own.values() if not _is_off(stop))]}
    return merged


def _is_off(entry: Mapping[str, Any]) -> bool:
    return entry.get("enabled") is False


def _terms(metrics: Mapping[str, Metric], own: Mapping[str, Any]) -> dict[str, list[Metric]]:
    """The metrics of each term; where the user gives a term that another metric has too, the user's comes first."""
    terms: dict[str, list[Metric]] = {}
    for metric in metrics.values():
        for term in metric.terms:
            known = terms.setdefault(term, [])
            known.insert(0 if term in own.get(metric.id, {}).get("terms", ()) else len(known), metric)
    return terms


def _units(raw: dict[str, Any]) -> tuple[dict[str, Unit], list[str]]:
    units: dict[str, Unit] = {}
    for kind, entries in raw.items():
        if kind in ("counters", "groups", "implied"):
            continue
        for unit_id, entry in entries.items():
            for form in entry["forms"]:
                units[form] = Unit(unit_id, kind)
    for group in COUNTERS:
        for form in raw["counters"][group]:
            units.setdefault(form, Unit(form, "bed_count" if group == "beds" else "count"))
    return units, raw["counters"]["weak"]


def _metric(key: str, entry: Mapping[str, Any], groups: Mapping[str, list[str]]) -> Metric:
    accepted: set[str] = set()
    for unit in entry.get("units", ["*"]):
        accepted.update(groups[unit[1:]] if unit.startswith("@") else [unit])
    return Metric(
        id=key,
        zh=entry["zh"],
        kind=entry["kind"],
        unit=entry.get("unit"),
        terms=tuple(entry.get("terms", ())),
        units=frozenset(accepted),
        stock=bool(entry.get("stock", False)),
        verbs=tuple(entry.get("verbs", ())),
        note=entry.get("note", ""),
        share=entry.get("share", ""),
    )
