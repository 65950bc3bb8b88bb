"""One report with tables, written by the usual writers of DOCX, HTML, XLSX, Markdown and PDF: every cell's record is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import hospext
from test_tables import line


@dataclass(frozen=True)
class Grid:
    """A table of the report: the lines above it, its cells by row, and its merged cells (row, column, rows, columns)."""

    name: str
    above: list[str]
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    heads: int = 1


ACCOUNTS = Grid(
    "收支",
    ["云川市第一医院2024年收支情况", "单位：万元"],
    [
        ["项目", "2024年", "2023年", "同比增减（%）"],
        ["医疗收入", "51,360.68", "48,457.48", "5.99"],
        ["其中：药品收入", "12,980.00", "13,201.50", "-1.68"],
        ["财政补助收入①", "2,310", "—", ""],
        ["合计", "53,670.68", "50,650.00", "5.96"],
    ],
)
CAMPUSES = Grid(
    "院区",
    ["表2 云川市第一医院各院区床位与门诊"],
    [
        ["院区", "2023年", "", "2024年", ""],
        ["", "开放床位（张）", "门诊人次（万）", "开放床位（张）", "门诊人次（万）"],
        ["总院", "1,200", "98.1", "1,260", "103.5"],
        ["城东院区", "800", "61.0", "800*", "66.2"],
        ["合计", "2,000", "159.1", "2,060", "169.7"],
    ],
    [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2)],
    heads=2,
)
BONDS = Grid(
    "债券",
    ["云川市第一医院迁建项目专项债券"],
    [["项目", "发行总额（亿）", "期限（年）"], ["迁建一期", "10.00", "15"], ["迁建二期", "6.50", "20"]],
)
REPORT = [ACCOUNTS, CAMPUSES, BONDS]
WHO = "云川市第一医院"
EXPECTED = [
    f"2,2 money 513606800 CNY medical_revenue {WHO} 2024 医疗收入",
    f"2,3 money 484574800 CNY medical_revenue {WHO} 2023 医疗收入",
    f"2,4 growth_rate 5.99 % medical_revenue {WHO} 2024 医疗收入 change increase year_on_year",
    f"3,2 money 129800000 CNY - {WHO} 2024 药品收入",
    f"3,3 money 132015000 CNY - {WHO} 2023 药品收入",
    f"3,4 growth_rate 1.68 % - {WHO} 2024 药品收入 change decrease year_on_year",
    f"4,2 money 23100000 CNY - {WHO} 2024 财政补助收入",
    f"5,2 money 536706800 CNY - {WHO} 2024 收支",
    f"5,3 money 506500000 CNY - {WHO} 2023 收支",
    f"5,4 growth_rate 5.96 % - {WHO} 2024 - change increase year_on_year",
    "3,2 bed_count 1200 张 beds_open 总院 2023 开放床位",
    "3,3 count 981000 人次 outpatient_visits 总院 2023 门诊人次",
    "3,4 bed_count 1260 张 beds_open 总院 2024 开放床位",
    "3,5 count 1035000 人次 outpatient_visits 总院 2024 门诊人次",
    "4,2 bed_count 800 张 beds_open 城东院区 2023 开放床位",
    "4,3 count 610000 人次 outpatient_visits 城东院区 2023 门诊人次",
    "4,4 bed_count 800 张 beds_open 城东院区 2024 开放床位",
    "4,5 count 662000 人次 outpatient_visits 城东院区 2024 门诊人次",
    f"5,2 bed_count 2000 张 beds_open {WHO} 2023 开放床位",
    f"5,3 count 1591000 人次 outpatient_visits {WHO} 2023 门诊人次",
    f"5,4 bed_count 2060 张 beds_open {WHO} 2024 开放床位",
    f"5,5 count 1697000 人次 outpatient_visits {WHO} 2024 门诊人次",
    f"2,2 money 1000000000 CNY - {WHO} 2024 迁建一期发行总额",
    f"2,3 duration 15 年 - {WHO} 2024 迁建一期期限",
    f"3,2 money 650000000 CNY - {WHO} 2024 迁建二期发行总额",
    f"3,3 duration 20 年 - {WHO} 2024 迁建二期期限",
]


def covered(grid: Grid) -> set[tuple[int, int]]:
    """The places that a merged cell covers besides its own."""
    return {
        (row, column)
        for top, left, rows, columns in grid.merged
        for row in range(top, top + rows)
        for column in range(left, left + columns)
        if (row, column) != (top, left)
    }


def docx(path: Path) -> None:
    from docx import Document

    document = Document()
    for grid in REPORT:
        for text in grid.above:
            document.add_paragraph(text)
        table = document.add_table(len(grid.rows), len(grid.rows[0]))
        for top, left, rows, columns in grid.merged:
            table.cell(top, left).merge(table.cell(top + rows - 1, left + columns - 1))
        for row, cells in enumerate(grid.rows):
            for column, text in enumerate(cells):
                if (row, column) not in covered(grid):
                    table.cell(row, column).text = text
    document.save(str(path))


def html(path: Path) -> None:
    parts = ["<html><head><meta charset='utf-8'></head><body><nav><a href='/'>首页</a></nav><main>"]
    for grid in REPORT:
        parts += [f"<p>{text}</p>" for text in grid.above]
        spans = {
            (top, left): f" rowspan={rows} colspan={columns}" for top, left, rows, columns in grid.merged
        }
        parts.append("<table border=1>")
        for row, cells in enumerate(grid.rows):
            tag = "th" if row < grid.heads else "td"
            inner = "".join(
                f"<{tag}{spans.get((row, column), '')}>{text}</{tag}>"
                for column, text in enumerate(cells)
                if (row, column) not in covered(grid)
            )
            parts.append(f"<tr>{inner}</tr>")
        parts.append("</table>")
    path.write_text("".join([*parts, "</main></body></html>"]), encoding="utf-8")


def xlsx(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        plain = book.add_format()
        for grid in REPORT:
            sheet = book.add_worksheet(grid.name)
            top = len(grid.above)
            for row, text in enumerate(grid.above):
                sheet.merge_range(row, 0, row, len(grid.rows[0]) - 1, text, plain)
            for row, cells in enumerate(grid.rows):
                for column, text in enumerate(cells):
                    if (row, column) not in covered(grid):
                        sheet.write_string(top + row, column, text)
            for first, left, rows, columns in grid.merged:
                text = grid.rows[first][left]
                sheet.merge_range(top + first, left, top + first + rows - 1, left + columns - 1, text, plain)


def markdown(path: Path) -> None:
    lines = []
    for grid in REPORT:
        lines += [*grid.above, ""]
        lines.append(f"| {' | '.join(grid.rows[0])} |")
        lines.append("|" + "---|" * len(grid.rows[0]))
        lines += [f"| {' | '.join(cells)} |" for cells in grid.rows[1:]]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def pdf(path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=16)
    story: list[Flowable] = []
    for grid in REPORT:
        story += [Paragraph(text, style) for text in grid.above]
        spans = [
            ("SPAN", (left, top), (left + columns - 1, top + rows - 1))
            for top, left, rows, columns in grid.merged
        ]
        look = [
            ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            *spans,
        ]
        story += [Table(grid.rows, style=look), Spacer(1, 12)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)


WRITERS: dict[str, Callable[[Path], None]] = {
    "docx": docx, "html": html, "xlsx": xlsx, "md": markdown, "pdf": pdf,
}  # fmt: skip


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_cell_of_the_report(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"report.{suffix}"
    WRITERS[suffix](path)
    found = [record for record in hospext.extract_file(path).records if record.table is not None]
    assert [line(record) for record in found] == EXPECTED
    assert {record.page for record in found} == ({1} if suffix == "pdf" else {None})
