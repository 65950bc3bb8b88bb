"""A panel for people at a terminal: one table where it fits the width, else a block for each organisation.

In a block the metrics stand below each other and the periods beside each other; a growth stands in the cell of its level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hospext.panel.model import Cell, Column, Form, Key, Mark, Panel, Row
from hospext.panel.tables import key_heads, row_names, wide_heads
from hospext.panel.text import BORROWED, Names, cell_text
from hospext.writing.formats import Headers
from hospext.writing.plain import printable

_STYLES = {Mark.CONFLICT: "bold red", Mark.COURSE: "", Mark.SEVERAL: "", Mark.SINGLE: ""}
_MOST_NAME = 40  # percent of the width for the names of metrics
_GAP = 3  # columns of the terminal between two cells
_HEADS = {Headers.EN: ("metric", "unit"), Headers.ZH: ("指标", "单位")}
_NOTE = {
    Headers.EN: f"{BORROWED} no date is said: set beside the values of its sentence",
    Headers.ZH: f"{BORROWED} 原文未注明时间，随同句其他数值列出",
}


def write_terminal(panel: Panel, names: Names, stream: TextIO) -> None:
    """Write a panel as wide as the terminal, in colour where the stream is one."""
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    parts: list[RenderableType] = []
    if not panel.rows:
        parts.append("no values\n" if names.headers is Headers.EN else "没有数值\n")
    elif _wide_width(panel, names) <= console.width:
        parts.append(_wide(panel, names))
    else:
        for _, rows in groupby(panel.rows, key=lambda row: (row.document, row.place)):
            parts += _block(list(rows), panel, names, console.width)
    if any(value.borrowed for _, _, cell in panel.cells() for value in cell.values):
        parts.append(Text(_NOTE[names.headers] + "\n", "dim"))
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        for part in parts:
            console.print(part)
    stream.write(capture.get())


def _shown(cell: Cell, column: Column) -> Text:
    mark = BORROWED if any(value.borrowed for value in cell.values) else ""
    return Text(printable(cell_text(cell, column)) + mark, _STYLES[cell.mark])


def _wide_width(panel: Panel, names: Names) -> int:
    """How wide one table of all would be, its heads broken between words."""
    rows = [[max(head.split(), key=cell_len, default="") for head in wide_heads(panel, names)]]
    for row in panel.rows:
        cells = [_shown(row.cells[c], c).plain if c in row.cells else "" for c in panel.columns]
        rows.append([*row_names(panel, row, names), *cells])
    return sum(max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True))


def _wide(panel: Panel, names: Names) -> Table:
    table = _table()
    keys = len(key_heads(panel, names.headers))
    for index, head in enumerate(wide_heads(panel, names)):
        words = printable(head).replace(" ", "\n")
        table.add_column(words, justify="left" if index < keys else "right", no_wrap=True)
    for row in panel.rows:
        cells = [_shown(row.cells[c], c) if c in row.cells else "" for c in panel.columns]
        table.add_row(*map(printable, row_names(panel, row, names)), *cells)
    return table


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False)


def _block(rows: list[Row], panel: Panel, names: Names, width: int) -> list[RenderableType]:
    """The metrics of one organisation below each other; as many periods beside each other as fit."""
    title = [rows[0].document or "", rows[0].place.name if rows[0].place else ""]
    parts: list[RenderableType] = [Text(" · ".join(part for part in title if part), "bold")]
    lines = _lines(rows, panel)
    texts = [[_joined(row, line, names) for row in rows] for line in lines]
    heads = [names.period(row.period) if Key.PERIOD in panel.by and row.period else "" for row in rows]
    used = sum(max(cell_len(text) for text in column) + _GAP for column in _names_of(lines, names))
    for chosen in _chunks(
        [_width_of(heads[i], [line[i] for line in texts]) for i in range(len(rows))], width - used
    ):
        table = _table()
        for head in _HEADS[names.headers]:
            table.add_column(head, overflow="fold")
        for index in chosen:
            table.add_column(heads[index], justify="right", overflow="fold")
        for name, unit, line in zip(*_names_of(lines, names), texts, strict=True):
            if any(line[index].plain for index in chosen):
                table.add_row(name, unit, *(line[index] for index in chosen))
        parts.append(table)
    return parts


def _names_of(lines: Iterable[list[Column]], names: Names) -> list[list[str]]:
    """The metrics and the units of the lines of a block."""
    metrics, units = [], []
    for line in lines:
        first = line[0]
        level = next((column for column in line if column.form is Form.LEVEL), None)
        target = names.form(replace(first, form=Form.LEVEL, basis=None))
        keys = [first.place.name if first.place else "", names.period(first.period) if first.period else ""]
        metrics.append(" ".join(word for word in (*keys, names.metric(first), target) if word))
        units.append(names.unit(level) if level else "")
    return [metrics, units]


def _lines(rows: Sequence[Row], panel: Panel) -> list[list[Column]]:
    """The columns that these rows have, those of one metric, part and status together."""
    used = [column for column in panel.columns if any(column in row.cells for row in rows)]
    lines: list[list[Column]] = []
    for column in used:
        last = lines[-1][0] if lines else None
        same = last is not None and _same_line(last, column)
        levels = {each.unit for each in lines[-1] if each.form is Form.LEVEL} if same else set()
        if same and not (column.form is Form.LEVEL and levels):
            lines[-1].append(column)
        else:
            lines.append([column])
    return lines


def _same_line(one: Column, other: Column) -> bool:
    return (one.metric, one.part, one.status, one.place, one.period) == (
        other.metric,
        other.part,
        other.status,
        other.place,
        other.period,
    )


def _joined(row: Row, line: Sequence[Column], names: Names) -> Text:
    """A level, and behind it its growth and change: ``25,909  yoy +11.32%``."""
    texts: list[Text] = []
    for column in line:
        if column not in row.cells:
            continue
        shown = _shown(row.cells[column], column)
        if column.form is not Form.LEVEL:
            words = names.form(replace(column, status="actual"))
            shown = Text.assemble((f"{words} ", "dim"), shown, (names.unit(column), "dim"))
        texts.append(shown)
    return Text("  ").join(texts)


def _width_of(head: str, cells: Iterable[Text]) -> int:
    return max([cell_len(head), *(cell.cell_len for cell in cells)]) + _GAP


def _chunks(widths: Sequence[int], room: int) -> list[list[int]]:
    """Which columns stand beside each other; at least one."""
    chunks: list[list[int]] = []
    left = 0
    for index, width in enumerate(widths):
        if not chunks or width > left:
            chunks.append([])
            left = room
        chunks[-1].append(index)
        left -= width
    return chunks
