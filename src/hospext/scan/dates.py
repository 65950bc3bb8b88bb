"""Calendar expressions as written; resolve/dates.py gives them their place in time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from hospext.lexicon.model import any_of
from hospext.patterns import HAN_SCRIPT, pattern
from hospext.scan.mentions import Claims
from hospext.scan.points import REL, SHIFTS, YEAR, Point, Written, number_of, read_points, year_of
from hospext.scan.words import Anchored, matches_at, starts_of

# What the next three start with.
_YEAR_AND_MARK = [re.compile(rf"{century}[0-9]{{2}}(?=[-/.—–~至\s])") for century in (19, 20)]
_ISO = pattern(
    r"(?<![0-9.])((?:19|20)[0-9]{2})([-/.])(0?[1-9]|1[0-2])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:日)?"
)
_ISO_MONTH = pattern(r"(?<![0-9.])((?:19|20)[0-9]{2})[.](0[1-9]|1[0-2])(?![0-9%人次个万亿元张天分.])")
_YEARS = pattern(
    r"(?<![0-9.])((?:19|20)[0-9]{2})\s?[-—–~至]{1,2}\s?((?:19|20)[0-9]{2})(?![0-9.]|年|人|张|例|元|名|个|家|项|台|万|亿)"
)
_PLAN = Anchored(
    "五(?<=[一二三四五六七八九]五)",
    r"(?P<early>(?<=[“‘「])[三四五六七八九]五(?=[”’」]))|(?<![一二三四五六七八九十第百千零〇])十(?P<later>[一二三四五六七])五(?![一二三四五六七八九十百千万亿年月日天个张名人家项例台次岁元分位期%])",
    lead=2,  # 十四五
)
_DECADE = Anchored(
    "年代",
    r"(?:(?P<century>上|本|[12][0-9]|二十一?|十九)世纪)(?P<tens>[1-9]0|[一二三四五六七八九]十)年代|(?P<full>(?:19|20)[0-9]0)年代|(?<![0-9一二三四五六七八九])(?P<short>[1-9]0|[一二三四五六七八九]十)年代",
    lead=7,  # 二十一世纪二十年代
)
_LUNAR = Anchored(
    "月(?=[初廿二十三])(?<=[正腊冬一二三四五六七八九十]月)",
    rf"(?:(?P<year>{YEAR})年|(?P<rel>{REL}))?(?:农历|阴历)?(?P<month>正月|腊月|冬月)(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|三十)|(?:农历|阴历)(?P<month2>[一二三四五六七八九十]{{1,2}}月)(?P<day2>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|三十)",
    lead=8,  # 二〇二四年农历正月
)
_SILENT_YEAR = Anchored(
    "年(?:(?=内)|(?<=[全当]年))",
    r"全年(?!龄|级|无休|预算|计划|目标|任务)|当年(?!轻|价)|(?<![0-9一二三四五六七八九十两几数])年内(?!蒙|科|镜)",
    lead=1,
)
_NAMED = re.compile(f"(?:记者|通讯员|实习生|作者|主任|医生|院长|书记) ?[{HAN_SCRIPT}]{{1,2}}$")  # 记者 朱国庆
_REPORT_END = Anchored("期末", r"报告期末|(?<![学中本上假])期末(?!考|试|复习|成绩|总结)", lead=2)
_SILENT_DAY = re.compile(r"当[天日](?!地)")
_MONTHS = Anchored(
    "月(?<=[本同当个上下]月)",
    r"(?<![较比与])(?:本月|[同当]月(?!龄)|上个?月|下个?月)(?![球亮饼])(?:(?P<day>3[01]|[12]?[0-9])[日号])?",
    lead=2,  # 上个月
)
_SAME_PERIOD = Anchored("同(?=[期月季])", "(?:去年|上年|上年度|前年|上一年度?)(?:同期|同月|同季)", lead=4)


class DateScanner:
    """Finds calendar expressions; festivals come from the lexicon."""

    def __init__(self, festivals: list[str]) -> None:
        self._festival = Anchored(
            any_of(festivals),
            rf"(?:(?P<year>{YEAR})年|(?P<rel>{REL}))?(?P<name>{any_of(festivals)})"
            "(?!联欢|晚会|慰问|文艺|活动|假期?值班|档|礼|联谊|茶话|团拜)",
            lead=5,  # 2024年春节
        )

    def scan(self, text: str, claims: Claims) -> list[Written]:
        """All calendar expressions, in order; each claims its stretch."""
        readers: tuple[Callable[[str], Iterable[Written]], ...] = (
            self._report_ends,
            self._numeric,
            self._decades,
            self._plans,
            self._festivals,
            self._lunar,
            self._same,
            self._silent,
            read_points,
            self._months,
        )
        return claims.keep(readers, text)

    def _report_ends(self, text: str) -> list[Written]:
        return [
            Written(m.start(), m.end(), Point(), named="report_end", silent=True)
            for m in _REPORT_END.finditer(text)
        ]

    def _numeric(self, text: str) -> list[Written]:
        """2024-03-05, 2024.03 and 2021-2024."""
        starts = sorted(at for year in _YEAR_AND_MARK for at in starts_of(year, text))
        if not starts:  # as in most texts
            return []
        days = [
            Written(m.start(), m.end(), Point(year=int(m[1]), month=int(m[3]), day=int(m[4])))
            for m in matches_at(_ISO, text, starts)
        ]
        months = [
            Written(m.start(), m.end(), Point(year=int(m[1]), month=int(m[2])))
            for m in matches_at(_ISO_MONTH, text, starts)
        ]
        years = [
            Written(m.start(), m.end(), Point(year=int(m[1])), Point(year=int(m[2])))
            for m in matches_at(_YEARS, text, starts)
            if int(m[1]) < int(m[2])
        ]
        return days + months + years

    def _decades(self, text: str) -> list[Written]:
        found = []
        for m in _DECADE.finditer(text):
            if m["full"]:
                year = int(m["full"])
            else:
                tens = number_of(m["tens"] or m["short"])
                century = {"上": 20, "本": 21, None: 20}.get(m["century"]) or number_of(m["century"])
                year = (century - 1) * 100 + tens
            found.append(Written(m.start(), m.end(), Point(year=year), named="decade"))
        return found

    def _plans(self, text: str) -> list[Written]:
        return [
            Written(
                m.start(),
                m.end(),
                Point(
                    year=1951 + 5 * (number_of(m["early"][0]) if m["early"] else 10 + number_of(m["later"]))
                ),
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
            if not _NAMED.search(text, max(0, m.start() - 8), m.start())
        ]

    def _lunar(self, text: str) -> list[Written]:
        found = []
        for m in _LUNAR.finditer(text):
            month = (m["month"] or m["month2"])[:-1]
            day = m["day"] or m["day2"]
            number = {"正": 1, "冬": 11, "腊": 12}.get(month) or number_of(month)
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
                m.start(), m.end(), Point(shift=SHIFTS.get(m[0][:-2], -1)), basis_only=True, same_period=True
            )
            for m in _SAME_PERIOD.finditer(text)
        ]

    def _silent(self, text: str) -> list[Written]:
        years = [
            Written(m.start(), m.end(), Point(), named="whole", silent=True)
            for m in _SILENT_YEAR.finditer(text)
        ]
        days = [
            Written(m.start(), m.end(), Point(), named="day", silent=True) for m in _SILENT_DAY.finditer(text)
        ]
        return years + days

    def _months(self, text: str) -> list[Written]:
        shift = {"本": 0, "同": 0, "当": 0, "上": -1, "下": 1}
        return [
            Written(
                m.start(),
                m.end(),
                Point(shift=shift[m[0][0]], same=m[0][0] in "同当", day=int(m["day"]) if m["day"] else None),
                named="month",
                basis_only=text[max(0, m.start() - 1) : m.start()] in ("比", "较", "与", "同"),
            )
            for m in _MONTHS.finditer(text)
        ]

    def _base(self, year: str | None, rel: str | None) -> Point:
        if year:
            return Point(year=year_of(year))
        return Point(shift=SHIFTS[rel]) if rel in SHIFTS else Point()


def _lunar_day(text: str) -> int:
    if text.startswith("初"):
        return number_of(text[1:])
    if text.startswith("廿"):
        return 20 + (number_of(text[1:]) if text[1:] else 0)
    return number_of(text)
