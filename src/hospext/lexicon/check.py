"""What a rules file may hold. The first mistake is one line: file, line, what is wrong, and what to do.

The shipped files pass the same checks in a test. Cue words and names may be added to the lists that the shipped
files have; those are what the code looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import regex

from hospext.lexicon.source import Path, Source
from hospext.records import Kind

FILES = ("metrics", "units", "cues", "names", "tables", "stops", "calendar")
KINDS = tuple(kind.value for kind in Kind)
COUNTERS = ("people", "cases", "beds", "things", "weak")

_METRIC = {
    "zh": str, "kind": str, "unit": str, "terms": list, "units": list, "verbs": list,
    "stock": bool, "note": str, "share": str, "enabled": bool, "replace": bool,
}  # fmt: skip
_STOP = {"id": str, "pattern": str, "example": str, "enabled": bool, "replace": bool}
_FORM = {
    str: 'a text in quotes, such as {key} = "…"',
    list: 'a list of texts, such as {key} = ["…", "…"]',
    bool: "true or false, without quotes",
}


def check(raw: Mapping[str, Any], source: Source, shipped: Mapping[str, Any]) -> None:
    """Raise LexiconError for the first mistake in ``raw``; ``shipped`` is what it is merged on top of, or empty."""
    _Checker(source, shipped).run(raw)


class _Checker:
    def __init__(self, source: Source, shipped: Mapping[str, Any]) -> None:
        self._source = source
        self._shipped = shipped

    def run(self, raw: Mapping[str, Any]) -> None:
        for name, table in raw.items():
            if name not in FILES and isinstance(table, dict) and {"terms", "zh"} & table.keys():
                raise self._source.error((name,), f"unknown table [{name}]: write [metrics.{name}]")
            self._known((name,), FILES, "table")
            self._table((name,), table)
        self._units(raw.get("units", {}))
        for key, entry in raw.get("metrics", {}).items():
            self._metric(("metrics", key), entry, raw.get("units", {}))
        for name in ("cues", "names", "tables"):
            # Checked by itself, a shipped file is its own model.
            self._lists((name,), raw.get(name, {}), self._shipped.get(name, raw.get(name, {})))
        self._stops(raw.get("stops", {}))
        self._festivals(raw.get("calendar", {}))

    def _metric(self, path: Path, entry: Any, units: Mapping[str, Any]) -> None:
        key = str(path[-1])
        self._table(path, entry)
        self._fields(path, entry, _METRIC)
        old = self._shipped.get("metrics", {}).get(key)
        if entry.get("enabled") is False:
            if old is None:
                raise self._unknown(path, "metric", self._shipped.get("metrics", {}))
            return
        if old is not None and not entry.get("replace"):
            self._extends(path, entry, old)
        elif not regex.fullmatch(r"[a-z][a-z0-9_]*", key):
            raise self._source.error(
                path, f"the metric id {key!r} is not plain: use small letters, digits and _"
            )
        else:
            self._complete(path, entry)
        kind = entry.get("kind")
        if kind is not None and kind not in KINDS:
            raise self._source.error(
                (*path, "kind"), f"unknown kind {kind!r}: {_advice(kind, list(KINDS), 'use one of ')}"
            )
        self._accepted(path, entry, units)

    def _complete(self, path: Path, entry: Mapping[str, Any]) -> None:
        """A new metric needs a name, a kind, and words to be found by; those shipped may be found by rules alone."""
        examples = {"zh": '"远程会诊量"', "kind": '"count"'}
        for key, example in examples.items():
            if not entry.get(key):
                more = f" (or {', '.join(KINDS)})" if key == "kind" else ""
                raise self._source.error(path, f"[{_dotted(path)}] has no {key}: add {key} = {example}{more}")
        if self._shipped and not entry.get("terms") and not entry.get("verbs"):
            raise self._source.error(
                path, f'[{_dotted(path)}] has no terms: add terms = ["…"], the words in reports'
            )

    def _extends(self, path: Path, entry: Mapping[str, Any], old: Mapping[str, Any]) -> None:
        for key in ("zh", "kind", "unit", "stock", "note"):
            if key in entry and entry[key] != old.get(key):
                raise self._source.error(
                    (*path, key),
                    f"[{_dotted(path)}] is already in the catalogue ({old['zh']}): give only terms, verbs or units to "
                    "extend it, choose another id for a metric of your own, or add replace = true",
                )

    def _accepted(self, path: Path, entry: Mapping[str, Any], units: Mapping[str, Any]) -> None:
        """Units and groups that a metric names must exist, or it would never be found."""
        both = [self._shipped.get("units", {}), units]
        groups = {name for each in both for name in each.get("groups", {})}
        known = {form for each in both for form, _ in _forms(each)} | {
            unit for each in both for kind in KINDS for unit in each.get(kind, {})
        }
        for i, unit in enumerate(entry.get("units", ())):
            if unit.startswith("@") and unit[1:] not in groups:
                advice = _advice(unit, [f"@{group}" for group in sorted(groups)], "use one of ")
                raise self._source.error((*path, "units", i), f"unknown group {unit!r} in units: {advice}")
            if not unit.startswith("@"):
                self._unit((*path, "units", i), unit, known)
        self._unit((*path, "unit"), entry.get("unit", ""), known)

    def _unit(self, path: Path, unit: str, known: set[str]) -> None:
        if not known or not unit or unit == "*" or "/" in unit or unit.removeprefix("万") in {"", *known}:
            return
        near = get_close_matches(unit, known, 1, 0.6)
        hint = f"did you mean {near[0]!r}? Or add it" if near else "add it"
        raise self._source.error(
            path, f'unknown unit {unit!r}: {hint} with things = ["{unit}"] under [units.counters]'
        )

    def _units(self, units: Mapping[str, Any]) -> None:
        taken = dict(_forms(self._shipped.get("units", {})))
        for name, table in units.items():
            path: Path = ("units", name)
            self._table(path, table)
            if name in ("groups", "implied", "counters"):
                for key, words in table.items():
                    if name == "counters":
                        self._known((*path, key), COUNTERS, "list")
                    self._of_type((*path, key), words, list)
                    for i, form in enumerate(words if name == "counters" else ()):
                        self._free((*path, key, i), form, form, taken)
                continue
            if name not in KINDS:
                if "forms" in table:
                    raise self._source.error(
                        path,
                        f"the unit {name!r} has no kind: write [units.money.{name}], or another of {', '.join(KINDS)}",
                    )
                self._known(path, (*KINDS, "counters", "groups", "implied"), "kind")
            for unit, entry in table.items():
                self._table((*path, unit), entry)
                self._fields((*path, unit), entry, {"forms": list})
                if not entry.get("forms"):
                    raise self._source.error(
                        (*path, unit), f'[units.{name}.{unit}] has no forms: add forms = ["{unit}"]'
                    )
                for i, form in enumerate(entry["forms"]):
                    self._free((*path, unit, "forms", i), form, unit, taken)

    def _free(self, path: Path, form: str, unit: str, taken: dict[str, str]) -> None:
        """A spelling stands for one unit only; ``taken`` takes in the new one."""
        if taken.setdefault(form, unit) != unit:
            raise self._source.error(
                path, f"{form!r} already stands for the unit {taken[form]!r}: take it out, or use that unit"
            )

    def _lists(self, path: Path, raw: Any, model: Mapping[str, Any]) -> None:
        """Tables of lists, as in the shipped file."""
        for key, value in raw.items():
            self._known((*path, key), model, "list" if isinstance(value, list) else "table")
            if isinstance(model[key], dict):
                self._table((*path, key), value)
                self._lists((*path, key), value, model[key])
            else:
                self._of_type((*path, key), value, list)

    def _stops(self, stops: Mapping[str, Any]) -> None:
        self._fields(("stops",), stops, {"stop": None})
        entries = stops.get("stop", [])
        if not isinstance(entries, list):
            raise self._source.error(
                ("stops", "stop"), "stop phrases are a list: write [[stops.stop]] in two brackets"
            )
        old = {stop["id"] for stop in self._shipped.get("stops", {}).get("stop", ())}
        seen: set[str] = set()
        for i, stop in enumerate(entries):
            path: Path = ("stops", "stop", i)
            self._table(path, stop)
            self._fields(path, stop, _STOP)
            name = stop.get("id")
            if not name:
                raise self._source.error(
                    path, 'this stop phrase has no id: add id = "…", a short name for it'
                )
            if stop.get("enabled") is False:
                if name not in old:
                    raise self._unknown((*path, "id"), "stop phrase", old, name)
                continue
            if name in seen or (name in old and not stop.get("replace")):
                raise self._source.error(
                    (*path, "id"),
                    f"there is already a stop phrase {name!r}: choose another id, or add replace = true",
                )
            seen.add(name)
            self._pattern(path, stop)

    def _pattern(self, path: Path, stop: Mapping[str, Any]) -> None:
        name, text = stop["id"], stop.get("pattern")
        if not text:
            raise self._source.error(path, f"the stop phrase {name!r} has no pattern: add pattern = '…'")
        place: Path = (*path, "pattern")
        try:
            pattern = regex.compile(text)
        except regex.error as error:
            raise self._source.error(
                place, f"the pattern of {name!r} is not valid: {error}: mend the regular expression"
            ) from None
        if pattern.fullmatch(""):
            raise self._source.error(
                place, f"the pattern of {name!r} matches nothing at all: name a character in it"
            )
        if pattern.groupindex or regex.search(r"\\[1-9]|\(\?[A-Za-z]+\)", text):
            raise self._source.error(
                place,
                f"the pattern of {name!r} names a group or sets a flag: use (?:…) and (?i:…), since all patterns become one",
            )
        if "example" in stop and not pattern.search(stop["example"]):
            raise self._source.error(
                (*path, "example"), f"the pattern of {name!r} does not match its example: mend one of the two"
            )

    def _festivals(self, calendar: Mapping[str, Any]) -> None:
        for name, days in calendar.items():
            self._known(("calendar", name), ("solar", "lunar"), "table")
            self._table(("calendar", name), days)
            for festival, day in days.items():
                path: Path = ("calendar", name, festival)
                numbers = isinstance(day, list) and [type(n) for n in day] == [int, int]
                if not numbers or not (1 <= day[0] <= 12 and 1 <= day[1] <= (31 if name == "solar" else 30)):
                    raise self._source.error(
                        path, f'{festival!r} is not a day: write month and day, "{festival}" = [8, 19]'
                    )
                for old in self._shipped.get("calendar", {}).values():
                    if old.get(festival, day) != day:
                        raise self._source.error(
                            path, f"{festival!r} is already the day {old[festival]}: take it out"
                        )

    def _fields(self, path: Path, entry: Mapping[str, Any], fields: Mapping[str, type | None]) -> None:
        for key, value in entry.items():
            self._known((*path, key), fields, "key")
            expected = fields[key]
            if expected is not None:
                self._of_type((*path, key), value, expected)

    def _of_type(self, path: Path, value: Any, expected: type) -> None:
        if not isinstance(value, expected):
            form = _FORM[expected].format(key=path[-1])
            raise self._source.error(path, f"{path[-1]} in [{_dotted(path[:-1])}] must be {form}")
        items: list[Any] = value if isinstance(value, list) else []
        for i, item in enumerate(items):
            if not isinstance(item, str):
                raise self._source.error(
                    (*path, i), f"{path[-1]} must hold texts only: put {item!r} in quotes"
                )
            if not item.strip() and path[-1] != "units":  # there, no text is a number without a unit
                raise self._source.error((*path, i), f"{path[-1]} holds an empty text: take it out")

    def _table(self, path: Path, value: Any) -> None:
        if not isinstance(value, dict):
            raise self._source.error(
                path, f"{_dotted(path)} must be a table: write [{_dotted(path)}] on its own line"
            )

    def _known(self, path: Path, names: Iterable[str], what: str) -> None:
        if str(path[-1]) not in names:
            raise self._unknown(path, what, names)

    def _unknown(self, path: Path, what: str, names: Iterable[str], name: str | None = None) -> Exception:
        wanted = name or str(path[-1])
        place = f" in [{_dotted(path[:-1])}]" if what in ("key", "list", "table") and len(path) > 1 else ""
        return self._source.error(
            path, f"unknown {what} {wanted!r}{place}: {_advice(wanted, list(names), 'use one of ')}"
        )


def _forms(units: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every spelling of a units table with the unit that it stands for."""
    tables = [(unit, entry) for kind in KINDS for unit, entry in units.get(kind, {}).items()]
    found = [(form, unit) for unit, entry in tables for form in entry["forms"]]
    return found + [(form, form) for words in units.get("counters", {}).values() for form in words]


def _advice(name: str, names: list[str], before: str) -> str:
    near = get_close_matches(name, names, 1, 0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return (
        before + ", ".join(names)
        if len(names) <= 12
        else "see what is there with hospext metrics, or the shipped files"
    )


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))
