"""Tables: every record of every cell, as tests/tables/*.toml has it.

A case is a text and a line for each record of its tables, in order: row and column, kind, value, unit, metric, subject,
period, label, with ``-`` where there is none; then what is not the default (change, decrease, year_on_year, target …).
"""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hospext import explain, extract
from hospext.records import Record
from hospext.writing.rows import cell
from hospext.writing.table import period_text

CASES = [
    case | {"file": path.stem}
    for path in sorted((Path(__file__).parent / "tables").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
_DEFAULTS = {"aspect": "level", "bound": "exact", "status": "actual"}


def line(record: Record) -> str:
    """A record of a table as the cases write it."""
    fields: dict[str, Any] = record.model_dump()
    if record.kind == "date":
        value = f"{record.date_start}..{record.date_end}"
    else:
        numbers = [fields.get("value", fields.get("grade")), fields.get("value_max")]
        value = "-".join(cell(number) for number in numbers if number is not None)
    known = [
        fields.get("unit"),
        record.metric,
        record.subject,
        period_text(record.period_start, record.period_end),
    ]
    more = [str(fields[name]) for name in ("aspect", "direction", "basis", "bound", "status", "scope")
            if fields.get(name) not in (None, _DEFAULTS.get(name))]  # fmt: skip
    return " ".join(
        [
            f"{record.row},{record.column}",
            record.kind,
            value,
            *(each or "-" for each in (*known, record.label)),
            *more,
        ]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}:{case['id']}")
def test_cells(case: dict[str, Any]) -> None:
    found = extract(case["text"]).records
    for record in found:
        assert case["text"][record.start : record.end] == record.text
    assert [line(record) for record in found if record.table is not None] == case["cells"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}:{case['id']}")
def test_no_number_of_a_table_is_read_as_prose_too(case: dict[str, Any]) -> None:
    found = extract(case["text"]).records
    taken = [(record.start, record.end) for record in found]
    assert len(set(taken)) == len(taken)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(taken))


def test_a_cell_explains_itself() -> None:
    case = next(case for case in CASES if case["id"] == "monthly-accounts")
    at = case["text"].index("6.84")
    (found,) = explain(case["text"], at=at)
    steps = {step.field: (step.value, step.reason, step.words) for step in found.steps}
    assert steps["value"] == ("6.84", "written", "6.84")
    assert steps["unit"] == ("%", "table_unit", "%")
    assert steps["metric"] == ("medical_revenue 医疗收入", "term", "医疗收入")
    assert steps["label"] == ("医疗收入", "table_heads", "医疗收入 × 同比增减（%）")
    assert steps["subject"] == ("云川市第一医院", "table_caption", "云川市第一医院")
    assert steps["period"] == ("2024-01-01 – 2024-12-31", "level_beside", None)
    assert steps["basis"] == ("year_on_year", "basis_word", "同比增减（%）")


def main() -> None:
    """Write the records of today into the files: python tests/test_tables.py; read the difference before a commit."""
    for path in sorted((Path(__file__).parent / "tables").glob("*.toml")):
        parts = []
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            cells = [line(record) for record in extract(case["text"]).records if record.table is not None]
            rows = "".join(f'  "{each}",\n' for each in cells)
            parts.append(
                f"[[case]]\nid = \"{case['id']}\"\ntext = '''\n{case['text']}'''\ncells = [\n{rows}]\n"
            )
        path.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()


def test_squeezed_row_with_too_few_numbers_is_left_out() -> None:
    text = "项目 单位 2022年 2023年\n诊疗人次 万人次 8158.6 7765.5\n出院人次 万人次 156.8\n病床使用率 % 84.2 72.5\n"
    assert [record.text for record in extract(text).records] == ["8158.6", "7765.5", "84.2", "72.5"]
