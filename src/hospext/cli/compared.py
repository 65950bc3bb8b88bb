"""What ``hospext check`` and ``hospext diff`` share: the options of a comparison, and its report."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hospext.comparing import Comparison
    from hospext.lexicon import Lexicon
    from hospext.records import Extraction


class ReportFormat(StrEnum):
    """What ``-f`` takes here."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    JUNIT = "junit"


Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="FIELD", help="Do not compare this field, such as rule; repeatable."),
]
OnlyThese = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="KEY=VALUE",
        help="Look at these only: kind=money, metric=beds_open, document='2024*'; repeatable.",
    ),
]
Tolerance = Annotated[
    float,
    typer.Option(min=0, metavar="SHARE", help="Numbers this close are the same: 0.01 is one percent."),
]
AllowAdded = Annotated[
    bool, typer.Option("--allow-added", help="Added records and new documents are no differences.")
]
StrictSpans = Annotated[
    bool, typer.Option("--strict-spans", help="A record that only stands elsewhere is a difference too.")
]
Report = Annotated[
    ReportFormat,
    typer.Option("--format", "-f", help="text, json, GitHub's annotations, or JUnit XML (GitLab, Jenkins)."),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No report and no progress: errors, and the exit code.")
]


class Asked:
    """The options of a comparison, checked before any work is done."""

    def __init__(
        self,
        ignore: list[str] | None,
        only: list[str] | None,
        tolerance: float,
        allow_added: bool,
        strict_spans: bool,
    ) -> None:
        """Raises UsageError for a field, key or kind that does not exist."""
        from hospext.cli.choices import check_names
        from hospext.cli.only import Only
        from hospext.comparing.fields import COMPARED

        fields = {name: name for name in COMPARED}
        check_names("field", ignore or [], fields, f"use one of {', '.join(COMPARED)}")
        self.only = Only(only or [])
        self._ignore = frozenset(ignore or [])
        self._tolerance = tolerance
        self._allow_added = allow_added
        self._strict_spans = strict_spans

    def compare(
        self, old: Extraction, new: Extraction, lexicon: Lexicon, failed: Collection[str] = ()
    ) -> Comparison:
        """The comparison asked for; raises UsageError for a metric or document that neither side has."""
        from hospext.comparing import Settings, compare

        records = [*old.records, *new.records]
        documents = {info.id for side in (old, new) for info in side.documents}
        self.only.check(
            lexicon,
            {record.metric for record in records},
            documents | {record.document for record in records},
        )
        settings = Settings(
            ignore=self._ignore,
            tolerance=self._tolerance,
            allow_added=self._allow_added,
            strict_spans=self._strict_spans,
            wanted=self.only.wanted,
            wanted_document=self.only.wanted_document,
            facts=not self.only.records_alone,
        )
        return compare(old, new, settings, folder=os.getcwd(), failed=failed)  # noqa: PTH109 - as ids have it


def load_or_misused(path: Path) -> Extraction:
    """A stored output; raises UsageError where it cannot be read, since nothing can be compared then."""
    from hospext.errors import InputError, UsageError
    from hospext.stored import load

    try:
        return load(path)
    except InputError as problem:
        raise UsageError(str(problem)) from None


def write_report(comparison: Comparison, format: ReportFormat, command: str) -> None:
    """Write the comparison to standard output."""
    from hospext.cli.console import say
    from hospext.reports.comparison import comparison_lines, headline
    from hospext.reports.comparison_data import comparison_cases, comparison_json
    from hospext.reports.github import workflow_commands
    from hospext.reports.junit import junit
    from hospext.reports.lines import write_lines
    from hospext.writing.streams import standard_output

    with standard_output() as stream:
        if format is ReportFormat.JSON:
            stream.write(json.dumps(comparison_json(comparison), indent=2, ensure_ascii=False) + "\n")
        elif format is ReportFormat.JUNIT:
            stream.write(junit(f"hospext {command}", comparison_cases(comparison)))
        elif format is ReportFormat.GITHUB:
            stream.writelines(f"{line}\n" for line in workflow_commands(comparison))
        else:
            write_lines(comparison_lines(comparison), stream)
    if format is ReportFormat.GITHUB:
        say(headline(comparison))
