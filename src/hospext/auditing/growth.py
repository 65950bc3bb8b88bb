"""A stated growth or change against the levels of its two periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

import regex

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.shown import about, allowed_text, interval_text, meaning
from hospext.auditing.wording import message
from hospext.lexicon.model import alternatives
from hospext.meaning.intervals import Interval, growth
from hospext.meaning.periods import period_before, year_before
from hospext.meaning.said import Period, Said
from hospext.meaning.values import Values, against, agree, series
from hospext.records import Kind

Pair = tuple[Said, Said]
_TO_PERCENT: dict[str, Fraction] = {"%": Fraction(1), "倍": Fraction(100), "‰": Fraction(1, 10)}


def growths(values: Values) -> Iterator[Finding]:
    """Growth rates and changes that no choice of the levels said allows; and steps and courses within a sentence."""
    for said in _changes(values):
        yield from _checked(said, list(_pairs(said, values)), values)
    numbers = [said for said in values.said if said.record.kind is not Kind.DATE]
    for three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if three[0].sentence == three[2].sentence and three[0].record.table is None:
            yield from _step(*three, values)
            yield from _course(*three, values)


def _changes(values: Values) -> list[Said]:
    return [
        said
        for said in values.comparable(values.said)
        if said.aspect == "change"
        and said.record.status == "actual"
        and said.record.kind is not Kind.RANKING
        and not _adjusted().search(said.record.sentence)
    ]


@cache
def _adjusted() -> regex.Pattern[str]:
    return regex.compile(alternatives(RELATIONS.words("adjusted")))


def _pairs(said: Said, values: Values) -> Iterator[Pair]:
    """The levels of the period and of the one before that it is measured against."""
    before = _before(said)
    if before is None:
        return
    for now in values.at(said, said.period):
        for then in values.at(said, before):
            if now.unit == then.unit:
                yield now, then


def _before(said: Said) -> Period | None:
    if said.period[1] is None:
        return None
    basis = against(said)
    if basis == "year_on_year":
        return year_before(said.period)
    return period_before(said.period) if basis == "period_on_period" else None


def _checked(said: Said, pairs: Iterable[Pair], values: Values, *, course: bool = False) -> Iterator[Finding]:
    """A finding where no pair of levels leads to what is stated."""
    first: tuple[Pair, Interval] | None = None
    for now, then in pairs:
        computed = _computed(said, now, then)
        if computed is None or any(each.overlaps(_stated(said)) for each in computed):
            return
        first = first or ((now, then), computed[0])
    if first is None:
        return
    (now, then), interval = first
    rate = said.record.kind is Kind.GROWTH_RATE
    roles = ("end", "start") if course else ("now", "before")
    unit = "%" if rate and said.unit != "百分点" else said.unit
    ratio = unit == "%"
    formula = f"{meaning(now)} ÷ {meaning(then)} − 1" if ratio else f"{meaning(now)} − {meaning(then)}"
    yield Finding(
        check="growth" if rate else "change",
        about=about(said, values.metrics),
        message=message("computed", formula, interval_text(interval, unit), meaning(said)),
        computed=interval_text(interval, unit),
        stated=allowed_text(said),
        evidence=(
            Evidence("growth" if rate else "change", said.record),
            Evidence(roles[0], now.record),
            Evidence(roles[1], then.record),
        ),
    )


def _stated(said: Said) -> Interval:
    allowed = said.allowed or Interval(None, None)
    return (
        allowed.times(_TO_PERCENT.get(said.unit or "", Fraction(1)))
        if said.record.kind is Kind.GROWTH_RATE
        else allowed
    )


def _computed(said: Said, now: Said, then: Said) -> list[Interval] | None:
    """The changes that two levels allow, in the unit of the statement; None where they cannot be compared."""
    if now.allowed is None or then.allowed is None or said.allowed is None:
        return None
    difference = now.allowed - then.allowed
    if said.record.kind is not Kind.GROWTH_RATE:
        return [difference] if said.unit == now.unit else None
    if said.unit == "百分点":
        return [difference] if now.unit == "%" else None
    if said.unit not in _TO_PERCENT:
        return None
    relative = growth(now.allowed, then.allowed)
    return [relative, difference] if now.unit == "%" else [relative]


def _step(level: Said, change: Said, rate: Said, values: Values) -> Iterator[Finding]:
    """1035张，比上年增加124张，增长13.6%: what was before follows from the first two."""
    if (
        rate.record.kind is not Kind.GROWTH_RATE
        or rate.unit not in _TO_PERCENT
        or change.record.kind is Kind.GROWTH_RATE
        or (level.aspect, change.aspect) != ("level", "change")
        or level.unit != change.unit
        or level.allowed is None
        or change.allowed is None
        or series(level) != series(rate)
        or level.period[1] != rate.period[1]
        or (None not in (change.basis, rate.basis) and change.basis != rate.basis)
        or len(values.comparable((level, rate))) != 2
        or _adjusted().search(rate.record.sentence)
    ):
        return
    computed = growth(level.allowed, level.allowed - change.allowed)
    if computed.overlaps(_stated(rate)):
        return
    rises = getattr(change.record, "direction", None) == "increase"
    size = interval_text(change.allowed if rises else -change.allowed, change.unit)
    formula = f"{meaning(level)} ÷ ({meaning(level)} {'−' if rises else '+'} {size}) − 1"
    yield Finding(
        check="growth",
        about=about(rate, values.metrics),
        message=message("computed", formula, interval_text(computed, "%"), meaning(rate)),
        computed=interval_text(computed, "%"),
        stated=allowed_text(rate),
        evidence=(
            Evidence("growth", rate.record),
            Evidence("now", level.record),
            Evidence("change", change.record),
        ),
    )


def _course(start: Said, end: Said, step: Said, values: Values) -> Iterator[Finding]:
    """由911张增至1035张，增长13.6%: three values of one measure in a row, and no other base named for the last."""
    if (
        start.measure.departs
        and end.measure.arrives
        and start.place is not None
        and start.record.metric is not None
        and start.place == end.place == step.place
        and start.record.metric == end.record.metric == step.record.metric
        and start.unit == end.unit
        and (start.aspect, end.aspect, step.aspect) == ("level", "level", "change")
        and step.basis is None
        and not (start.measure.extra or end.measure.extra)
        and not agree(start, end)
    ):
        yield from _checked(step, [(end, start)], values, course=True)
