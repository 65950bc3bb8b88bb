"""Why a number gave no record: looked up in what the scanners found and dropped. Where that does not tell, it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from hospext.analysis import Analysis
from hospext.lexicon import Lexicon
from hospext.numerals import ARABIC, HAN, HAN_DIGIT, HAN_SCALE, SCALE, parse_number
from hospext.scan.mentions import Quantity

_TWO_DIGITS = r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = regex.compile(rf"(?<![0-9]){_TWO_DIGITS}月(?:{_TWO_DIGITS}[日号]?)?")
_CODE = regex.compile(r"[A-Za-z][A-Za-z-]*+[0-9][0-9A-Za-z.+-]*+|[0-9][0-9.]*+[A-Za-z]++")


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
    misses: list[Miss] = []
    for start, end, han in _candidates(norm, lexicon):
        if covered.find(1, start, end) >= 0:
            continue
        reason, words = _reason(start, end, han, analysis, stops, lexicon)
        last = misses[-1] if misses else None
        if last and words and (last.reason, last.words) == (reason, words) and end - last.start <= len(words):
            start = misses.pop().start  # 2 and 30 of 2月30日, all of a telephone number
        misses.append(Miss(start, end, reason, words))
    return misses


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
        if found.start() < end and start < found.end() and not _exists(found[1], found[2]):
            return "impossible_date", found[0]
    if norm[max(0, start - 1) : start] == "第":
        return "ordinal", "第" + text
    for code in _CODE.finditer(norm, max(0, start - 12), end + 12):
        if code.start() < end and start < code.end():
            return "code", code[0]
    for value in analysis.values:
        if isinstance(value, Quantity) and value.start < end and start < value.end:
            return _dropped(value), text
    for name in analysis.names:
        if name.start <= start and end <= name.end:
            return "part_of_name", name.text
    if han:
        return _written_in_chinese(text, lexicon), text
    return ("no_unit", None) if text[-1].isdigit() else ("unknown", None)


def _exists(month: str, day: str | None) -> bool:
    """Whether a month and day stand in the calendar of a leap year."""
    try:
        dt.date(2024, int(parse_number(month) or 0), int(parse_number(day) or 0) if day else 1)
    except ValueError:
        return False
    return True


def _dropped(quantity: Quantity) -> str:
    """Why the binder left out a quantity that the scanner found."""
    if quantity.han_one:
        return "article"
    if quantity.bare:
        return "no_unit"
    return "not_a_score" if quantity.unit == "分" else "unknown"


def _written_in_chinese(text: str, lexicon: Lexicon) -> str:
    unit = text.lstrip(HAN_DIGIT + HAN_SCALE)
    digits = text.removesuffix(unit)
    if digits == "二":
        return "ordinal_two"
    if not digits.strip("百千万亿"):
        return "bare_scale"
    if unit == "期":
        return "phase"
    return "word" if unit in (*lexicon.weak_units, "分") else "unknown"
