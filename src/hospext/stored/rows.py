"""Rows of any stored format made into records and documents again, each mistake told in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hospext.errors import InputError
from hospext.records import RECORD_ADAPTER, SCHEMA_VERSION, DocumentInfo, Record
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, DOCUMENT_ZH

ADVICE = "name a file that hospext extract wrote (.json, .jsonl, .csv, .tsv, .xlsx, .parquet, .arrow, .sqlite, .duckdb)"
KEY_COLUMNS = {"kind", "document", "start", "end", "text"}
_ENGLISH = {zh: column for column, zh in COLUMNS_ZH.items()}
_ENGLISH_OF_DOCUMENTS = {zh: column for column, zh in DOCUMENT_ZH.items()}


def check_version(version: object, path: Path) -> None:
    """Raise ``InputError`` for an output of another schema version."""
    if version != SCHEMA_VERSION:
        raise InputError(
            f"{path}: of schema version {version}, and this hospext reads {SCHEMA_VERSION}: "
            "write it again with hospext extract"
        )


def columns(header: Iterable[Any]) -> list[str]:
    """The names of the columns of records in English, whichever language the file has them in."""
    return [_ENGLISH.get(name, str(name)) for name in header]


def document_columns(header: Iterable[Any]) -> list[str]:
    """The names of the columns of documents, likewise."""
    return [_ENGLISH_OF_DOCUMENTS.get(name, str(name)) for name in header]


def records(rows: Iterable[Any], path: Path, what: str) -> list[Record]:
    """The records of the rows; ``what`` is the file's word for one of them (row, line)."""
    found: list[Record] = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(RECORD_ADAPTER.validate_python(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "kind"
            raise InputError(f"{path}: {what} {number}: {place}: {first['msg']}: {ADVICE}") from None
    return found


def documents(rows: Iterable[Any], path: Path) -> list[DocumentInfo]:
    """The documents of the rows."""
    try:
        return [DocumentInfo.model_validate(row) for row in rows]
    except (ValidationError, TypeError):
        raise InputError(f"{path}: its documents are not those of an output of hospext: {ADVICE}") from None


def filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's own fields: those of the contract that are not empty."""
    return {column: value for column, value in row.items() if value is not None and column in COLUMNS}
