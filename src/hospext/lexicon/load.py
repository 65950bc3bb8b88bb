"""Reading and checking the lexicon's TOML files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import regex

from hospext.errors import LexiconError
from hospext.lexicon.model import Lexicon, Metric, Unit
from hospext.records import Kind

_FILES = ("units", "metrics", "cues", "names", "stops")
_COUNTER_KEYS = ("people", "cases", "beds", "things", "weak")


@cache
def default_lexicon() -> Lexicon:
    """The shipped lexicon, built on first use."""
    return load_lexicon({})


def load_lexicon(extra: dict[str, Any]) -> Lexicon:
    """The shipped lexicon with ``extra`` (the same form, by file name) merged on top."""
    raw = {name: merge(_shipped(name), extra.get(name, {})) for name in _FILES}
    units, weak = _units(raw["units"])
    groups = raw["units"]["groups"]
    metrics = {key: _metric(key, entry, groups, units) for key, entry in raw["metrics"].items()}
    terms: dict[str, list[Metric]] = {}
    for metric in metrics.values():
        for term in metric.terms:
            terms.setdefault(term, []).append(metric)
    implied = [(end, unit) for unit, ends in raw["units"]["implied"].items() for end in ends]
    return Lexicon(
        units=units,
        weak_units=frozenset(weak),
        implied=sorted(implied, key=lambda pair: -len(pair[0])),
        metrics=metrics,
        terms=terms,
        cues=raw["cues"],
        names=raw["names"],
        stops=[(stop["id"], _pattern(stop)) for stop in raw["stops"]["stop"]],
    )


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


def _shipped(name: str) -> dict[str, Any]:
    source = resources.files("hospext.lexicon").joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _units(raw: dict[str, Any]) -> tuple[dict[str, Unit], list[str]]:
    units: dict[str, Unit] = {}
    for kind, entries in raw.items():
        if kind in ("counters", "groups", "implied"):
            continue
        if kind not in set(Kind):
            raise LexiconError(f"units.toml: [{kind}] is not a kind of record; use one of {', '.join(Kind)}.")
        for unit_id, entry in entries.items():
            for form in entry["forms"]:
                units[form] = Unit(unit_id, kind)
    for group in _COUNTER_KEYS:
        for form in raw["counters"][group]:
            units.setdefault(form, Unit(form, "bed_count" if group == "beds" else "count"))
    return units, raw["counters"]["weak"]


def _metric(key: str, entry: dict[str, Any], groups: dict[str, list[str]], units: dict[str, Unit]) -> Metric:
    if entry["kind"] not in set(Kind):
        raise LexiconError(
            f"metrics.toml: [{key}] has the kind {entry['kind']!r}; use one of {', '.join(Kind)}."
        )
    accepted: set[str] = set()
    for unit in entry.get("units", ["*"]):
        if unit.startswith("@"):
            if unit[1:] not in groups:
                raise LexiconError(f"metrics.toml: [{key}] names the group {unit!r}, which units.toml lacks.")
            accepted.update(groups[unit[1:]])
        else:
            accepted.add(unit)
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
    )


def _pattern(stop: dict[str, str]) -> regex.Pattern[str]:
    try:
        return regex.compile(stop["pattern"])
    except regex.error as error:
        raise LexiconError(f"stops.toml: the pattern of {stop['id']!r} is not valid: {error}.") from error
