"""Plain text and Markdown: the decoded bytes as they are."""

from __future__ import annotations

from hospext.reading.decode import decode
from hospext.reading.document import Reading


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a text file."""
    text, codec = decode(data, encoding)
    return Reading(text=text, encoding=codec)
