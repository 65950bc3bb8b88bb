"""Two sequences held against each other in order, in time that grows with their length (patience diff)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

_DEPTH = 40  # of gaps within gaps; each level goes over both sequences once at most


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places in both that hold equal items, rising on both sides.

    Items that occur once on each side are the fixed points; between them, ends that are alike are taken, and what
    has become unique there. It is not always the longest such list.
    """
    pairs = []
    gaps = [(0, len(old), 0, len(new), 0)]
    while gaps:
        a, a_end, b, b_end, depth = gaps.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a == a_end or b == b_end or depth == _DEPTH:
            continue
        anchors = _unique(old, new, (a, a_end), (b, b_end))
        if anchors:
            edges = [(a - 1, b - 1), *anchors, (a_end, b_end)]
            pairs += anchors
            gaps += [
                (i + 1, i_next, j + 1, j_next, depth + 1) for (i, j), (i_next, j_next) in pairwise(edges)
            ]
    return sorted(pairs)


def _unique(
    old: Sequence[Hashable], new: Sequence[Hashable], a: tuple[int, int], b: tuple[int, int]
) -> list[tuple[int, int]]:
    """The items that occur once in both stretches, as far as they are in the same order."""
    counts, others = Counter(old[i] for i in range(*a)), Counter(new[j] for j in range(*b))
    places = {new[j]: j for j in range(*b)}
    both = [(i, places[old[i]]) for i in range(*a) if counts[old[i]] == 1 == others[old[i]]]
    return _rising(both)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, which rise on the left, that rises on the right too."""
    ends: list[int] = []  # the least right side that a rising part of each length ends with
    last: list[int] = []  # which pair that is
    before: list[int | None] = []
    for at, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        before.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(right)
            last.append(at)
        else:
            ends[length], last[length] = right, at
    chosen = []
    walk = last[-1] if last else None
    while walk is not None:
        chosen.append(pairs[walk])
        walk = before[walk]
    return chosen[::-1]
