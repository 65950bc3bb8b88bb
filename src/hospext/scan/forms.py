"""Quantities in forms of their own: fractions, tenth parts, doublings, compound times, halves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from hospext.lexicon.model import alternatives
from hospext.numerals import ARABIC, HAN, HAN_DIGIT, arabic, han
from hospext.scan.bounds import Bounds
from hospext.scan.mentions import Quantity
from hospext.scan.words import Anchored

_N = "[0-9一二两三四五六七八九十]"
_LONG_NUMBER = 200  # characters
_COMPOUND = Anchored(
    (
        rf"时(?=[0-9.一二三四五六七八九十])(?:(?<={_N}小时)|(?<={_N}个小时))",
        rf"分(?=钟?[0-9.一二三四五六七八九十])(?<={_N}分)",
    ),
    # The lookbehinds keep a long run of digits from being read anew at each of them.
    r"(?P<a>(?<![0-9])[0-9]++|(?<![一二两三四五六七八九十])[一二两三四五六七八九十]++)(?P<ua>个?小时|分钟?)"
    r"(?P<b>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)(?P<ub>分钟?|秒钟?)(?!之)",
    lead=_LONG_NUMBER,
)


class SpecialForms:
    """Finds the quantities that are not a number with a unit."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        after = alternatives(bounds.after)
        self._fraction = regex.compile(
            rf"(?P<den>[百千万]|[二三四五六七八九十]|{ARABIC}万?)分之(?P<num>{ARABIC}|{HAN})(?P<more>[余多几])?+(?P<after>{after})?+"
        )
        self._tenths = Anchored(
            f"成(?<={_N}成)",
            rf"(?<![{HAN_DIGIT}0-9分完])(?:(?P<low>[一二两三四五六七八])(?:至|到|-|—|~)?(?=[一二三四五六七八九]成))?+(?P<num>[一二两三四五六七八九]|近十|[1-9])成(?P<half>半|[一二三四五六七八九])?+"
            rf"(?P<more>[余多])?+(?P<after>{after})?+(?![为立功果长员本效熟都品因就新份套像绩])",
            lead=4,  # 七到近十
        )
        self._doubling = regex.compile(
            r"翻了?(?P<near>将?近|约)?(?P<num>[一两二三四123])番(?P<more>还?多|有余|不止)?+|翻番(?P<also>有余|多)?+"
        )
        self._half = regex.compile(
            r"(?P<a>[大小]?)半(?:个(?=月|小时|世纪|学期))?(?P<unit>年|个?月|小时|天)(?P<more>多)?+(?![后前里上下]?期|空|夜)"
        )

    def find(self, text: str) -> Iterator[Quantity]:
        """All special forms, kind by kind."""
        for reader in (self._fractions, self._tenth_parts, self._doublings, self._times, self._halves):
            yield from reader(text)

    def _fractions(self, text: str) -> Iterator[Quantity]:
        for m in self._fraction.finditer(text):
            top = arabic(m["num"]) if m["num"][0].isascii() else han(m["num"])
            bottom = (
                han(m["den"])
                if not m["den"][0].isascii()
                else arabic(m["den"].rstrip("万")) * (10**4 if m["den"].endswith("万") else 1)
            )
            if top is None or not bottom:
                continue
            bound = self._bounds.after.get(m["after"] or "") or self._bounds.before(text, m.start())[0]
            bound = "over" if m["more"] else bound
            unit = "/10万" if bottom == 100000 else "%"
            value = top if unit == "/10万" else top * 100 / bottom
            yield Quantity(
                m.start(), m.end(), value, None, unit, "rate", bound, m.start(), "%", rule="quantity.fraction"
            )

    def _tenth_parts(self, text: str) -> Iterator[Quantity]:
        for m in self._tenths.finditer(text):
            digit = m["num"].lstrip("近")
            value = (Decimal(digit) if digit.isascii() else han(digit) or Decimal(0)) * 10
            top: Decimal | None = None
            if m["low"] and (han(m["low"]) or 0) * 10 < value:
                top, value = value, (han(m["low"]) or Decimal(0)) * 10
            if m["half"]:
                value += 5 if m["half"] == "半" else han(m["half"]) or 0
            bound = self._bounds.after.get(m["after"] or "") or self._bounds.before(text, m.start())[0]
            bound = "over" if m["more"] else bound
            yield Quantity(
                m.start(), m.end(), value, top, "%", "rate", bound, m.start(), "成", rule="quantity.tenths"
            )

    def _doublings(self, text: str) -> Iterator[Quantity]:
        for m in self._doubling.finditer(text):
            times = (
                (Decimal(m["num"]) if m["num"].isascii() else han(m["num"]) or Decimal(1))
                if m["num"]
                else Decimal(1)
            )
            before = self._bounds.before(text, m.start())[0]
            bound = "over" if m["more"] or m["also"] else "approx" if m["near"] else before
            yield Quantity(
                m.start(),
                m.end(),
                (2**times - 1) * 100,
                None,
                "%",
                "growth_rate",
                bound,
                m.start(),
                "番",
                rule="growth.doubling",
            )

    def _times(self, text: str) -> Iterator[Quantity]:
        for m in _COMPOUND.finditer(text):
            a = Decimal(m["a"]) if m["a"].isascii() else han(m["a"])
            b = Decimal(m["b"]) if m["b"].isascii() else han(m["b"])
            if a is None or b is None or ("时" in m["ua"]) == ("秒" in m["ub"]):
                continue
            unit = "分钟" if "时" in m["ua"] else "秒"
            bound, _ = self._bounds.before(text, m.start())
            yield Quantity(
                m.start(),
                m.end(),
                a * 60 + b,
                None,
                unit,
                "duration",
                bound,
                m.start(),
                unit,
                rule="duration.compound",
            )

    def _halves(self, text: str) -> Iterator[Quantity]:
        for m in self._half.finditer(text):
            before = text[max(0, m.start() - 1) : m.start()]
            if before in ("上", "下", "年", "个") or before.isdigit() or (before in HAN_DIGIT and before):
                continue
            unit = m["unit"].lstrip("个")
            bound = "over" if m["a"] == "大" or m["more"] else self._bounds.before(text, m.start())[0]
            yield Quantity(
                m.start(),
                m.end(),
                Decimal("0.5"),
                None,
                unit,
                "duration",
                bound,
                m.start(),
                unit,
                rule="duration.half",
            )
