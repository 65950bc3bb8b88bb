"""Rules files: what they add, what they switch off, and the one line that tells of a mistake."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import hospext
from hospext.errors import LexiconError
from hospext.lexicon import default_lexicon
from hospext.lexicon.check import FILES, check
from hospext.lexicon.load import shipped
from hospext.lexicon.rules import lexicon_with
from hospext.lexicon.source import Source, line_numbers, parse_toml

METRIC = """\
[metrics.remote_consultations]
zh = "远程会诊量"
kind = "count"
unit = "例"
terms = ["远程会诊量", "远程会诊"]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "rules.toml"


def found(text: str, rules: Path, toml: str, **options: Any) -> list[tuple[str, str, str | None]]:
    rules.write_text(toml, encoding="utf-8")
    records = hospext.extract(text, rules=rules, **options).records
    return [(record.kind.value, record.text, record.metric) for record in records]


@pytest.mark.parametrize(
    "text", ["全年远程会诊量1200例。", "医院开展远程会诊1200例。", "远程会诊量达到1200例次。"]
)
def test_a_new_metric(text: str, rules: Path) -> None:
    kinds = [(kind, metric) for kind, _, metric in found(text, rules, METRIC)]
    assert ("count", "remote_consultations") in kinds
    assert "remote_consultations" not in {record.metric for record in hospext.extract(text).records}


def test_a_growth_rate_of_a_new_metric(rules: Path) -> None:
    assert ("growth_rate", "12%", "remote_consultations") in found("远程会诊量同比增长12%。", rules, METRIC)


def test_a_term_of_ones_own_wins_over_the_same_term_shipped(rules: Path) -> None:
    assert default_lexicon().terms["门诊量"][0].id == "outpatient_visits"
    own = '[metrics.our_clinic]\nzh = "门诊"\nkind = "count"\nterms = ["门诊量"]\n'
    assert ("count", "90人次", "our_clinic") in found("门诊量90人次。", rules, own)


def test_full_width_words_are_found_too(rules: Path) -> None:
    own = '[metrics.ent]\nzh = "ＥＮＴ手术"\nkind = "count"\nunit = "台"\nterms = ["ＥＮＴ手术"]\n'
    assert ("count", "90台", "ent") in found("完成ENT手术90台。", rules, own)


def test_more_terms_for_a_shipped_metric(rules: Path) -> None:
    own = '[metrics.beds_open]\nterms = ["启用铺位"]\n'
    assert found("启用铺位90张。", rules, own) == [("bed_count", "90张", "beds_open")]
    assert ("bed_count", "911张", "beds_open") in found("开放床位911张。", rules, own)


def test_replace_a_shipped_metric(rules: Path) -> None:
    own = '[metrics.beds_open]\nreplace = true\nzh = "铺位"\nkind = "bed_count"\nterms = ["启用铺位"]\n'
    metrics = lexicon_with(own, "own").metrics
    assert (metrics["beds_open"].zh, metrics["beds_open"].terms) == ("铺位", ("启用铺位",))


@pytest.mark.parametrize(
    ("metric", "text"), [("cmi", "CMI值1.12。"), ("hospital_grade", "获评三级甲等医院。")]
)
def test_switch_a_metric_off(metric: str, text: str, rules: Path) -> None:
    assert metric in {record.metric for record in hospext.extract(text).records}
    after = found(text, rules, f"[metrics.{metric}]\nenabled = false\n")
    assert after
    assert {each for _, _, each in after} == {None}


def test_a_stop_phrase(rules: Path) -> None:
    text = "医院距A口岸90公里。"
    assert [each for each in hospext.extract(text).records if each.text == "90公里"]
    own = '[[stops.stop]]\nid = "ways"\npattern = \'[0-9]+公里\'\nexample = "90公里"\n'
    assert found(text, rules, own) == []


def test_switch_a_stop_phrase_off(rules: Path) -> None:
    text = "医护比1:1.25。"
    stops = dict(lexicon_with('[[stops.stop]]\nid = "ratio"\nenabled = false\n', "own").stops)
    assert "ratio" in dict(default_lexicon().stops)
    assert "ratio" not in stops
    assert found(text, rules, '[[stops.stop]]\nid = "ratio"\nenabled = false\n') is not None


