"""Corpora in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from hospext.errors import InputError
from hospext.reading.corpora import Fields, Report, Row, check_fields, documents_of
from hospext.reading.document import Document

_BATCH = 512  # rows at a time


def read(
    stream: IO[bytes], name: str, encoding: str | None, fields: Fields, report: Report
) -> Iterator[Document]:
    """The documents of a Parquet file, of which only the columns that matter are read."""
    try:
        file = pq.ParquetFile(stream)
        columns = file.schema_arrow.names
        check_fields(set(columns), name, fields)
        wanted = [each for each in (fields.text, fields.id or "id", fields.date) if each in columns]

        def rows() -> Iterator[tuple[int, Row]]:
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row

        yield from documents_of(rows(), name, "parquet", fields, report)
    except (pa.ArrowException, OSError):
        raise InputError(f"{name}: the file is damaged or cut off: get a whole copy") from None
