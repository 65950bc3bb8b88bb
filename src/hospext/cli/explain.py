"""``hospext explain``: how each record came to be."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from hospext.cli.console import exit_codes
from hospext.cli.options import Encoding, Issuer, ReferenceDate, Rules

if TYPE_CHECKING:
    from hospext.explaining import Explanation
    from hospext.reading.document import Document


class ExplainFormat(StrEnum):
    """What ``-f`` takes here."""

    TEXT = "text"
    JSON = "json"


def explain(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="The text to explain.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="Explain this file, or - for stdin, instead."),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="OFFSET", help="Only what stands at this place: code points from 0, as in start."
        ),
    ] = None,
    format: Annotated[
        ExplainFormat, typer.Option("--format", "-f", help="Output format.")
    ] = ExplainFormat.TEXT,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Show how each record came to be, and why other numbers gave none.

    For each field: what it holds, and the words that decided it.
    """
    with exit_codes():
        from hospext.explaining import explain_document
        from hospext.pipeline import analyser_for
        from hospext.writing.streams import standard_output

        document = _document(text, file, encoding)
        found = explain_document(
            document,
            analyser_for(rules),
            reference_date=reference_date.date() if reference_date else None,
            issuer=issuer,
        )
        chosen = found if at is None else _at(found, at, document)
        with standard_output() as stream:
            if format is ExplainFormat.JSON:
                rows = [_json(each) for each in chosen]
                stream.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
            else:
                _write_text(chosen, stream)


def _document(text: str | None, file: Path | None, encoding: str | None) -> Document:
    from hospext.errors import UsageError
    from hospext.pipeline import document_of
    from hospext.reading import read_file
    from hospext.reading.decode import codec_name

    if (text is None) == (file is None):
        raise UsageError("give either a TEXT in quotes or --file FILE")
    if file is not None:
        return read_file(str(file), codec_name(encoding) if encoding else None)
    return document_of(text or "")


def _at(found: list[Explanation], at: int, document: Document) -> list[Explanation]:
    """What stands at an offset; raises UsageError that names the nearest number where nothing does."""
    from hospext.errors import UsageError

    if at >= len(document.text):
        raise UsageError(f"--at {at} is behind the end: the text has {len(document.text)} code points")
    chosen = [each for each in found if each.start <= at < each.end]
    if not chosen:
        near = min(found, key=lambda each: max(each.start - at, at - each.end + 1), default=None)
        hint = f"the nearest is {near.text!r} at {near.start}" if near else "there is none in the text"
        raise UsageError(f"no number stands at offset {at}: {hint}")
    return chosen


def _json(each: Explanation) -> dict[str, Any]:
    from hospext.writing.rows import json_row

    steps = [
        {"field": step.field, "value": step.value, "reason": step.reason, "words": step.words}
        for step in each.steps
    ]
    place = {"start": each.start, "end": each.end, "text": each.text, "line": each.line}
    return {**place, "record": json_row(each.record) if each.record else None, "steps": steps}


def _write_text(explanations: list[Explanation], stream: TextIO) -> None:
    from hospext.cli.explained import plain_lines

    lines = list(plain_lines(explanations)) or [("", "没有数字、排名、等级或日期")]
    if not sys.stdout.isatty():
        stream.writelines(f"{line}\n" for _, line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    styles = {"sentence": "bold", "found": "bold green", "missed": "yellow", "step": "", "": ""}
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        for style, line in lines:
            console.print(Text(line, styles[style]))
    stream.write(capture.get())
