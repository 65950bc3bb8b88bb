"""Word files: what is read, what is left out, and tables."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from hospext.reading import Document, read_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def reading(path: Path, *bodies: str, **parts: str) -> Document:
    """The reading of a Word file with this XML in its body; ``parts`` are further parts, such as footnotes."""
    document = docx.Document()
    for body in bodies:
        for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
            document.element.body.insert(len(document.element.body) - 1, element)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                added = "".join(
                    f'<Relationship Id="x{p}" Type="{kind}/{p}" Target="{p}.xml"/>' for p in parts
                )
                data = data.replace(b"</Relationships>", added.encode() + b"</Relationships>")
            new.writestr(item, data)
        for name, xml in parts.items():
            new.writestr(f"word/{name}.xml", f"<?xml version='1.0'?>{xml}")
    return read_file(path)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


UP, DOWN, HIDDEN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>', "<w:vanish/>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOX = "<w:txbxContent>" + paragraph(run("文本框床位30张")) + "</w:txbxContent>"
TOC = (
    FIELD.format("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>' + FIELD.format("separate")
)

INLINE = {
    "runs join": (paragraph(run("床位9"), run("11", "<w:b/>"), run("张")), "床位911张"),
    "breaks": (
        paragraph(run("一"), "<w:r><w:br/></w:r>", run("二"), "<w:r><w:tab/></w:r>", run("三")),
        "一\n二\t三",
    ),
    "raised": (paragraph(run("900m"), run("2", UP), run("，CO"), run("2", DOWN)), "900m²，CO₂"),
    "hidden": (paragraph(run("看得见"), run("看不见", HIDDEN)), "看得见"),
    "inserted and deleted": (
        paragraph(
            run("床位"),
            f'<w:ins w:id="1" w:author="a">{run("1500")}</w:ins>',
            '<w:del w:id="2" w:author="a"><w:r><w:delText>1200</w:delText></w:r></w:del>',
            run("张"),
        ),
        "床位1500张",
    ),
    "moved": (
        paragraph(
            f'<w:moveFrom w:id="1">{run("旧处")}</w:moveFrom>', f'<w:moveTo w:id="2">{run("新处")}</w:moveTo>'
        ),
        "新处",
    ),
    "deleted paragraph mark": (
        f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("前半，")}</w:p>'
        + paragraph(run("后半。")),
        "前半，后半。",
    ),
    "links and fields": (
        paragraph(
            f"<w:hyperlink>{run('见附件')}</w:hyperlink>",
            FIELD.format("begin"),
            "<w:r><w:instrText> PAGEREF x </w:instrText></w:r>",
            FIELD.format("separate"),
            run("甲"),
            FIELD.format("end"),
            f'<w:fldSimple w:instr="DATE">{run("乙")}</w:fldSimple>',
        ),
        "见附件甲乙",
    ),
    "soft hyphen and dash": (
        paragraph("<w:r><w:t>CT</w:t><w:noBreakHyphen/><w:t>64</w:t><w:softHyphen/></w:r>"),
        "CT-64",
    ),
    "ruby": (
        paragraph(
            f"<w:r><w:ruby><w:rt>{run('yí')}</w:rt><w:rubyBase>{run('医')}</w:rubyBase></w:ruby></w:r>",
            run("院"),
        ),
        "医院",
    ),
    "control": (f"<w:sdt><w:sdtContent>{paragraph(run('控件里的字'))}</w:sdtContent></w:sdt>", "控件里的字"),
    "math": (paragraph("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"), "x=2"),
    "text box once": (
        paragraph(
            run("正文"),
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
            f"<wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
        "正文\n文本框床位30张",
    ),
    "contents": (
        paragraph(TOC, run("一、工作成果\t3"))
        + paragraph(run("二、计划\t5"), FIELD.format("end"))
        + paragraph(run("正文")),
        "正文",
    ),
    "an automatic number": (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        + run("第一项")
        + "</w:p>",
        "第一项",
    ),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline(name: str, tmp_path: Path) -> None:
    body, text = INLINE[name]
    assert reading(tmp_path / "a.docx", body).text == f"{text}\n"


def test_empty_paragraphs_are_empty_lines(tmp_path: Path) -> None:
    body = "".join(map(paragraph, ["", run("一"), "", "", run("二"), ""]))
    assert reading(tmp_path / "a.docx", body).text == "一\n\n二\n\n"


def test_notes_stand_at_the_end_and_leave_no_mark(tmp_path: Path) -> None:
    def notes(kind: str, *texts: str) -> str:
        inside = "".join(
            f'<w:{kind} w:id="{n}"><w:p><w:r><w:{kind}Ref/></w:r>{run(f" {text}")}</w:p></w:{kind}>'
            for n, text in enumerate(texts, 1)
        )
        return f'<w:{kind}s {W}><w:{kind} w:id="0" w:type="separator"><w:p/></w:{kind}>{inside}</w:{kind}s>'

    def mark(kind: str, number: int) -> str:
        return f'<w:r><w:rPr>{UP}</w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'

    body = paragraph(
        run("床位911"),
        mark("footnote", 2),
        run("张，收入"),
        mark("endnote", 1),
        run("5亿元"),
        mark("footnote", 1),
    )
    document = reading(
        tmp_path / "a.docx",
        body,
        footnotes=notes("footnote", "含分院", "年末数", "没有被引用"),
        endnotes=notes("endnote", "快报数"),
    )
    assert document.text == "床位911张，收入5亿元\n年末数\n含分院\n快报数\n"


def cell(text: str, properties: str = "") -> str:
    return (
        f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else paragraph(run(text))}</w:tc>"
    )


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def spans(document: Document) -> Iterator[list[tuple[str, int, int, int, int]]]:
    for each in document.tables:
        assert document.text[each.start : each.end].count("\n") == 1 + max(c.row for c in each.cells)
        yield [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in each.cells]


START, ON, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'


def test_table_with_merged_cells_and_head_rows(tmp_path: Path) -> None:
    head = "<w:tblHeader/>"
    nested = table(row(cell("甲"), cell("乙")))
    body = (
        paragraph(run("表1"))
        + table(
            row(cell("科室", START), cell("2024年", TWO), properties=head),
            row(cell("", ON), cell("人次"), cell("收入"), properties=head),
            row(cell("内科"), cell(paragraph(run("1,035")) + paragraph(run("（含急诊）"))), cell("")),
            row(cell("外科", START), cell("35"), cell(paragraph(run("见")) + nested + "<w:p/>")),
            row(cell("", ON), cell("36"), cell("37")),
            row(cell("删去的行"), cell("1"), cell("2"), properties='<w:del w:id="9"/>'),
        )
        + paragraph(run("表后"))
    )
    document = reading(tmp_path / "a.docx", body)
    assert document.text == (
        "表1\n科室\t2024年\t\n\t人次\t收入\n内科\t1,035 （含急诊）\t\n外科\t35\t见 甲 乙\n\t36\t37\n表后\n"
    )
    assert list(spans(document)) == [
        [
            ("科室", 0, 0, 2, 1),
            ("2024年", 0, 1, 1, 2),
            ("人次", 1, 1, 1, 1),
            ("收入", 1, 2, 1, 1),
            ("内科", 2, 0, 1, 1),
            ("1,035 （含急诊）", 2, 1, 1, 1),
            ("", 2, 2, 1, 1),
            ("外科", 3, 0, 2, 1),
            ("35", 3, 1, 1, 1),
            ("见 甲 乙", 3, 2, 1, 1),
            ("36", 4, 1, 1, 1),
            ("37", 4, 2, 1, 1),
        ]
    ]
    assert document.tables[0].header_rows == 2


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    body = table(row(cell(paragraph(run("第一段")) + paragraph(run("第二段")))), row(cell("第三段")))
    document = reading(tmp_path / "a.docx", body)
    assert (document.text, document.tables) == ("第一段\n第二段\n第三段\n", ())


def test_tables_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    grid = document.add_table(rows=3, cols=3)
    for i, text in enumerate("一二三四五六七八九"):
        grid.cell(i // 3, i % 3).text = text
    grid.cell(0, 0).merge(grid.cell(0, 1))
    grid.cell(1, 2).merge(grid.cell(2, 2))
    document.save(str(tmp_path / "a.docx"))
    (found,) = spans(read_file(tmp_path / "a.docx"))
    assert found == [
        ("一 二", 0, 0, 1, 2),
        ("三", 0, 2, 1, 1),
        ("四", 1, 0, 1, 1),
        ("五", 1, 1, 1, 1),
        ("六 九", 1, 2, 2, 1),
        ("七", 2, 0, 1, 1),
        ("八", 2, 1, 1, 1),
    ]


def test_headers_and_footers_are_left_out_and_properties_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉床位99张"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_heading("2024年工作总结", 1)
    document.add_paragraph("开放床位1500张。")
    properties = document.core_properties
    properties.title, properties.author, properties.modified = "总结", "张三", dt.datetime(2025, 1, 15)
    document.save(str(tmp_path / "a.docx"))
    found = read_file(tmp_path / "a.docx")
    assert found.text == "2024年工作总结\n开放床位1500张。\n"
    assert (found.metadata.title, found.metadata.date, found.metadata.made) == (
        "总结",
        dt.date(2025, 1, 15),
        True,
    )


def test_dates_of_a_template_are_no_dates(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").metadata.date is None


def test_strict_files_are_read_too(tmp_path: Path) -> None:
    """Some programs write the namespaces of the ISO standard."""
    document = docx.Document()
    document.add_paragraph("开放床位1500张。")
    document.save(str(tmp_path / "usual.docx"))
    with zipfile.ZipFile(tmp_path / "usual.docx") as old, zipfile.ZipFile(tmp_path / "a.docx", "w") as new:
        for item in old.infolist():
            data = old.read(item)
            for word in (b"wordprocessingml", b"officeDocument"):
                data = data.replace(
                    b"schemas.openxmlformats.org/" + word + b"/2006", b"purl.oclc.org/ooxml/" + word
                )
            new.writestr(item, data)
    assert read_file(tmp_path / "a.docx").text == "开放床位1500张。\n"


def test_what_sets_a_label_in_stands_before_its_cell(tmp_path: Path) -> None:
    set_in = f'<w:p><w:pPr><w:ind w:left="420" w:firstLine="210"/></w:pPr>{run("药品收入")}</w:p>'
    body = table(
        row(cell("项目"), cell("金额")), row(cell("医疗收入"), cell("50")), row(cell(set_in), cell("12"))
    )
    document = reading(tmp_path / "a.docx", body)
    assert document.text == "项目\t金额\n医疗收入\t50\n\u3000\u3000\u3000药品收入\t12\n"
    assert [text for (text, *_) in next(spans(document))][4:] == ["药品收入", "12"]
