"""``hospext schema``: the schemas of the output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hospext.cli.console import exit_codes


def schema(
    records: Annotated[
        bool, typer.Option("--records", help="The JSON Schema of one record, as in JSONL.")
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="The Frictionless Table Schema of CSV and TSV.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write all schemas into a folder instead.")
    ] = None,
) -> None:
    """Print the JSON Schema of the whole output, of one record, or the Table Schema of the CSV."""
    with exit_codes():
        from hospext.errors import UsageError
        from hospext.schema import output_schema, record_schema, schema_text, table_schema, write_schemas
        from hospext.writing.streams import standard_output

        if records + table + (write is not None) > 1:
            raise UsageError("--records, --table and --write exclude each other: give one of them")
        if write is not None:
            write_schemas(write)
            return
        build = table_schema if table else record_schema if records else output_schema
        with standard_output() as stream:
            stream.write(schema_text(build()))
