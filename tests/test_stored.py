"""Stored outputs come back as they were; what is none is refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hospext.errors import InputError
from hospext.stored import is_stored, load
from hospext.writing.formats import Format, Headers
from hospext.writing.output import write_extraction
from samples import THIRD, extraction


def save(path: Path, *, excel: bool = False, headers: Headers = Headers.EN) -> Path:
    with path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as stream:
        write_extraction(extraction(), stream, Format(path.suffix[1:]), headers=headers, excel=excel)
    return path


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "tsv"])
def test_comes_back(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"data.{suffix}")
    assert is_stored(path)
    found, wanted = load(path), extraction()
    assert [r.model_dump(mode="json") for r in found.records] == [
        r.model_dump(mode="json") for r in wanted.records
    ]
    assert found.documents == (wanted.documents if suffix == "json" else [])


def test_a_sheet_for_excel_comes_back(tmp_path: Path) -> None:
    path = save(tmp_path / "data.csv", excel=True, headers=Headers.ZH)
    assert is_stored(path)
    assert [r.text for r in load(path).records] == [r.text for r in extraction().records]


def output(**changes: object) -> str:
    whole = json.loads(extraction(THIRD).model_dump_json())
    return json.dumps({**whole, **changes})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", output()[:-9], "not whole JSON"),
        ("a.json", output(schema_version="0.9"), "of schema version 0.9, and this hospext reads 1.0"),
        ("a.json", "[]", "not an output of hospext"),
        ("a.json", output(records=[{"kind": "beds"}]), "record 1: kind"),
        ("a.json", output(documents=[{"id": 3}]), "its documents"),
        ("a.jsonl", '{"kind": "rate"', "a.jsonl:1: not whole JSON"),
        ("a.csv", "a,b\n1,2\n", "its columns are not those"),
        ("a.csv", "kind,document,start,end,text\nrate,a\n", "row 2 is cut off"),
        ("a.txt", "", "not a stored output"),
    ],
)
def test_what_is_refused(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load(path)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_documents_are_no_outputs(tmp_path: Path) -> None:
    for name, text in (
        ("a.json", '{"a": 1}'),
        ("a.csv", "科室,床位\n内科,30\n"),
        ("a.txt", ""),
        ("a.jsonl", '{"text": "床位"}'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert not is_stored(tmp_path / name)
