"""Wholes that hold by definition: one metric within another, sums of metrics, the months and quarters of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.shown import about, allowed_text, interval_text, meaning
from hospext.auditing.wording import message
from hospext.meaning.intervals import Interval, total
from hospext.meaning.periods import parts
from hospext.meaning.said import Period, Said
from hospext.meaning.values import Key, Values, looseness, settled, unit_class
from hospext.meaning.wordtables import WORDS
from hospext.records import Kind

_LENGTHS = (1, 3, 6)  # months, quarters, halves


def sums(values: Values) -> Iterator[Finding]:
    """Parts that exceed or do not make up their whole, of one organisation."""
    together: dict[Key, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for said in values.comparable(values.said):
        if said.aspect == "level" and said.record.status == "actual" and values.is_plain(said):
            dated = said.period if said.period != (None, None) else said.sentence
            together[said.place, dated, unit_class(said)][said.record.metric or ""].append(said)
    for group in together.values():
        yield from _within(group, values)
        yield from _added(group, values)
    yield from _over_time(values)


def _within(group: dict[str, list[Said]], values: Values) -> Iterator[Finding]:
    for small, large in WORDS.lines("within"):
        for part, whole in product(settled(group.get(small, ())), settled(group.get(large, ()))):
            if exceeds(part, whole):
                yield exceeding(part, whole, values)
                break


def exceeds(part: Said, whole: Said) -> bool:
    """Whether a part is surely more than its whole."""
    low = part.allowed.low if part.allowed else None
    high = whole.allowed.high if whole.allowed else None
    return low is not None and high is not None and low > high


def exceeding(part: Said, whole: Said, values: Values) -> Finding:
    """The finding that a part is more than its whole."""
    return Finding(
        check="parts",
        about=about(whole, values.metrics),
        message=message("exceeds", meaning(part), meaning(whole)),
        computed=allowed_text(part),
        stated=allowed_text(whole),
        evidence=(Evidence("whole", whole.record), Evidence("part", part.record)),
    )


def _added(group: dict[str, list[Said]], values: Values) -> Iterator[Finding]:
    for whole, *others in RELATIONS.lines("sums"):
        terms = [settled(group.get(metric, ())) for metric in (whole, *others)]
        if all(terms) and not any(fits(each[0], list(each[1:])) for each in product(*terms)):
            yield not_adding(terms[0][0], [each[0] for each in terms[1:]], values)


def fits(whole: Said, parts_of_it: list[Said]) -> bool:
    """Whether the parts can add up to the whole, by their digits."""
    if whole.allowed is None or any(part.allowed is None for part in parts_of_it):
        return True
    return _sum(parts_of_it).overlaps(whole.allowed)


def adds_to_more(whole: Said, parts_of_it: list[Said]) -> bool:
    """Whether parts that share nothing are surely more than their whole."""
    low, high = _sum(parts_of_it).low, whole.allowed.high if whole.allowed else None
    return low is not None and high is not None and low > high


def _sum(parts_of_it: list[Said]) -> Interval:
    return total([part.allowed for part in parts_of_it if part.allowed is not None])


def not_adding(whole: Said, parts_of_it: list[Said], values: Values) -> Finding:
    """The finding that parts do not add up to their whole."""
    computed = interval_text(_sum(parts_of_it), whole.unit)
    return Finding(
        check="parts",
        about=about(whole, values.metrics),
        message=message("sum", " + ".join(map(meaning, parts_of_it)), computed, meaning(whole)),
        computed=computed,
        stated=allowed_text(whole),
        evidence=(
            Evidence("whole", whole.record),
            *(Evidence("part", part.record) for part in parts_of_it),
        ),
    )


def _over_time(values: Values) -> Iterator[Finding]:
    """Flows of a year against those of its halves, quarters and months."""
    courses: dict[Key, dict[Period, list[Said]]] = defaultdict(lambda: defaultdict(list))
    fixed = set(RELATIONS.words("not_additive"))
    for said in values.comparable(values.said):
        if (
            said.record.kind in (Kind.COUNT, Kind.MONEY)
            and said.aspect == "level"
            and said.record.status == "actual"
            and not values.is_stock(said)
            and said.record.metric not in fixed
        ):
            key = (said.place, said.record.metric, said.measure.name, said.unit)
            courses[key][said.period].append(said)
    for course in courses.values():
        known = {period: settled(said) for period, said in course.items()}
        for period, wholes in known.items():
            if wholes:
                yield from _of_period(period, min(wholes, key=looseness), known, values)


def _of_period(
    period: Period, whole: Said, known: dict[Period, list[Said]], values: Values
) -> Iterator[Finding]:
    for inner, said in known.items():
        if said and _inside(inner, period) and exceeds(said[0], whole):
            yield exceeding(said[0], whole, values)
    for length in _LENGTHS:
        spans = parts(period, length)
        terms = [known.get(span, []) for span in spans]
        if (
            spans
            and all(terms)
            and not any(fits(whole, list(each)) for each in product(*(t[:2] for t in terms)))
        ):
            yield not_adding(whole, [each[0] for each in terms], values)


def _inside(inner: Period, outer: Period) -> bool:
    if inner == outer or None in inner or None in outer:
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]  # type: ignore[operator]
