"""What other people's CI uses: the GitHub action, the pre-commit hooks; and hospext's own CI."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import pages
from commands import annotation, hospext

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("two words.txt", "b.txt"):
        (tmp_path / name).write_text("市第一医院2024年末开放床位911张。\n", encoding="utf-8")
    assert hospext("check base.json . --update -q").code == 0
    return tmp_path


def run_step(script: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1", **settings},
        capture_output=True,
        encoding="utf-8",
    )


def test_the_action_annotates(here: Path) -> None:
    """The step as GitHub runs it; documents may have spaces in their names, and stand on several lines."""
    _, install, check = ACTION["runs"]["steps"]
    assert install["run"] == 'python -m pip install --quiet "$ACTION"'
    assert install["env"] == {"ACTION": "${{ github.action_path }}"}
    settings = {
        "BASELINE": "base.json",
        "DOCUMENTS": "two words.txt\n\nb.txt\n",
        "OPTIONS": "--ignore rule --allow-added",
    }
    assert check["env"].keys() == settings.keys()
    done = run_step(check["run"], settings)
    assert (done.returncode, done.stdout) == (0, "")
    (here / "two words.txt").write_text("市第一医院2024年末开放床位912张。\n", encoding="utf-8")
    done = run_step(check["run"], {**settings, "OPTIONS": ""})
    assert done.returncode == 1
    (found,) = map(annotation, done.stdout.splitlines())
    assert (found.level, found.places["file"], found.places["line"]) == ("error", "two words.txt", "1")


def test_the_action_is_well_formed() -> None:
    inputs, steps = ACTION["inputs"], ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite"
    assert all(
        each["description"] and (each.get("required") or "default" in each) for each in inputs.values()
    )
    used = " ".join(
        str(value) for step in steps for key in ("env", "with") for value in step.get(key, {}).values()
    )
    assert all(f"inputs.{name} " in used for name in inputs)
    for step in steps:
        assert "uses" in step or step["shell"] == "bash"
        assert "${{" not in step.get("run", ""), (
            "what people write goes through the environment, never into the script"
        )


def command_of(hook: dict[str, Any], arguments: str) -> str:
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    return f"{hook['entry'].removeprefix('hospext ')} {arguments}"


def test_the_hooks_run(here: Path) -> None:
    check, score = HOOKS
    assert hospext(command_of(check, "base.json .")).code == 0
    assert hospext("annotate . -o gold -q").code == 0
    assert hospext(command_of(score, "gold --min row=1")).code == 0
    shutil.rmtree(here / "gold")
    (here / "b.txt").unlink()
    assert hospext(command_of(check, "base.json .")).code == 1


def test_what_the_guides_show_is_what_there_is() -> None:
    """The inputs of the action and the ids of the hooks."""
    guide = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    texts = [block.text for block in pages.blocks(guide) if block.language == "yaml"]
    files = [yaml.safe_load(text) for text in texts]
    parts = [text for text in texts if text.startswith("# .github/workflows/hospext.yml")]
    _, uses, score = yaml.safe_load("".join(parts))["jobs"]["hospext"]["steps"]
    assert uses["uses"].startswith("OWNER/hospext@")
    assert score["run"].startswith("hospext score ")
    required = {name for name, each in ACTION["inputs"].items() if each.get("required")}
    assert required <= uses["with"].keys() <= ACTION["inputs"].keys()
    (config,) = [file for file in files if "repos" in file]
    shown = {hook["id"] for repo in config["repos"] for hook in repo["hooks"]}
    assert shown <= {hook["id"] for hook in HOOKS}


def test_our_own_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails after a change that was meant: hospext check tests/baseline.json seeds/ --update."""
    monkeypatch.chdir(ROOT)
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    steps = [
        line.removeprefix("step hospext ") for line in script.splitlines() if line.startswith("step hospext")
    ]
    assert "check tests/baseline.json seeds/" in steps
    assert hospext("check tests/baseline.json seeds/").code == 0
    (score,) = [shlex.split(step) for step in steps if step.startswith("score tests/gold --min")]
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["gold"]
    bars = dict(bar.split("=") for bar in score if "=" in bar)
    assert bars
    assert all(float(least) <= floors[level] for level, least in bars.items())
