"""Numbers with a unit, and bare numbers that may count something: parsed once, exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from hospext.lexicon import Lexicon, Unit
from hospext.lexicon.model import alternatives
from hospext.numerals import ARABIC, HAN, HAN_DIGIT, SCALE, SCALES, arabic, han
from hospext.scan.mentions import Claims, Quantity

_PAIR = regex.compile(r"([一二两三四五六七八])([两二三四五六七八九])")
_BARE_SCALES = frozenset("百千万亿") | {"百万", "千万", "万亿", "百亿", "千亿", "十万", "十亿"}
_SEPARATOR = r"\s?(?:[-—–~]{1,2}|[至到])\s?"
_HAN_CHAR = regex.compile(r"\p{Han}")


def _number(tag: str) -> str:
    return (
        rf"(?:(?P<vague{tag}>(?:数|好?几)[十百千万亿]++)|(?P<han{tag}>{HAN})|(?P<arab{tag}>{ARABIC}))"
        rf"(?P<more{tag}>[余多来几])?+(?P<scale{tag}>{SCALE})?+(?P<moreb{tag}>[余多来](?!种|元化|样|媒体|渠道|层次|学科|功能|维|部门|中心|地|人次以))?+"
    )


@dataclass(slots=True)
class _Bounds:
    before: list[tuple[str, str]]  # word, bound; longest first
    after: dict[str, str]
    inside: frozenset[str]


class QuantityScanner:
    """Finds quantities in the folded text with one compiled scan."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._units = dict(lexicon.units)
        self._weak = lexicon.weak_units
        for form in self._weak:
            self._units.setdefault(form, Unit(form, "count"))
        cues = lexicon.cues
        self._bounds = _Bounds(
            before=sorted(
                ((w, b) for b, words in cues["before"].items() for w in words), key=lambda p: -len(p[0])
            ),
            after={w: b for b, words in cues["after"].items() for w in words},
            inside=frozenset(cues["inside"]["over"]),
        )
        unit = alternatives(self._units).replace("|升|", "|升(?![至到高为级])|")  # 由0.87升至0.91
        after = alternatives(self._bounds.after)
        self._pattern = regex.compile(
            rf"(?P<sign>(?<![0-9A-Za-z年月日季度至到十百千万亿%）)])[-+])?+"
            rf"(?:{_number('1')}(?P<unit1>{unit})?+{_SEPARATOR})?"
            rf"(?<![0-9.])(?:{_number('2')})"
            rf"\s?(?:个(?P<mid>[多余半几来])(?P<unit3>月|小时|星期|季度|工作日|百分点)|(?P<unit2>{unit}|日(?!均|常|间|报|本|游|程|历|用|益|语|制|头)|(?<=[两数几])月(?!份|[底初末中上下]|\d)))?+"
            rf"(?P<tail>(?<=[元年天时月倍里番成钟吨亩亿万千岁秒])(?:多(?![种个家名次样项元人台例所年天])|余(?!\p{{Han}})))?+"
            rf"(?P<after>{after}|(?<=[天日周月年时钟])内(?!科|镜|部|分泌|涵|地|蒙|容|外|瘘|固|设|心))?+"
        )
        self._compound = regex.compile(
            r"(?P<a>[0-9]+|[一二两三四五六七八九十]+)(?P<ua>个?小时|分钟?)(?P<b>[0-9.]+|[一二三四五六七八九十]+)(?P<ub>分钟?|秒钟?)(?!之)"
        )
        self._fraction = regex.compile(
            rf"(?P<den>[百千万]|[二三四五六七八九十]|{ARABIC}万?)分之(?P<num>{ARABIC}|{HAN})(?P<more>[余多几])?+(?P<after>{after})?+"
        )
        self._tenths = regex.compile(
            rf"(?<![{HAN_DIGIT}0-9分完])(?:(?P<low>[一二两三四五六七八])(?:至|到|-|—|~)?(?=[一二三四五六七八九]成))?+(?P<num>[一二两三四五六七八九]|近十|[1-9])成(?P<half>半|[一二三四五六七八九])?+"
            rf"(?P<more>[余多])?+(?P<after>{after})?+(?![为立功果长员本效熟都品因就新份套像绩])"
        )
        self._doubling = regex.compile(rf"翻了?(?P<num>[一两二三四123])番(?P<more>多|有余)?+|翻番")
        self._half = regex.compile(
            r"(?P<a>[大小]?)半(?:个(?=月|小时|世纪|学期))?(?P<unit>年|个?月|小时|天)(?P<more>多)?+(?![后前里上下]?期|空|夜)"
        )

    def scan(self, text: str, claims: Claims) -> list[Quantity]:
        """All quantities that no other mention has claimed, in order."""
        found: list[Quantity] = []
        for special in (self._fractions, self._tenth_parts, self._doublings, self._times, self._halves):
            for quantity in special(text):
                if claims.free(quantity.start, quantity.end):
                    claims.take(quantity.start, quantity.end)
                    found.append(quantity)
        for match in self._pattern.finditer(text):
            for quantity in self._read(text, match):
                if claims.free(quantity.core, quantity.end):
                    claims.take(quantity.core, quantity.end)
                    found.append(quantity)
        return sorted(found, key=lambda q: q.start)

    def _read(self, text: str, match: regex.Match[str]) -> Iterator[Quantity]:
        low_unit = match["unit1"]
        if match["unit1"] is not None and self._from_to(text, match) or self._two_things(match):
            yield from self._single(text, match, "1", match.start("unit1") + len(low_unit or ""))
            yield from self._single(text, match, "2", match.end())
            return
        yield from self._single(text, match, "2", match.end(), ranged=match[0] if self._low(match) else None)

    @staticmethod
    def _low(match: regex.Match[str]) -> bool:
        return any(match[f"{name}1"] for name in ("arab", "vague", "han"))

    @staticmethod
    def _from_to(text: str, match: regex.Match[str]) -> bool:
        """从30%到40% is two levels; 30%到40% is a range."""
        return text[max(0, match.start() - 2) : match.start()].rstrip("近约")[-1:] in ("从", "由")

    @staticmethod
    def _two_things(match: regex.Match[str]) -> bool:
        one, two = match["unit1"], match["unit2"]
        return one is not None and two is not None and one != two

    def _single(
        self, text: str, match: regex.Match[str], tag: str, end: int, ranged: str | None = None
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
        bound, bound_word = self._bound(
            text, match, tag, start, vague or mid in ("多", "余", "几", "来"), end
        )
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

    def _trim_unit(self, text: str, match: regex.Match[str], tag: str, form: str | None) -> str | None:
        """A unit that is the head of a longer word is no unit (3位 in 三位一体 is a stop; 5分 in 5分钟 is longest)."""
        following = text[match.end(f"unit{tag}") : match.end(f"unit{tag}") + 1] if form else ""
        if form == "升" and following in ("至", "到", "高", "为", "级"):
            return None
        if (
            match[f"han{tag}"] == "二"
            and form
            or form == "期"
            and match[f"han{tag}"]
            and len(match[f"han{tag}"]) == 1
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
    def _number_end(match: regex.Match[str], tag: str) -> int:
        ends = [
            match.end(f"{name}{tag}")
            for name in ("arab", "vague", "han", "more", "scale", "moreb")
            if match[f"{name}{tag}"]
        ]
        return max(ends)

    def _counts(
        self, text: str, match: regex.Match[str], tag: str, form: str | None, bound: str, start: int
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
                len(digits) > 2 and "点" in digits or bool(match[f"more{tag}"]) and len(digits) > 1
            )
        if form == "分" and digits:
            return len(digits) > 2 or "点" in digits
        return True

    def _value(self, match: regex.Match[str], tag: str) -> tuple[Decimal, Decimal | None, bool] | None:
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
        teens = regex.fullmatch(r"([二三四五六七八九]?)十([一二三四五六七八])([二三四五六七八九])", digits)
        if teens:
            base = (han(teens[1]) or Decimal(1)) * 10
            return (base + (han(teens[2]) or 0)) * scale, (base + (han(teens[3]) or 0)) * scale, True
        return None

    def _bound(
        self, text: str, match: regex.Match[str], tag: str, start: int, vague: bool, end: int
    ) -> tuple[str, str]:
        if tag == "2" and match["after"] and match.end("after") <= end:
            return self._bounds.after.get(match["after"], "under"), match["after"]
        bound, word = self.bound_before(text, start)
        if tag == "2" and match["tail"]:
            return "over", match["tail"]
        if match[f"vague{tag}"] is None and match[f"han{tag}"] and han(match[f"han{tag}"]) is None:
            return ("approx" if bound == "exact" else bound), word
        if vague and bound != "under":
            return "over", word
        return bound, word

    def bound_before(self, text: str, start: int) -> tuple[str, str]:
        """The bound said right before a number, and its word."""
        head = text[max(0, start - 6) : start].rstrip(" 了有“").removesuffix("人民币").removesuffix("需要")
        if (
            head.endswith("近")
            and regex.match(
                r"[0-9一二两三四五六七八九十几]{1,3}[年月天周]|[0-9一二两三四五六七八九十几]{1,3}个月",
                text[start : start + 5],
            )
            and not regex.search(r"\p{Han}近$", head)
        ):
            return "exact", ""  # 近五年 names a span of time, not a guess
        for word, bound in self._bounds.before:
            if head.endswith(word):
                if word in _WORD_ENDS and regex.search(_WORD_ENDS[word], head):
                    continue
                return bound, word
        remote = regex.search(
            r"(不到|不足|不及|超过|超)[^，。；：、]{1,10}的$", text[max(0, start - 14) : start]
        )
        if remote and regex.match(r"[一二三四五六七八九0-9.]+(?:成|%|分之)|百分之", text[start : start + 8]):
            return ("over" if remote[1].startswith("超") else "under"), remote[1]
        return "exact", ""

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
            bound = self._bounds.after.get(m["after"] or "") or self.bound_before(text, m.start())[0]
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
            bound = self._bounds.after.get(m["after"] or "") or self.bound_before(text, m.start())[0]
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
            bound = "over" if m["more"] else "exact"
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
        for m in self._compound.finditer(text):
            a = Decimal(m["a"]) if m["a"].isascii() else han(m["a"])
            b = Decimal(m["b"]) if m["b"].isascii() else han(m["b"])
            if a is None or b is None or ("时" in m["ua"]) == ("秒" in m["ub"]):
                continue
            unit = "分钟" if "时" in m["ua"] else "秒"
            bound, _ = self.bound_before(text, m.start())
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
            if before in ("上", "下", "年", "个") or before.isdigit() or before in HAN_DIGIT and before:
                continue
            unit = m["unit"].lstrip("个")
            bound = "over" if m["a"] == "大" or m["more"] else self.bound_before(text, m.start())[0]
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


_DATE_LIKE = {
    "日": Unit("天", "duration"),
    "月": Unit("月", "duration"),
}  # a length of time only in 45日内, 两月

# A bound word that is the end of another word is none: 经过5年, 通过3项, 以上 before a number, 丰满.
_WORD_ENDS = {
    "过": r"(?:通|经|不|收|错|度|渡|走|历|做|接|超?过?有|办|见|拿|召开|进行|举办|组织)过$",
    "近": r"(?:最|附|邻|就|靠|亲|周边|临)近$",
    "上": r"(?:以|线|网|会|手|马|晚|早|际|基础|历史|本|早|床|身|楼|台|山|路|节|版|市|加|头|平台|度|世界|地)上$",
    "满": r"(?:圆|丰|美|爆|充|得|不)满$",
    "达": r"$^",
    "破": r"(?:突|打)破$",
    "高于": r"$^",
    "越": r"(?:卓|跨|优|超|穿|飞|翻)越$",
    "约": r"(?:预|签|节|履|履约|大|合|制|公|条|契|相|邀)约$",
    "超": r"(?:彩|赶|B|无痛)超$",
}


def _group(match: regex.Match[str], tag: str) -> str:
    return next(f"{name}{tag}" for name in ("arab", "vague", "han") if match[f"{name}{tag}"])


def _scaled(digits: str | None) -> bool:
    return bool(digits) and any(c in "万亿" for c in digits or "")


def _shared(match: regex.Match[str], low: Decimal, high: Decimal) -> int:
    """The scale that the first number of 3至5亿 takes from the second."""
    scale = SCALES.get(match["scale2"] or "", 1)
    if scale == 1 and match["han2"] and match["han2"][-1:] in "万亿":
        scale = SCALES[match["han2"][-1]]
    return scale
