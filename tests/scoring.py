"""Scores of hospext on a corpus of annotated documents: texts/<name>.txt beside gold/<name>.json.

    python tests/scoring.py CORPUS...    print the scores of each corpus

The levels, each asking for all that the ones before it ask for:

    span    the kind, at an overlapping place
    value   number and range, dates, or grade
    strict  unit, bound, aspect, direction, type of ranking
    row     metric, subject, period, status, basis

A field that the gold leaves out is not judged, a list in the gold accepts each of its members, and a record
that the gold calls optional costs nothing, found or not.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hospext

Fields = dict[str, Any]

LEVELS = ("span", "value", "strict", "row")
UNRANKED = ("unit", "bound", "aspect", "direction")
ROW = ("metric", "subject", "status", "basis")
PERIOD = ("period_start", "period_end")
REPORTED = ("value", *UNRANKED, "rank_type", *ROW, "period_start", "label")


@dataclass
class Tally:
    """Counts of one kind, or of all: gold records, records found, and those right at each level."""

    gold: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.gold + other.gold, self.found + other.found, self.right + other.right)

    def f1(self, level: str) -> float:
        """The harmonic mean of precision and recall at a level."""
        both = self.gold + self.found
        return 2 * self.right[level] / both if both else 1.0

    @property
    def precision(self) -> float:
        return self.right["value"] / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right["value"] / self.gold if self.gold else 1.0


@dataclass
class Scores:
    """The scores of one corpus; of fields and issuers, how many are right and how many are judged."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    issuers: list[int] = field(default_factory=lambda: [0, 0])
    documents: int = 0

    @property
    def total(self) -> Tally:
        return sum(self.kinds.values(), Tally())


def accepts(want: Any, got: Any) -> bool:
    """Whether a gold value, or one of its alternatives, is the value found."""
    return got in want if isinstance(want, list) else got == want


def close(want: float | None, got: float | None) -> bool:
    """Whether two numbers are the same but for the noise of floats."""
    if want is None or got is None:
        return want is got
    return math.isclose(want, got, rel_tol=1e-6, abs_tol=1e-9)


def misses(gold: Fields, found: Fields) -> dict[str, set[str]]:
    """The fields that are wrong, by the level that they spoil."""
    kind = gold["kind"]
    strict: tuple[str, ...] = ()
    if kind == "date":
        value = {name for name in ("date_start", "date_end") if gold.get(name) != found.get(name)}
    elif kind == "grade":
        value = {"grade"} if gold.get("grade") != found.get("grade") else set()
    else:
        value = {name for name in ("value", "value_max") if not close(gold.get(name), found.get(name))}
        strict = (*UNRANKED, "rank_type") if kind == "ranking" else UNRANKED
    stated = [name for name in PERIOD if gold.get(name) is not None]
    return {
        "value": value,
        "strict": {n for n in strict if n in gold and not accepts(gold[n], found.get(n))},
        "row": {n for n in ROW if n in gold and not accepts(gold[n], found.get(n))}
        | {n for n in stated if gold[n] != found.get(n)},
    }


def shared(one: Fields, other: Fields) -> int:
    """How many characters two spans share; none or less where they are apart."""
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def length(record: Fields) -> int:
    return int(record["end"] - record["start"])


def pair(golds: list[Fields], found: list[Fields]) -> list[tuple[int, int]]:
    """Each gold record with at most one found record of its kind: fewest wrong fields, then closest span."""
    candidates = []
    for g, gold in enumerate(golds):
        for f, record in enumerate(found):
            common = shared(gold, record)
            if common > 0 and gold["kind"] == record["kind"]:
                wrong = misses(gold, record)
                apart = length(gold) + length(record) - 2 * common
                candidates.append((4 * len(wrong["value"]) + len(wrong["strict"]), apart, g, f))
    pairs: dict[int, int] = {}
    for _, _, g, f in sorted(candidates):
        if g not in pairs and f not in pairs.values():
            pairs[g] = f
    return list(pairs.items())


def add_document(scores: Scores, annotated: list[Fields], found: list[Fields]) -> None:
    """Count one document's records into the scores."""
    golds = [record for record in annotated if not record.get("optional")]
    optional = [record for record in annotated if record.get("optional")]
    pairs = pair(golds, found)
    paired = {f for _, f in pairs}
    for gold in golds:
        scores.kinds[gold["kind"]].gold += 1
    for f, record in enumerate(found):
        if f in paired or all(shared(record, spare) <= 0 for spare in optional):
            scores.kinds[record["kind"]].found += 1
    for g, f in pairs:
        _add_pair(scores, golds[g], found[f])
    scores.documents += 1


def _add_pair(scores: Scores, gold: Fields, found: Fields) -> None:
    wrong = misses(gold, found)
    right = scores.kinds[gold["kind"]].right
    right["span"] += 1
    for level in LEVELS[1:]:
        if wrong[level]:
            break
        right[level] += 1
    bad = set().union(*wrong.values())
    for name in REPORTED[:-1]:
        if gold.get(name) is not None:
            scores.fields[name][0] += name not in bad
            scores.fields[name][1] += 1
    want, got = gold.get("label"), found.get("label")
    if want and got:  # the document's words, more or fewer of them
        scores.fields["label"][0] += want in got or got in want
        scores.fields["label"][1] += 1


def extract(path: Path, reference_date: str | None) -> Fields:
    """What ``hospext extract`` writes for a file."""
    day = dt.date.fromisoformat(reference_date) if reference_date else None
    return hospext.extract_file(path, reference_date=day).model_dump(mode="json")


def documents(corpus: Path) -> Iterable[tuple[str, Fields, Fields]]:
    """Name, gold and output of every document of a corpus."""
    for path in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, gold, extract(corpus / "texts" / f"{path.stem}.txt", gold.get("reference_date"))


def score(corpus: Path) -> Scores:
    """Run hospext on every text of a corpus and score its records."""
    scores = Scores()
    for _, gold, output in documents(corpus):
        add_document(scores, gold["records"], output["records"])
        if gold.get("issuer"):
            scores.issuers[0] += output["documents"][0]["issuer"] in gold["issuer"]
            scores.issuers[1] += 1
    return scores


def rows(scores: Scores) -> list[list[str]]:
    """The scores by kind, most frequent first, and the total, as text."""
    kinds = sorted(scores.kinds.items(), key=lambda item: -item[1].gold)
    return [
        [name, str(tally.gold), str(tally.found)]
        + [f"{number:.3f}" for number in (tally.precision, tally.recall, *map(tally.f1, LEVELS))]
        for name, tally in [*kinds, ("ALL", scores.total)]
    ]


def main(corpora: list[str]) -> None:
    for corpus in corpora:
        scores = score(Path(corpus))
        print(f"{corpus}: {scores.documents} documents")
        header = ["kind", "gold", "found", "P", "R", *LEVELS]
        for row in [header, *rows(scores)]:
            print(f"{row[0]:<12}" + "".join(f"{value:>8}" for value in row[1:]))
        fields = [f"{n} {right}/{judged}" for n in REPORTED for right, judged in [scores.fields[n]] if judged]
        print("fields right: " + ", ".join(fields))
        print(f"issuers right: {scores.issuers[0]}/{scores.issuers[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
