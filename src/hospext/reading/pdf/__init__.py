"""PDF files: the text in the order of reading, column by column, with pages and tables."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.document import Metadata, Reading
from hospext.reading.pdf.columns import Block, blocks_of, line_of
from hospext.reading.pdf.glyphs import Rule, sheet_of
from hospext.reading.pdf.margins import without_margins
from hospext.reading.pdf.paragraphs import Flow, measures_of
from hospext.reading.pdf.ruled import take_tables
from hospext.reading.pdf.segments import Segment, segments_of

MAX_PAGES = 10_000
_UNKNOWN_SHARE = 0.3  # of characters without a meaning, from which on the rest is no text either
_OCR = "recognise its text first, such as with ocrmypdf or the program of the scanner, and try again"
_PASSWORD = re.compile("password|security", re.I)
_DATE = re.compile(r"D:((?:19|20)\d\d)(\d\d)(\d\d)")
_NO_TITLE = re.compile(
    r"(?i)untitled.*|microsoft .*|.*\.(?:docx?|xlsx?|pptx?|indd|wps|cdr|pdf|html?)|\(anonymous\)|（?无标题.*|[\x00-\x7f]{0,3}"
)

__all__ = ["read"]


@dataclass(slots=True)
class _Page:
    segments: list[Segment]
    turned: list[list[Segment]]
    across: list[Rule]
    width: float
    height: float


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a PDF."""
    document = _opened(data)
    try:
        if len(document) > MAX_PAGES:
            raise InputError(f"more than {MAX_PAGES:,} pages: split the file")
        pages, pictures, unknown = _pages(document)
        metadata = _metadata(document)
    except pdfium.PdfiumError:
        raise InputError("the file is damaged or cut off: get a whole copy") from None
    finally:
        document.close()
    letters = sum(_letters(part) for page in pages for part in (page.segments, *page.turned))
    if unknown > _UNKNOWN_SHARE * (letters + unknown):
        raise InputError(f"its fonts do not say which characters they show: {_OCR}")
    if not letters:
        what = "a scan, pictures of pages without text" if pictures else "its pages hold no text"
        raise InputError(f"{what}: {_OCR}")
    kept = without_margins([page.segments for page in pages], [page.height for page in pages])
    blocks = [_blocks(page, segments) for page, segments in zip(pages, kept, strict=True)]
    assembly = Assembly()
    flow = Flow(assembly, measures_of(block for page in blocks for block in page))
    for page, found in zip(pages, blocks, strict=True):
        flow.page(found, page.width)
    flow.end()
    notes = [f"{_numbers(pictures)}: pictures without text; {_OCR}"] if pictures else []
    return assembly.reading("pdf", metadata, *notes)


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if _PASSWORD.search(str(error)):
            raise InputError("protected by a password: save a copy without one") from None
        raise InputError("the file is damaged or cut off: get a whole copy") from None


def _pages(document: Any) -> tuple[list[_Page], list[int], int]:
    """The pages; the numbers of those that are only a picture; how many characters have no meaning."""
    pages, pictures, unknown = [], [], 0
    for number in range(len(document)):
        page = document[number]
        try:
            sheet = sheet_of(page)
        finally:
            page.close()
        tables = take_tables(sheet)
        turned = [segments_of(glyphs) for glyphs in sheet.turned]
        pages.append(
            _Page([*segments_of(sheet.glyphs), *tables], turned, sheet.across, sheet.width, sheet.height)
        )
        unknown += sheet.unknown
        if sheet.is_picture:
            pictures.append(number + 1)
    return pages, pictures, unknown


def _blocks(page: _Page, segments: list[Segment]) -> list[Block]:
    """The blocks of a page; what runs downwards, from right to left, or another way stands after the rest."""
    found = blocks_of([s for s in segments if not s.is_pile], page.across)
    piles = sorted((s for s in segments if s.is_pile), key=lambda s: -s.x0)
    found += [Block([line_of([pile])]) for pile in piles]
    for part in page.turned:
        found += blocks_of(part, [])
    return found


def _letters(segments: list[Segment]) -> int:
    """How many characters stretches and tables hold."""
    tables = sum(len(slot.text) for s in segments if s.table for slot in s.table.grid.slots)
    return tables + sum(len(s.text) for s in segments)


def _metadata(document: Any) -> Metadata:
    title = " ".join(document.get_metadata_value("Title").split())
    if _NO_TITLE.fullmatch(title):
        title = ""
    found = _DATE.match(document.get_metadata_value("CreationDate"))
    try:
        date = dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        date = None
    return Metadata(title or None, None, date, source="pdf info" if title or date else None, made=True)


def _numbers(pages: list[int]) -> str:
    """Page numbers for people: page 3; pages 3-5, 9."""
    runs: list[list[int]] = []
    for number in pages:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"page {told}" if len(pages) == 1 else f"pages {told}"
