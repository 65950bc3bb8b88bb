"""What is in force while the sentences of a document go by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hospext.bind.drafts import Draft
from hospext.bind.periods import PeriodState
from hospext.bind.whom import SubjectState


@dataclass(slots=True)
class BindState:
    """What is in force while sentences go by."""

    subjects: SubjectState
    periods: PeriodState
    today: dt.date | None
    plan_head: bool = False
    paragraph_end: int = 0
    project: bool = False  # the text reports on a building still to come
    last_ranking: str | None = None  # the ranking that the document spoke of last
    title_ranking: str | None = None  # the ranking that the document is about
    previous: Sequence[Draft] = ()  # drafts of the sentence before, in the same paragraph

    def new_paragraph(self) -> None:
        """Nothing said before holds for the values of another paragraph."""
        self.subjects.new_paragraph()
        self.periods.new_paragraph()
        self.previous = ()
