"""Gold: the records that a document should give, as people have written them down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hospext.errors import InputError
from hospext.scoring.levels import Fields


@dataclass
class Gold:
    """The gold of one document.

    ``records`` are those of the contract, where a left-out field is not judged and a list accepts each member.
    ``text`` is what their spans count; a JSON file does not hold it, and gets it from the document. Inline gold is
    the text itself, under a head of ``head`` lines.
    """

    path: str
    records: list[Fields]
    reference_date: dt.date | None = None
    issuers: list[str] = field(default_factory=list)
    text: str | None = None
    inline: bool = False
    head: int = 0

    def line_of(self, start: int) -> int | None:
        """The line of a place in the text, counted in the file that people look at; None without a text."""
        return None if self.text is None else self.head + self.text.count("\n", 0, start) + 1


class GoldError(InputError):
    """Gold with mistakes: each is one line with file, line and remedy."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
