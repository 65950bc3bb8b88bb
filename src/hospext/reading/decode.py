"""From bytes to text: a mark if there is one, then UTF-8, then whichever encoding reads as Chinese."""

from __future__ import annotations

import codecs

from hospext.errors import InputError, UsageError
from hospext.reading.plausible import noise, plausibility

# UTF-32 stands before UTF-16, whose little-endian mark is the beginning of its own.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# cp950 and big5hkscs are the Big5 that files are really written in: Windows' and Hong Kong's.
_GUESSES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8")
# From 20 characters on, right guesses score above 0.5 and wrong ones below 0.3.
_SURELY_PLAUSIBLE = 0.6
_LEAST_PLAUSIBLE = 0.25
_MOST_NOISE = 0.01  # a stray control character or a cut-off last byte does not spoil a document


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the Python codec that gave it; line ends stay, a byte order mark goes.

    With ``encoding`` the bytes are read as that and nothing else. Without, the encoding is found.
    Raises InputError for bytes that are not text, UsageError for an encoding that does not exist.
    """
    text, codec = _decode_as(data, encoding) if encoding is not None else _decode_by_content(data)
    return text.removeprefix("\ufeff"), codec


def codec_name(encoding: str) -> str:
    """Python's name of a text encoding, or UsageError for one that does not exist."""
    try:
        "a".encode(encoding)  # refuses codecs between bytes, such as hex, which lookup would find
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise UsageError(
            f"unknown encoding {encoding!r}: use a name such as utf-8, gb18030, big5 or utf-16"
        ) from None


def _decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    codec = codec_name(encoding)
    try:
        return data.decode(codec), codec
    except UnicodeError as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(
            f"not {encoding} text{place}: name another encoding, or none to have it found"
        ) from None


def _decode_by_content(data: bytes) -> tuple[str, str]:
    reading = _marked(data) or _utf8(data) or _likeliest(data)
    if reading is None or noise(reading[0]) > _MOST_NOISE:
        if noise(data.decode("latin-1")) > _MOST_NOISE:  # which shows control bytes alone
            raise InputError("this is binary data, not text: convert it to plain text first")
        raise InputError("no encoding turns these bytes into Chinese text: name the right one")
    return reading


def _marked(data: bytes) -> tuple[str, str] | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), codec
    return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    """What strict UTF-8 makes of it, unless that is UTF-16 passing for UTF-8 full of NULs."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return (text, "utf-8") if noise(text) <= _MOST_NOISE else None


def _likeliest(data: bytes) -> tuple[str, str] | None:
    """The encoding in which it reads most like Chinese, if it does in any."""
    best, best_score = None, _LEAST_PLAUSIBLE
    for codec in _GUESSES:
        text = data.decode(codec, "replace")
        score = plausibility(text)
        if score > best_score:
            best, best_score = (text, codec), score
        if score > _SURELY_PLAUSIBLE and "\ufffd" not in text:
            break
    return best
