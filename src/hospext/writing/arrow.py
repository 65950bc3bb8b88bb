"""Parquet and Arrow: typed columns, with the documents and the versions in the metadata of the schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from hospext import __version__
from hospext.records import DocumentInfo, Extraction
from hospext.writing.columns import DOCUMENT_COLUMNS, RECORD_COLUMNS, Column, Type, typed

# The keys of the metadata; each value is UTF-8 text, the documents as the JSON list of the JSON output.
SCHEMA_VERSION_KEY = "hospext.schema_version"
VERSION_KEY = "hospext.version"
DOCUMENTS_KEY = "hospext.documents"

_TYPES: dict[Type, Any] = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.DATE: pa.date32(),
}


def write_parquet(extraction: Extraction, stream: BinaryIO) -> None:
    """Write the records as one Parquet file."""
    pq.write_table(_with_metadata(extraction), stream, compression="zstd")


def write_arrow(extraction: Extraction, stream: BinaryIO) -> None:
    """Write the records as one Arrow IPC file, which is Feather version 2."""
    table = _with_metadata(extraction)
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(stream, table.schema, options=options) as writer:
        writer.write_table(table)


def records_table(extraction: Extraction) -> pa.Table:
    """One row a record, in every column of the contract."""
    return _table(RECORD_COLUMNS, extraction.records)


def documents_table(documents: Sequence[DocumentInfo]) -> pa.Table:
    """One row a document."""
    return _table(DOCUMENT_COLUMNS, documents)


def _table(columns: Iterable[Column], items: Sequence[Any]) -> pa.Table:
    schema = pa.schema([pa.field(c.name, _TYPES[c.type], nullable=not c.required) for c in columns])
    return pa.table(
        [
            pa.array([typed(getattr(item, field.name, None)) for item in items], type=field.type)
            for field in schema
        ],
        schema=schema,
    )


def _with_metadata(extraction: Extraction) -> pa.Table:
    documents = [document.model_dump(mode="json") for document in extraction.documents]
    return records_table(extraction).replace_schema_metadata(
        {
            SCHEMA_VERSION_KEY: extraction.schema_version,
            VERSION_KEY: __version__,
            DOCUMENTS_KEY: json.dumps(documents, ensure_ascii=False),
        }
    )
