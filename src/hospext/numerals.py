"""Numbers as they are written in Chinese text, parsed exactly (Decimal), and the patterns that find them."""

from __future__ import annotations

from decimal import Decimal

import regex

from hospext.view import fold

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)} | {"俩": 2, "仨": 3}
_TO_HAN = {ord(str(i)): c for i, c in enumerate("零一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
SCALES: dict[str, int] = {**{k: v for k, v in _SMALL.items() if k in "十百千"}, **_LARGE, "万亿": 10**12}
SCALES |= {
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "个亿": 10**8,
}

HAN_DIGIT = "零〇一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖"
HAN_SCALE = "十百千万亿拾佰仟"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?+|[0-9]++(?:\.[0-9]++)?+)"
MIXED = r"(?:[0-9][十百千](?:[0-9][十百]?)++)"  # 1百2十
SPOKEN = r"(?:[0-9]++亿零?[0-9]++(?:\.[0-9]++)?+万(?:[0-9]{4})?|[0-9]++万零?(?:[0-9]千[0-9]?百?|[0-9]{4}(?![0-9.])))"  # 33亿5857.6万
HAN = rf"(?:{MIXED}|{SPOKEN}|[{HAN_DIGIT}{HAN_SCALE}]++(?:点[{HAN_DIGIT}]++)?+)"
SCALE = r"(?:万亿|个亿|[十百千]?亿|[十百千]?万|千|百)"

_PART = regex.compile(r"零?([0-9]+(?:\.[0-9]+)?)([亿万千百]?)")
_SPOKEN = regex.compile(SPOKEN)
_ARABIC_SCALE = regex.compile(rf"({ARABIC})({SCALE})?+")


def parse_number(text: str) -> Decimal | None:
    """The exact value of a string that is wholly one number, or None.

    Takes Arabic digits (half or full width, thousands separators), Chinese numerals (lower case, financial,
    digit by digit), and Arabic digits with a scale: ``parse_number("3.2万亿")`` is ``Decimal("3200000000000")``.
    """
    text = fold(text.strip())
    sign = -1 if text[:1] in ("-", "负") else 1
    text = text[1:] if sign < 0 else text
    found = _ARABIC_SCALE.fullmatch(text)
    value = arabic(found[1]) * SCALES.get(found[2], 1) if found else han(text)
    return None if value is None else sign * value


def arabic(digits: str) -> Decimal:
    """The value of an ASCII number, thousands separators allowed."""
    return Decimal(digits.replace(",", ""))


def han(text: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is not one; a bare scale (百万) counts one of it."""
    return _ONE[text] if text in _ONE else _han(text)


def _han(text: str) -> Decimal | None:
    if text in SCALES:
        return Decimal(SCALES[text])
    if _SPOKEN.fullmatch(text):
        return sum((Decimal(part[1]) * SCALES.get(part[2], 1) for part in _PART.finditer(text)), Decimal(0))
    text = text.translate(_TO_HAN)
    whole, point, fraction = text.partition("点")
    value = _han_integer(whole)
    if value is None or not point:
        return None if value is None or point else Decimal(value)
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return Decimal(value) + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))


def _han_integer(text: str) -> int | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return (
            int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 1 or _is_digit_string(text) else None
        )
    return _han_compound(text)


def _is_digit_string(text: str) -> bool:
    """Digit by digit, as in 二〇二四; 两 is never said so, and two digits alone (七八) are a guess, not a number."""
    return (len(text) > 2 and "两" not in text) or "〇" in text or "零" in text


def _han_compound(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    after_zero = False
    last_unit = 0  # value of the unit before, for 三万五 = 35000
    smallest = 10**17  # units must fall within a section
    smallest_large = 10**17
    for c in text:
        if c in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[c] == 0:
                after_zero = True
                continue
            digit = _DIGITS[c]
        elif c in _SMALL:
            unit = _SMALL[c]
            if unit >= smallest or (
                digit is None and (unit != 10 and section == 0 and total == 0 and len(text) > 1)
            ):
                return None
            if digit is None and unit != 10:
                return unit if text == c else None
            section += (1 if digit is None else digit) * unit
            smallest = last_unit = unit
            digit, after_zero = None, False
        elif c in _LARGE:
            unit = _LARGE[c]
            section += digit or 0
            if section == 0:
                if total == 0:
                    return unit if text == c else None
                total *= unit  # 万亿
            elif unit > smallest_large:
                total = (total + section) * unit
            else:
                total += section * unit
            section, digit, after_zero = 0, None, False
            smallest, smallest_large, last_unit = 10**17, unit, unit
        else:
            return None
    if digit is not None:
        section += digit * (last_unit // 10 if last_unit > 10 and not after_zero else 1)
    return total + section


_ONE = {char: _han(char) for char in HAN_DIGIT + HAN_SCALE}  # the numerals that most are
