"""What the report shows of texts that are broken, hostile, nested or not at hand, on screen and on paper."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from browser import NEEDS_CHROMIUM, Browser, counted, fields, write_report
from hospext import extract
from hospext.pipeline import default_analyser, document_of
from hospext.reporting import Shown, read_shown
from hospext.stored import load

pytestmark = NEEDS_CHROMIUM
HOSTILE = (
    "<script>window.ran=1</script>云川市人民医院2024年<b>工作</b>总结\n"
    '2024年，<img src=x onerror=window.ran=2>"onmouseover="window.ran=3" 门急诊84.7万人次</script>'
    "<script>window.ran=4</script>，出院患者2590\r\n9人次，'onclick='window.ran=5'。\r\n"
    + "x" * 200
    + "长" * 200
    + "1500张\n"
    "从右到左\u202e开放床位1700张，שלום 占比37.1%。\u2066未关 床位使用率９１．５％。\n"
    "<!-- ]]> &lt;b&gt; $data {{title}} 获评三级甲等。\x07\x0c\u2028收入3.2亿元javascript:window.ran=6\n"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = read_shown(document_of(HOSTILE), default_analyser())
    return write_report(tmp_path_factory.mktemp("hostile"), [shown])


def test_nothing_is_loaded_and_nothing_refused(chromium: Browser, seeds: Path) -> None:
    chromium.requested()
    chromium.open(seeds)
    chromium.script("document.querySelectorAll('a.m')[9].click()")
    chromium.one("#views [data-view=charts]").click()
    chromium.one("#language").click()
    chromium.one("#theme").click()
    assert [each for each in chromium.requested() if each != "about:blank"] == [seeds.as_uri()]
    assert chromium.logged() == []
    refused = """const done = arguments[0];
        document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI));
        const image = document.createElement("img");
        image.src = "https://example.org/x.png";
        document.body.append(image);"""
    assert chromium.driver.execute_async_script(refused) == "https://example.org/x.png"
    chromium.logged()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_hostile_document_is_only_text(chromium: Browser, hostile: Path, width: int) -> None:
    chromium.open(hostile, width=width)
    for number in range(len(chromium.all("a.m"))):
        chromium.script("document.querySelectorAll('a.m')[arguments[0]].click()", number)
        assert chromium.overflow() <= 0
    for view in ("charts", "table", "text"):
        chromium.script("document.querySelector(`#views [data-view=${arguments[0]}]`).click()", view)
        assert chromium.overflow() <= 0
    assert chromium.script("return window.ran === undefined")
    assert chromium.logged() == []
    assert chromium.script("return document.querySelectorAll('main img, main script, main b').length") == 0
    lines = chromium.script(
        "return [...document.querySelectorAll('.lines p')].map((line) => line.textContent)"
    )
    assert lines[0] == HOSTILE.split("\n")[0]
    assert '"onmouseover="window.ran=3" 门急诊84.7万人次</script><script>' in lines[1]
    assert lines[3] == "x" * 200 + "长" * 200 + "1500张"
    assert "&lt;b&gt; $data {{title}}" in lines[5]


def test_marks_that_turn_text_around_turn_nothing(chromium: Browser, hostile: Path) -> None:
    chromium.open(hostile)
    code = """const mark = [...document.querySelectorAll("a.m")].find((each) => each.textContent === arguments[0]);
        const range = document.createRange(); range.selectNode(mark.previousSibling);
        return [range.getClientRects()[0].left, mark.getClientRects()[0].left];"""
    before, after = chromium.script(code, "1700张")
    assert before < after
    assert "U+202E" in chromium.script(
        "return getComputedStyle(document.querySelector('.control'), '::before').content"
    )


def test_a_span_across_lines_and_full_width_digits(chromium: Browser, hostile: Path) -> None:
    chromium.open(hostile)
    records = extract(HOSTILE).records
    pieces = chromium.script(
        "return [...document.querySelectorAll('a.m')].map((m) => [+m.dataset.r, m.textContent])"
    )
    for number, record in enumerate(records):
        own = [text for each, text in pieces if each == number]
        assert own == record.text.split(), record.text
    broken = next(n for n, record in enumerate(records) if "\r\n" in record.text)
    first, second = chromium.all(f'a.m[data-r="{broken}"]')
    second.click()
    assert chromium.text("#panel .value") == "25,909 人次"
    assert fields(chromium)["原文"] == ["2590↵9人次"]
    assert all("on" in each.get_attribute("class").split() for each in (first, second))


def test_records_within_and_across_records(chromium: Browser, tmp_path: Path) -> None:
    """Rules make no such records; a stored output may hold them."""
    text = "医院开放床位1500张，其中重症120张。"
    found = extract(text)
    outer = found.records[0].model_copy(
        update={"start": 2, "end": 19, "text": text[2:19], "page": 3, "row": 2}
    )
    across = found.records[0].model_copy(update={"start": 8, "end": 14, "text": text[8:14]})
    records = tuple(sorted([*found.records, outer, across], key=lambda record: record.start))
    document = Shown("a.txt", found.documents[0], text, records, (None,) * 4)
    chromium.open(write_report(tmp_path, [document]))
    assert chromium.text(".lines p") == text
    covered = chromium.script(
        "return [...document.querySelectorAll('a.m')].map((m) => [m.textContent, m.dataset.r])"
    )
    assert covered == [
        ["开放床位", "0"],
        ["15", "1 0"],
        ["00张", "1 2 0"],
        ["，其中", "2 0"],
        ["重症", "0"],
        ["120", "3 0"],
        ["张", "3"],
    ]
    chromium.all("a.m")[2].click()
    assert chromium.text("#panel .others").startswith("此处还有")
    chromium.all("#panel .others button")[0].click()
    told = fields(chromium)
    assert (told["页码"], told["表内行"], told["原文"]) == (["3"], ["2"], [text[2:19]])
    assert [each.text for each in chromium.all("a.m.on")] == [
        "开放床位",
        "15",
        "00张",
        "，其中",
        "重症",
        "120",
    ]
    assert len({chromium.script("return arguments[0].href", each) for each in chromium.all("a.m")}) == 4


def test_print(page: Browser) -> None:
    """Paper gets the documents and all rows that match, in light colours, and no controls."""
    import pypdfium2

    page.dark(True)
    page.choose("#by-document", "2 ")
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    pdf = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))
    text = "".join(each.get_textpage().get_text_range() for each in pdf)
    assert text.count("847746") == 1
    assert "847,746" in text
    assert text.count("2:") >= counted(page)  # the place of each row
    assert "全部指标" not in text
    assert pdf[0].render(scale=0.2).to_pil().convert("L").resize((1, 1)).getpixel((0, 0)) > 200
    assert len(page.all("#rows tr")) < 100


def test_without_scripts_the_text_and_its_marks_are_there(chromium: Browser, seeds: Path) -> None:
    chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.open(seeds)
        assert "未运行脚本" in chromium.one("noscript").text
        assert chromium.one("a.m").is_displayed()
        assert not chromium.one("#side").is_displayed()
    finally:
        chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_document_without_records_and_one_without_text(chromium: Browser, tmp_path: Path) -> None:
    chromium.open(write_report(tmp_path, [read_shown(document_of("今天很忙。"), default_analyser())]))
    assert counted(chromium) == 0
    chromium.one("#views [data-view=charts]").click()
    assert "没有带期间" in chromium.text("#series")
    assert chromium.logged() == []
    (tmp_path / "d.jsonl").write_text(
        "".join(
            json.dumps(r.model_dump(mode="json"), ensure_ascii=False) + "\n"
            for r in extract("出院9人次。\n\n门诊８人次。").records
        ),
        encoding="utf-8",
    )
    stored = load(tmp_path / "d.jsonl")
    records = tuple(stored.records)
    chromium.open(
        write_report(tmp_path, [Shown("-", None, None, records, (None,) * len(records), "no_checksum")])
    )
    assert [each.text for each in chromium.all(".lines p")] == ["出院9人次。", "门诊８人次。"]
    chromium.all("a.m")[1].click()
    assert chromium.text("#panel .value") == "8 人次"
    assert "没有依据" in chromium.text("#panel")
