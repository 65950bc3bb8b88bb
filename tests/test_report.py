"""The report without a browser: its lines, data, labels and colours, and the command."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from typer.testing import CliRunner

from hospext import extract
from hospext.cli.app import app
from hospext.explaining.wording import reasons
from hospext.lexicon import default_lexicon
from hospext.pipeline import default_analyser, document_of
from hospext.records import MODELS, Count, Kind
from hospext.reporting import Shown, read_shown, render
from hospext.reporting.data import as_json, page_data
from hospext.reporting.labels import table
from hospext.reporting.lines import lines_of_sentences, lines_of_text
from hospext.writing.rows import COLUMNS, COLUMNS_ZH, json_row
from samples import RECORDS, base

PAGE = Path(sys.modules["hospext.reporting"].__file__ or "").parent / "page"
TEXT = "云川市人民医院2024年工作总结\n2024年，我院开放床位1500张，门急诊84.7万人次，同比增长3.1%。\n"


def record(start: int, end: int, text: str, **fields: Any) -> Count:
    return Count(**base(text, **fields) | {"start": start, "end": end}, value=1)


CUTS = [
    ("一二三四", [(1, 3)], [(1, ["一", "二三=0", "四"])]),
    ("一二三四", [(0, 4)], [(1, ["一二三四=0"])]),
    ("一二三四", [(0, 3), (1, 2)], [(1, ["一=0", "二=1 0", "三=0", "四"])]),
    ("一二三四", [(0, 2), (1, 4)], [(1, ["一=0", "二=0 1", "三四=1"])]),
    ("一二三四", [(0, 2), (0, 2)], [(1, ["一二=0 1", "三四"])]),
    ("一二\n三四", [(1, 4)], [(1, ["一", "二=0"]), (2, ["三=0", "四"])]),
    ("一二\r\n\r\n三四", [(1, 7)], [(1, ["一", "二=0"]), (2, []), (3, ["三=0", "四"])]),
    ("一二 \n　　三四", [(1, 7)], [(1, ["一", "二=0", " "]), (2, ["　　", "三=0", "四"])]),
    ("一二\r三四\n五", [(1, 4)], [(1, ["一", "二=0"]), (None, ["三=0", "四"]), (2, ["五"])]),
    ("一\n", [], [(1, ["一"]), (2, [])]),
    ("", [], [(1, [])]),
]


@pytest.mark.parametrize(("text", "spans", "lines"), CUTS, ids=range(len(CUTS)))
def test_lines_of_a_text(text: str, spans: list[tuple[int, int]], lines: list[Any]) -> None:
    records = [record(start, end, text[start:end]) for start, end in spans]
    told = [
        (line.number, [f"{p.text}={' '.join(map(str, p.records))}".rstrip("=") for p in line.pieces])
        for line in lines_of_text(text, records)
    ]
    assert told == lines


SENTENCES = [
    ("占15%，增5%。", ["15%", "5%"], ["占", "15%=0", "，增", "5%=1", "。"]),
    ("占15%，增5%。", ["5%"], ["占15%，增", "5%=0", "。"]),
    ("增5%，又5%。", ["5%", "5%"], ["增", "5%=0", "，又", "5%=1", "。"]),
    ("出院25909人次。", ["2590\n9人次"], ["出院", "25909人次=0", "。"]),
    ("占37.1 %。", ["37.1%"], ["占", "37.1 %=0", "。"]),
    ("没有。", ["9张"], ["没有。", " ", "9张=0"]),
]


@pytest.mark.parametrize(("sentence", "texts", "pieces"), SENTENCES, ids=range(len(SENTENCES)))
def test_lines_of_sentences(sentence: str, texts: list[str], pieces: list[str]) -> None:
    records = [
        record(10 * n, 10 * n + len(text), text, sentence=sentence, line=3) for n, text in enumerate(texts)
    ]
    (line,) = lines_of_sentences(records)
    assert line.number == 3
    assert [f"{p.text}={' '.join(map(str, p.records))}".rstrip("=") for p in line.pieces] == pieces


def test_a_record_within_a_record_of_a_sentence() -> None:
    outer = record(0, 8, "重症120张床", sentence="重症120张床，重症120张。")
    inner = record(2, 6, "120张", sentence=outer.sentence)
    (line,) = lines_of_sentences([outer, inner])
    assert [(p.text, p.records) for p in line.pieces][:3] == [("重症", (0,)), ("120张", (1, 0)), ("床", (0,))]


def decoded(data: dict[str, Any], number: int) -> dict[str, Any]:
    """One record out of the columns, as the page's script reads them."""
    found = {}
    for name, column in data["columns"].items():
        if column is not None:
            found[name] = column[number] if isinstance(column, list) else column["pool"][column["at"][number]]
    return {name: value for name, value in found.items() if value is not None}


