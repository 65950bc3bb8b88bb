"""Binds the mentions of a document, sentence by sentence, into drafts of records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import regex

from hospext.bind import groups, periods, subjects
from hospext.bind.clauses import clause_end, clause_start
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.labels import Labels
from hospext.bind.measures import Measures
from hospext.bind.periods import PeriodState, set_period
from hospext.bind.status import Status
from hospext.bind.subjects import SubjectState
from hospext.lexicon import Lexicon
from hospext.scan.mentions import GradeMention, Name, Quantity, Rank

_INDEX_UNIT = {"score", "rate"}


@dataclass(slots=True)
class BindState:
    """What is in force while sentences go by."""

    subjects: SubjectState
    periods: PeriodState
    today: dt.date | None
    plan_head: bool = False
    previous: list[Draft] | None = None  # drafts of the sentence before, in the same paragraph


class Binder:
    """The binding rules with a lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._measures = Measures(lexicon)
        self._labels = Labels(lexicon)
        self._status = Status(lexicon)

    def is_plan_head(self, heading: str) -> bool:
        return self._status.is_plan_head(heading)

    def bind(self, norm: str, sentence: Sentence, state: BindState) -> list[Draft]:
        """The drafts of one sentence, dates included, in order."""
        subjects.begin_sentence(state.subjects, sentence.names, norm, sentence.start)
        drafts = self._values(norm, sentence, state)
        self._align(norm, sentence, drafts, state)
        self._fill_context(norm, sentence, drafts, state)
        subjects.end_sentence(state.subjects, sentence.end)
        self._leave_period(norm, sentence, state)
        state.previous = drafts
        return sorted([*drafts, *self._dates(norm, sentence)], key=lambda d: (d.start, d.end))

    def _values(self, norm: str, sentence: Sentence, state: BindState) -> list[Draft]:
        drafts: list[Draft] = []
        edge = sentence.start
        previous: Draft | None = None
        dates = [d.end for d in sentence.dates]
        for value in sentence.values:
            start = value.core if isinstance(value, Quantity) else value.start
            begin = clause_start(norm, sentence.start, start)
            passed = [d for d in dates if d <= start]
            left = max(begin, edge, passed[-1] if passed else 0)
            clause = (begin, clause_end(norm, value.end, sentence.end))
            if isinstance(value, Quantity):
                draft = self._quantity(norm, sentence, value, left, clause, previous)
            elif isinstance(value, Rank):
                draft = self._rank(norm, sentence, value, left, clause)
            else:
                draft = self._grade(value, left)
            edge = value.end
            if draft is not None:
                drafts.append(draft)
                previous = draft
        return drafts

    def _quantity(
        self, norm: str, sentence: Sentence, quantity: Quantity, left: int, clause: tuple[int, int], previous: Draft | None
    ) -> Draft | None:
        draft = self._measures.measure(norm, quantity, left, clause, previous)
        pre = norm[left : quantity.core]
        following = next((v.start for v in sentence.values if v.start >= quantity.end), sentence.end)
        post = self._labels.post_noun(norm[quantity.end : min(clause[1], following)], quantity.unit_form or None)
        inner = norm[left - 1 : left] == "（" and left > 0
        if inner and not pre.strip():
            pre = norm[clause_start(norm, sentence.start, left - 1) : left - 1]
            pre = regex.split("、", pre)[-1]
        if quantity.han_one and not self._one_counts(norm, draft, quantity, post, pre, sentence):
            return None
        labelled = self._labels.find(pre, post, draft.unit, draft.kind, change=draft.aspect == "change")
        words = pre + post
        if not self._measures.settle_kind(draft, quantity, words) and not self._settle_bare(norm, draft, quantity, pre, previous):
            return None
        if draft.kind != quantity.kind or quantity.bare:
            labelled = self._labels.find(pre, post, draft.unit, draft.kind, change=draft.aspect == "change")
        draft.label = labelled.label
        if labelled.metric is not None:
            draft.metric, draft.stock = labelled.metric.id, labelled.metric.stock
            draft.why["metric"] = labelled.term
        draft.rule = f"{draft.kind}.{'change' if draft.aspect == 'change' else 'level'}" if draft.rule.startswith("quantity") else draft.rule
        return draft

    def _settle_bare(self, norm: str, draft: Draft, quantity: Quantity, pre: str, previous: Draft | None) -> bool:
        """A number without a unit: the unit of its label, or of the list that it stands in."""
        if not quantity.bare:
            return False
        if previous is not None and previous.kind == "score" and previous.unit in (None, "分") and regex.search(r"^(?:[^，。；]{0,10}(?:升至|降至|提高到|至|到|为|和|、|，)|[^。；]{0,12}$)", norm[previous.end : quantity.core]) and (quantity.value < 10 or previous.unit == "分"):
            draft.kind, draft.unit = "score", previous.unit
            draft.metric, draft.label = previous.metric, previous.label
            return True
        cleaned = self._labels.clean(pre)
        for ending, unit in self._lexicon.implied:
            if cleaned.endswith(ending) or pre.rstrip("达为近约超突破过的稳定在由从首次不足分别是").endswith(ending):
                draft.unit = unit
                if unit == "张":
                    draft.kind = "bed_count"
                return quantity.value >= 10
        scaled = quantity.end - quantity.start > 1 and norm[quantity.end - 1] in "万亿千余多"
        if not scaled:
            return False
        found = self._labels.find(pre, "", "人次", "count")
        if found.metric is not None:
            draft.unit = "人次" if found.metric.unit == "人次" else None
            return True
        return bool(cleaned) and regex.match(r"患者|人口|人群|居民|职工|参保|病例|家庭|学生|党员", norm[quantity.end : quantity.end + 3]) is not None or draft.aspect == "level" and norm[quantity.end : quantity.end + 1] in ("，", "。", "；", "、", "和", "大")

    @staticmethod
    def _one_counts(norm: str, draft: Draft, quantity: Quantity, post: str, pre: str, sentence: Sentence) -> bool:
        """一 with a measure word counts only where the text counts."""
        if quantity.kind == "duration":
            return regex.search(r"(?:经|经过|历时|耗时|用时|近|仅|超过?|为期|不到|不足|约|满|逾|长达)$", pre) is not None
        if draft.aspect == "change" or quantity.bound != "exact":
            return True
        if regex.search(r"(?:仅|只有?|共|仅有|唯独|不到|达到?|增至|为)$", pre):
            return regex.match(r"[，。；、）]|家|例|个|台", norm[quantity.end - 1 : quantity.end]) is not None and quantity.unit not in ("种", "批", "次", "项")
        twins = [
            v for v in sentence.values
            if isinstance(v, Quantity) and v is not quantity and v.unit == quantity.unit and not v.han_one and post and norm[v.end : v.end + len(post)][:2] == post[:2]
        ]
        return bool(twins)

    def _rank(self, norm: str, sentence: Sentence, rank: Rank, left: int, clause: tuple[int, int]) -> Draft:
        draft = Draft(
            kind="ranking", start=rank.start, end=rank.end, rule=rank.rule, value=rank.value, unit=rank.unit,
            rank_type=rank.rank_type, scope=rank.scope, left=left, number_start=rank.start,
        )
        label = norm[rank.end : clause[1]] if rank.rank_type in ("first", "only") else norm[left : rank.start]
        draft.label = self._labels.clean(label)[:30] or None
        self._rank_metric(norm, draft, sentence)
        return draft

    def _rank_metric(self, norm: str, draft: Draft, sentence: Sentence) -> None:
        if draft.rank_type in ("first", "only"):
            return
        low = max(sentence.paragraph, draft.start - 160)
        text = norm[low : draft.start]
        found = None
        for match in self._lexicon.term_pattern.finditer(text):
            for metric in self._lexicon.terms[match[0]]:
                if metric.kind == "ranking":
                    found = metric.id, match[0]
        if found is None and regex.search("国考|绩效考核", norm[draft.end : draft.end + 30]):
            found = "national_exam_rank", "国考"
        if found is not None:
            draft.metric, draft.why["metric"] = found

    @staticmethod
    def _grade(grade: GradeMention, left: int) -> Draft:
        return Draft(kind="grade", start=grade.start, end=grade.end, rule=grade.rule, grade=grade.grade, metric=grade.metric, left=left, number_start=grade.start)

    def _align(self, norm: str, sentence: Sentence, drafts: list[Draft], state: BindState) -> None:
        """Give the values of lists their own labels and subjects, and growth rates what grew."""
        grouped: set[int] = set()
        for group in groups.find_groups(norm, drafts):
            self._align_group(norm, sentence, group.drafts, drafts, state)
            grouped.update(id(d) for d in group.drafts)
        for i, draft in enumerate(drafts):
            if id(draft) in grouped or draft.metric is not None or draft.kind in ("grade",):
                continue
            self._inherit(norm, draft, drafts[:i], state)

    def _align_group(self, norm: str, sentence: Sentence, members: list[Draft], drafts: list[Draft], state: BindState) -> None:
        first = members[0]
        count = len(members)
        begin = clause_start(norm, sentence.start, first.number_start)
        position = drafts.index(first)
        floor = max([begin, *(d.end for d in drafts[:position] if d.end <= first.start)])
        text = norm[floor : first.number_start]
        unit = members[-1].unit
        for member in members:
            if member.unit is None and unit not in (None,) or unit == "百分点" and member.unit == "个":
                member.unit = unit
                if unit == "百分点":
                    member.kind, member.aspect, member.direction = "growth_rate", "change", members[-1].direction
        named = groups.names_of_items(sentence.names, norm, floor, first.number_start, count)
        if named:
            after = norm[named[-1].end : first.number_start]
            labelled = self._labels.find(after, "", first.unit, first.kind)
            source = self._level_before(drafts[:position], state) if labelled.metric is None and not self._labels.clean(after) else None
            for member, name in zip(members, named, strict=True):
                member.subject = name.text
                member.why["subject"] = "list"
                self._take(member, labelled.metric.id if labelled.metric else source.metric if source else None, labelled.label or (source.label if source else None), first.stock)
            return
        items = groups.items_before(text)
        if len(items) == count:
            for member, label in zip(members, groups.expand(items), strict=True):
                labelled = self._labels.find(label, "", member.unit, member.kind)
                self._take(member, labelled.metric.id if labelled.metric else None, self._labels.clean(label), labelled.metric.stock if labelled.metric else False)
            return
        sources = self._levels(drafts[:position], state, count)
        if sources and (not self._labels.clean(text) or groups.says_respectively(text) or first.kind == "growth_rate" and first.metric is None):
            for member, source in zip(members, sources, strict=True):
                if groups.says_respectively(text) and first.metric and first.kind != "growth_rate":
                    self._take(member, first.metric, first.label, first.stock)
                else:
                    self._take(member, source.metric, source.label, source.stock)
                member.subject = source.subject
                member.period_start, member.period_end = source.period_start, source.period_end
                member.why["aligned"] = source.label or ""
            return
        for member in members[1:]:
            if member.metric is None:
                self._take(member, first.metric, first.label, first.stock)

    @staticmethod
    def _take(draft: Draft, metric: str | None, label: str | None, stock: bool) -> None:
        draft.metric, draft.label, draft.stock = metric, label or draft.label, stock
        draft.why["metric"] = "list"

    @staticmethod
    def _levels(before: list[Draft], state: BindState, count: int) -> list[Draft]:
        """The last ``count`` values that a list of rates may speak of, in this sentence or the one before."""
        for drafts in (before, [*(state.previous or []), *before]):
            levels = [d for d in drafts if d.kind not in ("growth_rate", "grade", "date") and not (d.kind == "ranking")]
            if len(levels) >= count:
                return levels[-count:]
        return []

    @staticmethod
    def _level_before(before: list[Draft], state: BindState) -> Draft | None:
        return next((d for d in reversed([*(state.previous or []), *before]) if d.kind not in ("grade", "date")), None)

    def _inherit(self, norm: str, draft: Draft, before: list[Draft], state: BindState) -> None:
        """A value whose own words name nothing speaks of the value before it."""
        own = self._labels.clean(norm[draft.left : draft.number_start])
        source = before[-1] if before else (state.previous[-1] if state.previous and draft.kind == "growth_rate" else None)
        if source is None or source.kind == "grade":
            return
        gap = norm[source.end : draft.start]
        if draft.kind == "ranking":
            if source.kind == "ranking" and draft.rank_type == "position" and source.metric:
                draft.metric = source.metric
            return
        says_nothing = not own or regex.fullmatch(r"(?:同比|环比|比|较|上年|去年|同期|年均|平均|累计|再|又|其|仅|微|略|大幅|收窄|期|相比|与|按|可|比价|因素|上|降幅|增幅|涨幅|增速|幅度|分别|不含|约|\p{Han}{0,3}前|[0-9]+年|月|末|底|初|峰值数量?)*", own)
        same = draft.kind == source.kind and draft.unit == source.unit
        if draft.aspect == "change" and says_nothing and "。" not in gap or draft.kind == "growth_rate" and says_nothing:
            if draft.kind == "growth_rate" or same:
                self._copy(draft, source)
        elif same and says_nothing and draft.kind not in ("money", "duration") or same and regex.search(r"(?:至|到)(?:近|约|超过?)?$", norm[draft.left : draft.number_start]):
            self._copy(draft, source)

    @staticmethod
    def _copy(draft: Draft, source: Draft) -> None:
        draft.metric, draft.stock = source.metric, source.stock
        draft.label = source.label
        draft.why.setdefault("metric", f"as before: {source.label}")
        draft.why["inherits"] = str(source.start)

    def _fill_context(self, norm: str, sentence: Sentence, drafts: list[Draft], state: BindState) -> None:
        carried: str | None = None
        for i, draft in enumerate(drafts):
            source = next((d for d in drafts[:i] if str(d.start) == draft.why.get("inherits")), None)
            if draft.subject is None:
                if source is not None and not any(draft.left <= n.start and n.end <= draft.start for n in sentence.names):
                    draft.subject, draft.why["subject"] = source.subject, "as before"
                else:
                    draft.subject, draft.why["subject"] = subjects.subject_of(state.subjects, sentence.names, norm, draft.left, draft.start, sentence.start, ranked=draft.kind == "ranking")
            if draft.period_end is None and draft.period_start is None:
                set_period(norm, draft, sentence.dates, state.periods, sentence.start)
            if draft.aspect == "change" and draft.kind != "ranking":
                carried = self._status.set_basis(norm, draft, sentence.start, sentence.dates, carried) if draft.kind != "grade" else carried
                if draft.basis is None and carried and draft.kind == "growth_rate":
                    draft.basis = carried
            word = self._status.is_target(norm, draft, sentence.start, sentence.dates, state.today)
            if word is None and state.plan_head:
                word = "heading"
            if word is not None and not _from_value(norm, draft):
                draft.status, draft.why["status"] = "target", word
            draft.why.setdefault("bound", draft.bound)

    def _leave_period(self, norm: str, sentence: Sentence, state: BindState) -> None:
        leading = [d for d in sentence.dates if not periods.is_basis(norm, d) and d.span.last is not None]
        if leading and leading[0].start - sentence.start <= 12 and leading[0].span.granularity not in ("day", "hour"):
            state.periods.paragraph = leading[0]

    @staticmethod
    def _dates(norm: str, sentence: Sentence) -> list[Draft]:
        drafts = []
        for dated in sentence.dates:
            if dated.written.basis_only:
                continue
            drafts.append(
                Draft(
                    kind="date", start=dated.start, end=dated.end, rule=f"date.{dated.written.named or dated.span.granularity}" if dated.written.named in ("plan", "decade", "lunar", "month", None) else "date.festival",
                    date_start=dated.span.first, date_end=dated.span.last, granularity=dated.span.granularity,
                )
            )
        return drafts


def _from_value(norm: str, draft: Draft) -> bool:
    """The first value of 由a提高到b is where it stands today."""
    before = norm[max(0, draft.number_start - 5) : draft.number_start]
    return regex.search(r"(?:由|从)(?:目前|现在|现有|最初|原来)?的?(?:不足|近|约)?$", before) is not None


def dated_before(dates: list[Dated], at: int) -> list[Dated]:
    """The dates that end before a place."""
    return [d for d in dates if d.end <= at]


def names_between(names: list[Name], start: int, end: int) -> list[Name]:
    """The names that stand wholly within a stretch."""
    return [n for n in names if start <= n.start and n.end <= end]
