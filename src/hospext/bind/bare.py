"""Numbers without a unit: a record only where the words around them say what they count."""

from __future__ import annotations

from hospext.bind.drafts import Draft, Sentence
from hospext.bind.labels import Labels
from hospext.lexicon import Lexicon
from hospext.patterns import pattern
from hospext.scan.mentions import Quantity

_SCALED = frozenset("万亿千余多")
_BOUNDS = ("approx", "over", "under")
_SCALE = pattern(r"[万亿](?=\p{Han}{2}$)")  # 一亿三千万[左右]
_HUNDREDS_OF_MILLIONS = pattern("个[多余]?亿$")  # said of money alone
_STEPS = pattern(r"(?:比|较)[^，。；比较]{1,8}(高|低|多|少|上升|下降|提高|提升|降低|回落)了?$")
_COUNTED = pattern(r"群众|百姓|市民|村民|学子|患者|人口|人群|居民|职工|参保|病例|家庭|学生|党员|名|医护")
_MONEY = pattern(
    r"(?:收入|投资|投入|投了|费用|资金|外债|欠款|负债|债务|债|亏损|亏了|利润|产值|经费|金额|补助|营收|基金|存款|贷款|结余|支出|造价|募集|捐款|缺口|盈利|真金白银)[^，。；：、人次]{0,8}$"
)
_DELIMITER = pattern(r"[，。；、：）\n和与及吧呢啊]|$")
_VERB_TAIL = "达为近约超突破过的稳定在由从首次不足分别是至到共有计升降"


def settle_bare(
    lexicon: Lexicon,
    labels: Labels,
    norm: str,
    sentence: Sentence,
    draft: Draft,
    quantity: Quantity,
    pre: str,
    earlier: list[Draft],
) -> bool:
    """Give a bare number its kind and unit from its label or its list; False where it measures nothing."""
    following = norm[quantity.end : quantity.end + 3]
    if pattern(r"的(?:总分|得分|成绩|高分|评分)").match(norm[quantity.end : quantity.end + 4]):
        draft.kind, draft.unit, draft.label = "score", "分", norm[quantity.end + 1 : quantity.end + 3]
        return True
    previous = earlier[-1] if earlier else None
    if pre.strip("：为（") in ("目标值", "目标", "标准值", "参考值") and previous is not None:
        draft.kind, draft.unit, draft.metric, draft.label, draft.stock = (
            previous.kind,
            previous.unit,
            previous.metric,
            previous.label,
            previous.stock,
        )
        draft.why["inherits"] = str(previous.start)
        return True
    if _as_index(lexicon, labels, norm, sentence, draft, quantity, earlier):
        return True
    cleaned, bare_words = labels.clean(pre), pre.rstrip(_VERB_TAIL)
    for ending, unit in lexicon.implied:
        if cleaned.endswith(ending) or bare_words.endswith(ending):
            draft.unit = unit
            draft.kind = "bed_count" if unit == "张" else "count"
            return quantity.value >= 10
    implied = _implied_by_clause(lexicon, norm[max(sentence.start, quantity.core - 40) : quantity.core])
    written = norm[quantity.core : quantity.end]
    scaled = written[-1] in _SCALED or (quantity.bound in _BOUNDS and _SCALE.search(written) is not None)
    if implied and scaled:
        draft.unit = implied
        return True
    if not scaled or quantity.end - quantity.start < 2:
        return False
    if cleaned and _COUNTED.match(following):
        return True
    if _HUNDREDS_OF_MILLIONS.search(written) or (
        _DELIMITER.match(following) and _MONEY.search(norm, sentence.start, quantity.core)
    ):
        draft.kind, draft.unit = "money", "CNY"  # 总投资超43亿
        return True
    found = labels.find(pre, "", "人次", "count")
    if (
        found.metric is None
        and previous is not None
        and previous.kind == "count"
        and previous.value
        and previous.value >= 1000
    ):
        draft.unit = previous.unit
        return _DELIMITER.match(following) is not None
    if found.metric is not None:
        draft.unit = found.metric.unit
        return True
    return (
        _DELIMITER.match(following) is not None
        or pattern("大|提|上升|增|下降|减|降|升|到|至|回").match(following) is not None
    )


def _implied_by_clause(lexicon: Lexicon, text: str) -> str | None:
    """The unit that the words of a from-to pair name: 献血人次由1998年的32.8万提高到2014年的1299万."""
    clause = pattern(r"[，；。]").split(text)[-1]
    if not pattern(r"[由从]|[至到]").search(clause):
        return None
    found = [(clause.rfind(ending), unit) for ending, unit in lexicon.implied if ending in clause]
    return max(found)[1] if found else None


def _as_index(
    lexicon: Lexicon,
    labels: Labels,
    norm: str,
    sentence: Sentence,
    draft: Draft,
    quantity: Quantity,
    earlier: list[Draft],
) -> bool:
    """A small number in a sentence about an index (CMI值市一院1.14、矿总院1.02) is one more value of it."""
    if (
        quantity.value >= (100 if "影响因子" in norm[max(0, quantity.core - 8) : quantity.core] else 10)
        or (quantity.value % 1 == 0 and quantity.value != 1)
        or (
            not _DELIMITER.match(norm[quantity.end : quantity.end + 1] or " ")
            and norm[quantity.end : quantity.end + 1] not in ("升", "降", "提", "上", "下", "增", "减")
        )
    ):
        return False
    scores = [d for d in earlier if d.kind == "score" and d.unit is None]
    if scores and norm.find("。", scores[-1].end, quantity.core) < 0:
        draft.kind, draft.metric, draft.label = "score", scores[-1].metric, scores[-1].label
        draft.why["inherits"] = str(scores[-1].start)
        stepped = _STEPS.search(norm, max(sentence.start, quantity.core - 14), quantity.core)
        if stepped:  # CMI值1.14，比一季度高0.02
            up = stepped[1] in ("高", "多", "上升", "提高", "提升")
            draft.aspect, draft.direction = "change", "increase" if up else "decrease"
        return True
    low = earlier[-1].end if earlier else sentence.start
    for term in sorted(lexicon.cue("names", "index"), key=len, reverse=True):
        at = norm.rfind(term, max(low, quantity.core - 40), quantity.core)
        if (
            at >= 0
            and pattern(r"[0-9]").search(norm[at + len(term) : quantity.core]) is None
            and "。" not in norm[at : quantity.core]
        ):
            draft.kind = "rate" if "强度" in term else "score"
            draft.label = term
            found = labels.find(term, "", None, draft.kind)
            if found.metric is not None:
                draft.metric, draft.stock = found.metric.id, found.metric.stock
            if term in ("得分", "总分", "评分", "分值", "均分", "平均分"):
                draft.unit = "分"
            return True
    return False
