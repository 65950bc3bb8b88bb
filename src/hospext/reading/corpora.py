"""Corpora: rows that are documents, and JSON lines that hold them. They are read row by row, never whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from hospext.errors import InputError
from hospext.reading.decode import decode
from hospext.reading.document import Document
from hospext.reading.outputs import refuse_output

_SAMPLE = 65536  # bytes of JSON lines in which their encoding is looked for
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\s*(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?(?=\D|$)")
_COMPACT_DAY = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*")

Row = dict[str, Any]
Report = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a row that hold the document's text, its id and its date.

    Without a field for the id, ``id`` is taken where every row has one, else the row's number, from 1.
    """

    text: str = "text"
    id: str | None = None
    date: str | None = None


def read_jsonl(
    stream: IO[bytes], name: str, encoding: str | None, fields: Fields, report: Report
) -> Iterator[Document]:
    """The documents of a file of JSON lines; lines that cannot be used are reported, and the others go on."""
    codec = encoding or _codec_of(stream)

    def rows() -> Iterator[tuple[int, Row]]:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode(codec))
                if not isinstance(row, dict):
                    raise ValueError("it is not an object")
            except (ValueError, RecursionError) as error:
                report(InputError(f"{name}: line {number} is not JSON: {_first_line(error)}"))
            else:
                yield number, row

    return documents_of(rows(), name, codec, fields, report)


def documents_of(
    rows: Iterable[tuple[int, Row]], name: str, codec: str, fields: Fields, report: Report
) -> Iterator[Document]:
    """The documents of numbered rows; those without text are passed over."""
    id_field = fields.id
    known: set[str] = set()
    first = True
    for number, row in rows:
        if first:
            check_fields(set(row), name, fields)
            id_field = fields.id or ("id" if "id" in row else None)
            first = False
        try:
            document = _document(row, number, name, codec, fields, id_field)
            if document is not None and document.id in known:
                raise InputError(
                    f"{document.id}: row {number} has an id that an earlier row has: make the ids differ"
                )
        except InputError as error:
            report(error)
            continue
        if document is not None:
            known.add(document.id)
            yield document


def _document(
    row: Row, number: int, name: str, codec: str, fields: Fields, id_field: str | None
) -> Document | None:
    own = row.get(id_field) if id_field else None
    document_id = f"{name}#{number if own is None else _clean(str(own))}"
    text = row.get(fields.text)
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    if not isinstance(text, str):
        raise InputError(f"{document_id}: the field {fields.text!r} holds no text")
    text = _clean(text)
    day = row.get(fields.date) if fields.date else None
    try:
        date = None if day in (None, "") else _date(day)
    except ValueError:
        raise InputError(
            f"{document_id}: the field {fields.date!r} holds no date: {str(day)[:40]!r}"
        ) from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=document_id, text=text, encoding=codec, sha256=digest, reference_date=date)


def check_fields(found: set[str], name: str, fields: Fields) -> None:
    """Raise InputError where a field is not there, or the file is an output of hospext."""
    refuse_output(found)
    for field, option in (
        (fields.text, "--text-field"),
        (fields.id, "--id-field"),
        (fields.date, "--date-field"),
    ):
        if field is not None and field not in found:
            there = ", ".join(sorted(found)[:12])
            raise InputError(f"{name}: no field {field!r}, only {there}: name the right one with {option}")


def _codec_of(stream: IO[bytes]) -> str:
    """The encoding of JSON lines, found in the first of them."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    codec = decode(whole)[1]
    if codec.startswith(("utf-16", "utf-32")):
        raise InputError("JSON lines in UTF-16 or UTF-32 cannot be read: save the file as UTF-8")
    return "utf-8-sig" if codec == "utf-8" else codec


def _date(value: object) -> dt.date:
    """The date that a field holds; ValueError where it holds none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = _COMPACT_DAY.fullmatch(str(value)) or _DAY.match(str(value))
    if found is None:
        raise ValueError
    return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def _clean(text: str) -> str:
    """Half of a character, which JSON can hold and no text, becomes a replacement mark."""
    return _SURROGATE.sub("\ufffd", text)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
