"""JSON, JSON lines, CSV and TSV as hospext writes them; all but JSON hold records alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from hospext.errors import InputError
from hospext.records import Extraction
from hospext.stored.rows import ADVICE, KEY_COLUMNS, check_version, columns, documents, filled, records
from hospext.writing.formats import Format

_DELIMITERS = {Format.CSV: ",", Format.TSV: "\t"}


def is_stored(path: Path, format: Format) -> bool:
    """Whether the beginning of a file is that of an output."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.read(4096)
    except UnicodeDecodeError:
        return False
    if format is Format.JSON:
        return '"schema_version"' in head
    if format is Format.JSONL:
        return all(f'"{key}"' in head.split("\n", 1)[0] for key in KEY_COLUMNS)
    header = next(csv.reader(io.StringIO(head), delimiter=_DELIMITERS[format]), [])
    return set(columns(header)) >= KEY_COLUMNS


def load(path: Path, format: Format) -> Extraction:
    """The records, and the documents where the format has them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text: {ADVICE}") from None
    if format is Format.JSON:
        return _load_json(text, path)
    if format is Format.JSONL:
        return _load_jsonl(text, path)
    return _load_delimited(text, path, _DELIMITERS[format])


def _load_json(text: str, path: Path) -> Extraction:
    try:
        output = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: not whole JSON ({error}): write it again with hospext extract") from None
    if (
        not isinstance(output, dict)
        or not isinstance(output.get("records"), list)
        or "documents" not in output
    ):
        raise InputError(f"{path}: JSON, but not an output of hospext: {ADVICE}")
    check_version(output.get("schema_version"), path)
    return Extraction(
        documents=documents(output["documents"], path), records=records(output["records"], path, "record")
    )


def _load_jsonl(text: str, path: Path) -> Extraction:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise InputError(
                    f"{path}:{number}: not whole JSON: write it again with hospext extract"
                ) from None
    return Extraction(documents=[], records=records(rows, path, "line"))


def _load_delimited(text: str, path: Path, delimiter: str) -> Extraction:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = columns(next(reader, []))
    if not set(names) >= KEY_COLUMNS:
        raise InputError(f"{path}: its columns are not those of an output of hospext: {ADVICE}")
    rows = []
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(names):
            raise InputError(f"{path}: row {number} is cut off: write it again with hospext extract")
        values = (_disarmed(cell) or None for cell in cells)
        rows.append(filled(dict(zip(names, values, strict=True))))
    return Extraction(documents=[], records=records(rows, path, "row"))


def _disarmed(cell: str) -> str:
    """A cell without the mark that ``--excel`` puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@\t\r\n＝＋－＠" and cell[1:2] else cell
