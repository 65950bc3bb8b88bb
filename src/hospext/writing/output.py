"""One extraction in the format asked for: text into a stream, a binary file as bytes, rows into a database."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
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
    elif format is Format.MARKDOWN:
        from hospext.writing.markdown import write_markdown

        write_markdown(extraction, stream, headers=headers)
    else:
        from hospext.writing.table import write_table

        write_table(extraction, stream, headers=headers)


def binary_file(
    extraction: Extraction, format: Format, *, headers: Headers = Headers.EN
) -> tuple[bytes, list[str]]:
    """A whole XLSX, Parquet or Arrow file, and what the format could not hold, a sentence each."""
    if format is Format.XLSX:
        from hospext.writing.xlsx import xlsx

        return xlsx(extraction, headers)
    from hospext.writing.arrow import write_arrow, write_parquet

    stream = BytesIO()
    (write_parquet if format is Format.PARQUET else write_arrow)(extraction, stream)
    return stream.getvalue(), []


def check_database(path: Path, format: Format) -> None:
    """Raise ``UsageError`` where the file is no database that the extraction could go into."""
    if format is Format.SQLITE:
        from hospext.writing.sqlite import check_sqlite

        check_sqlite(path)
    else:
        from hospext.writing.duckdb import check_duckdb

        check_duckdb(path)


def store(extraction: Extraction, path: Path, format: Format) -> None:
    """Put the extraction into a database, in place of what it holds of the same documents."""
    if format is Format.SQLITE:
        from hospext.writing.sqlite import store_sqlite

        store_sqlite(extraction, path)
    else:
        from hospext.writing.duckdb import store_duckdb

        store_duckdb(extraction, path)
