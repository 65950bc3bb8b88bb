"""Points of the calendar as written (2024年3月, 去年底, 1—8月), alone or in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hospext.numerals import han
from hospext.scan.stretches import Stretches

YEAR = r"(?:(?:18|19|20)[0-9]{2}|[一二][九零〇八][零〇一二三四五六七八九]{2}|(?<![0-9])0[0-9])"
REL = r"今年|本年度?|去年|上一?年度?|明年|前年|后年|大前年|次年|翌年|同年|来年"
_MONTH = r"(?:元(?=月)|1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = r"第?[一二三四1-4]季度|Q[1-4]|前[一二三]季度|[一二三四]季(?=末)"
_PART = rf"[前头](?:1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}})个月|上半年|下半年|半年度(?=报告|业绩|总结|工作|经营|运行)|{_QUARTER}|[上中]?[中下]旬|上旬|年初|年中(?!医|心|国)|年底|年末|年尾|月初|月底|月末|季末|春[季天]|夏[季天]|秋[季天]|冬[季天]"
_HOUR = r"(?:(?:上午|下午|晚上?|凌晨|中午|早上?|当晚|夜间)?(?:2[0-4]|1[0-9]|0?[0-9]|零|十[一二]?|[一二三四五六七八九])[时点](?:[0-5]?[0-9]分(?!钟)|(?!间|代|期|刻|候|节|[0-9])(?:半|整|许)?))"
_SEP = r"\s?(?:[-—–~]{1,2}|[至到])\s?"


def _point(tag: str) -> str:
    """One calendar point; every part is optional, so the caller checks that something stands there."""
    return (
        rf"(?:(?P<year{tag}>{YEAR})(?:年度?|(?=[上下]半年|第?[一二三四]季度|全年))|(?P<rel{tag}>{REL}))?+"
        rf"(?:(?P<month{tag}>{_MONTH})月份?)?+(?:(?P<day{tag}>{_DAY})[日号](?(month{tag})(?!均)|(?!均|常|间|报(?!到|名|告|送|备|批)|本|游|程|内|历|用|益|语|制|头|电站|志|楼|院|线|门|公告|文|令|病|渐|新月|积月)))?+"
        rf"(?P<part{tag}>{_PART})?+(?P<tail{tag}>[底末初](?!期|步|次|级|心|始|诊|见))?+(?P<hour{tag}>{_HOUR})?+"
    )


_Parts = tuple[str | Any, ...]  # of a point, as a match gives them
_PARTS = ("year", "rel", "month", "day", "part", "tail", "hour")
_GROUPS = {tag: tuple(f"{part}{tag}" for part in _PARTS) for tag in "ab"}


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

    def copy(self) -> Point:
        """Another one alike, to fill in."""
        return Point(
            self.year, self.shift, self.spoken, self.same, self.month, self.day, self.part, self.hour
        )


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


SHIFTS = {
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

# How a date can start: with one of these, or with two characters that together can.
_FIRST = (
    r"(?=[0-9一二三四五六七八九十零今本去上明前后大次翌同第Q下季春夏秋冬底末初晚凌早当夜]"
    r"|年[初中底末尾]|月[初底末]|来年|中[中下旬午]|\s?[-—–~至到])"
)
# One point, or two with a separator between them, the first of which may be a bare number.
_PAIR = re.compile(
    rf"{_FIRST}(?<![0-9.第])(?:{_point('a')})"
    rf"(?:(?P<bare>(?<=年)(?:1[0-2]|0?[1-9])|(?<=月)(?:3[01]|[12]?[0-9])|(?<![0-9年月])(?:(?:19|20)[0-9]{{2}}|1[0-2]|0?[1-9]|[12][0-9]|3[01]|[一二三四五六七八九十]{{1,2}})(?={_SEP}))?+(?P<sep>{_SEP})(?:{_point('b')}))?+"
)
_FIRST_POINT, _SECOND_POINT = slice(0, 7), slice(9, 16)  # of the groups
_BARE, _BETWEEN = 7, 8
_NOTHING = (None,) * 6  # what a match gives for a point that says nothing; an hour alone says nothing either
_NUMERAL = "0-9零〇一二三四五六七八九十"
_STRETCHES = Stretches(
    _PAIR,
    # What a date stands on: one of these with what makes it part of a date.
    rf"年(?:(?<=[{_NUMERAL}今本去上明前后次翌同来半全]年)|(?=[初中底末尾]))"
    rf"|月(?:(?<=[{_NUMERAL}元个]月)|(?=[初底末]))|日(?<=[{_NUMERAL}]日)|号(?<=[{_NUMERAL}]号)"
    rf"|季(?:(?<=[{_NUMERAL}春夏秋冬]季)|(?=末))|旬(?<=[上中下]旬)|Q(?=[1-4])",
    others="Q",
    ahead=4,
)
_HEADS = ("", "\n", "，", "。", "；", "：", "（")
_BUDGETED = ("预算", "结转", "计划")
_BOOKED = ("收入", "支出", "研发", "合计")
_STAY = re.compile(r"(?:住院|工期|为期|历时|用时|隔离|观察|共|约|需)$")


def read_points(text: str) -> Iterator[Written]:
    """The dates and ranges of dates in a text, in order."""
    for m in _STRETCHES.matches(text):
        written = _written(text, m) if m.end() > m.start() else None
        if written is not None:
            yield written


def _written(text: str, m: re.Match[str]) -> Written | None:
    groups = m.groups()
    one, other = groups[_FIRST_POINT], groups[_SECOND_POINT]
    if groups[_BETWEEN] is None:  # as in most matches
        return _alone(text, m, "a", one)
    bare = groups[_BARE]
    if not _says(one) and bare is None:
        return _alone(text, m, "b", other)
    first, last = _read(one), _read(other)
    if not _says(other) or not _stands(text, m, "b", last, _start(m, "b"), ranged=True):
        start, end = m.start(), _end(m, "a") if _says(one) else 0
        if not end or not _stands(text, m, "a", first, start, ranged=False):
            return None
        return Written(start, end, first, basis_only=_is_basis(text, start, end, first))
    start, end = m.span()
    if bare and not _fill_bare(first, last, bare):
        return Written(_start(m, "b"), end, last)
    if not bare and not _stands(text, m, "a", first, start, ranged=True):
        return None
    return Written(start, end, first, last)


def _alone(text: str, m: re.Match[str], tag: str, parts: _Parts) -> Written | None:
    """A point by itself, if it is one."""
    if not _says(parts):
        return None
    point = _read(parts)
    start, end = _start(m, tag), m.end()
    if not _stands(text, m, tag, point, start, ranged=False):
        return None
    if text.startswith("同期", end) and point.year is not None and not point.month and not point.part:
        return Written(m.start(f"year{tag}"), end, point, same_period=True)
    return Written(start, end, point, basis_only=_is_basis(text, start, end, point))


def _start(m: re.Match[str], tag: str) -> int:
    """Where the first part of a point starts; the first point starts the match."""
    return m.start() if tag == "a" else min(at for at in map(m.start, _GROUPS[tag]) if at >= 0)


def _fill_bare(first: Point, last: Point, bare: str) -> bool:
    """The unit of a bare first number is that of the second: 1—8月, 2019—2021年, 8月9—10日."""
    number = number_of(bare)
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


def _says(parts: _Parts) -> bool:
    """Whether anything stands in a point but an hour."""
    return parts[:6] != _NOTHING


def _read(parts: _Parts) -> Point:
    year, rel, month, day, part, tail, hour = parts
    point = Point(
        year=year_of(year) if year else None,
        month=number_of(month) if month else None,
        day=number_of(day) if day else None,
        part=(part or "") + (tail or "") or None,
        hour=hour is not None,
    )
    if rel is not None:
        point.shift = SHIFTS.get(rel)
        point.spoken = rel.startswith("上")
        point.same = rel in ("同年", "当年", "次年", "翌年")
    return point


def _end(m: re.Match[str], tag: str) -> int:
    """Where the last part of a point ends, with the character (年, 月, 日) that follows its number."""
    last = next(part for part in reversed(_GROUPS[tag]) if m.start(part) >= 0)
    at = m.end(last)
    if last[:-1] not in ("year", "month", "day"):
        return at
    return at + (2 if m.string.startswith(("年度", "月份"), at) else 1)


def _stands(text: str, m: re.Match[str], tag: str, point: Point, at: int, *, ranged: bool) -> bool:
    """Whether a point that starts at some place is a date: 底 or 初 alone is none, nor 三月 in 十三月龄, nor a part of a
    longer number.
    """
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
            and not (before.isascii() and before.isdigit())
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
        if part.endswith("个月"):
            return before in _HEADS  # 前10个月 within a clause may be any ten months
        if part == "年初" and text.startswith(_BUDGETED, m.end()):
            return False
        if part in (
            "半年度",
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
            "上中旬",
            "中下旬",
            "中旬",
            "下旬",
        ) or part.endswith("天"):
            return False
        return not (
            (before in ("每", "当", "第", "个", "成", "半") and not text.endswith("完成", 0, at))
            or (
                part in ("年初", "年底", "年末")
                and (before.isdigit() or before in ("岁", "两", "三", "多", "一"))
            )
        ) and part not in ("年中", "季末")
    if (
        point.shift == 0
        and alone is False
        and text.startswith(_BOOKED, m.end())
        and text.endswith("本年", 0, m.end())
    ):
        return False  # 本年收入合计
    if point.shift == -2 and before in ("目", "以", "之", "此", "日", "多"):
        return False  # 目前年门诊量
    if point.shift == 2 and before in ("成", "用", "产", "营"):
        return False  # 建成后年治疗800例
    return not (point.year is not None and before.isascii() and before.isdigit())  # but ②2023年末


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


def year_of(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text) if len(text) == 4 else 2000 + int(text)
    return int("".join(str(int(han(c) or 0)) for c in text))


def number_of(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isascii() else int(han(text) or Decimal(0))
