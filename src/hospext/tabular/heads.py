"""What one head says: the words of a row's or a column's name taken apart into unit, time, kind of column and name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from hospext.lexicon import Lexicon
from hospext.lexicon.model import any_of
from hospext.numerals import SCALES
from hospext.resolve.dates import Span
from hospext.scan.mentions import Name

_SCALED = re.compile(rf"(?P<scale>{any_of(SCALES)})?(?P<unit>.*)")
_BRACKET = re.compile(r"[（(\[［【]([^（()）\[\]［］【】]{1,16})[)）\]］】]")
_TRAILING = re.compile(r"[/／：:,，、|]\s*([^/／：:,，、|]{1,8})$|([%‰])$")
_STATED = re.compile(r"(?:计量)?单位[为是]?[：:]\s*([^\s；;。)）]{1,24})")
_BETWEEN_UNITS = re.compile(r"[、，,；;和及]")
_PER = re.compile(r"(?P<what>[^/每]+)[/／](?P<base>千人口?|万人口?|百万人口?|10万人口?|每?千人口?)")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9年.])")
_YEAR_MONTH = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})[-./](?P<month>1[0-2]|0?[1-9])(?![0-9.])")
_JOINTS = "：:、，,/-—–·| "
_EMPTY = re.compile(r"[（(\[][\s：:、，]*[)）\]]")
_GROUPS = ("机构", "医院", "卫生院", "卫生室", "中心（站）", "诊所", "门诊部", "服务站", "保健院")
_BRANCH = re.compile(r"区|部|.{0,6}(?:本部|分院|院区|直属站|分站|站|分中心)")  # 市急救中心 + 直属站
_AREA = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|自治州|县|区|旗)(?!域|级|场)")
_MOVES = re.compile("变化|变动|升降|进退|增减")
_FALLS = re.compile("降幅|下降|减少|降低|跌幅|减幅")
_UNTIL = re.compile("截至|截止|止$")
_COUNTED_TIME = re.compile("[0-9一二三四五六七八九十上下]")
_NUMBERING = re.compile(
    r"^(?:附?表\s?[0-9一二三四五六七八九十]+(?:[-—.][0-9]+)?[：:、.．]?|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(][0-9]{1,2}[)）]|[0-9]{1,2}[.、．)）](?![0-9])|[①-⑳])+"
)
LEVEL, GROWTH, CHANGE, SHARE, RANK, DONE = "level", "growth", "change", "share", "rank", "done"


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of a head: what ``unit`` holds in a record, the kind that it makes, and what its numbers are multiplied by."""

    unit: str | None
    kind: str | None
    scale: Decimal = Decimal(1)
    words: str = ""  # as the head has it: 万元


@dataclass(slots=True)
class Head:
    """One head, taken apart. ``words`` is what names the metric; ``when`` says how its time lies to that of the table."""

    text: str
    words: str = ""
    measures: list[Measure] = field(default_factory=list)
    span: Span | None = None
    when: str = ""  # before (上年同期), month_before (上月), now (本期), running (本年累计)
    role: str = LEVEL
    in_percent: bool = False  # of a head of changes: 增长率
    basis: str | None = None
    target: bool = False
    total: bool = False
    part: bool = False  # 其中：
    subject: str | None = None
    scope: str | None = None  # of a ranking: 全省排名
    moves: bool = False  # of a ranking: 位次变化
    falls: bool = False  # of a change: 降幅, so that a number without a sign is a decrease
    until: bool = False  # 截至2024年12月31日: what holds on that day
    group: bool = False  # a class of institutions (公立医院): no subject, but part of what is counted


