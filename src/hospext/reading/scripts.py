"""Raised and lowered figures as characters of their own: a raised 2 after 25 must not make it 252."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")


def raised(text: str) -> str:
    """Superscript characters for the figures of a text; a text without figures stays."""
    return text.translate(_RAISED) if any(char.isdecimal() for char in text) else text


def lowered(text: str) -> str:
    """Subscript characters for the figures of a text; a text without figures stays."""
    return text.translate(_LOWERED) if any(char.isdecimal() for char in text) else text
