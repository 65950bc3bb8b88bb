"""The fields that a gold record may state, by kind, and what each may hold; taken from the record models."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from hospext.records import MODELS, Kind
from hospext.scoring.levels import LISTED

# What a record has from where it stands and how it was made, which nobody judges.
_GIVEN = {
    "kind",
    "document",
    "start",
    "end",
    "text",
    "line",
    "page",
    "table",
    "row",
    "column",
    "sentence",
    "rule",
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class Holds(StrEnum):
    """What a field holds."""

    NUMBER = "a number such as 513606800 or 5.99"
    DATE = "a date such as 2024-12-31"
    CHOICE = "one of"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: what it holds, the choices if there are any, and whether it may be null."""

    name: str
    holds: Holds
    choices: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def listed(self) -> bool:
        """Whether a gold record may accept several values."""
        return self.name in LISTED or self.name == "scope"

    @property
    def described(self) -> str:
        """What it holds, for people."""
        return f"{self.holds} {', '.join(self.choices)}" if self.choices else str(self.holds)

    def typed(self, text: str) -> Any:
        """The value that a person typed; raises ValueError that says what the field holds."""
        if self.holds is Holds.NUMBER and _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        if self.holds is not Holds.NUMBER and self.takes(text):
            return text
        raise ValueError(f"{self.name} is {self.described}, not {text!r}")

    def takes(self, value: Any) -> bool:
        """Whether the field can hold a value of a JSON gold record, null aside."""
        if self.holds is Holds.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        if not isinstance(value, str):
            return False
        if self.holds is Holds.DATE:
            return _is_date(value)
        return value in self.choices if self.choices else bool(value)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _field(name: str, annotation: Any) -> Field:
    parts = [annotation, *get_args(annotation)]
    choices = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]
    nullable = type(None) in parts
    if choices:
        return Field(name, Holds.CHOICE, tuple(choices), nullable)
    if name in ("value", "value_max"):
        return Field(name, Holds.NUMBER, (), nullable)
    return Field(name, Holds.DATE if dt.date in parts else Holds.WORDS, (), nullable)


FIELDS: dict[Kind, dict[str, Field]] = {
    kind: {
        name: _field(name, info.annotation) for name, info in model.model_fields.items() if name not in _GIVEN
    }
    for kind, model in MODELS.items()
}


def field_of(kind: Kind, name: str) -> Field:
    """The field of a kind; raises ValueError, with a hint, where the kind has no such field."""
    fields = FIELDS[kind]
    if name not in fields:
        near = get_close_matches(name, fields, 1)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(fields)}"
        raise ValueError(f"{kind} has no field {name!r}: {hint}")
    return fields[name]


def kind_of(name: str) -> Kind:
    """The kind of a name; raises ValueError, with a hint, where there is none."""
    if name not in list(Kind):
        near = get_close_matches(name, list(Kind), 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(Kind)}"
        raise ValueError(f"unknown kind {name!r}: {hint}")
    return Kind(name)
