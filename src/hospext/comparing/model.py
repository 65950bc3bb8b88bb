"""What a comparison finds, as plain data: documents, pairs of records, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hospext.records import Record


class Outcome(StrEnum):
    """What became of a record; ``moved`` ones stand elsewhere, or among other words, and are else the same."""

    ADDED = "added"
    LOST = "lost"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


class State(StrEnum):
    """How a document stands to the other side; ``failed`` ones could not be read, so nothing is known of them."""

    COMPARED = "compared"
    MISSING = "missing"
    NEW = "new"
    FAILED = "failed"


def _anything(item: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as a difference.

    ``tolerance`` is relative: 1e-6 lets 1000000 pass for 1000001. ``wanted`` chooses the records that are looked
    at; a pair is looked at where either side is wanted. ``wanted_document`` does the same with the documents' ids,
    and ``facts`` says whether titles, issuers and dates of documents are looked at.
    """

    ignore: frozenset[str] = frozenset()
    tolerance: float = 0.0
    allow_added: bool = False
    strict_spans: bool = False
    wanted: Callable[[Record], bool] = _anything
    wanted_document: Callable[[str], bool] = _anything
    facts: bool = True

    @property
    def failing(self) -> frozenset[Outcome]:
        """The outcomes that count as differences."""
        outcomes = {Outcome.LOST, Outcome.CHANGED}
        if not self.allow_added:
            outcomes.add(Outcome.ADDED)
        if self.strict_spans:
            outcomes.add(Outcome.MOVED)
        return frozenset(outcomes)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's old and new value."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Pairing:
    """An old record and the new one that it became; one of them is missing for a lost or an added one."""

    outcome: Outcome
    old: Record | None
    new: Record | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def record(self) -> Record:
        """The record as it is now, or as it was where it is lost."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(slots=True)
class DocumentComparison:
    """One document on both sides.

    ``path`` is its id on the new side (on the old one where it is missing), ``name`` the id that a baseline has for
    it. ``facts`` are changes of title, issuer or date; they are differences where the document itself did not change.
    """

    path: str
    name: str
    state: State
    unchanged: bool = False
    facts: tuple[FieldChange, ...] = ()
    pairs: list[Pairing] = field(default_factory=list)  # of all outcomes, in the order of their places
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)  # by kind and outcome

    def count(self, outcome: Outcome) -> int:
        """How many records have an outcome."""
        return sum(number for (_, each), number in self.counts.items() if each is outcome)


@dataclass(slots=True)
class Comparison:
    """All documents of both sides, in the order of their paths."""

    documents: list[DocumentComparison]
    settings: Settings

    def count(self, outcome: Outcome) -> int:
        """How many records of all documents have an outcome."""
        return sum(document.count(outcome) for document in self.documents)

    def kinds(self) -> dict[str, Counter[Outcome]]:
        """The counts by kind of record, the kinds in alphabetical order."""
        found: dict[str, Counter[Outcome]] = {}
        for document in self.documents:
            for (kind, outcome), number in document.counts.items():
                found.setdefault(kind, Counter())[outcome] += number
        return dict(sorted(found.items()))

    def states(self) -> Counter[State]:
        """How many documents are in each state."""
        return Counter(document.state for document in self.documents)

    def differences(self, document: DocumentComparison) -> list[Pairing]:
        """The pairs of a document that count as differences."""
        return [pair for pair in document.pairs if pair.outcome in self.settings.failing]

    def differs(self, document: DocumentComparison) -> bool:
        """Whether anything in a document counts as a difference."""
        if document.state is State.MISSING:
            return True
        if document.state is State.NEW and not self.settings.allow_added:
            return True
        facts = document.unchanged and document.facts
        return bool(facts) or any(document.count(outcome) for outcome in self.settings.failing)

    @property
    def same(self) -> bool:
        """Whether there is no difference at all; documents that failed count as none here."""
        return not any(self.differs(document) for document in self.documents)
