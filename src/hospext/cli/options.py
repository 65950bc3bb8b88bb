"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """What ``--lang`` takes."""

    ZH = "zh"
    EN = "en"


DocumentsOrData = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT|DATA...",
        help="Documents, folders, patterns, or outputs of hospext extract (.json, .jsonl, .csv, .tsv).",
    ),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="FILE", help="Your own metrics, units and words: a TOML file (see docs/rules.md)."
    ),
]
ReferenceDate = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="The day that 今年 and 上月 count from. Default: found in each document.",
    ),
]
Issuer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The organisation that 我院 means. Default: found in each document."),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the input. Default: found for each file.")
]
TextField = Annotated[
    str, typer.Option(metavar="NAME", help="JSON lines, Parquet: the field that holds a document's text.")
]
IdField = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="JSON lines, Parquet: the field with its id. Default: id, else the row."
    ),
]
DateField = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="JSON lines, Parquet: the field with its date, for 今年 and 上月."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")]
