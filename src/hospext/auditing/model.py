"""What an audit gives: findings, each with the records it rests on and the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from hospext.auditing.wording import Both
from hospext.records import Record


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record, and the part that it plays in a finding: an id of ``[roles]`` in wording.toml."""

    role: str
    record: Record


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit.

    ``check`` is an id of ``[checks]`` in wording.toml, ``about`` what the finding is about (organisation, metric, period),
    ``message`` one sentence with the arithmetic. ``computed`` is what the other records or plain sense allow, ``stated``
    what the words allow that are doubted; both in the base unit.
    """

    check: str
    about: Both
    message: Both
    computed: str
    stated: str
    evidence: tuple[Evidence, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The records alone."""
        return tuple(each.record for each in self.evidence)
