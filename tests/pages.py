"""The code blocks of the README, the guides and their Chinese twins: run as a reader would, and their output written anew.

    python tests/pages.py    run all pages and put what the commands print today into them

A ``sh`` block is a script that must succeed. A ``console`` block has commands after ``$ ``, each followed by
what it prints. A ``python`` block prints what stands after its ``#> ``. A ``toml`` block is a file that its first
line names; where that line ends with ``(more)``, it is added to the file. Blocks of one page run in one folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
_CHINESE = sorted((ROOT / "docs").glob("*.zh-CN.md"))
TWINS = [(path.with_name(path.name.replace(".zh-CN", "")), path) for path in _CHINESE]
GUIDES = tuple(path for twins in TWINS for path in twins)
SETUP = re.compile(r'pip install (?:\.|"\.\[\w+\]") && ')
WIDTH = "100"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_BETWEEN = "\x1e"


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text and the line it starts on."""

    language: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(m[1], m[2], page.count("\n", 0, m.start()) + 1) for m in _BLOCK.finditer(page)]


def prepare(folder: Path) -> Path:
    """Put into a folder what the pages work on."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return folder


def renew(block: Block, folder: Path) -> str:
    """Run a block in a folder; gives its text with the output of today."""
    if block.language == "sh":
        _bash(f"set -e\n{_without_setup(block.text)}", folder, check=True)
        return block.text
    if block.language == "console":
        return _renew_console(block.text, folder)
    if block.language == "python":
        code = "".join(line for line in block.text.splitlines(keepends=True) if not line.startswith("#>"))
        return code + "".join(f"#> {line}\n" for line in _python(code, folder).splitlines())
    if block.language == "toml":
        _save(block.text, folder)
    return block.text


def _save(text: str, folder: Path) -> None:
    found = re.match(r"# (\S+)( \(more\))?\n", text)
    assert found, "the first line of a toml block names its file"
    with (folder / found[1]).open("a" if found[2] else "w", encoding="utf-8") as stream:
        stream.write(text)


def _without_setup(script: str) -> str:
    """Installation and test run are a fresh machine's business; what a set-up command does then is ours."""
    rest = SETUP.sub("", script)
    return "" if rest.strip() == "pytest" else rest


def _renew_console(text: str, folder: Path) -> str:
    commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    script = "".join(f"{command}\nstatus=$?; printf '{_BETWEEN}'; (exit $status)\n" for command in commands)
    outputs = _bash(script, folder).split(_BETWEEN)
    lines = [f"$ {command}\n{output}" for command, output in zip(commands, outputs, strict=False)]
    return re.sub(r"[ \t]+$", "", "".join(lines), flags=re.M)


def _bash(script: str, folder: Path, *, check: bool = False) -> str:
    return _run(["bash", "-c", script], folder, check=check)


def _python(code: str, folder: Path) -> str:
    return _run([sys.executable, "-c", code], folder, check=True)


def _run(command: list[str], folder: Path, *, check: bool) -> str:
    """Standard output and error of a command, as they mix in a terminal."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {**os.environ, "PATH": path, "COLUMNS": WIDTH, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    if check and done.returncode:
        raise RuntimeError(f"exit code {done.returncode} from {command[-1]}\n{done.stdout}")
    return done.stdout


def main() -> None:
    for path in (*PAGES, *GUIDES):
        page = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as name:
            folder = prepare(Path(name))
            renewed = iter([f"```{b.language}\n{renew(b, folder)}```" for b in blocks(page)])
        path.write_text(_BLOCK.sub(lambda _: next(renewed), page), encoding="utf-8")  # noqa: B023


if __name__ == "__main__":
    main()