class HeadReader:
    """Takes heads apart with the words of a lexicon.

    ``dates`` gives the days that a text names, with their places; a month without a year takes the year given.
    """

    def __init__(
        self, lexicon: Lexicon, dates: Callable[[str, int | None], list[tuple[int, int, Span]]]
    ) -> None:
        self._lexicon, self.dates = lexicon, dates
        words = lexicon.tables["head"]
        self._roles = [
            (RANK, _longest(words["rank"])),
            (DONE, _longest(words["done"])),
            (SHARE, _longest(words["share"])),
            (GROWTH, _longest(words["growth"])),
            (CHANGE, _longest(words["change"])),
        ]
        self._percent = re.compile("|".join(map(re.escape, words["percent"])))
        self._compared = re.compile(
            rf"(?:[比较与同]\s?(?:{any_of([*words['same_before'], *words['month_before']])}|[0-9]{{4}}年?)(?:同期|相比|末|底|数|实际)*|±)"
        )
        self._times = [
            ("before", _longest(words["same_before"])),
            ("quarter_before", _longest(words["quarter_before"])),
            ("month_before", _longest(words["month_before"])),
            ("year", _longest(words["whole_year"])),
            ("running", _longest(words["running"])),
            ("now", _longest(words["now"])),
        ]
        targets = "|".join(map(re.escape, sorted(words["target"], key=len, reverse=True)))
        self._target = re.compile(rf"(?:{targets})(?:值|数|额|量)?$")
        self._planned = tuple(words["planned"])
        self._actual = _longest(words["actual"])
        self._total = re.compile(any_of(words["total"]))
        self._plain = frozenset(words["plain"])
        self._parts = _longest(words["parts"])
        self._scope = re.compile(
            any_of([*lexicon.names["place"]["whole"], "国内", "省内", "市内", "区内", "县内", "国际"])
        )
        self._yearly, self._periodic = (
            lexicon.cue("basis", "year_on_year"),
            lexicon.cue("basis", "period_on_period"),
        )

    def read(self, text: str, year: int | None = None, names: Iterable[Name] = ()) -> Head:
        """The head that a text is; ``year`` is that of the heads above it, ``names`` are those found in the text."""
        head = Head(text)
        rest = self._units(_NUMBERING.sub("", text), head)
        parts = self._parts.match(rest)
        if parts:
            head.part, rest = True, rest[parts.end() :].lstrip("：:")
        rest = self._role(rest, head)
        target = None if head.role != LEVEL or self._actual.search(text) else self._target.search(rest)
        if target:
            head.target, rest = True, _without(rest, *target.span())
        rest = _tidy(self._time(rest, head, year))
        head.target = head.target or rest.startswith(self._planned)
        head.total = self._total.fullmatch(rest) is not None
        head.until = _UNTIL.search(text) is not None
        head.words = "" if rest in self._plain else rest
        self.name(head, names)
        return head

    def is_term(self, words: str) -> bool:
        """Whether words name a metric, wholly or in part."""
        return self._lexicon.term_pattern.search(words) is not None

    def measures(self, text: str) -> list[Measure]:
        """The units that a text wholly is: 万元; 万元、人次; nothing where one of them is none."""
        found = [self._measure(part) for part in _BETWEEN_UNITS.split(text.strip()) if part]
        return [each for each in found if each is not None] if all(found) else []

    def stated(self, text: str) -> list[Measure]:
        """The units of a line such as 单位：万元."""
        found = _STATED.search(text)
        return self.measures(found[1]) if found else []

    def _measure(self, text: str) -> Measure | None:
        text = text.strip("：: ")
        density = _PER.fullmatch(text)
        if density:
            base = density["base"].lstrip("每").removesuffix("口")
            what = density["what"]
            return Measure(f"{'人' if what == '名' else what}/{base}", "rate", words=text)
        text = text.removeprefix("1") if text.startswith(("1/", "1／")) else text
        text = re.split(r"[/／]", text)[0] if not text.startswith(("/", "／")) else text
        whole = self._lexicon.units.get(text)
        if whole is not None:
            return Measure(whole.id, whole.kind, words=text)
        scaled = _SCALED.fullmatch(text)
        if scaled is None or not scaled["scale"]:
            return None
        scale = Decimal(SCALES[scaled["scale"]])
        if not scaled["unit"]:
            return Measure(None, None, scale, text)
        unit = self._lexicon.units.get(scaled["unit"])
        return Measure(unit.id, unit.kind, scale, text) if unit else None

    def _units(self, text: str, head: Head) -> str:
        """Take the units out of a text: 医疗收入（万元）, 增长%, 人次：万."""
        whole = _SCALED.fullmatch(text)
        if whole and whole["scale"] and (found := self.measures(text)):  # 万人次: a head that is a unit
            head.measures = found
            return whole["unit"]
        stated = _STATED.search(text)
        if stated and (found := self.measures(stated[1])):
            head.measures = found
            text = _without(text, *stated.span())
        for bracket in reversed(list(_BRACKET.finditer(text))):
            inside = bracket[1].removeprefix("单位").strip("：:")
            found = self.measures(inside.lstrip("±+-"))
            if found:
                head.measures = head.measures or found
                text = _without(text, *bracket.span(), "±" if inside[:1] in "±+" else "")
        trailing = _TRAILING.search(text)
        if not head.measures and trailing and (found := self.measures(trailing[1] or trailing[2])):
            head.measures = found
            text = text[: trailing.start()]
        return text

    def _role(self, text: str, head: Head) -> str:
        compared = self._compared.search(text)
        head.basis = self._basis(head.text)
        if any(each.unit == "百分点" for each in head.measures):
            head.role, head.in_percent = GROWTH, True
        if not compared and self._names_metric(text):
            return text
        for role, found in self._longest_first(text):
            if role != SHARE or found[0] == _tidy(text):  # 药占比 is a level of its own
                head.role = role
                head.in_percent = role == GROWTH or self._percent.search(head.text) is not None
                if role != DONE:
                    text = _without(text, *found.span())
                head.moves = role == RANK and (compared is not None or _MOVES.search(text) is not None)
                text = _MOVES.sub("", self._compared.sub("", text)) if role == RANK else text
                head.falls = role in (GROWTH, CHANGE) and _FALLS.search(head.text) is not None
                if role == RANK and (scope := self._scope.search(text)):
                    head.scope = scope[0]
                    text = text.replace(scope[0], "", 1)
                break
        else:
            if compared:
                head.role = CHANGE if head.role == LEVEL else head.role
                head.in_percent = any(each.unit in ("%", "百分点") for each in head.measures)
        if head.role in (GROWTH, CHANGE):
            text = self._compared.sub("", text)
            if any(each.unit in ("%", "百分点", "倍", "‰") for each in head.measures):
                head.role, head.in_percent = GROWTH, True
        return text

    def _longest_first(self, text: str) -> list[tuple[str, re.Match[str]]]:
        """The roles that words of a text give a head, those with more words first: 同比增减额 before 同比增减."""
        found = [(role, match) for role, words in self._roles if (match := words.search(text))]
        return sorted(found, key=lambda each: -len(each[1][0]))

    def _names_metric(self, text: str) -> bool:
        """Whether the words are wholly a metric of the catalogue, such as 药占比 or 床位增长率."""
        return _tidy(text) in self._lexicon.terms

    def _basis(self, text: str) -> str | None:
        if any(word in text for word in self._periodic):
            return "period_on_period"
        return "year_on_year" if any(word in text for word in self._yearly) else None

    def _time(self, text: str, head: Head, year: int | None) -> str:
        for when, words in self._times:
            found = words.search(text)
            rest = _tidy(_without(text, *found.span())) if found else ""
            if found is None or _tidy(text) in self._lexicon.terms:
                continue
            if when == "before" or not rest or rest in self._plain:  # 本期盈余 is a thing, not a time
                head.when, text = when, rest
                break
        month = _YEAR_MONTH.search(text)
        if month:
            head.span = _month(int(month["year"]), int(month["month"]))
            return _without(text, *month.span())
        for start, end, span in reversed(self.dates(text, year)):
            rest = _tidy(_without(text, start, end))
            named = (
                _COUNTED_TIME.search(text[start:end]) is not None
            )  # 年末 alone is a time only where nothing follows
            if span.last is not None and (named or not rest or rest in self._plain):
                head.span = head.span or span
                text = _without(text, start, end)
        bare = _YEAR.search(text)
        if head.span is None and bare:
            day = int(bare[0])
            head.span = Span(dt.date(day, 1, 1), dt.date(day, 12, 31), "year")
            text = _without(text, *bare.span())
        return text

    @staticmethod
    def name(head: Head, names: Iterable[Name]) -> None:
        """A head that is a name, or begins with one, says whose numbers these are; 全院 is the whole that is spoken of."""
        roles = {name.text: name.role for name in names}
        role = roles.get(head.words)
        if role == "self":
            head.total, head.words = True, ""
        elif role in ("category", "bare") or (role is None and head.words.endswith(_GROUPS)):
            head.group = True
        elif role is not None:
            head.subject, head.words = head.words, ""
        if role is not None:
            return
        area = (
            _AREA.match(head.words)
            if any(n.role == "category" and head.words.startswith(n.text) for n in names)
            else None
        )
        if area:  # 江澜市医疗卫生机构床位情况
            head.subject, head.words = area[0], head.words[area.end() :]
            return
        for name in names:
            whose = name.role in ("organisation", "campus", "whole", "place", "self")
            if whose and head.words.startswith(name.text):
                if _BRANCH.fullmatch(head.words, len(name.text)):
                    head.subject, head.words, head.group = head.words, "", False
                    return
                head.group = False
                head.subject = name.text
                head.words = head.words[len(name.text) :].strip(_JOINTS)
                return


def _tidy(text: str) -> str:
    """The words that are left, without empty brackets and marks around them."""
    return _EMPTY.sub("", text).strip(_JOINTS)


def _longest(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def _without(text: str, start: int, end: int, instead: str = "") -> str:
    return text[:start] + instead + text[end:]


def _month(year: int, month: int) -> Span:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return Span(first, following - dt.timedelta(days=1), "month")
