"""What of a page is its article: menus, adverts, share bars, comments and related links go."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from hospext.reading.html.tree import Element

_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "dialog",
        "alertdialog",
    ]
)
_AROUND = frozenset(("nav", "footer", "aside", "menu"))
_HEADS = frozenset(("h1", "h2", "h3"))
_NAMES = tomllib.loads(files("hospext.reading.html").joinpath("furniture.toml").read_text(encoding="utf-8"))
_AROUND_WORDS, _HEAD_WORDS = frozenset(_NAMES["around"]), frozenset(_NAMES["heads"])
_KNOWN_WORDS = _AROUND_WORDS | _HEAD_WORDS | frozenset(_NAMES["neutral"])
_PARTS = re.compile("|".join(_NAMES["parts"]))
_SPLIT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_UNSHOWN = re.compile(r"display\s*:\s*none", re.I)
_LINK_LISTS = frozenset(["ul", "ol", "dl", "div", "section", "table", "tr", "td", "p", "center"])
_LEAST_LINKS, _LINK_SHARE, _LEAST_PROSE = 3, 0.6, 40

_MOST_OF_ALL, _MOST = (
    0.8,
    0.5,
)  # of the page's prose: what holds as much is the article, whatever it is called
_HEADLINE_SHARE = 0.6  # of the title: the name of the site alone is no headline
_LEAST_ARTICLE = 0.5  # of the prose that is left, for an <article> or <main> to be all of it


def content_of(body: Element, title: str | None) -> Element:
    """The part of a page that holds its article; its furniture is taken out of the tree."""
    whole = max(body.prose, 1)
    before = list(body.children)
    _prune(body, whole, title or "", False)
    if not _prose_left(body):  # a page of links only, say
        body.children = before
        return body
    return _article(body)


def _prune(element: Element, whole: int, title: str, in_article: bool) -> None:
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if _is_furniture(child, whole, title, in_article):
                continue
            _prune(child, whole, title, in_article or child.tag in ("article", "main"))
        kept.append(child)
    element.children = kept


def _is_furniture(element: Element, whole: int, title: str, in_article: bool) -> bool:
    tag, share = element.tag, element.prose / whole
    if tag in _AROUND or (element.attributes and _is_aside(element)):
        return share < _MOST_OF_ALL
    if tag == "form":
        return share < _MOST
    names = _names(element) if element.attributes else ""
    if (tag == "header" or (names and _is_named(names, _HEAD_WORDS))) and not in_article:
        return share < _MOST and not _holds_title(element, title)
    if names and (_is_named(names, _AROUND_WORDS) or _PARTS.search(names.replace("-", "").lower())):
        return share < _MOST and tag not in _HEADS and not _holds_title(element, title)
    return _is_link_list(element)


def _is_aside(element: Element) -> bool:
    """Whether its attributes say that it is not shown, or stands around the article."""
    if "hidden" in element.attributes or _UNSHOWN.search(element.get("style")):
        return True
    return element.get("role") in _ROLES


def _is_link_list(element: Element) -> bool:
    if element.tag not in _LINK_LISTS or element.anchors < _LEAST_LINKS or not element.text:
        return False
    return element.links >= _LINK_SHARE * element.text and element.prose < _LEAST_PROSE + 4 * element.anchors


def _names(element: Element) -> str:
    return f"{element.get('class')} {element.get('id')}".strip()


def _is_named(names: str, words: frozenset[str]) -> bool:
    """Whether one of the names is made of such words, and of words that say nothing."""
    for name in names.split():
        parts = {part.lower() for part in _SPLIT.split(name) if part}
        if parts & words and parts <= _KNOWN_WORDS:
            return True
    return False


def _holds_title(element: Element, title: str) -> bool:
    """Whether the article's headline stands in an element, rather than the name of the site."""
    for each in _descendants(element):
        if each.tag in _HEADS and each.text >= 4:
            headline = plain_text(each)
            if headline in title and len(headline) >= _HEADLINE_SHARE * len(title):
                return True
    return False


def _prose_left(element: Element) -> bool:
    return any(
        child.strip() if isinstance(child, str) else child.tag != "a" and _prose_left(child)
        for child in element.children
    )


def _article(body: Element) -> Element:
    """The one <main> or <article> that holds most of the prose, with the headline where that stands outside."""
    left = sum(map(len, _texts(body)))
    for tag in ("main", "article"):
        found = [
            each
            for each in _descendants(body)
            if each.tag == tag or (tag == "main" and each.get("role") == "main")
        ]
        if len(found) == 1 and sum(map(len, _texts(found[0]))) >= _LEAST_ARTICLE * left:
            headlines = [each for each in _descendants(body) if each.tag == "h1" and each.text]
            if not headlines or any(each is headlines[0] for each in _descendants(found[0])):
                return found[0]
            return _around(body, found[0], headlines[0])
    return body


def _around(element: Element, *parts: Element) -> Element:
    """The smallest element that holds all of the parts."""
    for child in element.elements():
        inside = [child, *_descendants(child)]
        if all(any(each is part for each in inside) for part in parts):
            return _around(child, *parts)
    return element


def _descendants(element: Element) -> Iterator[Element]:
    for child in element.elements():
        yield child
        yield from _descendants(child)


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child.strip()
        else:
            yield from _texts(child)


def plain_text(element: Element) -> str:
    """All text of an element on one line."""
    return " ".join(
        "".join(child if isinstance(child, str) else plain_text(child) for child in element.children).split()
    )
