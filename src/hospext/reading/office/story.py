"""The text of one story of a Word file: its body, a cell, a text box or a footnote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from hospext.reading.grid import Grid, Slot
from hospext.reading.office.package import Element
from hospext.reading.scripts import lowered, raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

NOTES = {"footnote": "footnotes", "endnote": "endnotes"}  # elements, and the parts that hold them
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "sdtPr", "sdtEndPr", "tblPr", "rPr"))
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_CHARACTER, _MOST_INDENT = 210, 8  # twips of a character of usual size; characters
_OFF = ("0", "false", "off", "none")
_P, _R, _TBL, _TR, _TC, _T = (f"{W}{name}" for name in ("p", "r", "tbl", "tr", "tc", "t"))


class Sink(Protocol):
    """Takes what a story holds, in reading order."""

    def line(self, text: str) -> None: ...

    def lines_or_table(self, grid: Grid) -> None: ...


class Lines:
    """A sink for a cell: tables inside it are rows of text."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)

    def lines_or_table(self, grid: Grid) -> None:
        rows: dict[int, list[str]] = defaultdict(list)
        for slot in grid.slots:
            rows[slot.row].append(slot.text)
        self.lines += [" ".join(filter(None, rows[row])) for row in sorted(rows)]


@dataclass(slots=True)
class _Field:
    """A field such as a table of contents: its instruction comes first, then what it shows."""

    instruction: str = ""
    shows: bool = False


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class Story:
    """Walks through a story and gives its lines and tables to a sink.

    ``noted`` collects the ids of the footnotes and endnotes that it refers to; their marks are left out, because they
    would become part of a number.
    """

    def __init__(self, sink: Sink, contents_styles: frozenset[str]) -> None:
        self._sink, self._contents = sink, contents_styles
        self._fields: list[_Field] = []
        self._carried = ""  # text of a paragraph whose end was deleted
        self.noted: dict[str, list[str]] = {kind: [] for kind in NOTES}

    def blocks(self, parent: Element) -> None:
        """The paragraphs and tables in an element."""
        for child in parent:
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._sink.lines_or_table(self._table(child))
            elif child.tag == f"{_COMPATIBLE}AlternateContent":
                for chosen in _chosen(child):
                    self.blocks(chosen)
            elif child.tag == f"{W}sdt" and _is_contents(child):
                continue
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                self.blocks(child)

    def _paragraph(self, element: Element) -> None:
        inside = self._in_contents()
        paragraph = _Paragraph([self._carried] if self._carried else [])
        self._carried = ""
        self._inline(element, paragraph)
        text = "".join(paragraph.parts)
        properties = element.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = text
        elif text.strip() or not (inside or self._in_contents()):
            style = properties.find(f"{W}pStyle") if properties is not None else None
            if style is None or style.get(f"{W}val") not in self._contents:
                self._sink.line(text)
        for box in paragraph.boxes:
            self.blocks(box)

    def _in_contents(self) -> bool:
        return any(each.instruction.strip().upper().startswith("TOC") for each in self._fields)

    def _inline(self, parent: Element, paragraph: _Paragraph) -> None:
        for child in parent:
            if child.tag == _R:
                self._run(child, paragraph)
            elif child.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                paragraph.parts += [each.text or "" for each in child.iter(f"{_MATH}t")]
            elif child.tag == f"{_COMPATIBLE}AlternateContent":
                for chosen in _chosen(child):
                    self._inline(chosen, paragraph)
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                self._inline(child, paragraph)

    def _run(self, run: Element, paragraph: _Paragraph) -> None:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            return
        script = properties.find(f"{W}vertAlign") if properties is not None else None
        place = script.get(f"{W}val") if script is not None else None
        turn = raised if place == "superscript" else lowered if place == "subscript" else str
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.noted[tag.removeprefix(W).removesuffix("Reference")].append(child.get(f"{W}id", ""))
            elif not all(each.shows for each in self._fields) or self._in_contents():
                continue
            elif tag == _T:
                paragraph.parts.append(turn(child.text or ""))
            elif tag in _BREAKS:
                paragraph.parts.append(_BREAKS[tag])
            elif tag == f"{W}ruby":
                for base in child.iterfind(f"{W}rubyBase"):
                    self._inline(base, paragraph)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_COMPATIBLE}AlternateContent"):
                paragraph.boxes += _boxes(child)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Element) -> Grid:
        rows = [row for row in _through(table, _TR) if row.find(f"{W}trPr/{W}del") is None]
        slots: list[Slot] = []
        open_above: dict[int, int] = {}  # column → index of the cell that goes on downwards there
        headers = 0
        for number, row in enumerate(rows):
            if headers == number and _is_on(row.find(f"{W}trPr"), "tblHeader"):
                headers += 1
            column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for cell in _through(row, _TC):
                wide = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                above = open_above.get(column)
                top = slots[above] if goes_on and above is not None else None
                if above is not None and top and (top.columns, top.row + top.rows) == (wide, number):
                    slots[above] = Slot(top.text, top.row, top.column, top.rows + 1, wide)
                else:
                    slots.append(Slot(self._cell(cell), number, column, 1, wide))
                    if merged is not None:
                        open_above[column] = len(slots) - 1
                    else:
                        open_above.pop(column, None)
                column += wide
        return Grid(tuple(slots), headers or None)

    def _cell(self, cell: Element) -> str:
        lines = Lines()
        inner = Story(lines, self._contents)
        inner.noted = self.noted
        inner.blocks(cell)
        first = cell.find(_P)
        return "\u3000" * _indent(first) + "\n".join(line for line in lines.lines if line.strip())


def _through(parent: Element, tag: str) -> list[Element]:
    """The children with a tag, also those inside content controls and accepted changes."""
    found: list[Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            found += _through(child, tag)
    return found


def _chosen(alternatives: Element) -> list[Element]:
    """Of content that is there twice, for new and for old programs, the first."""
    choice = alternatives.find(f"{_COMPATIBLE}Choice")
    fallback = alternatives.find(f"{_COMPATIBLE}Fallback")
    return [each for each in (choice, fallback) if each is not None][:1]


def _boxes(element: Element) -> list[Element]:
    """The contents of the text boxes in a drawing, each once."""
    found: list[Element] = []
    for child in _chosen(element) if element.tag == f"{_COMPATIBLE}AlternateContent" else element:
        if child.tag == f"{W}txbxContent":
            found.append(child)
        elif child.tag == f"{_COMPATIBLE}AlternateContent":
            for chosen in _chosen(child):
                found += _boxes(chosen)
        elif isinstance(child.tag, str):
            found += _boxes(child)
    return found


def _indent(paragraph: Element | None) -> int:
    """How many characters a paragraph is set in."""
    measures = paragraph.find(f"{W}pPr/{W}ind") if paragraph is not None else None
    if measures is None:
        return 0
    total = 0.0
    for names, sign in ((("left", "start"), 1), (("firstLine",), 1), (("hanging",), -1)):
        for name in names:
            characters, twips = measures.get(f"{W}{name}Chars"), measures.get(f"{W}{name}")
            if characters and characters.lstrip("-").isdecimal():
                total += sign * int(characters) / 100
            elif twips and twips.lstrip("-").isdecimal():
                total += sign * int(twips) / _CHARACTER
    return min(max(round(total), 0), _MOST_INDENT)


def _is_contents(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def _number(element: Element | None, default: int) -> int:
    try:
        return min(int(element.get(f"{W}val")), 1000) if element is not None else default
    except (TypeError, ValueError):
        return default
