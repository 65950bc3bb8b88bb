"""One organisation, metric and period with different values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.shown import about, allowed_text, meaning
from hospext.auditing.wording import message
from hospext.meaning.said import Said
from hospext.meaning.values import Key, Values, agree, has_one_value, sameness, settled


def conflicts(values: Values) -> Iterator[Finding]:
    """Values that cannot be the same number though they say the same of the same; the digits decide (8.9亿, 889123456)."""
    groups: dict[Key, list[Said]] = defaultdict(list)
    for said in values.comparable(values.said):
        if has_one_value(said):
            groups[sameness(said, values)].append(said)
    for group in groups.values():
        yield from _different(settled(group), values)


def _different(group: list[Said], values: Values) -> Iterator[Finding]:
    """A finding for each value that the first one excludes."""
    distinct: list[Said] = []
    for said in group:
        if all(not agree(said, other) for other in distinct):
            distinct.append(said)
    for other in distinct[1:]:
        yield _finding(distinct[0], other, values)


def _finding(one: Said, other: Said, values: Values) -> Finding:
    return Finding(
        check="conflict",
        about=about(one, values.metrics),
        message=message("apart", meaning(one), meaning(other)),
        computed=allowed_text(one),
        stated=allowed_text(other),
        evidence=(Evidence("value", one.record), Evidence("value", other.record)),
    )
