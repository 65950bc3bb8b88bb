"""Value-first corpora: an expected record, then the many ways to say it (`corpus/*.toml`).

A text may mark the span of each expected record: 开放床位⟦1500张⟧. The marks are taken out before the
text is read. An expected field that is a list accepts any of its members; "null" stands for null.
`optional` names the words that may give a record or not (去年同期 as a mere basis of comparison).
"""

from __future__ import annotations

import datetime as dt
import math
import re
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import hospext

CORPUS = Path(__file__).parent / "corpus"
METRICS = frozenset((CORPUS / "metric_ids.txt").read_text(encoding="utf-8").split())
REFERENCE_DATE = "2025-06-30"

COMMON = {"text", "metric", "label", "subject", "period_start", "period_end", "status"}
QUANTITY = COMMON | {"value", "value_max", "unit", "bound", "aspect", "direction", "basis"}
QUANTITIES = ("bed_count", "count", "growth_rate", "rate", "money", "duration", "area", "score")
FIELDS: dict[str, set[str]] = dict.fromkeys(QUANTITIES, QUANTITY) | {
    "ranking": COMMON | {"value", "unit", "bound", "aspect", "direction", "rank_type", "scope"},
    "grade": COMMON | {"grade"},
    "date": COMMON | {"date_start", "date_end", "granularity"},
}
ENUMS = {
    "bound": {"exact", "approx", "over", "under"},
    "aspect": {"level", "change"},
    "direction": {"increase", "decrease"},
    "basis": {"year_on_year", "period_on_period", "since"},
    "status": {"actual", "target"},
    "rank_type": {"position", "top_n", "top_percent", "first", "only"},
    "granularity": {"hour", "day", "month", "quarter", "half", "year", "decade", "range"},
    "metric": METRICS,
}
NUMBERS = {"value", "value_max"}
DATES = {"date_start", "date_end", "period_start", "period_end"}
CASE_KEYS = {"id", "texts", "expect", "records", "kinds", "only", "optional", "reference_date", "issuer"}
NONE_KEYS = {"id", "texts", "kinds", "optional", "reference_date", "issuer"}
FILE_KEYS = {"reference_date", "issuer", "case", "none"}

Expected = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One text with what it must give."""

    name: str
    text: str
    spans: list[tuple[int, int]]
    expected: list[Expected]
    kinds: frozenset[str]
    optional: frozenset[str] = field(default_factory=frozenset)
    reference_date: dt.date | None = None
    issuer: str | None = None


def refuse(where: str, why: str) -> None:
    raise ValueError(f"{where}: {why}")


def check_keys(where: str, table: Any, allowed: set[str]) -> None:
    if not isinstance(table, dict):
        refuse(where, "a table is needed here")
    if unknown := sorted(set(table) - allowed):
        refuse(where, f"unknown key {', '.join(unknown)}")


def check_kinds(where: str, kinds: Any) -> frozenset[str]:
    if not isinstance(kinds, list) or not kinds:
        refuse(where, "`kinds` is a list of kinds that is not empty")
    if unknown := sorted(set(kinds) - set(FIELDS)):
        refuse(where, f"unknown kind {', '.join(unknown)}")
    return frozenset(kinds)


def check_value(where: str, name: str, value: Any) -> None:
    if isinstance(value, list):
        if len(value) < 2:
            refuse(where, f"{name}: a list gives two or more accepted values")
        for one in value:
            check_value(where, name, one)
    elif value == "null":
        return
    elif name in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            refuse(where, f"{name}: {value!r} is not a number")
    elif not isinstance(value, str) or not value:
        refuse(where, f"{name}: {value!r} is not a text")
    elif name in DATES:
        dt.date.fromisoformat(value)
    elif name in ENUMS and value not in ENUMS[name]:
        refuse(where, f"{name}: unknown value {value!r}")


def check_expected(where: str, record: Any) -> Expected:
    check_keys(where, record, {"kind"} | set().union(*FIELDS.values()))
    kind = record.get("kind")
    if kind not in FIELDS:
        refuse(where, f"unknown kind {kind!r}")
    if len(record) < 2:
        refuse(where, "a record needs a field besides its kind")
    for name in record.keys() - {"kind"}:
        if name not in FIELDS[kind]:
            refuse(where, f"a {kind} has no field {name!r}")
        check_value(where, name, record[name])
    return record


def unmark(where: str, marked: Any) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans that they stood around."""
    if not isinstance(marked, str) or not marked.strip():
        refuse(where, "empty text")
    text, spans = "", []
    for part in re.split(r"(⟦[^⟦⟧]+⟧)", marked):
        if part.startswith("⟦"):
            spans.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    if "⟦" in text or "⟧" in text:
        refuse(where, f"unbalanced mark in {marked!r}")
    return text, spans


