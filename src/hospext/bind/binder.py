"""Binds the mentions of a document, sentence by sentence, into drafts of records."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from operator import attrgetter

from hospext.bind import carrying, periods
from hospext.bind.clauses import clause_end, clause_start, same_clause
from hospext.bind.context import fill_context
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.labels import Labels
from hospext.bind.naming import Naming
from hospext.bind.quantities import Quantities
from hospext.bind.standings import Standings, grade_draft
from hospext.bind.state import BindState
from hospext.bind.status import Status, is_future
from hospext.lexicon import Lexicon
from hospext.scan.mentions import GradeMention, Quantity, Rank

_PLACE = attrgetter("start", "end")


class Binder:
    """The binding rules with a lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        labels = Labels(lexicon)
        self._naming = Naming(lexicon, labels)
        self._status = Status(lexicon)
        self._quantities = Quantities(lexicon, labels)
        self._standings = Standings(lexicon, labels)

    def ranking_of(self, title: str) -> str | None:
        """The ranking that a title announces: 三级公立医院“国考”放榜."""
        terms = (
            m for found in self._lexicon.term_pattern.finditer(title) for m in self._lexicon.terms[found[0]]
        )
        return next((metric.id for metric in terms if metric.kind == "ranking"), None)

    def is_plan_head(self, heading: str, *, in_plan: bool) -> bool:
        """Whether a heading announces plans; ``in_plan`` says that the whole text is one."""
        return self._status.is_plan_head(heading, in_plan=in_plan)

    def bind(self, norm: str, sentence: Sentence, state: BindState) -> list[Draft]:
        """The drafts of one sentence, dates included, in order."""
        state.subjects.unread.append(sentence)
        carrying.begin_sentence(norm, state.periods, sentence.start)
        drafts = self._values(norm, sentence) if sentence.values else []
        if drafts:
            self._naming.settle(norm, sentence, drafts, state.previous)
            fill_context(norm, sentence, drafts, state, self._status)
            state.previous = drafts
        if not sentence.dates:
            return drafts
        carrying.end_sentence(norm, state.periods, sentence.dates, sentence.start, bool(drafts))
        dates = date_drafts(norm, sentence.dates, sentence.start, state.today)
        return sorted([*drafts, *dates], key=_PLACE) if drafts else dates

    def _values(self, norm: str, sentence: Sentence) -> list[Draft]:
        drafts: list[Draft] = []
        values = sentence.values
        edge = kept = begin = before = sentence.start
        dates = [d.end for d in sentence.dates if not periods.is_basis(norm, d)]
        limits = [*[value.start for value in values[1:]], sentence.end]
        for value, limit in zip(values, limits, strict=True):
            start = value.core if isinstance(value, Quantity) else value.start
            if value is values[0] or not same_clause(norm, before, start):
                begin = clause_start(norm, sentence.start, start)
            before = start
            left = begin if begin > edge else edge
            if dates and (passed := bisect_right(dates, start)):
                left = max(left, dates[passed - 1])
            draft = self._draft(norm, sentence, value, left, (begin, limit), drafts)
            if draft is not None:
                bracketed = left > sentence.start and norm[left - 1] == "（"
                outer = clause_start(norm, sentence.start, left - 1) if bracketed else begin
                draft.reach = outer if outer > kept else kept
                drafts.append(draft)
                kept = value.end  # what counts nothing (仅县医院一家就有980张) parts no value from its name
            edge = value.end
        return drafts

    def _draft(
        self,
        norm: str,
        sentence: Sentence,
        value: Quantity | Rank | GradeMention,
        left: int,
        around: tuple[int, int],
        earlier: list[Draft],
    ) -> Draft | None:
        """The draft of one value; ``around`` is from where its clause starts to where the next value does."""
        if isinstance(value, Quantity):
            begin, limit = around
            clause = begin, clause_end(norm, value.end, limit)
            return self._quantities.draft(norm, sentence, value, left, clause, earlier)
        if isinstance(value, Rank):
            return self._standings.rank(norm, sentence, value, left)
        return grade_draft(norm, sentence, value, left)


def date_drafts(norm: str, dates: list[Dated], start: int, today: dt.date | None) -> list[Draft]:
    """The drafts of the dates of a sentence that starts at ``start``, in order."""
    drafts = []
    for dated in dates:
        written = dated.written
        if written.basis_only or written.silent:
            continue
        name = (
            written.named
            if written.named in ("plan", "decade", "lunar", "month")
            else "festival"
            if written.named
            else dated.span.granularity
        )
        drafts.append(
            Draft(
                "date",
                dated.start,
                dated.end,
                f"date.{name}",
                date_start=dated.span.first,
                date_end=dated.span.last,
                granularity=dated.span.granularity,
                status="target" if today and is_future(norm, dated, start, today, aimed=True) else "actual",
            )
        )
    return drafts
