"""Lists: A、B、C分别为x、y、z, each value with its own subject or its own label."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from hospext.bind.drafts import Draft
from hospext.patterns import pattern
from hospext.scan.mentions import Name

_JOINT = pattern(r"[)）]?\s?(?:[、，]|，?和|，?与|，?及|，?以及|、和)\s?")
_RESPECTIVELY = pattern(r"分别|依次")
_ITEM = pattern(r"、|和|与|及|以及")
_HEADS = (
    "导师",
    "报销比例",
    "支付比例",
    "规范管理率",
    "控制率",
    "签约率",
    "次均费用",
    "均次费用",
    "人均费用",
    "收入占比",
    "占比",
    "得分率",
    "使用率",
    "比例",
    "比重",
    "满意度",
    "消耗指数",
    "指数",
    "人次",
    "费用",
    "存活率",
    "率",
    "床位数",
    "人数",
    "得分",
    "高级职称",
    "职称",
    "手术占比",
    "台次",
    "面积",
)
_VERB_TAIL = pattern(
    r"(?:者|数|量)?(?:，|：)?(?:分别|依次|各)?(?:同比|环比|(?<!占)比(?!例|重|率)\p{Han}{1,8}|较\p{Han}{0,8})?(?:分别|依次|各)?(?:增长|下降|上升|提高|增加|减少|降低|提升|回落|上涨|缩短|盈余|达到?|为|是|有|(?<![药耗])占|至|到|增|降|共|完成|约|近|超过?|了|长|以|仅|则|均|达成|实现|高达|：|获得?|得分?|拥有|设)*$"
)
_VERB_TAIL_STARTS = frozenset(
    _VERB_TAIL.pattern
)  # where it takes anything at all, it starts with one of these
_CAMPUSES = pattern(r"((?:\p{Han}{2,6}、)+\p{Han}{2,6}?)[两三四五六]个?(院区|分院)")
_BASIS = {"同比": "year_on_year", "环比": "period_on_period"}
_BASES = pattern(r"(同比|环比)(?:、|和|与|及)(同比|环比)(?:分别|依次|各)?\p{Han}{0,4}$")
_EACH = pattern(
    r"(?:分别|依次)(?:为|是|达到?|有|完成|实现|降至|升至|增至|控制在|稳定在|保持在|降到|提高到|下降到)?了?[约近超]?$"
)
_DIRECTION = pattern(r"(?:上涨|上升|增长|增加|提高|提升|下降|下滑|减少|降低|回落|缩短)了?$")


@dataclass(slots=True)
class Group:
    """Values in a row with nothing but marks of enumeration between them."""

    drafts: list[Draft]


def find_groups(norm: str, drafts: list[Draft]) -> list[Group]:
    """Runs of two or more values of one kind and unit, listed one after another."""
    groups: list[Group] = []
    run: list[Draft] = []
    for draft in drafts:
        if (
            run
            and _JOINT.match(norm, run[-1].end)  # asked first, for few values have one after them
            and (_alike(run[-1], draft) or _each_its_own(norm, run[0]))
            and _JOINT.fullmatch(_gap(norm, run[-1], draft))
        ):
            run.append(draft)
            continue
        if len(run) > 1:
            groups.append(Group(run))
        run = [draft]
    if len(run) > 1:
        groups.append(Group(run))
    return groups


def _each_its_own(norm: str, first: Draft) -> bool:
    """Whether a list gives each item its own unit: 门诊量、平均住院日分别为85.3万人次、6.8天."""
    head = norm[max(0, first.number_start - 8) : first.number_start]
    return _EACH.search(head) is not None


def _gap(norm: str, last: Draft, draft: Draft) -> str:
    """What stands between two values, but for bounds and, between two changes, their direction: 上涨1.9%和下降2.7%."""
    gap = norm[last.end : draft.start].rstrip("约近超+-")
    return _DIRECTION.sub("", gap) if last.aspect == draft.aspect == "change" else gap


def _alike(a: Draft, b: Draft) -> bool:
    if a.rank_type and b.rank_type:
        return a.aspect == b.aspect
    return (
        (a.unit == b.unit or a.unit is None or b.unit == "百分点")
        and a.kind in (b.kind, "count", "score", "growth_rate", "rate")
    ) or a.aspect == b.aspect == "change"


def items_before(text: str) -> list[str]:
    """The items of the enumeration that ends in front of the list's verb."""
    text = pattern(r"[，；：。]").split(_without_verb(text))[-1]
    return [item for item in _ITEM.split(text) if item]


def _without_verb(text: str) -> str:
    """A text without the verb that it ends with: the pattern is costly, so it is tried only where it can start."""
    for at, char in enumerate(text):
        if char in _VERB_TAIL_STARTS and (tail := _VERB_TAIL.match(text, at)):
            return text[:at] + text[tail.end() :]
    return text


def expand(items: list[str]) -> list[str]:
    """Full labels: in 药品、卫材、医疗服务收入占比 the head 收入占比 belongs to every item."""
    last = items[-1]
    head = next((h for h in _HEADS if last.endswith(h) and len(last) > len(h)), "")
    lead = pattern(r"[0-9一二三四五六七八九十]+年").match(items[0])
    out = []
    for i, item in enumerate(items):
        label = item if not head or any(item.endswith(h) for h in _HEADS) else item + head
        if lead and i and not pattern(r"[0-9一二三四五六七八九十]").match(label):
            label = lead[0] + label
        out.append(label)
    return out


def names_of_items(names: list[Name], norm: str, left: int, at: int, count: int) -> list[Name]:
    """The names that head the items of a list before ``at``, when there are just ``count`` of them in a row."""
    inside = [n for n in names if left <= n.start and n.end <= at]
    for first in range(len(inside) - count + 1):
        row = inside[first : first + count]
        between = [norm[a.end : b.start] for a, b in itertools.pairwise(row)]
        if all(pattern(r"、|和|与|及|以及|，").fullmatch(gap) for gap in between):
            return row
    return []


def campuses_before(text: str, count: int) -> tuple[list[str], int]:
    """The campuses of a list that names what they are once (城北、滨河、高新三院区), and where they end; none if not so many."""
    found = _CAMPUSES.search(text)
    names = [f"{name}{found[2]}" for name in found[1].split("、")] if found else []
    return (names, found.end()) if found and len(names) == count else ([], 0)


def bases_before(text: str) -> list[str]:
    """What each value of a list is compared with: 环比、同比分别增长5.6%和2.4%."""
    found = _BASES.search(text)
    return [_BASIS[word] for word in found.groups()] if found else []


def after_respectively(text: str) -> str:
    """The words between 分别 and the values of a list."""
    found = _RESPECTIVELY.split(text)
    return found[-1] if len(found) > 1 else ""


def says_respectively(text: str) -> bool:
    return _RESPECTIVELY.search(text) is not None
