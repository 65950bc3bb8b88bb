"""From a stored output back to its documents and records, in every format that hospext writes for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from hospext.errors import InputError
from hospext.extras import need
from hospext.records import Extraction
from hospext.stored.rows import ADVICE
from hospext.writing.formats import DATABASES, DELIMITED, Format, format_of_suffix

_TEXT = (Format.JSON, Format.JSONL, *DELIMITED)
STORED = tuple(f".{format}" for format in _TEXT)  # the suffixes of outputs that a diff tool can show
_READABLE = (*_TEXT, Format.XLSX, Format.PARQUET, Format.ARROW, *DATABASES)
_LIBRARIES = {
    Format.XLSX: "openpyxl",
    Format.PARQUET: "pyarrow",
    Format.ARROW: "pyarrow",
    Format.DUCKDB: "duckdb",
}


def is_stored(path: str | Path) -> bool:
    """Whether a file is an output of hospext, rather than a document to extract from; needs no extra."""
    format = format_of_suffix(path)
    if format not in _READABLE or not Path(path).is_file():
        return False
    try:
        return _reader(format).is_stored(Path(path), format)
    except OSError:
        return False


def load(path: str | Path) -> Extraction:
    """The documents and records of a stored output; JSON lines, CSV and TSV hold records alone.

    Raises ``InputError`` for a file that is missing, cut off, of another schema version, or not an output of hospext,
    and ``UsageError`` where the library that reads it is not installed.
    """
    format = format_of_suffix(path)
    if format not in _READABLE:
        raise InputError(f"{path}: not a stored output: {ADVICE}")
    try:
        with Path(path).open("rb"):
            pass  # what is not there needs no library
        if format in _LIBRARIES:
            need("outputs", str(path), _LIBRARIES[format])
        return _reader(format).load(Path(path), format)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}): check the path") from None


class _Reader(Protocol):
    """What each module here offers."""

    def is_stored(self, path: Path, format: Format) -> bool: ...

    def load(self, path: Path, format: Format) -> Extraction: ...


def _reader(format: Format) -> _Reader:
    if format in _TEXT:
        from hospext.stored import text

        return text
    if format is Format.XLSX:
        from hospext.stored import xlsx

        return xlsx
    if format in DATABASES:
        from hospext.stored import databases

        return databases
    from hospext.stored import arrow

    return arrow
