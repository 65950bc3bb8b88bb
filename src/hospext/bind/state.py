"""What is in force while the sentences of a document go by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hospext.bind.drafts import Draft
from hospext.bind.periods import PeriodState
from hospext.bind.subjects import SubjectState
from hospext.scan.mentions import Name


@dataclass(slots=True)
class BindState:
    """What is in force while sentences go by."""

    subjects: SubjectState
    periods: PeriodState
    today: dt.date | None
    plan_head: bool = False
    in_plan: bool = False  # the whole text is a plan: 规划, 行动方案
    names: list[Name] = field(default_factory=list)  # of the whole document
    name_starts: list[int] = field(default_factory=list)
    articles: dict[int, int] = field(default_factory=dict)  # where each starts: where it ends
    one_voice: bool = True  # one issuer speaks in every article
    paragraph_end: int = 0
    body: int = 0  # where the text starts, after title and by-lines
    project: bool = False  # the text reports on a building still to come
    last_ranking: str | None = None  # the ranking that the document spoke of last
    title_ranking: str | None = None  # the ranking that the document is about
    previous: tuple[Draft, ...] = ()  # drafts of the sentence before, in the same paragraph
