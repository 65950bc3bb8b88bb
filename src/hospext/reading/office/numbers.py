"""Numbers as a spreadsheet shows them: 0.7604 under the format 0.00% is 76.04%, and 45657 under yyyy-mm-dd a day."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files

# Formats that files name by number only.
BUILT_IN = {
    int(number): code
    for number, code in tomllib.loads(
        files("hospext.reading.office").joinpath("formats.toml").read_text(encoding="utf-8")
    ).items()
}
_GENERAL_CHARS = 11  # a number without a format is shown in no more
_WHOLE_DIGITS = 15  # which is all that a spreadsheet keeps of a number
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|a{3,}|e+|g+|b+)"
    r"|(?P<number>[0#?.,%/@])|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_ELAPSED = re.compile(r"(h+|m+|s+)$", re.I)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = "一二三四五六日"
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format code, for positive numbers, negative ones, zero or text."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_for_text(self) -> bool:
        return any(token.text == "@" and token.kind == "number" for token in self.tokens)


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as a cell with this format code shows it."""
    number = Decimal(f"{value:.{_WHOLE_DIGITS}g}")
    sections = _sections(code)
    section, signed = _choose(sections, number)
    if section.has("date", "elapsed", "half"):
        moment = _moment(value, from_1904)
        return plain(number) if moment is None else _as_date(section, moment, number)
    if not section.has("number", "general"):
        return ("" if signed or number >= 0 else "-") + _literals(section)
    return _as_number(section, abs(number) if signed else number)


def plain(number: Decimal) -> str:
    """A number without a format: as many decimals as fit, no noise behind them."""
    if number == number.to_integral_value():
        return f"{int(number)}" if abs(number) < Decimal(10) ** _WHOLE_DIGITS else f"{number:E}"
    room = _GENERAL_CHARS - 1 - len(str(abs(int(number))))
    rounded = _rounded(number, max(room, 0))
    if rounded == 0:
        return f"{number.normalize():E}"
    return f"{rounded.normalize():f}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    tokens: list[_Token] = []
    parts: list[list[_Token]] = [tokens]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "other"
        text = found[kind]
        if kind == "other" and text == ";":
            tokens = []
            parts.append(tokens)
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(_Token("literal", text))
        elif kind == "space":
            tokens.append(_Token("literal", " "))
        elif kind == "bracket":
            tokens += _bracketed(text)
        elif kind != "fill":
            tokens.append(_Token(kind, text))
    return tuple(_section(part) for part in parts[:4])


def _bracketed(text: str) -> list[_Token]:
    """A colour, a condition, a currency with its language, or hours that may be more than 24."""
    currency = _CURRENCY.match(text)
    if currency:
        return [_Token("literal", currency[1])]
    if _CONDITION.fullmatch(text):
        return [_Token("condition", text)]
    return [_Token("elapsed", text)] if _ELAPSED.match(text) else []


