"""One extraction into one text stream, in the format asked for."""

from __future__ import annotations

from typing import TextIO

from hospext.records import Extraction
from hospext.writing.formats import DELIMITED, Format, Headers


def write_extraction(
    extraction: Extraction,
    stream: TextIO,
    format: Format,
    *,
    headers: Headers = Headers.EN,
    excel: bool = False,
) -> None:
    """Write the extraction to an open text stream."""
    if format is Format.JSON:
        from hospext.writing.json import write_json

        write_json(extraction, stream)
    elif format is Format.JSONL:
        from hospext.writing.jsonl import write_jsonl

        write_jsonl(extraction, stream)
    elif format in DELIMITED:
        from hospext.writing.delimited import write_delimited

        write_delimited(extraction, stream, format, headers=headers, excel=excel)
    else:
        from hospext.writing.table import write_table

        write_table(extraction, stream, headers=headers)
