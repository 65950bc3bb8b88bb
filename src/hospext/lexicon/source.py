"""A TOML text and where its tables, keys and list items stand; tomllib itself tells only where a text is broken."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hospext.errors import LexiconError

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<quoted>\"\"\"(?:\\[\s\S]|[^\\])*?\"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{},=.])
    |(?P<bare>[^\s\[\]{},=."'\#]+)""",
    re.VERBOSE,
)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A rules file by the name that messages give it, with the line of each path into it."""

    name: str
    lines: dict[Path, int] = field(default_factory=dict)

    def error(self, path: Path, message: str) -> LexiconError:
        """A mistake at a path, or at the nearest table around it whose line is known."""
        while path and path not in self.lines:
            path = path[:-1]
        place = f"{self.name}:{self.lines[path]}" if path else self.name
        return LexiconError(f"{place}: {message}")


def parse_toml(text: str, name: str) -> tuple[dict[str, Any], Source]:
    """The tables of a TOML text and their places; raises LexiconError with the line of a mistake in the form."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = str(error)
        found = _PLACE.search(what)
        line = int(found[1]) if found and found[1] else len(text.rstrip().splitlines()) or 1
        column = f" (column {found[2]})" if found and found[2] else ""
        what = what[: found.start()] if found else what
        raise LexiconError(
            f"{name}:{line}: this is not valid TOML: {what}{column}: "
            "check quotes, brackets and = there and in the line before, and put Chinese keys in quotes"
        ) from None
    return raw, Source(name, line_numbers(text))


def line_numbers(text: str) -> dict[Path, int]:
    """The line of each table, key and list item of a valid TOML text; the first line where there are more."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}  # arrays of tables: the index of the last one
    table: Path = ()
    tokens = _tokens(text)
    for line, kind, token in tokens:
        if kind == "newline":
            continue
        if token == "[" and kind == "mark":
            table = _header(tokens, counts)
            _note(lines, table, line)
        else:
            path = (*table, *_key(tokens, [_unquoted(kind, token)]))
            _note(lines, path, line)
            _value(tokens, lines, path)
    return lines


def _tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, kind and text of every token but blanks and comments."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skip":
            yield line, kind, match[0]
        line += match[0].count("\n")


def _header(tokens: Iterator[tuple[int, str, str]], counts: dict[Path, int]) -> Path:
    """The path of ``[a.b]`` or ``[[a.b]]``, after its first bracket."""
    parts: list[str] = []
    several = False
    for _, kind, token in tokens:
        if kind == "mark" and token == "[":
            several = True
        elif kind == "mark" and token == "]":
            break
        elif kind != "mark":
            parts.append(_unquoted(kind, token))
    if several:
        next(tokens)
    path: Path = ()
    for i, part in enumerate(parts):
        path = (*path, part)
        if several and i == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _key(tokens: Iterator[tuple[int, str, str]], parts: list[str]) -> list[str]:
    """The parts of a dotted key, up to its equals sign."""
    for _, kind, token in tokens:
        if kind == "mark" and token == "=":
            break
        if kind != "mark":
            parts.append(_unquoted(kind, token))
    return parts


def _value(tokens: Iterator[tuple[int, str, str]], lines: dict[Path, int], path: Path) -> None:
    """Pass over a value to the end of its line, and note the items of a list."""
    open_: list[str] = []
    index = 0
    for line, kind, token in tokens:
        if kind == "newline":
            if not open_:
                return
            continue
        if kind == "mark" and token in "]}":
            open_.pop()
            continue
        if open_ == ["["]:
            if kind == "mark" and token == ",":
                index += 1
                continue
            lines.setdefault((*path, index), line)
        if kind == "mark" and token in "[{":
            open_.append(token)


def _note(lines: dict[Path, int], path: Path, line: int) -> None:
    for end in range(1, len(path) + 1):
        lines.setdefault(path[:end], line)


def _unquoted(kind: str, token: str) -> str:
    return str(tomllib.loads(f"key = {token}")["key"]) if kind == "quoted" else token
