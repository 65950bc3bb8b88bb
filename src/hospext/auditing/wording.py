"""What an audit says in a language of people: Chinese or English."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_Table = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in one of them (``zh``, ``en``)."""
        return self.en if language == "en" else self.zh


@cache
def _tables() -> dict[str, _Table]:
    return tomllib.loads(files("hospext.auditing").joinpath("wording.toml").read_text(encoding="utf-8"))


def message(name: str, *arguments: str) -> Both:
    """A message of the file with its numbers and words."""
    return _both("messages", name, *arguments)


def role(name: str, language: str = "zh") -> str:
    """The part that a record plays in a finding."""
    return _both("roles", name).of(language)


def check_title(name: str, language: str = "zh") -> str:
    """What a check finds."""
    return _both("checks", name).of(language)


def check_names() -> list[str]:
    """The ids of the checks."""
    return list(_tables()["checks"])


def _both(table: str, name: str, *arguments: str) -> Both:
    entry = _tables()[table][name]
    return Both(*(entry[language].format(*arguments) for language in ("zh", "en")))
