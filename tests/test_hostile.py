"""Files that are damaged, protected, huge or made to do harm: one clear line each, and the rest goes on."""

from __future__ import annotations

import io
import json
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

import hospext.reading.html
from hospext.cli.app import app
from hospext.errors import InputError
from hospext.reading import read_file
from rendering import FONT

DAMAGED = "the file is damaged or cut off: get a whole copy"
PASSWORD = "protected by a password: save a copy without one"
BOMB = "unpacks to far more than a document holds: it is damaged or made to do harm"
OCR = "recognise its text first, such as with ocrmypdf or the program of the scanner, and try again"


def pdf(draw: Callable[[Canvas], None] | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, **options)
    if draw is None:
        canvas.setFont(FONT, 10)
        canvas.drawString(60, 700, "开放床位1500张")
    else:
        draw(canvas)
    canvas.save()
    return stream.getvalue()


def scan(canvas: Canvas) -> None:
    """A page that is a picture."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def word() -> bytes:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("开放床位1500张")
    document.save(stream)
    return stream.getvalue()


def excel() -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["开放床位", 1500])
    book.save(stream)
    return stream.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """An archive with another content in one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, content if item.filename == name else old.read(item))
    return stream.getvalue()


def lying(data: bytes, name: str) -> bytes:
    """An archive whose directory says that a part is small."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(name).file_size
    return data.replace(struct.pack("<L", real), struct.pack("<L", 50))


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name in names:
            new.writestr(name, "x")
    return stream.getvalue()


def compound(stream: str) -> bytes:
    """A file as Office wrote them before 2007, or wraps around encrypted ones."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000) + stream.encode("utf-16-le")


SPACES = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>"
END = b"</w:t></w:r></w:p></w:body></w:document>"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "the file is empty: there is nothing to extract"),
    "empty.docx": (lambda: b"", "the file is empty: there is nothing to extract"),
    "empty.xlsx": (lambda: b"", "the file is empty: there is nothing to extract"),
    "cut.pdf": (lambda: pdf()[:300], DAMAGED),
    "cut.docx": (lambda: word()[:-3000], DAMAGED),
    "cut.xlsx": (lambda: excel()[:3000], DAMAGED),
    "cut.parquet": (lambda: b"PAR1" + bytes(100), DAMAGED),
    "broken.docx": (lambda: replaced(word(), "word/document.xml", SPACES + b"x"), DAMAGED),
    "bodiless.docx": (lambda: archive("word/x.xml"), "not a whole Word file: get a whole copy"),
    "protected.pdf": (lambda: pdf(encrypt=StandardEncryption("secret", "owner")), PASSWORD),
    "protected.docx": (lambda: compound("EncryptedPackage"), PASSWORD),
    "old.doc": (lambda: compound("WordDocument"), "an old Word file: save it as .docx"),
    "old.xls": (lambda: compound("Workbook"), "an old Excel file: save it as .xlsx"),
    "rich.rtf": (lambda: b"{\\rtf1 x}", "a rich text file: save it as .docx"),
    "slides.pdf": (lambda: archive("ppt/presentation.xml"), "slides: save them as PDF"),
    "official.ofd": (lambda: archive("OFD.xml"), "an OFD file: save it as PDF"),
    "some.docx": (lambda: archive("readme.txt"), "an archive: unpack it first"),
    "picture.pdf": (lambda: b"\x89PNG\r\n", "a picture: turn it into text first (OCR)"),
    "scanned.pdf": (lambda: pdf(scan), f"a scan, pictures of pages without text: {OCR}"),
    "blank.pdf": (lambda: pdf(lambda canvas: canvas.rect(1, 1, 5, 5)), f"its pages hold no text: {OCR}"),
    "bomb.docx": (lambda: replaced(word(), "word/document.xml", SPACES + b"9" * 30_000_000 + END), BOMB),
    "bomb.xlsx": (lambda: replaced(excel(), "xl/worksheets/sheet1.xml", b" " * 30_000_000), BOMB),
    "lying.docx": (
        lambda: lying(
            replaced(word(), "word/document.xml", SPACES + b"12345" * 99 + END), "word/document.xml"
        ),
        DAMAGED,
    ),
}


@pytest.mark.parametrize("name", [each for each in HOSTILE if not each.startswith("empty")])
def test_one_clear_line(name: str, tmp_path: Path) -> None:
    make, said = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(InputError) as refused:
        read_file(tmp_path / name)
    assert str(refused.value) == f"{tmp_path / name}: {said}"


def test_the_rest_of_the_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, (make, _) in HOSTILE.items():
        (Path("in") / name).write_bytes(make())
    (Path("in") / "good.pdf").write_bytes(pdf())
    result = CliRunner().invoke(app, ["extract", "in", "-o", "data.json"])
    assert result.exit_code == 1
    assert sorted(result.stderr.splitlines()) == sorted(
        f"hospext: in/{name}: {said}" for name, (_, said) in HOSTILE.items()
    )
    written = json.loads(Path("data.json").read_text(encoding="utf-8"))
    assert [record["text"] for record in written["records"]] == ["1500张"]
    assert [record["page"] for record in written["records"]] == [1]


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密床位777张", encoding="utf-8")
    entity = f"<!DOCTYPE w [<!ENTITY x SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'>]>".encode()
    (tmp_path / "a.docx").write_bytes(
        replaced(word(), "word/document.xml", entity + SPACES + "床位&x;9张".encode() + END)
    )
    assert "机密" not in read_file(tmp_path / "a.docx").text


