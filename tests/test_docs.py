"""Pages and tools beside the package: the accuracy page is up to date, the benchmark runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def test_accuracy_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert run(ROOT / "docs" / "make_accuracy.py", "--print") == page, "run: python docs/make_accuracy.py"


@pytest.mark.slow
def test_benchmark_prints_its_ratios() -> None:
    figures = json.loads(run(ROOT / "bench" / "run.py", "--size", "20000", "--json"))
    assert figures["documents"] == 2
    assert set(figures["seconds"]) >= {"extraction", "scan", "pydantic"}
    assert all(ratio is None or ratio > 0 for ratio in figures["ratios"].values())
