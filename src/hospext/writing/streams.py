"""Where output goes: a file that is replaced whole or not at all, or standard output."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar

from hospext.errors import HospextError, UsageError

S = TypeVar("S", TextIO, BinaryIO)


def check_writable(path: Path) -> None:
    """Raise UsageError where a file cannot be written, before any work is done for it."""
    if path.is_dir():
        raise UsageError(f"{path}: is a folder: name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist: create it first")
    target = Path(os.path.realpath(path))
    places = [path] if is_device(path) else [target.parent, *([target] if target.exists() else [])]
    if not all(os.access(place, os.W_OK) for place in places):
        raise UsageError(f"{path}: no permission to write there: choose another place")


@contextmanager
def replacing(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A stream whose text becomes the file at the end, all at once; after an error the file is as it was."""
    with _replacing(path, lambda place: place.open("w", encoding=encoding, newline="")) as stream:
        yield stream


def replace(path: Path, data: bytes) -> None:
    """Make the bytes the file, all at once; after an error the file is as it was."""
    with _replacing(path, lambda place: place.open("wb")) as stream:
        stream.write(data)


@contextmanager
def _replacing(path: Path, open: Callable[[Path], AbstractContextManager[S]]) -> Iterator[S]:
    target = path if is_device(path) else Path(os.path.realpath(path))
    temporary = target.with_name(f".hospext-{os.getpid()}.tmp")
    try:
        if is_device(path):  # cannot be replaced, and holds nothing that could be lost
            with open(path) as stream:
                yield stream
            return
        with open(temporary) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())  # on the disk before the name leads to it, whatever happens then
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise HospextError(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        temporary.unlink(missing_ok=True)


def is_device(path: Path) -> bool:
    """Whether a path leads to what can only be written through: a terminal, a pipe, ``/dev/null``."""
    return path.is_relative_to("/dev") or (path.exists() and not path.is_file())


@contextmanager
def standard_output(encoding: str = "utf-8") -> Iterator[TextIO]:
    """Standard output in UTF-8, line ends untouched; a reader that stops early (``| head``) is no error."""
    sys.stdout.reconfigure(encoding=encoding, newline="")  # type: ignore[union-attr]
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer would fail again, loudly, when Python exits: let it go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise HospextError(f"cannot write to standard output: {error.strerror}") from None
