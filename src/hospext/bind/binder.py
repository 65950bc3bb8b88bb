"""Binds the mentions of a document, sentence by sentence, into drafts of records."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from hospext.bind import periods, subjects
from hospext.bind.bare import settle_bare
from hospext.bind.clauses import clause_end, clause_start, same_clause
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.labels import Labelled, Labels
from hospext.bind.measures import Measures
from hospext.bind.naming import Naming
from hospext.bind.periods import PeriodState, set_period
from hospext.bind.standings import Standings, grade_draft
from hospext.bind.status import Status, is_future, planned_capacity
from hospext.bind.subjects import SubjectState
from hospext.lexicon import Lexicon
from hospext.patterns import pattern
from hospext.scan.mentions import Name, Quantity, Rank

_DURATION_ONE = pattern(r"(?:经|经过|历时|耗时|用时|近|仅|超过?|为期|不到|不足|约|满|逾|长达)$")
_COUNTED_ONE = pattern(r"(?:仅|只有?|共|仅有|唯独|不到|增至)$")


_PLACE = attrgetter("start", "end")
_MODIFIER = 4  # characters: 公立, 三级甲等; what is longer names something of its own
_PLACE_UNITS = ("个", "家", "所", "处", "间")
_FROM = pattern(
    r"(?:由|从)(?:[0-9]{4}年(?:[0-9]{1,2}月)?[底末初]?|去年|上年|目前|现在|现有|最初|原来|现行)?的?(?:不足|近|约)?$"
)
_OF_RANKING = pattern("考核|国考|排行|榜")
_EXAM_NEAR = 1000  # characters: so that a paragraph of any length is read in linear time
_EXAM = pattern("国考|绩效考核")
_POINTS = pattern("总分|得分|成绩")


class _Words(NamedTuple):
    """The words around a number: before it, around its bracket, its noun, the rest of its clause, its unit."""

    pre: str
    outer: str
    post: str
    after: str
    unit: str


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
    one_voice: bool = True  # one issuer speaks in every article
    paragraph_end: int = 0
    body: int = 0  # where the text starts, after title and by-lines
    project: bool = False  # the text reports on a building still to come
    last_ranking: str | None = None  # the ranking that the document spoke of last
    title_ranking: str | None = None  # the ranking that the document is about
    previous: tuple[Draft, ...] = ()  # drafts of the sentence before, in the same paragraph


class Binder:
    """The binding rules with a lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._measures = Measures(lexicon)
        self._labels = Labels(lexicon)
        self._naming = Naming(lexicon, self._labels)
        self._status = Status(lexicon)
        self._standings = Standings(lexicon, self._labels)

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
        subjects.begin_sentence(state.subjects, sentence.names, norm, sentence.start)
        drafts = self._values(norm, sentence) if sentence.values else []
        if drafts:
            self._naming.settle(norm, sentence, drafts, state.previous)
            self._fill_context(norm, sentence, drafts, state)
        subjects.end_sentence(state.subjects, norm)
        periods.end_sentence(norm, state.periods, sentence.dates, sentence.start, bool(drafts))
        if drafts:
            state.previous = tuple(drafts)
        if not sentence.dates:
            return drafts if len(drafts) < 2 else sorted(drafts, key=_PLACE)
        return sorted([*drafts, *self._dates(norm, sentence, state.today)], key=_PLACE)

    def pass_by(self, norm: str, sentence: Sentence, state: BindState) -> list[Draft]:
        """The drafts of a sentence after which its paragraph has no values: its dates, and names for paragraphs to come."""
        subjects.pass_by(state.subjects, sentence.names, norm)
        return self._dates(norm, sentence, state.today)

    def _values(self, norm: str, sentence: Sentence) -> list[Draft]:
        drafts: list[Draft] = []
        edge = begin = before = sentence.start
        dates = [d.end for d in sentence.dates if not periods.is_basis(norm, d)]
        for i, value in enumerate(sentence.values):
            start = value.core if isinstance(value, Quantity) else value.start
            if i == 0 or not same_clause(norm, before, start):
                begin = clause_start(norm, sentence.start, start)
            before = start
            passed = bisect_right(dates, start)
            left = max(begin, edge, dates[passed - 1] if passed else 0)
            following = sentence.values[i + 1].start if i + 1 < len(sentence.values) else sentence.end
            clause = (begin, min(clause_end(norm, value.end, min(sentence.end, following)), following))
            if isinstance(value, Quantity):
                draft = self._quantity(norm, sentence, value, left, clause, drafts)
            elif isinstance(value, Rank):
                draft = self._standings.rank(norm, sentence, value, left)
            else:
                draft = grade_draft(norm, sentence, value, left)
            if draft is not None:
                bracketed = left > sentence.start and norm[left - 1] == "（"
                outer = clause_start(norm, sentence.start, left - 1) if bracketed else begin
                draft.reach = max(outer, edge)
                drafts.append(draft)
            edge = value.end
        return drafts

    def _quantity(
        self,
        norm: str,
        sentence: Sentence,
        quantity: Quantity,
        left: int,
        clause: tuple[int, int],
        earlier: list[Draft],
    ) -> Draft | None:
        previous = earlier[-1] if earlier else None
        draft = self._measures.measure(norm, quantity, left, clause, previous)
        own = _without_basis(norm, sentence.dates, left, quantity.core)
        if own.startswith("）的"):  # 占手术总量（1588台）的65.2%
            opened = norm.rfind("（", sentence.start, left)
            since = max(
                [clause_start(norm, sentence.start, opened), *(d.end for d in earlier if d.end <= opened)]
            )
            own = norm[since:opened] + own[1:]
        elif own.startswith("前的") and previous is not None and previous.kind == "duration":
            own = norm[previous.left : quantity.core]  # 占比由五年前的11.5%
        pre, outer = self._words_before(norm, sentence, left, own, previous)
        if not outer and len(own) <= _MODIFIER:
            outer = _before_bracket(norm, sentence.start, left, earlier)
        after = norm[quantity.end : clause[1]]
        post = self._labels.post_noun(after, quantity.unit_form or None)
        if quantity.han_one and not self._one_counts(norm, draft, quantity, post, own, sentence):
            return None
        settled = self._measures.settle_kind(
            draft, quantity, pre + post, norm[quantity.end : quantity.end + 6], previous
        )
        if not settled and not (
            quantity.bare
            and settle_bare(self._lexicon, self._labels, norm, sentence, draft, quantity, pre, earlier)
        ):
            return None
        if draft.metric is None:
            words = _Words(pre, outer, post, after, quantity.unit_form)
            self._name(norm, sentence, draft, words, left)
        if draft.kind == "score" and draft.metric is None:
            self._exam_score(norm, sentence, draft)
        if draft.rule.startswith("quantity"):
            draft.rule = f"{draft.kind}.{draft.aspect}"
        return draft

    def _name(self, norm: str, sentence: Sentence, draft: Draft, words: _Words, left: int) -> None:
        """Label and metric from the words of a value, then without the names in them, then from its unit."""
        own = [n for n in sentence.names if left <= n.start < draft.number_start]
        found = self._find(draft, words, words.pre)
        if found.metric is None or any(n.role == "category" for n in own):
            found = self._find_around(norm, draft, words, own, left, found)
        draft.label = found.label or self._labels.clean(words.pre) or None
        if words.post and found.label:
            draft.why["post"] = words.post
        if found.metric is None:
            return
        draft.metric, draft.stock = found.metric.id, found.metric.stock
        draft.why["metric"] = found.term
        if found.metric.kind == "rate" and draft.kind == "count" and found.metric.unit != "%":
            draft.kind = "rate"

    def _find_around(
        self, norm: str, draft: Draft, words: _Words, own: list[Name], left: int, own_words: Labelled
    ) -> Labelled:
        """What the first of some words around a value names that name a metric, else what its own words do.

        ``own`` are the names among the words of the value, ``own_words`` is what those found.
        """
        start = draft.number_start
        nameless = _without_names(own, norm, left, start) if own else norm[left:start]
        bracketed = words.outer.endswith(words.pre) and words.outer != ""
        tries = [words.pre, words.outer] if bracketed else [words.pre, nameless, words.outer]
        if not bracketed and any(n.role == "category" for n in own):
            tries.remove(words.pre)  # 社区卫生服务机构 is who, not what
        if words.unit in self._lexicon.terms:
            tries.append(words.pre + words.unit)
        for text in tries:
            if not text and own_words.metric is None and draft.kind not in ("rate", "area"):
                continue  # what follows has been asked already
            other = own_words if text == words.pre else self._find(draft, words, text)
            if other.metric is not None:
                return other
        return own_words

    def _find(self, draft: Draft, words: _Words, pre: str) -> Labelled:
        if draft.unit and draft.unit.endswith(("千人", "万人")) and "每" not in pre:
            pre = f"每{draft.unit[-2]}人口{pre.lstrip('、，和')}"
        change = draft.aspect == "change"
        return self._labels.find(pre, words.post, draft.unit, draft.kind, change=change, after=words.after)

    @staticmethod
    def _exam_score(norm: str, sentence: Sentence, draft: Draft) -> None:
        """Points in a sentence about the national appraisal (国考) are its score."""
        if draft.unit != "分" or not _EXAM.search(
            norm, max(sentence.paragraph, draft.start - _EXAM_NEAR), draft.start
        ):
            return
        if _POINTS.search((draft.label or "") + norm[draft.end : draft.end + 4]):
            draft.metric, draft.why["metric"] = "national_exam_score", "绩效考核"

    @staticmethod
    def _words_before(
        norm: str, sentence: Sentence, left: int, own: str, previous: Draft | None
    ) -> tuple[str, str]:
        """The words of a value, and the words around them: before its bracket, or before the value it follows."""
        if left > sentence.start and norm[left - 1] == "（":
            outer = norm[clause_start(norm, sentence.start, left - 1) : left - 1]
            if previous is not None:
                outer = (
                    outer[max(0, previous.end - (left - 1 - len(outer))) :]
                    if previous.end < left - 1
                    else norm[previous.left : previous.number_start]
                )
            if not own.strip():
                return pattern("、").split(outer)[-1], outer
            return own, outer if len(own) <= 4 else ""
        if not own.strip("（") and previous is not None and previous.end >= left - 1:
            return own, norm[previous.left : previous.number_start]
        return own, ""

    @staticmethod
    def _one_counts(
        norm: str, draft: Draft, quantity: Quantity, post: str, pre: str, sentence: Sentence
    ) -> bool:
        """一 with a measure word counts only where the text counts."""
        if (quantity.kind == "duration" and draft.aspect == "change") or quantity.value != 1:
            return True
        if quantity.kind == "duration":
            return _DURATION_ONE.search(pre) is not None
        if draft.aspect == "change" or quantity.bound != "exact":
            return True
        if _COUNTED_ONE.search(pre):
            return quantity.unit not in ("种", "批", "次", "项")
        if not post:
            return False
        for other in sentence.values:  # it counts where another number of the sentence counts the same
            if (
                isinstance(other, Quantity)
                and other.unit == quantity.unit
                and not other.han_one
                and norm[other.end : other.end + 2] == post[:2]
            ):
                return True
        return False

    def _fill_context(self, norm: str, sentence: Sentence, drafts: list[Draft], state: BindState) -> None:
        carried: str | None = None
        planned = self._status.may_plan(norm, sentence.start, sentence.end)
        for i, draft in enumerate(drafts):
            heir = draft.why.get("inherits")
            source = next((d for d in drafts[:i] if str(d.start) == heir), None) if heir else None
            self._fill_subject(norm, sentence, draft, source, state)
            if draft.kind == "ranking":
                if draft.metric is None and draft.rank_type not in ("first", "only"):
                    of_ranking = _OF_RANKING.search(norm, sentence.start, draft.end)
                    draft.metric = (state.last_ranking if of_ranking else None) or state.title_ranking
                if draft.metric == "hospital_rank" and any(
                    n.text == draft.subject and n.role == "department" for n in sentence.names
                ):
                    draft.metric = "specialty_rank"
                state.last_ranking = draft.metric or state.last_ranking
            if draft.period_end is None and draft.period_start is None:
                previous = drafts[i - 1] if i else None
                set_period(norm, draft, sentence.dates, state.periods, sentence.start, source, previous)
            if draft.aspect == "change":
                carried = self._status.set_basis(norm, draft, sentence.start, sentence.dates, carried)
                if draft.basis is None and draft.kind == "growth_rate":
                    draft.basis = carried
            word = self._status.is_target(norm, draft, sentence.start, sentence.dates, state.today, planned)
            if word is None and state.today and draft.period_start and draft.period_start > state.today:
                word = "period"
            if word is None and state.plan_head:
                fact = self._status.is_fact(norm, draft, sentence.start, sentence.dates, state.today)
                word = None if fact else "heading"
            if word is None and state.project:
                word = planned_capacity(norm, draft, sentence.start)
            if word is not None and not _from_value(norm, draft):
                draft.status, draft.why["status"] = "target", word
        for draft in drafts if sentence.dates else ():
            if draft.aspect == "level" and _from_value(norm, draft):
                periods.set_earlier(norm, draft, sentence)

    @staticmethod
    def _fill_subject(
        norm: str, sentence: Sentence, draft: Draft, source: Draft | None, state: BindState
    ) -> None:
        if draft.subject is not None:
            return
        since = min(draft.reach, source.end) if source is not None else draft.reach
        if source is not None and not any(
            since <= n.start
            and n.end <= draft.start
            and (n.start >= draft.reach or n in state.subjects.topics)
            for n in sentence.names
        ):
            draft.subject, draft.why["subject"] = source.subject, "as before"
            return
        if draft.unit and draft.unit.endswith(("千人", "万人")):
            areas = [n for n in sentence.names if n.role in ("place", "whole") and n.end <= draft.start]
            if areas:
                draft.subject, draft.why["subject"] = state.subjects.named(areas[-1]), "area of the density"
                return
        ranked = draft.kind in ("ranking", "grade")
        draft.subject, draft.why["subject"] = subjects.subject_of(
            state.subjects,
            sentence.names,
            norm,
            draft.reach,
            draft.start,
            sentence.start,
            ranked=ranked,
            noun="post" in draft.why,
            counted=draft.unit in _PLACE_UNITS,
        )
        self_counted = draft.metric == "institutions" and "post" in draft.why and draft.aspect != "change"
        if (
            self_counted
            and norm[sentence.start : draft.start].rstrip("，")[-1:] in ("", *"年月日末底，")
            and state.subjects.may_count()
        ):
            state.subjects.count_group(
                norm[draft.start : draft.end], draft.why["post"], draft.start, draft.end
            )

    @staticmethod
    def _dates(norm: str, sentence: Sentence, today: dt.date | None) -> list[Draft]:
        drafts = []
        for dated in sentence.dates:
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
                    kind="date",
                    start=dated.start,
                    end=dated.end,
                    rule=f"date.{name}",
                    date_start=dated.span.first,
                    date_end=dated.span.last,
                    granularity=dated.span.granularity,
                    status="target"
                    if today and is_future(norm, dated, sentence.start, today, aimed=True)
                    else "actual",
                )
            )
        return drafts


