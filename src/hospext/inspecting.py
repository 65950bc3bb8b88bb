"""What hospext takes a document for, before its records: format, title, who speaks, its date, articles, tables, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hospext.analysis import Analyser
from hospext.reading.document import Document
from hospext.resolve.articles import articles

_MARKED = ("utf-8-sig", "utf-16", "utf-32")
_FORMATS = ("pdf", "docx", "xlsx", "parquet")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, what it is, the id of the reason, and the document's words that gave it."""

    name: str
    value: str | None
    reason: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a page: the 1-based line that it starts on, and how it starts."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table: its number, page and line, its size, and how many records its cells gave."""

    number: int
    page: int | None
    line: int
    rows: int
    columns: int
    records: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that is known of one document; ``chars`` counts code points."""

    id: str
    chars: int
    pages: int | None
    sha256: str
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...]
    tables: tuple[TableFound, ...]
    records: int


def inspect_document(
    document: Document,
    analyser: Analyser,
    *,
    encoding: str | None = None,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
) -> Inspection:
    """What is known of a document; ``encoding`` is the one that the user forced, if any."""
    analysis = analyser.analyse(document, reference_date=reference_date, issuer=issuer)
    text = document.text

    def line(at: int) -> int:
        return text.count("\n", 0, at) + 1

    sources = analysis.facts.sources
    facts = [_encoding(document.encoding, encoding)]
    for name in ("title", "issuer", "date"):
        source = sources.get(name)
        facts.append(
            Fact(name, str(source.value), source.reason, source.words)
            if source
            else Fact(name, None, "not_found")
        )
    report = analysis.facts.report
    facts.append(
        Fact("period", f"{report.first} – {report.last}", "heading")
        if report
        else Fact("period", None, "not_found")
    )
    starts = [analysis.view.span(at, at + 1)[0] for at in articles(analysis.view.norm)]
    found = [Article(line(at), _first_words(text, at)) for at in starts]
    tables = [
        TableFound(
            number,
            sum(page <= table.start for page in document.pages) or None,
            line(table.start),
            max((cell.row + cell.rows for cell in table.cells), default=0),
            max((cell.column + cell.columns for cell in table.cells), default=0),
            sum(cell.table == number for cell in analysis.cells),
        )
        for number, table in enumerate(analysis.tables, 1)
    ]
    count = len(analysis.drafts) + len(analysis.cells)
    return Inspection(
        document.id,
        len(text),
        len(document.pages) or None,
        document.sha256,
        tuple(facts),
        tuple(found),
        tuple(tables),
        count,
    )


def as_json(found: Inspection) -> dict[str, Any]:
    """The inspection as plain data."""
    return {
        "id": found.id,
        "chars": found.chars,
        "pages": found.pages,
        "sha256": found.sha256,
        "records": found.records,
        "facts": [
            {"name": f.name, "value": f.value, "reason": f.reason, "words": f.words} for f in found.facts
        ],
        "articles": [{"line": a.line, "text": a.text} for a in found.articles],
        "tables": [
            {
                "table": t.number,
                "page": t.page,
                "line": t.line,
                "rows": t.rows,
                "columns": t.columns,
                "records": t.records,
            }
            for t in found.tables
        ],
    }


def _encoding(found: str, given: str | None) -> Fact:
    if found in _FORMATS:
        reason = "format"
    elif given is not None:
        reason = "given"
    elif found in _MARKED:
        reason = "byte_order_mark"
    else:
        reason = "strict" if found == "utf-8" else "reads_as_chinese"
    return Fact("encoding", found, reason)


def _first_words(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[at : end if end >= 0 else len(text)].strip()[:40]
