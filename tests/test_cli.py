"""The command line in its own process: what it writes where, and how it ends."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = "市第一医院2024年工作总结\n2024年,我院开放床位1500张,医疗收入51360.68万元,门急诊量同比增长5.99%。\n"
COMMAND = [sys.executable, "-m", "hospext"]


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, check=False
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_extract_folder_to_json_file(tmp_path: Path) -> None:
    done = run("extract", SEEDS, "-o", tmp_path / "data.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    output = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert [document["id"] for document in output["documents"]] == [
        path.as_posix() for path in sorted(SEEDS.glob("*.txt"))
    ]
    texts = {str(path): path.read_bytes().decode("utf-8") for path in SEEDS.glob("*.txt")}
    assert len(output["records"]) > 100
    for record in output["records"]:
        assert texts[record["document"]][record["start"] : record["end"]] == record["text"]


def test_seeds_in_gb18030_give_the_same_records(tmp_path: Path) -> None:
    for path in SEEDS.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes().decode("utf-8").encode("gb18030"))
    converted = json.loads(run("extract", ".", cwd=tmp_path).stdout)
    original = json.loads(run("extract", ".", cwd=SEEDS).stdout)
    assert {document["encoding"] for document in converted["documents"]} == {"gb18030"}
    assert converted["records"] == original["records"]


def test_standard_input_to_json_in_a_pipe() -> None:
    done = run("extract", "-", stdin=TEXT.encode("gb18030"))
    assert (done.returncode, done.stderr) == (0, b"")
    output = json.loads(done.stdout)
    assert [(each["id"], each["encoding"]) for each in output["documents"]] == [("-", "gb18030")]
    assert "1500张" in {record["text"] for record in output["records"]}
    assert 513606800 in [record.get("value") for record in output["records"]]


def test_csv_for_excel(report: Path, tmp_path: Path) -> None:
    done = run("extract", report, "-o", tmp_path / "data.csv", "--excel", "--headers", "zh")
    assert (done.returncode, done.stderr) == (0, b"")
    data = (tmp_path / "data.csv").read_bytes()
    assert data.startswith("\ufeff类型,来源,".encode())
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["数值"] for row in rows if row["原文"] == "51360.68万元"] == ["513606800"]


def test_data_in_a_pipe_is_utf8_whatever_the_locale(report: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*COMMAND, "extract", str(report), "-f", "csv"], capture_output=True, env=environment, check=True
    )
    assert "开放床位" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("format", ["json", "csv", "table"])
def test_a_reader_that_stops_early_is_no_error(format: str) -> None:
    command = [*COMMAND, "extract", str(SEEDS), "-f", format]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert first
    assert (process.wait(), errors) == (0, b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX signals and pipes")
def test_ctrl_c_ends_cleanly_and_leaves_the_old_file(tmp_path: Path, report: Path) -> None:
    slow, output = tmp_path / "slow.txt", tmp_path / "data.json"
    os.mkfifo(slow)
    output.write_text("old", encoding="utf-8")
    command = [*COMMAND, "extract", str(report), str(slow), "-o", str(output)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with slow.open("wb"):  # opens once the program reads, and then keeps it waiting
        process.send_signal(signal.SIGINT)
        printed, errors = process.communicate(timeout=20)
    assert (process.returncode, printed) == (130, b"")
    assert errors == b"hospext: stopped; no file was written\n"
    assert output.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.json", "report.txt", "slow.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(report: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "extract", str(report)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"hospext: cannot write to standard output: No space left on device\n"


def test_version_and_start_without_the_heavy_parts() -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("hospext 0.")
    probe = (
        "import sys, hospext.cli.app; print([m for m in ('pydantic', 'rich', 'regex') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert loaded.stdout == b"[]\n"
