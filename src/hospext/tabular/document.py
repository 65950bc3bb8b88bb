"""The tables of one document: where they stand, what of them is text after all, and what is in force around each."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hospext.reading.document import Document, Table
from hospext.resolve.dates import DateContext, Span, resolve
from hospext.resolve.document import DocumentFacts
from hospext.scan.points import Written
from hospext.tabular.detect import find_tables, lines_above
from hospext.tabular.drafting import Dates
from hospext.tabular.paths import Surroundings
from hospext.tabular.reader import Found, TableReader
from hospext.view import fold


@dataclass(frozen=True, slots=True)
class Section:
    """From where on a heading holds, and what it says: whose numbers follow, and of when."""

    start: int
    subject: str | None
    period: Span | None


class DocumentTables:
    """Finds and reads the tables of a document; ``scan_dates`` finds the dates in a folded text."""

    def __init__(
        self,
        document: Document,
        reader: TableReader,
        scan_dates: Callable[[str], list[Written]],
        festivals: Mapping[str, dict[str, list[int]]],
    ) -> None:
        self._reader, self._scan_dates, self._festivals = reader, scan_dates, dict(festivals)
        self.found: Sequence[Table] = document.tables or find_tables(document.text)
        self._folded = fold(document.text) if self.found else ""

    def prose(self) -> list[tuple[int, int]] | None:
        """The stretches of the document to be read as text; None where that is all of it."""
        if not self.found:
            return None
        stretches, at = [], 0
        for table in self.found:
            stretches += [(at, table.start), *self._reader.prose(table, self._folded)]
            at = table.end
        return [*stretches, (at, len(self._folded))]

    def read(
        self, facts: DocumentFacts, sections: Sequence[Section], place: Callable[[int], int]
    ) -> list[Found]:
        """What the tables hold, in order; ``place`` leads from the start of a section to the document."""
        if not self.found:
            return []
        placed = [replace(section, start=place(section.start)) for section in sections]
        starts = [section.start for section in placed]
        dates = self._dates(facts.date)
        found: list[Found] = []
        end = 0
        for number, table in enumerate(self.found, 1):
            before = bisect_left(starts, table.start)
            section = placed[before - 1] if before else Section(0, None, None)
            above = lines_above(self._folded, end, table.start)
            year = facts.date.year if facts.date else None
            around = Surroundings(above, facts.issuer, section.subject, section.period, facts.report, year)
            found += self._reader.read(table, number, self._folded, around, dates)
            end = table.end
        return found

    def _dates(self, today: dt.date | None) -> Dates:
        def dates(text: str, year: int | None) -> list[tuple[int, int, Span]]:
            context = DateContext(today, year, self._festivals)
            spans = [
                (written.start, written.end, resolve(written, context)) for written in self._scan_dates(text)
            ]
            return [(start, end, span) for start, end, span in spans if span is not None]

        return dates
