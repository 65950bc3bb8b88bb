"""SQLite: a run's rows into a new or an earlier database, in one transaction."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hospext.errors import HospextError, UsageError
from hospext.records import Extraction
from hospext.writing import sql
from hospext.writing.columns import DOCUMENT_COLUMNS, RECORD_COLUMNS, Column, Type, typed

# A number is REAL even where it is whole, so that no division is one of integers. A date is ISO text.
_TYPES = {Type.TEXT: "TEXT", Type.INTEGER: "INTEGER", Type.NUMBER: "REAL", Type.DATE: "DATE"}
_ASK_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
_PATIENCE = 10  # seconds to wait for another program that writes


def check_sqlite(path: Path) -> None:
    """Raise ``UsageError`` for a file that is no database, or not one that this hospext can add to."""
    if path.exists():
        with _open(path) as connection:
            _is_new(path, connection)


def store_sqlite(extraction: Extraction, path: Path) -> None:
    """Write the documents and records; after an error the database is as it was."""
    sql.check_ids(extraction, path)
    with _open(path) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        if _is_new(path, connection):
            for statement in sql.create(_TYPES):
                connection.execute(statement)
        _lay_in(extraction, connection)
        for statement in (*sql.REPLACE, sql.SWEEP):
            connection.execute(statement)
        connection.execute("COMMIT")


def _is_new(path: Path, connection: sqlite3.Connection) -> bool:
    tables = {name for (name,) in connection.execute(_ASK_TABLES)}
    version = connection.execute(sql.ASK_VERSION).fetchone()[0] if "hospext" in tables else None
    return sql.is_new(path, tables, version)


def _lay_in(extraction: Extraction, connection: sqlite3.Connection) -> None:
    for name in ("documents", "records"):
        connection.execute(f"CREATE TEMP TABLE incoming_{name} AS SELECT * FROM {name} WHERE false")
    documents = (_row(document, DOCUMENT_COLUMNS) for document in extraction.documents)
    connection.executemany(_insertion("incoming_documents", DOCUMENT_COLUMNS), documents)
    places = sql.numbers(extraction.records)
    columns = (*RECORD_COLUMNS, sql.NUMBER)
    records = (
        [*_row(record, RECORD_COLUMNS), place]
        for record, place in zip(extraction.records, places, strict=True)
    )
    connection.executemany(_insertion("incoming_records", columns), records)


def _insertion(table: str, columns: tuple[Column, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({sql.names(column.name for column in columns)}) VALUES ({marks})"


def _row(item: object, columns: tuple[Column, ...]) -> list[Any]:
    values = (typed(getattr(item, column.name, None)) for column in columns)
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves nothing behind after an error, which becomes one sentence."""
    existed = path.exists()
    done = False
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            yield connection
        done = True
    except sqlite3.Error as error:
        raise _explained(path, error) from None
    finally:
        if not (done or existed):
            path.unlink(missing_ok=True)


def _explained(path: Path, error: sqlite3.Error) -> HospextError:
    if "not a database" in str(error):
        return UsageError(f"{path}: is there, but is not a SQLite database: name another file")
    if "locked" in str(error):
        return HospextError(f"{path}: another program is writing to it: run again when that has ended")
    return HospextError(f"{path}: cannot be written ({error})")
