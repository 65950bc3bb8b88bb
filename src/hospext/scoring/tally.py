"""Counting what is right: by kind, by field, and over all documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal

from hospext.scoring.gold import Gold
from hospext.scoring.levels import LEVELS, REPORTED, Fields, label_right, misses
from hospext.scoring.pairing import Spans, pair


@dataclass
class Tally:
    """Counts of one kind, or of all: gold records, records found, and those right at each level."""

    gold: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.gold + other.gold, self.found + other.found, self.right + other.right)

    def precision(self, level: str = "value") -> float:
        """The share of the records found that are right."""
        return self.right[level] / self.found if self.found else 1.0

    def recall(self, level: str = "value") -> float:
        """The share of the gold records that were found and are right."""
        return self.right[level] / self.gold if self.gold else 1.0

    def f1(self, level: str) -> float:
        """The harmonic mean of both."""
        both = self.gold + self.found
        return 2 * self.right[level] / both if both else 1.0


@dataclass
class FieldTally:
    """Counts of one field: how often the gold states it, is found with it judged, and is right in it."""

    stated: int = 0
    judged: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share that is right where a record was found for the gold's."""
        return self.right / self.judged if self.judged else 1.0

    @property
    def recall(self) -> float:
        """The share that is right of all that the gold states, found or not."""
        return self.right / self.stated if self.stated else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.judged + self.stated
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True)
class Miss:
    """A gold record that was missed, a record found that is none, or one with wrong fields (found, wanted)."""

    path: str
    line: int
    start: int
    what: Literal["missed", "false", "wrong"]
    kind: str
    text: str
    rule: str | None
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Scores:
    """The scores of documents; of issuers, how many are right and how many are judged."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    fields: dict[str, FieldTally] = field(default_factory=lambda: defaultdict(FieldTally))
    issuers: list[int] = field(default_factory=lambda: [0, 0])
    documents: list[str] = field(default_factory=list)
    errors: list[Miss] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """The counts of all kinds together."""
        return sum(self.kinds.values(), Tally())

    def by_kind(self) -> list[tuple[str, Tally]]:
        """The kinds with the most frequent in the gold first."""
        return sorted(self.kinds.items(), key=lambda item: -item[1].gold)

    def add(self, gold: Gold, found: list[Fields], issuer: str | None, path: str) -> None:
        """Count one document: what was found in it, its issuer, and the path that its errors are told at."""
        self.documents.append(path)
        if gold.issuers:
            self.issuers[0] += issuer in gold.issuers
            self.issuers[1] += 1
        golds = [record for record in gold.records if not record.get("optional")]
        optional = Spans([record for record in gold.records if record.get("optional")])
        pairs = pair(golds, found)
        answered, paired = {g for g, _ in pairs}, {f for _, f in pairs}
        tell = _Teller(self.errors, path, gold)
        for g, record in enumerate(golds):
            self.kinds[record["kind"]].gold += 1
            for name in REPORTED:
                self.fields[name].stated += record.get(name) is not None
            if g not in answered:
                tell.error("missed", record)
        for f, record in enumerate(found):
            if f in paired:
                self.kinds[record["kind"]].found += 1
            elif not optional.overlapping(record):
                self.kinds[record["kind"]].found += 1
                tell.error("false", record)
        for g, f in pairs:
            self._add_pair(golds[g], found[f], tell)

    def _add_pair(self, gold: Fields, found: Fields, tell: _Teller) -> None:
        wrong = misses(gold, found)
        right = self.kinds[gold["kind"]].right
        right["span"] += 1
        for level in LEVELS[1:]:
            if wrong[level]:
                break
            right[level] += 1
        bad = [name for level in LEVELS[1:] for name in wrong[level]]
        for name in REPORTED[:-1]:
            if gold.get(name) is not None:
                self.fields[name].right += name not in bad
                self.fields[name].judged += 1
        label = label_right(gold, found)
        if label is not None:
            self.fields["label"].right += label
            self.fields["label"].judged += 1
        if bad:
            tell.error("wrong", gold, found, bad)


class _Teller:
    """Notes the errors of one document, each with its line: of the gold file where that holds the text."""

    def __init__(self, errors: list[Miss], path: str, gold: Gold) -> None:
        self._errors = errors
        self._path = path
        self._gold = gold

    def error(
        self,
        what: Literal["missed", "false", "wrong"],
        record: Fields,
        found: Fields | None = None,
        bad: list[str] | None = None,
    ) -> None:
        told = found or record
        fields = {name: (told.get(name), record.get(name)) for name in bad or []}
        line = self._gold.line_of(record["start"]) or told.get("line") or 1
        self._errors.append(
            Miss(
                self._path,
                line,
                record["start"],
                what,
                record["kind"],
                record.get("text") or told["text"],
                told.get("rule"),
                fields,
            )
        )