def date_or_none(value: str) -> dt.date | None:
    return None if value == "null" else dt.date.fromisoformat(value)


def examples_of(where: str, table: dict[str, Any], defaults: dict[str, Any], positive: bool) -> list[Example]:
    check_keys(where, table, CASE_KEYS if positive else NONE_KEYS)
    if not table.get("texts"):
        refuse(where, "no texts")
    wanted: list[Any] = []
    if positive:
        if ("expect" in table) == ("records" in table):
            refuse(where, "give either `expect` or `records`")
        wanted = [table["expect"]] if "expect" in table else table["records"]
        if not wanted:
            refuse(where, "no records")
    if "only" in table and ("expect" not in table or table["only"] is not True):
        refuse(where, "`only = true` goes with `expect`")
    expected = [check_expected(where, one) for one in wanted]
    kinds = check_kinds(where, table.get("kinds", list(FIELDS)))
    if "expect" in table:
        if "kinds" in table:
            refuse(where, "`kinds` goes with `records`")
        kinds = kinds if "only" in table else frozenset({expected[0]["kind"]})
    if outside := {one["kind"] for one in expected} - kinds:
        refuse(where, f"expected kind {', '.join(sorted(outside))} is not among `kinds`")
    examples = []
    for number, marked in enumerate(table["texts"]):
        text, spans = unmark(where, marked)
        if spans and len(spans) != len(expected):
            refuse(where, f"{len(spans)} marks for {len(expected)} records in {marked!r}")
        examples.append(
            Example(
                name=f"{where}::{number}",
                text=text,
                spans=spans,
                expected=expected,
                kinds=kinds,
                optional=frozenset(table.get("optional", ())),
                reference_date=date_or_none(table.get("reference_date", defaults["reference_date"])),
                issuer=table.get("issuer", defaults["issuer"]),
            )
        )
    return examples


def load(name: str, toml: str, ids: set[str]) -> list[Example]:
    """The examples of one file; `ids` holds the case ids of the files before it."""
    data = tomllib.loads(toml)
    check_keys(name, data, FILE_KEYS)
    defaults = {
        "reference_date": data.get("reference_date", REFERENCE_DATE),
        "issuer": data.get("issuer"),
    }
    examples = []
    for section in ("case", "none"):
        for table in data.get(section, []):
            case_id = table.get("id")
            if not case_id or case_id in ids:
                refuse(name, f"missing or duplicate id {case_id!r}")
            ids.add(case_id)
            examples += examples_of(f"{name}::{case_id}", table, defaults, section == "case")
    if not examples:
        refuse(name, "no cases")
    return examples


def load_all() -> list[Example]:
    ids: set[str] = set()
    paths = sorted(CORPUS.glob("*.toml"))
    return [one for path in paths for one in load(path.stem, path.read_text(encoding="utf-8"), ids)]


def same(name: str, want: Any, got: Any) -> bool:
    if isinstance(want, list):
        return any(same(name, one, got) for one in want)
    if want == "null" or got is None:
        return want == "null" and got is None
    if name in NUMBERS:
        return math.isclose(float(want), float(got), rel_tol=1e-9, abs_tol=1e-9)
    if name == "label":  # the document's words, more or fewer of them
        return want in got or got in want
    return bool(want == got)


def brief(record: dict[str, Any]) -> str:
    return f"{record['kind']} {record['text']!r}"


