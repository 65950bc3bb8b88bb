"""Numbers with a unit, and bare numbers that may count something: parsed once, exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from hospext.lexicon import Lexicon, Unit
from hospext.lexicon.model import any_of
from hospext.numerals import ARABIC, HAN, HAN_DIGIT, HAN_SCALE, MIXED, SCALE, SCALES, SPOKEN, arabic, han
from hospext.patterns import HAN_SCRIPT
from hospext.scan.bounds import Bounds
from hospext.scan.forms import SpecialForms
from hospext.scan.mentions import Claims, Quantity

_MARK_OF_LIST = re.compile("[、和与及][+-]?")
_POINTS = ("百分点", "千分点", "%")
_EACH = re.compile("(?:分别|依次)(?:为|是|达到?|有|完成)?[了约近超]?$")
_NEXT_NAMED = re.compile(rf"、[{HAN_SCRIPT}]{{2,10}}")
_HALVED = ("年", "天", "小时", "个小时", "个月")  # 一天半
_HALF_OF = ("期", "年", "天", "日", "数", "以", "左右", "价")
_IN_NUMBER = frozenset("0123456789.")
_NO_NUMBER = (None, None, None)
_SECOND = slice(8, 11)  # of the groups of a match: what the second number can be
_PAIR = re.compile(r"([一二两三四五六七八])([两二三四五六七八九])(?=[十百千万亿]|$)")
_STEP = re.compile("(?:减少|增加|下降|降低|缩短|提高|上升|增长|压缩|缩减|提升)了?[约近]?$")
_BARE_SCALES = frozenset("百千万亿") | {"百万", "千万", "万亿", "百亿", "千亿", "十万", "十亿"}
_HEADS_OF_WORDS = frozenset("部门面组期班节团堂层度级")
_NOT_BEFORE = {  # what follows makes another word of a unit
    "国": ("内", "外", "家", "际", "民", "产", "庆", "企", "资", "人"),
    "口": ("罩", "腔", "号", "岸", "服", "径", "碑", "味"),
    "项": ("目",),
}
_CHECKED = frozenset({"升", *_NOT_BEFORE})
_REST_OF_WORDS = tuple("分门对织间级约队成次待长")
_SEPARATORS = r"\-—–~至到"
_SEPARATOR = r"\s?(?:[-—–~]{1,2}|[至到])\s?"
_TEENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八])([二三四五六七八九])")


def _number(tag: str) -> str:
    return (
        rf"(?:(?!{MIXED}|{SPOKEN})(?P<arab{tag}>{ARABIC})|(?P<vague{tag}>(?:数|好?几)[十百千万亿]++)|(?P<han{tag}>{HAN}))"
        rf"(?P<more{tag}>(?:个(?=[多余]亿))?[余多来几])?+(?P<scale{tag}>{SCALE})?+(?P<moreb{tag}>[余多来](?!种|元化|样|媒体|渠道|层次|学科|功能|维|部门|中心|地|人次以))?+"
    )


class _Number(NamedTuple):
    """A number of a match in its parts, with what follows it; it has one of the first three."""

    start: int
    arab: str | None
    vague: str | None  # 数十, 好几百
    han: str | None
    more: str | None  # 余, 多
    scale: str | None
    moreb: str | None  # the same after the scale
    mid: str | None = None  # 两个多月
    mid_unit: str | None = None
    unit: str | None = None
    tail: str | None = None
    after: str | None = None  # 以上

    def end(self) -> int:
        """Where the number itself ends."""
        return self.start + sum(len(part) for part in self[1:7] if part)

    def value(self) -> tuple[Decimal, Decimal | None, bool] | None:
        """Value, upper value and whether it is vague."""
        scale = SCALES.get(self.scale, 1) if self.scale else 1
        more = self.more is not None or self.moreb is not None
        if self.arab:
            return arabic(self.arab) * scale, None, more
        if self.vague:
            tail = self.vague.lstrip("数好几")
            value = han(tail) or han("一" + tail)
            return None if value is None else (value * scale, None, True)
        assert self.han is not None
        value = han(self.han)
        if value is not None:
            return value * scale, None, more
        ends = _two_ends(self.han)
        return None if ends is None else (ends[0] * scale, ends[1] * scale, True)

    def scale_from(self, last: _Number) -> int:
        """The scale that the first number of 3至5亿 takes from the second, where it has none."""
        if self.scale or (self.han and any(c in "万亿" for c in self.han)):
            return 1
        scale = SCALES.get(last.scale or "", 1)
        return SCALES[last.han[-1]] if scale == 1 and last.han and last.han[-1] in "万亿" else scale


def _two_ends(digits: str) -> tuple[Decimal, Decimal] | None:
    """The two numbers of 七八百, 一百四五十 or 十五六."""
    pair = _PAIR.search(digits)
    if pair and pair[2] != pair[1]:
        head, rest = digits[: pair.start()], digits[pair.end() :]
        low, high = han(head + pair[1] + rest), han(head + pair[2] + rest)
        if low is not None and high is not None and low < high:
            return low, high
    teens = _TEENS.fullmatch(digits)
    if teens is None:
        return None
    base = (han(teens[1]) or Decimal(1)) * 10
    return base + (han(teens[2]) or 0), base + (han(teens[3]) or 0)


def _is_alone(match: re.Match[str]) -> bool:
    """Whether a match is one number without a sign."""
    return match.group("sign", "arab2", "vague2", "han2") == (None, None, None, None)


def _take_last_units(text: str, found: list[Quantity]) -> None:
    """Give the numbers of a list the unit of its last: 提高2.15、4.6个百分点, 分别为1436、1287和1120人次.

    So, too, where a name stands before each of three or more: 内科1846、外科1702、儿科1655人次.
    """
    for at, last in enumerate(found):
        if last.bare or not at or not found[at - 1].bare:
            continue
        row = _row_before(text, found, at, _MARK_OF_LIST)
        head = row[-1].core if row else 0
        if not (last.unit in _POINTS or _EACH.search(text, max(0, head - 8), head)):
            row = _row_before(text, found, at, _NEXT_NAMED)
            row = row if len(row) > 1 else []
        for quantity in row:
            _take_unit(text, quantity, last)


def _row_before(text: str, found: list[Quantity], at: int, between: re.Pattern[str]) -> list[Quantity]:
    """The numbers without units that lead up to one, the nearest first, with nothing else between them."""
    row: list[Quantity] = []
    while at and found[at - 1].bare and found[at - 1].value_max is None:
        if not between.fullmatch(text, found[at - 1].end, found[at].core):
            break
        at -= 1
        row.append(found[at])
    return row


def _take_unit(text: str, quantity: Quantity, last: Quantity) -> None:
    if last.unit in _POINTS and text[quantity.core - 1] == "-":
        quantity.negative, quantity.start = True, quantity.core - 1
    quantity.unit, quantity.kind, quantity.unit_form = last.unit, last.kind, last.unit_form
    quantity.bare, quantity.rule = False, "quantity.list"


class QuantityScanner:
    """Finds quantities in the folded text with one compiled scan."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._units = dict(lexicon.units)
        self._weak = lexicon.weak_units
        for form in self._weak:
            self._units.setdefault(form, Unit(form, "count"))
        self._unit_of = self._units | _DATE_LIKE
        self._bounds = Bounds(lexicon.cues)
        litres = "升(?![至到高为级])"  # 由0.87升至0.91
        units = f"(?:{any_of(word for word in self._units if word != '升')}|{litres})"
        after = any_of(
            self._bounds.after,
            "(?<=[天日周月年时钟])内(?!科|镜|部|分泌|涵|地|蒙|容|外|瘘|固|设|心)",
        )
        # A number, or two with a separator between them: that is looked for before a unit is, as most numbers have none.
        near = max(map(len, self._units)) + 1
        ranged = rf"(?=[^{_SEPARATORS}]{{0,{near}}}+[{_SEPARATORS}])"
        self._pattern = re.compile(
            rf"(?P<sign>(?<![0-9A-Za-z年月日季度至到十百千万亿%）)])[-+])?+"
            rf"{_number('1')}(?:{ranged}(?P<unit1>{units})?+{_SEPARATOR}{_number('2')})?"
            rf"\s?(?:个(?P<mid>[多余半几来])(?P<unit3>月|小时|星期|季度|工作日|百分点)|(?P<unit2>{units}|日(?!均|常|间|报|本|游|程|历|用|益|语|制|头)|(?<=[两俩数几])月(?!份|[底初末中上下]|\d)))?+"
            rf"(?P<tail>(?<=[元年天时月倍里番成钟吨亩亿万千岁秒])(?:多(?![种个家名次样项元人台例所年天])|余(?![{HAN_SCRIPT}])))?+"
            rf"(?P<after>{after})?+"
        )
        # How a quantity may start; a lone Chinese numeral counts nothing, so something of a quantity must follow it.
        goes_on = "".join({word[0] for word in (*self._units, *self._bounds.after)})
        numeral = HAN_DIGIT + HAN_SCALE
        self._start = re.compile(
            rf"[-+0-9数好几{numeral}]"
            rf"(?:(?<=[-+])(?=[0-9数好几{numeral}])|(?<=[0-9])|(?=[{numeral}点余多来几个日月内\s\-—–~至到{re.escape(goes_on)}]))"
        )
        self._special = SpecialForms(self._bounds)

    def scan(self, text: str, claims: Claims) -> list[Quantity]:
        """All quantities that no other mention has claimed, in order."""
        found: list[Quantity] = []
        for quantity in self._special.find(text):
            if claims.claim(quantity.start, quantity.end):
                found.append(quantity)
        for match in self._matches(text, claims):
            for read in self._read(text, match):
                if read is not None and claims.claim(read.core, read.end):
                    found.append(read)
        found.sort(key=attrgetter("start"))
        _take_last_units(text, found)
        return found

    def _matches(self, text: str, claims: Claims) -> Iterator[re.Match[str]]:
        """Where the pattern matches: it is tried only at characters that may start a quantity, and are free."""
        match_at, search, free = self._pattern.match, self._start.search, claims.next_free
        first = search(text)
        while first is not None:
            start = first.start()
            done = free(start)
            if done == start:
                match = match_at(text, start)
                if match is None or (text[start - 1 : start] in _IN_NUMBER and _is_alone(match)):
                    done += 1
                else:
                    done = match.end()
                    if done - start > 1 or text[start].isascii():  # no lone Chinese numeral
                        yield match
            first = search(text, done)

    def _read(self, text: str, match: re.Match[str]) -> tuple[Quantity | None, ...]:
        """The quantities of a match: one, or two where it is no range but two levels or two things."""
        parts = match.groups()
        start, end = match.span()
        first = start if parts[0] is None else start + 1
        if parts[_SECOND] == _NO_NUMBER:  # as in most matches
            return (self._single(text, match, _Number(first, *parts[1:7], *parts[14:]), end),)
        one = _Number(first, *parts[1:7])._replace(unit=parts[7])
        two = _Number(max(map(match.start, ("arab2", "vague2", "han2"))), *parts[8:])
        if self._from_to(text, match) or self._two_things(match):
            unit_end = match.end("unit1")
            return self._single(text, match, one, unit_end), self._single(text, match, two, end)
        return (self._single(text, match, two, end, low=one),)

    def _from_to(self, text: str, match: re.Match[str]) -> bool:
        """从30%到40% is two levels; 30%到40% is a range."""
        if match["unit1"] is None:
            return False
        step = _STEP.search(text, max(0, match.start() - 6), match.start())
        if step and self._units[match["unit1"]].kind == "count" and text[match.end("unit1")] in "至到":
            return True  # 分娩量减少1106例至3582例
        return text[max(0, match.start() - 2) : match.start()].rstrip("近约")[-1:] in ("从", "由")

    @staticmethod
    def _two_things(match: re.Match[str]) -> bool:
        one, two = match.group("unit1", "unit2")
        return one is not None and two is not None and one != two

    def _single(
        self, text: str, match: re.Match[str], number: _Number, end: int, low: _Number | None = None
    ) -> Quantity | None:
        """The quantity of one number, or of a range from ``low`` to it; None where it counts nothing."""
        read = number.value()
        if read is None:
            return None
        value, value_max, vague = read
        core = start = match.start() if low else number.start
        form = number.unit
        if number.mid or (form and (number.han or form in _CHECKED)):
            form = self._form(text, number, end)
        if form is None and number.mid is None and number.after is None and end == match.end():
            end = number.end()
        if (
            form in self._weak
            and (number.han or (low and low.han))
            and text[end : end + 1] not in ("语", "籍")
        ):
            return None
        if low:
            below = low.value()
            if below is None:
                return self._single(text, match, number, match.end())
            value, value_max = below[0] * low.scale_from(number), value
            if value >= value_max:
                return None
        if text[start - 1 : start] in ("第", "."):
            return None
        if number.mid == "半":
            value += Decimal("0.5")
        bound = self._bound(text, number, start, vague or number.mid in ("多", "余", "几", "来"))
        if (form is None or number.han) and not self._counts(text, match.end(), number, form, bound, start):
            return None
        if form in _HALVED and text.startswith("半", end) and not text.startswith(_HALF_OF, end + 1):
            value, end = value + Decimal("0.5"), end + 1
        negative = match[1] == "-" and not low and form in ("%", "‰", "个百分点")
        unit = self._unit_of.get(form) if form else None
        return Quantity(
            start - 1 if negative else start,
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
            han_one=number.han == "一" and not vague and low is None,
            rule="quantity.range"
            if value_max is not None
            else "quantity.bare"
            if unit is None
            else "quantity",
        )

    @staticmethod
    def _form(text: str, number: _Number, end: int) -> str | None:
        """The unit of a number that is no plain number with a unit; the head of a longer word is no unit.

        The number ends, with all that follows it, at ``end``.
        """
        form = number.unit
        if number.mid is not None:
            form = _MID_UNITS.get(number.mid_unit or "") or f"个{number.mid_unit}"
        at = end - len(number.tail or "") - len(number.after or "")
        if form in _NOT_BEFORE and text.startswith(_NOT_BEFORE[form], at):
            return None
        if not form or (not number.han and form != "升"):
            return form
        if form == "升" and text.startswith(("至", "到", "高", "为", "级"), at):
            return None
        if number.han == "二" or (form == "期" and number.han and len(number.han) == 1):
            return None  # 二 before a measure word is ordinal; two of something are 两
        if number.han and form in _HEADS_OF_WORDS and text.startswith(_REST_OF_WORDS, at):
            return None
        return form

    @staticmethod
    def _counts(text: str, end: int, number: _Number, form: str | None, bound: str, start: int) -> bool:
        """Whether this is a number at all: bare scales need a bound, numbers without unit need digits."""
        digits = number.han
        if digits in _BARE_SCALES and not number.scale:
            return bound != "exact" and form is not None
        if form is None:
            before = text[start - 1 : start]
            if before.isascii() and before.isalpha() and not number.scale and before not in "I":
                return False
            following = text[end : end + 1]
            if number.arab or (digits and digits[0].isascii()):
                return not (following.isascii() and following.isalpha())
            if not digits:
                return False
            if number.scale or (len(digits) > 2 and ("点" in digits or digits[-1] in "万亿")):
                return True
            return bool(number.more) and len(digits) > 1
        if form == "分" and digits:
            return len(digits) > 2 or "点" in digits
        return True

    def _bound(self, text: str, number: _Number, start: int, vague: bool) -> str:
        if number.after:
            return self._bounds.after.get(number.after, "under")
        bound = self._bounds.before(text, start)[0]
        if number.tail:
            return "over"
        if number.vague is None and number.han and han(number.han) is None:
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
_MID_UNITS = {"百分点": "个百分点", "工作日": "工作日", "小时": "小时"}
