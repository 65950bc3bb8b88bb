"""Findings for programs and spreadsheets: JSON with whole records, CSV with a row for each record of a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from hospext.auditing.model import Finding
from hospext.auditing.wording import role
from hospext.records import SCHEMA_VERSION, DocumentInfo
from hospext.writing.delimited import harmless, write_rows
from hospext.writing.formats import Format, Headers
from hospext.writing.rows import COLUMNS_ZH, cell, json_row

_COLUMNS = {
    "finding": "序号",
    "check": "检查",
    "about": "对象",
    "message": "说明",
    "computed": "算得",
    "stated": "文中",
    "role": "角色",
    **{name: COLUMNS_ZH[name] for name in ("document", "line", "page", "start", "end", "text", "sentence")},
}


def write_json(
    findings: Iterable[Finding], documents: Iterable[DocumentInfo], stream: TextIO, *, language: str = "zh"
) -> None:
    """Write all findings as one JSON document, each with its records whole."""
    output = {
        "schema_version": SCHEMA_VERSION,
        "documents": [document.model_dump(mode="json") for document in documents],
        "findings": [
            {
                "check": finding.check,
                "about": finding.about.of(language),
                "message": finding.message.of(language),
                "computed": finding.computed,
                "stated": finding.stated,
                "records": [{"role": each.role, **json_row(each.record)} for each in finding.evidence],
            }
            for finding in findings
        ],
    }
    json.dump(output, stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def write_csv(
    findings: Iterable[Finding],
    stream: TextIO,
    *,
    language: str = "zh",
    headers: Headers = Headers.EN,
    excel: bool = False,
) -> None:
    """Write one row for each record of a finding."""
    rows = (
        [
            finding_number,
            finding.check,
            finding.about.of(language),
            finding.message.of(language),
            finding.computed,
            finding.stated,
            role(each.role, language),
            *(getattr(each.record, name) for name in list(_COLUMNS)[7:]),
        ]
        for finding_number, finding in enumerate(findings, 1)
        for each in finding.evidence
    )
    write_rows(
        list(_COLUMNS.values()) if headers is Headers.ZH else list(_COLUMNS),
        ([harmless(value) if excel else cell(value) for value in row] for row in rows),
        stream,
        Format.CSV,
        line_end="\r\n" if excel else "\n",
    )
