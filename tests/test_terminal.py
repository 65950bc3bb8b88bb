"""At a real terminal: tables as wide as it is, colours, progress and a summary; nothing of that anywhere else."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rich.cells import cell_len

import hospext
from hospext.cli.summary import duration
from hospext.records import Count, Extraction, Kind
from hospext.writing.formats import Headers
from hospext.writing.table import brief, known_of, write_table
from samples import base, extraction

SEEDS = Path(__file__).parents[1] / "seeds"
COMMAND = [sys.executable, "-m", "hospext", "extract"]
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def seeds() -> list[Extraction]:
    return [hospext.extract_file(path) for path in sorted(SEEDS.glob("*.txt"))]


class Terminal:
    """A terminal with a program in it."""

    def __init__(self, *arguments: str | Path, columns: int, **settings: str) -> None:
        pty = pytest.importorskip("pty", reason="POSIX terminals")
        self._main, side = pty.openpty()
        environment = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")
        }
        environment |= {"COLUMNS": str(columns), "TERM": "xterm-256color", **settings}
        command = [*COMMAND, *map(str, arguments)]
        self.process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment)
        os.close(side)
        self._shown = b""

    def read(self, until: bytes | None = None) -> str:
        """What is shown up to some words, or to the end."""
        while until is None or until not in self._shown:
            try:
                chunk = os.read(self._main, 65536)
            except OSError as error:  # how Linux says that the other side has closed
                assert error.errno == errno.EIO
                chunk = b""
            if not chunk:
                os.close(self._main)
                break
            self._shown += chunk
        return self._shown.decode("utf-8", "replace")


def test_progress_and_a_summary(seeds: list[Extraction], tmp_path: Path) -> None:
    terminal = Terminal(SEEDS, "missing.txt", "-o", tmp_path / "data.json", columns=70)
    shown = terminal.read()
    assert terminal.process.wait() == 1
    assert re.search(r"file 1 of 5 ━+ +0% .* left", STYLE.sub("", shown))
    end = STYLE.sub("", shown[shown.rindex("hospext: documents") :])
    assert re.match(r"hospext: documents: 5, records: \d+, failed: 1; \d\.\d s; wrote ", end)
    counts = Counter(record.kind for each in seeds for record in each.records)
    assert re.findall(r"(\w+) (\d+)", end.split("data.json", 1)[1]) == [
        (kind, str(counts[kind])) for kind in Kind if counts[kind]
    ]
    assert "\x1b[36mcount" in shown
    assert "missing.txt: no such file" in shown


@pytest.mark.parametrize(("option", "setting"), [("-f", "1"), ("--quiet", "")])
def test_a_table_without_what_was_not_wanted(option: str, setting: str) -> None:
    seed = next(SEEDS.glob("001*"))
    terminal = Terminal(
        seed, *(("-f", "table") if option == "-f" else (option,)), columns=100, NO_COLOR=setting
    )
    shown = terminal.read()
    assert terminal.process.wait() == 0
    assert "513,606,800" in shown
    assert ("\x1b[33mmoney" in shown) == (setting == "")
    assert ("documents: 1, records: " in shown) == (option != "--quiet")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown) or setting == ""
    assert max(cell_len(STYLE.sub("", line)) for line in shown.splitlines() if "growth_rate" in line) <= 100


def test_ctrl_c_in_the_middle_leaves_a_clean_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("床位30张。\n" * 200_000, encoding="utf-8")
    terminal = Terminal(tmp_path / "a.txt", "-o", tmp_path / "data.sqlite", columns=70)
    terminal.read(until=b"file 1 of 1")
    terminal.process.send_signal(signal.SIGINT)
    shown = terminal.read()
    assert terminal.process.wait() == 130
    assert "hospext: stopped; no file was written" in shown
    assert "Traceback" not in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is back
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def table(
    content: Extraction, width: int, monkeypatch: pytest.MonkeyPatch, headers: Headers = Headers.EN
) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    write_table(content, stream, headers=headers)
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("headers", Headers)
def test_a_table_fits_and_holds_everything(
    seeds: list[Extraction], width: int, headers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content in seeds:
        text = table(content, width, monkeypatch, headers)
        title, body = text.split("\n" + " " * 20, 1)
        assert "".join(title.split()) == "".join(" · ".join(known_of(content.documents[0])).split())
        lines = body.splitlines()[1:]
        assert {cell_len(line) for line in lines} <= {cell_len(lines[0])}
        assert cell_len(lines[0]) <= width
        wanted = Counter(
            char for record in content.records for cell in brief(record).values() for char in cell
        )
        assert not wanted - Counter(char for char in body) - Counter(" ")


def test_numbers_and_days_stay_in_one_piece(seeds: list[Extraction], monkeypatch: pytest.MonkeyPatch) -> None:
    for content in seeds:
        for width in (60, 80, 100, 200):
            words = set(table(content, width, monkeypatch).split())
            assert {brief(record)["value"] for record in content.records} - {""} <= words


def test_text_cannot_command_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Count(**base(label="\x1b]0;x\x07\x9b2J床\n位\u202e"), value=3, unit="\x1b[2J")
    shown = table(extraction(odd), 100, monkeypatch)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "床 位" in shown


def test_durations() -> None:
    assert [duration(each) for each in (0.04, 9.94, 42.4, 185, 59.7)] == [
        "0.0 s",
        "9.9 s",
        "42 s",
        "3 min 5 s",
        "1 min 0 s",
    ]
