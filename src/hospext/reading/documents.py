"""From one input to its document, or to its documents where it is a corpus."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from hospext.errors import InputError
from hospext.reading.corpora import Fields, Report
from hospext.reading.document import Document
from hospext.reading.files import STANDARD_INPUT, document_id, input_error
from hospext.reading.formats import HEAD, JSONL, PARQUET, Format, format_of, suffix_of

MAX_BYTES = 1 << 30  # of one document: 1 GiB; corpora are read row by row and may be larger


def read_file(path: str | os.PathLike[str], encoding: str | None = None) -> Document:
    """Read one file of any format, or standard input for ``-``, as one document.

    Raises InputError where it cannot be read, or is a corpus of several documents.
    """
    found = read_documents(path, encoding)
    document = next(found, None)
    if document is None:
        raise InputError(f"{document_id(os.fspath(path))}: the file is empty: there is nothing to extract")
    if next(found, None) is not None:
        name = document_id(os.fspath(path))
        raise InputError(f"{name}: a corpus of several documents: read them with read_documents")
    return document


def read_documents(
    path: str | os.PathLike[str],
    encoding: str | None = None,
    *,
    fields: Fields | None = None,
    report: Report | None = None,
) -> Iterator[Document]:
    """The documents of one file, or of standard input for ``-``: one, or as many as a corpus holds.

    Ids in a corpus are ``corpus.jsonl#ID``; ``fields`` names its fields. Rows that cannot be used go to ``report`` and
    the others go on; without ``report`` the first of them raises InputError.
    """
    name = os.fspath(path)
    known = document_id(name)
    try:
        with _opened(name) as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            format = _corpus_format(name, head, fields or Fields())
            if format is not None:
                documents = format.load()(stream, known, encoding, fields or Fields(), report or _raise)
                yield from cast(Iterator[Document], documents)
            else:
                yield _document(name, _all_of(stream), encoding)
    except OSError as error:
        raise input_error(name, error) from None
    except InputError as error:
        if str(error).startswith(known):
            raise
        raise InputError(f"{known}: {error}") from None


def _document(name: str, data: bytes, encoding: str | None) -> Document:
    reading = format_of(name, data).read(data, encoding)
    return Document(
        id=document_id(name),
        text=reading.text,
        encoding=reading.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=reading.pages,
        tables=reading.tables,
        metadata=reading.metadata,
        notes=reading.notes,
    )


def _corpus_format(name: str, head: bytes, fields: Fields) -> Format | None:
    """The format of a corpus; JSON lines without a suffix, as on standard input, have the field of the text."""
    if head.startswith(b"PAR1"):
        return PARQUET
    if suffix_of(name) in JSONL.suffixes:
        return None if head.startswith((b"PK", b"%PDF")) or not head else JSONL
    if not suffix_of(name) and head.startswith(b"{"):
        try:
            row = json.loads(head.split(b"\n", 1)[0])
        except ValueError:
            return None
        return JSONL if isinstance(row, dict) and fields.text in row else None
    return None


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == STANDARD_INPUT:
        yield io.BytesIO(sys.stdin.buffer.read())
    else:
        with Path(name).open("rb") as stream:
            yield stream if stream.seekable() else io.BytesIO(stream.read())


def _all_of(stream: IO[bytes]) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES >> 20} MB: split it")
    return data


def _raise(error: InputError) -> None:
    raise error
