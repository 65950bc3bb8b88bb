"""The tables of tests/tables, written as Word file, web page, Excel file and PDF, give the records that they give as text."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
from reportlab.lib import colors
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

import rendering
from hospext import extract, extract_file
from hospext.tabular import find_tables
from test_tables import CASES, line

Part = str | list[list[str]]  # a line of text, or the rows of a table
SOME = CASES[::4]


def parts_of(text: str) -> list[Part]:
    """The lines and the tables of a text; what sets a cell in stays before it."""
    parts: list[Part] = []
    at = 0
    for table in find_tables(text):
        parts += text[at : table.start].splitlines()
        width = max(cell.column + cell.columns for cell in table.cells)
        rows = [[""] * width for _ in range(max(cell.row + cell.rows for cell in table.cells))]
        for cell in table.cells:
            before = text[: cell.start]
            indent = before[len(before.rstrip(" \u3000")) :]
            deep = indent if before.rstrip(" \u3000")[-1:] in ("", "\n", "\t", "|") and indent != " " else ""
            rows[cell.row][cell.column] = deep.replace(" ", "\u3000") + text[cell.start : cell.end]
        parts.append(rows)
        at = table.end
    return [*parts, *text[at:].splitlines()]


def as_docx(parts: list[Part], path: Path) -> None:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for place, cell in zip(row.cells, cells, strict=True):
                place.text = cell
    document.save(str(path))


def as_html(parts: list[Part], path: Path) -> None:
    def row(cells: list[str]) -> str:
        return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"

    shown = [
        f"<p>{html.escape(part)}</p>"
        if isinstance(part, str)
        else f"<table>{''.join(map(row, part))}</table>"
        for part in parts
    ]
    path.write_text("<!doctype html><meta charset=utf-8><body>" + "".join(shown), encoding="utf-8")


def as_xlsx(parts: list[Part], path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sheet1")
    at = 0
    for part in parts:
        rows = [[part]] if isinstance(part, str) else part
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell.strip():
                    sheet.write_string(at + number, column, cell)
        at += len(rows) + (not isinstance(part, str))
    book.close()


def as_pdf(parts: list[Part], path: Path) -> None:
    ruled = [("FONT", (0, 0), (-1, -1), rendering.FONT, 7), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    body = rendering.style()
    story: list[Flowable] = []
    for part in parts:
        if not isinstance(part, str):
            story.append(Table(part, style=ruled))
        else:
            story.append(Paragraph(html.escape(part.strip()), body) if part.strip() else Spacer(1, 8))
    rendering.build_pdf(path, story)


WRITERS: dict[str, Callable[[list[Part], Path], None]] = {
    ".docx": as_docx,
    ".html": as_html,
    ".xlsx": as_xlsx,
    ".pdf": as_pdf,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_tables_in_every_format(suffix: str, tmp_path: Path) -> None:
    cells = 0
    for case in SOME:
        wanted = [line(record) for record in extract(case["text"]).records if record.table]
        path = tmp_path / f"{case['id']}{suffix}"
        WRITERS[suffix](parts_of(case["text"]), path)
        found = extract_file(path, encoding=None).records
        assert [line(record) for record in found if record.table] == wanted, case["id"]
        assert all(record.page == (1 if suffix == ".pdf" else None) for record in found)
        cells += len(wanted)
    assert cells > 150
