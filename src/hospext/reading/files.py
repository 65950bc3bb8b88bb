"""From what the user names - files, folders, patterns, standard input - to the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from hospext.errors import InputError
from hospext.reading.formats import HEAD, READ, READABLE, UNREAD, is_known, suffix_of

STANDARD_INPUT = "-"


def find_inputs(names: Iterable[str]) -> tuple[list[str], list[InputError]]:
    """The files behind the names, each once and in a stable order, and an error for each name that has none.

    A folder stands for the documents in it and below it, hidden ones left out; a pattern (``2024*/*.txt``) for what
    it matches; ``-`` for standard input.
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
        yield input_error(name, FileNotFoundError())


def _at(path: str) -> Iterator[str | InputError]:
    if Path(path).is_dir():
        yield from _in_folder(path)
    elif is_known(path, _head(path)):
        yield path
    else:
        yield InputError(f"{document_id(path)}: {READ}: save it as one of these")


def _head(path: str) -> bytes:
    """The first bytes of a regular file; nothing where they cannot be had without using them up, as from a pipe."""
    if suffix_of(path) in ("", *READABLE) or not Path(path).is_file():
        return b""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def _in_folder(folder: str) -> Iterator[str | InputError]:
    unreadable: list[OSError] = []
    empty = True
    for parent, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith((".", "~$")):  # ~$ is what Office leaves beside an open file
                continue
            if suffix_of(name) in (*READABLE, *UNREAD):
                empty = False
                yield str(Path(parent, name))
    for error in unreadable:
        yield input_error(error.filename, error)
    if empty and not unreadable:
        yield InputError(f"{document_id(folder)}: no readable file in this folder: {READ}")


def input_error(name: str, error: OSError) -> InputError:
    """What to tell the user of a file that the system does not give."""
    if isinstance(error, PermissionError):
        reason = "no permission to read it: change its permissions first"
    elif Path(name).is_symlink():
        reason = "a link that leads nowhere: mend or remove it"
    elif isinstance(error, FileNotFoundError):
        reason = "no such file or folder: check the path"
    else:
        reason = f"cannot be read ({error.strerror})"
    return InputError(f"{document_id(name)}: {reason}")
