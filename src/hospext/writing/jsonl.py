"""One JSON record a line."""

from __future__ import annotations

import json
from typing import Any, TextIO

from hospext.records import Extraction
from hospext.writing.rows import json_row

# Legal inside a JSON string, but line ends to many a reader (Python's splitlines among them).
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_jsonl(extraction: Extraction, stream: TextIO) -> None:
    """Write each record as one line of JSON."""
    for record in extraction.records:
        stream.write(one_line(json_row(record)) + "\n")


def one_line(row: dict[str, Any]) -> str:
    """A row as JSON that is one line to every reader."""
    return json.dumps(row, ensure_ascii=False).translate(_LINE_ENDS)
