"""A stored output that is made to be compared: in JSON too, each document and each record is a line of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from hospext.records import Extraction
from hospext.writing.formats import Format
from hospext.writing.jsonl import one_line
from hospext.writing.output import write_extraction
from hospext.writing.rows import json_row


def write_baseline(extraction: Extraction, stream: TextIO, format: Format) -> None:
    """Write an extraction so that a change of one record is a change of one line."""
    if format is not Format.JSON:
        write_extraction(extraction, stream, format)
        return
    documents = (document.model_dump(mode="json") for document in extraction.documents)
    records = (json_row(record) for record in extraction.records)
    stream.write(f'{{\n"schema_version": {json.dumps(extraction.schema_version)},\n"documents": [')
    stream.writelines(_lines(documents))
    stream.write('\n],\n"records": [')
    stream.writelines(_lines(records))
    stream.write("\n]\n}\n")


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + one_line(row)
