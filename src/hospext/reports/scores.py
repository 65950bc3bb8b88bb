"""Scores as text, Markdown, JSON and test cases; and the bars that they must reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hospext.reports.junit import Case
from hospext.reports.lines import Line, counted
from hospext.scoring.levels import LEVELS, REPORTED
from hospext.scoring.tally import FieldTally, Miss, Scores, Tally

KIND_HEADER = ["kind", "gold", "found", "P", "R", *LEVELS]
_FIELD_HEADER = ["field", "gold", "found", "right", "P", "R", "F1"]
_STYLES = {"missed": "red", "false": "magenta", "wrong": "yellow"}
_ABOUT = (
    "P and R are at the level value, then F1 by level; a field's found are those of records that were found."
)


@dataclass(frozen=True)
class Bar:
    """The least F1 at a level."""

    level: str
    least: float

    def passed(self, scores: Scores) -> bool:
        """Whether the scores reach it."""
        return scores.total.f1(self.level) >= self.least

    def told(self, scores: Scores) -> str:
        """How the scores stand to it, in words."""
        relation = "reaches" if self.passed(scores) else "is below"
        return f"F1 at {self.level}: {scores.total.f1(self.level):.4f} {relation} {self.least}"


def kind_rows(scores: Scores) -> list[list[str]]:
    """The scores by kind and the total, as text, under KIND_HEADER."""
    return [
        [name, str(tally.gold), str(tally.found)]
        + [f"{number:.3f}" for number in (tally.precision(), tally.recall(), *map(tally.f1, LEVELS))]
        for name, tally in [*scores.by_kind(), ("ALL", scores.total)]
    ]


def score_lines(scores: Scores, *, errors: bool) -> Iterator[Line]:
    """The errors, if wanted, and the figures, for people."""
    if errors:
        for miss in sorted_errors(scores):
            yield Line(error_line(miss), _STYLES[miss.what])
        yield Line("")
    yield Line(f"{counted(len(scores.documents), 'document')}. {_ABOUT}")
    for header, rows in _tables(scores):
        yield Line("")
        yield Line(_row(header), "bold")
        yield from (Line(_row(row), "bold" if row[0] == "ALL" else "") for row in rows)
    yield from (Line(f"\n{line}") for line in _issuers(scores))


def score_markdown(scores: Scores, *, errors: bool) -> str:
    """The figures as tables, for a pull request."""
    parts = [f"{counted(len(scores.documents), 'document')}. {_ABOUT}"]
    for header, rows in _tables(scores):
        rule = ["---", *["--:"] * (len(header) - 1)]
        named = [[f"`{row[0]}`" if row[0] != "ALL" else "all", *row[1:]] for row in rows]
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *named]))
    parts += _issuers(scores)
    if errors:
        parts.append("\n".join(f"- {_no_markdown(error_line(miss))}" for miss in sorted_errors(scores)))
    return "\n\n".join(filter(None, parts)) + "\n"


def score_json(scores: Scores, bars: Sequence[Bar], *, errors: bool, failed: Sequence[str]) -> dict[str, Any]:
    """The figures for programs, unrounded."""
    figures: dict[str, Any] = {
        "documents": len(scores.documents),
        "failed": list(failed),
        "overall": _tally(scores.total),
        "kinds": {name: _tally(tally) for name, tally in scores.by_kind()},
        "fields": {name: _field(scores.fields[name]) for name in _stated(scores)},
        "issuers": {"right": scores.issuers[0], "judged": scores.issuers[1]},
        "minimums": [{"level": bar.level, "least": bar.least, "passed": bar.passed(scores)} for bar in bars],
    }
    if errors:
        figures["errors"] = [_error(miss) for miss in sorted_errors(scores)]
    return figures


def score_cases(scores: Scores, bars: Sequence[Bar], failed: Sequence[str]) -> Iterator[Case]:
    """One test case a bar, which can fail, and one a document, with its errors told."""
    for bar in bars:
        told = bar.told(scores)
        yield Case(f"F1 at {bar.level}", failure="" if bar.passed(scores) else told, details=told)
    for path in scores.documents:
        errors = [error_line(miss) for miss in sorted_errors(scores) if miss.path == path]
        yield Case(path, details="\n".join(errors))
    for path in failed:
        yield Case(path, error="could not be scored")


def sorted_errors(scores: Scores) -> list[Miss]:
    """The errors by document and place."""
    return sorted(scores.errors, key=lambda miss: (miss.path, miss.line, miss.start, miss.what))


def error_line(miss: Miss) -> str:
    """One error with its place: ``a.txt:3: wrong count 11名: metric staff, not doctors or -``."""
    told = "; ".join(f"{name} {_shown(got)}, not {_shown(want)}" for name, (got, want) in miss.fields.items())
    if miss.what == "false" and miss.rule:
        told = f"by rule {miss.rule}"
    words = " ".join(miss.text.split())
    return f"{miss.path}:{miss.line}: {miss.what} {miss.kind} {words}" + (f": {told}" if told else "")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " or ".join(map(_shown, value))
    return "-" if value is None else str(value)


def _tables(scores: Scores) -> Iterator[tuple[list[str], list[list[str]]]]:
    yield KIND_HEADER, kind_rows(scores)
    fields = [(name, scores.fields[name]) for name in _stated(scores)]
    rows = [
        [name, str(tally.stated), str(tally.judged), str(tally.right)]
        + [f"{number:.3f}" for number in (tally.precision, tally.recall, tally.f1)]
        for name, tally in fields
    ]
    if rows:
        yield _FIELD_HEADER, rows


def _stated(scores: Scores) -> list[str]:
    return [name for name in REPORTED if name in scores.fields and scores.fields[name].stated]


def _issuers(scores: Scores) -> list[str]:
    right, judged = scores.issuers
    return [f"issuers right: {right} of {judged}"] if judged else []


def _row(cells: list[str]) -> str:
    return f"{cells[0]:<12}" + "".join(f"{cell:>8}" for cell in cells[1:])


def _no_markdown(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)


def _tally(tally: Tally) -> dict[str, Any]:
    levels = {
        level: {
            "right": tally.right[level],
            "precision": tally.precision(level),
            "recall": tally.recall(level),
            "f1": tally.f1(level),
        }
        for level in LEVELS
    }
    return {"gold": tally.gold, "found": tally.found, "levels": levels}


def _field(tally: FieldTally) -> dict[str, Any]:
    return {
        "gold": tally.stated,
        "found": tally.judged,
        "right": tally.right,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _error(miss: Miss) -> dict[str, Any]:
    return {
        "document": miss.path,
        "line": miss.line,
        "start": miss.start,
        "error": miss.what,
        "kind": miss.kind,
        "text": miss.text,
        "rule": miss.rule,
        "fields": {name: {"found": got, "gold": want} for name, (got, want) in miss.fields.items()},
    }
