"""Where the articles and the captions of a page begin and end, by their marks (▲), 图为, 本报讯; and its questions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import regex

_START = regex.compile(r"(?m)^(?:[▲△◀▼■□●](?=.{0,60}[，。])|图为|.{0,30}?(?:本报讯|本网讯|本刊讯|讯（))")
_MARKS = "▲△◀▼■□●图"
_LEAST = 4  # characters of an article
_BEFORE_NEWS = 33  # characters: a line may start so far before 讯
_ASKS_HOW = regex.compile(r"[^。？！\n]{2,20}(?:怎么干|怎么做|怎么办|如何干)[？?]")
_BEFORE_HOW = 22  # characters: a line may start so far before 怎 or 何
_CAPTION = re.compile(r"[▲△◀▼]|图为")


def article_ends(norm: str) -> dict[int, int]:
    """For each place where an article or a caption starts, where it ends: at the next one, or with the text."""
    lines = {at for mark in _MARKS for at in _places(norm, mark) if norm[at - 1 : at] in ("", "\n")}
    lines |= {norm.rfind("\n", max(0, at - _BEFORE_NEWS), at) + 1 for at in _places(norm, "讯")}
    starts = sorted(line for line in lines if _START.match(norm, line))
    if len(starts) == 1 and not _CAPTION.match(norm, starts[0]):
        return {}  # one piece of news under its title
    edges = [*starts, len(norm)]
    return {start: edges[bisect_left(starts, start + _LEAST)] for start in starts}


def plan_questions(norm: str) -> set[int]:
    """Where the paragraphs start that open with a question for plans: 下一步怎么干？"""
    asked = (at for char in "怎何" for at in _places(norm, char))
    lines = {norm.rfind("\n", max(0, at - _BEFORE_HOW), at) + 1 for at in asked}
    return {line for line in lines if _ASKS_HOW.match(norm, line)}


def _places(norm: str, char: str) -> Iterator[int]:
    at = norm.find(char)
    while at >= 0:
        yield at
        at = norm.find(char, at + 1)


def articles(norm: str) -> list[int]:
    """Where the articles of a text start, captions left out."""
    return [m.start() for m in _START.finditer(norm) if not _CAPTION.match(norm, m.start())]
