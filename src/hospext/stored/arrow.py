"""Parquet and Arrow files, known by the metadata of their schema."""

from __future__ import annotations

import json
from pathlib import Path

from hospext.errors import InputError
from hospext.records import Extraction
from hospext.stored.rows import ADVICE, check_version, documents, filled, records
from hospext.writing.formats import Format

_MARK = b"hospext.schema_version"
_TAILS = {Format.PARQUET: (8, b"PAR1"), Format.ARROW: (10, b"ARROW1")}  # four bytes of length, and the magic


def is_stored(path: Path, format: Format) -> bool:
    """Whether the file's last part, which describes its columns, has the mark of hospext."""
    size, magic = _TAILS[format]
    with path.open("rb") as stream:
        end = stream.seek(0, 2)
        stream.seek(max(0, end - size))
        tail = stream.read()
        if not tail.endswith(magic) or len(tail) < size:
            return False
        stream.seek(max(0, end - size - int.from_bytes(tail[:4], "little")))
        return _MARK in stream.read()


def load(path: Path, format: Format) -> Extraction:
    """The records of the rows, the documents of the metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from hospext.writing.arrow import DOCUMENTS_KEY, SCHEMA_VERSION_KEY

    try:
        if format is Format.PARQUET:
            table = pq.ParquetFile(path).read()
        else:
            with pa.memory_map(str(path)) as source:
                table = pa.ipc.open_file(source).read_all()
    except pa.ArrowInvalid:
        raise InputError(f"{path}: not a whole {format} file: write it again with hospext extract") from None
    metadata = table.schema.metadata or {}
    if _MARK not in metadata:
        raise InputError(f"{path}: {format}, but not an output of hospext: {ADVICE}")
    check_version(metadata[SCHEMA_VERSION_KEY.encode()].decode(), path)
    return Extraction(
        documents=documents(json.loads(metadata[DOCUMENTS_KEY.encode()]), path),
        records=records(map(filled, table.to_pylist()), path, "row"),
    )
