"""The compiled lexicon: units, metrics, cue words, names and stop phrases, ready to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

Pattern = regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: what ``unit`` holds in a record, and the kind of record that it makes by itself."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the metric catalogue."""

    id: str
    zh: str
    kind: str
    unit: str | None
    terms: tuple[str, ...]
    units: frozenset[str]
    stock: bool
    verbs: tuple[str, ...] = ()
    note: str = ""
    share: str = ""  # the metric of 占 right after a value of this one

    def takes(self, unit: str | None) -> bool:
        return "*" in self.units or (unit or "") in self.units


@dataclass(slots=True)
class Lexicon:
    """Everything the scanners and binders know about words; see the TOML files for each list's source."""

    units: dict[str, Unit]  # by spelling
    weak_units: frozenset[str]
    implied: list[tuple[str, str]]  # label ending, unit; longest ending first
    metrics: dict[str, Metric]
    terms: dict[str, list[Metric]]  # by term
    cues: Mapping[str, Any]
    names: Mapping[str, Any]
    tables: Mapping[str, Mapping[str, list[str]]]
    stops: list[tuple[str, Pattern]]
    festivals: dict[str, dict[str, list[int]]]  # solar and lunar: name, month and day
    disabled: frozenset[str] = frozenset()  # metrics that a rules file has switched off
    arrivals: tuple[str, ...] = field(init=False)  # what leads from one value to the next: 增至, 扩充到
    unit_pattern: str = field(init=False)
    term_pattern: re.Pattern[str] = field(init=False)
    compiled: dict[str, Pattern] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        verbs = self.cue("direction", "arrives")
        self.arrivals = tuple(verb + end for verb in verbs for end in ("到", "至", "为", "成"))
        self.unit_pattern = alternatives(self.units)
        self.term_pattern = re.compile(any_of(self.terms))

    def cue(self, *path: str) -> list[str]:
        """A list of the cue file, by its path: ``cue("basis", "since")``."""
        node: Any = self.cues
        for key in path:
            node = node[key]
        words: list[str] = node
        return words

    def pattern(self, name: str, source: str) -> Pattern:
        """A pattern compiled once for this lexicon."""
        found = self.compiled.get(name)
        if found is None:
            found = self.compiled[name] = regex.compile(source)
        return found


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def any_of(words: Iterable[str], *others: str) -> str:
    """A pattern for the longest of the words that fits, which ``re`` is fast at.

    ``others`` are patterns to try after the words. Where each begins with a plain character and nothing stands before
    the whole, ``re`` passes over all places with another character at once; in a group around both it would not.
    """
    words = list(words)
    if others or not words:
        return f"(?:{_branches(_tree(words), *others)})"
    return f"(?:{_heads(words)}{_after_heads(words)})"


def any_not_after(before: str, words: Iterable[str]) -> str:
    """A pattern for any of some words, not right after a character of a set.

    What stands before is asked for after the first character of a word, so that ``re`` can look for that one first.
    """
    words = list(words)
    return f"(?:{_heads(words)}(?<!{before}.){_after_heads(words)})"


def _heads(words: Iterable[str]) -> str:
    """A set of the characters that the words begin with."""
    return f"[{''.join(sorted({re.escape(word[0]) for word in words}))}]"


def _after_heads(words: list[str]) -> str:
    """A pattern for what follows the first characters of the words.

    ``re`` tries branch by branch, so the second character, which most places have none of, is asked for as one of a
    set before it decides on the branch, that of most words first; the first character is looked back at there.
    """
    by_second: dict[str, list[str]] = {}
    for word in words:
        if len(word) > 1:
            by_second.setdefault(word[1], []).append(word)
    ways = []
    if by_second:
        order = sorted(by_second, key=lambda second: (-len(by_second[second]), second))
        branches = (re.escape(second) + _after_second(by_second[second]) for second in order)
        ways.append(f"(?={_heads(by_second)})(?:{'|'.join(branches)})")
    if single := [word for word in words if len(word) == 1]:
        ways.append(f"(?<={_heads(single)})")
    return f"(?:{'|'.join(ways)})"


def _after_second(words: Iterable[str]) -> str:
    """A pattern for what follows the second character of words that share it: their first ones decide."""
    rests: dict[str, list[str]] = {}  # by first character
    for word in words:
        rests.setdefault(word[0], []).append(word[2:])
    heads: dict[str, str] = {}  # those with the same rests
    for head, each in rests.items():
        rest = _branches(_tree(each))
        heads[rest] = heads.get(rest, "") + head
    ways = [f"(?<={_heads(alike)}.){rest}" for rest, alike in heads.items()]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _tree(words: Iterable[str]) -> dict[str, Any]:
    """The words by their characters, one after another; where a word ends, so does a branch."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return tree


def _branches(node: dict[str, Any], *others: str) -> str:
    parts = [re.escape(char) + _branches(after) for char, after in sorted(node.items()) if char]
    parts.extend(others)
    if not parts:
        return ""
    if len(parts) == 1 and "" not in node:
        return parts[0]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in node else "")
