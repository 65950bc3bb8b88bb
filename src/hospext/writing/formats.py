"""The output formats, what each can do, and which of them a file's suffix means."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from hospext.errors import UsageError


class Format(StrEnum):
    """What ``-f`` takes."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    ARROW = "arrow"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    MARKDOWN = "markdown"
    TABLE = "table"


class Headers(StrEnum):
    """The language of the column names."""

    EN = "en"
    ZH = "zh"


DELIMITED = (Format.CSV, Format.TSV)
BINARY = (Format.XLSX, Format.PARQUET, Format.ARROW)
DATABASES = (Format.SQLITE, Format.DUCKDB)
WITH_COLUMNS = (*DELIMITED, Format.TABLE, Format.XLSX, Format.MARKDOWN)

# The suffix to name first, then others that people use for the same format.
SUFFIXES: dict[Format, tuple[str, ...]] = {
    Format.JSON: (".json",),
    Format.JSONL: (".jsonl",),
    Format.CSV: (".csv",),
    Format.TSV: (".tsv",),
    Format.XLSX: (".xlsx",),
    Format.PARQUET: (".parquet",),
    Format.ARROW: (".arrow", ".feather"),
    Format.SQLITE: (".sqlite", ".sqlite3", ".db"),
    Format.DUCKDB: (".duckdb",),
    Format.MARKDOWN: (".md", ".markdown"),
}
_BY_SUFFIX = {suffix: format for format, suffixes in SUFFIXES.items() for suffix in suffixes}

# The libraries that a format needs beyond those of every installation; all come with hospext[outputs].
LIBRARIES: dict[Format, tuple[str, ...]] = {
    Format.XLSX: ("xlsxwriter",),
    Format.PARQUET: ("pyarrow",),
    Format.ARROW: ("pyarrow",),
    Format.DUCKDB: ("duckdb", "pyarrow"),
}


def format_of_suffix(path: str | PurePath) -> Format | None:
    """The format that a file's suffix stands for, or None."""
    return _BY_SUFFIX.get(PurePath(path).suffix.lower())


def format_of(path: str | PurePath) -> Format:
    """The same; raises ``UsageError`` for a suffix that says nothing."""
    format = format_of_suffix(path)
    if format is None:
        known = ", ".join(suffixes[0] for suffixes in SUFFIXES.values())
        raise UsageError(
            f"{path}: the suffix does not say the format: use one of {known}, or name it with -f"
        )
    return format
