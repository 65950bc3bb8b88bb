"""Where the output of ``hospext extract`` goes and in which form, checked before the work begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hospext.errors import UsageError
from hospext.records import Extraction
from hospext.writing.formats import DELIMITED, WITH_COLUMNS, Format, Headers, format_of
from hospext.writing.output import write_extraction
from hospext.writing.streams import check_writable, replacing, standard_output


@dataclass(frozen=True)
class Target:
    """A file, or standard output where ``path`` is None."""

    path: Path | None
    format: Format
    headers: Headers
    excel: bool

    @classmethod
    def of(cls, path: Path | None, format: Format | None, headers: Headers | None, excel: bool) -> Target:
        """The target that the options describe; raises UsageError where they contradict each other."""
        if format is None:
            default = Format.TABLE if sys.stdout.isatty() else Format.JSON
            format = format_of(path) if path else default
        if excel and format not in DELIMITED:
            raise UsageError(f"--excel is for csv and tsv, not {format}: add -f csv")
        if headers and format not in WITH_COLUMNS:
            raise UsageError(f"--headers is for csv, tsv and table, not {format}: add -f csv")
        return cls(path, format, headers or Headers.EN, excel)

    def check(self, inputs: Iterable[str]) -> None:
        """Raise UsageError where the file cannot be written or is itself an input."""
        if self.path is None:
            return
        check_writable(self.path)
        if os.path.realpath(self.path) in {os.path.realpath(each) for each in inputs}:
            raise UsageError(f"{self.path}: is an input too: write to another file")

    def write(self, extraction: Extraction) -> None:
        """Write it all; a file is replaced whole or not at all."""
        encoding = "utf-8-sig" if self.excel else "utf-8"
        stream = replacing(self.path, encoding) if self.path else standard_output(encoding)
        with stream as opened:
            write_extraction(extraction, opened, self.format, headers=self.headers, excel=self.excel)

    def __str__(self) -> str:
        return str(self.path) if self.path else "standard output"
