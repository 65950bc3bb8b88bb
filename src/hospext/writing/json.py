"""One JSON document for the whole output."""

from __future__ import annotations

import json
from typing import TextIO

from hospext.records import Extraction
from hospext.writing.rows import json_row


def write_json(extraction: Extraction, stream: TextIO) -> None:
    """Write schema version, documents and records, indented, Chinese as it is."""
    output = {
        "schema_version": extraction.schema_version,
        "documents": [document.model_dump(mode="json") for document in extraction.documents],
        "records": [json_row(record) for record in extraction.records],
    }
    json.dump(output, stream, indent=2, ensure_ascii=False)
    stream.write("\n")
