"""``hospext audit``: what does not fit."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import DocumentsOrData, Encoding, Issuer, Language, Quiet, ReferenceDate, Rules
from hospext.writing.formats import Headers

if TYPE_CHECKING:
    from hospext.auditing import Finding
    from hospext.records import Extraction


class AuditFormat(StrEnum):
    """What ``-f`` takes here."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


_SUFFIXES = {".txt": AuditFormat.TEXT, ".json": AuditFormat.JSON, ".csv": AuditFormat.CSV}


def audit(
    inputs: DocumentsOrData,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="File to write; its suffix says the format."),
    ] = None,
    format: Annotated[
        AuditFormat | None, typer.Option("--format", "-f", help="Output format. Default: text.")
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of what is said of the findings.")
    ] = Language.ZH,
    headers: Annotated[
        Headers | None, typer.Option(help="Language of the column names in csv. Default: en.")
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="csv: mark as UTF-8 for Excel and disarm cells like formulas.")
    ] = False,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Find what does not fit: values that contradict each other, and values that cannot be.

    Each finding shows the sentences and the arithmetic. The exit code is 0 when nothing was found, 1 when something was or
    an input failed.
    """
    with exit_codes():
        from hospext.auditing import audit as check
        from hospext.cli.gather import gather
        from hospext.cli.sink import check_output
        from hospext.pipeline import analyser_for

        chosen = _format(output, format, headers, excel)
        check_output(output, inputs)
        analyser = analyser_for(rules)
        extraction, failures = gather(
            inputs,
            analyser,
            reference_date=reference_date,
            issuer=issuer,
            encoding=encoding,
            quiet=quiet,
        )
        findings = check(extraction, analyser.lexicon)
        if extraction.documents or extraction.records:
            _write(findings, extraction, output, chosen, lang, headers or Headers.EN, excel)
        if not quiet:
            say(_summary(findings, extraction, failures))
    if findings or failures:
        raise typer.Exit(FAILED)


def _format(
    output: Path | None, format: AuditFormat | None, headers: Headers | None, excel: bool
) -> AuditFormat:
    from hospext.errors import UsageError

    if format is None:
        suffix = output.suffix.lower() if output else ".txt"
        if suffix not in _SUFFIXES:
            known = ", ".join(_SUFFIXES)
            raise UsageError(
                f"{output}: the suffix does not say the format: use one of {known}, or name it with -f"
            )
        format = _SUFFIXES[suffix]
    for option, given in (("--headers", headers is not None), ("--excel", excel)):
        if given and format is not AuditFormat.CSV:
            raise UsageError(f"{option} is for csv, not {format}: add -f csv")
    return format


def _write(
    findings: list[Finding],
    extraction: Extraction,
    output: Path | None,
    format: AuditFormat,
    lang: Language,
    headers: Headers,
    excel: bool,
) -> None:
    from hospext.auditing.data import write_csv, write_json
    from hospext.auditing.text import write_text
    from hospext.cli.sink import opened

    with opened(output, "utf-8-sig" if excel else "utf-8") as stream:
        if format is AuditFormat.JSON:
            write_json(findings, extraction.documents, stream, language=lang)
        elif format is AuditFormat.CSV:
            write_csv(findings, stream, language=lang, headers=headers, excel=excel)
        else:
            write_text(findings, stream, lang)


def _summary(findings: list[Finding], extraction: Extraction, failures: int) -> str:
    documents = len({record.document for record in extraction.records} | {d.id for d in extraction.documents})
    kinds = ", ".join(f"{check} {count}" for check, count in Counter(f.check for f in findings).items())
    found = f"{len(findings)} ({kinds})" if findings else "0"
    return (
        f"documents: {documents}, records: {len(extraction.records)}, failed: {failures}, findings: {found}"
    )
