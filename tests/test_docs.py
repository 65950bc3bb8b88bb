"""Pages and tools beside the package: the guides run, the accuracy page is up to date, the benchmark runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pages
from commands import hospext

ROOT = Path(__file__).parents[1]


def run(*command: str | Path) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def blocks_of(path: Path) -> list[tuple[str, str]]:
    return [(block.language, block.text) for block in pages.blocks(path.read_text(encoding="utf-8"))]


DIFFERENT = [pytest.param(english) for english, _ in pages.TWINS] + [
    pytest.param(chinese, marks=pytest.mark.slow)  # its commands are nearly the same
    for english, chinese in pages.TWINS
    if blocks_of(chinese) != blocks_of(english)
]


@pytest.mark.parametrize("path", DIFFERENT, ids=lambda path: path.name)
def test_guide_runs_and_prints_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pages.prepare(tmp_path)
    monkeypatch.chdir(folder)
    for block in pages.blocks(path.read_text(encoding="utf-8")):
        assert pages.renew(block, folder) == block.text, (
            "if the new output is right, run: python tests/pages.py"
        )
        for command in pages.hospext_commands(block):
            arguments, _, _ = command.removeprefix("hospext ").partition(" > ")
            assert hospext(arguments).code == 0, command


@pytest.mark.parametrize("twins", pages.TWINS, ids=lambda twins: twins[0].name)
def test_guides_are_twins(twins: tuple[Path, Path]) -> None:
    """The same sections, files and commands; only comments, languages, outputs and prose differ."""

    def told(block: pages.Block) -> tuple[str, str]:
        text = re.sub(r" *# .*$| --headers zh| --lang (?:zh|en)", "", block.text, flags=re.M)
        commands = re.findall(r"^\$ .*$", text, re.M)
        return block.language, "\n".join(commands) if block.language == "console" else text

    def outline(path: Path) -> list[object]:
        page = path.read_text(encoding="utf-8")
        prose = re.sub(r"```.*?```", "", page, flags=re.S)
        levels = [len(marks) for marks in re.findall(r"^(#+) ", prose, re.M)]
        return [levels, [told(block) for block in pages.blocks(page)]]

    english, chinese = map(outline, twins)
    assert english == chinese


@pytest.mark.parametrize("path", pages.GUIDES, ids=lambda path: path.name)
def test_links_of_the_guides_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not (path.parent / link).exists()]


def test_accuracy_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert run(ROOT / "docs" / "make_accuracy.py", "--print") == page, "run: python docs/make_accuracy.py"


@pytest.mark.slow
def test_benchmark_prints_its_ratios() -> None:
    figures = json.loads(run(ROOT / "bench" / "run.py", "--size", "20000", "--json"))
    assert figures["documents"] == 2
    assert set(figures["seconds"]) >= {"extraction", "scan", "pydantic"}
    assert all(ratio is None or ratio > 0 for ratio in figures["ratios"].values())
