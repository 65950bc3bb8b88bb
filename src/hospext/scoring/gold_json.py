"""Gold in the form of the record contract: JSON with the records of one document, beside its text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from hospext.records import Kind
from hospext.scoring.fields import FIELDS, field_of, kind_of
from hospext.scoring.gold import Gold, GoldError
from hospext.scoring.levels import Fields

_KEYS = {"reference_date", "issuer", "records"}
_PLACE = ("kind", "start", "end", "text", "optional")
_UNJUDGED = ("document", "line", "page", "table", "row", "column", "sentence", "rule")
_RECORDS = re.compile(r'"records"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def parse_json_gold(text: str, path: str) -> Gold:
    """The gold that a JSON file holds; raises GoldError with every mistake in it, each with its line."""
    try:
        whole = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise GoldError([f"{path}:{line}: not whole JSON: mend it there or before"]) from None
    if not isinstance(whole, dict) or not isinstance(whole.get("records"), list):
        raise GoldError([f'{path}:1: gold is an object with "records": see docs/ci.md'])
    if "schema_version" in whole:
        raise GoldError([f"{path}:1: an output of hospext, and no gold: hospext annotate writes gold"])
    mistakes = [
        f"{path}:1: unknown key {key!r}: use {', '.join(sorted(_KEYS))}" for key in whole.keys() - _KEYS
    ]
    gold = Gold(path, whole["records"])
    try:
        gold.reference_date = _date(whole.get("reference_date"))
        gold.issuers = _issuers(whole.get("issuer"))
    except ValueError as error:
        mistakes.append(f"{path}:1: {error}")
    for record, line in zip(whole["records"], _lines(text), strict=False):
        mistakes += [f"{path}:{line}: {mistake}" for mistake in _mistakes(record)]
    if mistakes:
        raise GoldError(mistakes)
    return gold


def _date(value: Any) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"reference_date is a date such as 2024-12-31, not {value!r}") from None


def _issuers(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("issuer is a name, or a list of names that are right")
    return names


def _lines(text: str) -> Iterator[int]:
    """The line that each record of a JSON text starts on."""
    decoder, found = json.JSONDecoder(), _RECORDS.search(text)
    at = found.end() if found else len(text)
    while True:
        at = match.end() if (match := _BETWEEN.match(text, at)) else at
        if at >= len(text) or text[at] == "]":
            return
        yield text.count("\n", 0, at) + 1
        _, at = decoder.raw_decode(text, at)


def _mistakes(record: Any) -> Iterator[str]:
    if not isinstance(record, dict):
        yield "a record is an object"
        return
    start, end = record.get("start"), record.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        yield "start and end are places in the text, the end behind the start"
    try:
        kind = kind_of(str(record.get("kind")))
    except ValueError as error:
        yield str(error)
        return
    if record.get("optional") not in (None, True, False):
        yield "optional is true or false"
    for name, value in record.items():
        if name not in (*_PLACE, *_UNJUDGED):
            yield from _field_mistakes(kind, name, value)
    if not record.get("optional"):
        yield from _missing(kind, record)


def _field_mistakes(kind: Kind, name: str, value: Any) -> Iterator[str]:
    if value is None and any(name in fields for fields in FIELDS.values()):
        return  # a kind without the field cannot have it wrong
    try:
        field = field_of(kind, name)
    except ValueError as error:
        yield str(error)
        return
    if isinstance(value, list) and not field.listed:
        yield f"{name} holds one value, not a list"
        return
    for each in value if isinstance(value, list) else [value]:
        if each is not None and not field.takes(each):
            yield f"{name} is {field.described}, not {each!r}"


def _missing(kind: Kind, record: Fields) -> Iterator[str]:
    """The fields without which the level ``value`` cannot be judged."""
    fields = FIELDS[kind]
    for name in ("value", "grade", "date_start", "date_end"):
        if name in fields and name not in record:
            yield f"a {kind} needs its {name}"
