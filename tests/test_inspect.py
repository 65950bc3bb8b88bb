"""hospext inspect: the facts of a document with their reasons, its articles and its tables."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from commands import hospext
from hospext import extract

REPORT = "云川市第一医院2024年运营月报\n2025年1月8日\n\n指标\t2024年\n床位（张）\t1,500\n出院人次\t60,100\n"


ISSUERS = tomllib.loads((Path(__file__).parent / "data" / "issuers.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def facts(found: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    return {fact["name"]: (fact["value"], fact["reason"]) for fact in found["facts"]}


def test_facts_and_tables(report: Path) -> None:
    (found,) = json.loads(hospext(f"inspect {report} -f json").out)
    assert facts(found) == {
        "encoding": ("utf-8", "strict"),
        "title": ("云川市第一医院2024年运营月报", "head"),
        "issuer": ("云川市第一医院", "head"),
        "date": ("2025-01-08", "head"),
        "period": ("2024-01-01 – 2024-12-31", "heading"),
    }
    assert found["tables"] == [{"table": 1, "page": None, "line": 4, "rows": 3, "columns": 2, "records": 2}]


def test_what_is_given_is_trusted_most(report: Path) -> None:
    (found,) = json.loads(
        hospext(f"inspect {report} -f json --issuer 云川市中医院 --reference-date 2025-02-03").out
    )
    assert facts(found)["issuer"] == ("云川市中医院", "given")
    assert facts(found)["date"] == ("2025-02-03", "given")


def test_the_file_name_gives_a_date(tmp_path: Path) -> None:
    path = tmp_path / "简报-2024-08-09.txt"
    path.write_text("我院开放床位1500张。\n", encoding="gb18030")
    (found,) = json.loads(hospext(f"inspect {path} -f json").out)
    assert facts(found)["date"] == ("2024-08-09", "file_name")
    assert facts(found)["encoding"][1] == "reads_as_chinese"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in ISSUERS])
def test_who_speaks(case: dict[str, Any]) -> None:
    assert extract(case["text"]).documents[0].issuer == case.get("issuer")


def test_text_for_people(report: Path) -> None:
    done = hospext(f"inspect {report} {report.parent / 'missing.txt'}")
    assert done.code == 1
    assert "发布机构 issuer   云川市第一医院" in done.out
    assert "表1  第4行  3行×2列，2条记录" in done.out
    assert any("missing.txt: no such file" in line for line in done.errors)


def test_articles_of_a_page() -> None:
    (found,) = json.loads(hospext("inspect seeds/003_18dcba97fe02335c.txt -f json").out)
    assert [article["line"] for article in found["articles"]]
