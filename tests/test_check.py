"""``hospext check``: what a change did to the records, as a maintainer sees it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import annotation, hospext, junit_cases

ROOT = Path(__file__).parents[1]
SEED = "seeds/001_6698bfc56fae4c1b.txt"
NUMBER, OTHER = "51360.68万元", "51370.68万元"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds and their baseline, made once."""
    folder = tmp_path_factory.mktemp("stored")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert hospext("check base.json seeds/ --update").code == 0
    return folder


@pytest.fixture
def here(stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, as the current one."""
    shutil.copytree(stored, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(empty: Path) -> Path:
    write(empty / "docs/a.txt", f"市第一医院\n2024年，我院医疗收入{NUMBER}，药占比25.1%。\n")
    write(empty / "docs/b.txt", "市第二医院\n2024年末，我院开放床位900张。\n")
    return empty


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# The bars of the issue, one test a row.


def test_one_number_changed(here: Path) -> None:
    edit(here / SEED, NUMBER, OTHER)
    line = (here / SEED).read_text(encoding="utf-8").split(OTHER)[0].count("\n") + 1
    done = hospext("check base.json seeds/")
    assert done.code == 1
    head, sentence, text, value, *rest = done.out.splitlines()
    assert head == f"{SEED}:{line}: changed money {NUMBER} → {OTHER}"
    assert f"医疗业务收入⟦{OTHER}⟧、门急诊患者847746人次" in sentence
    assert [text.split(), value.split()] == [
        ["text", NUMBER, "→", OTHER],
        ["value", "513606800", "→", "513706800"],
    ]
    assert rest[-1] == "differences: 203 records in 5 documents, 1 changed, 7 moved"
    assert "    0     0        1      0     0  money" in rest
    (only,) = hospext("check base.json seeds/ -f json").json["differences"]
    assert (only["change"], only["document"], only["line"]) == ("changed", SEED, line)
    assert only["fields"] == {
        "text": {"old": NUMBER, "new": OTHER},
        "value": {"old": 513606800, "new": 513706800},
    }


def test_a_line_at_the_top_only_moves_records(here: Path) -> None:
    for path in (here / "seeds").iterdir():
        path.write_bytes("这是新的一行。\n".encode() + path.read_bytes())
    report = hospext("check base.json seeds/ -f json")
    assert report.code == 0
    assert report.json["counts"] == {"added": 0, "lost": 0, "changed": 0, "moved": 203, "same": 0}
    assert hospext("check base.json seeds/").out.splitlines()[-1] == (
        "no differences: 203 records in 5 documents, 203 moved"
    )
    strict = hospext("check base.json seeds/ --strict-spans")
    assert strict.code == 1
    assert sum(": moved " in line for line in strict.out.splitlines()) == 203
    assert "    line   19 → 20" in strict.out.splitlines()


def test_a_metric_taken_out(here: Path) -> None:
    write(here / "rules.toml", "[metrics.discharges]\nenabled = false\n")
    baseline = json.loads((here / "base.json").read_text(encoding="utf-8"))["records"]
    affected = {(r["document"], r["start"]) for r in baseline if r["metric"] == "discharges"}
    command = "check base.json seeds/ --rules rules.toml"
    report = hospext(f"{command} -f json")
    assert report.code == 1
    listed = {
        (d["document"], d["old"]["start"]) for d in report.json["differences"] if "metric" in d["fields"]
    }
    assert listed == affected
    assert len(affected) > 1
    updated = hospext(f"{command} --update")
    assert (updated.code, updated.errors) == (0, ["hospext: base.json: updated: 5 documents, 203 records"])
    assert updated.out.count(": changed ") == len(affected)
    assert hospext(command).code == 0


def test_workflow_commands(here: Path) -> None:
    odd = "seeds/a,b:100%.txt"
    write(here / odd, "市第一医院2024年出院患者同比增长11.32%，\n药占比25.1%。\n")
    assert hospext("check base.json seeds/ --update -q").code == 0
    edit(here / odd, "11.32%", "11.99%")
    edit(here / SEED, NUMBER, OTHER)
    done = hospext("check base.json seeds/ -f github")
    assert done.code == 1
    found = [annotation(line) for line in done.out.splitlines()]
    wanted = hospext("check base.json seeds/ -f json").json["differences"]
    assert [(a.places["file"], int(a.places["line"])) for a in found] == [
        (d["document"], d["line"]) for d in wanted
    ]
    odd_one = next(a for a in found if a.places["file"] == odd)
    assert odd_one.message.splitlines()[1:] == ["text   11.32% → 11.99%", "value  11.32 → 11.99"]
    assert (
        done.errors == ["hospext: differences: 205 records in 6 documents, 2 changed, 7 moved"] or done.errors
    )


def test_junit(here: Path) -> None:
    write(
        here / "seeds" / "control.txt", "为了人民的健康，医院不断改进服务。" * 20 + "医院有床位30\x1f张。\n"
    )
    (here / "seeds" / "bad.txt").touch()
    edit(here / SEED, NUMBER, OTHER)
    cases = junit_cases(hospext("check base.json seeds/ -f junit").out)
    documents = {f"seeds/{path.name}" for path in (here / "seeds").iterdir()}
    assert cases.keys() == documents
    failed = {name for name, case in cases.items() if case.find("failure") is not None}
    assert failed == {SEED, "seeds/control.txt"}
    assert cases[SEED].find("failure").attrib["message"] == "1 changed"
    assert f"{SEED}:19: changed money {NUMBER} → {OTHER}" in cases[SEED].find("failure").text
    assert cases["seeds/bad.txt"].find("error") is not None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("cut.json", '{"schema_version": "1.0", "documents": [], "rec', "not whole JSON"),
        ("old.json", '{"schema_version": "0.9", "documents": [], "records": []}', "of schema version 0.9"),
        ("no.json", "床位911张\n", "not whole JSON"),
        ("cut.jsonl", '{"kind": "rate", "docu', "cut.jsonl:1: not whole JSON"),
        ("no.csv", "科室,床位\n内科,30\n", "its columns are not those"),
        ("base.txt", "床位911张\n", "not a stored output"),
    ],
)
@pytest.mark.parametrize("update", ["", " --update"])
def test_baselines_that_cannot_be_read(name: str, text: str, said: str, update: str, here: Path) -> None:
    write(here / name, text)
    done = hospext(f"check {name} seeds/{update}")
    assert (done.code, done.out, len(done.errors)) == (2, "", 1)
    assert said in done.errors[0] or (update and "a baseline is a" in done.errors[0])
    assert (here / name).read_text(encoding="utf-8") == text


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_kill_while_a_large_baseline_is_written(here: Path) -> None:
    """A stored output as the input: what takes time is then the writing."""
    whole = json.loads((here / "base.json").read_text(encoding="utf-8"))
    whole["records"] *= 30
    write(here / "large.json", json.dumps(whole, ensure_ascii=False))
    before = (here / "base.json").read_bytes()
    command = [sys.executable, "-m", "hospext", "check", "base.json", "large.json", "--update", "-q"]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 30
    while not (begun := [p for p in here.glob(".hospext-*.tmp") if p.stat().st_size]):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert (here / "base.json").read_bytes() == before
    assert [p for p in here.glob(".hospext-*.tmp") if p.stat().st_size] == begun
    again = hospext("check base.json seeds/ --update")  # what was left behind does not disturb
    assert (again.code, again.errors) == (0, ["hospext: base.json: updated: 5 documents, 203 records"])
    assert (here / "base.json").read_bytes() == before


# The baseline.


def test_the_baseline_of_the_seeds_is_the_same_everywhere(
    here: Path, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another folder, with absolute paths, in another order, over an old one: the same bytes."""
    wanted = (stored / "base.json").read_bytes()
    hospext(f"check absolute.json '{here}/seeds' --update")
    names = " ".join(f"seeds/{path.name}" for path in sorted((here / "seeds").iterdir(), reverse=True))
    hospext(f"check reversed.json {names} --update")
    monkeypatch.chdir(here / "seeds")
    hospext("check ../base.json . --update")
    monkeypatch.chdir("/")
    hospext(f"check '{here}/elsewhere.json' '{here}/seeds' --update")
    for name in ("absolute", "reversed", "base", "elsewhere"):
        assert (here / f"{name}.json").read_bytes() == wanted, name
    assert str(here).encode() not in wanted


def test_a_baseline_of_another_machine(here: Path) -> None:
    hospext(f"extract '{here}/seeds' -o other.json")
    write(
        here / "other.json",
        (here / "other.json").read_text(encoding="utf-8").replace(str(here), "/home/ci/build"),
    )
    assert hospext("check other.json seeds/").code == 0
    assert hospext("check other.json seeds/ --update").code == 0
    assert (here / "other.json").read_bytes() == (here / "base.json").read_bytes()


def test_a_record_is_a_line_of_the_baseline(here: Path) -> None:
    before = (here / "base.json").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line.rstrip(",")) for line in before if line.startswith('{"kind"')]
    assert len(rows) == 203
    places = [(row["document"], row["start"], row["end"], row["kind"]) for row in rows]
    assert places == sorted(places)
    edit(here / SEED, NUMBER, OTHER)
    hospext("check base.json seeds/ --update")
    after = (here / "base.json").read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len([line for line in changed if '"value": 513706800' in line]) == 1
    assert all(OTHER in line or '"sha256"' in line for line in changed)  # or the sentence around it


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "tsv"])
def test_other_formats(suffix: str, small: Path) -> None:
    created = hospext(f"check base.{suffix} docs/ --update")
    assert (created.code, created.errors) == (0, [f"hospext: base.{suffix}: created: 2 documents, 5 records"])
    assert hospext(f"check base.{suffix} docs/").code == 0
    hospext(f"extract docs/ -o plain.{suffix}")
    assert hospext(f"check plain.{suffix} docs/").code == 0
    edit(small / "docs/a.txt", NUMBER, OTHER)
    done = hospext(f"check base.{suffix} docs/")
    assert (done.code, done.out.count(": changed ")) == (1, 1)
    (small / "docs/a.txt").unlink()
    assert "docs/a.txt: the document is missing: 3 records lost" in hospext(f"check base.{suffix} docs/").out


