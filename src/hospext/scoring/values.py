"""What the marked words themselves say: the value of a gold record whose value is not typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeVar

from hospext.lexicon import default_lexicon
from hospext.parse import parse_date, parse_quantity
from hospext.records import Kind, plain_number
from hospext.scan.grades import GradeScanner
from hospext.scan.mentions import Claims, GradeMention, Rank
from hospext.scan.ranks import RankScanner
from hospext.scoring.levels import Fields
from hospext.view import fold

# Plain sentences in which a place or a grade is understood: alone, 第3 could be a section and A a blood group.
_RANKED = ("位列全国{}", "全国{}", "{}")
_GRADED = ("获评{}医院", "电子病历评级{}", "绩效考核等级{}", "创建{}卒中中心")

_Mention = TypeVar("_Mention", Rank, GradeMention)


def value_of(kind: Kind, text: str, reference_date: dt.date | None) -> Fields | None:
    """The fields of the level ``value`` that a marked text has by itself, or None where it cannot be told."""
    words = "".join(text.split())
    if kind is Kind.DATE:
        span = parse_date(words, reference_date=reference_date)
        return {"date_start": span.start.isoformat(), "date_end": span.end.isoformat()} if span else None
    if kind is Kind.GRADE:
        return next(
            ({"grade": each.grade} for each in _understood(words, _GRADED, GradeScanner().scan)), None
        )
    found = _quantity(words)
    if found is None and kind is Kind.RANKING:
        ranks = _understood(words, _RANKED, _ranks().scan)
        found = next(({"value": plain_number(each.value)} for each in ranks), None)
    return found


def _quantity(words: str) -> Fields | None:
    found = parse_quantity(words)
    if found is None:
        return None
    upper = None if found.value_max is None else plain_number(found.value_max)
    return {"value": plain_number(abs(found.value)), "value_max": upper}  # the size of a change has no sign


def _understood(
    words: str, sentences: Sequence[str], scan: Callable[[str, Claims], list[_Mention]]
) -> Iterator[_Mention]:
    """What a scanner finds on just these words in each of the sentences."""
    for sentence in sentences:
        start = len(sentence.partition("{")[0])
        text = fold(sentence.format(words))
        for mention in scan(text, Claims(len(text) + 1)):
            if (mention.start, mention.end) == (start, start + len(words)):
                yield mention


@cache
def _ranks() -> RankScanner:
    return RankScanner(default_lexicon())
