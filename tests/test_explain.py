"""Explanations: the chain of each record, the reason of each number without one, and the command."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import hospext
from hospext import Explanation, Step
from hospext.cli.explained import plain_lines
from hospext.explaining import misses, steps
from hospext.explaining.wording import miss_text, reason_text, reasons

BAR = "2024年，门急诊847746人次、出院25909人次，比去年同期分别增长3.10%、11.32%。"
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


def chain(each: Explanation) -> dict[str, tuple[str | None, str, str | None]]:
    return {step.field: (step.value, step.reason, step.words) for step in each.steps}


def one(text: str, value: str, **options: object) -> dict[str, tuple[str | None, str, str | None]]:
    return next(chain(each) for each in hospext.explain(text, **options) if each.text == value)  # type: ignore[arg-type]


def test_records_come_first_to_last_with_their_chains() -> None:
    found = hospext.explain(BAR)
    assert [each.text for each in found] == ["2024年", "847746人次", "25909人次", "3.10%", "11.32%"]
    assert [each.record.kind for each in found if each.record] == [
        "date",
        "count",
        "count",
        "growth_rate",
        "growth_rate",
    ]
    year = ("2024-01-01 – 2024-12-31", "date", "2024年")
    assert chain(found[1])["metric"] == ("outpatient_emergency_visits 门急诊人次", "term", "门急诊")
    assert chain(found[1])["period"] == year
    growth = chain(found[4])
    assert growth["metric"] == ("discharges 出院人次", "respectively", "出院")
    assert growth["aspect"] == ("change, increase", "change_word", "增长")
    assert growth["basis"] == ("year_on_year", "basis_word", "比去年")
    assert growth["period"] == (year[0], "as_before", None)
    assert growth["rule"] == ("growth_rate.change", "rule", None)


STEPS = [
    ("医疗收入51360.68万元。", "51360.68万元", "value", ("513,606,800", "scaled", "51360.68 × 万")),
    ("医疗收入51360.68万元。", "51360.68万元", "unit", ("CNY", "unit", "元")),
    ("住院3至5天。", "3至5天", "value", ("3–5", "range", "3至5")),
    ("三分之一的患者。", "三分之一", "value", ("33.333333333333336", "fraction", "三分之一")),
    ("床位翻一番。", "翻一番", "value", ("100", "doubling", "翻一番")),
    ("出院患者超过9000人次。", "9000人次", "bound", ("over", "bound_word", "超过")),
    ("出院患者1万余人次。", "1万余人次", "bound", ("over", "bound_word", "余")),
    ("满意度90%以上。", "90%以上", "bound", ("over", "bound_word", "以上")),
    ("开放床位减少86张。", "86张", "aspect", ("change, decrease", "change_word", "减少")),
    ("开放床位86张。", "86张", "aspect", ("level", "no_change_word", None)),
    ("每千人口床位7.23张。", "7.23张", "unit", ("张/千人", "implied_unit", "张")),
    ("出院人次突破19万。", "19万", "unit", ("人次", "implied_unit", None)),
    ("组建54个诊疗组。", "54个", "label", ("诊疗组", "noun_after", None)),
    ("采购苗木90棵。", "90棵", "metric", (None, "no_term", None)),
    ("三、四级手术312台次，占37.8%。", "37.8%", "metric", ("surgery_level_3_4_share 三四级手术占比", "share", "三、四级手术")),
    ("心血管内科简介\n编制床位120张。", "120张", "subject", ("心血管内科", "title_of_the_document", "心血管内科")),
    ("国考排名提高8位。", "8位", "basis", (None, "none_said", None)),
    ("我院出院9人次。", "9人次", "subject", ("我院", "own_words", "我院")),
    ("出院9人次。", "9人次", "subject", (None, "nobody_named", None)),
    ("云川市人民医院出院9人次。", "9人次", "subject", ("云川市人民医院", "own_words", "云川市人民医院")),
    ("云川市人民医院很忙，全年出院9人次。", "9人次", "subject", ("云川市人民医院", "topic_of_the_sentence", "云川市人民医院")),
    ("云川市人民医院很忙。全年出院9人次。", "9人次", "subject", ("云川市人民医院", "topic_of_the_paragraph", "云川市人民医院")),
    ("2024年，人很多。出院9人次。", "9人次", "period", ("2024-01-01 – 2024-12-31", "paragraph", "2024年")),
    ("出院9人次。", "9人次", "period", (None, "no_date", None)),
    ("门诊9人次，环比增长3%。", "3%", "basis", ("period_on_period", "basis_word", "环比")),
    ("门诊9人次，增长3%。", "3%", "basis", (None, "none_said", None)),
    ("力争开放床位900张。", "900张", "status", ("target", "plan_word", "力争")),
    ("全省排名第3位。", "第3位", "scope", ("全省", "words_before", "全省")),
    ("获评三甲医院。", "三甲", "grade", ("三级甲等", "written", "三甲")),
    ("2024年春节很忙。", "2024年春节", "date", ("2024-02-10", "festival", "2024年春节")),
    ("“十四五”很忙。", "十四五", "date", ("2021-01-01 – 2025-12-31", "plan", "十四五")),
    ("2024年3月很忙，5月不忙。", "5月", "date", ("2024-05-01 – 2024-05-31", "from_context", "5月")),
    ("5月不忙。", "5月", "date", (None, "no_year", "5月")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "field", "step"), STEPS, ids=[f"{s[1]}-{s[2]}" for s in STEPS])
def test_step(text: str, value: str, field: str, step: tuple[str | None, str, str | None]) -> None:
    assert one(text, value)[field] == step


def test_what_the_user_gives_is_named() -> None:
    found = one("我院去年出院9人次。", "去年", reference_date=dt.date(2024, 1, 5))
    assert found["date"] == ("2023-01-01 – 2023-12-31", "relative_to_given", "去年")
    assert one("全年出院9人次。", "9人次", issuer="云川医院")["subject"] == ("云川医院", "issuer_given", None)


MISSES = [
    ("实施“12510”工程。", "12510", "stop", "quoted-code: “12510”"),
    ("三位一体。", "三位", "stop", "set-phrase: 三位一体"),
    ("一名患者康复。", "一名", "article", "一名"),
    ("房间里有301。", "301", "no_unit", "301"),
    ("CT64排。", "64", "code", "CT64"),
    ("防治COVID-19。", "19", "code", "COVID-19"),
    ("2024年2月30日开工。", "2024年2月30", "impossible_date", "2024年2月30日"),
    ("一期工程。", "一期", "phase", "一期"),
    ("百场义诊。", "百场", "bare_scale", "百场"),
    ("十分重视。", "十分", "word", "十分"),
    ("二人同行。", "二人", "ordinal_two", "二人"),
    ("房间第301。", "301", "ordinal", "第301"),
]


@pytest.mark.parametrize(("text", "value", "reason", "words"), MISSES, ids=[m[1] for m in MISSES])
def test_a_number_without_a_record_says_why(text: str, value: str, reason: str, words: str | None) -> None:
    missed = [each for each in hospext.explain(text) if each.record is None]
    assert [(each.text, each.steps[0].reason, each.steps[0].words) for each in missed] == [
        (value, reason, words)
    ]


def test_a_stop_phrase_of_ones_own_is_named(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[[stops.stop]]\nid = \"ours\"\npattern = '云川[0-9]+'\n", encoding="utf-8")
    missed = hospext.explain("云川90张床位。", rules=rules)[0]
    assert (missed.record, missed.steps[0].words) == (None, "ours: 云川90")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds(path: Path) -> None:
    """Explaining changes nothing, every span holds, and no number is told of twice."""
    text = path.read_bytes().decode("utf-8")
    found = hospext.explain(text)
    assert [each.record for each in found if each.record] == hospext.extract(text).records
    for each in found:
        assert text[each.start : each.end] == each.text
        assert each.steps
        assert hospext.explain(text, at=each.start)[0].start <= each.start or each.record is None
    assert "\n".join(line for _, line in plain_lines(found))


def test_every_reason_has_its_words_in_both_languages() -> None:
    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (steps, misses))
    used = set(re.findall(r'Step\([^"]*"\w+", [^"]*"(\w+)"\)', source))
    assert used
    assert used <= reasons().keys()
    for reason, wording in reasons().items():
        assert wording.keys() == {"zh", "en"}, reason
        assert ("{0}" in wording["zh"]) == ("{0}" in wording["en"]), reason
    for path in SEEDS:
        for each in hospext.explain(path.read_bytes().decode("utf-8")):
            for step in each.steps:
                assert step.reason in reasons(), step
                for language in ("zh", "en"):
                    assert "{0}" not in reason_text(step, language)


def test_a_reason_without_words_loses_its_quotation() -> None:
    bare = Step("metric", None, "as_before")
    assert (reason_text(bare), reason_text(bare, "en")) == ("承接前一项", "as the item before")
    told = Step("metric", None, "as_before", "门诊{0}")
    assert reason_text(told) == "承接前一项“门诊{0}”"
    assert reason_text(Step("metric", None, "a_new_one")) == "a_new_one"
    missed = Step("record", None, "no_unit")
    assert miss_text(missed) == "没有单位，前后的词也没有说明它数的是什么"
    assert miss_text(missed, "en") == "no unit, and no word around it says what it counts"


def test_at() -> None:
    assert [each.text for each in hospext.explain(BAR, at=9)] == ["847746人次"]
    assert hospext.explain(BAR, at=6) == []


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hospext", "explain", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", check=False)


def test_text_on_the_command_line() -> None:
    done = run(BAR)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"第1行  {BAR}"
    assert sum(line.startswith("● ") for line in lines) == 5
    assert "\x1b" not in done.stdout
    assert "    指标 metric     discharges 出院人次      与前面的“出院”依次对应" in lines


def test_json_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("报告\n\n" + BAR, encoding="utf-8")
    done = run("--file", str(path), "--at", "13", "-f", "json")
    (found,) = json.loads(done.stdout)
    assert (found["text"], found["line"], found["record"]["metric"]) == (
        "847746人次",
        3,
        "outpatient_emergency_visits",
    )
    assert {"field": "unit", "value": "人次", "reason": "unit", "words": "人次"} in found["steps"]
    assert json.loads(run("-f", "json", "房间里有301。").stdout)[0]["record"] is None


def test_standard_input_and_options() -> None:
    done = run(
        "--file", "-", "--issuer", "云川医院", "--reference-date", "2024-01-05", stdin="我院去年出院9人次。"
    )
    assert "云川医院" in done.stdout
    assert "2023-01-01 – 2023-12-31" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give either a TEXT in quotes or --file FILE"),
        (["甲", "--file", "乙"], "give either a TEXT in quotes or --file FILE"),
        ([BAR, "--at", "6"], "no number stands at offset 6: the nearest is '2024年' at 0"),
        (["甲", "--at", "0"], "no number stands at offset 0: there is none in the text"),
        (["甲", "--at", "9"], "--at 9 is behind the end: the text has 1 code points"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"hospext: {message}\n")


def test_a_text_without_numbers_and_a_missing_file() -> None:
    assert run("今天很忙。").stdout == "没有数字、排名、等级或日期\n"
    done = run("--file", "missing.txt")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_colours_on_a_terminal() -> None:
    pty = pytest.importorskip("pty", reason="POSIX terminals")
    main, terminal = pty.openpty()
    environment = {**os.environ, "COLUMNS": "120", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "hospext", "explain", "出院9人次。"], stdout=terminal, env=environment
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(main)
    assert process.wait() == 0
    assert b"\x1b[" in shown
    assert "出院人次".encode() in shown
