"""Excel files: every visible sheet as people see it, numbers in their formats, formulas by their last value."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.blocks import add_sheet
from hospext.reading.document import Reading
from hospext.reading.grid import Slot
from hospext.reading.office.numbers import BUILT_IN, shown
from hospext.reading.office.package import RELATED, Element, Package
from hospext.reading.outputs import refuse_output

MAX_CELLS = 2_000_000  # filled cells of one file

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 16_384  # of any sheet
_MOST_INDENT = 8  # characters
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表) ?[0-9]*", re.I)
_NO_VALUES = "formulas without a stored value are left empty: open the file in Excel and save it once"

Place = tuple[int, int]


@dataclass(slots=True)
class _Sheet:
    """What one sheet holds: text by (row, column) from 0, merged areas as (top, left, bottom, right) inclusive."""

    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas_without_value: int = 0


@dataclass(slots=True)
class _Book:
    """What the sheets share."""

    strings: list[str]
    codes: list[str]  # the format code of each cell style
    indents: list[int]  # how many characters each sets its text in
    from_1904: bool


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of an Excel file."""
    package = Package(data)
    main = package.main("xl/workbook.xml")
    tree = package.tree(main)
    if tree is None:
        raise InputError("not a whole Excel file: get a whole copy")
    related = package.related(main)
    parts = dict(related.values())
    properties = tree.find(f"{_S}workbookPr")
    styles = package.tree(parts.get("styles", "xl/styles.xml"))
    book = _Book(
        list(_strings(package, parts.get("sharedStrings", "xl/sharedStrings.xml"))),
        _codes(styles),
        _indents(styles),
        properties is not None and properties.get("date1904") in ("1", "true"),
    )
    assembly = Assembly()
    left = MAX_CELLS
    without_value = 0
    for sheet in tree.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, part = related.get(sheet.get(f"{RELATED}id", ""), ("", ""))
        if sheet.get("state", "visible") != "visible" or kind != "worksheet":
            continue
        read_sheet = _read_sheet(package, part, book, left)
        left -= len(read_sheet.texts)
        without_value += read_sheet.formulas_without_value
        slots = list(_slots(read_sheet))
        refuse_output(slot.text for slot in slots if slot.row == 0)
        name = sheet.get("name", "")
        if slots and not _DEFAULT_NAME.fullmatch(name):
            assembly.line(name)
        add_sheet(slots, assembly)
    notes = [f"{without_value} {_NO_VALUES}"] if without_value else []
    return assembly.reading("xlsx", package.metadata("xlsx properties"), *notes)


def _strings(package: Package, part: str) -> Iterator[str]:
    for item in package.elements(part, f"{_S}si", f"{_STRICT}si"):
        yield _rich_text(item)


def _rich_text(item: Element) -> str:
    """The text of a string, without the pronunciation that may be noted over it."""
    texts = []
    for child in item:
        local = child.tag.rsplit("}", 1)[-1]
        if local == "t":
            texts.append(child.text or "")
        elif local == "r":
            texts += [each.text or "" for each in child if each.tag.endswith("}t")]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(texts))


def _codes(styles: Element | None) -> list[str]:
    if styles is None:
        return []
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{_S}numFmt")}
    found = []
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = style.get("numFmtId", "0")
        found.append(own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() else 0, "General"))
    return found


def _indents(styles: Element | None) -> list[int]:
    found = []
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf") if styles is not None else ():
        alignment = style.find(f"{_S}alignment")
        found.append(min(_whole(alignment.get("indent"), 0), _MOST_INDENT) if alignment is not None else 0)
    return found


def _read_sheet(package: Package, part: str, book: _Book, most: int) -> _Sheet:
    sheet = _Sheet()
    number = -1
    tags = [f"{space}{name}" for space in (_S, _STRICT) for name in ("row", "mergeCell", "col")]
    for element in package.elements(part, *tags):
        local = element.tag.rsplit("}", 1)[-1]
        if local == "row":
            number = _whole(element.get("r"), number + 2) - 1
            if element.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(number)
            else:
                _read_row(element, number, book, sheet)
            if len(sheet.texts) > most:
                raise InputError(f"more than {MAX_CELLS:,} filled cells: split the file")
        elif local == "mergeCell":
            ends = [_place(end) for end in element.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                sheet.merged.append((*ends[0], *ends[1]))
        elif element.get("hidden") in ("1", "true"):
            last = min(_whole(element.get("max"), 1), _MOST_COLUMNS)
            sheet.hidden_columns.update(range(_whole(element.get("min"), 1) - 1, last))
    return sheet


def _read_row(row: Element, number: int, book: _Book, sheet: _Sheet) -> None:
    column = -1
    for cell in row:
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        text = _cell(cell, book, sheet)
        if text.strip():
            style = _whole(cell.get("s"), 0)
            indent = book.indents[style] if 0 <= style < len(book.indents) else 0
            sheet.texts[number, column] = "\u3000" * indent + text


def _cell(cell: Element, book: _Book, sheet: _Sheet) -> str:
    kind = cell.get("t", "n")
    value: str | None = None
    formula = False
    for child in cell:
        local = child.tag.rsplit("}", 1)[-1]
        if local == "is":
            return _rich_text(child)
        if local == "v":
            value = str(child.text or "")
        formula = formula or local == "f"
    if not value:
        sheet.formulas_without_value += formula
        return ""
    if kind == "s":
        at = _whole(value, -1)
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n":
        return value
    style = _whole(cell.get("s"), 0)
    code = book.codes[style] if 0 <= style < len(book.codes) else "General"
    try:
        return shown(float(value), code, from_1904=book.from_1904)
    except (ValueError, ArithmeticError):
        return value


def _slots(sheet: _Sheet) -> Iterator[Slot]:
    """The filled cells, hidden rows and columns closed up; a merged cell covers its whole area."""
    areas = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    last_row = max((row for row, _ in sheet.texts), default=0)
    last_column = max((column for _, column in sheet.texts), default=0)
    for (row, column), text in sorted(sheet.texts.items()):
        if column in sheet.hidden_columns:
            continue
        bottom, right = areas.get((row, column), (row, column))
        bottom, right = min(bottom, last_row), min(right, last_column)
        top, left = row - bisect(rows, row), column - bisect(columns, column)
        tall = bottom - bisect(rows, bottom) - top + 1
        wide = right - bisect(columns, right) - left + 1
        yield Slot(text, top, left, max(tall, 1), max(wide, 1))


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default
