"""The words of the page in both languages: its labels, the names of fields, values and metrics, and the reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from hospext.explaining.wording import reasons
from hospext.lexicon import Metric
from hospext.writing.rows import COLUMNS_ZH

LANGUAGES = ("zh", "en")


@cache
def table(name: str) -> dict[str, Any]:
    """One of the page's own TOML files: ``labels`` or ``colours``."""
    source = resources.files("hospext.reporting").joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def label(key: str, language: str, *words: object) -> str:
    """A label of the page, its places filled."""
    text: str = table("labels")["ui"][key][language]
    for place, word in enumerate(words):
        text = text.replace(f"{{{place}}}", str(word))
    return text


def page_labels(
    metrics: Mapping[str, Metric], used_metrics: Iterable[str], used_reasons: Iterable[str]
) -> dict[str, Any]:
    """All labels by language, as the page's script reads them."""
    known_metrics = {key: metrics.get(key) for key in used_metrics}
    known_reasons = {key: reasons().get(key, {}) for key in used_reasons}
    return {
        language: {
            "ui": _in(table("labels")["ui"], language),
            "fields": _field_names(language),
            "values": {field: _in(names, language) for field, names in table("labels")["values"].items()},
            "metrics": {key: _metric_name(key, metric, language) for key, metric in known_metrics.items()},
            "reasons": {key: wording.get(language, key) for key, wording in known_reasons.items()},
        }
        for language in LANGUAGES
    }


def _field_names(language: str) -> dict[str, str]:
    names = _in(table("labels")["fields"], language)
    return {**COLUMNS_ZH, **names} if language == "zh" else names


def _metric_name(key: str, metric: Metric | None, language: str) -> str:
    """The catalogue's Chinese name; the ids are English words."""
    return metric.zh if metric is not None and language == "zh" else key.replace("_", " ")


def _in(entries: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    return {key: words[language] for key, words in entries.items() if language in words}
