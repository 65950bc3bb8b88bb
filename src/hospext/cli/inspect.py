"""``hospext inspect``: what a document is taken for, and why."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from hospext.cli.console import FAILED, exit_codes, say
from hospext.cli.options import Encoding, Issuer, ReferenceDate, Rules

if TYPE_CHECKING:
    from hospext.analysis import Progress
    from hospext.inspecting import Inspection
    from hospext.reading.document import Document


class InspectFormat(StrEnum):
    """What ``-f`` takes here."""

    TEXT = "text"
    JSON = "json"


_NAMES = {"encoding": "编码", "title": "标题", "issuer": "发布机构", "date": "日期", "period": "报告期"}
_REASONS = {
    "format": "文件格式",
    "given": "由用户给出",
    "byte_order_mark": "文件开头的字节顺序标记",
    "strict": "全文都是合法的UTF-8",
    "reads_as_chinese": "按这种编码读来最像中文",
    "head": "文首",
    "heading": "文首标题里的时间",
    "imprint": "落款、电头或版权信息",
    "metadata": "文件自带的信息",
    "file_name": "文件名",
    "dateline": "开头的日期，年份取自文中",
    "latest_date": "文中最晚的日期",
    "printer": "主办或编印单位",
    "signature": "落款单位",
    "profile": "开头介绍的机构",
    "most_named": "文中提到最多的机构",
    "not_found": "没有找到",
}


def inspect(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders or patterns, or - for stdin.")
    ],
    format: Annotated[
        InspectFormat, typer.Option("--format", "-f", help="Output format.")
    ] = InspectFormat.TEXT,
    reference_date: ReferenceDate = None,
    issuer: Issuer = None,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Show what each document is taken for, and why: encoding, title, issuer, date, articles, tables."""
    with exit_codes():
        from hospext.cli.inputs import find_documents
        from hospext.cli.run import each_input
        from hospext.inspecting import as_json, inspect_document
        from hospext.pipeline import analyser_for
        from hospext.reading.decode import codec_name
        from hospext.writing.streams import standard_output

        analyser = analyser_for(rules)
        codec = codec_name(encoding) if encoding else None
        day = reference_date.date() if reference_date else None

        def look(document: Document, advance: Progress) -> Inspection:
            return inspect_document(document, analyser, encoding=codec, reference_date=day, issuer=issuer)

        paths, errors = find_documents(inputs)
        for problem in errors:
            say(problem)
        seen = list(each_input(paths, look, encoding=codec, progress=False))
        found = [each for each in seen if each is not None]
        with standard_output() as stream:
            if format is InspectFormat.JSON:
                stream.write(
                    json.dumps([as_json(each) for each in found], indent=2, ensure_ascii=False) + "\n"
                )
            else:
                _write_text(found, stream)
    if errors or len(found) < len(seen):
        raise typer.Exit(FAILED)


def _write_text(found: list[Inspection], stream: TextIO) -> None:
    from hospext.cli.explained import padded, text_width

    for i, each in enumerate(found):
        pages = f"，{each.pages}页" if each.pages else ""
        stream.write(("\n" if i else "") + f"{each.id}  {each.chars:,}字{pages}，{each.records}条记录\n")
        rows = [
            (
                f"{_NAMES[f.name]} {f.name}",
                f.value or "—",
                _REASONS[f.reason] + (f"“{f.words}”" if f.words else ""),
            )
            for f in each.facts
        ]
        wide = min(max(text_width(value) for _, value, _ in rows), 60)
        for name, value, reason in rows:
            stream.write(f"    {padded(name, 16)}  {padded(value, wide)}  {reason}\n")
        for article in each.articles:
            stream.write(f"    {padded('文章 article', 16)}  第{article.line}行  {article.text}\n")
        for table in each.tables:
            page = f"第{table.page}页 " if table.page else ""
            stream.write(
                f"    {padded('表格 table', 16)}  表{table.number}  {page}第{table.line}行  "
                f"{table.rows}行×{table.columns}列，{table.records}条记录\n"
            )
