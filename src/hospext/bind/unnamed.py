"""What a value measures where no words name it: by its kind and unit alone, beside what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hospext.bind.drafts import Draft, Sentence
from hospext.lexicon import Lexicon

_NEAR = 24  # characters
_NOUN = 4
_FAR, _FEW = 120, 4  # characters and values: so that a sentence of any length is read in linear time
_TAKEN_IN = re.compile("(?:引进|新招|招聘|招录|录用|新进|招收)[^。；]*$")
_OTHER_BEDS = re.compile("加床|空床|诊察床|诊床|产床|检查床|治疗床|手术床|陪护|牙椅|抢救床|透析")
_DONE_BY_HAND = re.compile("(?:做|完成|开展|实施|做完|做到)了?(?:约|近|超过?|逾)?$")
_INSURED = re.compile("参保|职工医保|医疗保险")
_WORTH = re.compile("(?:总值|价值)[为达约近超]*$")
_MACHINES = ("台", "套", "件", "台件", "台套", "台（套）", "台（件）")
_SPECIALTIES = re.compile("(?:专科|学科)?(?:入选|获批|获评|被评为|跻身|成为|列入|为)[^，。；、]{0,12}专科")
_PAY = re.compile("(?:职工|员工|医生|人员|医护|人均|居民|农民)[^，。]{0,6}收入")
_USE = re.compile("(?:全年|常年|平均|当前|目前|现)?(?:的)?使用率")


def by_kind(lexicon: Lexicon, norm: str, sentence: Sentence, draft: Draft, earlier: Sequence[Draft]) -> None:
    """Give a draft without a metric the one that its kind and unit leave, if there is one."""
    metric = _metric(norm, sentence, draft, earlier)
    if metric in lexicon.metrics:
        draft.metric, draft.stock = metric, lexicon.metrics[metric].stock
        draft.why["metric"] = draft.unit or metric


def _metric(norm: str, sentence: Sentence, draft: Draft, earlier: Sequence[Draft]) -> str:
    words = norm[max(sentence.start, draft.number_start - _NEAR) : draft.number_start]
    if draft.unit == "张/千人":
        return "beds_per_1000"
    if draft.kind == "bed_count" and not _OTHER_BEDS.search(words + norm[draft.end : draft.end + _NOUN]):
        return "beds_total"
    if (
        draft.kind == "rate"
        and _USE.fullmatch(draft.label or "")
        and any(d.kind == "bed_count" for d in earlier)
    ):
        return "bed_occupancy_rate"
    if draft.unit == "DDDs":
        return "antibiotic_use"
    if draft.kind == "money" and _WORTH.search(words):
        low = max(sentence.start, draft.number_start - _FAR)
        counted = any(d.unit in _MACHINES and d.start >= low for d in earlier[-_FEW:])
        of_equipment = counted or norm.find("设备", low, draft.number_start) >= 0
        return "equipment_value" if of_equipment else ""
    if draft.unit == "个" and _SPECIALTIES.match(norm, draft.end):
        return "key_specialties"
    if draft.unit in ("台", "台次") and _DONE_BY_HAND.search(words):
        return "surgeries" if norm.find("手术", sentence.paragraph, draft.number_start) >= 0 else ""
    return ""


def settle_insured(norm: str, sentence: Sentence, draft: Draft) -> None:
    """The working people of an insurance (参保人员中，在职职工2.7亿人) are insured, nobody's staff."""
    if _INSURED.search(norm, max(sentence.start, draft.number_start - _FAR), draft.number_start):
        draft.metric, draft.why["metric"] = "insured_people", "参保"


def settle_pay(draft: Draft) -> None:
    """What people earn (职工人均年收入) is no revenue of an institution."""
    if _PAY.search(draft.label or ""):
        draft.metric = None


def is_taken_in(norm: str, sentence: Sentence, draft: Draft) -> bool:
    """Whether people are those who came (引进博士6名), not those who are there: a flow."""
    low = max(sentence.start, draft.number_start - _NEAR)
    return _TAKEN_IN.search(norm, low, draft.number_start) is not None
