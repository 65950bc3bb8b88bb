"""Lines with a style each: plain text for pipes and files, colours for terminals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TextIO


class Line(NamedTuple):
    """One line of a report; the style is one that rich knows, or none."""

    text: str
    style: str = ""


def write_lines(lines: Iterable[Line], stream: TextIO) -> None:
    """Write the lines, in colour where the stream is a terminal."""
    if not stream.isatty():
        stream.writelines(f"{line.text}\n" for line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        for line in lines:
            console.print(Text(line.text, line.style))
    stream.write(capture.get())


def counted(number: int, noun: str) -> str:
    """A number of things: ``1 record``, ``2 records``."""
    return f"{number} {noun}" + "s" * (number != 1)


def columns(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    """A table as lines: numbers first and to the right, then the name, which may be of any width."""
    every = [header, *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(header) - 1)]
    return [
        "  ".join([*(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]])
        for row in every
    ]