def test_entities_do_not_multiply(tmp_path: Path) -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    entities = f"<!DOCTYPE w [<!ENTITY l0 'ha'>{laughs}]>".encode()
    (tmp_path / "a.docx").write_bytes(
        replaced(word(), "word/document.xml", entities + SPACES + b"&l11;" + END)
    )
    began = time.monotonic()
    with pytest.raises(InputError, match=DAMAGED):
        read_file(tmp_path / "a.docx")
    assert time.monotonic() - began < 2


def test_content_decides_over_the_name(tmp_path: Path) -> None:
    cases = {
        "a.txt": pdf(),
        "b.pdf": word(),
        "c.doc": "<html><body><p>开放床位1500张</p></body></html>".encode(),
        "d.docx": excel(),
        "e.pdf": "开放床位1500张\n".encode("gb18030"),
        "f": pdf(),
        "g.bin": word(),
    }
    found = {}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        found[name] = read_file(tmp_path / name).text.replace("\t", "")
    assert set(found.values()) <= {"开放床位1500张\n", "开放床位1500\n"}


def test_scanned_pages_among_others_are_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(6):
            if number in (1, 2, 4):
                scan(canvas)
            else:
                canvas.setFont(FONT, 10)
                canvas.drawString(60, 700, f"第{number}段")
            canvas.showPage()

    (tmp_path / "a.pdf").write_bytes(pdf(draw))
    document = read_file(tmp_path / "a.pdf")
    assert document.notes == (f"pages 2-3, 5: pictures without text; {OCR}",)
    assert len(document.pages) == 6
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "a.pdf")])
    assert (result.exit_code, len(result.stderr.splitlines())) == (0, 1)


@pytest.mark.slow
def test_two_thousand_pages(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(2000):
            canvas.setFont(FONT, 10)
            canvas.drawString(60, 820, "云川市第一医院年鉴")
            canvas.drawString(60, 700, f"第{number}段，开放床位{number + 1000}张。")
            canvas.drawString(290, 30, f"— {number + 1} —")
            canvas.showPage()

    (tmp_path / "a.pdf").write_bytes(pdf(draw))
    document = read_file(tmp_path / "a.pdf")
    assert document.text.splitlines() == [f"第{n}段，开放床位{n + 1000}张。" for n in range(2000)]
    assert len(document.pages) == 2000


@pytest.mark.slow
def test_a_large_page(tmp_path: Path) -> None:
    block = (
        "<div class=a><p>我院开放床位1500张，门急诊84.77万人次。</p><ul><li><a href=1>链接</a></li></ul></div>\n"
        * 1000
    )
    count = 5_000_000 // len(block.encode())
    (tmp_path / "a.html").write_text(f"<!doctype html><body>{block * count}</body>", encoding="utf-8")
    assert (tmp_path / "a.html").stat().st_size > 4_900_000
    assert read_file(tmp_path / "a.html").text.count("1500张") == 1000 * count


def test_pages_that_are_too_large_or_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep.html").write_text("<body>" + "<div>" * 200_000 + "床位", encoding="utf-8")
    with pytest.raises(
        InputError, match="more than 5,000 elements one inside the other: save the page as text"
    ):
        read_file(tmp_path / "deep.html")
    monkeypatch.setattr(hospext.reading.html, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="the page is larger than 0 MB: save the article alone, or as text"):
        read_file(tmp_path / "deep.html")


def test_cells_that_claim_to_cover_everything(tmp_path: Path) -> None:
    rows = "<tr><td colspan=1000 rowspan=1000>床位</td><td>1</td></tr>" * 2000
    (tmp_path / "a.html").write_text(f"<body><table>{rows}</table>", encoding="utf-8")
    assert read_file(tmp_path / "a.html").text.count("床位") == 2000
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["B2"] = "科室", "人次", 35
    book.active.merge_cells("A1:A2")
    stream = io.BytesIO()
    book.save(stream)
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(stream).read(part).replace(b"A1:A2", b"A1:A1048576")
    (tmp_path / "a.xlsx").write_bytes(replaced(stream.getvalue(), part, xml))
    assert read_file(tmp_path / "a.xlsx").text == "科室\t人次\n\t35\n"


EXTRAS = {
    "a.pdf": ("pypdfium2", "PDF"),
    "a.docx": ("lxml", "Word files"),
    "a.html": ("selectolax", "web pages"),
    "a.parquet": ("pyarrow", "Parquet"),
}


@pytest.mark.parametrize("name", EXTRAS)
def test_without_the_extra_the_command_to_install_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, what = EXTRAS[name]
    for module in [m for m in sys.modules if m.split(".")[0] == library or m.startswith("hospext.reading.")]:
        if module.split(".")[0] == library or module.split(".")[2] in ("pdf", "office", "html", "parquet"):
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.chdir(tmp_path)
    data = {"a.pdf": pdf, "a.docx": word, "a.html": lambda: b"<html><p>x", "a.parquet": lambda: b"PAR1"}[
        name
    ]()
    Path(name).write_bytes(data)
    Path("good.txt").write_text("开放床位1500张", encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", name, "good.txt", "-f", "tsv"])
    assert result.exit_code == 1
    assert (
        result.stderr == f'hospext: {name}: reading {what} needs an extra: pip install "hospext[documents]"\n'
    )
    assert "1500张" in result.stdout
