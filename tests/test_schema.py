"""The schemas: fresh in schemas/, and true of what the writers write."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hospext.records import MODELS, Kind
from hospext.schema import SCHEMAS, output_schema, record_schema, schema_text, table_schema, write_schemas
from hospext.writing.formats import Format
from hospext.writing.output import write_extraction
from hospext.writing.rows import COLUMNS
from samples import RECORDS, extraction

STORED = Path(__file__).parents[1] / "schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_stored_schemas_are_fresh(name: str) -> None:
    stored = (STORED / name).read_text(encoding="utf-8")
    assert stored == schema_text(SCHEMAS[name]()), "stale: run hospext schema --write schemas/"


def test_write_schemas(tmp_path: Path) -> None:
    assert sorted(path.name for path in write_schemas(tmp_path)) == sorted(
        path.name for path in STORED.iterdir()
    )


def written(format: Format) -> str:
    stream = io.StringIO(newline="")
    write_extraction(extraction(), stream, format)
    return stream.getvalue()


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_output_follows_its_schema() -> None:
    assert list(validator(output_schema()).iter_errors(json.loads(written(Format.JSON)))) == []


def test_every_line_of_jsonl_follows_the_record_schema() -> None:
    lines = written(Format.JSONL).splitlines()
    assert len(lines) == len(RECORDS)
    record = validator(record_schema())
    for line in lines:
        assert list(record.iter_errors(json.loads(line))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "beds"),
        ("value", "1500"),
        ("status", "planned"),
        ("start", -1),
        ("period_end", "2024"),
        ("extra", 1),
    ],
)
def test_the_schema_refuses_what_the_contract_forbids(field: str, value: object) -> None:
    output = json.loads(written(Format.JSON))
    wrong = copy.deepcopy(output)
    wrong["records"][0][field] = value
    assert not validator(output_schema()).is_valid(wrong)
    assert not validator(record_schema()).is_valid(wrong["records"][0])


def test_the_schema_asks_for_every_field() -> None:
    definitions = record_schema()["$defs"]
    for model in MODELS.values():
        assert set(definitions[model.__name__]["required"]) == set(model.model_fields)


def fits(text: str, field: dict[str, Any]) -> bool:
    """Whether a cell is of its column's type and within its constraints."""
    constraints = field.get("constraints", {})
    if text == "":
        return not constraints.get("required", False)
    pattern = {"integer": r"\d+", "number": r"-?\d+(\.\d+)?", "date": r"\d{4}-\d\d-\d\d", "string": r"(?s).+"}
    return bool(re.fullmatch(pattern[field["type"]], text)) and text in constraints.get("enum", [text])


def test_the_csv_follows_its_table_schema() -> None:
    fields = table_schema()["fields"]
    header, *table = csv.reader(io.StringIO(written(Format.CSV), newline=""))
    assert header == [field["name"] for field in fields] == list(COLUMNS)
    assert len(table) == len(RECORDS)
    for row in table:
        assert [field["name"] for text, field in zip(row, fields, strict=True) if not fits(text, field)] == []


def test_table_schema_types() -> None:
    fields = {field["name"]: field for field in table_schema()["fields"]}
    types = {name: field["type"] for name, field in fields.items()}
    assert {name for name, type in types.items() if type == "number"} == {"value", "value_max"}
    whole = {"start", "end", "line", "page", "table", "row", "column"}
    assert {name for name, type in types.items() if type == "integer"} == whole
    assert {name for name, type in types.items() if type == "date"} == {
        "period_start",
        "period_end",
        "date_start",
        "date_end",
    }
    assert fields["kind"]["constraints"] == {"required": True, "enum": list(Kind)}
    assert fields["direction"]["constraints"] == {"enum": ["increase", "decrease"]}
    assert "constraints" not in fields["unit"]
    assert fields["value"]["title"] == "数值"
