"""SQLite and DuckDB databases, known by their table ``hospext``; documents come in the order of their ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hospext.errors import InputError
from hospext.records import Extraction
from hospext.stored.rows import ADVICE, check_version, documents, filled, records
from hospext.writing.columns import DOCUMENT_COLUMNS, RECORD_COLUMNS, Column
from hospext.writing.formats import Format
from hospext.writing.sql import ASK_DOCUMENTS, ASK_RECORDS, ASK_VERSION

_Answer = list[tuple[Any, ...]]
_MAGIC = {Format.SQLITE: (0, b"SQLite format 3\0"), Format.DUCKDB: (8, b"DUCK")}


def is_stored(path: Path, format: Format) -> bool:
    """Whether it is a database with the table of hospext; where DuckDB is not installed, whether it is one of DuckDB."""
    place, magic = _MAGIC[format]
    with path.open("rb") as stream:
        if not stream.read(place + len(magic)).endswith(magic):
            return False
    if format is Format.DUCKDB and find_spec("duckdb") is None:
        return True
    try:
        return bool(_ask(path, format, [ASK_VERSION])[0])
    except InputError:
        return False


def load(path: Path, format: Format) -> Extraction:
    """All that the database holds."""
    (version,) = _ask(path, format, [ASK_VERSION])[0]
    check_version(version[0], path)
    of_documents, of_records = _ask(path, format, [ASK_DOCUMENTS, ASK_RECORDS])
    return Extraction(
        documents=documents((_row(DOCUMENT_COLUMNS, values) for values in of_documents), path),
        records=records((filled(_row(RECORD_COLUMNS, values)) for values in of_records), path, "row"),
    )


def _row(columns: Sequence[Column], values: tuple[Any, ...]) -> dict[str, Any]:
    return {column.name: value for column, value in zip(columns, values, strict=True)}


def _ask(path: Path, format: Format, questions: Sequence[str]) -> list[_Answer]:
    """The answers of a database that is only read; raises ``InputError`` where it is none of hospext."""
    return _ask_sqlite(path, questions) if format is Format.SQLITE else _ask_duckdb(path, questions)


def _ask_sqlite(path: Path, questions: Sequence[str]) -> list[_Answer]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return [connection.execute(question).fetchall() for question in questions]
    except sqlite3.Error as error:
        raise _refused(path, error, missing="no such table" in str(error)) from None


def _ask_duckdb(path: Path, questions: Sequence[str]) -> list[_Answer]:
    import duckdb

    try:
        with closing(duckdb.connect(path, read_only=True)) as connection:
            return [connection.execute(question).fetchall() for question in questions]
    except duckdb.Error as error:
        raise _refused(path, error, missing=isinstance(error, duckdb.CatalogException)) from None


def _refused(path: Path, error: Exception, *, missing: bool) -> InputError:
    if missing:
        return InputError(f"{path}: a database, but not an output of hospext: {ADVICE}")
    return InputError(f"{path}: cannot be read ({str(error).splitlines()[0]}): {ADVICE}")
