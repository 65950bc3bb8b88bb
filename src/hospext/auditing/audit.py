"""All checks over all records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hospext.auditing.conflicts import conflicts
from hospext.auditing.growth import growths
from hospext.auditing.lists import lists
from hospext.auditing.model import Finding
from hospext.auditing.single import future, limits, ranks, reversed_ranges
from hospext.auditing.sums import sums
from hospext.auditing.tables import tables
from hospext.lexicon import Lexicon, default_lexicon
from hospext.meaning.said import in_context
from hospext.meaning.values import Values
from hospext.records import Extraction

_CHECKS: tuple[Callable[[Values], Iterator[Finding]], ...] = (
    conflicts,
    growths,
    sums,
    lists,
    tables,
    limits,
    ranks,
    future,
    reversed_ranges,
)


def audit(extraction: Extraction, lexicon: Lexicon | None = None) -> list[Finding]:
    """What does not fit in an extraction, in the order of the text; each pair of records is named once a check."""
    lexicon = lexicon or default_lexicon()
    values = Values(in_context(extraction, lexicon), lexicon)
    order = {
        document: number
        for number, document in enumerate(dict.fromkeys(r.document for r in extraction.records))
    }
    found: dict[object, Finding] = {}
    for check in _CHECKS:
        for finding in check(values):
            places = sorted((record.document, record.start, record.end) for record in finding.records)
            found.setdefault((finding.check, tuple(places)), finding)
    return sorted(
        found.values(), key=lambda f: (order[f.records[0].document], f.records[0].start, f.records[0].end)
    )
