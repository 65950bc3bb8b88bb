"""Why a number gave no record: looked up in what the scanners found and dropped. Where that does not tell, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from hospext.analysis import Analysis
from hospext.lexicon import Lexicon
from hospext.numerals import ARABIC, HAN, SCALE
from hospext.scan.mentions import Quantity

_DAY = regex.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
)


@dataclass(frozen=True, slots=True)
class Miss:
    """A number of the view without a record, and why; ``words`` is what the reason points at."""

    start: int
    end: int
    reason: str
    words: str | None = None


def find_misses(analysis: Analysis, lexicon: Lexicon) -> list[Miss]:
    """Digits, and Chinese numerals with a unit, that no record holds."""
    norm = analysis.view.norm
    covered = bytearray(len(norm) + 1)
    for draft in analysis.drafts:
        covered[draft.start : draft.end] = b"\x01" * (draft.end - draft.start)
    stops = [
        (match.start(), match.end(), f"{name}: {match[0]}")
        for name, pattern in lexicon.stops
        for match in pattern.finditer(norm)
    ]
    return [
        Miss(start, end, *_reason(start, end, han, analysis, stops, lexicon))
        for start, end, han in _candidates(norm, lexicon)
        if covered.find(1, start, end) < 0
    ]


def _candidates(norm: str, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is written in Chinese, of everything that looks like a counted number."""
    unit = lexicon.unit_pattern
    pattern = lexicon.pattern(
        "explain.number", rf"{ARABIC}(?:[余多来几]?{SCALE})?(?:{unit})?|(?P<han>{HAN})(?:{SCALE})?(?:{unit})"
    )
    for match in pattern.finditer(norm):
        yield match.start(), match.end(), match["han"] is not None


def _reason(
    start: int, end: int, han: bool, analysis: Analysis, stops: list[tuple[int, int, str]], lexicon: Lexicon
) -> tuple[str, str | None]:
    """The id of the reason, and the words that it points at."""
    norm = analysis.view.norm
    text = norm[start:end]
    for low, high, words in stops:
        if low < end and start < high:
            return "stop", words
    for written in analysis.dates:
        if written.start < end and start < written.end:
            mere = written.basis_only or written.silent
            return "comparison_date" if mere else "impossible_date", norm[written.start : written.end]
    for found in _DAY.finditer(norm, max(0, start - 6), end + 6):
        if found.start() < end and start < found.end():
            return "impossible_date", found[0]
    if norm[max(0, start - 1) : start] == "第":
        return "ordinal", "第" + text
    for value in analysis.values:
        if isinstance(value, Quantity) and value.start < end and start < value.end:
            return _dropped(value), text
    for name in analysis.names:
        if name.start <= start and end <= name.end:
            return "part_of_name", name.text
    around = norm[max(0, start - 1) : start] + norm[end : end + 1]
    if regex.search("[A-Za-z]", around):
        return "code", regex.search(r"[A-Za-z0-9.+-]*$", norm[:start])[0] + text  # type: ignore[index]
    if han:
        return _written_in_chinese(text, lexicon), text
    return ("no_unit", None) if text[-1].isdigit() else ("unknown", None)


def _dropped(quantity: Quantity) -> str:
    """Why the binder left out a quantity that the scanner found."""
    if quantity.han_one:
        return "article"
    if quantity.bare:
        return "no_unit"
    return "not_a_score" if quantity.unit == "分" else "unknown"


def _written_in_chinese(text: str, lexicon: Lexicon) -> str:
    if text.startswith("二"):
        return "ordinal_two"
    return (
        "word" if text.lstrip("零一二三四五六七八九十百千万亿") in (*lexicon.weak_units, "分") else "unknown"
    )
