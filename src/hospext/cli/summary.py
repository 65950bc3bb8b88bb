"""What a run came to, in the end, for who watches it at a terminal."""

from __future__ import annotations

from collections import Counter

from rich.columns import Columns
from rich.console import Console
from rich.text import Text

from hospext.records import Extraction, Kind
from hospext.writing.table import STYLES


def print_summary(extraction: Extraction, failures: int, seconds: float, written: str | None) -> None:
    """Documents, records by kind, failures and time, on standard error."""
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    documents, records = len(extraction.documents), len(extraction.records)
    console.print(
        Text.assemble(
            f"hospext: documents: {documents}, records: {records}, ",
            (f"failed: {failures}", "bold red" if failures else ""),
            f"; {duration(seconds)}; ",
            f"wrote {written}" if written else ("nothing written", "bold red"),
        )
    )
    counts = Counter(record.kind for record in extraction.records)
    by_kind = [Text(f"{kind} {counts[kind]}", STYLES[kind]) for kind in Kind if counts[kind]]
    if by_kind:
        console.print(Columns(by_kind, padding=(0, 2)))


def duration(seconds: float) -> str:
    """A time for people: ``0.8 s``, ``42 s``, ``3 min 5 s``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