def test_a_baseline_must_be_there(here: Path) -> None:
    done = hospext("check new.json seeds/")
    assert (done.code, done.out) == (2, "")
    assert done.errors == ["hospext: new.json: there is no such baseline: add --update to create it"]
    created = hospext("check new.json seeds/ --update")
    assert (created.code, created.out) == (0, "")
    assert created.errors == ["hospext: new.json: created: 5 documents, 203 records"]
    assert (here / "new.json").read_bytes() == (here / "base.json").read_bytes()


# Documents that come, go, or cannot be read.


def test_missing_new_and_failed_documents(here: Path) -> None:
    (here / "seeds/003_18dcba97fe02335c.txt").unlink()
    (here / "seeds/004_fecf70a8efd62c19.txt").write_bytes(b"")
    write(here / "seeds/new.txt", "第二医院有床位30张。\n")
    done = hospext("check base.json seeds/ -f json")
    assert done.code == 1
    assert done.errors == [
        "hospext: seeds/004_fecf70a8efd62c19.txt: the file is empty: there is nothing to extract"
    ]
    states = {each["id"][6:9]: each["state"] for each in done.json["documents"]}
    assert states == {
        "000": "compared",
        "001": "compared",
        "002": "compared",
        "003": "missing",
        "004": "failed",
        "new": "new",
    }
    assert done.json["counts"] == {"added": 1, "lost": 36, "changed": 0, "moved": 0, "same": 140}
    text = hospext("check base.json seeds/").out
    assert "seeds/003_18dcba97fe02335c.txt: the document is missing: 36 records lost" in text
    assert "seeds/004_fecf70a8efd62c19.txt: could not be read, so its records were not compared" in text
    assert "seeds/new.txt: a new document: 1 record added" in text
    refused = hospext("check base.json seeds/ --update")
    assert refused.code == 1
    assert refused.errors[-1] == "hospext: base.json: not updated, because an input failed"


