"""Where the output of ``hospext extract`` goes and in which form, checked before the work begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hospext.errors import UsageError
from hospext.extras import need
from hospext.records import Extraction
from hospext.writing.formats import (
    BINARY,
    DATABASES,
    DELIMITED,
    LIBRARIES,
    WITH_COLUMNS,
    Format,
    Headers,
    format_of,
)
from hospext.writing.output import binary_file, check_database, store, write_extraction
from hospext.writing.streams import check_writable, is_device, replace, replacing, standard_output


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
            default = Format.TABLE if _on_terminal() else Format.JSON
            format = format_of(path) if path else default
        if excel and format not in DELIMITED:
            raise UsageError(f"--excel is for csv and tsv, not {format}: add -f csv")
        if headers and format not in WITH_COLUMNS:
            raise UsageError(f"--headers is for {_listed(WITH_COLUMNS)}, not {format}: add -f csv")
        if format in DATABASES and (path is None or is_device(path)):
            raise UsageError(f"{format} is a database and needs a file: add -o data.{format}")
        if format in BINARY and path is None and _on_terminal():
            raise UsageError(f"{format} is not for a terminal to show: add -o data.{format}")
        need("outputs", format.value, *LIBRARIES.get(format, ()))
        return cls(path, format, headers or Headers.EN, excel)

    def check(self, inputs: Iterable[str]) -> None:
        """Raise UsageError where the file cannot be written or is itself an input."""
        if self.path is None:
            return
        check_writable(self.path)
        if os.path.realpath(self.path) in {os.path.realpath(each) for each in inputs}:
            raise UsageError(f"{self.path}: is an input too: write to another file")
        if self.format in DATABASES:
            check_database(self.path, self.format)

    def write(self, extraction: Extraction) -> list[str]:
        """Write it all, or nothing; gives what the format could not hold, a sentence each."""
        notes: list[str] = []
        if self.format in DATABASES and self.path:
            store(extraction, self.path, self.format)
        elif self.format in BINARY:
            data, notes = binary_file(extraction, self.format, headers=self.headers)
            if self.path:
                replace(self.path, data)
            else:
                with standard_output() as stream:
                    stream.buffer.write(data)
        else:
            encoding = "utf-8-sig" if self.excel else "utf-8"
            with replacing(self.path, encoding) if self.path else standard_output(encoding) as stream:
                write_extraction(extraction, stream, self.format, headers=self.headers, excel=self.excel)
        return [f"{self}: {note}" for note in notes]

    def __str__(self) -> str:
        return str(self.path) if self.path else "standard output"


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _listed(formats: Iterable[Format]) -> str:
    *first, last = formats
    return f"{', '.join(first)} and {last}"
