"""``hospext score``: gold in all its forms, the reports, and the bars; test_scores.py holds the figures themselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from commands import hospext, junit_cases

ROOT = Path(__file__).parents[1]
TEXT = "市第一医院\n2024年末，我院开放床位911张，其中重症床位40张。\n2024年药占比25.1%。\n"
MARKED = (
    "市第一医院\n[[2024年末|date]]，我院开放床位[[911张|bed_count metric=beds_open status=target]]，"
    "其中重症床位40张。\n[[2024年|date]]药占比25.1[[%|rate value=25.1]]，[[许多项|count value=9]]。\n"
)


def record(text: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, **fields}


GOLD = {
    "reference_date": "2025-01-31",
    "issuer": ["市第一医院", "市一院"],
    "records": [
        record("911张", kind="bed_count", value=911, metric=["beds_open", "beds_total"], label="床位"),
        record("40张", kind="bed_count", value=40, metric="beds_open"),
        record("25.1%", kind="rate", value=25.1, unit="%"),
        record("2024年末", kind="date", optional=True),
    ],
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
    path.write_bytes(text.encode("utf-8"))


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        (["c/gold/a.json", "c/texts/a.txt"], "c"),
        (["c/gold/a.json", "c/texts/a.txt"], "c/gold c/texts"),
        (["c/gold/a.json", "c/texts/a.txt"], "c/gold c/texts/a.txt"),
        (["c/gold/a.json", "c/texts/a.txt"], "c/gold/a.json c/texts"),
        (["c/gold/a.json", "other/b.txt"], "c/gold/a.json other/b.txt"),
        (["c/a.json", "c/a.txt"], "c"),
        (["c/a.json", "c/a.txt"], "c/a.json"),
        (["c/2024/a.json", "c/2024/a.txt"], "c"),
        (["c/2024/a.json", "t/2023/a.txt", "t/2024/a.txt"], "c t"),
        (["c/a.json", "t/a.md"], "c t"),
        (["c/b.json", "c/b.txt", "t/b.md"], "c/b.json t"),
    ],
)
def test_where_gold_and_documents_may_be(files: list[str], arguments: str, here: Path) -> None:
    for file in files:
        write(here / file, GOLD if file.endswith(".json") else TEXT)
    done = hospext(f"score {arguments} -f json -q")
    assert (done.code, done.out) == (0, "")
    figures = hospext(f"score {arguments} -f json").json
    assert figures["documents"] == 1
    assert figures["overall"]["gold"] == 3
    levels = {name: level["right"] for name, level in figures["overall"]["levels"].items()}
    assert levels == {"span": 3, "value": 3, "strict": 3, "row": 2}
    assert figures["issuers"] == {"right": 1, "judged": 1}


def test_gold_written_by_hand(here: Path) -> None:
    write(here / "gold/a.txt", MARKED)
    done = hospext("score gold --errors")
    assert (done.code, done.errors) == (0, [])
    assert done.out.splitlines()[:6] == [
        "gold/a.txt:2: wrong bed_count 911张: status actual, not target",
        "gold/a.txt:2: false bed_count 40张: by rule bed_count.level",
        "gold/a.txt:3: missed count 许多项",
        "",
        "1 document. P and R are at the level value, then F1 by level; a field's found are those of records "
        "that were found.",
        "",
    ]
    plain = MARKED.replace("[[", "").replace("]]", "")
    for field in ("date", "bed_count metric=beds_open status=target", "rate value=25.1", "count value=9"):
        plain = plain.replace(f"|{field}", "")
    write(here / "texts/a.txt", plain.replace("\n", "\r\n"))  # another editor's line ends
    again = hospext("score gold texts --errors")
    assert again.code == 0
    assert again.out == done.out
    write(here / "texts/a.txt", plain.replace("911", "912"))
    other = hospext("score gold texts")
    assert other.code == 1
    assert other.errors == [
        "hospext: gold/a.txt:2: the text is not that of the document: annotate it again, or mend one"
    ]


def test_a_stored_output_can_be_scored(here: Path) -> None:
    write(here / "c/gold/a.json", GOLD)
    write(here / "c/texts/a.txt", TEXT)
    for name in ("data.json", "data.csv"):
        hospext(f"extract c/texts -o {name}")
        figures = hospext(f"score c/gold {name} -f json").json
        assert figures["overall"]["levels"]["row"]["right"] == 2
    assert "an output of hospext, and no gold" in hospext("score data.json c/texts").errors[0]


def test_bars(here: Path) -> None:
    write(here / "c/gold/a.json", GOLD)
    write(here / "c/texts/a.txt", TEXT)
    f1 = hospext("score c -f json").json["overall"]["levels"]["row"]["f1"]
    for bars, code in [
        (f"--min row={f1}", 0),
        (f"--min row={f1 + 1e-9}", 1),
        ("--min span=0.5 --min row=1", 1),
    ]:
        assert hospext(f"score c {bars}").code == code
    assert hospext("score c --min row=0.99 -q").errors == [f"hospext: F1 at row: {f1:.4f} is below 0.99"]
    cases = junit_cases(hospext("score c --min row=0.99 --min span=0.5 -f junit").out)
    assert list(cases) == ["F1 at row", "F1 at span", "c/texts/a.txt"]
    assert [case.find("failure") is not None for case in cases.values()] == [True, False, False]
    assert "wrong bed_count 40张: metric" in cases["c/texts/a.txt"].find("system-out").text


def test_markdown(here: Path) -> None:
    write(here / "c/gold/a.json", GOLD)
    write(here / "c/texts/a.txt", TEXT)
    tables = [
        line for line in hospext("score c -f markdown --errors").out.splitlines() if line.startswith("|")
    ]
    assert tables[0] == "| kind | gold | found | P | R | span | value | strict | row |"
    assert tables[2].startswith("| `bed_count` | 2 | 2 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 0.500 |")
    assert {line.count("|") for line in tables[:5]} == {10}
    assert "| `metric` | 2 | 2 | 1 | 0.500 | 0.500 | 0.500 |" in tables


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"kind": "beds"}, "gold/a.json:8: unknown kind 'beds'"),
        ({"metrc": "beds_open"}, "gold/a.json:8: bed_count has no field 'metrc': did you mean metric?"),
        ({"value": "911"}, "gold/a.json:8: value is a number"),
        ({"bound": "about"}, "gold/a.json:8: bound is one of exact, approx, over, under"),
        ({"value": [911, 912]}, "gold/a.json:8: value holds one value, not a list"),
        ({"end": 3}, "gold/a.json:8: start and end are places in the text"),
        ({"status": ["actual", 3]}, "gold/a.json:8: status is one of"),
        ({"optional": "yes"}, "gold/a.json:8: optional is true or false"),
    ],
)
def test_mistakes_in_json_gold_have_file_and_line(change: dict[str, Any], mistake: str, here: Path) -> None:
    first, *others = GOLD["records"]
    write(here / "gold/a.json", {**GOLD, "records": [{**first, **change}, *others]})
    write(here / "texts/a.txt", TEXT)
    done = hospext("score gold texts")
    assert (done.code, done.out) == (2, "")
    assert done.errors[0].startswith(f"hospext: {mistake}")


def test_gold_that_cannot_be_read(here: Path) -> None:
    write(here / "texts/a.txt", TEXT)
    for content, mistake in [
        ('{"records": [\n{"start": 3', "gold/a.json:2: not whole JSON"),
        ("[]", 'gold/a.json:1: gold is an object with "records"'),
        ({"records": [], "refdate": 1}, "gold/a.json:1: unknown key 'refdate'"),
        ({"records": [], "reference_date": "2024"}, "gold/a.json:1: reference_date is a date"),
        ({"records": [{"kind": "grade", "start": 1, "end": 2}]}, "a grade needs its grade"),
    ]:
        write(here / "gold/a.json", content)
        done = hospext("score gold texts")
        assert (done.code, done.out, len(done.errors)) == (2, "", 1)
        assert mistake in done.errors[0]
    (here / "gold/a.json").unlink()
    (here / "gold/a.txt").write_bytes("床位\n[[911张|bed_count]]".encode("gb18030"))
    assert hospext("score gold").errors == ["hospext: gold/a.txt:1: not UTF-8 text: save it as UTF-8"]


def test_gold_of_another_text(here: Path) -> None:
    write(here / "c/gold/a.json", GOLD)
    write(here / "c/texts/a.txt", "另一行。" + TEXT)
    done = hospext("score c")
    assert done.code == 1
    assert "c/gold/a.json: the document has " in done.errors[0]


def test_documents_without_gold_and_gold_without_documents(here: Path) -> None:
    for name in ("a", "b"):
        write(here / f"gold/{name}.json", GOLD)
    for name in ("a", "c"):
        write(here / f"texts/{name}.txt", TEXT)
    done = hospext("score gold texts -f json")
    assert done.code == 1
    assert done.errors == [
        "hospext: gold/b.json: its document is not there: name it, or its folder, behind the gold",
        "hospext: no gold for texts/c.txt: not scored",
    ]
    assert (done.json["documents"], done.json["failed"]) == (1, ["gold/b.json"])
    nothing = hospext("score gold texts/c.txt")
    assert (nothing.code, nothing.out) == (1, "")
    shutil.copytree(here / "texts", here / "more")
    ambiguous = hospext("score gold texts more")
    assert ambiguous.code == 1
    assert "both have its name" in ambiguous.errors[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("none", "none: no such file or folder"),
        ("empty", "empty: no gold in it"),
        ("c --min rows=0.9", "unknown level 'rows': did you mean row?"),
        ("c --min row", "--min row: write a level and an F1, as in row=0.9"),
        ("c --min row=90", "--min row=90: F1 lies between 0 and 1"),
    ],
)
def test_misuse_is_one_line(arguments: str, said: str, here: Path) -> None:
    (here / "empty").mkdir()
    write(here / "c/gold/a.json", GOLD)
    write(here / "c/texts/a.txt", TEXT)
    done = hospext(f"score {arguments}")
    assert (done.code, done.out, len(done.errors)) == (2, "", 1)
    assert said in done.errors[0]
