"""What one cell holds: nothing, a number with its sign and unit, a place among peers, a grade, a date, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from hospext.lexicon import Lexicon
from hospext.scan.grades import GradeScanner
from hospext.scan.mentions import Claims, GradeMention, Quantity, Rank
from hospext.scan.quantities import QuantityScanner
from hospext.scan.ranks import RankScanner

_PLAIN = re.compile(r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)")
_DIGIT = re.compile(r"[0-9零一二两三四五六七八九十百千万亿]")
_LEAD_ZERO = re.compile(r"0[0-9]")  # 007, 0571: a code
_NEGATIVE = re.compile(r"[（(](?P<inside>[0-9][0-9,.]*%?)[)）]$")  # accountants' (35.2) is -35.2
_DATE = re.compile(
    r"(?:18|19|20)[0-9]{2}年(?:(?:1[0-2]|0?[1-9])月(?:[0-3]?[0-9]日)?|第?[一二三四1-4]季度|[上下]半年)?(?:底|末|初)?"
    r"|(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.][0-3]?[0-9])?|(?:1[0-2]|0?[1-9])月(?:[0-3]?[0-9]日)?"
)
_EACH = re.compile(r"(?P<money>.*[元天])[/／][^0-9/／]{1,8}")
_PAIR = re.compile(r"([0-9][0-9,]*)[/／]([0-9][0-9,]*)")
_LETTERS = re.compile(r"[A-D](?:\+{1,2}|-)?")
_NO_VALUE = re.compile(
    r"[0-9]+[-:：/][0-9]+[-:：/0-9]*$|[0-9]{7,}$|1[3-9][0-9]{9}$"
)  # codes, hours, telephones


@dataclass(frozen=True, slots=True)
class Value:
    """A cell's number: its place in the field, its sign, and what the cell itself says of its unit."""

    start: int
    end: int
    number: Decimal
    upper: Decimal | None = None
    unit: str | None = None
    kind: str | None = None  # of the unit; None where the cell gives none
    bound: str = "exact"
    scaled: bool = False  # 84.77万: the cell says its scale itself
    sign: int = 0  # 1 and -1 where a sign, an arrow or a verb stands before the number


class CellScanner:
    """Reads the text of a cell as one value."""

    def __init__(
        self, lexicon: Lexicon, quantities: QuantityScanner, ranks: RankScanner, grades: GradeScanner
    ) -> None:
        words = lexicon.tables["cell"]
        self._blank = frozenset(words["blank"])
        self._up, self._down = frozenset(words["up"]), frozenset(words["down"])
        signs = sorted([*self._up, *self._down], key=len, reverse=True)
        self._sign = re.compile("|".join(map(re.escape, signs)))
        self._quantities, self._ranks, self._grades = quantities, ranks, grades

    def is_blank(self, text: str) -> bool:
        return not text or text in self._blank

    def number(self, text: str) -> Value | None:
        """The number that a text wholly is, with its sign, bound and unit; None where it is something else."""
        if not _DIGIT.search(text) or _NO_VALUE.match(text) or _DATE.fullmatch(text):
            return None
        sign, start = 0, 0
        marks = self._sign.match(text)
        if marks:
            sign, start = (1 if marks[0] in self._up else -1), marks.end()
        end = len(text)
        inside = _NEGATIVE.match(text)
        if inside:
            sign, start, end = -1, inside.start("inside"), inside.end("inside")
        elif not sign and text[-1] in "↑↓▲▼⬆⬇":
            sign, end = (1 if text[-1] in self._up else -1), end - 1
        each = _EACH.fullmatch(text, start, end)
        end = each.end("money") if each else end  # 120元/人·年: the span ends with the money
        found = self._bare(text, start, end) or self._quantity(text[:end], start)
        if found is None:
            return None
        low = found.start
        if sign < 0 and not inside and low and text[low - 1] in "-−":
            low -= 1  # the span of a negative number holds its sign
        return Value(
            low, found.end, found.number, found.upper, found.unit, found.kind, found.bound, found.scaled, sign
        )

    def _bare(self, text: str, start: int, end: int) -> Value | None:
        plain = _PLAIN.fullmatch(text, start, end)
        if plain is None or (_LEAD_ZERO.match(text, start) and "." not in text[start : start + 2]):
            return None
        return Value(start, end, Decimal(plain[0].replace(",", "")))

    def _quantity(self, text: str, start: int) -> Value | None:
        part = text[start:]
        found = self._quantities.scan(part, Claims(len(part) + 1))
        if len(found) != 1 or found[0].end != len(part) or (_LEAD_ZERO.match(part) and "." not in part[:2]):
            return None
        quantity = found[0]
        head = part[: quantity.core]
        if head and self._quantities.bound_before(part, quantity.core)[1] != head.removesuffix("-"):
            return None
        kind = None if quantity.bare else quantity.kind
        return Value(
            start + quantity.core,
            start + quantity.end,
            quantity.value,
            quantity.value_max,
            quantity.unit,
            kind,
            quantity.bound,
            any(scale in part for scale in "万亿"),
        )

    def rank(self, text: str) -> Rank | None:
        """The place that a text wholly is: 第3位, 前10%."""
        found = self._ranks.scan(text, Claims(len(text) + 1))
        return found[0] if len(found) == 1 and found[0].start == 0 and found[0].end == len(text) else None

    def grade(self, text: str, head: str = "") -> GradeMention | None:
        """The grade that a text wholly is: 三级甲等; under a head that speaks of grades, also 五级 or a bare A+."""
        found = self._grades.scan(head + text, Claims(len(head) + len(text) + 1))
        if found and found[-1].end == len(head) + len(text) and found[-1].start == len(head):
            return found[-1]
        return GradeMention(0, len(text), text) if head and _LETTERS.fullmatch(text) else None

    def has_unit(self, text: str) -> bool:
        """Whether a number says itself what it is, or the text is no number."""
        value = self.number(text)
        return value is None or value.kind is not None

    @staticmethod
    def pair(text: str) -> list[tuple[int, int]]:
        """The two numbers of a cell such as 35/1200, as spans of its text."""
        found = _PAIR.fullmatch(text)
        return [found.span(1), found.span(2)] if found else []

    def is_date(self, text: str) -> bool:
        """Whether a text looks like a day, a month or a year: 2024年3月, 2019-08-01."""
        return _DATE.fullmatch(text) is not None

    def quantities(self, text: str) -> list[Quantity]:
        """All quantities inside a text."""
        return self._quantities.scan(text, Claims(len(text) + 1))
