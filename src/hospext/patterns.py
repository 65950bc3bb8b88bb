"""Patterns that stand where they are used, compiled once."""

from __future__ import annotations

from functools import cache

import regex


@cache
def pattern(text: str) -> regex.Pattern[str]:
    """The compiled pattern; the library's own cache costs more than most of our searches."""
    return regex.compile(text)
