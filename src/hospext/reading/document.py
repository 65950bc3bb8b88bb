"""What every reader gives: a decoded text that is never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One input. ``text`` is the decoded document, line ends as they were; spans count its code points."""

    id: str
    text: str
    encoding: str
    sha256: str
