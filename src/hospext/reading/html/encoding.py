"""From the bytes of a page to its text: byte order mark, then what the page says of itself, then what reads best."""

from __future__ import annotations

import codecs
import re

from hospext.reading.decode import decode
from hospext.reading.plausible import plausibility

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)
_SCANNED = 8192  # bytes in which a page declares its encoding
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A page that says so is written in the larger set: 镕 and 喆 are in none of the small ones.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
}


def decode_page(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The text of a page and the codec that gave it; see ``decode``."""
    if encoding is not None or data.startswith(_MARKS):
        return decode(data, encoding)
    declared = _declared(data)
    if declared is None:
        return decode(data)
    try:
        text = data.decode(declared)
    except UnicodeDecodeError:
        found = decode(data)
        return found if found[1] != declared else (data.decode(declared, "replace"), declared)
    if declared != "utf-8" and not data.isascii():
        try:  # saved anew as UTF-8, with the old declaration still in it
            anew = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if plausibility(anew) >= plausibility(text):
                return anew, "utf-8"
    return text, declared


def _declared(data: bytes) -> str | None:
    """The Python codec that a page names, if there is such a one."""
    found = _DECLARED.search(data[:_SCANNED])
    if found is None:
        return None
    name = (found[1] or found[2]).decode("ascii", "replace").lower()
    try:
        codec = codecs.lookup(_LARGER.get(name, name)).name
        "a".encode(codec)  # refuses codecs between bytes
    except (LookupError, UnicodeError):
        return None
    return "utf-8" if codec.startswith(("utf-16", "utf-32", "ascii")) else codec