def test_the_data_holds_every_field_of_every_record() -> None:
    read = read_shown(document_of(TEXT * 5), default_analyser())
    by_hand = Shown("b.txt", None, None, tuple(RECORDS), (None,) * len(RECORDS), "no_checksum")
    data = json.loads(as_json(page_data([read, by_hand], default_lexicon().metrics)))
    records = [*read.records, *RECORDS]
    assert data["size"] == len(records)
    for number, each in enumerate(records):
        row = {name: value for name, value in json_row(each).items() if value is not None}
        row["document"] = int(number >= len(read.records))
        told = decoded(data, number)
        assert {name: told[name] for name in COLUMNS if name in told} == row
    for number, chain in enumerate(read.chains):
        assert chain is not None
        steps = [data["steps"][place] for place in data["chains"][number]]
        assert steps == [[step.field, step.reason, step.words] for step in chain]
    assert data["chains"][-1] is None


def test_labels_are_whole() -> None:
    labels = table("labels")
    script = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    template = (PAGE / "page.html").read_text(encoding="utf-8")
    used = {*re.findall(r'label\("(\w+)"', script), *re.findall(r'data-t(?:-name|-hint)?="(\w+)"', template)}
    assert used - labels["ui"].keys() == set()
    made = ("all_", "column_", "missing_", "dark_", "light_")  # put together where they are used
    python = "".join(path.read_text(encoding="utf-8") for path in PAGE.parent.glob("*.py"))
    named = {*used, *re.findall(r'"(\w+)"', script + python)}
    assert [key for key in labels["ui"] if key not in named and not key.startswith(made)] == []
    for key, words in labels["ui"].items():
        assert words.keys() == {"zh", "en"}, key
        assert set(re.findall(r"\{\d\}", words["zh"])) == set(re.findall(r"\{\d\}", words["en"])), key
    assert set(COLUMNS) <= labels["fields"].keys()
    assert all(field in COLUMNS_ZH or "zh" in words for field, words in labels["fields"].items())
    for model in MODELS.values():
        for field, hint in get_type_hints(model).items():
            parts = [hint, *get_args(hint)]
            choices = {choice for part in parts for choice in get_args(part)}
            texts = {choice for choice in choices if isinstance(choice, str) and not isinstance(choice, Kind)}
            if texts:
                assert texts == labels["values"][field].keys(), field
    assert list(labels["values"]["kind"]) == list(Kind)
    money = {unit.id for unit in default_lexicon().units.values() if unit.kind == "money"}
    assert money == labels["values"]["unit"].keys()
    assert set(Kind) == table("colours")["line"].keys() == table("colours")["tint"].keys()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2 reckons it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_contrast(mode: str) -> None:
    colours = table("colours")
    page = {name: entry[mode] for name, entry in colours["page"].items()}
    for ground in ("ground", "raised", "sunken", "chosen"):
        assert contrast(page["ink"], page[ground]) >= 7
        assert contrast(page["soft"], page[ground]) >= 4.5, ground
    for ground in ("ground", "raised"):
        assert contrast(page["accent"], page[ground]) >= 4.5
        assert contrast(page["edge"], page[ground]) >= 3
    for kind, entry in colours["line"].items():
        tint = colours["tint"][kind][mode]
        assert contrast(entry[mode], tint) >= 4.5, kind
        assert contrast(entry[mode], page["ground"]) >= 4.5, kind  # the words of a mark under the pointer too
        assert contrast(page["ink"], tint) >= 7, kind
    looks = {(entry["style"], entry[mode]) for entry in colours["line"].values()}
    assert len(looks) == len(Kind)


