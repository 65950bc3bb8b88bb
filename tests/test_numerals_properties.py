"""A number written in any script, width or form is read back as the same number."""

from __future__ import annotations

from decimal import Decimal

import cn2an
from hypothesis import given
from hypothesis import strategies as st

import hospext

LOWER = ("零一二三四五六七八九", "十百千")
FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}

naturals = st.one_of(
    st.integers(0, 999),
    st.integers(0, 10**16 - 1),
    # round numbers and numbers with zeros inside: 三千零五万, 一亿零一
    st.builds(lambda n, zeros: n * 10**zeros, st.integers(1, 9999), st.integers(0, 12)),
    st.builds(
        lambda a, b, zeros: a * 10**zeros + b, st.integers(1, 99), st.integers(0, 99), st.integers(2, 12)
    ),
)
fractions = st.text("0123456789", min_size=1, max_size=6)


def below_ten_thousand(number: int, digits: str, powers: str) -> str:
    out = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += digits[digit] + (powers[power - 1] if power else "")
        elif out and not out.endswith(digits[0]) and number % 10**power:
            out += digits[0]
    return out


def to_chinese(number: int, script: tuple[str, str] = LOWER) -> str:
    """The full Chinese numeral: 100010 is 十万零一十 (financial script: 壹拾万零壹拾)."""
    digits, powers = script
    if number == 0:
        return digits[0]
    if number < 10**4:
        text = below_ten_thousand(number, digits, powers)
    else:
        scale, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        text = to_chinese(number // scale, script) + name
        if rest := number % scale:
            gap = digits[0] if rest < scale // 10 else ""
            text += gap + full_start(to_chinese(rest, script), script)
    return text.removeprefix("一") if script is LOWER and text.startswith("一十") else text


def full_start(text: str, script: tuple[str, str]) -> str:
    """Inside a numeral ten is 一十, not 十."""
    return script[0][1] + text if text.startswith(script[1][0]) else text


def with_liang(text: str) -> str:
    """两 instead of 二 at the head: 两千, 两万."""
    return "两" + text[1:] if text[:1] == "二" and text[1:2] in tuple("百千万亿") else text


def test_the_generator_itself() -> None:
    written = {
        0: "零",
        10: "十",
        15: "十五",
        102: "一百零二",
        110: "一百一十",
        1001: "一千零一",
        2010: "二千零一十",
        10010: "一万零一十",
        100010: "十万零一十",
        110000: "十一万",
        1000010: "一百万零一十",
        100000001: "一亿零一",
        120000500: "一亿二千万零五百",
        1500000000000: "一万五千亿",
        20000000000000: "二十万亿",
    }
    assert {number: to_chinese(number) for number in written} == written
    assert to_chinese(100010, FINANCIAL) == "壹拾万零壹拾"


@given(naturals)
def test_arabic(number: int) -> None:
    assert hospext.parse_number(str(number)) == number


@given(naturals)
def test_thousands_separators(number: int) -> None:
    assert hospext.parse_number(f"{number:,}") == number


@given(naturals)
def test_full_width(number: int) -> None:
    assert hospext.parse_number(str(number).translate(FULL_WIDTH)) == number
    assert hospext.parse_number(f"{number:,}".translate(FULL_WIDTH)) == number


@given(naturals)
def test_chinese(number: int) -> None:
    assert hospext.parse_number(to_chinese(number)) == number


@given(naturals)
def test_chinese_with_liang(number: int) -> None:
    assert hospext.parse_number(with_liang(to_chinese(number))) == number


@given(naturals)
def test_financial(number: int) -> None:
    assert hospext.parse_number(to_chinese(number, FINANCIAL)) == number


@given(st.integers(1, 10**9), st.integers(0, 4), st.sampled_from(sorted(SCALES)), st.booleans())
def test_digits_with_a_scale(number: int, places: int, scale: str, wide: bool) -> None:
    mantissa = Decimal(number).scaleb(-places)
    text = f"{mantissa:f}{scale}"
    assert hospext.parse_number(text.translate(FULL_WIDTH) if wide else text) == mantissa * SCALES[scale]


@given(naturals, fractions, st.booleans())
def test_decimals(number: int, fraction: str, wide: bool) -> None:
    text = f"{number}.{fraction}"
    assert hospext.parse_number(text.translate(FULL_WIDTH) if wide else text) == Decimal(text)


@given(naturals, fractions)
def test_chinese_decimals(number: int, fraction: str) -> None:
    text = to_chinese(number) + "点" + "".join(LOWER[0][int(digit)] for digit in fraction)
    assert hospext.parse_number(text) == Decimal(f"{number}.{fraction}")


@given(naturals)
def test_agrees_with_cn2an(number: int) -> None:
    """An independent reader and writer of numerals, as an oracle."""
    for case in ("low", "up"):
        text = cn2an.an2cn(number, case)
        assert hospext.parse_number(text) == cn2an.cn2an(text, "normal") == number
