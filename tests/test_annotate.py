"""Gold that people write: what they may type, what is refused, and what ``hospext annotate`` writes for them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import hospext
from hospext import extract
from hospext.errors import InputError
from hospext.scoring.annotate import annotated
from hospext.scoring.inline import parse_inline_gold
from samples import RECORDS

ROOT = Path(__file__).parents[1]
BEDS = "开放床位[[911张|bed_count metric=beds_open]]。"


def fields(text: str) -> dict[str, Any]:
    """The fields of the first record, without its place."""
    (record, *_) = parse_inline_gold(text, "a.txt").records
    return {name: value for name, value in record.items() if name not in ("start", "end", "text")}


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        ("[[911张|bed_count]]", {"value": 911, "value_max": None}),
        ("[[911张|bed_count metric=beds_open]]", {"value": 911, "value_max": None, "metric": "beds_open"}),
        ("[[911张|bed_count value=900]]", {"value": 900}),
        ("[[3-5‰|rate]]", {"value": 3, "value_max": 5}),
        ("[[51360.68万元|money unit=CNY]]", {"value": 513606800, "value_max": None, "unit": "CNY"}),
        ("[[-7.3%|growth_rate direction=decrease]]", {"value": 7.3, "value_max": None, "direction": "decrease"}),
        ("[[第69位|ranking rank_type=position]]", {"value": 69, "rank_type": "position"}),
        ("[[百强|ranking]]", {"value": 100}),
        ("[[三甲|grade]]", {"grade": "三级甲等"}),
        ("[[三甲|grade grade=A]]", {"grade": "A"}),
        ("[[2024年5月|date]]", {"date_start": "2024-05-01", "date_end": "2024-05-31"}),
        ("[[8月9日|date date_start=- date_end=-]]", {"date_start": None, "date_end": None}),
        ("[[30张|bed_count metric=-]]", {"value": 30, "value_max": None, "metric": None}),
        ('[[30张|bed_count label="-"]]', {"value": 30, "value_max": None, "label": "-"}),
        (
            '[[30张|bed_count subject="市 第一\\"医院]]" subject=本院 subject=-]]',
            {"value": 30, "value_max": None, "subject": ['市 第一"医院]]', "本院", None]},
        ),
        ("[[30张|bed_count  unit=/10万\tbasis=since ]]", {"value": 30, "value_max": None, "unit": "/10万", "basis": "since"}),
        ("[[好几|count optional]]", {"optional": True}),
    ],
)  # fmt: skip
def test_what_may_be_typed(mark: str, wanted: dict[str, Any]) -> None:
    found = fields(f"医院{mark}。")
    kind = mark.partition("|")[2].split()[0].rstrip("]")
    assert found == {"kind": kind, **wanted}


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "a.txt:1: an empty case: there is no text to mark"),
        (" \n", "a.txt:1: an empty case: there is no text to mark"),
        ("开放床位911张。", "a.txt:1: an empty case: nothing is marked"),
        (f"---\nrecords: none\n---\n{BEDS}", "a.txt:1: the head says records: none, but there are marks"),
        ("一\n开放床位[[911张|bed_count。\n", "a.txt:2: this mark is not closed: end it with ]]"),
        ("一\n\n[[911张，二\n", "a.txt:3: this mark is not closed"),
        ("[[911\n\n张|bed_count]]", "a.txt:1: this mark is not closed"),
        ("[[911张|bed_count，[[40张|bed_count]]", "a.txt:1: this mark is not closed before the next one"),
        ("[[911[[40|count]]张|bed_count]]", "a.txt:1: this mark is not closed before the next one"),
        ("[[911张]]", "a.txt:1: a mark without a kind: write [[911张|kind]]"),
        ("[[911张|]]", "a.txt:1: a mark without a kind: write it behind the bar"),
        ("[[911张|metric=beds_open]]", "a.txt:1: a mark without a kind: write it before metric="),
        ("[[|bed_count]]", "a.txt:1: an empty mark"),
        ("一\n二]]\n" + BEDS, "a.txt:2: ]] without [[ before it"),
        ("[[911张|beds]]", "a.txt:1: unknown kind 'beds': use one of bed_count"),
        ("[[911张|bed_cuont]]", "a.txt:1: unknown kind 'bed_cuont': did you mean bed_count?"),
        ("[[911张|bed_count metrc=beds_open]]", "a.txt:1: bed_count has no field 'metrc': did you mean metric?"),
        ("[[911张|bed_count grade=A]]", "a.txt:1: bed_count has no field 'grade'"),
        ("[[911张|bed_count sentence=A]]", "a.txt:1: bed_count has no field 'sentence'"),
        ("[[911张|bed_count metric=]]", "a.txt:1: metric is empty"),
        ("[[911张|bed_count metric]]", "a.txt:1: metric is empty"),
        ("[[911张|bed_count value=九百]]", "a.txt:1: value is a number such as 513606800 or 5.99, not '九百'"),
        ("[[911张|bed_count value=-]]", "a.txt:1: value is a number"),
        ("[[911张|bed_count bound=about]]", "a.txt:1: bound is one of exact, approx, over, under, not 'about'"),
        ("[[911张|bed_count period_end=2024]]", "a.txt:1: period_end is a date such as 2024-12-31, not '2024'"),
        ("[[911张|bed_count period_end=-]]", "a.txt:1: period_end cannot be judged to be none"),
        ("[[911张|bed_count value=1 value=2]]", "a.txt:1: value is there twice"),
        ("[[911张|bed_count|beds_open]]", "a.txt:1: cannot read 'bed_count|beds_open'"),
        ("[[911张|bed_count label=\"床位]]", 'a.txt:1: a quotation mark " without its pair'),
        ("[[好几张|bed_count]]", "a.txt:1: '好几张' alone does not say it: add value="),
        ("[[8月9日|date]]", "a.txt:1: '8月9日' alone does not say it: add date_start= and date_end="),
        ("[[8月9日|date date_start=2024-08-09]]", "a.txt:1: '8月9日' alone does not say it: add date_end="),
        (f"---\nissuer: A\n{BEDS}", "a.txt:1: the head has no end"),
        (f"---\nissuer:\n---\n{BEDS}", "a.txt:2: issuer is a name, not ''"),
        (f"---\nisuer: A\n---\n{BEDS}", "a.txt:2: unknown 'isuer' in the head: did you mean issuer?"),
        (f"---\n\nreference_date: 2024\n---\n{BEDS}", "a.txt:3: reference_date is a date such as 2024-12-31"),
        (f"---\nrecords: some\n---\n{BEDS}", "a.txt:2: records is none, not 'some'"),
    ],
)  # fmt: skip
def test_mistakes_have_file_and_line(text: str, mistake: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_inline_gold(text, "a.txt")
    first = str(refused.value).splitlines()[0]
    assert first.startswith(mistake)


def test_every_mistake_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("[[1张|beds]]\n[[2张|bed_count unti=张]]\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n好]]\n", encoding="utf-8")
    done = hospext("score .")
    assert (done.code, done.out) == (2, "")
    assert [error.split(": ")[1] for error in done.errors] == ["a.txt:1", "a.txt:2", "b.txt:2"]


def test_head_and_escapes() -> None:
    text = "---\r\nreference_date: 2025-04-10\nissuer: 市第一医院\nissuer: 市一院\n\n---\n见\\[[1]]，a\\\\\\[b，c|d，\\x。去年[[5月|date]]"
    with pytest.raises(InputError, match=r"^a\.txt:7: \]\] without"):
        parse_inline_gold(text, "a.txt")
    gold = parse_inline_gold(text.replace("1]]", "1\\]]"), "a.txt")
    assert gold.text == "见[[1]]，a\\[b，c|d，\\x。去年5月"
    assert (str(gold.reference_date), gold.issuers, gold.head) == ("2025-04-10", ["市第一医院", "市一院"], 6)
    assert gold.records[0]["date_start"] == "2025-05-01"  # 5月 alone counts from the reference date
    assert gold.line_of(gold.records[0]["start"]) == 7


# What annotate writes.


@given(
    st.lists(st.sampled_from(["[", "]", "|", "\\", "\r\n", "\n", "---", "\ufeff", "床位30张", "“A”", "，"]))
)
def test_any_text_comes_back(parts: list[str]) -> None:
    text = "".join(["甲", *parts]) if parts[:1] != ["---"] else "".join(parts) + "甲"
    records = extract(text).records
    gold = parse_inline_gold(annotated(text, records), "a.txt")
    assert gold.text == text
    assert [(r["start"], r["end"], r["text"]) for r in gold.records] == [
        (r.start, r.end, r.text) for r in records
    ]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind)
def test_every_field_comes_back(record: Any) -> None:
    text = "　" * record.start + record.text
    found = fields(annotated(text, [record]))
    row = record.model_dump(mode="json")
    assert {name: row[name] for name in found if name != "kind"} | {"kind": row["kind"]} == found
    judged = {"metric", "subject", "label", "unit", "bound", "value", "status", "grade", "rank_type"}
    stated = {name for name in judged & row.keys() if row[name] is not None}
    assert (
        found.keys() >= stated
        if row["kind"] != "date"
        else found.keys() == {"kind", "date_start", "date_end"}
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    odd = "市第一医院\r\n2024年，见附件[[1]]和[2]，\\[3\\]：医院开放床位[911张]，\r\n门诊60.5万|人次|，药占比25.1%。\r\n"
    (tmp_path / "seeds" / "odd").mkdir()
    (tmp_path / "seeds" / "odd" / "brackets.md").write_bytes(odd.encode("gb18030"))
    (tmp_path / "seeds" / "odd" / "none.txt").write_text("为了人民的健康。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_extraction_of_today_scores_one(here: Path) -> None:
    done = hospext("annotate seeds/ -o gold/")
    assert (done.code, done.errors) == (0, ["hospext: gold: 7 documents, 207 marks"])
    assert (here / "gold/odd/brackets.md.txt").read_bytes().count(b"\r\n") == 3
    assert (here / "gold/odd/none.txt").read_text(encoding="utf-8").startswith("---\nrecords: none\n---\n")
    for inputs in ("", " seeds/"):
        figures = hospext(f"score gold/{inputs} -f json --min row=1 --errors").json
        assert (figures["documents"], figures["overall"]["gold"], figures["errors"]) == (7, 207, [])
        assert {level["f1"] for level in figures["overall"]["levels"].values()} == {1.0}
        assert {field["f1"] for field in figures["fields"].values()} == {1.0}
        assert figures["issuers"]["right"] == figures["issuers"]["judged"] > 0


def test_corrections_are_not_lost(here: Path) -> None:
    assert hospext("annotate seeds/002* -o gold/ -q").code == 0
    marked = here / "gold/002_0fc882b843a67fe2.txt"
    marked.write_text("mine", encoding="utf-8")
    refused = hospext("annotate seeds/ -o gold/")
    assert (refused.code, len(refused.errors)) == (2, 1)
    assert "002_0fc882b843a67fe2.txt: is there already" in refused.errors[0]
    assert [path.name for path in (here / "gold").iterdir()] == [marked.name]
    assert marked.read_text(encoding="utf-8") == "mine"
    assert hospext("annotate seeds/ -o gold/ --force -q").code == 0
    assert marked.read_text(encoding="utf-8") != "mine"


def test_a_folder_that_cannot_be(here: Path) -> None:
    (here / "file").touch()
    refused = hospext("annotate seeds/ -o file")
    assert (refused.code, refused.errors) == (
        2,
        ["hospext: file: cannot be made a folder (File exists): name another with -o"],
    )


def test_documents_are_not_written_over(here: Path) -> None:
    before = {path: path.read_bytes() for path in (here / "seeds").rglob("*.*")}
    refused = hospext("annotate seeds/ -o seeds/ --force")
    assert (refused.code, len(refused.errors)) == (2, 1)
    assert "is an input too" in refused.errors[0]
    assert {path: path.read_bytes() for path in (here / "seeds").rglob("*.*")} == before


def test_an_input_that_fails(here: Path) -> None:
    (here / "seeds/odd/empty.txt").touch()
    done = hospext("annotate seeds/odd none.txt -o gold/")
    assert done.code == 1
    assert done.errors == [
        "hospext: none.txt: no such file or folder: check the path",
        "hospext: seeds/odd/empty.txt: the file is empty: there is nothing to annotate",
        "hospext: gold: 2 documents, 4 marks",
    ]
