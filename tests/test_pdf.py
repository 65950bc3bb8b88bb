"""PDF files: the order of reading, paragraphs, pages, what is left out, tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer, Table

from hospext.reading import Document, read_file
from rendering import FONT, build_pdf, style

LEFT = (
    "市第一医院上半年开放床位1500张，门急诊84.77万人次，同比增长3.1%，医疗质量稳步提升，群众满意度不断提高。"
)
RIGHT = "县中医院去年引进博士6名，新增省级重点学科2个，建成名医工作室12个，中医药服务能力显著增强。"
BODY = style(firstLineIndent=21)


def drawn(path: Path, *pages: Any, size: tuple[float, float] = A4) -> Document:
    """The reading of pages that are drawn by functions of a canvas."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for page in pages:
        canvas.setFont(FONT, 10.5)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return read_file(path)


def write(canvas: Canvas, x: float, y: float, *lines: str, size: float = 10.5, lead: float = 16) -> None:
    canvas.setFont(FONT, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y - number * lead, line)


def column(canvas: Canvas, text: str, x: float, top: float, width: float) -> float:
    """A paragraph set in a column; where it ends."""
    paragraph = Paragraph(text, BODY)
    _, height = paragraph.wrap(width, 1000)
    paragraph.drawOn(canvas, x, top - height)
    return top - height


def newspaper(canvas: Canvas) -> None:
    """A headline over two columns, then two articles side by side, whose lines are at different heights."""
    write(canvas, 120, 780, "云川卫生报　深化改革这一年", size=24)
    write(canvas, 60, 750, "本报记者 张三")
    column(canvas, LEFT * 5, 50, 720, 240)
    column(canvas, RIGHT * 5, 308, 714, 240)
    canvas.line(50, 380, 548, 380)
    write(canvas, 60, 350, "第二篇通讯", size=18)
    write(canvas, 330, 350, "第三篇通讯", size=18)
    column(canvas, "第二篇的正文。" * 20, 50, 330, 240)
    column(canvas, "第三篇的正文。" * 20, 308, 330, 240)


def test_newspaper_page_is_read_column_by_column(tmp_path: Path) -> None:
    document = drawn(tmp_path / "a.pdf", newspaper)
    assert document.text.splitlines() == [
        "云川卫生报　深化改革这一年",
        "本报记者 张三",
        LEFT * 5,
        RIGHT * 5,
        "第二篇通讯",
        "第二篇的正文。" * 20,
        "第三篇通讯",
        "第三篇的正文。" * 20,
    ]


def test_text_goes_on_over_columns_and_pages(tmp_path: Path) -> None:
    """One paragraph over four columns; its pages begin inside it."""
    text = "".join(f"第{number}个科室收治患者{number * 7}人次，" for number in range(1, 330)) + "完。"
    document = read_file(
        build_pdf(tmp_path / "a.pdf", [Paragraph(text, BODY), Paragraph(RIGHT, BODY)], columns=2)
    )
    assert document.text == f"{text}\n{RIGHT}\n"
    assert len(document.pages) == 3
    assert document.pages[0] == 0
    assert all(0 < at < len(text) for at in document.pages[1:])


