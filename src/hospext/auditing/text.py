"""Findings for people: what it is about, the arithmetic, then each place with its sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TextIO

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.wording import check_title, role
from hospext.meaning.measures import plain_text
from hospext.writing.plain import printable

_Line = tuple[str, str, tuple[str, ...]]  # style, text, words to mark in it
_COLON, _COMMA = ("：", ": "), ("，", ", ")
_STYLES = {"head": "bold", "sum": "yellow", "place": "cyan", "sentence": "", "": ""}


def lines(findings: Iterable[Finding], language: str = "zh") -> Iterator[_Line]:
    """Style and text of each line, and the values to mark in a sentence."""
    for number, finding in enumerate(findings, 1):
        if number > 1:
            yield "", "", ()
        title = f"{finding.check} {check_title(finding.check, language)}{_COLON[language == 'en']}"
        yield "head", f"{number}. {title}{printable(finding.about.of(language))}", ()
        yield "sum", f"   {printable(finding.message.of(language))}", ()
        for (place, sentence), group in groupby(finding.evidence, key=_place):
            evidence = list(group)
            said = _COMMA[language == "en"].join(
                f"{role(each.role, language)} {printable(plain_text(each.record.text))}" for each in evidence
            )
            yield "place", f"   {place}  {said}", ()
            yield (
                "sentence",
                f"      {sentence}",
                tuple(printable(plain_text(each.record.text)) for each in evidence),
            )


def _place(evidence: Evidence) -> tuple[str, str]:
    record = evidence.record
    page = "" if record.page is None else f" p. {record.page}"
    return f"{printable(record.document)}:{record.line}{page}", printable(record.sentence)


def write_text(findings: Iterable[Finding], stream: TextIO, language: str = "zh") -> None:
    """Write all findings: in colour and wrapped on a terminal, plain lines elsewhere."""
    found = list(lines(findings, language))
    if not sys.stdout.isatty():
        stream.writelines(f"{text}\n" for _, text, _ in found)
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:  # rich would end the program itself when a pipe is closed
        for style, text, marked in found:
            shown = Text(text.strip(), _STYLES[style])
            if marked:
                shown.highlight_words(marked, "bold red")
            console.print(Padding(shown, (0, 0, 0, len(text) - len(text.lstrip())), expand=False))
    stream.write(capture.get())
