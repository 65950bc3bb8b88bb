"""From what the user names - files, folders, patterns, standard input - to documents."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from hospext.errors import InputError
from hospext.reading.decode import decode
from hospext.reading.document import Document

STANDARD_INPUT = "-"
READABLE = (".txt", ".text", ".md")
_READABLE_TEXT = "hospext reads .txt, .text and .md files"


def find_inputs(names: Iterable[str]) -> tuple[list[str], list[InputError]]:
    """The files behind the names, each once and in a stable order, and an error for each name that has none.

    A folder stands for the readable files in it and below it, hidden ones left out; a pattern
    (``2024*/*.txt``) for what it matches; ``-`` for standard input.
    """
    found: dict[str, str] = {}
    errors: list[InputError] = []
    for name in names:
        for path in _expand(name):
            if isinstance(path, InputError):
                errors.append(path)
            else:
                found.setdefault(os.path.realpath(path), path)
    return list(found.values()), errors


def read_file(path: str | os.PathLike[str], encoding: str | None = None) -> Document:
    """Read and decode one file, or standard input for ``-``."""
    name = os.fspath(path)
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        text, codec = decode(data, encoding)
    except OSError as error:
        raise _input_error(name, error) from None
    except InputError as error:
        raise InputError(f"{document_id(name)}: {error}") from None
    return Document(id=document_id(name), text=text, encoding=codec, sha256=hashlib.sha256(data).hexdigest())


def document_id(name: str) -> str:
    """The path as the user would write it, POSIX separators; printable even where it is not UTF-8."""
    return os.fsencode(PurePath(name).as_posix()).decode("utf-8", "replace")


def _expand(name: str) -> Iterator[str | InputError]:
    if name == STANDARD_INPUT:
        yield name
    elif os.path.lexists(name):
        yield from _at(name)
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob wants relative ones
        if not matches:
            yield InputError(f"{document_id(name)}: no file matches this pattern: check the path")
        for match in matches:
            yield from _at(match)
    else:
        yield _input_error(name, FileNotFoundError())


def _at(path: str) -> Iterator[str | InputError]:
    if Path(path).is_dir():
        yield from _in_folder(path)
    elif _suffix(path) in ("", *READABLE):  # a name without suffix is read as text: /dev/stdin, <(iconv ...)
        yield path
    else:
        yield InputError(f"{document_id(path)}: {_READABLE_TEXT}: convert it to text first")


def _in_folder(folder: str) -> Iterator[str | InputError]:
    unreadable: list[OSError] = []
    empty = True
    for parent, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if _suffix(name) in READABLE and not name.startswith("."):
                empty = False
                yield str(Path(parent, name))
    for error in unreadable:
        yield _input_error(error.filename, error)
    if empty and not unreadable:
        yield InputError(f"{document_id(folder)}: no readable file in this folder: {_READABLE_TEXT}")


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()


def _input_error(name: str, error: OSError) -> InputError:
    if isinstance(error, PermissionError):
        reason = "no permission to read it: change its permissions first"
    elif Path(name).is_symlink():
        reason = "a link that leads nowhere: mend or remove it"
    elif isinstance(error, FileNotFoundError):
        reason = "no such file or folder: check the path"
    else:
        reason = f"cannot be read ({error.strerror})"
    return InputError(f"{document_id(name)}: {reason}")
