"""A user's own rules file: words of their own, merged on top of the shipped lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hospext.errors import LexiconError
from hospext.lexicon.load import load_lexicon
from hospext.lexicon.model import Lexicon
from hospext.lexicon.source import parse_toml
from hospext.view import fold

# What people and patterns read stays as it is; all other words are folded, as the text is that they are sought in.
_AS_WRITTEN = frozenset({"zh", "note", "id", "pattern", "example"})


def read_rules(path: str | Path) -> str:
    """The text of a rules file; raises LexiconError where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LexiconError(f"{path}: no such rules file: check the path") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: the rules file is not UTF-8: save it in that encoding") from None
    except OSError as error:
        raise LexiconError(f"{path}: the rules file cannot be read ({error.strerror})") from None


def lexicon_with(text: str, name: str) -> Lexicon:
    """The shipped lexicon with the rules of a TOML text on top; ``name`` is what messages call the text."""
    raw, source = parse_toml(text, name)
    return load_lexicon(_folded(raw), source)


def load_rules(path: str | Path) -> Lexicon:
    """The shipped lexicon with the rules of a file on top."""
    return lexicon_with(read_rules(path), str(path))


def _folded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: each if key in _AS_WRITTEN else _folded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_folded(each) for each in value]
    return fold(value) if isinstance(value, str) else value
