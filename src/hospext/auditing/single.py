"""Values that cannot be, whatever else is said: out of range, reversed, a rank beyond the field, facts of the future."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import regex

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.shown import about, allowed_text, interval_text, meaning, when, words
from hospext.auditing.wording import Both, message
from hospext.meaning.intervals import Interval
from hospext.meaning.measures import plain_text
from hospext.meaning.said import Said
from hospext.meaning.values import Values
from hospext.numerals import parse_number
from hospext.records import Kind, Ranking

_PEERS = regex.compile(
    r"(?:在|，|^)(?:[^，。；（）]{0,12}?)([0-9][0-9,]*|[一二三四五六七八九十百千两]+)家[^，。；0-9]{0,24}?(?:（[^（）]*）)?[^，。；0-9]{0,12}?中"
    r"，?[^，。；0-9]{0,16}?(?:排名|位列|名列|位居|列|居|排)(?:在)?$"
)


def limits(values: Values) -> Iterator[Finding]:
    """Shares over 100 %, rates below 0, occupancies beyond belief, falls by more than all there was."""
    for said in values.said:
        allowed = said.allowed
        if allowed is None or said.unit != "%" or said.record.kind not in (Kind.RATE, Kind.GROWTH_RATE):
            continue
        limit = _limit(said)
        if limit is None:
            continue
        beyond = allowed.low is not None and allowed.low > limit
        value_max = getattr(said.record, "value_max", None)
        below = said.record.kind is Kind.RATE and allowed.high is not None and allowed.high < 0
        fallen = said.record.kind is Kind.GROWTH_RATE and allowed.high is not None and allowed.high < -limit
        if said.record.kind is Kind.GROWTH_RATE:
            beyond = False
        elif value_max is not None and value_max > limit:
            beyond = True
        if beyond or below or fallen:
            bound = "-100%" if fallen else "0" if below else f"{limit}%"
            sign = ">" if beyond else "<"
            yield _finding("limits", said, values, message("beyond", meaning(said), sign, bound), bound)


def _limit(said: Said) -> int | None:
    """The most that a percentage can be, or a fall can take away; None where there is no such limit."""
    label = plain_text(said.record.label or "")
    if said.record.kind is Kind.GROWTH_RATE:
        falls = getattr(said.record, "direction", None) == "decrease"
        negative = any(word in said.record.sentence for word in RELATIONS.words("may_be_negative"))
        return 100 if falls and not negative else None
    if said.aspect != "level":
        return None
    if said.record.metric == "bed_occupancy_rate":
        return RELATIONS.number("most_occupied")
    if said.record.metric in RELATIONS.words("share_metrics") or label.endswith(
        tuple(RELATIONS.words("shares"))
    ):
        return 100
    return None


def ranks(values: Values) -> Iterator[Finding]:
    """Places before the first, and beyond the number of those who took part."""
    for said in values.said:
        record = said.record
        if not isinstance(record, Ranking) or said.aspect != "level":
            continue
        if record.value < 1 and record.unit != "%":
            yield _finding("rank", said, values, message("no_place", words(said)), "≥ 1")
        elif record.rank_type == "position" and said.measure.at is not None:
            peers = _peers(plain_text(record.sentence)[: said.measure.at])
            if peers is not None and record.value > peers:
                yield _finding("rank", said, values, message("peers", words(said), str(peers)), f"≤ {peers}")


def _peers(head: str) -> int | None:
    """How many took part, where the words right before the rank say so: 在662家参评医院中，我院列."""
    found = _PEERS.search(head)
    counted = parse_number(found[1]) if found else None
    return None if counted is None else int(counted)


def future(values: Values) -> Iterator[Finding]:
    """Facts of a time that begins more than a week after the document's own date.

    A value of a coming time is a plan by rule; it counts as a fact here where its words compare it or say it is done, and
    none of them speaks of a plan. Where many facts of a document are late, its date is doubtful, and none is reported.
    """
    late: dict[str, list[Said]] = defaultdict(list)
    dated: dict[str, int] = defaultdict(int)
    for said in values.comparable(values.said):
        latest = _latest(said.about.date) if said.about and said.about.date else None
        first = said.record.period_start or said.record.period_end
        if said.about is None or latest is None or first is None:
            continue
        dated[said.about.id] += 1
        if first > latest and _is_told_as_fact(said):
            late[said.about.id].append(said)
    for document, found in late.items():
        firsts = {each.sentence: each for each in reversed(found)}  # one of each sentence is enough
        if len(firsts) * RELATIONS.number("doubtful_share") <= dated[document]:
            for said in reversed(firsts.values()):
                yield _finding("future", said, values, _too_late(said), "")


def _is_told_as_fact(said: Said) -> bool:
    sentence = said.record.sentence
    if any(word in sentence for word in RELATIONS.words("plans")):
        return False
    return said.record.status == "actual" or any(word in sentence for word in RELATIONS.words("facts"))


def _too_late(said: Said) -> Both:
    return message("late", words(said), when(said.period), str(said.about.date if said.about else ""))


def _latest(date: dt.date) -> dt.date | None:
    """A week after a document's date, or after the month that it names (2025-03-01 may be all that is known of March).

    The first and the last day of a year stand for a year of which no day is known: too little to tell what is late.
    """
    if (date.month, date.day) in ((1, 1), (12, 31)):
        return None
    last = date.replace(day=calendar.monthrange(date.year, date.month)[1]) if date.day == 1 else date
    return last + dt.timedelta(days=7)


def reversed_ranges(values: Values) -> Iterator[Finding]:
    """Ranges of numbers or days whose end comes before their beginning."""
    for said in values.said:
        upper = getattr(said.record, "value_max", None)
        if upper is not None and upper < said.record.value:  # type: ignore[union-attr]
            yield _finding("reversed", said, values, message("upper_below", words(said)), "")
        start, end = said.record.period_start, said.record.period_end
        if start is not None and end is not None and end < start:
            yield _finding(
                "reversed", said, values, message("backwards", words(said), str(start), str(end)), ""
            )


def _finding(check: str, said: Said, values: Values, told: Both, computed: str) -> Finding:
    return Finding(
        check=check,
        about=about(said, values.metrics),
        message=told,
        computed=computed,
        stated=allowed_text(said) or interval_text(Interval(Fraction(0), Fraction(0))),
        evidence=(Evidence("value", said.record),),
    )
