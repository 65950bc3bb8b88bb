"""Web pages: what an article says, without what the site puts around it."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.document import Reading
from hospext.reading.html.content import content_of
from hospext.reading.html.encoding import decode_page
from hospext.reading.html.lines import add_lines
from hospext.reading.html.meta import metadata_of
from hospext.reading.html.tree import build

MAX_BYTES = 64 << 20  # of one page

__all__ = ["read"]


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a web page: the article where one can be told from its surroundings, else all that is shown."""
    if len(data) > MAX_BYTES:
        raise InputError(f"the page is larger than {MAX_BYTES >> 20} MB: save the article alone, or as text")
    text, codec = decode_page(data, encoding)
    parsed = LexborHTMLParser(text)
    metadata = metadata_of(parsed)
    assembly = Assembly()
    if parsed.body is not None:
        add_lines(content_of(build(parsed.body), metadata.title), assembly)
    return assembly.reading(codec, metadata)
