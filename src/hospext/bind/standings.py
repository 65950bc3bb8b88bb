"""Drafts of rankings and grades: where an institution stands, and what was ranked or graded."""

from __future__ import annotations

from hospext.bind.clauses import clause_end
from hospext.bind.drafts import Draft, Sentence
from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon
from hospext.patterns import pattern
from hospext.scan.mentions import GradeMention, Rank

_CASES = ("家", "例", "个", "台", "所")
_RANKING_NAME = pattern(r"[\p{Han}“”《》（）]{0,14}$")
_GRADED = pattern(
    r"(?:电子病历|互联互通|智慧服务|智慧管理|智慧医院|信息互联|三级公立[\p{Han}]{0,6}绩效考核|绩效考核|国考)[\p{Han}（）]{0,16}?(?=评价|测评|等级|达|为|通过|获|四|五|三|六|七|，|[A-D]|$)"
)


class Standings:
    """The words of rankings in a lexicon."""

    def __init__(self, lexicon: Lexicon, labels: Labels) -> None:
        self._lexicon = lexicon
        self._labels = labels

    def rank(self, norm: str, sentence: Sentence, rank: Rank, left: int) -> Draft:
        """The draft of a ranking; its label and metric from the words before it or the noun after it."""
        draft = Draft(
            kind="ranking",
            start=rank.start,
            end=rank.end,
            rule=rank.rule,
            value=rank.value,
            unit=rank.unit,
            rank_type=rank.rank_type,
            scope=rank.scope,
            left=left,
            number_start=rank.start,
        )
        label = norm[left : rank.start]
        if rank.rank_type in ("first", "only") or rank.rule == "rank.first" or rank.unit in _CASES:
            label = _case_noun(norm, sentence, rank)
        draft.label = self._labels.clean(label)[:30] or None
        if rank.rank_type not in ("first", "only"):
            self._rank_metric(norm, draft, sentence)
        return draft

    def _rank_metric(self, norm: str, draft: Draft, sentence: Sentence) -> None:
        """The ranking that the sentence or its paragraph names last before a place."""
        low = max(sentence.paragraph, draft.start - 160)
        found = None
        for match in self._lexicon.term_pattern.finditer(norm, low, draft.start):
            for metric in self._lexicon.terms[match[0]]:
                if metric.kind == "ranking":
                    found = metric.id, match[0]
                elif metric.id == "national_exam_score":
                    found = "national_exam_rank", match[0]  # 国考成绩…列第131位
        if found is None and pattern("国考|绩效考核").search(norm[draft.end : draft.end + 30]):
            found = "national_exam_rank", "国考"
        if found is not None:
            draft.metric, draft.why["metric"] = found
            draft.label = _named_ranking(norm, low, draft.start, found[1]) or draft.label


def grade_draft(norm: str, sentence: Sentence, grade: GradeMention, left: int) -> Draft:
    """The draft of a grade that was passed."""
    return Draft(
        kind="grade",
        start=grade.start,
        end=grade.end,
        rule=grade.rule,
        grade=grade.grade,
        metric=grade.metric,
        label=_graded(norm, sentence, grade),
        left=left,
        number_start=grade.start,
    )


def _case_noun(norm: str, sentence: Sentence, rank: Rank) -> str:
    """What a first or an n-th is one of: the noun after the last rank of its list (全市首家、全省第29家[医疗机构])."""
    at = rank.end
    for value in sentence.values:
        if isinstance(value, Rank) and at <= value.start <= at + 6 and norm[at] in "、，和":
            at = value.end
    return norm[at : clause_end(norm, at, sentence.end)]


def _named_ranking(norm: str, low: int, high: int, term: str) -> str | None:
    """The name of the ranking that decided, as the document gives it: 全国三级公立中医医院绩效考核."""
    at = norm.rfind(term, low, high)
    if at < 0:
        return None
    head = _RANKING_NAME.search(norm, max(low, at - 14), at)
    name = pattern(r"[在于获的年度]|列|[，。]").split(head[0] if head else "")[-1]
    return name + term


def _graded(norm: str, sentence: Sentence, grade: GradeMention) -> str | None:
    """What a grade is of, from the words before it: 电子病历应用功能水平."""
    found = None
    for match in _GRADED.finditer(norm, max(sentence.start, grade.start - 60), grade.start):
        found = match[0]
    return found
