"""Which record of one document became which: by place where the document is the same, else by words and order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from itertools import count

from hospext.comparing.align import align
from hospext.comparing.fields import squeezed
from hospext.records import Record

Pairs = list[tuple[int, int]]
Key = Callable[[Record], Hashable]
_NUMBERS = re.compile(r"[0-9０-９.,，〇零一二三四五六七八九十百千万亿两]+")


def pair_in_place(old: Sequence[Record], new: Sequence[Record]) -> Pairs:
    """Records of the same text: same kind and span, then same kind and a span that overlaps."""
    pairs = _equal([_span(record) for record in old], [_span(record) for record in new])
    rest_old, rest_new = _rest(pairs, len(old), len(new))
    return pairs + _overlapping(old, new, rest_old, rest_new)


def pair_in_order(old: Sequence[Record], new: Sequence[Record]) -> Pairs:
    """Records of two versions of a text: by their own words and those around them, in the order of the text.

    A sentence that is still the same may stand anywhere; what else is left is looked for between its neighbours.
    """
    strict, *looser = _keys()
    keys_old, keys_new = [strict(record) for record in old], [strict(record) for record in new]
    fixed = align(keys_old, keys_new)
    rest_old, rest_new = _rest(fixed, len(old), len(new))
    elsewhere = [
        (rest_old[i], rest_new[j])
        for i, j in _equal([keys_old[i] for i in rest_old], [keys_new[j] for j in rest_new])
    ]
    for key in looser:
        rest_old, rest_new = _rest(fixed + elsewhere, len(old), len(new))
        if not rest_old or not rest_new:
            break
        fixed = sorted(fixed + _between(fixed, old, new, rest_old, rest_new, key))
    return fixed + elsewhere


def _span(record: Record) -> Hashable:
    return record.kind, record.start, record.end


def _keys() -> list[Key]:
    """What two records may have in common, the surest first."""
    words = cache(squeezed)

    @cache
    def frame(sentence: str) -> str:
        return _NUMBERS.sub("#", words(sentence))

    alone = count()
    return [
        lambda r: (r.kind, words(r.text), words(r.sentence)),
        lambda r: (r.kind, words(r.text), frame(r.sentence)),
        lambda r: (r.kind, frame(r.sentence), r.label),
        lambda r: (r.kind, frame(r.sentence)),
        lambda r: (r.kind, words(r.text), r.label, r.metric),
        lambda r: (r.kind, r.label, getattr(r, "unit", None)) if r.label else next(alone),
    ]


def _rest(pairs: Iterable[tuple[int, int]], old: int, new: int) -> tuple[list[int], list[int]]:
    """The places on both sides that no pair has."""
    left, right = set(range(old)), set(range(new))
    for i, j in pairs:
        left.remove(i)
        right.remove(j)
    return sorted(left), sorted(right)


def _equal(old: Iterable[Hashable], new: Iterable[Hashable]) -> Pairs:
    """Equal items wherever they stand, the first with the first."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for j, item in enumerate(new):
        waiting[item].append(j)
    return [(i, waiting[item].popleft()) for i, item in enumerate(old) if waiting.get(item)]


def _overlapping(
    old: Sequence[Record], new: Sequence[Record], rest_old: list[int], rest_new: list[int]
) -> Pairs:
    """Records of one kind whose spans share something, each at most once, in the order of their places."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for j in sorted(rest_new, key=lambda j: new[j].start):
        by_kind[new[j].kind].append(j)
    pairs = []
    heads = dict.fromkeys(by_kind, 0)
    for i in sorted(rest_old, key=lambda i: old[i].start):
        kind = old[i].kind
        candidates, head = by_kind.get(kind, []), heads.get(kind, 0)
        while head < len(candidates) and new[candidates[head]].end <= old[i].start:
            head += 1
        if head < len(candidates) and new[candidates[head]].start < old[i].end:
            pairs.append((i, candidates[head]))
            head += 1
        heads[kind] = head
    return pairs


def _between(
    fixed: Pairs,
    old: Sequence[Record],
    new: Sequence[Record],
    rest_old: list[int],
    rest_new: list[int],
    key: Key,
) -> Pairs:
    """What is left between the same two fixed points on both sides, held against each other by a looser key."""
    gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rest in enumerate((rest_old, rest_new)):
        edges = [pair[side] for pair in fixed]
        for at in rest:
            gaps[bisect_left(edges, at)][side].append(at)
    return [
        (left[i], right[j])
        for left, right in gaps.values()
        if left and right
        for i, j in align([key(old[i]) for i in left], [key(new[j]) for j in right])
    ]
