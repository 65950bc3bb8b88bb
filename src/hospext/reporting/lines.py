"""A document as the lines that a page shows, each cut into pieces by the records that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hospext.records import Record
from hospext.view import INVISIBLE

_NUMBER = "0123456789０１２３４５６７８９.．"
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, and the numbers of the records that cover it, the innermost first."""

    text: str
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``number`` counts as a record's ``line`` does, and is None where the one before goes on."""

    number: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    record: int


def lines_of_text(text: str, records: Sequence[Record]) -> Iterator[Line]:
    """The lines of a whole text; records are numbered by their place in the sequence."""
    spans = [_Span(record.start, record.end, number) for number, record in enumerate(records)]
    spans.sort(key=lambda span: (span.start, span.end))
    ahead, open_spans, number, start = 0, list[_Span](), 1, 0
    shown: int | None = 1
    for end, following, ends_line in _line_ends(text):
        open_spans = [span for span in open_spans if span.end > start]
        while ahead < len(spans) and spans[ahead].start < end:
            open_spans.append(spans[ahead])
            ahead += 1
        clipped = (_clipped(span, text, start, end) for span in open_spans)
        yield Line(
            shown,
            tuple(_pieces(text[start:end], [span for span in clipped if span.start < span.end])),
        )
        number += ends_line
        shown = number if ends_line else None
        start = following


def lines_of_sentences(records: Sequence[Record]) -> Iterator[Line]:
    """The sentences of the records alone, each once, in the order of the document."""
    sentences: dict[tuple[int, str], list[int]] = {}
    last = (0, "")
    for number in sorted(range(len(records)), key=lambda n: (records[n].start, records[n].end)):
        if records[number].sentence != last[1]:  # a sentence may go on for several lines
            last = (records[number].line, records[number].sentence)
        sentences.setdefault(last, []).append(number)
    for (line, sentence), numbers in sentences.items():
        spans, lost = _found(sentence, numbers, records)
        pieces = [*_pieces(sentence, spans)]
        for number in lost:
            pieces += [Piece(" "), Piece(records[number].text, (number,))]
        yield Line(line, tuple(pieces))


def _line_ends(text: str) -> Iterator[tuple[int, int, bool]]:
    """End of each line, start of the next, and whether line numbers count it: a lone CR they do not."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), match[0] != "\r"
    yield len(text), len(text), True


def _clipped(span: _Span, text: str, start: int, end: int) -> _Span:
    """The part of a span in a line, counted from the line's start; indents at a break do not belong to it."""
    low, high = max(span.start, start), min(span.end, end)
    while low < high and low > span.start and text[low].isspace():
        low += 1
    while low < high < span.end and text[high - 1].isspace():
        high -= 1
    return _Span(low - start, high - start, span.record)


def _pieces(text: str, spans: Sequence[_Span]) -> Iterator[Piece]:
    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    inner_first = sorted(spans, key=lambda span: (span.end - span.start, span.record))
    for low, high in pairwise(edges):
        yield Piece(
            text[low:high], tuple(span.record for span in inner_first if span.start <= low < span.end)
        )


def _found(sentence: str, numbers: Sequence[int], records: Sequence[Record]) -> tuple[list[_Span], list[int]]:
    """Where the texts of records stand in their sentence, blanks aside, one after the other; and those not found."""
    places = [at for at, char in enumerate(sentence) if not _is_blank(char)]
    dense = "".join(sentence[at] for at in places)
    spans, lost = list[_Span](), list[int]()
    last, low, high = None, 0, 0  # the record found last, and its place
    for number in numbers:
        record = records[number]
        wanted = "".join(char for char in record.text if not _is_blank(char))
        inside = last is not None and record.start < last.end  # it may stand within the one before it
        place = _find_whole(dense, wanted, low + (record.start > last.start) if last and inside else high)
        if place < 0:
            lost.append(number)
            continue
        last, low, high = record, place, place + len(wanted)
        spans.append(_Span(places[low], places[high - 1] + 1, number))
    return spans, lost


def _find_whole(text: str, wanted: str, start: int) -> int:
    """Where a text stands that is no part of a longer number, or -1."""
    place = text.find(wanted, start) if wanted else -1
    while place >= 0:
        before = place > 0 and text[place - 1] in _NUMBER and wanted[0] in _NUMBER
        after = text[place + len(wanted) : place + len(wanted) + 1]
        if not before and not (after and after in _NUMBER and wanted[-1] in _NUMBER):
            break
        place = text.find(wanted, place + 1)
    return place


def _is_blank(char: str) -> bool:
    return char.isspace() or char in INVISIBLE