PARAGRAPHS = {
    "indents": ([Paragraph(LEFT * 3, BODY), Paragraph(RIGHT * 3, BODY)], [LEFT * 3, RIGHT * 3]),
    "blank space": (
        [Paragraph(LEFT * 3, style()), Spacer(1, 12), Paragraph(RIGHT * 3, style())],
        [LEFT * 3, RIGHT * 3],
    ),
    "headings": (
        [
            Paragraph("一、工作成果", style(14)),
            Paragraph(LEFT * 3, style()),
            Paragraph("二、下一步", style()),
        ],
        ["一、工作成果", LEFT * 3, "二、下一步"],
    ),
    "items": (
        [Paragraph(f"（{n}）{LEFT}{RIGHT}", style()) for n in "一二三"],
        [f"（{n}）{LEFT}{RIGHT}" for n in "一二三"],
    ),
    "latin": (
        [Paragraph("The quick brown fox jumps over the lazy dog in 2024. " * 4, style(alignment=4))],
        [("The quick brown fox jumps over the lazy dog in 2024. " * 4).strip()],
    ),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraphs(name: str, tmp_path: Path) -> None:
    story, lines = PARAGRAPHS[name]
    style_of_latin = style()
    style_of_latin.wordWrap = None
    if name == "latin":
        story = [Paragraph(lines[0], style_of_latin)]
    assert read_file(build_pdf(tmp_path / "a.pdf", list(story))).text.splitlines() == lines


def test_words_broken_at_the_end_of_a_line_lose_their_hyphen(tmp_path: Path) -> None:
    lines = [
        "we treat pancreatic diseases with minimally inva-",
        "sive surgery such as Lap-",
        "RAMPS since 2019",
    ]
    document = drawn(tmp_path / "a.pdf", lambda canvas: write(canvas, 60, 700, *lines))
    assert "minimally invasive surgery" in document.text
    assert "Lap-RAMPS" in re.sub(r"\n", "", document.text)


def test_running_heads_feet_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    def page(canvas: Canvas, document: Any) -> None:
        write(canvas, 60, 815, "云川市第一医院2024年年报")
        write(canvas, 60, 40, f"工作简报 2024年第3期 第{document.page}页")
        write(canvas, 500, 40, f"— {document.page} —")

    story = [Paragraph(f"第{n}段，{LEFT}", BODY) for n in range(60)]
    document = read_file(build_pdf(tmp_path / "a.pdf", story, on_page=page))
    assert len(document.pages) == 3
    assert document.text.splitlines() == [f"第{n}段，{LEFT}" for n in range(60)]


def test_a_number_among_the_text_is_no_page_number(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 800, "开放床位", "1500", "张")
        write(canvas, 290, 30, "12")

    assert drawn(tmp_path / "a.pdf", page).text.splitlines() == ["开放床位", "1500", "张"]


def test_marks_drawn_later_in_other_fonts_find_their_place(tmp_path: Path) -> None:
    """Word processors draw the quotation marks of a line after its characters."""

    def page(canvas: Canvas) -> None:
        write(canvas, 60, 700, "擦亮")
        write(canvas, 86.25, 700, "品牌")
        canvas.setFont("Helvetica", 10.5)
        canvas.drawString(81.5, 700, "+")
        canvas.setFont(FONT, 6)
        canvas.drawString(107.5, 704, "2")

    assert drawn(tmp_path / "a.pdf", page).text == "擦亮+品牌²\n"


def test_bold_by_drawing_twice_is_read_once(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 700, "开放床位1500张")
        write(canvas, 60.3, 700, "开放床位1500张")

    assert drawn(tmp_path / "a.pdf", page).text == "开放床位1500张\n"


def test_turned_text_is_no_garbage(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 700, LEFT[:40], LEFT[40:])
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        write(canvas, 0, 0, "侧边文字2024")
        canvas.restoreState()
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        write(canvas, 0, 0, "内部资料", size=60)
        canvas.restoreState()
        for number, char in enumerate("竖排的标题"):
            write(canvas, 500, 600 - 18 * number, char, size=16)

    text = drawn(tmp_path / "a.pdf", page).text
    assert "竖排的标题" in text.splitlines()
    assert "侧边文字2024" in text.splitlines()
    assert "内部资料" not in text  # a watermark


def test_a_page_on_its_side_is_read_as_it_is_meant(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(100, 100)
        canvas.rotate(90)
        write(canvas, 0, 0, "第一行床位911张", "第二行")

    assert drawn(tmp_path / "a.pdf", page).text == "第一行床位911张\n第二行\n"


ROWS = [
    ["科室", "2024年", "", "2023年", ""],
    ["", "人次（万）", "同比", "人次（万）", "收入（万元）"],
    ["内科", "84.77", "3.1%", "82.2", "1,035.5"],
    ["外科", "—", "-2.5%", "", Paragraph("单元格里的文字要换成好几行", style(9))],
]
SPANS = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
CELLS = [("FONT", (0, 0), (-1, -1), FONT, 9)]
GRID = [*CELLS, ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
THREE_LINES = [
    *CELLS,
    ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
    ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
]
OPEN_SIDES = [*CELLS, ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), *THREE_LINES[1:]]
PLAIN = [
    ["指标", "2024年", "增幅"],
    ["门急诊人次", "847746", "3.10%"],
    ["出院人次", "25909", "11.32%"],
    ["床位", "1500", "—"],
]


def grids(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    """The cells of each table: text, row, column, rows, columns; their text read from the document."""
    return [
        [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]
        for table in document.tables
    ]


def test_ruled_table_with_merged_cells(tmp_path: Path) -> None:
    table = Table(ROWS, style=[*GRID, *SPANS], colWidths=[80, 80, 60, 80, 80])
    story = [Paragraph("表1 各科室门诊情况", style()), table, Paragraph(LEFT, BODY)]
    document = read_file(build_pdf(tmp_path / "a.pdf", story))
    assert document.text == (
        "表1 各科室门诊情况\n科室\t2024年\t\t2023年\t\n\t人次（万）\t同比\t人次（万）\t收入（万元）\n"
        f"内科\t84.77\t3.1%\t82.2\t1,035.5\n外科\t—\t-2.5%\t\t单元格里的文字要换成好几行\n{LEFT}\n"
    )
    (cells,) = grids(document)
    assert cells[:4] == [
        ("科室", 0, 0, 2, 1),
        ("2024年", 0, 1, 1, 2),
        ("2023年", 0, 3, 1, 2),
        ("人次（万）", 1, 1, 1, 1),
    ]
    assert [text for text, row, *_ in cells if row == 3] == [
        "外科",
        "—",
        "-2.5%",
        "",
        "单元格里的文字要换成好几行",
    ]


@pytest.mark.parametrize(
    "lines", [CELLS, THREE_LINES, OPEN_SIDES, GRID], ids=["none", "three", "open", "all"]
)
def test_tables_with_few_lines_or_none(lines: list[Any], tmp_path: Path) -> None:
    story = [Paragraph(LEFT * 2, BODY), Table(PLAIN, style=lines, colWidths=90), Paragraph(RIGHT * 2, BODY)]
    document = read_file(build_pdf(tmp_path / "a.pdf", story))
    assert grids(document) == [
        [(text, r, c, 1, 1) for r, row in enumerate(PLAIN) for c, text in enumerate(row)]
    ]
    assert document.text.splitlines()[0] == LEFT * 2
    assert document.text.splitlines()[-1] == RIGHT * 2


def test_a_table_of_boxes_that_do_not_touch(tmp_path: Path) -> None:
    """As browsers print one whose borders are apart."""

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate(PLAIN):
            for at, text in enumerate(cells):
                canvas.rect(60 + 90 * at, 700 - 20 * row, 85, 16)
                write(canvas, 64 + 90 * at, 704 - 20 * row, text)

    document = drawn(tmp_path / "a.pdf", page)
    assert document.text == "".join("\t".join(row) + "\n" for row in PLAIN)
    assert len(document.tables) == 1


def test_a_table_that_goes_on_on_the_next_page_is_one(tmp_path: Path) -> None:
    rows = [["科室", "人次"], *([f"科室{n}", str(7 * n)] for n in range(1, 91))]
    story = [Paragraph(LEFT, BODY), Table(rows, style=GRID, repeatRows=1), Paragraph(RIGHT, BODY)]
    document = read_file(build_pdf(tmp_path / "a.pdf", story))
    (cells,) = grids(document)
    assert [text for text, *_ in cells] == [text for row in rows for text in row]
    assert len(document.pages) == 3
    assert all(document.text[at:].startswith("科室") for at in document.pages[1:])


@pytest.mark.parametrize("lines", [CELLS, GRID], ids=["none", "all"])
def test_what_sets_a_label_in_stands_before_its_cell(lines: list[Any], tmp_path: Path) -> None:
    rows = [
        ["项目", "金额"],
        ["医疗收入", "50"],
        ["　　药品收入", "12"],
        ["财政收入", "9"],
        ["　　专项", "3"],
    ]
    story = [Paragraph(LEFT * 2, BODY), Table(rows, style=lines, colWidths=90), Paragraph(RIGHT * 2, BODY)]
    document = read_file(build_pdf(tmp_path / "a.pdf", story))
    assert "\n　　药品收入\t12\n财政收入\t9\n" in document.text
    assert [cell[0] for cell in grids(document)[0]][4:6] == ["药品收入", "12"]


def test_frames_around_text_are_no_tables(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for left in (50, 300):
            canvas.rect(left, 300, 250, 200)
            canvas.rect(left, 500, 250, 200)
        column(canvas, LEFT * 3, 60, 690, 230)
        column(canvas, RIGHT * 3, 310, 690, 230)
        column(canvas, LEFT * 3, 60, 490, 230)
        column(canvas, RIGHT * 3, 310, 490, 230)

    document = drawn(tmp_path / "a.pdf", page)
    assert document.tables == ()
    assert sorted(document.text.splitlines()) == sorted([LEFT * 3, RIGHT * 3] * 2)


def test_metadata(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=1)
    canvas.setTitle("云川市第一医院年报")
    write(canvas, 60, 700, "正文")
    canvas.save()
    metadata = read_file(tmp_path / "a.pdf").metadata
    assert (metadata.title, str(metadata.date), metadata.source, metadata.made) == (
        "云川市第一医院年报",
        "2000-01-01",
        "pdf info",
        True,
    )
