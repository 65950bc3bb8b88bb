"""Numbers with a unit, and bare numbers that may count something: parsed once, exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from hospext.lexicon import Lexicon, Unit
from hospext.lexicon.model import alternatives
from hospext.numerals import ARABIC, HAN, HAN_DIGIT, HAN_SCALE, SCALE, SCALES, arabic, han
from hospext.patterns import HAN_SCRIPT
from hospext.scan.bounds import Bounds
from hospext.scan.forms import SpecialForms
from hospext.scan.mentions import Claims, Quantity

_PAIR = re.compile(r"([一二两三四五六七八])([两二三四五六七八九])")
_BARE_SCALES = frozenset("百千万亿") | {"百万", "千万", "万亿", "百亿", "千亿", "十万", "十亿"}
_SEPARATOR = r"\s?(?:[-—–~]{1,2}|[至到])\s?"
_TEENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八])([二三四五六七八九])")


def _number(tag: str) -> str:
    return (
        rf"(?:(?P<vague{tag}>(?:数|好?几)[十百千万亿]++)|(?P<han{tag}>{HAN})|(?P<arab{tag}>{ARABIC}))"
        rf"(?P<more{tag}>[余多来几])?+(?P<scale{tag}>{SCALE})?+(?P<moreb{tag}>[余多来](?!种|元化|样|媒体|渠道|层次|学科|功能|维|部门|中心|地|人次以))?+"
    )


class QuantityScanner:
    """Finds quantities in the folded text with one compiled scan."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._units = dict(lexicon.units)
        self._weak = lexicon.weak_units
        for form in self._weak:
            self._units.setdefault(form, Unit(form, "count"))
        self._bounds = Bounds(lexicon.cues)
        unit = alternatives(self._units).replace("|升|", "|升(?![至到高为级])|")  # 由0.87升至0.91
        after = alternatives(self._bounds.after)
        self._pattern = re.compile(
            rf"(?P<sign>(?<![0-9A-Za-z年月日季度至到十百千万亿%）)])[-+])?+"
            rf"(?:{_number('1')}(?P<unit1>{unit})?+{_SEPARATOR})?"
            rf"(?<![0-9.])(?:{_number('2')})"
            rf"\s?(?:个(?P<mid>[多余半几来])(?P<unit3>月|小时|星期|季度|工作日|百分点)|(?P<unit2>{unit}|日(?!均|常|间|报|本|游|程|历|用|益|语|制|头)|(?<=[两数几])月(?!份|[底初末中上下]|\d)))?+"
            rf"(?P<tail>(?<=[元年天时月倍里番成钟吨亩亿万千岁秒])(?:多(?![种个家名次样项元人台例所年天])|余(?![{HAN_SCRIPT}])))?+"
            rf"(?P<after>{after}|(?<=[天日周月年时钟])内(?!科|镜|部|分泌|涵|地|蒙|容|外|瘘|固|设|心))?+"
        )
        # How a quantity may start; a lone Chinese numeral counts nothing, so something of a quantity must follow it.
        goes_on = "".join({word[0] for word in (*self._units, *self._bounds.after)})
        self._start = re.compile(
            rf"[-+0-9数好几{HAN_DIGIT}{HAN_SCALE}]"
            rf"(?:(?<=[-+0-9])|(?=[{HAN_DIGIT}{HAN_SCALE}点余多来几个日月内\s\-—–~至到{re.escape(goes_on)}]))"
        )
        self._special = SpecialForms(self._bounds)

    def scan(self, text: str, claims: Claims) -> list[Quantity]:
        """All quantities that no other mention has claimed, in order."""
        found: list[Quantity] = []
        for quantity in self._special.find(text):
            if claims.free(quantity.start, quantity.end):
                claims.take(quantity.start, quantity.end)
                found.append(quantity)
        for match in self._matches(text, claims):
            for quantity in self._read(text, match):
                if claims.free(quantity.core, quantity.end):
                    claims.take(quantity.core, quantity.end)
                    found.append(quantity)
        return sorted(found, key=lambda q: q.start)

    def _matches(self, text: str, claims: Claims) -> Iterator[re.Match[str]]:
        """Where the pattern matches: it is tried only at characters that may start a quantity."""
        done = 0
        match_at = self._pattern.match
        for first in self._start.finditer(text):
            start = first.start()
            if start < done:
                continue
            match = match_at(text, start)
            if match is None:
                continue
            done = match.end()
            lone = done - start == 1 and not text[start].isascii()
            if not lone and not claims.full(start, done):
                yield match

    def _read(self, text: str, match: re.Match[str]) -> Iterator[Quantity]:
        low_unit = match["unit1"]
        if (match["unit1"] is not None and self._from_to(text, match)) or self._two_things(match):
            yield from self._single(text, match, "1", match.start("unit1") + len(low_unit or ""))
            yield from self._single(text, match, "2", match.end())
            return
        yield from self._single(text, match, "2", match.end(), ranged=match[0] if self._low(match) else None)

    @staticmethod
    def _low(match: re.Match[str]) -> bool:
        return any(match[f"{name}1"] for name in ("arab", "vague", "han"))

    @staticmethod
    def _from_to(text: str, match: re.Match[str]) -> bool:
        """从30%到40% is two levels; 30%到40% is a range."""
        return text[max(0, match.start() - 2) : match.start()].rstrip("近约")[-1:] in ("从", "由")

    @staticmethod
    def _two_things(match: re.Match[str]) -> bool:
        one, two = match["unit1"], match["unit2"]
        return one is not None and two is not None and one != two

    def _single(
        self, text: str, match: re.Match[str], tag: str, end: int, ranged: str | None = None
    ) -> Iterator[Quantity]:
        number = self._value(match, tag)
        if number is None:
            return
        value, value_max, vague = number
        start = match.start() if ranged else match.start(_group(match, tag))
        core = start
        form = match[f"unit{tag}"]
        mid = match["mid"] if tag == "2" else None
        if mid:
            form = {"百分点": "个百分点", "工作日": "工作日", "小时": "小时"}.get(
                match["unit3"], "个" + match["unit3"]
            )
        form = self._trim_unit(text, match, tag, form)
        if form is None and mid is None and tag == "2" and match["after"] is None:
            end = self._number_end(match, tag)
        unit = self._units.get(form) if form else None
        unit = _DATE_LIKE.get(form, unit) if form else unit
        han_text = match[f"han{tag}"]
        if (
            form in self._weak
            and text[end : end + 1] not in ("语", "籍")
            and (han_text or (ranged and match["han1"]))
        ):
            return
        if ranged:
            low = self._value(match, "1")
            if low is None:
                yield from self._single(text, match, "2", end)
                return
            value_max = value
            value = (
                low[0]
                if match["scale1"] or _scaled(match["han1"])
                else low[0] * _shared(match, low[0], value)
            )
            if value >= value_max:
                return
        if mid == "半":
            value += Decimal("0.5")
        bound = self._bound(text, match, tag, start, vague or mid in ("多", "余", "几", "来"), end)
        if not self._counts(text, match, tag, form, bound, start):
            return
        if form == "年" and text[end : end + 1] == "半" and text[end + 1 : end + 2] not in ("期",):
            value, end = value + Decimal("0.5"), end + 1
        negative = match["sign"] == "-" and form in ("%", "‰", "个百分点") and not ranged
        if negative:
            start -= 1
        yield Quantity(
            start,
            end,
            value,
            value_max,
            unit.id if unit else None,
            unit.kind if unit else "count",
            bound,
            core,
            unit_form=form or "",
            negative=negative,
            bare=unit is None,
            han_one=han_text == "一" and not vague and ranged is None,
            rule="quantity.range"
            if value_max is not None
            else "quantity.bare"
            if unit is None
            else "quantity",
        )

    def _trim_unit(self, text: str, match: re.Match[str], tag: str, form: str | None) -> str | None:
        """A unit that is the head of a longer word is no unit (3位 in 三位一体 is a stop; 5分 in 5分钟 is longest)."""
        following = text[match.end(f"unit{tag}") : match.end(f"unit{tag}") + 1] if form else ""
        if form == "升" and following in ("至", "到", "高", "为", "级"):
            return None
        if (match[f"han{tag}"] == "二" and form) or (
            form == "期" and match[f"han{tag}"] and len(match[f"han{tag}"]) == 1
        ):
            return None  # 二 before a measure word is ordinal; two of something are 两
        if form in ("部", "门", "面", "组", "期", "班", "节", "团", "堂", "层", "度", "级"):
            following = text[match.end(f"unit{tag}") : match.end(f"unit{tag}") + 1]
            if (
                following in ("分", "门", "对", "织", "间", "级", "约", "队", "成", "次", "待", "长")
                and match[f"han{tag}"]
            ):
                return None
        return form

    @staticmethod
    def _number_end(match: re.Match[str], tag: str) -> int:
        ends = [
            match.end(f"{name}{tag}")
            for name in ("arab", "vague", "han", "more", "scale", "moreb")
            if match[f"{name}{tag}"]
        ]
        return max(ends)

    def _counts(
        self, text: str, match: re.Match[str], tag: str, form: str | None, bound: str, start: int
    ) -> bool:
        """Whether this is a number at all: bare scales need a bound, numbers without unit need digits."""
        digits = match[f"han{tag}"]
        before = text[max(0, start - 1) : start]
        if before == "第" or before == ".":
            return False
        if digits in _BARE_SCALES and not match[f"scale{tag}"]:
            return bound != "exact" and (form is not None)
        if form is None:
            if before.isascii() and before.isalpha() and not match[f"scale{tag}"] and before not in "I":
                return False
            following = text[match.end() : match.end() + 1]
            if match[f"arab{tag}"]:
                return not (following.isascii() and following.isalpha())
            return bool(digits) and (
                (len(digits) > 2 and "点" in digits) or (bool(match[f"more{tag}"]) and len(digits) > 1)
            )
        if form == "分" and digits:
            return len(digits) > 2 or "点" in digits
        return True

    def _value(self, match: re.Match[str], tag: str) -> tuple[Decimal, Decimal | None, bool] | None:
        """Value, upper value and whether it is vague, of one of the two numbers of a match."""
        scale = SCALES.get(match[f"scale{tag}"] or "", 1)
        more = match[f"more{tag}"] is not None or match[f"moreb{tag}"] is not None
        if match[f"arab{tag}"]:
            return arabic(match[f"arab{tag}"]) * scale, None, more
        if match[f"vague{tag}"]:
            tail = match[f"vague{tag}"].lstrip("数好几")
            value = han(tail) or han("一" + tail)
            return None if value is None else (value * scale, None, True)
        digits = match[f"han{tag}"]
        value = han(digits)
        if value is not None:
            return value * scale, None, more
        pair = _PAIR.match(digits)
        if pair and pair[2] != pair[1]:
            low, high = han(pair[1] + digits[2:]), han(digits[1:])
            if low is not None and high is not None and low < high:
                return low * scale, high * scale, True
        teens = _TEENS.fullmatch(digits)
        if teens:
            base = (han(teens[1]) or Decimal(1)) * 10
            return (base + (han(teens[2]) or 0)) * scale, (base + (han(teens[3]) or 0)) * scale, True
        return None

    def _bound(self, text: str, match: re.Match[str], tag: str, start: int, vague: bool, end: int) -> str:
        if tag == "2" and match["after"] and match.end("after") <= end:
            return self._bounds.after.get(match["after"], "under")
        bound = self.bound_before(text, start)[0]
        if tag == "2" and match["tail"]:
            return "over"
        if match[f"vague{tag}"] is None and match[f"han{tag}"] and han(match[f"han{tag}"]) is None:
            return "approx" if bound == "exact" else bound
        if vague and bound != "under":
            return "over"
        return bound

    def bound_before(self, text: str, start: int) -> tuple[str, str]:
        """The bound said right before a number, and its word."""
        return self._bounds.before(text, start)


_DATE_LIKE = {
    "日": Unit("天", "duration"),
    "月": Unit("月", "duration"),
}  # a length of time only in 45日内, 两月


def _group(match: re.Match[str], tag: str) -> str:
    return next(f"{name}{tag}" for name in ("arab", "vague", "han") if match[f"{name}{tag}"])


def _scaled(digits: str | None) -> bool:
    return bool(digits) and any(c in "万亿" for c in digits or "")


def _shared(match: re.Match[str], low: Decimal, high: Decimal) -> int:
    """The scale that the first number of 3至5亿 takes from the second."""
    scale = SCALES.get(match["scale2"] or "", 1)
    if scale == 1 and match["han2"] and match["han2"][-1:] in "万亿":
        scale = SCALES[match["han2"][-1]]
    return scale
