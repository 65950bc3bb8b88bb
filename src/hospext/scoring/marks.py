"""What stands behind the bar of a mark: ``bed_count metric=beds_open subject="市 第一医院" optional``.

``-`` is null; a field that is typed twice accepts either value; what is not typed is not judged, but for the value,
which is then read from the marked words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hospext.records import Kind
from hospext.scoring.fields import Field, field_of, kind_of
from hospext.scoring.levels import PERIOD, Fields
from hospext.scoring.values import value_of

NULL = "-"
_ITEM = re.compile(r'\s*(?P<name>[^\s="|]+)(?P<value>="(?:[^"\\]|\\.)*"|=[^\s"|]*)?(?=\s|$)')
_QUOTED = re.compile(r"\\(.)")
_PLAIN = re.compile(r'[^\s"\\\[\]|]+')
_SPECIAL = re.compile(r"[\\\[\]|]")
_DATES = ("date_start", "date_end")


def record_of(words: str, items: str, reference_date: dt.date | None) -> Fields:
    """The kind and fields of a gold record; raises ValueError with what is wrong."""
    if not words.strip():
        raise ValueError("an empty mark: put the words of the value before the bar")
    (name, value), *typed = _split(items)
    if value is not None:
        raise ValueError(f"a mark without a kind: write it before {name}=")
    kind = kind_of(name)
    record: Fields = {"kind": kind.value}
    for name, value in typed:
        if name == "optional" and value is None:
            record[name] = True
        else:
            _add(record, field_of(kind, name), value)
    return _with_value(kind, words, record, reference_date)


def mark_of(words: str, record: Fields, names: Iterable[str]) -> str:
    """The mark with those fields of a record that are named; it reads back as it was."""
    typed = [f"{name}={_typed(record[name])}" for name in names]
    escaped = _SPECIAL.sub(r"\\\g<0>", words)
    return f"[[{escaped}|{' '.join([record['kind'], *typed])}]]"


def _typed(value: Any) -> str:
    if value is None:
        return NULL
    text = format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
    if _PLAIN.fullmatch(text) and text != NULL:
        return text
    quoted = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{quoted}"'


def _split(items: str) -> list[tuple[str, str | None]]:
    """The names with their values; None for a name alone, quotation marks still on."""
    found: list[tuple[str, str | None]] = []
    at, end = 0, len(items.rstrip())
    while at < end:
        item = _ITEM.match(items, at)
        if item is None:
            raise ValueError(f"cannot read {items[at:].strip()!r}: write the kind, then field=value")
        found.append((item["name"], item["value"][1:] if item["value"] else None))
        at = item.end()
    if not found:
        raise ValueError("a mark without a kind: write it behind the bar")
    return found


def _add(record: Fields, field: Field, text: str | None) -> None:
    """Put a typed value into the record, beside another one where several are accepted."""
    if not text:
        raise ValueError(f"{field.name} is empty: write {field.name}=value, or leave it out")
    value = None if text == NULL else field.typed(_unquoted(text))
    if value is None and not field.nullable:
        raise ValueError(f"{field.name} is {field.described}: leave it out if it is not to be judged")
    if value is None and field.name in PERIOD:
        raise ValueError(f"{field.name} cannot be judged to be none: leave it out")
    if field.name not in record:
        record[field.name] = value
    elif not field.listed:
        raise ValueError(f"{field.name} is there twice, and takes one value")
    else:
        before = record[field.name]
        record[field.name] = [*(before if isinstance(before, list) else [before]), value]


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    return _QUOTED.sub(lambda found: "\n" if found[1] == "n" else found[1], text[1:-1])


def _with_value(kind: Kind, words: str, record: Fields, reference_date: dt.date | None) -> Fields:
    """The record with what its words say, where the value is not typed."""
    needed = _DATES if kind is Kind.DATE else ("grade",) if kind is Kind.GRADE else ("value",)
    missing = [name for name in needed if name not in record]
    if not missing:
        return record
    found = value_of(kind, words, reference_date) if len(missing) == len(needed) else None
    if found is None and not record.get("optional"):
        raise ValueError(
            f"{words!r} alone does not say it: add {' and '.join(f'{name}=' for name in missing)}"
        )
    return {**(found or {}), **record}
