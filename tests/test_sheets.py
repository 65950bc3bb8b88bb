"""Excel files, CSV and TSV: what a person sees in the cells, and where tables begin and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from hospext.errors import InputError
from hospext.reading import Document, read_file
from hospext.reading.office.numbers import BUILT_IN, shown

SHOWN = [
    (0.7604, "0.00%", "76.04%"),
    (0.7604, "0%", "76%"),
    (-0.025, "0.0%", "-2.5%"),
    (847746.0, "#,##0", "847,746"),
    (51360.684, "#,##0.00", "51,360.68"),
    (1234.5, "0", "1235"),
    (2.675, "0.00", "2.68"),
    (0.5, "#.##", ".5"),
    (5.0, "0.##", "5"),
    (7.0, "000", "007"),
    (12345678.0, "#,##0,", "12,346"),
    (12345678.0, '0.0,,"百万"', "12.3百万"),
    (911.0, '0"张"', "911张"),
    (911.0, r"0\张", "911张"),
    (-5.5, "0.0;(0.0)", "(5.5)"),
    (0.0, '0;-0;"—"', "—"),
    (-5.0, "[Red]0", "-5"),
    (5.0, "[>=10]0.0;[<10]0.00", "5.00"),
    (1200.0, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ', "¥1,200.00"),
    (1200.0, "[$¥-804]#,##0.00", "¥1,200.00"),
    (0.000123, "0.00E+00", "1.23E-04"),
    (3.0, "General", "3"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (51360.68, "General", "51360.68"),
    (123456789.123, "General", "123456789.1"),
    (110101199001011.0, "General", "110101199001011"),
    (76.0, "@", "76"),
    (45657.0, "yyyy-mm-dd", "2024-12-31"),
    (45657.0, 'yyyy"年"m"月"d"日"', "2024年12月31日"),
    (45657.0, '[$-804]yyyy"年"m"月";@', "2024年12月"),
    (45657.0, BUILT_IN[57], "2024年12月"),
    (45657.0, BUILT_IN[31], "2024年12月31日"),
    (45657.0, "yy/m/d", "24/12/31"),
    (45657.0, "d-mmm-yy", "31-Dec-24"),
    (45657.0, "aaaa", "星期二"),
    (45657.75, "yyyy/m/d h:mm", "2024/12/31 18:00"),
    (0.75, "h:mm:ss AM/PM", "6:00:00 PM"),
    (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (1.5, "[h]:mm", "36:00"),
    (0.5, "mm:ss", "00:00"),
    (1.0, "yyyy-mm-dd", "1900-01-01"),
    (-3.0, "yyyy-mm-dd", "-3"),
    (-3.0, "0.0;@", "-3.0"),
    (0.0, '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"??_ ', "¥-"),
    (0.0, "0.00E+00", "0.00E+00"),
    (0.0, "#", ""),
]


@pytest.mark.parametrize(
    ("value", "code", "text"), SHOWN, ids=[f"{value} {code}" for value, code, _ in SHOWN]
)
def test_number_formats(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_from_1904() -> None:
    assert shown(44195.0, "yyyy-mm-dd", from_1904=True) == "2024-12-31"


def sheet(path: Path, fill: Callable[[Any, Any], None], name: str = "门诊") -> Document:
    """The reading of a file by xlsxwriter with one sheet."""
    book = xlsxwriter.Workbook(str(path))
    fill(book, book.add_worksheet(name))
    book.close()
    return read_file(path)


def grids(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    return [
        [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]
        for table in document.tables
    ]


def report(book: Any, page: Any) -> None:
    percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.merge_range("B2:F2", "2024年门诊情况表")
    page.write("F3", "单位：万元")
    page.merge_range("B4:B5", "科室")
    page.merge_range("C4:D4", "2024年")
    page.merge_range("E4:F4", "2023年")
    for column, text in enumerate(["人次", "占比", "人次", "截至"], 2):
        page.write(4, column, text)
    page.write_row("B6", ["内科", 1035])
    page.write_number("D6", 0.7604, percent)
    page.write_number("E6", 1000.5)
    page.write_datetime("F6", dt.datetime(2023, 12, 31), day)
    page.write_row("B7", ["外科\n（含骨科）"])
    page.write_formula("C7", "=1+1", None, 2)
    page.write("B8", "注：快报数")


def test_a_sheet_as_people_see_it(tmp_path: Path) -> None:
    document = sheet(tmp_path / "a.xlsx", report)
    assert document.text == (
        "门诊\n2024年门诊情况表\n单位：万元\n科室\t2024年\t\t2023年\t\n\t人次\t占比\t人次\t截至\n"
        "内科\t1035\t76.04%\t1000.5\t2023-12-31\n外科 （含骨科）\t2\t\t\t\n注：快报数\n"
    )
    (cells,) = grids(document)
    assert cells[:3] == [("科室", 0, 0, 2, 1), ("2024年", 0, 1, 1, 2), ("2023年", 0, 3, 1, 2)]
    assert [text for text, row, *_ in cells if row == 3] == ["外科 （含骨科）", "2", "", "", ""]
    assert document.encoding == "xlsx"


def test_several_tables_and_notes_on_a_sheet(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        for at, rows in {
            "A1": [["床位", "张"], ["内科", 30]],
            "D1": [["职工", "人"], ["医生", 90]],
            "A5": [["说明文字"]],
            "A7": [["收入", "万元"], ["门诊", 5]],
        }.items():
            row, column = int(at[1:]) - 1, ord(at[0]) - 65
            for i, values in enumerate(rows):
                page.write_row(row + i, column, values)

    document = sheet(tmp_path / "a.xlsx", fill, "Sheet1")
    assert document.text == "床位\t张\n内科\t30\n职工\t人\n医生\t90\n说明文字\n收入\t万元\n门诊\t5\n"
    assert [grid[0][0] for grid in grids(document)] == ["床位", "职工", "收入"]


def test_hidden_sheets_rows_and_columns_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "床位"
    for row in [["科室", "编号", "床位"], ["内科", 7, 30], ["外科", 8, 40], ["合计", None, 70]]:
        page.append(row)
    page.column_dimensions["B"].hidden = True
    page.row_dimensions[3].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不要读"
    hidden.sheet_state = "hidden"
    second = book.create_sheet("第二张")
    second["C3"] = "只有一格"
    book.save(tmp_path / "a.xlsx")
    document = read_file(tmp_path / "a.xlsx")
    assert document.text == "床位\n科室\t床位\n内科\t30\n合计\t70\n第二张\n只有一格\n"


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["科室", "床位"], ["内科", 30], ["合计", "=SUM(B2:B2)"]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    document = read_file(tmp_path / "a.xlsx")
    assert document.text == "科室\t床位\n内科\t30\n合计\t\n"
    assert document.notes == (
        "1 formulas without a stored value are left empty: open the file in Excel and save it once",
    )


def test_kinds_of_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["真", True])
    page.append(["错", "#N/A"])
    page["A3"], page["B3"] = "富_x000D_文本", openpyxl.cell.rich_text.CellRichText("床", "位")
    page["B1"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    assert read_file(tmp_path / "a.xlsx").text == "真\tTRUE\n错\t#N/A\n富 文本\t床位\n"


def test_what_sets_a_label_in_stands_before_its_cell(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row("A1", ["项目", "金额"])
        page.write_row("A2", ["医疗收入", 50])
        page.write("A3", "药品收入", book.add_format({"indent": 2}))
        page.write_row("A4", ["　西药", 7])
        page.write("B3", 12)

    document = sheet(tmp_path / "a.xlsx", fill, "Sheet1")
    assert document.text == "项目\t金额\n医疗收入\t50\n\u3000\u3000药品收入\t12\n　西药\t7\n"
    assert [cell[0] for cell in grids(document)[0]][4:] == ["药品收入", "12", "西药", "7"]


def written(path: Path, text: str, encoding: str = "utf-8") -> Document:
    path.write_bytes(text.encode(encoding))
    return read_file(path)


DELIMITED = {
    "a.csv": "科室,床位\n内科,30\n外科,40\n",
    "b.csv": "科室;床位\n内科;30\n外科;40\n",
    "c.csv": "科室\t床位\n内科\t30\n外科\t40\n",
    "d.tsv": "科室\t床位\n内科\t30\n外科\t40\n",
    "e.xls": "科室\t床位\n内科\t30\n外科\t40\n",  # what programs export as Excel
    "f.csv": '\ufeff"科室","床位"\r\n"内科","30"\r\n外科,40\r\n',
}


@pytest.mark.parametrize("name", DELIMITED)
def test_delimiters(name: str, tmp_path: Path) -> None:
    document = written(tmp_path / name, DELIMITED[name])
    assert document.text == "科室\t床位\n内科\t30\n外科\t40\n"
    assert [cell[0] for cell in grids(document)[0]] == ["科室", "床位", "内科", "30", "外科", "40"]


def test_titles_quotes_and_encoding_of_csv(tmp_path: Path) -> None:
    text = '2024年门诊情况表,,\n,,单位：人次\n科室,2024年,"备注\n说明"\n内科,"1,035",—\n外科,,\n'
    document = written(tmp_path / "a.csv", text, "gb18030")
    assert document.encoding == "gb18030"
    assert (
        document.text == "2024年门诊情况表\n单位：人次\n科室\t2024年\t备注 说明\n内科\t1,035\t—\n外科\t\t\n"
    )


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a.csv: line 1 is no row of a table"):
        written(tmp_path / "a.csv", "a," + "长" * 200_000)
    assert written(tmp_path / "b.csv", "一句话，没有表格。\n").text == "一句话，没有表格。\n"
