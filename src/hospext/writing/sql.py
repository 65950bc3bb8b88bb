"""What both databases hold: two tables, a view a kind, and how a run replaces the rows of its documents.

``documents`` and ``records`` have the columns of the contract under their own names; ``records`` has ``number`` too,
the record's place in its document from 1, which makes its key. ``hospext`` holds the versions, in one row.

A run lays its rows into ``incoming_documents`` and ``incoming_records``, and ``REPLACE`` takes them over. Every stored
document that has the id or the bytes (``sha256``) of an incoming one makes room: one that changed or moved is there once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from hospext import __version__
from hospext.errors import HospextError, UsageError
from hospext.records import SCHEMA_VERSION, Extraction, Kind, Record
from hospext.writing.columns import DOCUMENT_COLUMNS, KIND_COLUMNS, RECORD_COLUMNS, Column, Type

_KIND, _DOCUMENT, *_REST = RECORD_COLUMNS
NUMBER = Column("number", Type.INTEGER, required=True)
ROW_COLUMNS = (_DOCUMENT, NUMBER, _KIND, *_REST)


def names(columns: Iterable[str]) -> str:
    """Column names for a statement; quoted, as some are words of SQL."""
    return ", ".join(f'"{name}"' for name in columns)


_OF_INCOMING = (
    "id IN (SELECT id FROM incoming_documents) OR sha256 IN (SELECT sha256 FROM incoming_documents)"
)
_UPDATES = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in DOCUMENT_COLUMNS[1:])

ASK_VERSION = "SELECT schema_version FROM hospext"
ASK_DOCUMENTS = f"SELECT {names(c.name for c in DOCUMENT_COLUMNS)} FROM documents ORDER BY id"
ASK_RECORDS = f"SELECT {names(c.name for c in RECORD_COLUMNS)} FROM records ORDER BY document, number"

REPLACE = (
    f"DELETE FROM records WHERE document IN (SELECT id FROM documents WHERE {_OF_INCOMING})",
    f"INSERT INTO documents SELECT * FROM incoming_documents WHERE true ON CONFLICT (id) DO UPDATE SET {_UPDATES}",
    "INSERT INTO records SELECT * FROM incoming_records",
    f"UPDATE hospext SET hospext_version = '{__version__}'",
)
# The documents that made room under another id; their records are gone already.
SWEEP = f"DELETE FROM documents WHERE ({_OF_INCOMING}) AND id NOT IN (SELECT id FROM incoming_documents)"


def create(types: Mapping[Type, str]) -> Iterator[str]:
    """The statements that make the tables, indexes and views, with a database's names for the types."""
    yield f"CREATE TABLE documents ({_definitions(DOCUMENT_COLUMNS, types)}, PRIMARY KEY (id))"
    keys = "PRIMARY KEY (document, number), FOREIGN KEY (document) REFERENCES documents (id)"
    yield f"CREATE TABLE records ({_definitions(ROW_COLUMNS, types)}, {keys})"
    yield "CREATE INDEX records_by_kind ON records (kind)"
    yield "CREATE INDEX records_by_metric ON records (metric, subject, period_start)"
    for kind in Kind:
        columns = names(
            column.name for column in ROW_COLUMNS if column.name in (*KIND_COLUMNS[kind], "number")
        )
        yield f"CREATE VIEW \"{kind}\" AS SELECT {columns} FROM records WHERE kind = '{kind}'"
    text = types[Type.TEXT]
    yield f"CREATE TABLE hospext (schema_version {text} NOT NULL, hospext_version {text} NOT NULL)"
    yield f"INSERT INTO hospext VALUES ('{SCHEMA_VERSION}', '{__version__}')"


def is_new(path: Path, tables: Collection[str], version: str | None) -> bool:
    """Whether a database is empty; raises ``UsageError`` where it is not one that this hospext can add to."""
    if version is None and tables:
        raise UsageError(
            f"{path}: holds tables that hospext did not make, and stays as it is: name a new file"
        )
    if version not in (None, SCHEMA_VERSION):
        raise UsageError(
            f"{path}: of schema version {version}, and this hospext writes {SCHEMA_VERSION}; it stays as it is: "
            "name a new file"
        )
    return version is None


def check_ids(extraction: Extraction, path: Path) -> None:
    """Raise ``HospextError`` for two documents of one name: a database could not tell their records apart."""
    name, times = Counter(document.id for document in extraction.documents).most_common(1)[0]
    if times > 1:
        raise HospextError(
            f"{path}: {times} documents have the name {name}, and a database needs names that differ"
        )


def numbers(records: Iterable[Record]) -> list[int]:
    """Each record's place in its document, from 1."""
    seen: Counter[str] = Counter()
    places = []
    for record in records:
        seen[record.document] += 1
        places.append(seen[record.document])
    return places


def _definitions(columns: Iterable[Column], types: Mapping[Type, str]) -> str:
    return ", ".join(f'"{c.name}" {types[c.type]}{" NOT NULL" if c.required else ""}' for c in columns)
