"""The values that can be compared: those that surely measure what they say, and how they are found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import regex

from hospext.lexicon import Lexicon
from hospext.lexicon.model import alternatives
from hospext.meaning.measures import Measures
from hospext.meaning.periods import months
from hospext.meaning.said import Period, Said
from hospext.meaning.wordtables import WORDS
from hospext.records import Kind, Ranking

Key = tuple[object, ...]
_YEAR = 12
_PEOPLE = frozenset("人名位个")


class Values:
    """All that was said, and the levels among it by organisation, metric and name."""

    def __init__(self, said: Sequence[Said], lexicon: Lexicon) -> None:
        self.said = said
        self.metrics = lexicon.metrics
        self._measures = Measures(lexicon)
        self._levels: dict[Key, list[Said]] = defaultdict(list)
        for each in self.comparable(said):
            if each.aspect == "level":
                self._levels[series(each)].append(each)

    def comparable(self, said: Iterable[Said]) -> list[Said]:
        """Those with organisation and metric that surely measure the whole of what they name."""
        return [
            each
            for each in said
            if each.place is not None
            and each.record.metric is not None
            and each.record.kind is not Kind.DATE
            and each.measure.whole
        ]

    def is_plain(self, said: Said) -> bool:
        """Whether its name is the one that the catalogue gives its metric, with nothing added: 门诊, not 儿保门诊."""
        return said.measure.name in self._measures.plain(said.record.metric or "")

    def is_stock(self, said: Said) -> bool:
        """Whether it is counted at a moment, such as beds and staff."""
        metric = self.metrics.get(said.record.metric or "")
        return metric is not None and metric.stock

    def levels_like(self, said: Said) -> list[Said]:
        """All facts said of the same organisation, metric and name as levels, of any time."""
        return [each for each in self._levels.get(series(said), ()) if each.record.status == "actual"]

    def at(self, said: Said, period: Period) -> list[Said]:
        """The same, of one period, the most exact first; what is counted at a moment is taken where that moment is the period's end."""
        found = settled(
            [
                each
                for each in self.levels_like(said)
                if each.period == period
                or (self.is_stock(each) and period[1] is not None and self.moment(each) == (None, period[1]))
            ]
        )
        return sorted(found, key=lambda each: (looseness(each), each.record.document != said.record.document))

    def moment(self, said: Said) -> Period:
        """The period that a value is of; what is counted at a moment and said of a year is of the year's end."""
        if said.aspect == "level" and self.is_stock(said) and months(said.period) == _YEAR:
            return None, said.period[1]
        return said.period


def series(said: Said) -> Key:
    """What values of one series share: organisation, metric and name."""
    return said.place, said.record.metric, said.measure.name


def against(said: Said) -> str | None:
    """What a change is measured against; a growth of a year that does not say is one over the year before."""
    if said.basis is None and said.record.kind is Kind.GROWTH_RATE and months(said.period) == _YEAR:
        return "year_on_year"
    return said.basis


def looseness(said: Said) -> float:
    """How little a value's digits say."""
    width = said.allowed.width if said.allowed else None
    return float("inf") if width is None else float(width)


def unit_class(said: Said) -> str | None:
    """The unit; people are people, whether 人, 名 or 位."""
    return "人" if said.record.kind is Kind.COUNT and said.unit in _PEOPLE else said.unit


def settled(said: Sequence[Said]) -> list[Said]:
    """Those that a sentence leaves no doubt about: of several different ones, only the one where a course arrives."""
    by_sentence: dict[int, list[Said]] = defaultdict(list)
    for each in said:
        by_sentence[each.sentence].append(each)
    found: list[Said] = []
    for group in by_sentence.values():
        if all(agree(one, other) for one in group for other in group):
            found += group
        elif group[-1].measure.arrives and not any(each.measure.arrives for each in group[:-1]):
            found.append(group[-1])
    return found


def agree(one: Said, other: Said) -> bool:
    """Whether two values can be the same number, or are the same grade."""
    if one.allowed is None or other.allowed is None:
        return one.what == other.what
    return one.allowed.overlaps(other.allowed)


@cache
def _goals() -> regex.Pattern[str]:
    return regex.compile(alternatives(WORDS.words("goals")))


def sameness(said: Said, values: Values) -> Key:
    """What two values must share to exclude each other where they differ: all but the sentence that says them."""
    record = said.record
    goals = frozenset(_goals().findall(record.sentence)) if record.status == "target" else frozenset()
    return (
        *series(said),
        said.measure.extra,
        said.unit,
        said.aspect,
        against(said) if said.aspect == "change" else None,
        record.kind is Kind.GROWTH_RATE,
        values.moment(said),
        record.status,
        goals,
    )


def has_one_value(said: Said) -> bool:
    """Whether there can be one true value of it alone.

    Not so for events, of which there are many; for what has no date; for a change against nobody knows what; for a place
    in a top group.
    """
    if said.record.metric in WORDS.words("events") or said.period == (None, None):
        return False
    if isinstance(said.record, Ranking):
        return said.record.rank_type == "position" and said.aspect == "level"
    return said.aspect == "level" or against(said) in ("year_on_year", "period_on_period")
