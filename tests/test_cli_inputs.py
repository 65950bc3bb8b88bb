"""Options and failures of the command line: one clear line each, the right exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hospext.cli.app import app
from hospext.reading.formats import READ

TEXT = "市第一医院2024年工作总结\n2024年,我院开放床位1500张,医疗收入51360.68万元,平均住院日6.3天。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, list[str]]:
    """Exit code, standard output, lines of standard error."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr.splitlines()


def records(output: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output)["records"]
    return found


def make_bad_inputs(folder: Path) -> dict[str, str]:
    """Inputs that fail, with the line each is reported by."""
    (folder / "junk.txt").write_bytes(b"\0\x01" * 200)
    (folder / "empty.txt").touch()
    (folder / "blank.txt").write_bytes(b"\xef\xbb\xbf \r\n")
    (folder / "slides.pptx").touch()
    (folder / "nothing").mkdir()
    (folder / "broken.txt").symlink_to("nowhere.txt")
    return {
        "missing.txt": "missing.txt: no such file or folder: check the path",
        "slides.pptx": f"slides.pptx: {READ}: save it as one of these",
        "nothing": f"nothing: no readable file in this folder: {READ}",
        "*.doc": "*.doc: no file matches this pattern: check the path",
        "junk.txt": "junk.txt: this is binary data, not text: convert it to plain text first",
        "empty.txt": "empty.txt: the file is empty: there is nothing to extract",
        "blank.txt": "blank.txt: the file is empty: there is nothing to extract",
        "broken.txt": "broken.txt: a link that leads nowhere: mend or remove it",
    }


def test_bad_inputs_are_reported_and_the_rest_is_written(here: Path) -> None:
    bad = make_bad_inputs(here)
    code, output, errors = run("extract", *bad, "good.txt", "-o", "data.json")
    assert (code, output) == (1, "")
    assert sorted(errors) == sorted(f"hospext: {line}" for line in bad.values())
    written = json.loads((here / "data.json").read_text(encoding="utf-8"))
    assert [document["id"] for document in written["documents"]] == ["good.txt"]
    assert "1500张" in {record["text"] for record in written["records"]}


def test_strict_writes_nothing_when_an_input_fails(here: Path) -> None:
    code, output, errors = run("extract", "good.txt", "missing.txt", "--strict", "-o", "data.json")
    assert (code, output) == (1, "")
    assert errors == [
        "hospext: missing.txt: no such file or folder: check the path",
        "hospext: nothing was written, because an input failed and --strict was given",
    ]
    assert not (here / "data.json").exists()
    assert run("extract", "good.txt", "--strict", "-o", "data.json")[0] == 0
    assert (here / "data.json").exists()


def test_nothing_is_written_when_every_input_fails(here: Path) -> None:
    (here / "data.json").write_text("old", encoding="utf-8")
    assert run("extract", "missing.txt", "-o", "data.json")[0] == 1
    assert (here / "data.json").read_text(encoding="utf-8") == "old"
    assert run("extract", "missing.txt")[:2] == (1, "")


@pytest.mark.usefixtures("here")
def test_a_mistake_in_a_rule_costs_one_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from hospext.analysis import Analyser

    real = Analyser.extract

    def fragile(self: Analyser, document: Any, **options: Any) -> Any:
        if document.id == "bad.txt":
            raise IndexError("list index out of range")
        return real(self, document, **options)

    monkeypatch.setattr(Analyser, "extract", fragile)
    Path("bad.txt").write_text(TEXT, encoding="utf-8")
    code, output, errors = run("extract", "bad.txt", "good.txt")
    assert code == 1
    assert errors == ["hospext: bad.txt: failed on IndexError: list index out of range: please report this"]
    assert {record["document"] for record in records(output)} == {"good.txt"}


@pytest.mark.usefixtures("here")
def test_filters() -> None:
    everything = records(run("extract", "good.txt")[1])
    money = records(run("extract", "good.txt", "--kind", "money")[1])
    both = records(run("extract", "good.txt", "--kind", "money", "--kind", "duration")[1])
    beds = records(run("extract", "good.txt", "--metric", "beds_open")[1])
    assert [record["text"] for record in money] == ["51360.68万元"]
    assert both == [record for record in everything if record["kind"] in ("money", "duration")]
    assert [record["text"] for record in beds] == ["1500张"]
    assert records(run("extract", "good.txt", "--metric", "beds_open", "--kind", "money")[1]) == []


