"""A comparison in words: each difference with its place, its sentence and its fields, then the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hospext.comparing.fields import DATA, squeezed
from hospext.comparing.model import Comparison, DocumentComparison, FieldChange, Outcome, Pairing, State
from hospext.records import Record
from hospext.reports.lines import Line, columns, counted
from hospext.reports.marking import Marker
from hospext.writing.rows import cell

_STYLES = {
    Outcome.ADDED: "bold green",
    Outcome.LOST: "bold red",
    Outcome.CHANGED: "bold yellow",
    Outcome.MOVED: "bold blue",
}
_TOLD_AT_ONCE = (State.MISSING, State.NEW)  # their records are all lost, or all added
_USUAL = {"text": None, "rule": None, "bound": "exact", "aspect": "level", "status": "actual"}


def comparison_lines(comparison: Comparison) -> Iterator[Line]:
    """The whole report."""
    for document in comparison.documents:
        yield from document_lines(comparison, document)
    yield from _summary(comparison)


def document_lines(comparison: Comparison, document: DocumentComparison) -> Iterator[Line]:
    """What is said of one document: its own state, then its differences, with an empty line after each."""
    about = about_document(document)
    if about:
        yield Line(f"{document.path}: {about}", "bold red" if comparison.differs(document) else "bold")
        yield Line("")
    if document.facts:
        note = "" if document.unchanged else " (the document itself changed, so this is no difference)"
        yield Line(
            f"{document.path}: known of the document{note}", "bold yellow" if document.unchanged else ""
        )
        yield from map(Line, field_lines(document.facts))
        yield Line("")
    if document.state in _TOLD_AT_ONCE:
        return
    marked = marker_of(document)
    for pair in comparison.differences(document):
        yield Line(f"{_place(document.path, pair.record)}: {title_of(pair)}", _STYLES[pair.outcome])
        yield Line(f"    {marked(pair)}")
        yield from map(Line, detail_lines(pair))
        yield Line("")


def about_document(document: DocumentComparison) -> str:
    """What is special about a document as a whole, or nothing."""
    if document.state is State.FAILED:
        return "could not be read, so its records were not compared"
    if document.state is State.MISSING:
        return f"the document is missing: {counted(document.count(Outcome.LOST), 'record')} lost"
    if document.state is State.NEW:
        return f"a new document: {counted(document.count(Outcome.ADDED), 'record')} added"
    return ""


def marker_of(document: DocumentComparison) -> Callable[[Pairing], str]:
    """What gives the sentence of a difference with its span marked: as it is now, or was where it is lost."""
    old = Marker(pair.old for pair in document.pairs if pair.old)
    new = Marker(pair.new for pair in document.pairs if pair.new)
    return lambda pair: (new if pair.new else old).marked(pair.record)


def title_of(pair: Pairing) -> str:
    """What became of which record: ``changed money 1000元 → 2000元``."""
    texts = [_shown("text", record.text) for record in (pair.old, pair.new) if record]
    return f"{pair.outcome} {pair.record.kind} {' → '.join(dict.fromkeys(texts))}"


def detail_lines(pair: Pairing) -> list[str]:
    """The fields of a difference, one a line: old → new, or what the record lost or added says."""
    if pair.fields:
        shown = [change for change in pair.fields if change.name != "sentence"]
        return field_lines(tuple(shown) or pair.fields)
    record = pair.record
    said = {name: getattr(record, name, None) for name in DATA}
    told = {
        name: value
        for name, value in said.items()
        if value is not None and not (name in _USUAL and _USUAL[name] in (None, value))
    }
    return ["    " + ", ".join(f"{name} {_shown(name, value)}" for name, value in told.items())]


def field_lines(changes: tuple[FieldChange, ...]) -> list[str]:
    """Fields old → new, one a line."""
    width = max(len(change.name) for change in changes)
    return [
        f"    {change.name.ljust(width)}  {_shown(change.name, change.old)} → {_shown(change.name, change.new)}"
        for change in changes
    ]


def headline(comparison: Comparison) -> str:
    """The whole outcome in one sentence."""
    total = sum(comparison.count(outcome) for outcome in Outcome)
    compared = f"{counted(total, 'record')} in {counted(len(comparison.documents), 'document')}"
    told = [f"{comparison.count(each)} {each}" for each in _STYLES if comparison.count(each)]
    states = comparison.states()
    told += [
        f"{counted(states[each], 'document')} {each}"
        for each in State
        if each is not State.COMPARED and states[each]
    ]
    facts = sum(bool(document.unchanged and document.facts) for document in comparison.documents)
    told += [f"other facts known of {counted(facts, 'document')}"] if facts else []
    verdict = "no differences" if comparison.same else "differences"
    return f"{verdict}: {', '.join([compared, *told])}"


def _summary(comparison: Comparison) -> Iterator[Line]:
    """The counts by kind and by document, where there is anything to count, then all in one sentence."""
    header = [*map(str, Outcome), ""]
    kinds = [
        [*(str(counts[outcome]) for outcome in Outcome), kind]
        for kind, counts in comparison.kinds().items()
        if any(counts[outcome] for outcome in Outcome if outcome is not Outcome.SAME)
    ]
    documents = [
        [*(str(document.count(outcome)) for outcome in Outcome), _named(document)]
        for document in comparison.documents
        if document.count(Outcome.SAME) < len(document.pairs) or document.state is not State.COMPARED
    ]
    for name, rows in (("kind", kinds), ("document", documents)):
        if rows:
            yield from map(Line, columns([*header[:-1], name], rows))
            yield Line("")
    yield Line(headline(comparison), "bold green" if comparison.same else "bold red")


def _place(path: str, record: Record) -> str:
    """Where a record stands, for people and for editors that follow ``path:line``."""
    cells = {name: getattr(record, name) for name in ("page", "table", "row", "column")}
    inside = ", ".join(f"{name} {number}" for name, number in cells.items() if number is not None)
    return f"{path}:{record.line}" + (f" ({inside})" if inside else "")


def _named(document: DocumentComparison) -> str:
    return document.path + ("" if document.state is State.COMPARED else f" ({document.state})")


def _shown(name: str, value: Any) -> str:
    """A value on one line, ``-`` for none."""
    if value is None:
        return "-"
    return squeezed(value) if name == "text" else " ".join(cell(value).split())
