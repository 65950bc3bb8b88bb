"""The schemas of the output, generated from the models: JSON Schema, and a Table Schema for CSV and TSV."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from hospext.records import MODELS, RECORD_ADAPTER, SCHEMA_VERSION, Extraction, Kind
from hospext.writing.rows import COLUMNS, COLUMNS_ZH
from hospext.writing.streams import check_writable, replacing

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _AsWritten(GenerateJsonSchema):
    """Every field of a model is always written, so every one is required, whether it has a default or not."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True


def output_schema() -> Schema:
    """JSON Schema of a whole JSON output."""
    return _json_schema(
        TypeAdapter(Extraction), "hospext output", "The documents of an extraction and their records."
    )


def record_schema() -> Schema:
    """JSON Schema of one record: a line of JSONL, an item of ``records``."""
    return _json_schema(RECORD_ADAPTER, "hospext record", "One extracted record, told apart by its kind.")


def table_schema() -> Schema:
    """Frictionless Table Schema of the CSV and TSV output."""
    models = [model.model_json_schema(mode="serialization")["properties"] for model in MODELS.values()]
    return {
        "title": "hospext records",
        "description": f"One extracted record a row, schema version {SCHEMA_VERSION}.",
        "fields": [
            _table_field(name, [model[name] for model in models if name in model]) for name in COLUMNS
        ],
        "missingValues": [""],
    }


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "output.schema.json": output_schema,
    "records.schema.json": record_schema,
    "records.table-schema.json": table_schema,
}


def schema_text(schema: Schema) -> str:
    """The schema as it is printed and stored."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder; gives the files."""
    files = [folder / name for name in SCHEMAS]
    for file in files:
        check_writable(file)
        with replacing(file) as stream:
            stream.write(schema_text(SCHEMAS[file.name]()))
    return files


def _json_schema(adapter: TypeAdapter[Any], title: str, description: str) -> Schema:
    schema = adapter.json_schema(mode="serialization", schema_generator=_AsWritten)
    return {"$schema": _DIALECT, **schema, "title": title, "description": description}


def _table_field(name: str, properties: list[Schema]) -> Schema:
    """One column, from what the models that have it say of it."""
    variants = [variant for each in properties for variant in each.get("anyOf", [each])]
    nullable = {"type": "null"} in variants or len(properties) < len(MODELS)
    constraints: Schema = {} if nullable else {"required": True}
    if name == "kind":
        constraints["enum"] = list(Kind)
    else:
        constraints |= {key: variants[0][key] for key in ("enum", "minimum") if key in variants[0]}
    described = [each["description"] for each in properties if "description" in each]
    field = {
        "name": name,
        "title": COLUMNS_ZH[name],
        "description": described[0] if described else None,
        "type": _table_type(variants),
        "constraints": constraints,
    }
    return {key: value for key, value in field.items() if value}


def _table_type(variants: list[Schema]) -> str:
    types = {variant["type"] for variant in variants}
    if "number" in types:
        return "number"
    if "integer" in types:
        return "integer"
    return "date" if variants[0].get("format") == "date" else "string"
