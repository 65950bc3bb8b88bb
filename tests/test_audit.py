"""What an audit finds, and what it leaves alone: short cases as data, a pair of made reports, the seeds, and records by hand."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import sys
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hospext.auditing import Finding, audit
from hospext.auditing.data import write_csv, write_json
from hospext.auditing.text import write_text
from hospext.auditing.wording import check_names
from hospext.pipeline import extract_document, extract_file
from hospext.reading.document import Document
from hospext.records import BedCount, Count, DocumentInfo, Extraction, Ranking
from hospext.writing.formats import Headers
from samples import base

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "audit" / "cases.toml").read_text(encoding="utf-8"))["case"]
REPORTS = [HERE / "audit" / name for name in ("summary.txt", "bulletin.txt")]


def documents(texts: Sequence[str], issuer: str | None, date: dt.date) -> Extraction:
    """The records of several documents."""
    parts = [
        extract_document(
            Document(f"{number}.txt", text, "utf-8", hashlib.sha256(text.encode()).hexdigest()),
            issuer=issuer or None,
            reference_date=date,
        )
        for number, text in enumerate(texts, 1)
    ]
    return joined(parts)


def joined(parts: Sequence[Extraction]) -> Extraction:
    return Extraction(
        documents=[document for part in parts for document in part.documents],
        records=[record for part in parts for record in part.records],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    extraction = documents(
        case["texts"], case.get("issuer", "云岚市第一医院"), case.get("date", dt.date(2025, 2, 20))
    )
    found = audit(extraction)
    assert [
        f"{finding.check}: {finding.message.zh}"
        for finding in found
        if finding.check not in case.get("finds", [])
    ] == []
    assert [finding.check for finding in found] == case.get("finds", [])


def test_cases_know_every_check_that_text_can_show() -> None:
    assert {check for case in CASES for check in case.get("finds", [])} == set(check_names()) - {"reversed"}
    assert len({case["id"] for case in CASES}) == len(CASES)


# The ten that are planted in the two reports: check, the values it names.
PLANTED = [
    ("growth", {"7.4%", "1326540人次", "1215300人次"}),
    ("conflict", {"68214人次", "6.92万人次"}),
    ("growth", {"6.4%", "1500张", "120张"}),
    ("parts", {"2380人", "1460人", "870人"}),
    ("conflict", {"86篇", "68篇"}),
    ("rank", {"第57位"}),
    ("parts", {"186243.57万元", "4.41亿元", "4.62亿元", "4.58亿元", "4.12亿元"}),
    ("limits", {"102.4%"}),
    ("share", {"45.0%", "18300人次", "52300人次"}),
    ("future", {"6120人次"}),
]


@pytest.fixture(scope="module")
def reports() -> Extraction:
    return joined([extract_file(path) for path in REPORTS])


@pytest.fixture(scope="module")
def found(reports: Extraction) -> list[Finding]:
    return audit(reports)


def test_all_ten_that_are_planted_and_nothing_else(found: list[Finding]) -> None:
    assert [(each.check, {record.text for record in each.records}) for each in found] == PLANTED


def test_a_finding_shows_its_arithmetic(found: list[Finding]) -> None:
    growth, conflict, beds = found[0], found[1], found[2]
    assert growth.message.zh == "1326540人次 ÷ 1215300人次 − 1 = 9.15%，文中为 7.4% (7.35–7.5%)"
    assert growth.message.en == "1326540人次 ÷ 1215300人次 − 1 = 9.15%, the text says 7.4% (7.35–7.5%)"
    assert (growth.computed, growth.stated) == ("9.15%", "7.35–7.5%")
    assert [each.role for each in growth.evidence] == ["growth", "now", "before"]
    assert conflict.message.zh == "68214人次；6.92万人次 (69,150–69,300人次)：没有共同的数值"
    assert conflict.about.zh == "云岚市第一医院 · 出院人次 · 2024"
    assert conflict.about.en == "云岚市第一医院 · discharges · 2024"
    assert beds.message.zh == "1500张 ÷ (1500张 − 120张) − 1 = 8.7%，文中为 6.4% (6.35–6.5%)"


def test_nothing_on_the_seeds_and_the_gold_documents() -> None:
    paths = [*(HERE.parent / "seeds").glob("*.txt"), *(HERE / "gold" / "texts").glob("*.txt")]
    assert len(paths) > 50
    assert audit(joined([extract_file(path) for path in sorted(paths)])) == []


def test_the_order_of_documents_changes_no_finding(reports: Extraction, found: list[Finding]) -> None:
    other = Extraction(documents=reports.documents[::-1], records=reports.records[::-1])
    assert {(each.check, frozenset(r.start for r in each.records)) for each in audit(other)} == {
        (each.check, frozenset(r.start for r in each.records)) for each in found
    }


def test_a_document_given_twice_says_nothing_twice(reports: Extraction, found: list[Finding]) -> None:
    assert audit(joined([reports, reports])) == found


def cell(row: int, head: str, value: str, **fields: Any) -> Count:
    """A number of a table, as its reader gives it: the sentence is the row."""
    place = {"start": row * 10, "end": row * 10 + len(value), "table": 1, "row": row, "column": 2}
    what = {"metric": "discharges", "label": "出院人次", "period_end": dt.date(2024, 12, 31)}
    return Count(
        **{**base(value), **what, **place, "sentence": f"{head} | {value}", "subject": head, **fields},
        value=Decimal(value),
        unit="人次",
    )


ROWS = {"总院": "41000", "东院区": "14380", "西院区": "12834"}


@pytest.mark.parametrize(
    ("total", "rows", "finds"),
    [
        ("69214", ROWS, 1),
        ("68214", ROWS, 0),
        ("69214", {**ROWS, "其中：儿科": "1200"}, 0),  # a part of a part
        ("69214", {"总院": "41000"}, 0),  # one row is no list
        (
            "69214",
            {"医院": "60000", "公立医院": "52000", "民营医院": "8000"},
            0,
        ),  # rows within rows, of one area
    ],
)
def test_columns_of_a_table(total: str, rows: dict[str, str], finds: int) -> None:
    area = {"subject": "云岚市"} if "医院" in rows else {}
    records = [cell(number, head, value, **area) for number, (head, value) in enumerate(rows.items(), 2)]
    records.append(cell(len(rows) + 2, "合计", total, subject="云岚市第一医院"))
    found = audit(Extraction(documents=[], records=records))
    assert [each.check for each in found] == ["parts"] * finds


def test_two_rows_of_one_table_do_not_contradict_each_other() -> None:
    """They are of two things that the heads tell apart, or that were read wrongly; two tables can."""
    rows = [cell(2, "医院", "20118", subject="云岚市"), cell(3, "合计", "27530", subject="云岚市")]
    assert audit(Extraction(documents=[], records=rows)) == []
    other = cell(5, "合计", "28530", subject="云岚市", table=2)
    assert [each.check for each in audit(Extraction(documents=[], records=[rows[1], other]))] == ["conflict"]


def test_a_column_with_a_gap_is_not_added_up() -> None:
    records = [
        cell(2, "总院", "41000"),
        cell(4, "西院区", "12834"),
        cell(5, "合计", "69214", subject="云岚市第一医院"),
    ]
    assert audit(Extraction(documents=[], records=records)) == []


def test_what_only_stored_records_can_say() -> None:
    """The rules never make these: they come from an output that was edited, or from elsewhere."""
    reversed_range = BedCount(**base("30-20张"), value=Decimal(30), value_max=Decimal(20), unit="张")
    no_place = Ranking(**base("第0位", start=40, end=43), value=Decimal(0), unit="位", rank_type="position")
    backwards = BedCount(
        **base("9张", start=50, end=52, period_start=dt.date(2024, 5, 1), period_end=dt.date(2024, 4, 1)),
        value=Decimal(9),
        unit="张",
    )
    found = audit(Extraction(documents=[], records=[reversed_range, no_place, backwards]))
    assert [each.check for each in found] == ["reversed", "rank", "reversed"]


def test_a_doubtful_date_accuses_nobody() -> None:
    """Half of the facts are later than the document: it is dated wrongly, they are not."""
    text = "2024年，出院患者68214人次。2025年6月，出院患者6120人次，同比增长3.6%。"
    info = DocumentInfo(id="1.txt", date=dt.date(2025, 1, 20), chars=len(text), encoding="utf-8", sha256="0")
    records = extract_document(Document("1.txt", text, "utf-8", "0"), issuer="云岚市第一医院").records
    assert audit(Extraction(documents=[info], records=records)) == []


def test_text_names_every_place(found: list[Finding]) -> None:
    stream = io.StringIO()
    write_text(found[:1], stream)
    head, message, *rest = stream.getvalue().splitlines()
    assert head == "1. growth 增长率与数值不符：云岚市第一医院 · 门急诊人次 · 2024"
    assert message.strip() == found[0].message.zh
    assert [line.strip() for line in rest[::2]] == [
        f"{REPORTS[0].as_posix()}:6  增长率 7.4%，本期 1326540人次",
        f"{REPORTS[1].as_posix()}:6  上期 1215300人次",
    ]


def test_text_commands_no_terminal() -> None:
    record = BedCount(
        **base("30\x1b[31m张", sentence="床位30\x1b[31m张\u202e。"),
        value=Decimal(30),
        value_max=Decimal(20),
        unit="张",
    )
    stream = io.StringIO()
    write_text(audit(Extraction(documents=[], records=[record])), stream)
    assert stream.getvalue()
    assert not set(stream.getvalue()) & {"\x1b", "\u202e"}


def test_terminal_marks_the_values(found: list[Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "60"}.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    write_text(found[:1], stream)
    marked = re.findall("\x1b\\[1;31m(.*?)\x1b", stream.getvalue())
    assert marked == ["1326540人次", "7.4%", "1215300人次"]


def test_english(found: list[Finding]) -> None:
    stream = io.StringIO()
    write_text(found[1:2], stream, "en")
    assert stream.getvalue().splitlines()[:3] == [
        "1. conflict different values of one organisation, metric and period: 云岚市第一医院 · discharges · 2024",
        "   68214人次; 6.92万人次 (69,150–69,300人次): no number fits both",
        f"   {REPORTS[0].as_posix()}:6  value 68214人次",
    ]


def test_json_holds_whole_records(reports: Extraction, found: list[Finding]) -> None:
    stream = io.StringIO()
    write_json(found, reports.documents, stream)
    output = json.loads(stream.getvalue())
    assert [each["check"] for each in output["findings"]] == [check for check, _ in PLANTED]
    texts = {path.as_posix(): path.read_text(encoding="utf-8") for path in REPORTS}
    records = [record for each in output["findings"] for record in each["records"]]
    assert len(records) > 20
    for record in records:
        assert texts[record["document"]][record["start"] : record["end"]] == record["text"]


def test_csv_has_a_row_for_each_record(found: list[Finding]) -> None:
    stream = io.StringIO()
    write_csv(found, stream, headers=Headers.ZH, excel=True)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert len(rows) == sum(len(each.records) for each in found)
    assert [(row["序号"], row["检查"], row["角色"], row["原文"]) for row in rows[:3]] == [
        ("1", "growth", "增长率", "7.4%"),
        ("1", "growth", "本期", "1326540人次"),
        ("1", "growth", "上期", "1215300人次"),
    ]
