"""Parts that one sentence lists right after their whole: 职工68名（在编41名，聘用27名）; 门急诊92.46万人次，其中急诊3.87万人次，占4.2%."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import regex

from hospext.auditing.model import Evidence, Finding
from hospext.auditing.relations import RELATIONS
from hospext.auditing.shown import about, allowed_text, interval_text, meaning
from hospext.auditing.sums import adds_to_more, exceeding, exceeds, fits, not_adding
from hospext.auditing.wording import message
from hospext.meaning.intervals import percentage
from hospext.meaning.measures import plain_text
from hospext.meaning.said import Said
from hospext.meaning.values import Values, unit_class
from hospext.meaning.wordtables import WORDS
from hospext.records import Kind

_OPENS = regex.compile(r"（([^（）]*)）")
_OF_WHICH = regex.compile(r"[，；（](?:其中|含)[：，]?")
_ENDS = regex.compile(r"[。）；]")  # what was said before is not what 其中 is part of
_NOT_ALL = regex.compile(r"其中|含|包括|等|主要|如")
_SHARE = regex.compile(r"[，（]?占(?:比|总量的|总数的|总人数的|全部的)?(?:为|达|约|近)?")
_BETWEEN = regex.compile(r"^[，、；：（和及与]+|(?:其中|分别|约|近|为|有)|[，、：]+$")
_AVERAGE = regex.compile("[日月年人户床]均[约近超达为]*$")  # the whole of no parts
_LISTED = (Kind.COUNT, Kind.BED_COUNT, Kind.MONEY, Kind.AREA)


def lists(values: Values) -> Iterator[Finding]:
    """Parts in brackets or after 其中 that do not make up, or exceed, the whole right before; and their stated shares."""
    for _, group in groupby(values.said, key=lambda said: said.sentence):
        said = [each for each in group if each.measure.at is not None and each.record.table is None]
        sentence = plain_text(said[0].record.sentence) if said else ""
        for index, whole in enumerate(said):
            counted = whole.record.kind in _LISTED and whole.aspect == "level" and whole.allowed is not None
            if counted and not _AVERAGE.search(sentence, 0, whole.measure.at):
                after = _after(sentence, whole, said[index + 1 :])
                yield from _bracket(sentence, whole, after, values)
                yield from _of_which(sentence, whole, after, values)


def _after(sentence: str, whole: Said, following: list[Said]) -> list[Said]:
    """The values after a whole, its own growth left out."""
    rest = [each for each in following if each.record.kind is not Kind.DATE]
    while rest and rest[0].aspect == "change" and rest[0].record.metric == whole.record.metric:
        rest = rest[1:]
    return rest


def _end(said: Said) -> int:
    return (said.measure.at or 0) + len(plain_text(said.record.text))


def _is_part(whole: Said, part: Said) -> bool:
    return (
        part.aspect == "level"
        and part.record.status == whole.record.status
        and part.allowed is not None
        and unit_class(part) == unit_class(whole)
    )


def _bracket(sentence: str, whole: Said, after: list[Said], values: Values) -> Iterator[Finding]:
    bracket = _OPENS.match(sentence, _end(whole))
    if bracket is None:
        return
    parts = [each for each in after if bracket.start() < (each.measure.at or 0) < bracket.end()]
    if len(parts) > 1 and all(_is_part(whole, part) for part in parts):
        complete = _splits(sentence, parts, bracket.start()) or (
            _of_campuses(whole, parts) and not _NOT_ALL.search(bracket[1])
        )
        if complete and not fits(whole, parts):
            yield not_adding(whole, parts, values)


def _splits(sentence: str, parts: list[Said], start: int) -> bool:
    """Whether the words before the parts are one of the splits that leave no rest."""
    said = []
    for part in parts:
        said.append(_BETWEEN.sub("", sentence[start : part.measure.at]))
        start = _end(part)
    return any(sorted(said) == sorted(line) for line in RELATIONS.lines("partitions"))


def _of_campuses(whole: Said, parts: list[Said]) -> bool:
    """Whether each part is of the same metric, at another place each, and the whole at none of them."""
    places = {part.place for part in parts}
    return (
        whole.record.metric is not None
        and all(part.record.metric == whole.record.metric for part in parts)
        and None not in places
        and len(places) == len(parts)
        and whole.place not in places
    )


def _of_which(sentence: str, whole: Said, after: list[Said], values: Values) -> Iterator[Finding]:
    bracket = _OPENS.match(sentence, _end(whole))
    start = bracket.end() if bracket and not bracket[1].startswith("其中") else _end(whole)
    after = [each for each in after if (each.measure.at or 0) >= start]
    if not after:
        return
    part = after[0]
    opening = _OF_WHICH.search(sentence, start, part.measure.at)
    if opening is None or not _is_part(whole, part) or _ENDS.search(sentence, start, opening.start()):
        return
    related = part.record.metric is not None and (
        part.record.metric == whole.record.metric
        or [part.record.metric, whole.record.metric] in WORDS.lines("within")
    )
    if related and exceeds(part, whole):
        yield exceeding(part, whole, values)
        return
    listed = [each for each in after if _is_part(whole, each)]
    if (len(listed) == 2 and _splits(sentence, listed, opening.end()) and not fits(whole, listed)) or (
        len(listed) > 1 and _of_campuses(whole, listed) and adds_to_more(whole, listed)
    ):
        yield not_adding(whole, listed, values)
    yield from _shares(sentence, whole, part, after[1:], values)


def _shares(sentence: str, whole: Said, part: Said, after: list[Said], values: Values) -> Iterator[Finding]:
    """其中急诊3.87万人次，占4.2%: the share of the part right before it in the whole before that."""
    if not after or whole.allowed is None or part.allowed is None:
        return
    share = after[0]
    gap = sentence[_end(part) : share.measure.at]
    if (
        share.record.kind is not Kind.RATE
        or share.unit != "%"
        or share.allowed is None
        or not _SHARE.fullmatch(gap)
    ):
        return
    computed = percentage(part.allowed, whole.allowed)
    if not computed.overlaps(share.allowed):
        yield Finding(
            check="share",
            about=about(part, values.metrics),
            message=message(
                "computed",
                f"{meaning(part)} ÷ {meaning(whole)}",
                interval_text(computed, "%"),
                meaning(share),
            ),
            computed=interval_text(computed, "%"),
            stated=allowed_text(share),
            evidence=(
                Evidence("share", share.record),
                Evidence("part", part.record),
                Evidence("whole", whole.record),
            ),
        )
