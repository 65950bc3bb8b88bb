"""Drafts of quantities: what a number with a unit is, and what the words around it say that it counts."""

from __future__ import annotations

from dataclasses import dataclass

from hospext.bind import periods
from hospext.bind.bare import settle_bare
from hospext.bind.below import name_below, settle_below
from hospext.bind.clauses import clause_start
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.labels import Labelled, Labels, per_head
from hospext.bind.measures import Measures
from hospext.lexicon import Lexicon
from hospext.patterns import pattern
from hospext.scan.mentions import Name, Quantity

_DURATION_ONE = pattern(r"(?:经|经过|历时|耗时|用时|近|仅|超过?|为期|不到|不足|约|满|逾|长达)$")
_COUNTED_ONE = pattern(r"(?:仅|只有?|共|仅有|唯独|不到|增至)$")
_MODIFIER = 4  # characters: 公立, 三级甲等; what is longer names something of its own
_EXAM_NEAR = 1000  # characters: so that a paragraph of any length is read in linear time
_EXAM = pattern("国考|绩效考核")
_RANKED = pattern(r"(?:（[^）]{1,12}）)?，?(?:位列|位居|名列|排名?|居)")
_POINTS = pattern("总分|得分|成绩")
_GOES_ON = ("）的", "前的")  # the words that start so go on from before a bracket or a value
_SETTLED_BY_WORDS = frozenset("张个床分块")  # units whose kind the words around decide


@dataclass(slots=True)
class _Words:
    """The words around a number: before it, around its bracket, its noun, the rest of its clause, its unit."""

    pre: str
    outer: str
    post: str
    after: str
    unit: str


class Quantities:
    """Makes drafts of quantities with a lexicon's words."""

    def __init__(self, lexicon: Lexicon, labels: Labels) -> None:
        self._lexicon = lexicon
        self._labels = labels
        self._measures = Measures(lexicon)

    def draft(
        self,
        norm: str,
        sentence: Sentence,
        quantity: Quantity,
        left: int,
        clause: tuple[int, int],
        earlier: list[Draft],
    ) -> Draft | None:
        """The draft of a quantity whose own words start at ``left``; None where it counts nothing."""
        previous = earlier[-1] if earlier else None
        own, after = norm[left : quantity.core], norm[quantity.end : clause[1]]
        plain = own.rstrip(" ")
        if sentence.dates:
            own = _without_basis(norm, sentence.dates, left, quantity.core)
        if own[:2] in _GOES_ON:
            own = _reaching_back(norm, sentence, left, quantity.core, own, earlier)
        post = self._labels.post_noun(after, quantity.unit_form or None)
        article = quantity.han_one and not _one_counts(norm, quantity, post, own, sentence)
        if article and not self._measures.may_change(quantity, plain, previous):
            return None
        draft = self._measures.measure(norm, quantity, left, plain, after, clause[0], previous)
        if article and draft.aspect != "change":
            return None
        pre, outer = _words_before(norm, sentence, left, own, previous)
        if earlier and not outer and len(own) <= _MODIFIER:
            outer = _before_bracket(norm, sentence.start, left, earlier)
        settled = True
        if quantity.bare or quantity.unit in _SETTLED_BY_WORDS:
            after_number = norm[quantity.end : quantity.end + 6]
            settled = self._measures.settle_kind(draft, quantity, pre + post, after_number)
        if not settled and quantity.bare:
            lexicon, labels = self._lexicon, self._labels
            settled = settle_bare(
                lexicon, labels, norm, sentence, draft, quantity, pre, earlier
            ) or settle_below(lexicon, labels, norm, draft, quantity)
        if not settled:
            return None
        if draft.metric is None:
            words = _Words(pre, outer, post, after, quantity.unit_form)
            self._name(norm, sentence, draft, words, left)
        if draft.metric is None:
            name_below(self._labels, norm, draft, quantity)
        if draft.kind == "score" and draft.metric is None:
            _exam_score(norm, sentence, draft)
        if draft.rule.startswith("quantity"):
            draft.rule = f"{draft.kind}.{draft.aspect}"
        return draft

    def _name(self, norm: str, sentence: Sentence, draft: Draft, words: _Words, left: int) -> None:
        """Label and metric from the words of a value, then without the names in them, then from its unit."""
        own = [n for n in sentence.names if left <= n.start < draft.number_start]
        found = self._find(draft, words, words.pre)
        if found.metric is None or (own and any(n.role == "category" for n in own)):
            found = self._find_around(norm, draft, words, own, left, found)
        draft.label = found.label or self._labels.clean(words.pre) or None
        if words.post and found.label:
            draft.why["post"] = words.post
        if found.metric is None and draft.kind == "rate" and draft.unit == "%":
            found = self._as_share(words, found)
        if found.metric is None:
            return
        draft.metric, draft.stock = found.metric.id, found.metric.stock
        draft.why["metric"] = found.term
        if found.metric.kind == "rate" and draft.kind == "count" and found.metric.unit != "%":
            draft.kind = "rate"

    def _as_share(self, words: _Words, found: Labelled) -> Labelled:
        """三四级手术超过88%: the share that the catalogue gives what is counted."""
        counted = self._labels.find(words.pre, "", "台", "count").metric
        share = self._lexicon.metrics.get(counted.share) if counted is not None and counted.share else None
        return Labelled(found.label, share, words.pre) if share is not None else found

    def _find_around(
        self, norm: str, draft: Draft, words: _Words, own: list[Name], left: int, own_words: Labelled
    ) -> Labelled:
        """What the first of some words around a value names that name a metric, else what its own words do.

        ``own`` are the names among the words of the value, ``own_words`` is what those found.
        """
        start = draft.number_start
        nameless = _without_names(own, norm, left, start) if own else norm[left:start]
        bracketed = words.outer != "" and words.outer.endswith(words.pre)
        if bracketed and own_words.metric is not None:
            return own_words
        tries = [words.outer] if bracketed else [nameless, words.outer]
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
        change = draft.aspect == "change"
        if draft.kind == "rate":
            pre = per_head(pre, draft.unit)
        return self._labels.find(pre, words.post, draft.unit, draft.kind, change=change, after=words.after)


