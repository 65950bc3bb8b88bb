"""Markdown for pull requests and notes: a heading and a table a document; what the text holds stays text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TextIO

from hospext.records import Extraction, Record
from hospext.writing.formats import Headers
from hospext.writing.rows import COLUMNS_ZH
from hospext.writing.table import BRIEF_ZH, RIGHT, brief, harmless, known_of

# Marks of emphasis, code, links, strikes and cells; one inside a word, as in bed_count, is none.
_MARKS = re.compile(r"[\\`*\[\]~|]|(?<!\w)_|_(?!\w)")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write_markdown(extraction: Extraction, stream: TextIO, *, headers: Headers = Headers.EN) -> None:
    """Write the columns that tell what was found."""
    records: dict[str, list[Record]] = defaultdict(list)
    for record in extraction.records:
        records[record.document].append(record)
    parts = []
    for document in extraction.documents:
        lines = [f"## {' · '.join(map(escaped, known_of(document)))}", ""]
        lines += _table(records[document.id], headers) if records[document.id] else ["no records"]
        parts.append("".join(f"{line}\n" for line in lines))
    stream.write("\n".join(parts))


def _table(records: list[Record], headers: Headers) -> list[str]:
    rows = [{**brief(record), "text": harmless(record.text)} for record in records]
    names = {**COLUMNS_ZH, **BRIEF_ZH} if headers is Headers.ZH else {}
    return [
        _row(names.get(column, column) for column in rows[0]),
        _row("---:" if column in RIGHT else ":---" for column in rows[0]),
        *(_row(map(escaped, row.values())) for row in rows),
    ]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split())).translate(_HTML)
