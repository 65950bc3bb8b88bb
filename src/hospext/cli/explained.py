"""Explanations for people: one block for each number, the fields in Chinese with their ids, the reasons in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from hospext.explaining import Explanation, Step
from hospext.writing.rows import COLUMNS_ZH
from hospext.writing.table import value_text

_FIELDS = {**COLUMNS_ZH, "date": "日期", "period": "期间", "aspect": "增减", "granularity": "粒度"}

# What each reason says; {0} is the document's words that decided.
REASONS = {
    # numbers
    "written": "原文“{0}”",
    "scaled": "原文“{0}”",
    "range": "起止两数“{0}”",
    "fraction": "分数“{0}”",
    "tenths": "一成为10%：“{0}”",
    "doubling": "翻一番为100%，翻两番为300%：“{0}”",
    "compound": "两级时间单位合成：“{0}”",
    "half": "“半”为0.5：“{0}”",
    "unit": "单位词“{0}”",
    "implied_unit": "由前后文的名称得出",
    "no_unit": "原文没有单位",
    "bound_word": "界限词“{0}”",
    "change_of_share": "比率前后有增减词“{0}”",
    "words": "由前后的名词得出",
    "change_word": "增减词“{0}”",
    "no_change_word": "前后没有增减词",
    # what it measures
    "words_before": "数字前的词语",
    "noun_after": "数字后的名词",
    "list": "并列的各项依次对应",
    "as_before": "承接前一项“{0}”",
    "respectively": "与前面的“{0}”依次对应",
    "term": "指标词“{0}”",
    "by_rule": "由规则直接给出",
    "share": "前面“{0}”所占的比例",
    "no_term": "目录里的指标词都不合适",
    "none_said": "原文没有说明",
    # of whom
    "own_words": "数字所在分句里的“{0}”",
    "topic_of_the_sentence": "本句的话题“{0}”",
    "topic_of_the_paragraph": "沿用本段的话题“{0}”",
    "heading_of_the_section": "本节的标题“{0}”",
    "title_of_the_document": "全文标题里的“{0}”",
    "area_of_the_density": "密度所属的地区",
    "issuer_given": "发布机构（由用户给出）",
    "issuer_found": "发布机构（从文档中找出）",
    "main": "全文主要说的机构",
    "last_institution": "前文最后提到的机构",
    "nobody_named": "前后没有机构或地区名",
    # when
    "date": "日期词“{0}”",
    "paragraph": "沿用本段前面的“{0}”",
    "heading": "标题或报告所属的时间",
    "same_period": "同期：前一数值的时间减一年",
    "no_date": "前后没有可用的日期",
    "no_year": "“{0}”没有年份，前后文也没有",
    "festival": "节日“{0}”按历法推算",
    "relative_to_given": "“{0}”从用户给出的日期算起",
    "relative_to_found": "“{0}”从文档自己的日期算起",
    "from_context": "“{0}”缺的年月取自前后文",
    "plan": "五年规划“{0}”",
    "form": "由写法得出",
    "basis_word": "比较词“{0}”",
    # plan or fact
    "plan_word": "计划性词语“{0}”",
    "sought": "正在争创或申报",
    "future": "时间在文档日期之后",
    "no_plan_word": "没有计划性词语",
    "rule": "",
    # numbers without a record
    "stop": "属于固定说法，被排除规则拦下（{0}）",
    "comparison_date": "“{0}”只是比较的基准，不单独成为日期",
    "impossible_date": "“{0}”不是历法上存在的日期",
    "ordinal": "“{0}”是序数，没有参与排名",
    "ordinal_two": "“{0}”里的“二”是序数，计数用“两”",
    "part_of_name": "是名称“{0}”的一部分",
    "code": "“{0}”与字母相连，是代号",
    "article": "“{0}”里的“一”相当于冠词，不是计数",
    "not_a_score": "“{0}”前后没有考核、评分一类的词，不是得分",
    "word": "“{0}”是普通词语",
    "bare_scale": "“{0}”里只有数级，没有界限词，不是确数",
    "phase": "“{0}”是工程或系列的分期",
}
_NO_UNIT_MISS = "没有单位，前后的词也没有说明它数的是什么"
_UNKNOWN = "原因不明：没有规则读取它"


def plain_lines(explanations: Iterable[Explanation]) -> Iterator[tuple[str, str]]:
    """Style and text of each line: the sentence once, then a block for each of its numbers."""
    sentence: tuple[int, str] | None = None
    for each in explanations:
        if sentence is None or each.sentence != sentence[1]:
            if sentence is not None:
                yield "", ""
            sentence = each.line, each.sentence
            yield "sentence", f"第{each.line}行  {each.sentence}"
        yield "", ""
        yield from _block(each)


def _block(each: Explanation) -> Iterator[tuple[str, str]]:
    place = f"[{each.start}:{each.end}]"
    if each.record is None:
        yield "missed", f"○ {_one_line(each.text)}  {place}  没有记录：{_missed(each.steps[0])}"
        return
    unit = getattr(each.record, "unit", None) or ""
    yield (
        "found",
        f"● {_one_line(each.text)}  {place}  →  {each.record.kind} {value_text(each.record)} {unit}".rstrip(),
    )
    rows = [
        (f"{_FIELDS[step.field]} {step.field}", step.value or "—", reason_text(step)) for step in each.steps
    ]
    wide = [min(max(_width(row[column]) for row in rows), 44) for column in (0, 1)]
    for name, value, reason in rows:
        yield "step", f"    {padded(name, wide[0])}  {padded(value, wide[1])}  {reason}".rstrip()


def reason_text(step: Step) -> str:
    """The reason of a step in Chinese; without words, what is quoted falls away."""
    text = REASONS.get(step.reason, step.reason)
    return text.format(step.words) if step.words else text.replace("“{0}”", "").rstrip("：")


def _missed(step: Step) -> str:
    if step.reason in ("no_unit", "unknown"):
        return _NO_UNIT_MISS if step.reason == "no_unit" else _UNKNOWN
    return reason_text(step)


def _one_line(text: str) -> str:
    return "".join(text.split())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """The text, filled with spaces to a width in columns; Han characters count two."""
    return text + " " * (width - _width(text))
