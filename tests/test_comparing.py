"""Which record became which, on texts before and after: the comparison behind check and diff."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospext import extract
from hospext.comparing import Comparison, Outcome, Pairing, Settings, compare
from hospext.comparing.align import align
from hospext.comparing.documents import pair_documents, portable
from hospext.records import Count, DocumentInfo, Extraction
from hospext.reports.marking import Marker

A = "2024年，我院门诊60.5万人次，住院3.1万人次，手术1.2万例。"
B = "医院开放床位911张，其中重症床位40张。"
C = "药占比25.1%，耗占比25.1%。"


def outcomes(comparison: Comparison) -> list[tuple[str, str]]:
    """What became of each record that is not quite the same, with its words now, or then where it is lost."""
    return [
        (pair.outcome.value, pair.record.text)
        for document in comparison.documents
        for pair in document.pairs
        if pair.outcome not in (Outcome.SAME, Outcome.MOVED)
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param([A, B], [A, B], [], id="the same"),
        pytest.param([A, B], ["新的一行。", A, B], [], id="a line before"),
        pytest.param([A, B, C], [C, A, B], [], id="a paragraph elsewhere"),
        pytest.param([A, B], [A, C, B], [("added", "25.1%"), ("added", "25.1%")], id="a paragraph more"),
        pytest.param([A, C, B], [A, B], [("lost", "25.1%"), ("lost", "25.1%")], id="a paragraph less"),
        pytest.param(
            [A, A, A], [A, A], [("lost", t) for t in ("2024年", "60.5万人次", "3.1万人次", "1.2万例")]
        ),
        pytest.param([B], [B.replace("911", "1035")], [("changed", "1035张")], id="one number"),
        pytest.param(
            [B], [B.replace("911", "1035").replace("40", "45")], [("changed", "1035张"), ("changed", "45张")]
        ),
        pytest.param(
            [B], [B.replace("，其中重症床位40张", "")], [("lost", "40张")], id="half a sentence less"
        ),
        pytest.param(
            [C], [C.replace("耗占比25.1%", "耗占比24.9%")], [("changed", "24.9%")], id="the second of two"
        ),
        pytest.param(
            [C], [C.replace("药占比25.1%", "药占比24.9%")], [("changed", "24.9%")], id="the first of two"
        ),
        pytest.param([B], [B.replace("911张", "911\n张")], [], id="broken at another place"),
        pytest.param(
            [B], ["医院开放床位约911张，其中重症床位40张。"], [("changed", "911张")], id="another bound"
        ),
        pytest.param(
            ["附近有3家药店。"],
            ["医院有护士320名。"],
            [("added", "320名"), ("lost", "3家")],
            id="nothing in common",
        ),
    ],
)
def test_what_became_of_records(old: list[str], new: list[str], wanted: list[tuple[str, str]]) -> None:
    before, after = extract("\n".join(old)), extract("\n".join(new))
    comparison = compare(before, after)
    assert sorted(outcomes(comparison)) == sorted(wanted)
    counted = [comparison.count(each) for each in (Outcome.SAME, Outcome.MOVED, Outcome.CHANGED)]
    assert sum(counted) + comparison.count(Outcome.LOST) == len(before.records)
    assert sum(counted) + comparison.count(Outcome.ADDED) == len(after.records)


def rebuilt(extraction: Extraction, **changes: Any) -> Extraction:
    """The extraction with its first record changed, as if by another rule."""
    first, *rest = extraction.records
    return Extraction(
        documents=extraction.documents, records=[type(first)(**{**vars(first), **changes}), *rest]
    )


@pytest.mark.parametrize(
    ("changes", "options", "wanted"),
    [
        ({"metric": None}, {}, [("metric", "beds_open", None)]),
        ({"rule": "other"}, {}, [("rule", "bed_count.level", "other")]),
        ({"rule": "other"}, {"ignore": {"rule"}}, []),
        ({"value": Decimal("911.000")}, {}, []),
        ({"value": Decimal(912)}, {"tolerance": 0.01}, []),
        ({"value": Decimal(912)}, {"tolerance": 0.001}, [("value", Decimal(911), Decimal(912))]),
        ({"end": 10, "text": "911张，"}, {}, [("text", "911张", "911张，")]),
        ({"sentence": "开放床位911张"}, {}, []),
        ({"sentence": "开放床位911张"}, {"strict_spans": True}, [("sentence", B, "开放床位911张")]),
    ],
)
def test_fields_of_the_same_text(
    changes: dict[str, Any], options: dict[str, Any], wanted: list[tuple[str, Any, Any]]
) -> None:
    before = extract(B)
    options = {**options, "ignore": frozenset(options.get("ignore", ()))}
    comparison = compare(before, rebuilt(before, **changes), Settings(**options))
    found = [
        change
        for document in comparison.documents
        for pair in comparison.differences(document)
        for change in pair.fields
    ]
    assert [(c.name, c.old, c.new) for c in found if c.name != "end"] == wanted
    assert comparison.same is (not wanted)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (["a/1.txt"], ["a/1.txt"], [("a/1.txt", "a/1.txt")]),
        (["a/1.txt", "a/2.txt"], ["2.txt", "1.txt"], [("a/1.txt", "1.txt"), ("a/2.txt", "2.txt")]),
        (["a/1.txt"], ["../b/a/1.txt"], [("a/1.txt", "../b/a/1.txt")]),
        (
            ["old/x/1.txt", "old/2.txt"],
            ["new/x/1.txt"],
            [("old/2.txt", None), ("old/x/1.txt", "new/x/1.txt")],
        ),
        (
            ["2023/r.txt", "x.txt"],
            ["2024/r.txt", "x.txt"],
            [(None, "2024/r.txt"), ("2023/r.txt", None), ("x.txt", "x.txt")],
        ),
        (["a/r.txt", "b/r.txt"], ["r.txt"], [(None, "r.txt"), ("a/r.txt", None), ("b/r.txt", None)]),
        ([], ["r.txt"], [(None, "r.txt")]),
    ],
)
def test_documents_are_found_again(old: list[str], new: list[str], wanted: list[tuple[str, str]]) -> None:
    assert sorted(pair_documents(old, new), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize(
    ("paths", "folder", "wanted"),
    [
        (["a/1.txt", "../2.txt"], "/data", ["a/1.txt", "../2.txt"]),
        (["/data/a/1.txt"], "/data", ["a/1.txt"]),
        (["/data/a/1.txt", "/data/a/b/2.txt"], "/", ["a/1.txt", "a/b/2.txt"]),
        (["/data/a/1.txt"], "/data", ["a/1.txt"]),
        (["/a/1.txt", "/b/1.txt"], "/data", ["a/1.txt", "b/1.txt"]),
    ],
)
def test_names_without_a_machine(paths: list[str], folder: str, wanted: list[str]) -> None:
    assert list(portable(paths, folder).values()) == wanted


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_aligned_pairs_are_equal_and_rise(old: list[int], new: list[int]) -> None:
    pairs = align(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert align(old, old) == [(i, i) for i in range(len(old))]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["通知如下。", "现将情况通报。", ""]), min_size=1), st.integers(0, 3))
def test_lines_without_records_only_move_others(lines: list[str], at: int) -> None:
    text = [A, B, C]
    comparison = compare(extract("\n".join(text)), extract("\n".join([*text[:at], *lines, *text[at:]])))
    assert comparison.same
    assert comparison.count(Outcome.SAME) + comparison.count(Outcome.MOVED) == 8


def many(number: int, words: str, sha256: str, *, shift: int = 0) -> Extraction:
    records = [
        Count.model_construct(
            document="a.txt", start=10 * i, end=10 * i + 2, text=words, line=i, sentence=f"{words}，共{i + shift}项。",
            rule="r", value=Decimal(3), unit="个",
        )
        for i in range(number)
    ]  # fmt: skip
    info = DocumentInfo(id="a.txt", chars=10 * number, encoding="utf-8", sha256=sha256)
    return Extraction.model_construct(documents=[info], records=records)


def test_large_documents_take_linear_time() -> None:
    began = time.perf_counter()
    comparison = compare(many(10_000, "3个", "a"), many(10_000, "3个", "b", shift=5000))
    assert time.perf_counter() - began < 5  # what looked at each pair of records would take minutes
    assert [comparison.count(each) for each in Outcome] == [5000, 5000, 0, 5000, 0]


@pytest.mark.parametrize("text", [A, B, C, "有3张，又有3张，再有3张。", "手术3 0例\n，手术30例。"])
def test_the_span_is_marked_where_it_stands(text: str) -> None:
    records = extract(f"第一段。\n{text}").records
    marker = Marker(records)
    assert records
    for record in records:
        before, _, rest = marker.marked(record).partition("⟦")
        words, _, after = rest.partition("⟧")
        flat = "".join(f"第一段。\n{text}"[: record.start].split())
        assert "".join(words.split()) == "".join(record.text.split())
        assert flat.endswith("".join(before.split()))
        assert len("".join(after.split())) == len("".join(text.split())) - len(
            "".join((before + words).split())
        )


def test_a_pair_without_records_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        _ = Pairing(Outcome.SAME, None, None).record
