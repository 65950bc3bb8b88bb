"""The panel: which row and column each value stands in, and what a cell says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from hospext.lexicon import default_lexicon
from hospext.panel import Key, Mark, Panel, build
from hospext.panel.tables import wide_heads
from hospext.panel.text import Names, cell_text
from hospext.pipeline import extract_document, extract_file
from hospext.reading.document import Document
from hospext.records import Extraction
from hospext.writing.formats import Headers

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
REPORTS = [HERE / "audit" / name for name in ("summary.txt", "bulletin.txt")]
EN, ZH = (Names(default_lexicon().metrics, headers) for headers in Headers)
HOSPITAL = "云岚市第一医院"


def joined(parts: Sequence[Extraction]) -> Extraction:
    return Extraction(
        documents=[document for part in parts for document in part.documents],
        records=[record for part in parts for record in part.records],
    )


def said(*texts: str, issuer: str | None = HOSPITAL) -> Extraction:
    """The records of several documents, 1.txt and on."""
    documents = [Document(f"{number}.txt", text, "utf-8", "0") for number, text in enumerate(texts, 1)]
    return joined(
        [extract_document(d, issuer=issuer, reference_date=dt.date(2025, 2, 20)) for d in documents]
    )


def panel(*texts: str, issuer: str | None = HOSPITAL, **options: Any) -> Panel:
    return build(said(*texts, issuer=issuer), **options)


def shown(found: Panel, names: Names = EN) -> dict[tuple[str, str, str], str]:
    """What the cells say, by organisation, period and head of the column."""
    return {
        (
            row.place.name if row.place else "",
            names.period(row.period) if row.period else "",
            names.head(column),
        ): (cell_text(cell, column))
        for row, column, cell in found.cells()
    }


@pytest.fixture(scope="module")
def seeds() -> Panel:
    return build(joined([extract_file(path) for path in SEEDS]))


@pytest.fixture(scope="module")
def reports() -> Panel:
    return build(joined([extract_file(path) for path in REPORTS]))


def test_seeds(seeds: Panel) -> None:
    cells = shown(seeds)
    year = ("绍兴市中医院", "2024")
    assert {
        (*year, "medical_revenue (CNY)"): "513,606,800",
        (*year, "medical_revenue yoy (%)"): "+5.99",
        (*year, "outpatient_emergency_visits (人次)"): "847,746",
        (*year, "outpatient_emergency_visits yoy (%)"): "+3.1",
        (*year, "discharges (人次)"): "25,909",
        (*year, "discharges yoy (%)"): "+11.32",
        ("绍兴市中医院", "2024-01–08", "average_length_of_stay (天)"): "6.84",
        ("绍兴市中医院", "2024-01–08", "average_length_of_stay yoy (%)"): "-14.75",
        ("绍兴市中医院", "2022", "national_exam_rank·全国 (位)"): "69",
        ("绍兴市人民医院 · 镜湖总院", "2025-01–06", "beds_open (张)"): "911",
        ("绍兴市人民医院 · 镜湖总院", "2025-01–06", "bed_occupancy_rate (%)"): "76 → >90",
        ("浙江医院 · 平湖分院", "undated", "outpatient_emergency_visits since (%)"): "+39",
        ("浙江医院 · 平湖分院", "undated", "surgeries since (%)"): "+66",
    }.items() <= cells.items()
    assert seeds.conflicts == 0
    assert set(seeds.left_out) == {"metric"}


def test_growth_stands_right_of_its_level(seeds: Panel) -> None:
    heads = wide_heads(seeds, EN)
    for metric, unit in (
        ("discharges", "人次"),
        ("medical_revenue", "CNY"),
        ("average_length_of_stay", "天"),
    ):
        assert heads.index(f"{metric} yoy (%)") == heads.index(f"{metric} ({unit})") + 1


def test_columns_follow_the_catalogue_and_rows_the_text(seeds: Panel) -> None:
    order = list(default_lexicon().metrics)
    assert [order.index(c.metric) for c in seeds.columns] == sorted(
        order.index(c.metric) for c in seeds.columns
    )
    places = list(dict.fromkeys(row.place.name for row in seeds.rows if row.place))
    assert places[0] == "绍兴市人民医院 · 镜湖总院"
    assert places[-1] == "浙江医院 · 平湖分院"


# texts of one document each, and what the cells say: organisation, period and head
CELLS = {
    "beds at the end of a year stand beside its visits": (
        ["2024年，出院患者68214人次。截至2024年底，医院开放床位1500张。"],
        {(HOSPITAL, "2024", "beds_open (张)"): "1,500", (HOSPITAL, "2024", "discharges (人次)"): "68,214"},
    ),
    "beds in the middle of a year stand beside the half year, if there is one": (
        ["2024年上半年，出院患者33120人次。截至2024年6月30日，医院开放床位1450张。"],
        {
            (HOSPITAL, "2024-01–06", "beds_open (张)"): "1,450",
            (HOSPITAL, "2024-01–06", "discharges (人次)"): "33,120",
        },
    ),
    "a day has a row of its own where no span ends on it": (
        ["2024年，出院患者68214人次。截至2024年6月30日，医院开放床位1450张。"],
        {
            (HOSPITAL, "…2024-06-30", "beds_open (张)"): "1,450",
            (HOSPITAL, "2024", "discharges (人次)"): "68,214",
        },
    ),
    "the same value said twice is one, and the most exact is shown": (
        ["2024年，医疗收入18.6亿元。", "2024年，医疗收入186243.57万元。", "2024年，医疗收入超18亿元。"],
        {(HOSPITAL, "2024", "medical_revenue (CNY)"): "1,862,435,700"},
    ),
    "two documents, two values: both, marked": (
        ["2024年，出院患者68214人次。", "2024年，出院患者69214人次。"],
        {(HOSPITAL, "2024", "discharges (人次)"): "68,214 ≠ 69,214"},
    ),
    "one sentence leads from one to the other": (
        ["2024年，床位使用率由76.2%升至91.6%。"],
        {(HOSPITAL, "2024", "bed_occupancy_rate (%)"): "76.2 → 91.6"},
    ),
    "bounds and ranges are shown": (
        [
            "2024年，门急诊约132万人次，出院患者超6.8万人次，平均住院日不足7天，手术4.1万余台，床位使用率90%—95%。"
        ],
        {
            (HOSPITAL, "2024", "bed_occupancy_rate (%)"): "90–95",
            (HOSPITAL, "2024", "average_length_of_stay (天)"): "<7",
            (HOSPITAL, "2024", "outpatient_emergency_visits (人次)"): "≈1,320,000",
            (HOSPITAL, "2024", "discharges (人次)"): ">68,000",
            (HOSPITAL, "2024", "surgeries (台)"): ">41,000",
        },
    ),
    "goals stand apart from facts": (
        ["2024年计划出院患者70000人次。", "2024年，出院患者68214人次。"],
        {
            (HOSPITAL, "2024", "discharges (人次)"): "68,214",
            (HOSPITAL, "2024", "discharges target (人次)"): "70,000",
        },
    ),
    "a campus is another organisation, whatever it is called": (
        [
            "2024年，出院患者68214人次。",
            "2024年，东院区出院患者14380人次。",
            f"2024年，{HOSPITAL}东院区出院患者1.44万人次。",
        ],
        {
            (HOSPITAL, "2024", "discharges (人次)"): "68,214",
            (f"{HOSPITAL} · 东院区", "2024", "discharges (人次)"): "14,380",
        },
    ),
    "what a row says of two things stands in two columns": (
        ["2024年，手术41260台，其中急诊手术3120台。", "2023年，急诊手术2980台。", "2022年，手术38200台。"],
        {
            (HOSPITAL, "2024", "surgeries (台)"): "41,260",
            (HOSPITAL, "2024", "surgeries·急诊手术 (台)"): "3,120",
            (HOSPITAL, "2023", "surgeries·急诊手术 (台)"): "2,980",
            (HOSPITAL, "2022", "surgeries (台)"): "38,200",
        },
    ),
    "measure words that stand for one another share a column": (
        ["2024年，出院患者68214人次。", "2023年，出院病人64842例。"],
        {
            (HOSPITAL, "2024", "discharges (人次)"): "68,214",
            (HOSPITAL, "2023", "discharges (人次)"): "64,842",
        },
    ),
    "units that do not have columns of their own": (
        ["2024年，患者满意度96.3%。", "2023年，患者满意度91.7分。"],
        {
            (HOSPITAL, "2024", "patient_satisfaction (%)"): "96.3",
            (HOSPITAL, "2023", "patient_satisfaction (分)"): "91.7",
        },
    ),
    "each base of comparison has its column": (
        ["2025年1月，门急诊109300人次，同比增长3.2%，环比下降7.9%。"],
        {
            (HOSPITAL, "2025-01", "outpatient_emergency_visits (人次)"): "109,300",
            (HOSPITAL, "2025-01", "outpatient_emergency_visits yoy (%)"): "+3.2",
            (HOSPITAL, "2025-01", "outpatient_emergency_visits pop (%)"): "-7.9",
        },
    ),
    "places keep to their field, grades are words": (
        ["2023年度三级公立医院绩效考核，医院列全国第138位、全省第9位，等级为A+。"],
        {
            (HOSPITAL, "2023", "national_exam_rank·全国 (位)"): "138",
            (HOSPITAL, "2023", "national_exam_rank·全省 (位)"): "9",
            (HOSPITAL, "2023", "national_exam_grade"): "A+",
        },
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_cells(name: str) -> None:
    texts, wanted = CELLS[name]
    assert shown(panel(*texts)) == wanted


def test_county_hospitals_of_two_counties_are_two() -> None:
    found = panel("县人民医院2024年出院患者21500人次。", "县人民医院2024年出院患者18200人次。", issuer=None)
    assert [cell_text(cell, column) for _, column, cell in found.cells()] == ["21,500", "18,200"]


def test_every_value_knows_its_records(reports: Panel) -> None:
    texts = {path.as_posix(): path.read_text(encoding="utf-8") for path in REPORTS}
    cells = reports.cells()
    for _, column, cell in cells:
        for value in cell.values:
            for record in value.records:
                assert texts[record.document][record.start : record.end] == record.text
                assert record.metric == column.metric
    visits = [
        c
        for row, column, c in cells
        if column.metric == "outpatient_emergency_visits" and len(c.values[0].said) > 1
    ]
    assert [[record.text for record in cell.values[0].records] for cell in visits] == [
        ["1326540人次", "132.7万人次"]
    ]


def test_conflicts_are_those_of_the_audit(reports: Panel) -> None:
    marked = {
        (row.place.name, column.metric)
        for row, column, cell in reports.cells()
        if row.place and cell.mark is Mark.CONFLICT
    }
    assert marked == {(HOSPITAL, "discharges"), (HOSPITAL, "papers")}
    assert reports.conflicts == 2


def test_what_is_left_out_is_counted() -> None:
    found = panel("2024年，受理热线工单1268件，出院患者68214人次。", "全年出院患者2.1万人次。", issuer=None)
    assert found.left_out == {"metric": 1, "subject": 2}
    assert found.rows == []


def test_some_metrics_stand_where_they_stand_among_all(seeds: Panel) -> None:
    some = build(joined([extract_file(path) for path in SEEDS]), metrics=["beds_open", "discharges"])
    assert shown(some) == {
        k: v for k, v in shown(seeds).items() if k[2].startswith(("beds_open", "discharges"))
    }


BY = {
    ("subject", "period"): (["organisation", "division", "period"], ["discharges (人次)"], 2),
    ("subject",): (["organisation", "division"], ["2023 discharges (人次)", "2024 discharges (人次)"], 1),
    ("period",): (["period"], [f"{HOSPITAL} discharges (人次)"], 2),
    ("document", "subject", "period"): (
        ["document", "organisation", "division", "period"],
        ["discharges (人次)"],
        3,
    ),
    ("document",): (
        ["document"],
        [f"{HOSPITAL} 2023 discharges (人次)", f"{HOSPITAL} 2024 discharges (人次)"],
        2,
    ),
}


@pytest.mark.parametrize("keys", BY, ids=",".join)
def test_keys_of_the_rows(keys: tuple[str, ...]) -> None:
    names, columns, rows = BY[keys]
    texts = "2024年，出院患者68214人次。", "2023年，出院患者64842人次。2024年，出院患者6.82万人次。"
    found = panel(*texts, by=[Key(key) for key in keys])
    assert wide_heads(found, EN) == [*names, *columns]
    assert len(found.rows) == rows


def test_heads_in_chinese(reports: Panel) -> None:
    heads = wide_heads(reports, ZH)
    assert heads[:3] == ["机构", "院区/科室", "期间"]
    assert {"出院人次（人次）", "出院人次 同比（%）", "出院人次 目标（人次）", "医疗收入（元）"} <= set(heads)
