"""The reason of a step in a language of people: Chinese or English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from hospext.explaining.model import Step


@cache
def reasons() -> dict[str, dict[str, str]]:
    """What each reason says, by language (``zh``, ``en``), by the id that a step has."""
    source = resources.files("hospext.explaining").joinpath("reasons.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def reason_text(step: Step, language: str = "zh") -> str:
    """The reason of a step of a record; a reason without wording is its id."""
    return _worded(step.reason, step.words, language)


def miss_text(step: Step, language: str = "zh") -> str:
    """Why a number gave no record; a missing unit then needs other words than a record's."""
    return _worded("without_unit" if step.reason == "no_unit" else step.reason, step.words, language)


def _worded(reason: str, words: str | None, language: str) -> str:
    text = reasons().get(reason, {}).get(language, reason)
    return text.replace("{0}", words) if words else text.replace("“{0}”", "").rstrip(" ：:")
