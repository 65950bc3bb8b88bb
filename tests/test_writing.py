"""Writers: the same rows in every format, exact numbers, harmless cells, files all or nothing."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from hospext.errors import HospextError, UsageError
from hospext.records import MODELS, RECORD_ADAPTER, Count, Extraction, Score
from hospext.writing.formats import Format, Headers, format_of
from hospext.writing.output import write_extraction
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, cell
from hospext.writing.streams import check_writable, replacing
from hospext.writing.table import period_text, value_text
from samples import BEDS, DATE, GRADE, GROWTH, MONEY, NO_YEAR, RANGE, RANK, RECORDS, THIRD, base, extraction


def written(
    format: Format, content: Extraction | None = None, *, headers: Headers = Headers.EN, excel: bool = False
) -> str:
    stream = io.StringIO(newline="")
    write_extraction(content or extraction(), stream, format, headers=headers, excel=excel)
    return stream.getvalue()


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_columns_are_every_field_of_the_contract_kind_first() -> None:
    assert COLUMNS[0] == "kind"
    assert set(COLUMNS) == {name for model in MODELS.values() for name in model.model_fields}
    assert len(COLUMNS) == len(set(COLUMNS))
    assert list(COLUMNS_ZH) == list(COLUMNS)
    assert len(set(COLUMNS_ZH.values())) == len(COLUMNS)


def test_json_reads_back_as_the_same_extraction() -> None:
    text = written(Format.JSON)
    assert text.endswith("}\n")
    assert "开放床位" in text
    output = json.loads(text)
    assert list(output) == ["schema_version", "documents", "records"]
    assert list(output["records"][0])[:3] == ["kind", "document", "start"]
    assert Extraction.model_validate(output).documents == extraction().documents
    assert [record["kind"] for record in output["records"]] == [record.kind for record in RECORDS]


def test_json_numbers_are_plain() -> None:
    text = written(Format.JSON)
    assert '"value": 513606800,' in text
    assert '"value": 5.99,' in text
    assert '"value": 33.333333333333336,' in text
    assert '"value_max": 5,' in text


def test_jsonl_holds_a_record_a_line_whatever_the_text_holds() -> None:
    odd = Count(**base("3\u2028\x85\x0b名\n"), value=Decimal(3), unit="名")
    lines = written(Format.JSONL, extraction(BEDS, odd)).splitlines()
    assert len(lines) == 2
    assert RECORD_ADAPTER.validate_json(lines[0]) == BEDS
    assert RECORD_ADAPTER.validate_json(lines[1]) == odd


@pytest.mark.parametrize(("format", "delimiter"), [(Format.CSV, ","), (Format.TSV, "\t")])
def test_csv_and_tsv_read_back_as_the_json_records(format: Format, delimiter: str) -> None:
    text = written(format)
    assert "\r" not in text
    table = rows(text, delimiter)
    assert list(table[0]) == list(COLUMNS)
    for row, record in zip(table, json.loads(written(Format.JSON))["records"], strict=True):
        assert row == {
            column: "" if record.get(column) is None else str(record[column]) for column in COLUMNS
        }


def test_every_document_text_survives_csv() -> None:
    texts = ['"三甲"', "1,500张", "5\r个", "5\r\n个", "5\n个", "5\t个", " 5 个 ", "=5个", "５％"]
    records = [Count(**base(text), value=Decimal(5)) for text in texts]
    for format, delimiter in [(Format.CSV, ","), (Format.TSV, "\t")]:
        assert [row["text"] for row in rows(written(format, extraction(*records)), delimiter)] == texts
    assert [row["text"] for row in rows(written(Format.CSV, extraction(*records), excel=True))] == [
        "'=5个" if text == "=5个" else text for text in texts
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal("51360.68") * 10000, "513606800"),
        (Decimal("811.80"), "811.8"),
        (Decimal("5E+9"), "5000000000"),
        (Decimal("0.000006"), "0.000006"),
        (Decimal("-0.7"), "-0.7"),
        (Decimal(100) / 3, "33.333333333333336"),
        (Decimal("12345678901234567890"), "12345678901234567890"),
        (7, "7"),
    ],
)
def test_numbers_as_cells(value: object, text: str) -> None:
    assert cell(value) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+12%", "-7.3%", "@SUM(A1)", "\t5张", "\r5张", "\n5张", "＝1+1", "－7.3％"]
)
def test_excel_disarms_cells_that_would_run(text: str) -> None:
    content = extraction(Count(**base(text, label="=2*3"), value=Decimal("-7.3")))
    (row,) = rows(written(Format.CSV, content, excel=True))
    assert row["text"] == "'" + text
    assert row["label"] == "'=2*3"
    assert row["value"] == "-7.3"
    (plain,) = rows(written(Format.CSV, content))
    assert plain["text"] == text


def test_excel_ends_rows_in_crlf_and_leaves_harmless_cells_alone() -> None:
    text = written(Format.CSV, excel=True)
    assert text.count("\r\n") == len(RECORDS) + 1
    assert rows(text) == rows(written(Format.CSV))


def test_chinese_headers() -> None:
    first = written(Format.CSV, headers=Headers.ZH).splitlines()[0]
    assert first.split(",") == list(COLUMNS_ZH.values())
    for name in ("来源", "指标", "数值", "单位"):
        assert name in first


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (BEDS, ">1,500"),
        (GROWTH, "↑5.99"),
        (MONEY, "513,606,800"),
        (THIRD, "33.333333333333336"),
        (RANGE, "3–5"),
        (RANK, "3"),
        (GRADE, "三级甲等"),
        (DATE, "2024-07-29"),
        (NO_YEAR, ""),
        (Score(**base("约1.12"), value=Decimal("1.12"), bound="approx"), "≈1.12"),
    ],
)
def test_values_in_the_table(record: object, text: str) -> None:
    assert value_text(record) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2021-01-01", "2025-12-31", "2021–2025"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-01-01", "2024-06-30", "2024-01–06"),
        ("2024-08-09", "2024-08-10", "2024-08-09–10"),
        ("2024-08-09", "2024-08-09", "2024-08-09"),
        ("2024-08-31", "2024-09-02", "2024-08-31–09-02"),
        ("2023-11-01", "2024-01-31", "2023-11–2024-01"),
        (None, "2024-12-31", "…2024-12-31"),
        ("2024-12-31", None, "2024-12-31…"),
        (None, None, ""),
    ],
)
def test_periods_in_the_table(start: str | None, end: str | None, text: str) -> None:
    from datetime import date

    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    assert period_text(*days) == text


def test_table_fits_the_width_and_shows_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "72")
    lines = written(Format.TABLE).splitlines()
    assert max(cell_len(line) for line in lines) <= 72
    assert lines[0] == "报告/一.txt · 市第一医院 · 2025-01-10"
    assert "\x1b" not in "".join(lines)
    (beds,) = [line for line in lines if "bed_count" in line]
    assert all(part in beds for part in ("1,500", "张", "开放床位"))
    assert "名称" in written(Format.TABLE, headers=Headers.ZH)
    monkeypatch.setenv("COLUMNS", "100")
    assert "主体" in written(Format.TABLE, headers=Headers.ZH)


def test_table_does_not_take_document_text_for_markup() -> None:
    content = extraction(Count(**base(label="[red]x[/red] :smile:"), value=Decimal(3)))
    assert "[red]x[/red]" in written(Format.TABLE, content).replace("\n", "")


def test_format_of_a_file() -> None:
    names = ["out.json", "out.JSONL", "a.b.csv", "out.xlsx", "out.db", "out.feather", "out.md"]
    assert [format_of(name) for name in names] == [
        Format.JSON,
        Format.JSONL,
        Format.CSV,
        Format.XLSX,
        Format.SQLITE,
        Format.ARROW,
        Format.MARKDOWN,
    ]
    for name in ("out.xls", "out", "out.table"):
        with pytest.raises(
            UsageError, match=r"use one of \.json, \.jsonl, \.csv, .*\.duckdb, \.md, or name it"
        ):
            format_of(name)


def test_markdown_shows_the_text_as_it_is() -> None:
    odd = "a|b\n<script>*b*_c_ `d` [e](f) g\\h\x1b[2J\u202e"
    content = extraction(Count(**base(odd, label="bed_count"), value=Decimal(3)), GROWTH)
    text = written(Format.MARKDOWN, content)
    assert text.splitlines()[:2] == ["## 报告/一.txt · 市第一医院 · 2025-01-10", ""]
    assert written(Format.MARKDOWN, headers=Headers.ZH).splitlines()[2].startswith("| 行号 | 类型 | 数值 |")
    rows = rendered_rows(text)
    assert [len(row) for row in rows] == [8, 8, 8]
    assert rows[1][4:] == ["bed_count", "", "", "a|b <script>*b*_c_ `d` [e](f) g\\h\ufffd[2J\ufffd"]
    assert rows[2] == ["1", "growth_rate", "↑5.99", "%", "门急诊患者", "", "2024", "5.99%"]


def rendered_rows(text: str) -> list[list[str]]:
    """The cells of the only table, as a reader of Markdown shows them."""
    from markdown_it import MarkdownIt

    rows: list[list[str]] = []
    for before, token in pairwise(MarkdownIt("gfm-like", {"linkify": False}).parse(text)):
        if token.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open"):
            assert token.children is not None
            assert {child.type for child in token.children} <= {"text", "text_special"}
            rows[-1].append("".join(child.content for child in token.children))
    return rows


def test_replacing_is_all_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "data.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    with pytest.raises(RuntimeError), replacing(target) as stream:
        stream.write("half")
        stream.flush()
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "old"
    with replacing(target) as stream:
        stream.write("new\n")
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_replacing_follows_links_and_writes_into_devices(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    with replacing(link) as stream:
        stream.write("床位")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "床位"
    with replacing(Path("/dev/null")) as stream:
        stream.write("gone")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_sentence() -> None:
    with (
        pytest.raises(HospextError, match="/dev/full: cannot be written"),
        replacing(Path("/dev/full")) as stream,
    ):
        stream.write("x")


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder: name a file in it"):
        check_writable(tmp_path)
    with pytest.raises(UsageError, match="does not exist: create it first"):
        check_writable(tmp_path / "missing" / "out.json")
    check_writable(tmp_path / "out.json")
    check_writable(Path("/dev/null"))
