"""What must not change the records of a document: its line width, stray spaces, its width of digits, what follows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex

from hospext import extract

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PLACE = {"start", "end", "line", "text", "sentence"}  # what may move with the layout
DIGIT_HAN = regex.compile(r"(?<=[0-9])(?=\p{Han})|(?<=\p{Han})(?=[0-9])")


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def plain(text: str | None) -> str | None:
    """A name or label as a reader compares it: no spaces, half-width."""
    if text is None:
        return None
    return "".join(c for c in text.translate({0xFF10 + i: 0x30 + i for i in range(10)}) if not c.isspace())


def records(text: str) -> list[dict[str, Any]]:
    found = []
    for record in extract(text).records:
        assert text[record.start : record.end] == record.text
        fields = {k: v for k, v in record.model_dump().items() if k not in PLACE}
        fields.update({k: plain(fields.get(k)) for k in ("label", "subject", "scope") if k in fields})
        found.append(fields)
    return found


def difference(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [r for r in left if r not in right] + [r for r in right if r not in left]


def wrapped(columns: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        out = []
        for line in text.split("\n"):
            out.extend(line[i : i + columns] for i in range(0, len(line), columns)) if line else out.append(
                line
            )
        return "\n".join(out)

    return wrap


def widened(text: str) -> str:
    return text.translate({0x30 + i: 0xFF10 + i for i in range(10)})


def spaced(text: str) -> str:
    return DIGIT_HAN.sub(" ", text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
@pytest.mark.parametrize(
    "change",
    [wrapped(10), wrapped(17), wrapped(40), spaced, widened],
    ids=["wrap10", "wrap17", "wrap40", "spaces", "wide"],
)
def test_layout_does_not_matter(path: Path, change: Callable[[str], str]) -> None:
    text = read(path)
    before, after = records(text), records(change(text))
    assert difference(before, after) == []
    assert len(before) == len(after)