def problems(example: Example, rows: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the records of an example, in words."""
    wrong = [
        f"{brief(row)} is not at {row['start']}:{row['end']}"
        for row in rows
        if example.text[row["start"] : row["end"]] != row["text"]
    ]
    seen = [row for row in rows if row["kind"] in example.kinds and row["text"] not in example.optional]
    if len(seen) != len(example.expected):
        what = "none" if not seen else "several" if len(seen) > len(example.expected) else "too few"
        others = [brief(row) for row in rows if row not in seen]
        wrong.append(
            f"{what}: {len(example.expected)} expected, found {[brief(row) for row in seen]}, others {others}"
        )
        return wrong
    for number, (want, row) in enumerate(zip(example.expected, seen, strict=True)):
        for name, value in want.items():
            if not same(name, value, row.get(name)):
                wrong.append(f"{brief(row)}: {name} is {row.get(name)!r}, not {value!r}")
        if example.spans and (row["start"], row["end"]) != example.spans[number]:
            start, end = example.spans[number]
            wrong.append(f"{brief(row)}: the span is not {example.text[start:end]!r} at {start}:{end}")
    return wrong


@pytest.mark.parametrize("example", [pytest.param(one, id=one.name) for one in load_all()])
def test_example(example: Example) -> None:
    found = hospext.extract(example.text, reference_date=example.reference_date, issuer=example.issuer)
    wrong = problems(example, [record.model_dump(mode="json") for record in found.records])
    assert not wrong, "\n".join([f"in {example.text!r}", *wrong])


GOOD = '[[case]]\nid = "a"\nexpect = {kind = "count", value = 3}\ntexts = ["新建⟦3家⟧"]\n'
BAD = {
    "unknown file key": "topic = 1\n" + GOOD,
    "unknown case key": GOOD + "note = 1\n",
    "duplicate id": GOOD + GOOD,
    "no cases": 'issuer = "x"\n',
    "no texts": GOOD.replace('["新建⟦3家⟧"]', "[]"),
    "empty text": GOOD.replace("新建⟦3家⟧", " "),
    "no field": GOOD.replace(", value = 3", ""),
    "unknown kind": GOOD.replace('"count"', '"counts"'),
    "unknown field": GOOD.replace("value", "values"),
    "field of another kind": GOOD.replace("value = 3", 'grade = "A"'),
    "unknown metric": GOOD.replace("value = 3", 'metric = "beds"'),
    "unknown bound": GOOD.replace("value = 3", 'bound = "about"'),
    "not a number": GOOD.replace("value = 3", 'value = "3"'),
    "not a date": GOOD.replace("value = 3", 'period_start = "2024"'),
    "expect and records": GOOD + 'records = [{kind = "count", value = 3}]\n',
    "kinds with expect": GOOD + 'kinds = ["count"]\n',
    "unbalanced mark": GOOD.replace("⟧", ""),
    "marks and records differ": GOOD.replace("新建", "⟦新⟧建"),
    "unknown kind of a negative": '[[none]]\nid = "a"\nkinds = ["dates"]\ntexts = ["近日"]\n',
}


def test_loader_reads_a_good_file() -> None:
    (example,) = load("good", GOOD, set())
    assert (example.name, example.text, example.spans) == ("good::a::0", "新建3家", [(2, 4)])


@pytest.mark.parametrize("toml", BAD.values(), ids=BAD.keys())
def test_loader_refuses(toml: str) -> None:
    with pytest.raises(ValueError):
        load("bad", toml, set())


def test_judge_tells_right_from_wrong() -> None:
    (example,) = load("good", GOOD, set())
    row = {"kind": "count", "value": 3, "text": "3家", "start": 2, "end": 4}
    assert problems(example, [row]) == []
    assert problems(example, [])[0].startswith("none")
    assert problems(example, [row, row])[0].startswith("several")
    assert "value" in problems(example, [row | {"value": 4}])[0]
    assert "is not at" in problems(example, [row | {"text": "三家"}])[0]
    assert "span" in problems(example, [row | {"text": "3", "end": 3}])[0]


@pytest.mark.slow
def test_time_is_linear_in_the_length_of_the_text() -> None:
    sentence = "2024年3月18日，医院门急诊356.8万人次，较上年增长14.7%，床位使用率由81.2%升至95.6%。"

    def seconds(times: int) -> float:
        text = sentence * times
        start = time.perf_counter()
        hospext.extract(text, reference_date=dt.date(2025, 6, 30))
        return time.perf_counter() - start

    seconds(10)
    assert seconds(1600) < 10 * max(seconds(400), 0.01)