def test_replace_a_stop_phrase(rules: Path) -> None:
    own = "[[stops.stop]]\nid = \"ratio\"\nreplace = true\npattern = '90公里'\n"
    stops = lexicon_with(own, "own").stops
    assert [pattern.pattern for name, pattern in stops if name == "ratio"] == ["90公里"]


def test_units_cues_names_and_festivals(rules: Path) -> None:
    toml = """\
[units.money.AUD]
forms = ["澳元"]
[units.counters]
things = ["人次份"]
[cues.before]
approx = ["约莫"]
[names.organisation]
known = ["云川康宁之家"]
[calendar.solar]
"中国医师节" = [8, 19]
"""
    rules.write_text(toml, encoding="utf-8")
    text = "2024年中国医师节，云川康宁之家获捐50万澳元，发放约莫300人次份。"
    date, money, count = hospext.extract(text, rules=rules).records
    assert (date.date_start.isoformat(), date.text) == ("2024-08-19", "2024年中国医师节")
    assert (money.unit, money.subject) == ("AUD", "云川康宁之家")
    assert (count.unit, count.bound) == ("人次份", "approx")


def test_the_file_is_read_again_when_it_changes(rules: Path) -> None:
    assert found("远程会诊9例。", rules, METRIC)[0][2] == "remote_consultations"
    assert found("远程会诊9例。", rules, METRIC.replace("remote_", "far_"))[0][2] == "far_consultations"