def page_of(text: str, name: str = "-") -> str:
    read = read_shown(document_of(text), default_analyser())
    shown = Shown(name, read.info, read.text, read.records, read.chains)
    return render([shown], default_lexicon().metrics, "zh")


def test_only_the_pages_own_script_and_style_may_run() -> None:
    page = page_of(
        "<script>x</script>开放床位9张</script><style>*{}</style>\ud800", "a\"onmouseover='x'><b>.txt"
    )
    scripts = re.findall(r"<script(.*?)>(.*?)</script>", page, re.S)
    styles = re.findall(r"<style>(.*?)</style>", page, re.S)
    assert [attributes for attributes, _ in scripts] == [' type="application/json" id="data"', ""]
    assert json.loads(scripts[0][1])["size"] == 1
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for kind, text in (("script-src", scripts[1][1]), ("style-src", styles[0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert len(styles) == 1
    assert not re.search(
        r"\son\w+=|javascript:|https?:",
        re.sub(r"<script>.*", "", page, flags=re.S).split("</style>")[1].replace("&quot;onmouseover=", ""),
    )
    page.encode("utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, list[str]]:
    """Exit code, standard output, lines of standard error."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr.splitlines()


def data_of(path: Path) -> Any:
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def missing(path: Path) -> list[str]:
    """Why texts are not shown."""
    return re.findall(r'data-t="missing_(\w+)"', path.read_text(encoding="utf-8"))


def test_command(here: Path) -> None:
    assert run("report", "a.txt", "-o", "r.html") == (0, "", [])
    data = data_of(here / "r.html")
    assert data["size"] == len(extract(TEXT).records)
    assert data["documents"][0]["name"] == "云川市人民医院2024年工作总结"
    assert '<html lang="zh-CN"' in (here / "r.html").read_text(encoding="utf-8")
    code, output, _ = run("report", "a.txt", "--lang", "en")
    assert code == 0
    assert '<html lang="en"' in output
    assert "Documents: 1 · records: " in output


def test_options_reach_the_rules(here: Path) -> None:
    (here / "b.txt").write_bytes("我院去年远程会诊1200例。".encode("gb18030"))
    (here / "my.toml").write_text(
        '[metrics.remote]\nzh = "远程会诊量"\nkind = "count"\nterms = ["远程会诊"]\n', encoding="utf-8"
    )
    options = "--rules my.toml --reference-date 2025-01-02 --issuer 云川医院 --encoding gb18030 --quiet"
    assert run("report", "b.txt", "-o", "r.html", *options.split()) == (0, "", [])
    data = data_of(here / "r.html")
    found = decoded(data, 1)
    assert (found["metric"], found["subject"], found["period"]) == ("remote", "云川医院", "2024")
    assert data["labels"]["zh"]["metrics"] == {"remote": "远程会诊量"}
    assert "relative_to_given" in data["labels"]["zh"]["reasons"]


def test_the_same_bytes_everywhere(here: Path) -> None:
    pages = set()
    for seed, timezone in (("1", "Asia/Shanghai"), ("2", "UTC")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": timezone, "LC_ALL": "C"}
        command = [sys.executable, "-m", "hospext", "report", "a.txt"]
        done = subprocess.run(command, cwd=here, env=environment, capture_output=True, check=True)
        pages.add(done.stdout)
    assert len(pages) == 1
    assert str(here) not in pages.pop().decode("utf-8")


def test_stored_outputs_find_their_texts(here: Path) -> None:
    (here / "data").mkdir()
    run("extract", "a.txt", "-o", "data/d.json")
    run("report", "a.txt", "-o", "read.html")
    run("report", "data/d.json", "-o", "stored.html")  # the text stands where it was read
    assert (here / "stored.html").read_bytes() == (here / "read.html").read_bytes()
    (here / "a.txt").rename(here / "data" / "a.txt")  # or beside the data
    run("report", "data/d.json", "-o", "stored.html")
    assert (here / "stored.html").read_bytes() == (here / "read.html").read_bytes()


def test_stored_outputs_without_their_texts(here: Path) -> None:
    run("extract", "a.txt", "-o", "d.json")
    run("extract", "a.txt", "-o", "d.jsonl")
    assert run("report", "d.jsonl", "-o", "r.html")[0] == 0
    assert missing(here / "r.html") == ["no_checksum"]
    (here / "a.txt").write_text(TEXT + "又及", encoding="utf-8")
    run("report", "d.json", "-o", "r.html")
    assert missing(here / "r.html") == ["changed"]
    (here / "a.txt").unlink()
    run("report", "d.json", "-o", "r.html")
    assert missing(here / "r.html") == ["not_found"]
    page = (here / "r.html").read_text(encoding="utf-8")
    assert 'data-n="2">2024年</a>' not in page
    assert ">1500张</a>，门急诊" in page
    assert set(data_of(here / "r.html")["chains"]) == {None}


def test_a_record_that_the_rules_of_today_do_not_make_has_no_reasons(here: Path) -> None:
    run("extract", "a.txt", "-o", "d.json")
    output = json.loads((here / "d.json").read_text(encoding="utf-8"))
    output["records"][2]["label"] = "别的"
    (here / "d.json").write_text(json.dumps(output), encoding="utf-8")
    run("report", "d.json", "-o", "r.html")
    chains = data_of(here / "r.html")["chains"]
    assert [number for number, chain in enumerate(chains) if chain is None] == [2]
    assert missing(here / "r.html") == []
    output["records"][2]["start"] += (
        1  # stands elsewhere: then the text is another one, whatever its checksum
    )
    (here / "d.json").write_text(json.dumps(output), encoding="utf-8")
    run("report", "d.json", "-o", "r.html")
    assert missing(here / "r.html") == ["changed"]


def test_a_document_named_twice_is_shown_once(here: Path) -> None:
    run("extract", "a.txt", "-o", "d.json")
    run("report", "d.json", "a.txt", "d.json", "-o", "r.html")
    assert data_of(here / "r.html")["size"] == len(extract(TEXT).records)
    run("extract", "a.txt", "--kind", "money", "-o", "other.json")  # another view of it is shown beside it
    run("report", "a.txt", "other.json", "-o", "r.html")
    keys = [document["key"] for document in data_of(here / "r.html")["documents"]]
    assert len(set(keys)) == 2


WRONG = {
    "a.txt -o r.json": "r.json: the report is an HTML page: give the file the suffix .html",
    "a.txt -o missing/r.html": "missing/r.html: the folder missing does not exist: create it first",
    "a.html -o a.html": "a.html: is an input too: write to another file",
    "a.txt -o r.html --rules a.txt": "a.txt:1: this is not valid TOML",
    "a.txt -o r.html --encoding utf-99": "unknown encoding 'utf-99'",
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.items(), ids=WRONG)
def test_wrong_usage_is_one_line(here: Path, arguments: str, message: str) -> None:
    (here / "a.html").write_text("old", encoding="utf-8")
    code, output, errors = run("report", *arguments.split())
    assert (code, output, len(errors)) == (2, "", 1)
    assert errors[0].startswith(f"hospext: {message}")
    assert (here / "a.html").read_text(encoding="utf-8") == "old"
    assert not (here / "r.html").exists()


def test_inputs_that_fail_are_reported_and_the_others_shown(here: Path) -> None:
    run("extract", "a.txt", "-o", "d.json")
    (here / "cut.json").write_text((here / "d.json").read_text(encoding="utf-8")[:-9], encoding="utf-8")
    code, _, errors = run("report", "missing.txt", "cut.json", "a.txt", "-o", "r.html")
    assert code == 1
    assert len(errors) == 2
    assert data_of(here / "r.html")["size"] == len(extract(TEXT).records)
    (here / "r.html").write_text("old", encoding="utf-8")
    assert run("report", "missing.txt", "-o", "r.html")[0] == 1
    assert (here / "r.html").read_text(encoding="utf-8") == "old"


def test_very_many_records_are_warned_of(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hospext.cli.report.MANY", 2)
    code, _, errors = run("report", "a.txt", "-o", "r.html")
    assert (code, len(errors)) == (0, 1)
    assert "name fewer inputs" in errors[0]


def test_reasons_are_in_the_page_as_they_are_in_the_terminal() -> None:
    read = read_shown(document_of(TEXT), default_analyser())
    labels = page_data([read], default_lexicon().metrics)["labels"]
    for language in ("zh", "en"):
        assert labels[language]["reasons"]
        for reason, words in labels[language]["reasons"].items():
            assert words == reasons()[reason][language]
