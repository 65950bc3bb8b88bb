"""The output formats, and which of them a file's suffix means."""

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
    TABLE = "table"


class Headers(StrEnum):
    """The language of the column names."""

    EN = "en"
    ZH = "zh"


DELIMITED = (Format.CSV, Format.TSV)
WITH_COLUMNS = (*DELIMITED, Format.TABLE)
_BY_SUFFIX = {f".{each}": each for each in Format if each is not Format.TABLE}


def format_of(path: str | PurePath) -> Format:
    """The format that a file's suffix stands for."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in _BY_SUFFIX:
        known = ", ".join(_BY_SUFFIX)
        raise UsageError(
            f"{path}: the suffix does not say the format: use one of {known}, or name it with -f"
        )
    return _BY_SUFFIX[suffix]