@pytest.mark.parametrize("name", FILES)
def test_shipped_files_pass_the_same_checks(name: str) -> None:
    text = resources.files("hospext.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    raw, _ = parse_toml(text, name)
    units = {} if name == "units" else {"units": shipped("units")}
    check({name: raw, **units}, Source(f"{name}.toml"), {})


MISTAKES = {
    "table": ("\n[metric.x]\n", 2, "unknown table 'metric': did you mean 'metrics'?"),
    "no-metrics": ('[x]\nzh = "甲"\n', 1, "unknown table [x]: write [metrics.x]"),
    "not-a-table": ('metrics = "x"\n', 1, "metrics must be a table: write [metrics] on its own line"),
    "key": (METRIC + 'term = ["甲"]\n', 6, "unknown key 'term' in [metrics.remote_consultations]: did you mean 'terms'?"),
    "type": (METRIC.replace('["远程会诊量", "远程会诊"]', '"甲"'), 5, "terms in [metrics.remote_consultations] must be a list of texts"),
    "flag": (METRIC + 'stock = "yes"\n', 6, "must be true or false, without quotes"),
    "item": (METRIC + 'units = [\n  "例",  # [\n  5,\n]\n', 8, "units must hold texts only: put 5 in quotes"),
    "empty": (METRIC + 'verbs = [""]\n', 6, "verbs holds an empty text: take it out"),
    "kind": (METRIC.replace('"count"', '"counts"'), 3, "unknown kind 'counts': did you mean 'count'?"),
    "far-kind": (METRIC.replace('"count"', '"数量"'), 3, "unknown kind '数量': use one of bed_count, count,"),
    "no-kind": (METRIC.replace('kind = "count"\n', ""), 1, '[metrics.remote_consultations] has no kind: add kind = "count"'),
    "no-terms": ('[metrics.x]\nzh = "甲"\nkind = "count"\n', 1, "[metrics.x] has no terms: add terms ="),
    "id": ('[metrics."远程"]\nzh = "甲"\n', 1, "the metric id '远程' is not plain: use small letters, digits and _"),
    "group": (METRIC + 'units = [\n  "例",\n  "@visit",\n]\n', 8, "unknown group '@visit' in units: did you mean '@visits'?"),
    "unit": (METRIC.replace('"例"', '"例儿"'), 4, "unknown unit '例儿': did you mean '例'? Or add it with things ="),
    "redefined": ('[metrics.cmi]\nterms = ["甲"]\nzh = "乙"\n', 3, "[metrics.cmi] is already in the catalogue (CMI值): give only terms"),
    "off": ("[metrics.cmii]\nenabled = false\n", 1, "unknown metric 'cmii': did you mean 'cmi'?"),
    "unit-kind": ('[units.AUD]\nforms = ["澳元"]\n', 1, "the unit 'AUD' has no kind: write [units.money.AUD]"),
    "unit-kinds": ('[units.mony.AUD]\nforms = ["澳元"]\n', 1, "unknown kind 'mony': did you mean 'money'?"),
    "no-forms": ("[units.money.AUD]\n", 1, "[units.money.AUD] has no forms: add forms ="),
    "form": ('[units.money.AUD]\nforms = [\n"澳元",\n"元"]\n', 4, "'元' already stands for the unit 'CNY': take it out"),
    "counter": ('[units.counters]\nthings = ["元"]\n', 2, "'元' already stands for the unit 'CNY': take it out"),
    "cue": ('[cues.before]\naprox = ["约莫"]\n', 2, "unknown list 'aprox' in [cues.before]: did you mean 'approx'?"),
    "cues": ('[cues]\nbefor = { approx = ["约莫"] }\n', 2, "unknown table 'befor' in [cues]: did you mean 'before'?"),
    "stop-form": ('[stops.stop]\nid = "a"\n', 1, "stop phrases are a list: write [[stops.stop]] in two brackets"),
    "stop-id": ("[[stops.stop]]\npattern = 'a'\n", 1, "this stop phrase has no id: add id ="),
    "stop-twice": ("[[stops.stop]]\nid = 'a'\npattern = 'a'\n[[stops.stop]]\nid = 'a'\npattern = 'b'\n", 5, "there is already a stop phrase 'a'"),
    "stop-shipped": ("[[stops.stop]]\npattern = 'a'\nid = 'ratio'\n", 3, "there is already a stop phrase 'ratio': choose another id"),
    "stop-off": ("[[stops.stop]]\nid = 'ratios'\nenabled = false\n", 2, "unknown stop phrase 'ratios': did you mean 'ratio'?"),
    "pattern": ("[[stops.stop]]\nid = 'a'\npattern = '(a'\n", 3, "the pattern of 'a' is not valid: missing )"),
    "no-pattern": ("[[stops.stop]]\nid = 'a'\n", 1, "the stop phrase 'a' has no pattern: add pattern ="),
    "nothing": ("[[stops.stop]]\nid = 'a'\npattern = 'a*'\n", 3, "the pattern of 'a' matches nothing at all"),
    "back": ("[[stops.stop]]\nid = 'a'\npattern = '(a)\\1'\n", 3, "the pattern of 'a' names a group or sets a flag: use (?:…) and (?i:…)"),
    "example": ("[[stops.stop]]\nid = 'a'\npattern = 'a'\nexample = 'b'\n", 4, "the pattern of 'a' does not match its example"),
    "festival": ('[calendar.solar]\n"医师节" = [13, 1]\n', 2, "'医师节' is not a day: write month and day"),
    "known-festival": ('[calendar.solar]\n"元旦" = [1, 2]\n', 2, "'元旦' is already the day [1, 1]: take it out"),
    "toml": ('# 注\n[metrics.x\nzh = "甲"\n', 2, "this is not valid TOML: Expected ']' at the end of a table declaration"),
    "toml-end": ('[metrics.x]\nzh = "甲"\nterms = [', 3, "this is not valid TOML: "),
    "twice": ("[metrics.x]\n[metrics.x]\n", 2, "this is not valid TOML: Cannot declare"),
}  # fmt: skip


@pytest.mark.parametrize(("toml", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_with_file_line_and_remedy(toml: str, line: int, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        lexicon_with(toml, "own.toml")
    text = str(caught.value)
    assert text.startswith(f"own.toml:{line}: ")
    assert message in text
    assert "\n" not in text


KEYS = """
metrics units cues names stops calendar zz metrics.x metrics.cmi metrics.x.zh metrics.cmi.terms metrics.cmi.units
metrics.cmi.kind metrics.cmi.enabled units.money units.counters units.counters.things units.groups units.groups.g
units.implied units.implied.x units.money.A units.money.A.forms units.zz cues.before cues.before.approx cues.zz
cues.gap.words names.organisation names.organisation.known stops.stop calendar.solar calendar.solar.z calendar.zz
"""
VALUES = """
5 1.5 true "" "x" "@x" [] [1] ["a"] ["@x"] [[1]] [{}] [{id="a"}] [{id="a",pattern="x"}] {} {a=1} {a={forms=["q"]}}
{forms="x"} {forms=[]} {zh="a",kind="count",terms=["b"]} {stop=5} {enabled=false} 1979-05-27
"""


@pytest.mark.parametrize("key", KEYS.split())
def test_no_value_anywhere_breaks_the_checks(key: str) -> None:
    everything = {name: shipped(name) for name in FILES}
    for value in VALUES.split():
        raw, source = parse_toml(f"{key} = {value}", "own.toml")
        try:
            check(raw, source, everything)
        except LexiconError as error:
            assert str(error).startswith("own.toml:1: ")
            assert "\n" not in str(error)


def test_lines_of_every_form_of_toml() -> None:
    text = '''\
# [not.this]
top = """
[nor.this]
""" # end
[a."b.c"]
d.e = { f = 1 }
list = [
  "x", # "y"
  ["z",
   "z"],
  'w',
]
[[s.t]]
id = 1
[[s.t]]
id = 2
'''
    tomllib.loads(text)
    lines = line_numbers(text)
    assert lines[("top",)] == 2
    assert lines[("a", "b.c")] == 5
    assert lines[("a", "b.c", "d", "e")] == 6
    assert [lines[("a", "b.c", "list", i)] for i in range(3)] == [8, 9, 11]
    assert lines[("s", "t", 1, "id")] == 16
    assert not {("not",), ("nor",), ("a", "b")} & lines.keys()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hospext", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_on_the_command_line(rules: Path, tmp_path: Path) -> None:
    rules.write_text(METRIC + '[metrics.beds_open]\nterms = ["铺位"]\n', encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text("远程会诊1200例。", encoding="utf-8")
    done = run("extract", report, "--rules", rules, "--metric", "remote_consultations")
    assert [record["text"] for record in json.loads(done.stdout)["records"]] == ["1200例"]
    rows = run("metrics", "--rules", rules, "-f", "tsv").stdout.splitlines()
    assert rows[0] == "id\tzh\tkind\tunit\tsource"
    assert "remote_consultations\t远程会诊量\tcount\t例\trules" in rows
    assert {"beds_open\t开放床位\tbed_count\t张\tboth", "cmi\tCMI值\tscore\t\tshipped"} <= {*rows}
    catalogue = json.loads(run("metrics", "--rules", rules, "-f", "json").stdout)
    assert catalogue[-1]["terms"] == ["远程会诊量", "远程会诊"]


@pytest.mark.parametrize("command", [["extract", __file__], ["metrics"]], ids=["extract", "metrics"])
def test_a_mistake_on_the_command_line(command: list[str], rules: Path) -> None:
    rules.write_text(METRIC.replace("terms", "term"), encoding="utf-8")
    done = run(*command, "--rules", rules)
    remedy = "unknown key 'term' in [metrics.remote_consultations]: did you mean 'terms'?"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"hospext: {rules}:5: {remedy}\n"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    done = run("metrics", "--rules", tmp_path / "none.toml")
    assert (done.returncode, done.stderr) == (
        2,
        f"hospext: {tmp_path / 'none.toml'}: no such rules file: check the path\n",
    )
    (tmp_path / "gbk.toml").write_bytes("# 规则\n".encode("gbk"))
    with pytest.raises(LexiconError, match="is not UTF-8: save it in that encoding"):
        hospext.extract("", rules=tmp_path / "gbk.toml")
    with pytest.raises(LexiconError, match="cannot be read"):
        hospext.extract("", rules=tmp_path)
