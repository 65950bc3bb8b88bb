"""Text of documents on one line of a terminal, without what would command it."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with plain spaces, and a mark in place of every character that is no letter, figure or sign."""
    return "".join(
        " " if char.isspace() else char if char.isprintable() else "\ufffd" for char in " ".join(text.split())
    )