def test_an_input_that_is_not_there_loses_nothing(here: Path) -> None:
    shutil.move(here / "seeds", here / "gone")
    done = hospext("check base.json seeds/ -f json")
    assert done.code == 1
    assert {each["state"] for each in done.json["documents"]} == {"failed"}
    assert done.json["counts"]["lost"] == 0
    assert done.errors == ["hospext: seeds: no such file or folder: check the path"]


def test_what_is_known_of_a_document(empty: Path) -> None:
    write(empty / "a.txt", "市第一医院\n2024年，我院开放床位900张。\n")
    assert hospext("check a.json a.txt --update").code == 0
    done = hospext("check a.json a.txt --issuer 市第二医院")
    assert done.code == 1
    assert "    issuer  市第一医院 → 市第二医院" in done.out
    assert hospext("check a.json a.txt --issuer 市第二医院 --ignore issuer --ignore subject").code == 0
    write(empty / "a.txt", "市第二医院\n2024年，我院开放床位900张。\n")
    assert hospext("check a.json a.txt --ignore subject").code == 0  # the document says so now


# Options.


def test_options_choose_what_counts(small: Path) -> None:
    assert hospext("check base.json docs/ --update").code == 0
    edit(small / "docs/a.txt", NUMBER, OTHER)
    write(small / "docs/new.txt", "第二医院有床位30张。\n")
    for options, code in [
        ("", 1),
        ("--allow-added", 1),
        ("--allow-added --ignore value", 1),
        ("--allow-added --ignore value --ignore text", 0),
        ("--allow-added --tolerance 0.001 --ignore text", 0),
        ("--allow-added --tolerance 0.0001 --ignore text", 1),
        ("--only kind=rate --allow-added", 0),
        ("--only kind=rate --only kind=money --allow-added", 1),
        ("--only kind=rate --only metric=medical_revenue --allow-added", 0),
        ("--only metric=medical_revenue --allow-added", 1),
        ("--only document=docs/a.txt", 1),
        ("--only document='*/b*'", 0),
        ("--only document='a*'", 1),
        ("--only document='b*'", 0),
        ("--only document=docs/new.txt", 1),
    ]:
        assert hospext(f"check base.json docs/ {options}").code == code, options
    added = hospext("check base.json docs/ --only document=docs/new.txt --allow-added -f github")
    assert added.code == 0
    assert [annotation(line).level for line in added.out.splitlines()] == ["notice"]


