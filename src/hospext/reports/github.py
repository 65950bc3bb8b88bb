"""GitHub's workflow commands: one annotation a difference, on the right file and line."""

from __future__ import annotations

from collections.abc import Iterator

from hospext.comparing.model import Comparison, DocumentComparison, Outcome, State
from hospext.reports.comparison import about_document, detail_lines, field_lines, marker_of, title_of


def workflow_commands(comparison: Comparison) -> Iterator[str]:
    """One workflow command a difference; added records are notices where they are allowed."""
    for document in comparison.documents:
        yield from _about(comparison, document)
        if document.state in (State.MISSING, State.NEW):
            continue
        marked = marker_of(document)
        failing = comparison.settings.failing
        for pair in document.pairs:
            if pair.outcome in failing or pair.outcome is Outcome.ADDED:
                lines = [marked(pair), *(line.strip() for line in detail_lines(pair))]
                level = "error" if pair.outcome in failing else "notice"
                yield command(level, document.path, pair.record.line, title_of(pair), "\n".join(lines))


def command(level: str, path: str, line: int, title: str, message: str) -> str:
    """One workflow command, with what would end it escaped."""
    places = f"file={_property(path)},line={line},title={_property(title)}"
    return f"::{level} {places}::{_data(message)}"


def _about(comparison: Comparison, document: DocumentComparison) -> Iterator[str]:
    failing = comparison.differs(document) or document.state is State.FAILED
    about = about_document(document)
    if about:
        yield command("error" if failing else "notice", document.path, 1, f"{document.state} document", about)
    if document.facts and document.unchanged:
        told = "\n".join(line.strip() for line in field_lines(document.facts))
        yield command("error", document.path, 1, "changed document", told)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
