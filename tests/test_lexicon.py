"""The lexicon's own promises, and those that CONTRIBUTING.md makes about it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import regex

import hospext
import test_corpus
from hospext.analysis import Analyser
from hospext.lexicon import default_lexicon
from hospext.lexicon.load import load_lexicon, merge
from hospext.lexicon.model import alternatives, any_not_after, any_of
from hospext.reading.document import Document

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "src" / "hospext" / "lexicon"
STOPS = tomllib.loads((LEXICON / "stops.toml").read_text(encoding="utf-8"))["stop"]
GUIDE = re.findall(
    r"^```toml\n# (\S+)/(\w+)\.toml\n(.*?)^```$",
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
    re.M | re.S,
)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop["id"])
def test_stop_matches_its_example(stop: dict[str, str]) -> None:
    assert regex.search(stop["pattern"], stop["example"])


def test_examples_can_name_every_metric() -> None:
    assert set(default_lexicon().metrics) == test_corpus.METRICS


@pytest.fixture(scope="module")
def extended() -> Analyser:
    """The rules with all entries of the guide."""
    extra: dict[str, object] = defaultdict(dict)
    for folder, name, toml in GUIDE:
        if folder.endswith("lexicon"):
            extra[name] = merge(extra[name], tomllib.loads(toml))
    return Analyser(load_lexicon(extra))


GUIDE_EXAMPLES = [(name, toml) for folder, name, toml in GUIDE if folder == "tests/corpus"]


@pytest.mark.parametrize(("name", "toml"), GUIDE_EXAMPLES, ids=[name for name, _ in GUIDE_EXAMPLES])
def test_guide(name: str, toml: str, extended: Analyser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of the guide holds with the guide's entries, and would not without them."""
    monkeypatch.setitem(test_corpus.ENUMS, "metric", {*extended.lexicon.metrics})
    for example in test_corpus.load(name, toml, set()):
        document = Document(id="-", text=example.text, encoding="utf-8", sha256="")
        rows = [record.model_dump(mode="json") for record in extended.extract(document).records]
        assert not test_corpus.problems(example, rows)
        before = [record.model_dump(mode="json") for record in hospext.extract(example.text).records]
        assert test_corpus.problems(example, before)


@pytest.mark.parametrize(
    "words",
    [["院", "医院", "医院船", "医馆", "新院", "-]^", "^"], ["医院"], ["医", "院", "]"], ["中医院", "中医"]],
)
def test_patterns_of_words_find_the_longest(words: list[str]) -> None:
    text = "中医院医院船新院医馆-]^医，院中医院。^船"
    plain = alternatives(words)
    assert re.findall(any_of(words), text) == re.findall(plain, text)
    assert re.findall(any_not_after("[中新，]", words), text) == re.findall(f"(?<![中新，])(?:{plain})", text)
