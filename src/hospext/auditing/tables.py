"""The columns of a table against the row that sums them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from hospext.auditing.model import Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.sums import fits, not_adding
from hospext.meaning.said import Said
from hospext.meaning.values import Key, Values
from hospext.records import Kind

_ADDED = (Kind.COUNT, Kind.BED_COUNT, Kind.MONEY, Kind.AREA)
_FIRST_CELL = regex.compile(r"[\s|]*([^\t|]+)")


def tables(values: Values) -> Iterator[Finding]:
    """Columns whose rows, all of them known, do not add up to the 合计 row above or below them."""
    columns: dict[Key, dict[int, Said]] = defaultdict(dict)
    fixed = set(RELATIONS.words("not_additive"))
    for said in values.said:
        record = said.record
        if record.table is None or record.row is None or record.column is None:
            continue
        if record.kind in _ADDED and said.aspect == "level" and record.metric not in fixed:
            columns[record.document, record.table, record.column][record.row] = said
    for column in columns.values():
        yield from _column(column, values)


def _column(column: dict[int, Said], values: Values) -> Iterator[Finding]:
    rows = sorted(column)
    heads = {row: _head(column[row]) for row in rows}
    totals = [row for row in rows if heads[row] in RELATIONS.words("totals")]
    if len(totals) != 1 or totals[0] not in (rows[0], rows[-1]):
        return
    whole, parts = column[totals[0]], [column[row] for row in rows if row != totals[0]]
    unbroken = rows[-1] - rows[0] + 1 == len(rows)
    same = len({(part.unit, part.record.metric) for part in (whole, *parts)}) == 1
    if unbroken and same and _are_parts(whole, parts) and not fits(whole, parts):
        yield not_adding(whole, parts, values)


def _are_parts(whole: Said, parts: list[Said]) -> bool:
    """Whether each row is another organisation or campus, and none holds another: else rows may be parts of rows."""
    places = {part.place for part in parts}
    return (
        len(parts) > 1
        and len(places) == len(parts)
        and not places & {None, whole.place}
        and not any(word in _head(part) for part in parts for word in RELATIONS.words("subtotals"))
    )


def _head(said: Said) -> str:
    """What the first cell of the row says; the sentence of a number in a table is its row."""
    found = _FIRST_CELL.match(said.record.sentence)
    return "".join(found[1].split()) if found else ""
