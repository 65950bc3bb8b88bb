"""The type of every column, from the models: what typed formats (sheets, Parquet, databases) declare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

from hospext.records import MODELS, DocumentInfo, Kind
from hospext.writing.rows import COLUMNS


class Type(StrEnum):
    """What the values of a column are. A number is a 64-bit float: exact for all that JSON holds up to 2^53."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``required`` where no row leaves it empty."""

    name: str
    type: Type
    required: bool = False


_NONE = type(None)
_TYPES = {int: Type.INTEGER, Decimal: Type.NUMBER, dt.date: Type.DATE}


def typed(value: Any) -> Any:
    """A field's value as typed formats hold it: numbers as floats, kinds as plain text."""
    if isinstance(value, Decimal):
        return float(value)
    return value.value if isinstance(value, StrEnum) else value


def _column(name: str, models: Iterable[type[BaseModel]]) -> Column:
    """One column, from every model's field of that name."""
    found = [model.model_fields[name].annotation if name in model.model_fields else None for model in models]
    leaves = [leaf for annotation in found for leaf in _leaves(annotation)]
    type = next((_TYPES[leaf] for leaf in leaves if leaf in _TYPES), Type.TEXT)
    return Column(name, type, required=not any(leaf in (None, _NONE) for leaf in leaves))


def _leaves(annotation: Any) -> list[Any]:
    """The plain types of ``Annotated[Decimal, ...] | None`` and the like."""
    if hasattr(annotation, "__metadata__"):
        return _leaves(annotation.__origin__)
    arguments = get_args(annotation)
    return [leaf for each in arguments for leaf in _leaves(each)] if arguments else [annotation]


RECORD_COLUMNS: tuple[Column, ...] = tuple(_column(name, MODELS.values()) for name in COLUMNS)
DOCUMENT_COLUMNS: tuple[Column, ...] = tuple(
    _column(name, [DocumentInfo]) for name in DocumentInfo.model_fields
)
KIND_COLUMNS: dict[Kind, tuple[str, ...]] = {
    kind: tuple(name for name in COLUMNS if name in model.model_fields) for kind, model in MODELS.items()
}
