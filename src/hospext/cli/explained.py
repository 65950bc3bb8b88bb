"""Explanations for people: one block for each number, the fields in Chinese with their ids, the reasons in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from hospext.explaining import Explanation
from hospext.explaining.wording import miss_text, reason_text
from hospext.writing.rows import COLUMNS_ZH
from hospext.writing.table import value_text

_FIELDS = {**COLUMNS_ZH, "date": "日期", "period": "期间", "aspect": "增减", "granularity": "粒度"}


def plain_lines(explanations: Iterable[Explanation]) -> Iterator[tuple[str, str]]:
    """Style and text of each line: the sentence once, then a block for each of its numbers."""
    sentence: tuple[int, str] | None = None
    for each in explanations:
        if sentence is None or each.sentence != sentence[1]:
            if sentence is not None:
                yield "", ""
            sentence = each.line, each.sentence
            yield "sentence", f"第{each.line}行  {each.sentence}"
        yield "", ""
        yield from _block(each)


def _block(each: Explanation) -> Iterator[tuple[str, str]]:
    place = f"[{each.start}:{each.end}]"
    if each.record is None:
        yield "missed", f"○ {_one_line(each.text)}  {place}  没有记录：{miss_text(each.steps[0])}"
        return
    unit = getattr(each.record, "unit", None) or ""
    yield (
        "found",
        f"● {_one_line(each.text)}  {place}  →  {each.record.kind} {value_text(each.record)} {unit}".rstrip(),
    )
    rows = [
        (f"{_FIELDS[step.field]} {step.field}", step.value or "—", reason_text(step)) for step in each.steps
    ]
    wide = [min(max(text_width(row[column]) for row in rows), 44) for column in (0, 1)]
    for name, value, reason in rows:
        yield "step", f"    {padded(name, wide[0])}  {padded(value, wide[1])}  {reason}".rstrip()


def _one_line(text: str) -> str:
    return "".join(text.split())


def text_width(text: str) -> int:
    """The columns that a text takes at a terminal; Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """The text, filled with spaces to a width in columns; Han characters count two."""
    return text + " " * (width - text_width(text))
