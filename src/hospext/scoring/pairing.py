"""Which found record answers which gold record."""

from __future__ import annotations

from bisect import bisect_left

from hospext.scoring.levels import Fields, misses


def shared(one: Fields, other: Fields) -> int:
    """How many characters two spans share; none or less where they are apart."""
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


class Spans:
    """Records by place, so that what overlaps is found without looking at all of them."""

    def __init__(self, records: list[Fields]) -> None:
        self._records = records
        self._order = sorted(range(len(records)), key=lambda at: int(records[at]["start"]))
        self._starts = [records[at]["start"] for at in self._order]
        self._longest = max((_length(record) for record in records), default=0)

    def overlapping(self, record: Fields) -> list[int]:
        """The places of the records that share a character with this one."""
        first = bisect_left(self._starts, record["start"] - self._longest)
        last = bisect_left(self._starts, record["end"])
        return [at for at in self._order[first:last] if shared(record, self._records[at]) > 0]


def pair(golds: list[Fields], found: list[Fields]) -> list[tuple[int, int]]:
    """Each gold record with at most one found record of its kind: fewest wrong fields, then closest span."""
    spans = Spans(found)
    candidates = []
    for g, gold in enumerate(golds):
        for f in spans.overlapping(gold):
            record = found[f]
            if gold["kind"] == record["kind"]:
                wrong = misses(gold, record)
                apart = _length(gold) + _length(record) - 2 * shared(gold, record)
                candidates.append((4 * len(wrong["value"]) + len(wrong["strict"]), apart, g, f))
    pairs: dict[int, int] = {}
    taken = set()
    for _, _, g, f in sorted(candidates):
        if g not in pairs and f not in taken:
            pairs[g] = f
            taken.add(f)
    return list(pairs.items())


def _length(record: Fields) -> int:
    return int(record["end"] - record["start"])