def _before_bracket(norm: str, start: int, left: int, earlier: list[Draft]) -> str:
    """The words of the value before the bracket that a later item of a list stands in: 医院87个（公立33个、[民营]54个）."""
    opened = norm.rfind("（", start, left)
    if opened < 0 or norm.find("）", opened, left) >= 0:
        return ""
    whole = next((d for d in reversed(earlier) if d.end == opened), None)
    return norm[whole.left : whole.number_start].strip("，、；") if whole else ""


def _without_names(names: list[Name], norm: str, start: int, end: int) -> str:
    """The words of a value without the names of institutions and departments among them."""
    text, at = "", start
    for name in names:
        if name.start >= at and name.end <= end and name.role not in ("place", "whole"):
            text, at = text + norm[at : name.start], name.end
    return text + norm[at:end]


def _without_basis(norm: str, dates: list[Dated], start: int, end: int) -> str:
    """The words of a value without the dates that it is compared with: 手术量[较一季度]增长."""
    text, at = "", start
    for dated in dates:
        if dated.start >= at and dated.end <= end and periods.is_basis(norm, dated):
            text, at = text + norm[at : dated.start], dated.end
    return text + norm[at:end]


def _from_value(norm: str, draft: Draft) -> bool:
    """The first value of 由a提高到b is where it stands today."""
    return _FROM.search(norm[max(0, draft.number_start - 14) : draft.number_start]) is not None