def _section(tokens: list[_Token]) -> _Section:
    condition = None
    for token in tokens:
        found = _CONDITION.fullmatch(token.text) if token.kind == "condition" else None
        if found:
            condition = (found[1], Decimal(found[2]))
    kept = tuple(token for token in tokens if token.kind != "condition")
    return _Section(kept or (_Token("literal", ""),), condition)


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether it shows the sign itself."""
    sections = tuple(section for section in sections if not section.is_for_text) or sections
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _TESTS[section.condition[0]](number, section.condition[1]):
                return section, False
        return sections[-1], False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _as_number(section: _Section, number: Decimal) -> str:
    pattern = "".join(token.text for token in section.tokens if token.kind == "number")
    if section.has("general") or "@" in pattern:
        return "".join(
            plain(number) if token.kind == "general" or token.text == "@" else token.text
            for token in section.tokens
            if token.kind in ("general", "literal", "number")
        ).strip()
    if "/" in pattern:
        return plain(number)
    number = number.scaleb(2 * pattern.count("%"))
    whole, _, fraction = pattern.replace("%", "").partition(".")
    scaling = len(whole) - len(whole.rstrip(",")) if not fraction else 0
    scaling += len(fraction) - len(fraction.rstrip(","))
    number = number.scaleb(-3 * scaling)
    places = sum(char in "0#?" for char in fraction)
    grouped = "," in whole.rstrip(",")
    exponent = next((token.text for token in section.tokens if token.kind == "exponent"), "")
    if exponent:
        digits, _, power = f"{float(number):.{places}e}".partition("e")
        sign = "-" if int(power) < 0 else "+" if "+" in exponent else ""
        return _with_literals(section, f"{digits}E{sign}{abs(int(power)):0{len(exponent) - 2}}")
    rounded = _rounded(number, places)
    text = f"{abs(rounded):{',' if grouped else ''}f}"
    head, _, tail = text.partition(".")
    optional = len(fraction.rstrip(",")) - len(fraction.rstrip(",").rstrip("#?"))
    while optional and tail.endswith("0"):
        tail, optional = tail[:-1], optional - 1
    head = head.rjust(whole.count("0"), "0") if "0" in whole or head != "0" else ""
    sign = "-" if rounded < 0 else ""
    return sign + _with_literals(section, f"{head}.{tail}" if tail else head)


def _with_literals(section: _Section, digits: str) -> str:
    """The digits at the place of the number, with what stands around it."""
    parts: list[str] = []
    written = False
    for token in section.tokens:
        if token.kind == "literal":
            parts.append(token.text)
        elif token.kind == "number" and token.text == "%":
            parts.append("%")
        elif token.kind == "number" and not written:
            parts.append(digits)
            written = True
    return "".join(parts).strip()


def _literals(section: _Section) -> str:
    return "".join(token.text for token in section.tokens if token.kind == "literal").strip()


def _rounded(number: Decimal, places: int) -> Decimal:
    try:
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than Decimal keeps
        return number


def _moment(value: float, from_1904: bool) -> dt.datetime | None:
    """The day and time of a serial number; None outside the calendar of spreadsheets."""
    if not 0 <= value < 2_958_466:
        return None
    # Spreadsheets take 1900 for a leap year, so that the days before March lie one further on.
    epoch = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30 if value >= 61 else 31)
    return epoch + dt.timedelta(seconds=round(value * 86400))


def _as_date(section: _Section, moment: dt.datetime, number: Decimal) -> str:
    tokens = section.tokens
    halved = section.has("half")
    parts = []
    for at, token in enumerate(tokens):
        if token.kind == "literal":
            parts.append(token.text)
        elif token.kind == "half":
            words = ("上午", "下午") if "午" in token.text else ("AM", "PM")
            parts.append(words[moment.hour >= 12])
        elif token.kind == "elapsed":
            unit = {"h": 24, "m": 1440, "s": 86400}[token.text[0].lower()]
            parts.append(str(int(number * unit)).rjust(len(token.text), "0"))
        elif token.kind == "date":
            parts.append(_date_part(token.text.lower(), moment, _is_minute(tokens, at), halved))
        elif token.kind == "number" and token.text in "./,":
            parts.append(token.text)
    return "".join(parts).strip()


def _date_part(code: str, moment: dt.datetime, minute: bool, halved: bool) -> str:
    if code[0] in "ye":
        return f"{moment.year:04}" if len(code) > 2 or code[0] == "e" else f"{moment.year % 100:02}"
    if code[0] == "m" and not minute:
        named = _MONTHS[moment.month - 1]
        return {3: named, 4: moment.strftime("%B"), 5: named[0]}.get(
            len(code), f"{moment.month:0{len(code)}}"
        )
    if code[0] == "d" and len(code) > 2:
        return moment.strftime("%a" if len(code) == 3 else "%A")
    if code[0] == "a":
        return ("周" if len(code) == 3 else "星期") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if halved else moment.hour
    value = {"m": moment.minute, "d": moment.day, "h": hour, "s": moment.second}.get(code[0])
    return "" if value is None else f"{value:0{min(len(code), 2)}}"


def _is_minute(tokens: tuple[_Token, ...], at: int) -> bool:
    """Whether an m means minutes: after hours, or before seconds."""
    if not tokens[at].text.lower().startswith("m"):
        return False
    before = next((t for t in reversed(tokens[:at]) if t.kind in ("date", "elapsed")), None)
    after = next((t for t in tokens[at + 1 :] if t.kind in ("date", "elapsed")), None)
    return bool(
        (before and before.text.lower().startswith("h")) or (after and after.text.lower().startswith("s"))
    )
