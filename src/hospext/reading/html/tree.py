"""The body of a page as a tree of what can be shown, each element with how much text it holds and how much of it in links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_KEPT = (
    "class",
    "id",
    "role",
    "style",
    "hidden",
    "href",
    "rowspan",
    "colspan",
)  # attributes that matter here
_MOST_LEVELS = 200  # what is nested deeper hangs on the last level
_TEXT, _SPACE = "-text", re.compile(r"\s+")
# Never shown, or no text: programs, controls, pictures, pronunciation, deleted text.
_UNSHOWN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "video",
        "audio",
        "select",
        "button",
        "input",
        "textarea",
        "option",
        "datalist",
        "map",
        "rt",
        "rp",
        "del",
        "head",
        "title",
        "meta",
        "link",
    ]
)


Attributes = dict[str, str | None]
Key = tuple[tuple[str, str | None], ...]


@dataclass(slots=True)
class Element:
    """One element; ``text``, ``links`` and ``anchors`` count characters, those inside links, and the links."""

    tag: str
    attributes: Attributes
    children: list[Element | str] = field(default_factory=list)
    text: int = 0
    links: int = 0
    anchors: int = 0

    @property
    def prose(self) -> int:
        """Characters outside of links."""
        return self.text - self.links

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]


def build(node: Any) -> Element:
    """The tree of a parsed body."""
    known: dict[Key, Attributes] = {}

    def attributes(node: Any) -> Attributes:
        """Those that matter; elements that have the same share them, because large pages have millions."""
        found = node.attributes
        key = tuple((name, _short(name, found[name])) for name in _KEPT if name in found) if found else ()
        return known.setdefault(key, dict(key))

    root = Element(node.tag, attributes(node))
    stack = [(node.child, root, 0)]
    while stack:
        at, parent, level = stack.pop()
        while at is not None:
            tag = at.tag
            if tag == _TEXT:
                parent.children.append(at.text_content or "")
            elif not tag.startswith("-") and tag not in _UNSHOWN:
                element = Element(tag, attributes(at))
                parent.children.append(element)
                if at.child is not None:
                    if level < _MOST_LEVELS:
                        stack.append((at.next, parent, level))
                        at, parent, level = at.child, element, level + 1
                        continue
                    _flatten(at, element)
            at = at.next
    _measure(root)
    return root


def _short(name: str, value: str | None) -> str | None:
    """Of a link only whether there is one, and whether it leads elsewhere on the page."""
    return (value or "")[:1] if name == "href" else value


def _flatten(node: Any, element: Element) -> None:
    element.children += [
        each.text_content or "" for each in node.traverse(include_text=True) if each.tag == _TEXT
    ]


def _measure(root: Element) -> None:
    """Count the text of every element, from the leaves up; the tree is at most ``_MOST_LEVELS`` deep."""
    for child in root.children:
        if isinstance(child, str):
            root.text += len(_SPACE.sub("", child))
        else:
            _measure(child)
            root.text += child.text
            root.links += child.links
            root.anchors += child.anchors
    if root.tag == "a" and root.get("href"):
        root.links = root.text
        root.anchors += 1
