"""``hospext annotate``: the extraction of today as gold, ready to be corrected."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import Encoding, Issuer, Quiet, ReferenceDate, Rules


def annotate(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="The documents, as for extract: files, folders, patterns."),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where the marked texts go, one a document."),
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Write over marked texts that are there, corrections included.")
    ] = False,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Write each document's text with a mark around every value that is found, to be corrected by a person.

    hospext score measures against the result. Give it the --issuer given here; the reference date is written down.
    """
    with exit_codes():
        from hospext.cli.each import for_each
        from hospext.errors import InputError
        from hospext.pipeline import analyser_for
        from hospext.reading import find_inputs, read_file
        from hospext.reading.decode import codec_name
        from hospext.reports.lines import counted
        from hospext.scoring.annotate import annotated
        from hospext.writing.streams import replacing

        analyser = analyser_for(rules)
        codec = codec_name(encoding) if encoding else None
        day = reference_date.date() if reference_date else None
        paths, errors = find_inputs(inputs)
        for error in errors:
            say(error)
        targets = _targets(paths, output)
        _check(targets, force)
        marks = 0

        def write(path: str) -> None:
            nonlocal marks
            document = read_file(path, codec)
            if not document.text.strip():
                raise InputError(f"{document.id}: the file is empty: there is nothing to annotate")
            found = analyser.extract(document, reference_date=day, issuer=issuer)
            known = found.documents[0].issuer
            marked = annotated(document.text, found.records, reference_date=day, issuer=known)
            _make_folder(targets[path].parent)
            with replacing(targets[path]) as stream:
                stream.write(marked)
            marks += len(found.records)

        failed = for_each([(path, path) for path in paths], write, progress=sys.stderr.isatty() and not quiet)
        if not quiet:
            say(f"{output}: {counted(len(paths) - len(failed), 'document')}, {counted(marks, 'mark')}")
    if failed or errors:
        raise typer.Exit(FAILED)


def _targets(paths: list[str], output: Path) -> dict[str, Path]:
    """Where each document's marked text goes: under its own name, in the folders that the documents have in common."""
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]  # noqa: PTH100, PTH120 - names, not files
    shared = os.path.commonpath(folders) if folders else ""
    targets = {}
    for path, folder in zip(paths, folders, strict=True):
        name = "stdin" if path == "-" else os.path.basename(path)  # noqa: PTH119
        file = name if name.lower().endswith(".txt") else f"{name}.txt"
        targets[path] = output / os.path.relpath(folder, shared) / file
    return targets


def _make_folder(folder: Path) -> None:
    from hospext.errors import UsageError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be made a folder ({error.strerror}): name another with -o"
        ) from None


def _check(targets: dict[str, Path], force: bool) -> None:
    """Raise UsageError where a marked text would go over something that must stay."""
    from hospext.errors import UsageError

    sources = {os.path.realpath(path) for path in targets}
    taken: set[Path] = set()
    for target in targets.values():
        if os.path.realpath(target) in sources:
            raise UsageError(f"{target}: is an input too: name another folder with -o")
        if target in taken:
            raise UsageError(f"{target}: two inputs would be written there: annotate them one by one")
        if target.exists() and not force:
            raise UsageError(
                f"{target}: is there already: name another folder, or lose its corrections with --force"
            )
        taken.add(target)
