"""``hospext diff``: two stored outputs held against each other, without their documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import annotation, hospext, junit_cases

OLD = "市第一医院\n2024年末，我院开放床位911张，其中重症床位40张。\n2024年医疗收入51360.68万元。\n"
NEW = "市第一医院\n新的一行。\n2024年末，我院开放床位1035张，其中重症床位40张。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for version, text in (("old", OLD), ("new", NEW)):
        (tmp_path / version).mkdir()
        (tmp_path / version / "a.txt").write_text(text, encoding="utf-8")
        for suffix in ("json", "csv"):
            assert hospext(f"extract {version}/a.txt -o {version}.{suffix}").code == 0
    return tmp_path


@pytest.mark.parametrize("formats", ["json json", "csv csv", "json csv", "csv json"])
def test_two_versions_in_two_folders(formats: str, here: Path) -> None:
    old, new = formats.split()
    done = hospext(f"diff old.{old} new.{new}")
    assert (done.code, done.errors) == (1, [])
    lines = done.out.splitlines()
    assert "new/a.txt:3: changed bed_count 911张 → 1035张" in lines
    assert "    2024年末，我院开放床位⟦1035张⟧，其中重症床位40张。" in lines
    assert "new/a.txt:3: lost money 51360.68万元" in lines
    assert "    2024年医疗收入⟦51360.68万元⟧。" in lines
    assert any(line.startswith("    metric medical_revenue, label 医疗收入") for line in lines)
    assert lines[-1] == "differences: 5 records in 1 document, 2 lost, 1 changed, 2 moved"


def test_the_other_reports(here: Path) -> None:
    found = hospext("diff old.json new.json -f json").json
    assert (found["same"], found["counts"]["lost"]) == (False, 2)
    cases = junit_cases(hospext("diff old.json new.json -f junit").out)
    assert cases["new/a.txt"].find("failure").attrib["message"] == "2 lost, 1 changed"
    levels = [annotation(line).level for line in hospext("diff old.json new.json -f github").out.splitlines()]
    assert levels == ["error"] * 3


def test_the_same(here: Path) -> None:
    done = hospext("diff old.json old.csv")
    assert (done.code, done.out) == (0, "no differences: 5 records in 1 document\n")
    assert hospext("diff old.json new.json --only kind=grade").code == 0
    assert hospext("diff new.json old.json --only kind=money --allow-added").code == 0


def test_what_cannot_be_read(here: Path) -> None:
    (here / "cut.json").write_bytes((here / "old.json").read_bytes()[:400])
    for names, said in [
        ("cut.json new.json", "cut.json: not whole JSON"),
        ("old.json cut.json", "cut.json: not whole JSON"),
        ("old.json none.json", "none.json: cannot be read (No such file or directory)"),
        ("old.json new/a.txt", "new/a.txt: not a stored output"),
    ]:
        done = hospext(f"diff {names}")
        assert (done.code, done.out, len(done.errors)) == (2, "", 1)
        assert said in done.errors[0]
