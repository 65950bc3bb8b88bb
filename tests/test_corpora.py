"""Corpora of many documents, ``hospext text``, and hospext's own outputs, which are no documents."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import rendering
from hospext import extract_file
from hospext.cli.app import app
from hospext.errors import InputError
from hospext.reading import Fields, read_documents, read_file
from hospext.reading.outputs import OUTPUT

ROWS: list[dict[str, Any]] = [
    {"id": "甲", "text": "我院今年开放床位911张。", "day": "2024-03-01", "body": "床位1张"},
    {"id": "乙", "text": "我院今年开放床位912张。\n第二行", "day": "2023/3/1", "body": "床位2张"},
    {"id": "丙", "text": None, "day": None, "body": "床位3张"},
    {"id": "丁", "text": "没有日期。", "day": "", "body": "床位4张"},
]
SEVERAL = "corpus.jsonl: holds several documents: name one with --id, such as --id 甲"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines(ROWS)
    pq.write_table(pa.Table.from_pylist(ROWS), "corpus.parquet")
    return tmp_path


def lines(rows: list[Any], encoding: str = "utf-8", name: str = "corpus.jsonl") -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    Path(name).write_bytes(text.encode(encoding))
    return Path(name)


def run(*arguments: str, given: bytes | None = None) -> tuple[int, str, list[str]]:
    result = CliRunner().invoke(app, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout_bytes.decode(), result.stderr.splitlines()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.parquet"])
def test_documents_of_a_corpus(name: str) -> None:
    found = list(read_documents(name, fields=Fields(date="day")))
    assert [(each.id, each.text, each.reference_date) for each in found] == [
        (f"{name}#甲", ROWS[0]["text"], dt.date(2024, 3, 1)),
        (f"{name}#乙", ROWS[1]["text"], dt.date(2023, 3, 1)),
        (f"{name}#丁", ROWS[3]["text"], None),
    ]
    assert found[0].sha256 == hashlib.sha256(ROWS[0]["text"].encode()).hexdigest()
    other = list(read_documents(name, fields=Fields(text="body", id="day")))
    assert [each.id.split("#")[1] for each in other][:2] == ["2024-03-01", "2023/3/1"]
    assert [each.text for each in other] == ["床位1张", "床位2张", "床位3张", "床位4张"]


@pytest.mark.usefixtures("here")
def test_dates_of_parquet_keep_their_type() -> None:
    days = [dt.datetime(2024, 3, 1, 10), None]
    pq.write_table(pa.table({"text": ["一", "二"], "at": days}), "dates.parquet")
    found = list(read_documents("dates.parquet", fields=Fields(date="at")))
    assert [(each.id, each.reference_date) for each in found] == [
        ("dates.parquet#1", dt.date(2024, 3, 1)),
        ("dates.parquet#2", None),
    ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.parquet"])
def test_the_date_field_is_what_this_year_counts_from(name: str) -> None:
    code, output, errors = run("extract", name, "--date-field", "day", "--kind", "bed_count", "-f", "jsonl")
    assert (code, errors) == (0, [])
    records = [json.loads(line) for line in output.splitlines()]
    assert [(r["document"], r["text"], r["period_start"]) for r in records] == [
        (f"{name}#甲", "911张", "2024-01-01"),
        (f"{name}#乙", "912张", "2023-01-01"),
    ]
    output = run("extract", name, "--date-field", "day", "--reference-date", "2020-01-01", "-f", "jsonl")[1]
    assert "2024-01-01" not in output


@pytest.mark.usefixtures("here")
def test_broken_rows_are_reported_and_the_others_go_on() -> None:
    rows = [
        ROWS[0],
        ROWS[0],
        {"id": "戊", "text": 5},
        {"id": "己", "text": "一", "day": "前天"},
        {"id": "庚", "text": "二", "day": 20240305},
    ]
    path = lines(rows)
    path.write_bytes(path.read_bytes() + b'{"text": "cut\n[1]\n\n{"id": "h", "text": "\\ud800"}\n')
    reported: list[InputError] = []
    found = list(read_documents(path, fields=Fields(date="day"), report=reported.append))
    assert [(each.id, each.text, each.reference_date) for each in found[1:]] == [
        ("corpus.jsonl#庚", "二", dt.date(2024, 3, 5)),
        ("corpus.jsonl#h", "\ufffd", None),
    ]
    assert [str(error) for error in reported] == [
        "corpus.jsonl#甲: row 2 has an id that an earlier row has: make the ids differ",
        "corpus.jsonl#戊: the field 'text' holds no text",
        "corpus.jsonl#己: the field 'day' holds no date: '前天'",
        "corpus.jsonl: line 6 is not JSON: Invalid control character at: line 1 column 14 (char 13)",
        "corpus.jsonl: line 7 is not JSON: it is not an object",
    ]
    with pytest.raises(InputError, match="row 2 has an id"):
        list(read_documents(path))
    assert run("extract", str(path), "-f", "tsv")[0] == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.parquet"])
@pytest.mark.parametrize(
    ("option", "what"), [("--text-field", "tekst"), ("--id-field", "nr"), ("--date-field", "date")]
)
def test_a_field_that_is_not_there(name: str, option: str, what: str) -> None:
    code, output, errors = run("extract", name, option, what)
    assert (code, output) == (1, "")
    said = f"hospext: {name}: no field '{what}', only body, day, id, text: name the right one with {option}"
    assert errors == [said]


@pytest.mark.usefixtures("here")
def test_encodings_of_json_lines() -> None:
    for encoding, codec in (("gb18030", "gb18030"), ("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8-sig")):
        found = list(read_documents(lines(ROWS * 1, encoding)))
        assert (found[0].text, found[0].encoding) == (ROWS[0]["text"], codec)
    with pytest.raises(
        InputError, match="JSON lines in UTF-16 or UTF-32 cannot be read: save the file as UTF-8"
    ):
        list(read_documents(lines(ROWS, "utf-16")))


def test_json_lines_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(ROWS[0], ensure_ascii=False) + "\n" + json.dumps(ROWS[1], ensure_ascii=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert [each.id for each in read_documents("-")] == ["-#甲", "-#乙"]


@pytest.mark.usefixtures("here")
def test_one_document_is_asked_for() -> None:
    with pytest.raises(InputError, match="a corpus of several documents: read them with read_documents"):
        read_file("corpus.jsonl")
    assert read_file(lines(ROWS[:1], name="one.jsonl")).text == ROWS[0]["text"]
    assert [each.id for each in extract_file("corpus.jsonl").documents] == [
        f"corpus.jsonl#{row['id']}" for row in ROWS if row["text"]
    ]


@pytest.mark.usefixtures("here")
def test_text_of_one_document_of_a_corpus() -> None:
    assert run("text", "corpus.jsonl") == (2, "", [f"hospext: {SEVERAL}"])
    assert run("text", "corpus.jsonl", "--id", "乙") == (0, ROWS[1]["text"], [])
    assert run("text", "corpus.parquet", "--text-field", "body", "--id", "丙") == (0, "床位3张", [])
    code, _, errors = run("text", "corpus.jsonl", "--id", "none")
    assert (code, len(errors)) == (2, 1)
    assert run("text", "missing.pdf") == (
        1,
        "",
        ["hospext: missing.pdf: no such file or folder: check the path"],
    )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "txt"])
def test_spans_hold_against_the_text_that_is_printed(suffix: str) -> None:
    text = "市第一医院2024年工作总结\r\n2024年,开放床位1500张,门急诊84.77万\n人次。\n"
    path = Path(f"a.{suffix}")
    if suffix == "txt":
        path.write_bytes(text.encode("gb18030"))
    else:
        {"pdf": rendering.text_as_pdf, "docx": rendering.text_as_docx, "html": rendering.text_as_html}[
            suffix
        ](text, path)
    printed = run("text", str(path))[1]
    assert printed == read_file(path).text
    records = json.loads(run("extract", str(path))[1])["records"]
    assert {record["text"] for record in records} >= {"2024年", "1500张"}
    assert all(printed[record["start"] : record["end"]] == record["text"] for record in records)
    assert {record["page"] for record in records} == ({1} if suffix == "pdf" else {None})


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "tsv", "xlsx", "parquet"])
def test_own_outputs_are_no_documents(suffix: str) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("2024年，我院开放床位1500张。", encoding="utf-8")
    target = f"in/data.{suffix}"
    assert run("extract", "in", "-o", target)[0] == 0
    left_out = [] if suffix == "json" else [f"hospext: {target}: left out: {OUTPUT}"]
    code, output, errors = run("extract", "in", "-f", "jsonl")
    assert (code, errors) == (0, left_out)
    assert {json.loads(line)["document"] for line in output.splitlines()} == {"in/a.txt"}
    assert run("extract", "in", "-o", target)[0] == 0
    code, output, errors = run("extract", target)
    assert (code, output) == (1, "")
    assert errors == [f"hospext: {target}: {OUTPUT}: name the documents that it was made from"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet"])
def test_the_library_refuses_own_outputs_too(suffix: str) -> None:
    Path("a.txt").write_text("2024年，我院开放床位1500张。", encoding="utf-8")
    assert run("extract", "a.txt", "-o", f"data.{suffix}")[0] == 0
    with pytest.raises(InputError, match=OUTPUT):
        read_file(f"data.{suffix}")
