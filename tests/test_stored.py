"""Stored outputs come back as they were; what is none is refused in one line."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hospext.errors import InputError, UsageError
from hospext.records import Count
from hospext.stored import is_stored, load
from hospext.writing.formats import BINARY, DATABASES, Format, Headers, format_of
from hospext.writing.output import binary_file, store, write_extraction
from samples import THIRD, base, extraction


def save(path: Path, *, excel: bool = False, headers: Headers = Headers.EN) -> Path:
    format = format_of(path)
    if format in DATABASES:
        store(extraction(), path, format)
    elif format in BINARY:
        path.write_bytes(binary_file(extraction(), format, headers=headers)[0])
    else:
        with path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as stream:
            write_extraction(extraction(), stream, format, headers=headers, excel=excel)
    return path


WITH_DOCUMENTS = ["json", "xlsx", "parquet", "arrow", "feather", "sqlite", "db", "duckdb"]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "tsv", *WITH_DOCUMENTS])
def test_comes_back(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"data.{suffix}")
    assert is_stored(path)
    found, wanted = load(path), extraction()
    assert [r.model_dump(mode="json") for r in found.records] == [
        r.model_dump(mode="json") for r in wanted.records
    ]
    assert found.documents == (wanted.documents if suffix in WITH_DOCUMENTS else [])


def test_a_workbook_in_chinese_comes_back(tmp_path: Path) -> None:
    odd = Count(**base("\x07=5\r个", label="_x0041_"), value=Decimal(5))
    path = tmp_path / "data.xlsx"
    path.write_bytes(binary_file(extraction(odd, THIRD), Format.XLSX, headers=Headers.ZH)[0])
    assert load(path).model_dump_json() == extraction(odd, THIRD).model_dump_json()


def test_a_sheet_for_excel_comes_back(tmp_path: Path) -> None:
    path = save(tmp_path / "data.csv", excel=True, headers=Headers.ZH)
    assert is_stored(path)
    assert [r.text for r in load(path).records] == [r.text for r in extraction().records]


def output(**changes: object) -> str:
    whole = json.loads(extraction(THIRD).model_dump_json())
    return json.dumps({**whole, **changes})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", output()[:-9], "not whole JSON"),
        ("a.json", output(schema_version="0.9"), "of schema version 0.9, and this hospext reads 1.0"),
        ("a.json", "[]", "not an output of hospext"),
        ("a.json", output(records=[{"kind": "beds"}]), "record 1: kind"),
        ("a.json", output(documents=[{"id": 3}]), "its documents"),
        ("a.jsonl", '{"kind": "rate"', "a.jsonl:1: not whole JSON"),
        ("a.csv", "a,b\n1,2\n", "its columns are not those"),
        ("a.csv", "kind,document,start,end,text\nrate,a\n", "row 2 is cut off"),
        ("a.txt", "", "not a stored output"),
    ],
)
def test_what_is_refused(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(path)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_documents_are_no_outputs(tmp_path: Path) -> None:
    for name, text in (
        ("a.json", '{"a": 1}'),
        ("a.csv", "科室,床位\n内科,30\n"),
        ("a.txt", ""),
        ("a.jsonl", '{"text": "床位"}'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert not is_stored(tmp_path / name)


def make_others(folder: Path) -> dict[str, str]:
    """Files of the same formats that hospext did not make, and what is said of each."""
    table = pa.table({"kind": ["rate"], "beds": [30]})
    pq.write_table(table, folder / "a.parquet")
    with pa.ipc.new_file(folder / "a.arrow", table.schema) as writer:
        writer.write_table(table)
    book = openpyxl.Workbook()
    book.active.append(["科室", "床位"])
    book.save(folder / "a.xlsx")
    for suffix, connect in (("sqlite", sqlite3.connect), ("duckdb", duckdb.connect)):
        with closing(connect(folder / f"a.{suffix}")) as connection:
            connection.execute("CREATE TABLE records (kind TEXT)")
    return {
        "a.parquet": "parquet, but not an output of hospext",
        "a.arrow": "arrow, but not an output of hospext",
        "a.xlsx": "a workbook, but not an output of hospext",
        "a.sqlite": "a database, but not an output of hospext",
        "a.duckdb": "a database, but not an output of hospext",
    }


def test_other_files_of_these_formats_are_no_outputs(tmp_path: Path) -> None:
    for name, said in make_others(tmp_path).items():
        assert not is_stored(tmp_path / name)
        with pytest.raises(InputError, match=f"{name}: {said}: name a file that hospext extract wrote"):
            load(tmp_path / name)


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "xlsx", "sqlite", "duckdb"])
def test_broken_files_are_refused(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"data.{suffix}")
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", "床位".encode() * 99):
        path.write_bytes(broken)
        with pytest.raises(InputError) as refused:
            load(path)
        assert str(refused.value).startswith(str(path))
        assert "\n" not in str(refused.value)
    path.unlink()
    assert not is_stored(path)
    with pytest.raises(InputError, match="cannot be read \\(No such file or directory\\): check the path"):
        load(path)


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "data.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE hospext SET schema_version = '0.9'")
        connection.commit()
    with pytest.raises(
        InputError, match=r"of schema version 0\.9, and this hospext reads 1\.0: write it again"
    ):
        load(path)


@pytest.mark.parametrize(
    ("suffix", "library"),
    [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("arrow", "pyarrow"), ("duckdb", "duckdb")],
)
def test_a_missing_library_is_one_line(
    suffix: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / f"data.{suffix}")
    monkeypatch.setitem(sys.modules, library, None)
    assert is_stored(path)
    with pytest.raises(UsageError, match=r'not installed: run pip install "hospext\[outputs\]"'):
        load(path)