def test_quiet(here: Path) -> None:
    edit(here / SEED, NUMBER, OTHER)
    done = hospext("check base.json seeds/ -q")
    assert (done.code, done.out, done.errors) == (1, "", [])
    done = hospext("check base.json seeds/ -q --update")
    assert (done.code, done.out, done.errors) == (0, "", [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--ignore valu", "unknown field 'valu': did you mean value"),
        ("--only kind=mony", "unknown kind 'mony': did you mean money?"),
        ("--only metric=bed_open", "unknown metric 'bed_open': did you mean beds_open"),
        ("--only document=seeds/099.txt", "unknown document 'seeds/099.txt'"),
        ("--only kinds=money", "unknown key 'kinds': did you mean kind?"),
        ("--only kind", "--only kind: write what to look at, as in kind=money"),
        ("--only kind=money --update", "--update stores all records: leave --only out"),
        ("--rules none.toml", "none.toml"),
        ("--encoding klingon", "unknown encoding 'klingon'"),
    ],
)
def test_misuse_is_one_line(options: str, said: str, here: Path) -> None:
    before = (here / "base.json").read_bytes()
    done = hospext(f"check base.json seeds/ {options}")
    assert (done.code, done.out, len(done.errors)) == (2, "", 1)
    assert said in done.errors[0]
    assert (here / "base.json").read_bytes() == before


def test_a_place_that_cannot_be_written(here: Path) -> None:
    for name, said in [("no/base.json", "create it first"), ("base.xyz", "a baseline is a .json")]:
        done = hospext(f"check {name} seeds/ --update")
        assert (done.code, len(done.errors)) == (2, 1)
        assert said in done.errors[0]