WRONG = {
    "--kind monney": "unknown kind 'monney': did you mean money?",
    "--kind xyz": "unknown kind 'xyz': use one of bed_count, count, growth_rate, rate, ",
    "--metric beds_opened": "unknown metric 'beds_opened': did you mean beds_open",
    "--metric 开放床位": "unknown metric '开放床位': did you mean beds_open",
    "--metric xyz": "unknown metric 'xyz': see hospext metrics",
    "--encoding utf-99": "unknown encoding 'utf-99': use a name such as utf-8, gb18030, big5 or utf-16",
    "-o data.xls": "data.xls: the suffix does not say the format: use one of .json, .jsonl, ",
    "-o missing/data.json": "missing/data.json: the folder missing does not exist: create it first",
    "-f json -o folder": "folder: is a folder: name a file in it",
    "-f csv -o good.txt": "good.txt: is an input too: write to another file",
    "--excel": "--excel is for csv and tsv, not json: add -f csv",
    "--headers zh -f jsonl": "--headers is for csv, tsv, table, xlsx and markdown, not jsonl: add -f csv",
    "-f sqlite": "sqlite is a database and needs a file: add -o data.sqlite",
    "-f duckdb -o /dev/null": "duckdb is a database and needs a file: add -o data.duckdb",
    "-f sqlite -o good.txt": "good.txt: is an input too: write to another file",
}


@pytest.mark.parametrize(("options", "message"), WRONG.items(), ids=WRONG)
def test_wrong_usage_is_one_line_and_exit_code_2(here: Path, options: str, message: str) -> None:
    (here / "folder").mkdir()
    code, output, errors = run("extract", "good.txt", *options.split())
    assert (code, output) == (2, "")
    assert len(errors) == 1
    assert errors[0].startswith(f"hospext: {message}")
    assert (here / "good.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "arguments",
    [
        "extract",
        "extract good.txt -f xls",
        "extract good.txt --reference-date 2024",
        "extract good.txt --what",
        "what",
    ],
)
def test_what_the_parser_refuses_has_exit_code_2(arguments: str) -> None:
    code, output, errors = run(*arguments.split())
    assert (code, output) == (2, "")
    assert "Usage:" in errors[0]


def test_encoding_can_be_forced(here: Path) -> None:
    (here / "gb.txt").write_bytes("床位911张".encode("gbk"))
    assert json.loads(run("extract", "gb.txt", "--encoding", "gbk")[1])["documents"][0]["encoding"] == "gbk"
    code, _, errors = run("extract", "gb.txt", "--encoding", "utf-8")
    assert code == 1
    assert errors == [
        "hospext: gb.txt: not utf-8 text at byte 0: name another encoding, or none to have it found"
    ]


def test_reference_date_and_issuer_reach_the_rules(here: Path) -> None:
    (here / "bare.txt").write_text("今年我院开放床位911张。", encoding="utf-8")
    output = run("extract", "bare.txt", "--reference-date", "2019-08-01", "--issuer", "市第二医院")[1]
    assert json.loads(output)["documents"][0]["issuer"] == "市第二医院"
    (beds,) = [record for record in records(output) if record["kind"] == "bed_count"]
    assert beds["subject"] == "市第二医院"


@pytest.mark.usefixtures("here")
def test_format_option_beats_the_suffix() -> None:
    assert run("extract", "good.txt", "-f", "jsonl", "-o", "data.out")[0] == 0
    lines = Path("data.out").read_text(encoding="utf-8").splitlines()
    assert "1500张" in {json.loads(line)["text"] for line in lines}


def test_metrics() -> None:
    code, output, errors = run("metrics")
    assert (code, errors) == (0, [])
    header, *rows = [line.split("\t") for line in output.splitlines()]
    assert header == ["id", "zh", "kind", "unit"]
    assert ["beds_open", "开放床位", "bed_count", "张"] in rows
    catalogue = json.loads(run("metrics", "-f", "json")[1])
    assert [[value or "" for value in metric.values()] for metric in catalogue] == rows
    assert "开放床位" in run("metrics", "-f", "table")[1]


def test_schema(here: Path) -> None:
    assert json.loads(run("schema")[1])["title"] == "hospext output"
    assert json.loads(run("schema", "--records")[1])["title"] == "hospext record"
    assert json.loads(run("schema", "--table")[1])["fields"][0]["name"] == "kind"
    assert run("schema", "--write", str(here))[0] == 0
    assert json.loads((here / "output.schema.json").read_text(encoding="utf-8"))["title"] == "hospext output"
    assert run("schema", "--write", "nowhere")[0] == 2
    code, _, errors = run("schema", "--records", "--table")
    assert (code, errors) == (
        2,
        ["hospext: --records, --table and --write exclude each other: give one of them"],
    )


@pytest.mark.parametrize("command", [[], ["extract"], ["report"], ["schema"], ["metrics"]])
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    code, output, errors = run(*command, "--help")
    assert (code, errors) == (0, [])
    assert f"Example: hospext {' '.join(command)}" in output
