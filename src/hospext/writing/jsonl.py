"""One JSON record a line."""

from __future__ import annotations

import json
from typing import TextIO

from hospext.records import Extraction
from hospext.writing.rows import json_row

# Legal inside a JSON string, but line ends to many a reader (Python's splitlines among them).
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_jsonl(extraction: Extraction, stream: TextIO) -> None:
    """Write each record as one line of JSON."""
    for record in extraction.records:
        line = json.dumps(json_row(record), ensure_ascii=False)
        stream.write(line.translate(_LINE_ENDS) + "\n")
