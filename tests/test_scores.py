"""The scores on the gold corpora stay above their floors, and are counted as the reference scorer counts."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import hospext
from commands import hospext as hospext_command
from hospext.scoring import LEVELS, Gold, Scores
from hospext.scoring.levels import Fields
from hospext.scoring.run import score_corpus

HERE = Path(__file__).parent
SHARED = (
    HERE.parents[1] / "shared" / "eval"
)  # corpora that are not ours to publish; beside the checkout or nowhere
CORPORA = {"gold": HERE / "gold", **{name: SHARED / name for name in ("seeds", "made", "dev")}}
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))

corpora = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.skipif(not path.is_dir(), reason="not here"))
        for name, path in CORPORA.items()
    ],
)


@cache
def scores_of(name: str) -> Scores:
    return score_corpus(CORPORA[name])


@corpora
def test_scores_hold_their_floors(name: str) -> None:
    total = scores_of(name).total
    low = {
        level: round(total.f1(level), 4) for level, floor in FLOORS[name].items() if total.f1(level) < floor
    }
    assert not low, f"F1 below the floors {FLOORS[name]} of floors.toml"


def test_every_corpus_has_floors() -> None:
    assert {name: sorted(floors) for name, floors in FLOORS.items()} == {
        name: ["row", "strict", "value"] for name in CORPORA
    }


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference scorer is not here")
@corpora
def test_agrees_with_the_reference_scorer(name: str, tmp_path: Path) -> None:
    for gold in (CORPORA[name] / "gold").glob("*.json"):
        day = json.loads(gold.read_text(encoding="utf-8")).get("reference_date")
        text = CORPORA[name] / "texts" / f"{gold.stem}.txt"
        found = hospext.extract_file(text, reference_date=day and dt.date.fromisoformat(day))
        (tmp_path / gold.name).write_text(found.model_dump_json(), encoding="utf-8")
    command = [sys.executable, SHARED / "score.py", CORPORA[name], "--predictions", tmp_path]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rounded = json.loads(
        subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    )
    mine = hospext_command(f"score {CORPORA[name]}").out
    figures = hospext_command(f"score {CORPORA[name]} -f json").json

    table = [line.split() for line in report.split("\n\n")[0].splitlines()[1:]]
    assert table == [line.split() for line in mine.split("\n\n")[1].splitlines()[1:]]
    levels = {level: round(each["f1"], 4) for level, each in figures["overall"]["levels"].items()}
    assert rounded == {
        **levels,
        "gold": figures["overall"]["gold"],
        "seen": figures["overall"]["found"],
    }
    fields = {field: [int(a), int(b)] for field, a, b in re.findall(r"(\w+) ([0-9]+)/([0-9]+)", report)}
    assert fields == {name: [t["right"], t["found"]] for name, t in figures["fields"].items() if t["found"]}
    issuers = re.search(r"issuer right: ([0-9]+)/([0-9]+)", report)
    assert ([int(n) for n in issuers.groups()] if issuers else [0, 0]) == list(figures["issuers"].values())


GOLD = {
    "kind": "count",
    "start": 0,
    "end": 3,
    "text": "3家",
    "value": 3,
    "unit": "家",
    "metric": ["a", "b"],
    "period_start": None,
}
FOUND = GOLD | {"metric": "b", "period_start": "2024-01-01", "status": "actual"}


@pytest.mark.parametrize(
    ("found", "levels"),
    [
        ([FOUND], 4),
        ([FOUND | {"metric": "c"}], 3),
        ([FOUND | {"unit": "个"}], 2),
        ([FOUND | {"value": 4, "unit": "个"}], 1),
        ([FOUND | {"kind": "rate"}], 0),
        ([FOUND | {"start": 3, "end": 6}], 0),
        ([FOUND | {"value": 4}, FOUND], 4),
    ],
)
def test_levels(found: list[Fields], levels: int) -> None:
    scores = Scores()
    scores.add(Gold("a.json", [GOLD]), found, None, "a.txt")
    assert [scores.total.right[level] for level in LEVELS] == [1] * levels + [0] * (4 - levels)
    assert (scores.total.gold, scores.total.found) == (1, len(found))


def test_optional_records_cost_nothing() -> None:
    for found in ([], [FOUND], [FOUND | {"kind": "rate"}]):
        scores = Scores()
        scores.add(Gold("a.json", [GOLD | {"optional": True}]), found, None, "a.txt")
        assert (scores.total.gold, scores.total.found, scores.total.f1("row")) == (0, 0, 1.0)
