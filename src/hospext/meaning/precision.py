"""What the written digits of a value allow: 51360.68万元 may be any amount that is rounded, or cut off, to that.

The one place that knows how exact a number is. It reads the record's own words (``text``) beside its value:

- a number is known to its last written place: 51360.68万 to 100, 5.99% to 0.01, 四成 to 10 percent;
- it may have been rounded there, or cut off: from half a place below to a whole place above;
- a counted number without 万 or 亿 is exact (847746人次), unless it ends in four zeros or more (20000人次), or in zeros in
  Chinese numerals (两百张): then the first two figures are sure;
- 约 and 近, fractions and doublings (三分之一, 翻一番) leave ten percent on both sides;
- 超 and 以上 set no upper end, 不足 and 以下 no lower end; 余 and 多 (1万余) stay below the double.

All of it errs on the side of allowing too much: what this module calls impossible, no reader would call a rounding.
"""

from __future__ import annotations

import re
from fractions import Fraction

from hospext.meaning.intervals import Interval
from hospext.numerals import HAN_DIGIT, HAN_SCALE
from hospext.records import Kind, Ranking, Record
from hospext.view import fold

_COUNTED = (Kind.BED_COUNT, Kind.COUNT, Kind.RANKING)
_ARABIC = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_POINT = re.compile(rf"点([{HAN_DIGIT}]+)")
_FRACTION = re.compile(r"分之|半|番")
_PERCENT = re.compile(r"(?:百分|千分|万分)之")
_MORE = re.compile(rf"[0-9{HAN_DIGIT}{HAN_SCALE}]个?[余多来几]")
_LARGE = re.compile(r"[万亿]")
_TENTHS = re.compile(rf"[{HAN_DIGIT}0-9]成")
_ABOUT = Fraction(1, 10)
_LOOSE = Fraction(1, 100)  # 超8.9亿 is said of 8.8991亿 too
_SURE_FIGURES = 2
_ROUND_ZEROS = 4


def written(record: Record) -> Interval | None:
    """The true values that the words of a record allow, with the sign of its direction; None for what has no number."""
    value = getattr(record, "value", None)
    if value is None:
        return None
    upper = getattr(record, "value_max", None)
    found = allowed(
        record.text,
        Fraction(value),
        None if upper is None else Fraction(upper),
        getattr(record, "bound", "exact"),
        counted=record.kind in _COUNTED,
    )
    falls = getattr(record, "direction", None) == "decrease" and not isinstance(record, Ranking)
    return -found if falls else found


def allowed(text: str, value: Fraction, upper: Fraction | None, bound: str, *, counted: bool) -> Interval:
    """The values that a written number allows; ``value`` and ``upper`` are in the base unit, ``text`` as it stands."""
    words = "".join(fold(text).split())
    place = last_place(words, value, counted=counted)
    highest = value if upper is None else upper
    loose = min(place / 2, abs(value) * _LOOSE)
    if bound == "under":
        return Interval(None, highest + loose)
    if bound == "over":
        more = upper is None and _MORE.search(words)
        return Interval(value, 2 * value) if more else Interval(value - loose, None)
    if bound == "approx" or (_FRACTION.search(words) and not _PERCENT.search(words)):
        margin = max(place / 2, abs(value) * _ABOUT)
        return Interval(value - margin, highest + margin)
    return Interval(value - place / 2, highest + place)


def last_place(words: str, value: Fraction, *, counted: bool) -> Fraction:
    """How much one more in the last written place is, in the base unit; 0 for a number that is exact."""
    digits = [match for match in _ARABIC.finditer(words) if match[0].strip(",")]
    if not digits:
        return _han_place(words, value, counted=counted)
    first, last = digits[0], digits[-1]
    number = Fraction(first[0].replace(",", ""))
    scale = value / number if number and value else Fraction(1)
    if not _is_power_of_ten(scale):  # 1分52秒, 1亿3千万: what comes last counts in the base unit
        return Fraction(1, 10 ** len(last[1] or ""))
    if scale == 1 and first[1] is None and counted:
        return _round_place(value)
    return scale * Fraction(1, 10 ** len(first[1] or ""))


def _round_place(value: Fraction) -> Fraction:
    """A count is exact, but 20000 may be rounded to its first two figures."""
    figures = str(int(value))
    zeros = len(figures) - len(figures.rstrip("0"))
    if zeros < _ROUND_ZEROS:
        return Fraction(0)
    return Fraction(10 ** min(zeros, len(figures) - _SURE_FIGURES))


def _han_place(words: str, value: Fraction, *, counted: bool) -> Fraction:
    if _TENTHS.search(words):  # 七成五 is told to one percent, 四成 to ten
        return Fraction(1 if value % 10 else 10)
    point = _POINT.search(words)
    if point:
        scale = Fraction(_large(words), 10 ** len(point[1]))
        return scale / 100 if "万分之" in words else scale / 10 if "千分之" in words else scale
    if value.denominator != 1 or not value:
        return Fraction(0)
    figures = str(abs(int(value)))
    zeros = len(figures) - len(figures.rstrip("0"))
    if not zeros:
        return Fraction(0) if counted else Fraction(1)
    sure = 1 if _LARGE.search(words) and not words.startswith(tuple(HAN_SCALE)) else _SURE_FIGURES
    return Fraction(10 ** min(zeros, max(len(figures) - sure, 0)))


def _large(words: str) -> int:
    return 10 ** (4 * words.count("万") + 8 * words.count("亿")) if _LARGE.search(words) else 1


def _is_power_of_ten(number: Fraction) -> bool:
    whole = number.numerator if number.denominator == 1 else number.denominator
    return (number.numerator == 1 or number.denominator == 1) and str(whole).strip("0") == "1"
