"""One organisation, metric and period with different values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import regex

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.shown import about, allowed_text, meaning
from hospext.auditing.values import Key, Values, against, agree, settled
from hospext.comparing.said import Said
from hospext.lexicon.model import alternatives
from hospext.records import Kind, Ranking


def conflicts(values: Values) -> Iterator[Finding]:
    """Values that cannot be the same number though they say the same of the same; the digits decide (8.9亿, 889123456)."""
    groups: dict[Key, list[Said]] = defaultdict(list)
    events = set(RELATIONS.words("events"))
    for said in values.comparable(values.said):
        if said.record.metric not in events and said.period != (None, None) and _has_one_meaning(said):
            groups[_key(said, values)].append(said)
    for group in groups.values():
        yield from _different(settled(group), values)


def _has_one_meaning(said: Said) -> bool:
    """A change against nobody knows what cannot be compared, nor a place in a top group."""
    if isinstance(said.record, Ranking):
        return said.record.rank_type == "position" and said.aspect == "level"
    return said.aspect == "level" or against(said) in ("year_on_year", "period_on_period")


def _key(said: Said, values: Values) -> Key:
    record = said.record
    goals = frozenset(_goals().findall(record.sentence)) if record.status == "target" else frozenset()
    return (
        said.place,
        record.metric,
        said.measure.name,
        said.measure.extra,
        said.unit,
        said.aspect,
        against(said) if said.aspect == "change" else None,
        record.kind is Kind.GROWTH_RATE,
        values.moment(said),
        record.status,
        goals,
    )


@cache
def _goals() -> regex.Pattern[str]:
    return regex.compile(alternatives(RELATIONS.words("goals")))


def _different(group: list[Said], values: Values) -> Iterator[Finding]:
    """A finding for each value that the first one excludes."""
    distinct: list[Said] = []
    for said in group:
        if all(not agree(said, other) for other in distinct):
            distinct.append(said)
    for other in distinct[1:]:
        yield _finding(distinct[0], other, values)


def _finding(one: Said, other: Said, values: Values) -> Finding:
    first, second = allowed_text(one), allowed_text(other)
    return Finding(
        check="conflict",
        about=about(one, values.metrics),
        message=f"{meaning(one)}；{meaning(other)}：没有共同的数值",
        computed=first,
        stated=second,
        evidence=(Evidence("数值", one.record), Evidence("数值", other.record)),
    )
