"""Calendar expressions as written; resolve/dates.py gives them their place in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from hospext.numerals import han
from hospext.scan.mentions import Claims

_YEAR = r"(?:(?:18|19|20)[0-9]{2}|[一二][九零〇八][零〇一二三四五六七八九]{2}|(?<![0-9])0[0-9])"
_REL = r"今年|本年度?|去年|上一?年度?|明年|前年|后年|大前年|次年|翌年|同年|来年"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = r"第?[一二三四1-4]季度|Q[1-4]|前[一二三]季度|[一二三四]季(?=末)"
_PART = rf"上半年|下半年|{_QUARTER}|[上中下]旬|年初|年中(?!医|心|国)|年底|年末|年尾|月初|月底|月末|季末|春[季天]|夏[季天]|秋[季天]|冬[季天]"
_HOUR = r"(?:(?:上午|下午|晚上?|凌晨|中午|早上?|当晚|夜间)?(?:2[0-4]|1[0-9]|0?[0-9]|零|十[一二]?|[一二三四五六七八九])[时点](?!间|代|期|刻|候|节|[0-9])(?:[0-5]?[0-9]分|半|整|许)?)"
_SEP = r"\s?(?:[-—–~]{1,2}|[至到])\s?"


def _point(tag: str) -> str:
    """One calendar point; every part is optional, so the caller checks that something stands there."""
    return (
        rf"(?:(?P<year{tag}>{_YEAR})年度?|(?P<rel{tag}>{_REL}))?+"
        rf"(?:(?P<month{tag}>{_MONTH})月份?)?+(?:(?<!\p{{Han}}(?<![年月]))?(?P<day{tag}>{_DAY})[日号](?!均|常|间|报|本|游|程|内|历|用|益|语|制|头|电站|志|楼|院|线|门|公告|文|令|病|渐|新月|积月))?+"
        rf"(?P<part{tag}>{_PART})?+(?P<tail{tag}>[底末初](?!期|步|次|级|心|始|诊|见))?+(?P<hour{tag}>{_HOUR})?+"
    )


@dataclass(slots=True)
class Point:
    """A calendar point as written; None where the text leaves a part to the context."""

    year: int | None = None
    shift: int | None = None  # against the year in force: 去年 is -1
    spoken: bool = False  # 上年: against the year last spoken of, not today's
    same: bool = False  # 同年, 当年: the year last spoken of
    month: int | None = None
    day: int | None = None
    part: str | None = None
    hour: bool = False


@dataclass(slots=True)
class Written:
    """A date mention: one point, or two for a range; or a named form."""

    start: int
    end: int
    first: Point
    last: Point | None = None
    named: str | None = None  # plan, decade, lunar, festival
    basis_only: bool = False
    same_period: bool = False  # 去年同期
    silent: bool = False  # 全年, 当天: no record, but values hang on it


_SHIFTS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "明年": 1,
    "来年": 1,
    "次年": 1,
    "翌年": 1,
    "前年": -2,
    "大前年": -3,
    "后年": 2,
}

_PAIR = regex.compile(
    rf"(?<![0-9.第])(?:(?:{_point('a')})(?:(?P<bare>(?<=年)(?:1[0-2]|0?[1-9])|(?<=月)(?:3[01]|[12]?[0-9])|(?<![0-9年月])(?:(?:19|20)[0-9]{{2}}|1[0-2]|0?[1-9]|[12][0-9]|3[01]|[一二三四五六七八九十]{{1,2}}))(?={_SEP}))?+{_SEP})?+"
    rf"(?:{_point('b')})"
)
_STAY = regex.compile(r"(?:住院|工期|为期|历时|用时|隔离|观察|共|约|需)$")
_ISO = regex.compile(
    r"(?<![0-9.])((?:19|20)[0-9]{2})([-/.])(0?[1-9]|1[0-2])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:日)?"
)
_ISO_MONTH = regex.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})[.](0[1-9]|1[0-2])(?![0-9%人次个万亿元张天分.])")
_YEARS = regex.compile(
    r"(?<![0-9.])((?:19|20)[0-9]{2})\s?[-—–~至]{1,2}\s?((?:19|20)[0-9]{2})(?![0-9.]|年|人|张|例|元|名|个|家|项|台|万|亿)"
)
_PLAN = regex.compile(
    r"(?P<early>(?<=[“‘「])[三四五六七八九]五(?=[”’」]))|(?<![一二三四五六七八九十第百千零〇])十(?P<later>[一二三四五六七])五(?![一二三四五六七八九十百千万亿年月日天个张名人家项例台次岁元分位期%])"
)
_DECADE = regex.compile(
    r"(?:(?P<century>上|本|[12][0-9]|二十一?|十九)世纪)(?P<tens>[1-9]0|[一二三四五六七八九]十)年代|(?P<full>(?:19|20)[0-9]0)年代|(?<![0-9一二三四五六七八九])(?P<short>[1-9]0|[一二三四五六七八九]十)年代"
)
_LUNAR = regex.compile(
    rf"(?:(?P<year>{_YEAR})年|(?P<rel>{_REL}))?(?:农历|阴历)?(?P<month>正月|腊月|冬月)(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|三十)|(?:农历|阴历)(?P<month2>[一二三四五六七八九十]{1, 2}月)(?P<day2>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|三十)"
)
_WEEK = regex.compile(r"(?<![较比与])(?:上周|前一周|上一周)(?!末)")
_SILENT = regex.compile(r"全年(?!龄|级|无休)|当年(?!轻|价)|年内(?!蒙|科|镜)|当[天日](?!地)")
_MONTHS = regex.compile(r"(?<![较比与])(?:本月|[同当]月(?!龄)|上个?月|下个?月)(?![球亮饼])")
_SAME_PERIOD = regex.compile(r"(?:去年|上年|上年度|前年|上一年度?)(?:同期|同月|同季)")


class DateScanner:
    """Finds calendar expressions; festivals come from the lexicon."""

    def __init__(self, festivals: list[str]) -> None:
        names = "|".join(sorted(festivals, key=len, reverse=True))
        self._festival = regex.compile(
            rf"(?:(?P<year>{_YEAR})年|(?P<rel>{_REL}))?(?P<name>{names})(?!联欢|晚会|慰问|文艺|活动|假期?值班|档|礼|联谊|茶话|团拜)"
        )

    def scan(self, text: str, claims: Claims) -> list[Written]:
        """All calendar expressions, in order; each claims its stretch."""
        found: list[Written] = []
        for reader in (
            self._iso,
            self._years,
            self._decades,
            self._plans,
            self._festivals,
            self._lunar,
            self._same,
            self._silent,
            self._points,
            self._months,
        ):
            for written in reader(text):
                if claims.free(written.start, written.end):
                    claims.take(written.start, written.end)
                    found.append(written)
        return sorted(found, key=lambda w: w.start)

    def _iso(self, text: str) -> list[Written]:
        days = [
            Written(m.start(), m.end(), Point(year=int(m[1]), month=int(m[3]), day=int(m[4])))
            for m in _ISO.finditer(text)
        ]
        return days + [
            Written(m.start(), m.end(), Point(year=int(m[1]), month=int(m[2])))
            for m in _ISO_MONTH.finditer(text)
        ]

    def _years(self, text: str) -> list[Written]:
        return [
            Written(m.start(), m.end(), Point(year=int(m[1])), Point(year=int(m[2])))
            for m in _YEARS.finditer(text)
            if int(m[1]) < int(m[2])
        ]

    def _decades(self, text: str) -> list[Written]:
        found = []
        for m in _DECADE.finditer(text):
            if m["full"]:
                year = int(m["full"])
            else:
                tens = _number(m["tens"] or m["short"])
                century = {"上": 20, "本": 21, None: 20}.get(m["century"]) or _number(m["century"])
                year = (century - 1) * 100 + tens
            found.append(Written(m.start(), m.end(), Point(year=year), named="decade"))
        return found

    def _plans(self, text: str) -> list[Written]:
        return [
            Written(
                m.start(),
                m.end(),
                Point(year=1951 + 5 * (_number(m["early"][0]) if m["early"] else 10 + _number(m["later"]))),
                named="plan",
            )
            for m in _PLAN.finditer(text)
        ]

    def _festivals(self, text: str) -> list[Written]:
        return [
            Written(
                m.start("name") if not (m["year"] or m["rel"]) else m.start(),
                m.end(),
                self._base(m["year"], m["rel"]),
                named=m["name"],
            )
            for m in self._festival.finditer(text)
        ]

    def _lunar(self, text: str) -> list[Written]:
        found = []
        for m in _LUNAR.finditer(text):
            month = (m["month"] or m["month2"])[:-1]
            day = m["day"] or m["day2"]
            number = {"正": 1, "冬": 11, "腊": 12}.get(month) or _number(month)
            found.append(
                Written(
                    m.start(),
                    m.end(),
                    replace(self._base(m["year"], m["rel"]), month=number, day=_lunar_day(day)),
                    named="lunar",
                )
            )
        return found

    def _same(self, text: str) -> list[Written]:
        return [
            Written(
                m.start(), m.end(), Point(shift=_SHIFTS.get(m[0][:-2], -1)), basis_only=True, same_period=True
            )
            for m in _SAME_PERIOD.finditer(text)
        ]

    def _silent(self, text: str) -> list[Written]:
        return [
            Written(
                m.start(), m.end(), Point(), named="day" if m[0] in ("当天", "当日") else "whole", silent=True
            )
            for m in _SILENT.finditer(text)
        ]

    def _months(self, text: str) -> list[Written]:
        shift = {"本": 0, "同": 0, "当": 0, "上": -1, "下": 1}
        return [
            Written(
                m.start(),
                m.end(),
                Point(shift=shift[m[0][0]]),
                named="month",
                basis_only=text[max(0, m.start() - 1) : m.start()] in ("比", "较", "与", "同"),
            )
            for m in _MONTHS.finditer(text)
        ]

    def _base(self, year: str | None, rel: str | None) -> Point:
        if year:
            return Point(year=_year(year))
        return Point(shift=_SHIFTS[rel]) if rel in _SHIFTS else Point()

    def _points(self, text: str) -> list[Written]:
        found = []
        for m in _PAIR.finditer(text):
            if m.end() > m.start():
                found.extend(_written(text, m))
        return found


def _written(text: str, m: regex.Match[str]) -> list[Written]:
    last = _read(m, "b")
    first = _read(m, "a") if m.end() else None
    has_first = first is not None and (_says(first) or m["bare"])
    start, end = m.start(), m.end()
    if last is None or not _says(last) or not _stands(text, m, "b", last, has_first):
        if first is not None and _says(first) and _stands(text, m, "a", first, False):
            return [
                Written(start, _end(m, "a"), first, basis_only=_is_basis(text, start, _end(m, "a"), first))
            ]
        return []
    if not has_first or first is None:
        only_year = last.year is not None and not last.month and not last.part
        if only_year and text.startswith("同期", end):
            start = min(m.start(f"{n}b") for n in ("year",) if m[f"{n}b"])
            return [Written(start, end, last, same_period=True)]
        start = min(
            m.start(f"{n}b") for n in ("year", "rel", "month", "day", "part", "tail", "hour") if m[f"{n}b"]
        )
        return [Written(start, end, last, basis_only=_is_basis(text, start, end, last))]
    if m["bare"] and not _fill_bare(first, last, m["bare"]):
        start = min(
            m.start(f"{n}b") for n in ("year", "rel", "month", "day", "part", "tail", "hour") if m[f"{n}b"]
        )
        return [Written(start, end, last)]
    if not m["bare"] and not _stands(text, m, "a", first, True):
        return []
    return [Written(start, end, first, last)]


def _fill_bare(first: Point, last: Point, bare: str) -> bool:
    """The unit of a bare first number is that of the second: 1—8月, 2019—2021年, 8月9—10日."""
    number = _number(bare)
    if last.day is not None and last.month is None and number <= 31:
        first.day = number
        return number < last.day
    if last.month is not None and last.day is None and number <= 12:
        first.month = number
        return last.year is not None or number < last.month
    if last.year is not None and last.month is None and number >= 1900:
        first.year = number
        return number < last.year
    return False


def _read(m: regex.Match[str], tag: str) -> Point:
    point = Point()
    if m[f"year{tag}"]:
        point.year = _year(m[f"year{tag}"])
    rel = m[f"rel{tag}"]
    if rel:
        point.shift = _SHIFTS.get(rel)
        point.spoken = rel.startswith("上")
        point.same = rel in ("同年", "当年", "次年", "翌年")
    if m[f"month{tag}"]:
        point.month = _number(m[f"month{tag}"])
    if m[f"day{tag}"]:
        point.day = _number(m[f"day{tag}"])
    part = (m[f"part{tag}"] or "") + (m[f"tail{tag}"] or "")
    point.part = part or None
    point.hour = m[f"hour{tag}"] is not None
    return point


def _says(point: Point) -> bool:
    return (
        any(v is not None for v in (point.year, point.shift, point.month, point.day, point.part))
        or point.same
    )


def _end(m: regex.Match[str], tag: str) -> int:
    return max(
        m.end(f"{n}{tag}") for n in ("year", "rel", "month", "day", "part", "tail", "hour") if m[f"{n}{tag}"]
    ) + _closing(m, tag)


def _closing(m: regex.Match[str], tag: str) -> int:
    """How many characters (年, 月, 日) follow the last captured number of a point."""
    names = [n for n in ("year", "rel", "month", "day", "part", "tail", "hour") if m[f"{n}{tag}"]]
    if names[-1] not in ("year", "month", "day"):
        return 0
    at = m.end(f"{names[-1]}{tag}")
    rest = m.string[at : at + 2]
    return 2 if rest in ("年度", "月份") else 1


def _stands(text: str, m: regex.Match[str], tag: str, point: Point, ranged: bool) -> bool:
    """Whether a lone part is a date: 底 or 初 alone is none, nor 三月 in 十三月龄, nor a part of a longer number."""
    at = min(
        m.start(f"{n}{tag}")
        for n in ("year", "rel", "month", "day", "part", "tail", "hour")
        if m[f"{n}{tag}"]
    )
    before, after = text[max(0, at - 1) : at], text[m.end() : m.end() + 1]
    alone = point.year is None and point.shift is None and not point.same
    if point.month is not None and (point.month > 12 or point.month < 1):
        return False
    if alone and point.month is None and point.day is not None:
        written = m[f"day{tag}"]
        if _STAY.search(text, max(0, m.start() - 6), m.start()):
            return False  # 住院3到5日 is a length of time
        return (
            written.isdigit()
            and not before.isdigit()
            and before not in ("每", "第", "满", "月")
            and (ranged or after not in ("龄",))
        )
    if alone and point.month is not None:
        if before in ("每", "第", "个", "满", "几", "数", "十", "百", "-") and not ranged:
            return False
        return not (
            after in ("龄", "经", "子", "饼", "球", "嫂", "亮", "大", "薪", "结", "均") and point.day is None
        )
    if alone and point.part:
        part = point.part
        if part in (
            "底",
            "末",
            "初",
            "春季",
            "夏季",
            "秋季",
            "冬季",
            "春天",
            "夏天",
            "秋天",
            "冬天",
            "上旬",
            "中旬",
            "下旬",
        ) or part.endswith("天"):
            return False
        return not (
            before in ("每", "当", "第", "个", "成", "半")
            or part in ("年初", "年底", "年末")
            and (before.isdigit() or before in ("岁", "两", "三", "多", "一"))
        ) and part not in ("年中", "季末")
    if point.shift == -2 and before in ("目", "以", "之", "此", "日", "多"):
        return False  # 目前年门诊量
    return not (point.year is not None and before.isdigit())


def _is_basis(text: str, start: int, end: int, point: Point) -> bool:
    """上年, 去年 and the like as a mere basis of comparison."""
    if point.shift is None or point.shift >= 0 or point.month or point.part:
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 3]
    return (
        before[-1:] in ("比", "较", "与", "同")
        or after.startswith(("相比", "同期", "比"))
        or before.endswith("比较")
    )


def _year(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text) if len(text) == 4 else 2000 + int(text)
    return int("".join(str(int(han(c) or 0)) for c in text))


def _number(text: str) -> int:
    return int(text) if text.isascii() else int(han(text) or Decimal(0))


def _lunar_day(text: str) -> int:
    if text.startswith("初"):
        return _number(text[1:])
    if text.startswith("廿"):
        return 20 + (_number(text[1:]) if text[1:] else 0)
    return _number(text)
