"""Databases: a document's rows are there once, however often it comes; what goes wrong leaves the old state."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from hospext.cli.app import app
from hospext.errors import HospextError
from hospext.records import Extraction, Kind
from hospext.writing import sql
from hospext.writing.columns import DOCUMENT_COLUMNS, KIND_COLUMNS
from hospext.writing.formats import Format
from hospext.writing.output import store
from samples import DOCUMENT, RECORDS, extraction

formats = pytest.mark.parametrize("format", [Format.SQLITE, Format.DUCKDB])


def connect(path: Path) -> Any:
    opened: Any = sqlite3.connect(path) if path.suffix == ".sqlite" else duckdb.connect(path)
    return closing(opened)


def ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    with connect(path) as connection:
        return list(connection.execute(question).fetchall())


def held(path: Path) -> list[list[tuple[Any, ...]]]:
    """All that the database holds."""
    return [
        ask(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("documents", "records", "hospext")
    ]


def of(*documents: tuple[str, str], records: Sequence[Any] = RECORDS) -> Extraction:
    """Documents of these ids and contents, each with the records."""
    infos = [DOCUMENT.model_copy(update={"id": id, "sha256": content * 64}) for id, content in documents]
    return Extraction(
        documents=infos,
        records=[r.model_copy(update={"document": info.id}) for info in infos for r in records],
    )


def ids(path: Path) -> list[tuple[str, str, int]]:
    """Every document with the first sign of its hash and the number of its records."""
    return ask(
        path,
        "SELECT id, substr(sha256, 1, 1), (SELECT count(*) FROM records WHERE document = id) FROM documents ORDER BY id",
    )


@formats
def test_the_same_run_twice_gives_the_same_rows_once(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"data.{format}"
    store(extraction(), path, format)
    once = held(path)
    assert [len(rows) for rows in once] == [1, len(RECORDS), 1]
    store(extraction(), path, format)
    assert held(path) == once
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@formats
def test_a_document_makes_room_for_itself(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"data.{format}"
    store(of(("a", "1"), ("b", "2")), path, format)
    store(of(("a", "3"), records=RECORDS[:2]), path, format)  # a changed
    assert ids(path) == [("a", "3", 2), ("b", "2", 9)]
    store(of(("moved/b", "2"), records=RECORDS[:1]), path, format)  # b is elsewhere now
    assert ids(path) == [("a", "3", 2), ("moved/b", "2", 1)]
    store(of(("c", "5"), ("d", "5")), path, format)  # two copies side by side are two documents
    assert ids(path) == [("a", "3", 2), ("c", "5", 9), ("d", "5", 9), ("moved/b", "2", 1)]
    store(of(("d", "5"), ("c", "5"), ("a", "2")), path, format)  # a took over what b held
    assert ids(path) == [("a", "2", 9), ("c", "5", 9), ("d", "5", 9)]
    store(of(("a", "2"), records=[]), path, format)
    assert ids(path)[0] == ("a", "2", 0)


@formats
def test_two_documents_of_one_name_are_refused(format: Format, tmp_path: Path) -> None:
    with pytest.raises(
        HospextError, match="2 documents have the name a, and a database needs names that differ"
    ):
        store(of(("a", "1"), ("a", "2")), tmp_path / f"data.{format}", format)
    assert list(tmp_path.iterdir()) == []


@formats
def test_a_view_a_kind_has_the_columns_and_rows_of_the_kind(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"data.{format}"
    store(extraction(), path, format)
    with connect(path) as connection:
        for kind in Kind:
            found = connection.execute(f"SELECT * FROM {kind}")
            assert {column[0] for column in found.description} == {"number", *KIND_COLUMNS[kind]}
            assert len(found.fetchall()) == sum(record.kind == kind for record in RECORDS)
        found = connection.execute('SELECT "start", "end", "table", "row", "column" FROM records').fetchall()
    assert found[0] == (RECORDS[0].start, RECORDS[0].end, None, None, None)


@formats
def test_numbers_divide_as_numbers(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"data.{format}"
    store(extraction(), path, format)
    assert ask(path, "SELECT value / 16 FROM bed_count") == [(93.75,)]


def test_keys_and_indexes_of_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    store(extraction(), path, Format.SQLITE)
    assert [row[2:5] for row in ask(path, "PRAGMA foreign_key_list(records)")] == [
        ("documents", "document", "id")
    ]
    keys = [(row[1], row[5]) for row in ask(path, "PRAGMA table_info(records)") if row[5]]
    assert sorted(keys, key=lambda key: key[1]) == [("document", 1), ("number", 2)]
    assert {row[1] for row in ask(path, "PRAGMA index_list(records)")} > {
        "records_by_kind",
        "records_by_metric",
    }
    assert [row[1] for row in ask(path, "PRAGMA table_info(documents)")] == [c.name for c in DOCUMENT_COLUMNS]
    plan = ask(path, "EXPLAIN QUERY PLAN SELECT * FROM records WHERE metric = 'discharges' AND subject = 'x'")
    assert "records_by_metric" in plan[0][3]


def test_keys_and_indexes_of_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "data.duckdb"
    store(extraction(), path, Format.DUCKDB)
    keys = ask(path, "SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()")
    assert ("records", "PRIMARY KEY", ["document", "number"]) in keys
    assert ("records", "FOREIGN KEY", ["document"]) in keys
    assert ("documents", "PRIMARY KEY", ["id"]) in keys
    indexes = {name for (name,) in ask(path, "SELECT index_name FROM duckdb_indexes()")}
    assert indexes >= {"records_by_kind", "records_by_metric"}


@formats
@pytest.mark.parametrize("existing", [True, False])
def test_a_run_that_breaks_off_leaves_the_old_state(
    format: Format, existing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"data.{format}"
    if existing:
        store(of(("a", "1"), ("b", "2")), path, format)
        before = held(path)
    monkeypatch.setattr(sql, "REPLACE", (*sql.REPLACE, "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(HospextError, match=r"cannot be written \(.*nowhere"):
        store(of(("a", "3"), ("moved/b", "2")), path, format)
    if existing:
        assert held(path) == before
    else:
        assert list(tmp_path.iterdir()) == []


@formats
def test_an_empty_file_becomes_a_database(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"data.{format}"
    path.touch()
    store(extraction(), path, format)
    assert len(ask(path, "SELECT * FROM records")) == len(RECORDS)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text("2024年,我院开放床位1500张。\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["extract", "good.txt", *arguments])
    assert result.stdout == ""
    return result.exit_code, result.stderr


@formats
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            "CREATE TABLE patients (id INTEGER)",
            "holds tables that hospext did not make, and stays as it is: name a",
        ),
        (
            "UPDATE hospext SET schema_version = '0.9'",
            "of schema version 0.9, and this hospext writes 1.0; it stays",
        ),
        ("text", "is there, but is not a "),
    ],
)
def test_other_files_stay_untouched(format: Format, made: str, said: str, here: Path) -> None:
    path = here / f"data.{format}"
    if made == "text":
        path.write_text("床位\n" * 3000, encoding="utf-8")
    else:
        if made.startswith("UPDATE"):
            store(extraction(), path, format)
        with connect(path) as connection:
            connection.execute(made)
            connection.commit()
    before = path.read_bytes()
    code, message = run("missing.txt", "-o", path.name)
    assert code == 2
    assert message.startswith(f"hospext: {path.name}: {said}")
    assert message.count("\n") == 1
    assert path.read_bytes() == before


def test_a_database_in_use_is_one_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hospext.writing.sqlite._PATIENCE", 0)
    with closing(sqlite3.connect(here / "data.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = "another program is writing to it: run again when that has ended"
        assert run("-o", "data.sqlite") == (1, f"hospext: data.sqlite: {said}\n")


def test_a_filtered_run_holds_what_it_kept(here: Path) -> None:
    assert run("-o", "data.db") == (0, "")
    assert run("-o", "data.db", "--kind", "bed_count") == (0, "")
    with closing(sqlite3.connect(here / "data.db")) as connection:
        assert connection.execute("SELECT number, kind, text FROM records").fetchall() == [
            (1, "bed_count", "1500张")
        ]
