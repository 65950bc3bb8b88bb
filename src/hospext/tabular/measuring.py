"""What a number in a table measures: its unit, kind and metric, from the words of its heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon, Metric
from hospext.tabular.heads import Head, Measure

_BEDS = re.compile("床(?!旁|边|前|日|医|均)")
_DENSITY = re.compile(r"每(千|万|百万|10万)(?:常住|服务)?人口?")
_PER = re.compile(r"日均|人均|次均|平均每|均每|每[人日床月天次例名位]")
_RATIO = re.compile(r"(?:率|比|占比|比例|比重)$")
_POINTS = ("得分", "总分", "评分", "分值", "均分", "平均分", "分数")
_TABLE = re.compile(r"(?:统计|汇总|一览|情况|明细|对比)*表?$")
_NUMBER_OF = re.compile(
    "(?P<unit>人次|例次|剂次|台次)数?$|(?P<of>件|项|篇|家|组|户|支|辆|批|种)数$"
)  # 受理件数 are 件
_DUE = re.compile("应(?:种|接种|检|查|管|签|参)")
_COUNTED = ("数", "量", "次", "例", "总计", "合计")  # of a bare number: something is counted
_PERCENT = Measure("%", "rate")


@dataclass(slots=True)
class Meaning:
    """What heads say of a number: kind, unit and scale, the metric and the words for it."""

    kind: str
    unit: str | None
    scale: Decimal
    metric: Metric | None = None
    label: str | None = None
    term: str = ""
    unit_words: str = ""  # what a head or a line above the table calls the unit


class Meanings:
    """Finds the meaning of numbers with a lexicon's words."""

    def __init__(self, lexicon: Lexicon, labels: Labels) -> None:
        self._lexicon, self._labels = lexicon, labels
        self._index = (*lexicon.cue("names", "index"), *lexicon.tables["head"]["scores"])
        self._counts = tuple(lexicon.tables["head"]["counts"])
        self._alone = frozenset(lexicon.cue("gap", "alone"))
        self._money = tuple(lexicon.tables["money"]["nouns"])

    def of_level(
        self, heads: Sequence[Head], own: Measure | None, around: Sequence[Measure], title: str = ""
    ) -> Meaning | None:
        """The meaning of a level under its heads, the nearest first.

        ``own`` is the unit in the cell itself, ``around`` are those of the lines above the table, whose ``title`` may
        name the metric of counts. None where nothing says what it is.
        """
        if title and not any(head.words for head in heads):
            heads = [*heads, Head("", words=_TABLE.sub("", title))]  # only the title says what is counted
        found = self._of_level(heads, own, around)
        if found is not None and found.metric is not None:
            found.label = _of_whom(heads, found.label or "")
        if found is not None and any(_DUE.match(head.words) for head in heads):
            found.metric, found.term = None, ""  # 应种人数 is how many are due, not how many were vaccinated
            return found
        if (
            title
            and not any(head.part for head in heads)
            and found is not None
            and found.metric is None
            and found.kind in ("count", "bed_count")
        ):
            name = _TABLE.sub("", title)
            named = self._metric([name], found.unit, found.kind)
            if named is not None and named.term in name[-len(named.term) - 2 :]:
                found.metric, found.term = named.metric, named.term
        return found

    def _of_level(
        self, heads: Sequence[Head], own: Measure | None, around: Sequence[Measure]
    ) -> Meaning | None:
        if heads and any(head.words.endswith(self._counts) for head in heads) and not (own and own.kind):
            return Meaning("count", None, Decimal(1), None, _label(heads))
        stated = [own] if own and own.kind else [m for head in heads for m in head.measures] or list(around)
        for measure in stated:
            found = self._with_unit(heads, measure, own)
            if found is not None and (found.metric is not None or len(stated) == 1):
                return found
        if stated and len(stated) > 1 and not any(head.measures for head in heads):
            plain = self._without_unit(heads, own)
            if plain is not None:
                return plain
        if stated:
            return self._with_unit(heads, stated[0], own)
        return self._without_unit(heads, own)

    def of_proportion(self, heads: Sequence[Head], metric_heads: Sequence[Head], kind: str) -> Meaning:
        """The meaning of a change in percent, of a share or of a completion: of which metric it is one."""
        texts = _candidates(metric_heads)
        unit = next(
            (m.unit for head in heads for m in head.measures if m.unit in ("%", "百分点", "倍", "‰")), "%"
        )
        found = self._metric(texts, None, "growth_rate")
        meaning = Meaning(kind, unit, Decimal(1), found.metric if found else None)
        meaning.label = found.label if found else _label(metric_heads)
        meaning.term = found.term if found else ""
        meaning.unit_words = next((m.words for head in heads for m in head.measures if m.unit == unit), "")
        return meaning

    def _with_unit(self, heads: Sequence[Head], measure: Measure, own: Measure | None) -> Meaning | None:
        texts = _candidates(heads)
        kind, unit, scale = measure.kind, measure.unit, measure.scale * (own.scale if own else 1)
        if own is measure:
            scale = Decimal(1)  # the cell's number has its scale already
        if kind is None:
            kind, unit = self._implied(texts)
            if kind is None:
                bare = self._without_unit(heads, own)
                return (
                    None
                    if bare is None
                    else Meaning(bare.kind, bare.unit, scale, bare.metric, bare.label, bare.term)
                )
        density = next((m for text in texts if (m := _DENSITY.search(text))), None)
        if density and kind in ("count", "bed_count") and unit in ("张", "人", "名", "台", "床", "个"):
            kind, unit = "rate", f"{'人' if unit == '名' else unit}/{density[1]}人"
        found = self._metric(texts, unit, kind)
        if unit in ("张", "个", "床") and kind in ("count", "bed_count"):
            beds = any(_BEDS.search(text) for text in texts)
            kind = "bed_count" if beds or (found and found.kind == "bed_count") else "count"
        if (
            found
            and found.metric
            and found.metric.kind == "rate"
            and kind == "count"
            and found.metric.unit != "%"
        ):
            kind = "rate"
        meaning = Meaning(kind, unit, scale, unit_words=measure.words)
        if found:
            meaning.metric, meaning.label, meaning.term = found.metric, found.label, found.term
        meaning.label = meaning.label or _label(heads)
        return meaning

    def _without_unit(self, heads: Sequence[Head], own: Measure | None) -> Meaning | None:
        """A bare number under heads without a unit: their metric's, or what their last word counts."""
        texts = _candidates(heads)
        kind, unit = self._implied(texts)
        scale = own.scale if own else Decimal(1)
        found = self._metric(texts, unit, kind) if kind else None
        if found is None or found.metric is None:
            found = self._any_metric(texts) or found
        if (
            found is not None
            and found.metric is not None
            and found.metric.kind not in ("ranking", "grade", "date")
        ):
            metric = found.metric
            if metric.kind == "money":
                return None  # 元 or 万元: nothing says
            if kind is None or kind != metric.kind:
                kind, unit = metric.kind, metric.unit
            return Meaning(kind, unit, scale, metric, found.label, found.term)
        if kind is not None:
            return Meaning(kind, unit, scale, None, _label(heads))
        if any(text.endswith(self._money) for text in texts):
            return None
        index = next((text for text in texts if text.endswith(self._index)), None)
        if index is not None:
            points = "分" if index.endswith(_POINTS) else None
            return Meaning("rate" if index.endswith("强度") else "score", points, scale, None, _label(heads))
        if any(_RATIO.search(text) for text in texts):
            return Meaning("rate", "%", scale, None, _label(heads))
        counted = any(text.endswith(_COUNTED) for text in texts)
        return Meaning("count", None, scale, None, _label(heads)) if counted else None

    def implied(self, words: str) -> Measure | None:
        """The unit that words imply: 出院人次 counts 人次."""
        kind, unit = self._implied([words])
        return Measure(unit, kind) if kind else None

    def _implied(self, texts: list[str]) -> tuple[str | None, str | None]:
        for text in texts:
            for ending, unit in self._lexicon.implied:
                if text.endswith(ending):
                    return "bed_count" if unit == "张" else "count", unit
        for text in texts:
            if text.endswith(self._money):
                return "money", "CNY"
        counted = next(
            (found["unit"] or found["of"] for text in texts if (found := _NUMBER_OF.search(text))), None
        )
        return ("count", counted) if counted else (None, None)

    def _metric(self, texts: list[str], unit: str | None, kind: str) -> Meaning | None:
        """The metric with the longest term that fits the unit, the nearest head first."""
        best: Meaning | None = None
        for text in texts:
            found = self._labels.find(text, "", unit, kind)
            if found.term not in self._lexicon.terms or (found.term in self._alone and len(texts) > 1):
                continue  # a verb is none of a table's; 收入 over 其他收入 or 门诊 is no name for these
            if (
                found.metric is not None
                and _is_whole(text, found.term)
                and (best is None or len(found.term) > len(best.term))
            ):
                best = Meaning(found.metric.kind, unit, Decimal(1), found.metric, found.label, found.term)
        return best

    def _any_metric(self, texts: list[str]) -> Meaning | None:
        best: Meaning | None = None
        for text in texts:
            for match in self._lexicon.term_pattern.finditer(text):
                for metric in self._lexicon.terms[match[0]]:
                    unit = metric.unit if metric.unit is None or metric.takes(metric.unit) else None
                    found = self._labels.find(text, "", unit, metric.kind)
                    if (
                        found.metric is metric
                        and _is_whole(text, found.term)
                        and (best is None or len(found.term) > len(best.term))
                    ):
                        best = Meaning(metric.kind, unit, Decimal(1), metric, found.label, found.term)
        return best


def _of_whom(heads: Sequence[Head], label: str) -> str:
    """A label from the column's head, with the words of the row's before it: 支气管肺炎 + 出院人次."""
    row = heads[0].words if heads else ""
    return label if not row or row in label or label in row else row + label


def _is_whole(text: str, term: str) -> bool:
    """Whether a term is said of the whole, not of a day or a head: 医师日均诊疗人次 is not 诊疗人次."""
    return _PER.search(text.replace(term, "")) is None


def _candidates(heads: Sequence[Head]) -> list[str]:
    """The words that may name the metric: of each head, then of neighbours together, then of all."""
    words = [head.words for head in heads if head.words]
    pairs = [first + second for first, second in _pairs(words)]
    return list(dict.fromkeys([*words, *pairs]))


def _pairs(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    for i, first in enumerate(words):
        for second in words[i + 1 :]:
            yield first, second
            yield second, first


def _label(heads: Sequence[Head]) -> str | None:
    """The words of the row's head and of the column's, nearest first, where no metric tells which of them counts."""
    return "".join(head.words for head in heads[:2]) or next(
        (head.words for head in heads if head.words), None
    )
