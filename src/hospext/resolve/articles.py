"""Where the articles and the captions of a page begin: by their marks (▲), by 图为, by 本报讯."""

from __future__ import annotations

import re

import regex

_START = regex.compile(r"(?m)^(?:[▲△◀▼■□●](?=.{0,60}[，。])|图为|.{0,30}?(?:本报讯|本网讯|本刊讯|讯（))")
_CAPTION = re.compile(r"[▲△◀▼]|图为")


def starts_article(norm: str, start: int) -> bool:
    """Whether a paragraph that starts here starts an article or a caption."""
    may = norm[start : start + 1] in "▲△◀▼■□●图" or norm.find("讯", start, start + 34) >= 0
    return may and _START.match(norm, start) is not None


def article_end(norm: str, start: int) -> int:
    """Where the article that starts here ends: at the next one, or with the text."""
    following = _START.search(norm, start + 4)
    return following.start() if following else len(norm)


def articles(norm: str) -> list[int]:
    """Where the articles of a text start, captions left out."""
    return [m.start() for m in _START.finditer(norm) if not _CAPTION.match(norm, m.start())]
