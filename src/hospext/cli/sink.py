"""Where the text that a command prints goes: a file that is replaced whole, or standard output."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

from hospext.errors import UsageError
from hospext.writing.streams import check_writable, replacing, standard_output


def check_output(path: Path | None, inputs: Iterable[str]) -> None:
    """Raise UsageError where the file cannot be written or is itself an input."""
    if path is None:
        return
    check_writable(path)
    if os.path.realpath(path) in {os.path.realpath(each) for each in inputs}:
        raise UsageError(f"{path}: is an input too: write to another file")


def opened(path: Path | None, encoding: str = "utf-8") -> AbstractContextManager[TextIO]:
    """The stream to write to."""
    return replacing(path, encoding) if path else standard_output(encoding)
