"""Every format gives the rows of the JSON output to its own reader, with their types, and runs nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import hospext
from hospext.cli.app import app
from hospext.errors import HospextError
from hospext.records import Count, DateRecord, Extraction, Kind
from hospext.stored import is_stored, load
from hospext.writing.columns import DOCUMENT_COLUMNS, KIND_COLUMNS, RECORD_COLUMNS, Type
from hospext.writing.formats import Format, Headers
from hospext.writing.output import binary_file, store, write_extraction
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, DOCUMENT_ZH, KINDS_ZH, json_row
from hospext.writing.workbook import decimal_places, number_format
from samples import BEDS, DOCUMENT, GROWTH, MONEY, RECORDS, base, extraction

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
Row = dict[str, Any]
TEXTS = [
    "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "https://a.cn", "internal:'records'!A1", "<r><t>5</t></r>",
    "5\r\n个", "\x0b5\x07个", " 5 ", "_x0041_", "😀个", '"5"', "007",
]  # fmt: skip
ODD = [
    *(Count(**base(text, sentence=f"{text}。", label=text), value=Decimal(5)) for text in TEXTS),
    Count(**base("半"), value=Decimal(2) ** 53 - 1),
    Count(**base("少"), value=Decimal("0.000006"), value_max=Decimal("1E+3")),
    *(
        DateRecord(**base("日"), date_start=day, date_end=day, granularity="day")
        for day in (dt.date(1869, 5, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2099, 12, 31))
    ),
]


@pytest.fixture(scope="module")
def content() -> Extraction:
    """The seeds, and every kind of record and of text that might be spoilt on the way."""
    found = [hospext.extract_file(path) for path in SEEDS]
    return Extraction(
        documents=[*(each.documents[0] for each in found), DOCUMENT],
        records=[*(record for each in found for record in each.records), *RECORDS, *ODD],
    )


def save(content: Extraction, path: Path, *, headers: Headers = Headers.EN) -> Path:
    format = Format(path.suffix[1:])
    if format in (Format.SQLITE, Format.DUCKDB):
        store(content, path, format)
    elif format in (Format.CSV, Format.TSV):
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_extraction(content, stream, format)
    else:
        path.write_bytes(binary_file(content, format, headers=headers)[0])
    return path


def read_csv(path: Path) -> list[Row]:
    make = {Type.TEXT: str, Type.DATE: str, Type.INTEGER: int, Type.NUMBER: float}
    types = {column.name: make[column.type] for column in RECORD_COLUMNS}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="," if path.suffix == ".csv" else "\t")
        return [{name: types[name](cell) if cell else None for name, cell in row.items()} for row in rows]


def read_xlsx(path: Path) -> list[Row]:
    return read_sheet(openpyxl.load_workbook(path)["records"])


def read_sheet(sheet: Any) -> list[Row]:
    header, *rows = sheet.values
    return [dict(zip(header, map(shown, row), strict=True)) for row in rows]


def shown(cell: Any) -> Any:
    """A cell as JSON has it: a day without its midnight, control characters themselves."""
    if isinstance(cell, str):
        return re.sub("_x(00[01][0-9A-Fa-f])_", lambda match: chr(int(match[1], 16)), cell)
    return cell.date() if isinstance(cell, dt.datetime) else cell


def read_arrow(path: Path) -> list[Row]:
    table = pq.read_table(path) if path.suffix == ".parquet" else pa.ipc.open_file(path).read_all()
    return list(table.to_pylist())


def read_database(path: Path) -> list[Row]:
    connect: Any = sqlite3.connect if path.suffix == ".sqlite" else duckdb.connect
    with closing(connect(str(path))) as connection:
        found = connection.execute("SELECT * FROM records ORDER BY document, number")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


READERS: dict[str, Callable[[Path], list[Row]]] = {
    "csv": read_csv,
    "tsv": read_csv,
    "xlsx": read_xlsx,
    "parquet": read_arrow,
    "arrow": read_arrow,
    "sqlite": read_database,
    "duckdb": read_database,
}


def as_json(row: Row) -> Row:
    return {
        column: value.isoformat() if isinstance(value := row[column], dt.date) else value
        for column in COLUMNS
    }


def wanted(content: Extraction) -> list[Row]:
    rows = (json.loads(json.dumps(json_row(record))) for record in content.records)
    return [{column: row.get(column) for column in COLUMNS} for row in rows]


@pytest.mark.parametrize("suffix", READERS)
def test_every_reader_finds_the_rows_of_the_json(suffix: str, content: Extraction, tmp_path: Path) -> None:
    rows = [as_json(row) for row in READERS[suffix](save(content, tmp_path / f"data.{suffix}"))]
    expected = wanted(content)
    if suffix in ("sqlite", "duckdb"):
        expected.sort(key=lambda row: row["document"])
    assert len(rows) == len(expected)
    assert rows == expected


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "sqlite", "duckdb"])
def test_columns_are_typed(suffix: str, content: Extraction, tmp_path: Path) -> None:
    types = {"text": str, "integer": int, "number": float, "date": str if suffix == "sqlite" else dt.date}
    rows = READERS[suffix](save(content, tmp_path / f"data.{suffix}"))
    for column in RECORD_COLUMNS:
        found = {type(row[column.name]) for row in rows}
        assert found <= {types[column.type], type(None)}, column.name
        assert not (column.required and type(None) in found)


def test_parquet_and_arrow_hold_documents_and_versions(content: Extraction, tmp_path: Path) -> None:
    for suffix in ("parquet", "arrow"):
        path = save(content, tmp_path / f"data.{suffix}")
        schema = pq.read_schema(path) if suffix == "parquet" else pa.ipc.open_file(path).schema
        metadata = {key.decode(): value.decode() for key, value in schema.metadata.items()}
        assert metadata["hospext.schema_version"] == content.schema_version
        assert metadata["hospext.version"] == hospext.__version__
        assert json.loads(metadata["hospext.documents"]) == [
            d.model_dump(mode="json") for d in content.documents
        ]


# --- workbooks


@pytest.fixture(scope="module")
def workbook(content: Extraction, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(content, tmp_path_factory.mktemp("book") / "data.xlsx")


def test_a_sheet_a_kind_holds_its_records_and_columns(content: Extraction, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["records", *(kind for kind in Kind), "sentences", "documents"]
    for kind in Kind:
        rows = read_sheet(book[kind])
        assert set(rows[0]) == set(KIND_COLUMNS[kind])
        expected = [row for row in wanted(content) if row["kind"] == kind]
        assert [(row["document"], row["start"], row["text"]) for row in rows] == [
            (row["document"], row["start"], row["text"]) for row in expected
        ]
    small = openpyxl.load_workbook(io.BytesIO(binary_file(extraction(BEDS), Format.XLSX)[0]))
    assert small.sheetnames == ["records", "bed_count", "sentences", "documents"]
    documents = read_sheet(book["documents"])
    assert list(documents[0]) == [column.name for column in DOCUMENT_COLUMNS]
    assert [row["date"] for row in documents] == [document.date for document in content.documents]


def test_sheets_are_ready_to_work_in(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(2 < each.width <= 101 for each in sheet.column_dimensions.values())
    cells = {cell.value: cell for row in book["records"].rows for cell in row}
    assert (cells[5.99].data_type, cells[5.99].number_format) == ("n", '#,##0.00"%"')
    assert (cells[513606800].data_type, cells[513606800].number_format) == ("n", "#,##0")
    assert cells[33.333333333333336].number_format == '#,##0.00"%"'
    assert (cells[dt.datetime(2024, 7, 29)].data_type, cells[dt.datetime(2024, 7, 29)].number_format) == (
        "d",
        "yyyy-mm-dd",
    )


@pytest.mark.parametrize(
    ("number", "unit", "format"),
    [
        (847746, "人次", "#,##0"),
        (5.99, "%", '#,##0.00"%"'),
        (76, "%", '#,##0"%"'),
        (4.5, "‰", '#,##0.0"‰"'),
        (0.006, "%", '#,##0.000"%"'),
        (6.84, "天", "#,##0.00"),
        (100 / 3, "%", '#,##0.00"%"'),
    ],
)
def test_number_formats(number: float, unit: str, format: str) -> None:
    assert number_format(decimal_places(number), unit) == format


def test_every_record_leads_to_its_sentence_and_back(content: Extraction, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sentences = book["sentences"]
    for name in ("records", "growth_rate", "date"):
        sheet = book[name]
        at = {cell.value: cell.column - 1 for cell in sheet[1]}
        for row in sheet.iter_rows(min_row=2):
            place = re.fullmatch(r"'sentences'!A(\d+)", row[at["text"]].hyperlink.location)
            assert place
            target = sentences[int(place[1])]
            assert target[3].value == row[at["sentence"]].value
            assert target[1].value == row[at["document"]].value
            if name == "records":
                first, last = re.fullmatch(r"'records'!A(\d+):A(\d+)", target[0].hyperlink.location).groups()  # type: ignore[union-attr]
                assert int(first) <= row[0].row <= int(last)
                assert target[0].value == int(last) - int(first) + 1
    assert sum(row[0].value for row in sentences.iter_rows(min_row=2)) == len(content.records)


def test_a_workbook_in_chinese(content: Extraction, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(save(content, tmp_path / "data.xlsx", headers=Headers.ZH))
    assert book.sheetnames == ["记录", *(KINDS_ZH[kind] for kind in Kind), "句子", "文档"]
    assert {cell.value for cell in book["记录"][1]} == set(COLUMNS_ZH.values())
    assert [cell.value for cell in book["文档"][1]] == list(DOCUMENT_ZH.values())
    assert [cell.value for cell in book["句子"][1]] == ["记录数", "来源", "行号", "句子"]
    assert book["记录"]["A2"].hyperlink is None


def test_no_text_of_a_document_runs_in_a_workbook(tmp_path: Path) -> None:
    lines = ["=1+1，我院开放床位911张。", "@SUM(A1)医院开放床位30张。", "+cmd|'/C calc'，新增床位20张。"]
    (tmp_path / "=2+2.txt").write_text("\n".join(lines), encoding="utf-8")
    save(hospext.extract_file(tmp_path / "=2+2.txt"), tmp_path / "data.xlsx")
    sentences = {row["sentence"] for row in read_xlsx(tmp_path / "data.xlsx")}
    assert sentences == set(lines)
    assert_nothing_runs(tmp_path / "data.xlsx")


def test_nothing_runs_in_any_cell(workbook: Path) -> None:
    assert_nothing_runs(workbook)


def assert_nothing_runs(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path):
        assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d"}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, part in parts.items() if "<f>" in part or "<f " in part]
    assert not [name for name, part in parts.items() if 'TargetMode="External"' in part]


def test_what_excel_cannot_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Count(**base("5", sentence="长" * 40_000, label="😀" * 20_000), value=Decimal(5))
    data, notes = binary_file(extraction(long), Format.XLSX)
    # the sentence in three sheets, the label in two
    assert notes == ["5 cells are cut to the 32,767 characters that Excel holds"]
    row = read_xlsx(io.BytesIO(data))[0]  # type: ignore[arg-type]
    assert row["sentence"] == "长" * 32_766 + "…"
    assert row["label"] == "😀" * 16_383 + "…"
    monkeypatch.setattr("hospext.writing.workbook._MOST_LINKS", 2)
    assert binary_file(extraction(BEDS, GROWTH, MONEY), Format.XLSX)[1] == [
        "1 rows have no link, as a sheet of Excel holds 2"
    ]
    monkeypatch.setattr("hospext.writing.xlsx.MOST_ROWS", 2)
    with pytest.raises(HospextError, match="3 records, and a sheet of Excel holds 2 rows: write"):
        binary_file(extraction(BEDS, GROWTH, MONEY), Format.XLSX)


# --- all of them


@pytest.mark.parametrize("suffix", ["xlsx", "parquet", "arrow", "sqlite"])
def test_the_same_input_gives_the_same_bytes(suffix: str, content: Extraction, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    first, second = save(content, tmp_path / f"b.{suffix}"), save(content, tmp_path / "a" / f"c.{suffix}")
    assert first.read_bytes() == second.read_bytes()
    if suffix == "xlsx":
        with zipfile.ZipFile(first) as archive:
            assert {info.date_time[0] for info in archive.infolist()} == {1980}
            assert set(re.findall(r">(\d{4})-", archive.read("docProps/core.xml").decode())) == {"2000"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text("2024年,我院开放床位1500张。\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("format", "library"),
    [("xlsx", "xlsxwriter"), ("parquet", "pyarrow"), ("arrow", "pyarrow"), ("duckdb", "duckdb")],
)
def test_a_missing_library_is_one_line_before_any_work(
    format: str, library: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = CliRunner().invoke(app, ["extract", "good.txt", "missing.txt", "-o", f"data.{format}"])
    assert (result.exit_code, result.stdout) == (2, "")
    line = f'{format} needs a library that is not installed: run pip install "hospext[outputs]"'
    assert result.stderr.splitlines() == [f"hospext: {line}"]
    assert sorted(path.name for path in here.iterdir()) == ["good.txt"]


@pytest.mark.parametrize("suffix", ["xlsx", "parquet", "arrow", "sqlite", "duckdb", "md"])
def test_from_the_command_line(suffix: str, here: Path) -> None:
    for _ in range(2):
        result = CliRunner().invoke(app, ["extract", "good.txt", "-o", f"data.{suffix}"])
        assert (result.exit_code, result.output) == (0, "")
    assert sorted(path.name for path in here.iterdir()) == [f"data.{suffix}", "good.txt"]
    if suffix != "md":
        assert [row["text"] for row in READERS[suffix](here / f"data.{suffix}")] == ["2024年", "1500张"]


@pytest.mark.usefixtures("here")
def test_binary_files_may_go_into_a_pipe_but_not_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(app, ["extract", "good.txt", "-f", "parquet"])
    assert pq.read_table(io.BytesIO(result.stdout_bytes)).column("text").to_pylist() == ["2024年", "1500张"]
    monkeypatch.setattr("hospext.cli.target._on_terminal", lambda: True)
    result = CliRunner().invoke(app, ["extract", "good.txt", "-f", "xlsx"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "hospext: xlsx is not for a terminal to show: add -o data.xlsx\n"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_the_same_rows(content: Extraction, tmp_path: Path) -> None:
    """What LibreOffice makes of a workbook and of CSV, as it saves them; the workbook is still one of hospext."""

    def kept(rows: list[Row]) -> list[Row]:
        """What LibreOffice keeps: fifteen digits, and no control characters."""
        return [{name: kept_of(cell) for name, cell in row.items()} for row in rows]

    def kept_of(cell: Any) -> Any:
        if isinstance(cell, str):
            return re.sub("[\0-\x1f]", "", cell)
        return float(f"{cell:.15g}") if isinstance(cell, (int, float)) else cell

    resave(save(content, tmp_path / "data.xlsx"), tmp_path / "out", "xlsx")
    saved = tmp_path / "out" / "data.xlsx"
    assert kept([as_json(row) for row in read_xlsx(saved)]) == kept(wanted(content))
    assert_nothing_runs(saved)
    assert is_stored(saved)
    assert kept(wanted(load(saved))) == kept(wanted(content))

    seeds = content.model_copy(update={"records": [r for r in content.records if r.document != DOCUMENT.id]})
    # as its dialogue proposes: comma, quotes, UTF-8, from the first line, no guesses at special numbers
    as_is = "--infilter=CSV:44,34,76,1,,0,false,false"
    resave(save(seeds, tmp_path / "rows.csv"), tmp_path / "out", "csv", as_is)
    assert read_csv(tmp_path / "out" / "rows.csv") == wanted(seeds)


def resave(path: Path, folder: Path, suffix: str, *options: str) -> None:
    profile = f"-env:UserInstallation={folder.with_name('profile').as_uri()}"
    to = "csv:Text - txt - csv (StarCalc):44,34,76" if suffix == "csv" else suffix
    command = ["soffice", profile, "--headless", *options, "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
