"""Workbooks, known by a property of the file that stays when a spreadsheet program saves them again."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hospext.errors import InputError
from hospext.records import Extraction
from hospext.stored.rows import (
    ADVICE,
    KEY_COLUMNS,
    check_version,
    columns,
    document_columns,
    documents,
    filled,
    records,
)
from hospext.writing.formats import Format

_MARK = "hospext.schema_version"
_PROPERTIES = "docProps/custom.xml"
_SHEETS = {"records": "记录", "documents": "文档"}
# How a workbook writes the characters that XML cannot hold.
_CONTROL = re.compile("_x(00[01][0-9A-F]|FFF[EF])_", re.IGNORECASE)


def is_stored(path: Path, format: Format) -> bool:
    """Whether the workbook has the mark of hospext."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _MARK.encode() in archive.read(_PROPERTIES)
    except (zipfile.BadZipFile, KeyError):
        return False


def load(path: Path, format: Format) -> Extraction:
    """The rows of the sheets of records and documents; the other sheets say the same once more."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise InputError(f"{path}: not a whole workbook: write it again with hospext extract") from None
    try:
        version = next((p.value for p in book.custom_doc_props.props if p.name == _MARK), None)
        if version is None:
            raise InputError(f"{path}: a workbook, but not an output of hospext: {ADVICE}")
        check_version(version, path)
        names, *rows = _rows(book, "records", path)
        keys, *entries = _rows(book, "documents", path)
    finally:
        book.close()
    known = columns(names)
    if not set(known) >= KEY_COLUMNS:
        raise InputError(f"{path}: the columns of its records are not those of hospext: {ADVICE}")
    return Extraction(
        documents=documents((dict(zip(document_columns(keys), row, strict=False)) for row in entries), path),
        records=records((filled(dict(zip(known, row, strict=False))) for row in rows), path, "row"),
    )


def _rows(book: Any, name: str, path: Path) -> Iterator[list[Any]]:
    sheet = next((s for s in book.worksheets if s.title in (name, _SHEETS[name])), None)
    if sheet is None:
        raise InputError(f"{path}: its sheet of {name} is missing: write it again with hospext extract")
    for row in sheet.iter_rows(values_only=True):
        if any(value is not None for value in row):
            yield [_plain(value) for value in row]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return _CONTROL.sub(lambda match: chr(int(match[1], 16)), value)
    return value
