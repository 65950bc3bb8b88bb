"""The filter ``--only kind=money``: which records, and which documents, are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase

from hospext.cli.choices import check_names, metric_names
from hospext.errors import UsageError
from hospext.lexicon import Lexicon
from hospext.records import Kind, Record

_KEYS = ("kind", "metric", "document")


class Only:
    """The choices by key: a record must be one of those of each key that is named."""

    def __init__(self, choices: Iterable[str]) -> None:
        """Raises UsageError for a choice that is not ``key=value``, and for an unknown key or kind."""
        self._chosen: dict[str, list[str]] = {}
        for choice in choices:
            key, found, value = choice.partition("=")
            check_names("key", [key], {each: each for each in _KEYS}, f"use one of {', '.join(_KEYS)}")
            if not found or not value:
                raise UsageError(f"--only {choice}: write what to look at, as in kind=money")
            self._chosen.setdefault(key, []).append(value)
        kinds = {kind.value: kind.value for kind in Kind}
        check_names("kind", self._chosen.get("kind", []), kinds, f"use one of {', '.join(Kind)}")

    def __bool__(self) -> bool:
        return bool(self._chosen)

    @property
    def records_alone(self) -> bool:
        """Whether some records are chosen, rather than whole documents."""
        return bool(self._chosen.keys() - {"document"})

    def check(self, lexicon: Lexicon, metrics: Iterable[str | None], documents: Iterable[str]) -> None:
        """Raise UsageError for a metric that neither the catalogue nor a record has, and for an unknown document."""
        known: Mapping[str, str] = metric_names(lexicon.metrics) | {each: each for each in metrics if each}
        check_names("metric", self._chosen.get("metric", []), known, "see hospext metrics")
        every = {each: each for each in documents}
        for pattern in self._chosen.get("document", []):
            if not any(_matches(each, pattern) for each in every):
                check_names("document", [pattern], every, "use its path as in the report, or a pattern")

    @property
    def wanted(self) -> Callable[[Record], bool]:
        """Whether a record is of the kinds and metrics chosen."""
        kinds, metrics = self._chosen.get("kind"), self._chosen.get("metric")
        return lambda record: (
            (kinds is None or record.kind in kinds) and (metrics is None or record.metric in metrics)
        )

    @property
    def wanted_document(self) -> Callable[[str], bool]:
        """Whether a document is chosen, by its path or a pattern."""
        patterns = self._chosen.get("document")
        return lambda path: patterns is None or any(_matches(path, pattern) for pattern in patterns)


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern fits a document's path; one without folders is for the file's own name."""
    return fnmatchcase(path if "/" in pattern else path.rsplit("/", 1)[-1], pattern)
