"""From a stored output back to its documents and records: JSON, JSON lines, CSV or TSV, as hospext writes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from hospext.errors import InputError
from hospext.records import RECORD_ADAPTER, SCHEMA_VERSION, DocumentInfo, Extraction
from hospext.writing.rows import COLUMNS, COLUMNS_ZH

_ADVICE = "name a file that hospext extract wrote (.json, .jsonl, .csv or .tsv)"
_ENGLISH = {zh: column for column, zh in COLUMNS_ZH.items()}
_KEY_COLUMNS = {"kind", "document", "start", "end", "text"}


def is_stored(path: str | Path) -> bool:
    """Whether a file looks like an output of hospext, rather than like a document to extract from."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in _LOADERS:
        return False
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            head = stream.read(4096)
    except (OSError, UnicodeDecodeError):
        return False
    if suffix == ".json":
        return '"schema_version"' in head
    if suffix == ".jsonl":
        return all(f'"{key}"' in head.split("\n", 1)[0] for key in _KEY_COLUMNS)
    header = next(csv.reader(io.StringIO(head), delimiter=_DELIMITERS[suffix]), [])
    return set(_columns(header)) >= _KEY_COLUMNS


def load(path: str | Path) -> Extraction:
    """The documents and records of a stored output; JSON lines and tables hold records alone.

    Raises ``InputError`` for a file that is missing, cut off, of another schema version, or not an output of hospext.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in _LOADERS:
        raise InputError(f"{path}: not a stored output: {_ADVICE}")
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            return _LOADERS[suffix](stream.read(), str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}): check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text: {_ADVICE}") from None


def _load_json(text: str, path: str) -> Extraction:
    try:
        output = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: not whole JSON ({error}): write it again with hospext extract") from None
    if (
        not isinstance(output, dict)
        or not isinstance(output.get("records"), list)
        or "documents" not in output
    ):
        raise InputError(f"{path}: JSON, but not an output of hospext: {_ADVICE}")
    if output.get("schema_version") != SCHEMA_VERSION:
        raise InputError(
            f"{path}: of schema version {output.get('schema_version')}, and this hospext reads {SCHEMA_VERSION}: "
            "write it again with hospext extract"
        )
    try:
        documents = [DocumentInfo.model_validate(each) for each in output["documents"]]
    except (ValidationError, TypeError):
        raise InputError(f"{path}: its documents are not those of an output of hospext: {_ADVICE}") from None
    return Extraction(documents=documents, records=_records(output["records"], path, "record"))


def _load_jsonl(text: str, path: str) -> Extraction:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise InputError(
                    f"{path}:{number}: not whole JSON: write it again with hospext extract"
                ) from None
    return Extraction(documents=[], records=_records(rows, path, "line"))


def _load_delimited(text: str, path: str) -> Extraction:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_DELIMITERS[PurePath(path).suffix.lower()])
    columns = _columns(next(reader, []))
    if not set(columns) >= _KEY_COLUMNS:
        raise InputError(f"{path}: its columns are not those of an output of hospext: {_ADVICE}")
    rows = []
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(columns):
            raise InputError(f"{path}: row {number} is cut off: write it again with hospext extract")
        known = zip(columns, cells, strict=True)
        rows.append({column: _disarmed(cell) for column, cell in known if cell != "" and column in COLUMNS})
    return Extraction(documents=[], records=_records(rows, path, "row"))


def _columns(header: Iterable[str]) -> list[str]:
    """The column names in English, whichever language the file has them in."""
    return [_ENGLISH.get(name, name) for name in header]


def _disarmed(cell: str) -> str:
    """A cell without the mark that ``--excel`` puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@\t\r\n＝＋－＠" and cell[1:2] else cell


def _records(rows: list[Any], path: str, what: str) -> list[Any]:
    records = []
    for number, row in enumerate(rows, 1):
        try:
            records.append(RECORD_ADAPTER.validate_python(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "kind"
            raise InputError(f"{path}: {what} {number}: {place}: {first['msg']}: {_ADVICE}") from None
    return records


_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_LOADERS: dict[str, Callable[[str, str], Extraction]] = {
    ".json": _load_json,
    ".jsonl": _load_jsonl,
    ".csv": _load_delimited,
    ".tsv": _load_delimited,
}
STORED = tuple(_LOADERS)
