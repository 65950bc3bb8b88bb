"""DuckDB: a run's rows into a new or an earlier database, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from hospext.errors import HospextError, UsageError
from hospext.records import Extraction
from hospext.writing import sql
from hospext.writing.arrow import documents_table, records_table
from hospext.writing.columns import Type

_TYPES = {Type.TEXT: "VARCHAR", Type.INTEGER: "BIGINT", Type.NUMBER: "DOUBLE", Type.DATE: "DATE"}
_ASK_TABLES = "SELECT table_name FROM information_schema.tables"


def check_duckdb(path: Path) -> None:
    """Raise ``UsageError`` for a file that is no database, or not one that this hospext can add to."""
    if path.exists() and path.stat().st_size:
        with _open(path) as connection:
            _is_new(path, connection)


def store_duckdb(extraction: Extraction, path: Path) -> None:
    """Write the documents and records; after an error the database is as it was."""
    sql.check_ids(extraction, path)
    if path.exists() and not path.stat().st_size:
        path.unlink()  # DuckDB takes an empty file for a broken one
    with _open(path) as connection:
        connection.execute("BEGIN")
        if _is_new(path, connection):
            for statement in sql.create(_TYPES):
                connection.execute(statement)
        records = records_table(extraction)
        places = pa.array(sql.numbers(extraction.records), type=pa.int64())
        rows = records.append_column(sql.NUMBER.name, places)
        connection.register("incoming_records", rows.select([column.name for column in sql.ROW_COLUMNS]))
        connection.register("incoming_documents", documents_table(extraction.documents))
        for statement in sql.REPLACE:
            connection.execute(statement)
        connection.execute("COMMIT")
        # A transaction of its own: DuckDB sees a foreign key as in use until the rows that used it are gone for good.
        # Were it not to happen, it would at the next run.
        connection.execute(sql.SWEEP)


def _is_new(path: Path, connection: duckdb.DuckDBPyConnection) -> bool:
    tables = {name for (name,) in connection.execute(_ASK_TABLES).fetchall()}
    found = connection.execute(sql.ASK_VERSION).fetchall() if "hospext" in tables else []
    return sql.is_new(path, tables, found[0][0] if found else None)


@contextmanager
def _open(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that leaves nothing behind after an error, which becomes one sentence."""
    existed = path.exists()
    done = False
    try:
        with closing(duckdb.connect(path)) as connection:
            yield connection
        done = True
    except duckdb.Error as error:
        raise _explained(path, error) from None
    finally:
        if not (done or existed):
            for each in (path, path.with_name(f"{path.name}.wal")):
                each.unlink(missing_ok=True)


def _explained(path: Path, error: duckdb.Error) -> HospextError:
    reason = str(error).splitlines()[0]
    if "not a valid DuckDB" in reason:
        return UsageError(f"{path}: is there, but is not a DuckDB database: name another file")
    if "set lock" in reason:
        return HospextError(f"{path}: another program is writing to it: run again when that has ended")
    return HospextError(f"{path}: cannot be written ({reason})")
