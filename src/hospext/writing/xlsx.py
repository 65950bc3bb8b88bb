"""XLSX: the records, those of each kind, the sentences they stand in, and the documents, a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from hospext import __version__
from hospext.errors import HospextError
from hospext.records import Extraction, Kind, Record
from hospext.writing.columns import DOCUMENT_COLUMNS, KIND_COLUMNS
from hospext.writing.formats import Headers
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, DOCUMENT_ZH, KINDS_ZH
from hospext.writing.workbook import MOST_ROWS, Workbook

# The property of the file that tells it from any other workbook.
MARK = "hospext.schema_version"

# What people read first stands first; where it comes from follows, and then what programs need.
_FIRST = (
    "kind", "subject", "metric", "label", "value", "value_max", "unit", "grade", "date_start", "date_end",
    "period_start", "period_end", "bound", "aspect", "direction", "basis", "rank_type", "scope", "granularity",
    "status", "text", "sentence", "document", "line",
)  # fmt: skip
ORDER = (*_FIRST, *(column for column in COLUMNS if column not in _FIRST))
SHEETS = {"records": "记录", "sentences": "句子", "documents": "文档"}
_SENTENCE_HEADER = {"records": "记录数", "document": "来源", "line": "行号", "sentence": "句子"}


@dataclass(frozen=True, slots=True)
class _Passage:
    """One sentence, and the records in it: from one place in the list to another, the end not included."""

    record: Record
    start: int
    end: int


def xlsx(extraction: Extraction, headers: Headers) -> tuple[bytes, list[str]]:
    """The file, and what Excel could not hold of it, a sentence each."""
    records = extraction.records
    if len(records) > MOST_ROWS:
        raise HospextError(
            f"{len(records):,} records, and a sheet of Excel holds {MOST_ROWS:,} rows: "
            "write .parquet, .sqlite or .csv instead"
        )
    zh = headers is Headers.ZH
    names = {sheet: SHEETS[sheet] if zh else sheet for sheet in SHEETS}
    book = Workbook({MARK: extraction.schema_version, "hospext.version": __version__})
    passages = _passages(records)
    places = [
        f"'{names['sentences']}'!A{row}"
        for row, passage in enumerate(passages, 2)
        for _ in range(passage.start, passage.end)
    ]
    _add_records(book, names["records"], ORDER, records, places, zh)
    for kind in Kind:
        chosen = [number for number, record in enumerate(records) if record.kind is kind]
        if chosen:
            columns = [column for column in ORDER if column in KIND_COLUMNS[kind]]
            of_kind, their_places = [records[n] for n in chosen], [places[n] for n in chosen]
            _add_records(book, KINDS_ZH[kind] if zh else kind.value, columns, of_kind, their_places, zh)
    _add_sentences(book, names["sentences"], passages, names["records"], zh)
    documents = book.sheet(
        names["documents"], [DOCUMENT_ZH[c.name] if zh else c.name for c in DOCUMENT_COLUMNS]
    )
    for document in extraction.documents:
        documents.add([getattr(document, column.name) for column in DOCUMENT_COLUMNS])
    documents.finish()
    return book.finished(), book.notes()


def _passages(records: Sequence[Record]) -> list[_Passage]:
    """The sentences in reading order; those of one sentence follow each other."""
    numbered = groupby(enumerate(records), key=lambda pair: (pair[1].document, pair[1].sentence))
    runs = [list(run) for _, run in numbered]
    return [_Passage(run[0][1], run[0][0], run[-1][0] + 1) for run in runs]


def _add_records(
    book: Workbook,
    name: str,
    columns: Sequence[str],
    records: Sequence[Record],
    places: Sequence[str],
    zh: bool,
) -> None:
    """A sheet of records, the text of each linked to its sentence."""
    sheet = book.sheet(name, [COLUMNS_ZH[column] if zh else column for column in columns])
    text = columns.index("text")
    for record, place in zip(records, places, strict=True):
        values = [_plain(getattr(record, column, None)) for column in columns]
        sheet.add(values, unit=getattr(record, "unit", None), links={text: place})
    sheet.finish()


def _add_sentences(book: Workbook, name: str, passages: Sequence[_Passage], records: str, zh: bool) -> None:
    """Each sentence once, the number of its records linked to their rows."""
    header = [_SENTENCE_HEADER[column] if zh else column for column in _SENTENCE_HEADER]
    sheet = book.sheet(name, header, wrapped=(3,), widest=100)
    for each in passages:
        place = f"'{records}'!A{each.start + 2}:A{each.end + 1}"
        row = [each.end - each.start, each.record.document, each.record.line, each.record.sentence]
        sheet.add(row, links={0: place})
    sheet.finish()


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Kind) else value
