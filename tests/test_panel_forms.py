"""The panel as CSV, as a workbook and at a terminal: read back, measured, and harmless."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from rich.cells import cell_len

from hospext.panel import Cell, Form, Mark, Panel, build
from hospext.panel.sheets import workbook
from hospext.panel.tables import long, long_heads, wide, wide_heads, write_delimited
from hospext.panel.terminal import write_terminal
from hospext.panel.text import Names
from hospext.pipeline import extract_file
from hospext.writing.formats import Headers
from test_panel import EN, HOSPITAL, REPORTS, SEEDS, ZH, joined, panel


@pytest.fixture(scope="module")
def seeds() -> Panel:
    return build(joined([extract_file(path) for path in SEEDS]))


@pytest.fixture(scope="module")
def reports() -> Panel:
    return build(joined([extract_file(path) for path in REPORTS]))


def delimited(found: Panel, **options: Any) -> list[dict[str, str]]:
    stream = io.StringIO()
    write_delimited(found, EN, stream, **options)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_wide_csv_has_numbers_where_they_are_exact() -> None:
    rows = delimited(
        panel("2024年，出院患者68214人次，同比下降5.20%，门急诊超130万人次。", "2024年，出院患者69214人次。")
    )
    assert rows == [
        {
            "organisation": HOSPITAL,
            "division": "",
            "period": "2024",
            "outpatient_emergency_visits (人次)": ">1300000",
            "discharges (人次)": "68214 ≠ 69214",
            "discharges yoy (%)": "-5.2",
        }
    ]


def test_long_csv_names_the_place_of_every_value() -> None:
    texts = "2024年，出院患者68214人次，同比下降5.2%。", "2024年，出院患者6.82万人次，平均住院日6.5—7天。"
    rows = delimited(panel(*texts), long_form=True)
    assert len(rows) == 3
    stay, level, growth = rows
    assert (stay["value"], stay["value_max"], stay["document"]) == ("6.5", "7", "2.txt")
    assert (level["value"], level["unit"], level["mark"], level["also"]) == (
        "68214",
        "人次",
        "single",
        "2.txt:1[10:17]",
    )
    assert texts[0][int(level["start"]) : int(level["end"])] == level["text"] == "68214人次"
    assert level["sentence"] == texts[0]
    assert (growth["form"], growth["basis"], growth["value"]) == ("growth", "year_on_year", "-5.2")
    assert growth["borrowed"] == "false"


def test_csv_for_excel_runs_nothing() -> None:
    stream = io.StringIO()
    write_delimited(panel("2024年，出院患者68214人次，同比下降5.2%。"), EN, stream, excel=True)
    assert stream.getvalue().endswith("68214,-5.2\r\n")


def test_workbook_has_typed_cells_that_lead_to_their_records(reports: Panel) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(reports, ZH)))
    sheet, records, values = book.worksheets
    assert book.sheetnames == ["数据表", "依据", "长表"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == wide_heads(reports, ZH)
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:3]) == ("D2", "A1:")
    links = 0
    for at, (row, plain) in enumerate(zip(reports.rows, wide(reports, ZH), strict=True), 2):
        for index, column in enumerate(reports.columns, 4):
            cell = sheet.cell(at, index)
            if column not in row.cells:
                assert cell.value is None
                continue
            found: Cell = row.cells[column]
            if isinstance(plain[index - 1], Decimal):
                assert cell.value == float(str(plain[index - 1]))
            assert (cell.fill.start_color.rgb == "FFFFC7CE") is (found.mark is Mark.CONFLICT)
            line = int(re.fullmatch(r"'依据'!A(\d+)", cell.hyperlink.location)[1])  # type: ignore[index]
            assert records.cell(line, 1).value == cell.coordinate
            assert records.cell(line, 7).value == found.values[0].record.text
            links += 1
    assert links == len(reports.cells())
    assert records.max_row == 1 + sum(len(v.said) for _, _, cell in reports.cells() for v in cell.values)
    assert values.max_row == 1 + len(list(long(reports, ZH)))
    assert [cell.value for cell in values[1]] == long_heads(Headers.ZH)


def test_workbook_shows_bounds_on_numbers_and_runs_no_formula() -> None:
    found = panel("2024年，门急诊超130万人次，医院为三级甲等。")
    row = found.rows[0]
    place = row.place
    assert place is not None
    row.place = type(place)("=1+1", "", "")
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, EN)))
    name, visits = book.worksheets[0]["A2"], book.worksheets[0]["D2"]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (visits.value, visits.number_format) == (1_300_000, '">"#,##0')


def test_the_same_panel_gives_the_same_bytes(seeds: Panel) -> None:
    assert workbook(seeds, EN) == workbook(seeds, EN)


def terminal(found: Panel, width: int, monkeypatch: pytest.MonkeyPatch, names: Names = EN) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    write_terminal(found, names, stream)
    lines = stream.getvalue().splitlines()
    assert max(map(cell_len, lines), default=0) <= width
    return [" ".join(line.split()) for line in lines if line.strip()]


def test_terminal_shows_one_table_where_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    found = panel("2024年，出院患者68214人次，同比增长5.2%。")
    assert terminal(found, 100, monkeypatch)[-1] == f"{HOSPITAL} 2024 68,214 +5.2"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("names", [EN, ZH], ids=["en", "zh"])
def test_terminal_shows_a_block_an_organisation_else(
    seeds: Panel, width: int, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = terminal(seeds, width, monkeypatch, names)
    yoy = names.form(next(c for c in seeds.columns if c.form is Form.GROWTH and c.basis == "year_on_year"))
    at = lines.index("绍兴市中医院")
    block = lines[at : lines.index("浙江省中医院")]
    assert any(line.endswith(f"25,909 {yoy} +11.32%") for line in block)
    assert any("6.84" in line and f"{yoy} -14.75%" in line for line in block)
    assert lines[0] == "绍兴市人民医院 · 镜湖总院"
    assert any(line.endswith("911°") for line in lines)
    assert lines[-1].startswith("°")


def test_terminal_is_not_commanded(monkeypatch: pytest.MonkeyPatch) -> None:
    found = panel("2024年，出院患者68214人次。")
    place = found.rows[0].place
    assert place is not None
    found.rows[0].place = type(place)("医院\x1b[31m\u202e", "", "")
    assert not set("".join(terminal(found, 100, monkeypatch))) & {"\x1b", "\u202e"}


def test_nothing_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal(panel("医院环境优美。"), 80, monkeypatch) == ["no values"]
