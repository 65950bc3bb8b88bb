"""hospext's own outputs, which are no documents: extracting from them would count every value again."""

from __future__ import annotations

from collections.abc import Iterable

from hospext.errors import InputError

# Columns that every output has, under their English and their Chinese names.
KEY_COLUMNS = (
    frozenset({"kind", "document", "start", "end", "text"}),
    frozenset({"类型", "来源", "起点", "终点", "原文"}),
)
OUTPUT = "an output of hospext, not a document"


def refuse_output(names: Iterable[str]) -> None:
    """Raise InputError where the names of columns or fields are those of an output."""
    found = frozenset(name.strip("\ufeff' ") for name in names)
    if any(found >= columns for columns in KEY_COLUMNS):
        raise InputError(f"{OUTPUT}: name the documents that it was made from")
