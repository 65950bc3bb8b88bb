"""Lists of words and ids in a TOML file of a package, read once and only when they are needed."""

from __future__ import annotations

import tomllib
from functools import cached_property
from importlib.resources import files
from typing import Any


class WordTables:
    """The tables of one file."""

    def __init__(self, package: str, name: str) -> None:
        self._package, self._name = package, name

    @cached_property
    def _tables(self) -> dict[str, Any]:
        return tomllib.loads(files(self._package).joinpath(self._name).read_text(encoding="utf-8"))

    def words(self, key: str) -> list[str]:
        """A list of words or ids."""
        return list(self._tables[key])

    def lines(self, key: str) -> list[list[str]]:
        """A list of lists of words or ids."""
        return list(self._tables[key])

    def number(self, key: str) -> int:
        """A single number."""
        return int(self._tables[key])


WORDS = WordTables("hospext.meaning", "words.toml")
