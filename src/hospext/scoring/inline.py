"""Gold that people write: the text itself, with a mark around each value.

    开放床位[[911张|bed_count metric=beds_open]]

A mark holds the words, a bar, the kind, and the fields that are judged. A head between two lines of ``---`` may say
what is known of the document. ``\\[``, ``\\]``, ``\\|`` and ``\\\\`` are those characters themselves.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from difflib import get_close_matches

from hospext.scoring.gold import Gold, GoldError
from hospext.scoring.marks import record_of

FENCE = "---"
_KEYS = ("reference_date", "issuer", "records")
_STOP = re.compile(r"\\[\\\[\]|]|\[\[|\]\]")
_MARK = re.compile(
    r"""\[\[
    (?P<words> (?: [^\\\[\]|] | \\. | \[(?!\[) | \](?!\]) )* )
    \|
    (?P<items> (?: "(?:[^"\\\n]|\\.)*" | [^"\[\]\n] | \[(?!\[) | \](?!\]) )* )
    \]\]""",
    re.X | re.S,
)
_ESCAPED = re.compile(r"\\([\\\[\]|])")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_ITSELF = r"(write \[\[ and \]\] for the characters themselves)"


def parse_inline_gold(source: str, path: str) -> Gold:
    """The gold that a marked text holds; raises GoldError with every mistake in it, each with its line."""
    return _Reader(source, path).read()


class _Reader:
    """Goes once through a file, and collects the plain text, the records and the mistakes."""

    def __init__(self, source: str, path: str) -> None:
        self._source = source
        self._starts = [0, *(found.end() for found in re.finditer("\n", source))]
        self._gold = Gold(path, [], inline=True)
        self._mistakes: list[str] = []
        self._plain: list[str] = []
        self._size = 0
        self._no_records = False

    def read(self) -> Gold:
        """The whole file; raises GoldError."""
        at: int | None = self._head()
        if at is not None and not self._source[at:].strip():
            self._mistake(0, "an empty case: there is no text to mark")
            at = None
        while at is not None:
            at = self._stretch(at)
        self._check_records()
        if self._mistakes:
            raise GoldError(self._mistakes)
        self._gold.text = "".join(self._plain)
        return self._gold

    def _mistake(self, at: int, what: str) -> None:
        self._mistakes.append(f"{self._gold.path}:{bisect_right(self._starts, at)}: {what}")

    def _check_records(self) -> None:
        """A text without marks is told from one that nobody has marked yet by what its head says."""
        if self._mistakes:
            return
        if not self._gold.records and not self._no_records:
            self._mistake(0, "an empty case: nothing is marked (where that is right, say so: records: none)")
        if self._gold.records and self._no_records:
            self._mistake(0, "the head says records: none, but there are marks: take that line out")

    def _head(self) -> int | None:
        """Read the head, if there is one; gives where the text starts, or None where that cannot be known."""
        lines = [line.rstrip("\r") for line in self._source.split("\n")]
        if lines[0] != FENCE:
            return 0
        if FENCE not in lines[1:]:
            self._mistake(0, f"the head has no end: close it with a line of {FENCE}")
            return None
        end = lines.index(FENCE, 1)
        for number in range(1, end):
            if lines[number].strip():
                self._head_line(lines[number].strip(), self._starts[number])
        self._gold.head = end + 1
        return [*self._starts, len(self._source)][end + 1]

    def _head_line(self, line: str, at: int) -> None:
        key, _, value = (part.strip() for part in line.partition(":"))
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"use {', '.join(_KEYS)}"
            self._mistake(at, f"unknown {key!r} in the head: {hint}")
        elif key == "issuer" and value:
            self._gold.issuers.append(value)
        elif key == "records" and value == "none":
            self._no_records = True
        elif key == "reference_date" and _date(value):
            self._gold.reference_date = _date(value)
        else:
            form = {"issuer": "a name", "records": "none", "reference_date": "a date such as 2024-12-31"}
            self._mistake(at, f"{key} is {form[key]}, not {value!r}")

    def _stretch(self, at: int) -> int | None:
        """Read up to the next escape or mark and behind it; gives where to go on, None at the end."""
        found = _STOP.search(self._source, at)
        self._add(self._source[at : found.start() if found else len(self._source)])
        if found is None:
            return None
        if found[0] == "[[":
            return self._mark(found.start())
        if found[0] == "]]":
            self._mistake(found.start(), f"]] without [[ before it {_ITSELF}")
        self._add(found[0][1])
        return found.end()

    def _add(self, text: str) -> None:
        self._plain.append(text)
        self._size += len(text)

    def _mark(self, at: int) -> int | None:
        """Read a mark and add its record; gives where to go on, None where no end of it is found."""
        found = _MARK.match(self._source, at)
        if found is None or _BLANK_LINE.search(found["words"]):
            self._mistake(at, self._broken(at))
            return None
        words = _ESCAPED.sub(r"\1", found["words"])
        place = {"start": self._size, "end": self._size + len(words), "text": words}
        self._add(words)
        try:
            self._gold.records.append(place | record_of(words, found["items"], self._gold.reference_date))
        except ValueError as error:
            self._mistake(at, str(error))
        return found.end()

    def _broken(self, at: int) -> str:
        """What is wrong with a mark that cannot be read."""
        rest = self._source[at + 2 :]
        stop = re.search(r"(?<!\\)(?:\[\[|\]\]|\|)|\n[ \t\r]*\n", rest)
        if stop and stop[0] == "]]":
            return f"a mark without a kind: write [[{rest[: stop.start()]}|kind]] {_ITSELF}"
        line = rest.split("\n", 1)[0]
        if stop and stop[0] == "|" and line.count('"') % 2:
            return 'a quotation mark " without its pair'
        if stop and (stop[0] == "[[" or "[[" in line.split("]]", 1)[0]):
            return f"this mark is not closed before the next one: end it with ]] {_ITSELF}"
        return f"this mark is not closed: end it with ]] on the line of its fields {_ITSELF}"


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