def _exam_score(norm: str, sentence: Sentence, draft: Draft) -> None:
    """Points in a sentence about the national appraisal (国考) are its score."""
    if draft.unit != "分" or not _EXAM.search(
        norm, max(sentence.paragraph, draft.start - _EXAM_NEAR), draft.start
    ):
        return
    if _POINTS.search((draft.label or "") + norm[draft.end : draft.end + 4]) or _RANKED.match(
        norm, draft.end
    ):
        draft.metric, draft.why["metric"] = "national_exam_score", "绩效考核"


def _reaching_back(norm: str, sentence: Sentence, left: int, at: int, own: str, earlier: list[Draft]) -> str:
    """The words of a value at ``at`` that go on from before a bracket or from a value before it."""
    if own.startswith("）的"):  # 占手术总量（1588台）的65.2%
        opened = norm.rfind("（", sentence.start, left)
        since = max(
            [clause_start(norm, sentence.start, opened), *(d.end for d in earlier if d.end <= opened)]
        )
        return norm[since:opened] + own[1:]
    if earlier and earlier[-1].kind == "duration":
        return norm[earlier[-1].left : at]  # 占比由五年前的11.5%
    return own


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
    if previous is not None and previous.end >= left - 1 and not own.strip("（"):
        return own, norm[previous.left : previous.number_start]
    return own, ""


def _one_counts(norm: str, quantity: Quantity, post: str, pre: str, sentence: Sentence) -> bool:
    """Whether 一 with a measure word counts, where it tells of no change: only where the text counts."""
    if quantity.value != 1:
        return True
    if quantity.kind == "duration":
        return _DURATION_ONE.search(pre) is not None
    if quantity.bound != "exact":
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
