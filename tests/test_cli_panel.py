"""``hospext table`` and ``hospext audit`` in their own process: what they write where, and how they end."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from hospext.cli.app import app
from hospext.errors import UsageError
from hospext.lexicon import default_lexicon
from hospext.panel import build
from hospext.panel.sheets import workbook
from hospext.panel.text import Names
from hospext.pipeline import extract
from hospext.writing.formats import Headers
from test_cli import run

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
PAIR = HERE / "audit"
FITTING = "市第一医院2024年工作总结\n2024年，我院出院患者25909人次，同比增长11.32%。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(FITTING, encoding="utf-8")
    return path


def test_table_in_a_pipe_is_csv(report: Path) -> None:
    done = run("table", report)
    assert done.returncode == 0
    assert done.stdout.decode() == (
        "organisation,division,period,discharges (人次),discharges yoy (%)\n市第一医院,,2024,25909,11.32\n"
    )
    assert done.stderr.decode() == "hospext: rows: 1, columns: 2, values: 2, conflicts: 0, failed: 0\n"


def test_table_to_files(tmp_path: Path) -> None:
    for name in ("panel.csv", "panel.tsv", "panel.xlsx"):
        options = ["-q", "--metrics", "discharges,beds_open", "-o", str(tmp_path / name)]
        done = CliRunner().invoke(app, ["table", str(SEEDS), *options])
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    rows = list(csv.reader((tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()))
    assert rows == [
        line.split("\t") for line in (tmp_path / "panel.tsv").read_text(encoding="utf-8").splitlines()
    ]
    sheet = openpyxl.load_workbook(tmp_path / "panel.xlsx").worksheets[0]
    assert [
        ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
    ] == rows


def test_documents_and_stored_outputs_give_the_same_panel(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["extract", str(SEEDS), "-o", str(tmp_path / "data.json")])
    direct, stored = (CliRunner().invoke(app, ["table", str(p)]) for p in (SEEDS, tmp_path / "data.json"))
    assert direct.stdout == stored.stdout
    assert len(direct.stdout.splitlines()) > 15


def test_conflicts_are_counted(tmp_path: Path) -> None:
    done = run("table", PAIR, "--metric", "discharges", "--metric", "papers", "-o", tmp_path / "panel.csv")
    assert "conflicts: 2," in done.stderr.decode()
    assert "68214 ≠ 69200" in (tmp_path / "panel.csv").read_text(encoding="utf-8").replace(
        "69200 ≠ 68214", "68214 ≠ 69200"
    )


def test_table_of_everything_that_fails_writes_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["table", "missing.txt", "-o", str(tmp_path / "panel.csv")])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "hospext: missing.txt: no such file or folder: check the path\n"
    assert not (tmp_path / "panel.csv").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--metrics", "dicharges"], "unknown metric 'dicharges': did you mean discharges?"),
        (["--by", "subject,year"], "--by subject,year: use subject, period, document, or several of them"),
        (["-f", "xlsx"], "xlsx is no text: name a file to write with -o panel.xlsx"),
        (["-o", "panel.pdf"], "panel.pdf: the suffix does not say the format: use one of .csv, .tsv, .xlsx"),
        (["--long", "-o", "panel.xlsx"], "--long is for csv and tsv, not xlsx"),
        (["--excel", "-f", "table"], "--excel is for csv and tsv, not table"),
        (["-o", "report.txt", "-f", "csv"], "report.txt: is an input too: write to another file"),
    ],
)
def test_table_misused(
    options: list[str], message: str, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.parent)
    done = CliRunner().invoke(app, ["table", "report.txt", *options])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"hospext: {message}")
    assert report.read_text(encoding="utf-8") == FITTING


def test_xlsx_without_its_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    found = build(extract(FITTING))
    with pytest.raises(UsageError, match=r'pip install "hospext\[outputs\]"'):
        workbook(found, Names(default_lexicon().metrics, Headers.EN))


def test_audit_of_what_fits(report: Path) -> None:
    done = CliRunner().invoke(app, ["audit", str(report)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "hospext: documents: 1, records: 4, failed: 0, findings: 0\n"


def test_audit_of_what_does_not() -> None:
    done = run("audit", PAIR / "summary.txt", PAIR / "bulletin.txt")
    assert done.returncode == 1
    text = done.stdout.decode()
    assert text.startswith("1. growth 增长率与数值不符：云岚市第一医院 · 门急诊人次 · 2024\n")
    assert text.count("\n\n") == 9
    assert (
        "findings: 10 (growth 2, conflict 2, parts 2, rank 1, limits 1, share 1, future 1)"
        in done.stderr.decode()
    )


def test_audit_of_stored_outputs(tmp_path: Path) -> None:
    for name in ("summary", "bulletin"):
        run("extract", PAIR / f"{name}.txt", "-o", tmp_path / f"{name}.json")
    done = run(
        "audit", tmp_path / "summary.json", tmp_path / "bulletin.json", "-q", "-o", tmp_path / "findings.json"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    found = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in found["documents"]] == [
        str(PAIR / f"{n}.txt") for n in ("summary", "bulletin")
    ]
    assert len(found["findings"]) == 10


def test_audit_to_csv_for_excel(tmp_path: Path) -> None:
    options = ["-q", "-o", str(tmp_path / "findings.csv"), "--excel", "--headers", "zh"]
    assert CliRunner().invoke(app, ["audit", str(PAIR), *options]).exit_code == 1
    data = (tmp_path / "findings.csv").read_bytes()
    assert data.startswith("\ufeff序号,检查,对象,".encode())
    assert len({row["序号"] for row in csv.DictReader(data.decode("utf-8-sig").splitlines())}) == 10


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["missing.txt"], 1, "missing.txt: no such file or folder: check the path"),
        (["report.txt", "-o", "findings.xyz"], 2, "findings.xyz: the suffix does not say the format"),
        (["report.txt", "--excel"], 2, "--excel is for csv, not text: add -f csv"),
        (["report.txt", "--headers", "zh", "-f", "json"], 2, "--headers is for csv, not json: add -f csv"),
        (["report.txt", "-o", "report.txt"], 2, "report.txt: is an input too"),
    ],
)
def test_audit_misused(
    options: list[str], code: int, message: str, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.parent)
    done = CliRunner().invoke(app, ["audit", *options])
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(f"hospext: {message}")
