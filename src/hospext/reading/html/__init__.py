"""Web pages: what an article says, without what the site puts around it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from hospext.errors import InputError
from hospext.reading.assembly import Assembly
from hospext.reading.document import Metadata, Reading
from hospext.reading.html.content import content_of
from hospext.reading.html.encoding import decode_page
from hospext.reading.html.lines import add_lines
from hospext.reading.html.meta import metadata_of
from hospext.reading.html.tree import Element, build

MAX_BYTES = 64 << 20  # of one page
MAX_DEPTH = 5_000  # elements one inside the other; the time to parse more grows with their square
_TAG = re.compile(
    r"<(/?)(?!(?:p|li|br|hr|img|input|meta|link|td|tr|th|option|dt|dd|col|wbr|source|param)[\s/>])[a-z][^<>]*",
    re.I,
)

__all__ = ["read"]


def read(data: bytes, encoding: str | None) -> Reading:
    """The reading of a web page: the article where one can be told from its surroundings, else all that is shown."""
    if len(data) > MAX_BYTES:
        raise InputError(f"the page is larger than {MAX_BYTES >> 20} MB: save the article alone, or as text")
    text, codec = decode_page(data, encoding)
    if _is_deep(text):
        raise InputError(f"more than {MAX_DEPTH:,} elements one inside the other: save the page as text")
    body, metadata = _parsed(text)
    assembly = Assembly()
    if body is not None:
        add_lines(content_of(body, metadata.title), assembly)
    return assembly.reading(codec, metadata)


def _parsed(text: str) -> tuple[Element | None, Metadata]:
    """The body of a page and what its head says; what the parser held is given back."""
    parsed = LexborHTMLParser(text)
    return (build(parsed.body) if parsed.body is not None else None), metadata_of(parsed)


def _is_deep(text: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[1]:
            depth -= 1
        elif not tag[0].endswith("/"):
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False
