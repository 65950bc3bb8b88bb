"""``hospext score``: what is right, against gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.compared import Quiet
from hospext.cli.console import FAILED, MISUSED, exit_codes, say
from hospext.cli.options import Encoding, Issuer, ReferenceDate, Rules

if TYPE_CHECKING:
    from hospext.records import Extraction
    from hospext.reports.scores import Bar
    from hospext.scoring import Gold, Scores


class ScoreFormat(StrEnum):
    """What ``-f`` takes here."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    JUNIT = "junit"


def score(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A folder of gold, or one gold file (see docs/ci.md).")
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[INPUT...]",
            help="The documents, or outputs made from them. Not needed where GOLD holds the texts.",
        ),
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option(
            "--min", metavar="LEVEL=F1", help="Fail below this F1 at a level, as in row=0.9; repeatable."
        ),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every record missed, found for nothing, or wrong.")
    ] = False,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="text, json, Markdown tables, or JUnit XML.")
    ] = ScoreFormat.TEXT,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Measure precision, recall and F1 against gold, by kind, by field and over all.

    The levels, each stricter than the one before: span, value, strict, row. The exit code is 1 below a --min or
    where a document failed, 2 where the gold has mistakes. A reference date in the gold goes before the option.
    """
    with exit_codes():
        from hospext.cli.each import for_each
        from hospext.pipeline import analyser_for
        from hospext.reading import read_file
        from hospext.reading.decode import codec_name
        from hospext.scoring import Scores
        from hospext.scoring.corpus import find_gold
        from hospext.scoring.run import add_scores, document_of, extract_for

        bars = _bars(minimum or [])
        files, beside = find_gold(gold)
        golds = _read(files)
        analyser = analyser_for(rules)
        codec = codec_name(encoding) if encoding else None
        day = reference_date.date() if reference_date else None
        outputs, paths, failed = _read_inputs(inputs or beside)
        tasks = _tasks(golds, [*paths, *outputs], failed, given=bool(inputs), quiet=quiet)
        scores = Scores()

        def add(task: tuple[Gold, str | None]) -> None:
            wanted, path = task
            if path in outputs:
                add_scores(scores, wanted, outputs[path], path)
                return
            document = document_of(wanted) if path is None else read_file(path, codec)
            found = extract_for(wanted, document, analyser, reference_date=day, issuer=issuer)
            add_scores(scores, wanted, found, document.id)

        named = [(task[1] or task[0].path, task) for task in tasks]
        failed += for_each(named, add, progress=sys.stderr.isatty() and not quiet)
        if not quiet:
            _write(scores, bars, failed, format, errors)
        missed = [bar for bar in bars if not bar.passed(scores)]
        for bar in missed:
            say(bar.told(scores))
    if failed or missed:
        raise typer.Exit(FAILED)


def _bars(minimum: list[str]) -> list[Bar]:
    """What ``--min`` asks for; raises UsageError for what is no level or no number."""
    from hospext.cli.choices import check_names
    from hospext.errors import UsageError
    from hospext.reports.scores import Bar
    from hospext.scoring.levels import LEVELS

    bars = []
    for each in minimum:
        level, _, least = each.partition("=")
        check_names("level", [level], {name: name for name in LEVELS}, f"use one of {', '.join(LEVELS)}")
        try:
            bars.append(Bar(level, float(least)))
        except ValueError:
            raise UsageError(f"--min {each}: write a level and an F1, as in row=0.9") from None
        if not 0 <= bars[-1].least <= 1:
            raise UsageError(f"--min {each}: F1 lies between 0 and 1")
    return bars


def _read(files: Sequence[Path]) -> list[tuple[Path, Gold]]:
    """The gold of all files; ends the program, after telling every mistake, where there is one."""
    from hospext.scoring import GoldError
    from hospext.scoring.corpus import read_gold

    golds, mistaken = [], False
    for file in files:
        try:
            golds.append((file, read_gold(file)))
        except GoldError as error:
            mistaken = True
            for mistake in error.mistakes:
                say(mistake)
    if mistaken:
        raise typer.Exit(MISUSED)
    return golds


def _read_inputs(names: list[str]) -> tuple[dict[str, Extraction], list[str], list[str]]:
    """Stored outputs by document, the paths of documents yet to be read, and what failed already."""
    from hospext.reading.files import find_inputs
    from hospext.scoring.run import by_document
    from hospext.stored import is_stored, load

    stored = [name for name in names if is_stored(name)]
    outputs: dict[str, Extraction] = {}
    for name in stored:
        outputs |= by_document(load(name))
    paths, errors = find_inputs(name for name in names if name not in stored)
    for error in errors:
        say(error)
    return outputs, paths, [str(error).split(": ")[0] for error in errors]


def _tasks(
    golds: list[tuple[Path, Gold]], inputs: list[str], failed: list[str], *, given: bool, quiet: bool
) -> list[tuple[Gold, str | None]]:
    """Each gold with its input, or with none where it holds the text itself; those without either have failed."""
    from hospext.scoring.corpus import match_inputs

    matches = match_inputs([file for file, _ in golds], inputs)
    tasks: list[tuple[Gold, str | None]] = []
    for file, gold in golds:
        if file in matches or (gold.inline and not given):
            tasks.append((gold, matches.get(file)))
        else:
            say(f"{gold.path}: its document is not there: name it, or its folder, behind the gold")
            failed.append(gold.path)
    spare = sorted(set(inputs) - set(matches.values()))
    if spare and given and not quiet:
        say(f"no gold for {', '.join(spare)}: not scored")
    return tasks


def _write(scores: Scores, bars: list[Bar], failed: list[str], format: ScoreFormat, errors: bool) -> None:
    from hospext.reports.junit import junit
    from hospext.reports.lines import write_lines
    from hospext.reports.scores import score_cases, score_json, score_lines, score_markdown
    from hospext.writing.streams import standard_output

    if not scores.documents and format in (ScoreFormat.TEXT, ScoreFormat.MARKDOWN):
        return  # figures of nothing would look perfect
    with standard_output() as stream:
        if format is ScoreFormat.JSON:
            figures = score_json(scores, bars, errors=errors, failed=failed)
            stream.write(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
        elif format is ScoreFormat.JUNIT:
            stream.write(junit("hospext score", score_cases(scores, bars, failed)))
        elif format is ScoreFormat.MARKDOWN:
            stream.write(score_markdown(scores, errors=errors))
        else:
            write_lines(score_lines(scores, errors=errors), stream)
