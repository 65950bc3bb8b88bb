"""The report in a real browser, used as a reader does: by clicking, typing and looking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import NEEDS_CHROMIUM, Browser, counted, fields, write_report
from hospext.pipeline import default_analyser, document_of
from hospext.reporting import Shown, read_shown

pytestmark = NEEDS_CHROMIUM


def records_of(shown: list[Shown]) -> list[Any]:
    return [record for each in shown for record in each.records]


def number_of(shown: list[Shown], text: str) -> int:
    return next(n for n, record in enumerate(records_of(shown)) if record.text == text)


def test_a_click_on_a_mark_shows_the_record_and_its_reasons(page: Browser, shown: list[Shown]) -> None:
    number = number_of(shown, "847746人次")
    page.one(f'a.m[data-r="{number}"]').click()
    assert page.text("#panel .value") == "847,746 人次"
    told = fields(page)
    assert told["指标"] == ["门急诊人次（outpatient_emergency_visits）", "指标词“门急诊患者”"]
    assert told["期间"] == ["2024-01-01 – 2024-12-31", "日期词“2024年”"]
    assert told["主体"] == ["绍兴市中医院", "发布机构（从文档中找出）"]
    assert told["位置"] == ["572–580"]
    assert told["行号"] == ["19"]
    assert page.text("#panel mark") == "847746人次"
    row = page.one("#rows tr[aria-selected=true]")
    assert row.get_attribute("id") == f"row-{number}"
    assert page.in_sight(f"#row-{number}")
    assert page.one("a.m.on").get_attribute("aria-current") == "true"
    assert page.script("return location.hash").endswith("-572-580")
    page.one("#close").click()
    assert page.script("return [document.querySelector('#panel').hidden, location.hash]") == [True, ""]


def test_a_row_of_the_list_leads_to_its_mark(page: Browser, shown: list[Shown]) -> None:
    last = len(records_of(shown)) - 1
    page.script("document.querySelector('#scroller').scrollTop = 1e9")
    page.wait("document.querySelector('#rows tr:nth-last-child(2)').dataset.i === String(arguments[0])", last)
    assert not page.in_sight(f'a.m[data-r="{last}"]')
    page.one(f"#row-{last}").click()
    assert page.in_sight(f'a.m[data-r="{last}"]')
    assert page.one("a.m.on").get_attribute("data-r") == str(last)


def test_a_link_opens_the_record(chromium: Browser, seeds: Path, page: Browser, shown: list[Shown]) -> None:
    number = number_of(shown, "25909人次")
    fragment = "#" + page.one(f'a.m[data-r="{number}"]').get_attribute("href").partition("#")[2]
    chromium.open(seeds, fragment)
    assert page.text("#panel .value") == "25,909 人次"
    assert page.in_sight(f'a.m[data-r="{number}"]')
    assert page.script("return location.hash") == fragment


Choice = Callable[[Any], bool]
FILTERS: list[tuple[str, str, Choice]] = [
    ("#by-metric", "床位使用率", lambda record: record.metric == "bed_occupancy_rate"),
    ("#by-metric", "（无指标）", lambda record: record.metric is None),
    ("#by-subject", "镜湖总院", lambda record: record.subject == "镜湖总院"),
    ("#by-subject", "（未说明）", lambda record: record.subject is None),
    ("#by-status", "计划或目标", lambda record: record.status == "target"),
    ("#by-document", "2 ", lambda record: record.document.endswith("001_6698bfc56fae4c1b.txt")),
]


@pytest.mark.parametrize(("selector", "option", "wanted"), FILTERS, ids=[f"{f[0]} {f[1]}" for f in FILTERS])
def test_filter(page: Browser, shown: list[Shown], selector: str, option: str, wanted: Choice) -> None:
    matching = [n for n, record in enumerate(records_of(shown)) if wanted(record)]
    page.choose(selector, option)
    assert counted(page) == len(matching) > 0
    inside = page.script(
        "return [...document.querySelectorAll('a.m:not(.out)')].map((mark) => +mark.dataset.r)"
    )
    assert sorted(set(inside)) == matching
    page.one("#clear").click()
    assert counted(page) == len(records_of(shown))


def test_kinds_add_up_and_join_other_filters(page: Browser, shown: list[Shown]) -> None:
    kinds = [record.kind.value for record in records_of(shown)]
    page.one("[data-kind=rate]").click()
    assert counted(page) == kinds.count("rate")
    page.one("[data-kind=score]").click()
    assert counted(page) == kinds.count("rate") + kinds.count("score")
    assert page.one("[data-kind=score]").get_attribute("aria-pressed") == "true"
    page.choose("#by-subject", "镜湖总院")
    both = [r for r in records_of(shown) if r.kind in ("rate", "score") and r.subject == "镜湖总院"]
    assert counted(page) == len(both)
    page.one("[data-kind=rate]").click()
    assert counted(page) == 0
    assert page.one("#nothing").is_displayed()


def test_search(page: Browser, shown: list[Shown]) -> None:
    def has(record: Any, word: str) -> bool:
        return any(
            word in (field or "") for field in (record.sentence, record.label, record.subject, record.text)
        )

    matching = [
        n for n, record in enumerate(records_of(shown)) if has(record, "推拿科") and has(record, "％")
    ]
    assert matching == []  # the text has the half-width sign, and finds with either
    matching = [n for n, record in enumerate(records_of(shown)) if has(record, "推拿科") and has(record, "%")]
    page.one("#search").send_keys("％ 推拿科")
    page.wait("document.querySelectorAll('#rows tr[data-i]').length === arguments[0]", len(matching))
    rows = page.script(
        "return [...document.querySelectorAll('#rows tr[data-i]')].map((row) => +row.dataset.i)"
    )
    assert rows == matching
    assert counted(page) == len(matching) > 1
    page.press("\ue00c")  # Escape empties it
    page.wait("document.querySelector('#search').value === '' && !document.querySelector('a.m.out')")
    page.one("#search").send_keys("no such word")
    page.wait("document.querySelector('#count').textContent.startsWith('0 ')")


def test_sort(page: Browser, shown: list[Shown]) -> None:
    def column(name: str) -> list[str]:
        cells: list[str] = page.script(
            "return [...document.querySelectorAll(`#rows td.${arguments[0]}`)].map((c) => c.textContent)",
            name,
        )
        return cells

    plain = column("place")
    page.choose("#by-metric", "床位使用率")
    values = [r.value for r in records_of(shown) if r.metric == "bed_occupancy_rate"]
    page.one("[data-sort=value]").click()
    assert [float(text.strip("<>≈%")) for text in column("value")] == sorted(map(float, values))
    page.one("[data-sort=value]").click()
    assert [float(text.strip("<>≈%")) for text in column("value")] == sorted(map(float, values), reverse=True)
    assert page.one("th.value").get_attribute("aria-sort") == "descending"
    assert page.script("return document.activeElement.dataset.sort") == "value"
    page.one("[data-sort=value]").click()
    page.one("#clear").click()
    assert column("place") == plain


def test_keys(page: Browser, shown: list[Shown]) -> None:
    escape, down, right, enter, end = "\ue00c", "\ue015", "\ue014", "\ue007", "\ue010"
    focus = "return document.activeElement"
    page.press("j")
    assert page.text("#panel .at").startswith("1 / ")
    page.press("j", right, "k")
    assert page.text("#panel .at").startswith("2 / ")
    assert page.script(f"{focus}.dataset.r") == page.one("a.m.on").get_attribute("data-r")
    assert page.script(f"return getComputedStyle({focus[7:]}).outlineStyle") == "solid"
    page.wait("!document.querySelector('#tip').hidden")
    page.press(escape)
    assert page.script("return document.querySelector('#tip').hidden")
    page.press(escape)
    assert not page.one("#panel").is_displayed()
    page.press("/")
    assert page.script(f"{focus}.id") == "search"
    page.press("j", escape)
    assert page.one("#search").get_attribute("value") == ""
    page.press(escape)
    page.script("document.querySelector('#table').focus()")
    page.press(down, down)
    active = page.one("#table").get_attribute("aria-activedescendant")
    assert active == page.one("#rows tr[aria-selected=true]").get_attribute("id") == "row-1"
    page.press(end)
    last = len(records_of(shown)) - 1
    assert page.one("#table").get_attribute("aria-activedescendant") == f"row-{last}"
    page.press(enter)
    assert page.script(f"{focus}.dataset.r") == str(last)
    page.press("?")
    assert page.one("#keys").is_displayed()
    page.press(escape)
    assert not page.one("#keys").is_displayed()


def test_hovering_shows_what_the_words_say(page: Browser, shown: list[Shown]) -> None:
    from selenium.webdriver import ActionChains

    number = number_of(shown, "911张")
    mark = page.one(f'a.m[data-r="{number}"]')
    page.script("arguments[0].scrollIntoView({block: 'center'})", mark)
    ActionChains(page.driver).move_to_element(page.one("#views")).move_to_element(mark).perform()
    page.wait("!document.querySelector('#tip').hidden")
    assert page.text("#tip") == "床位911 张开放床位 · 镜湖总院"


def test_charts(page: Browser, shown: list[Shown]) -> None:
    page.one("#views [data-view=charts]").click()
    page.one("[data-bar=money]").click()
    assert counted(page) == 1
    assert page.one("[data-bar=money]").get_attribute("aria-pressed") == "true"
    page.press("\ue007")  # the bar has kept the focus
    assert counted(page) == len(records_of(shown))
    page.choose("#by-series", "门急诊人次（人次）")
    (point,) = [each for each in page.all("#series [role=button]") if "847,746" in each.accessible_name]
    assert point.accessible_name == "绍兴市中医院 · 2024 · 847,746 人次"
    point.click()
    assert page.text("#panel .value") == "847,746 人次"
    assert "847,746 人次" in page.text("#series .values")


def test_a_long_series_is_drawn_as_lines(chromium: Browser, tmp_path: Path) -> None:
    years = "".join(f"{year}年，云川医院出院{year - 1000}人次。" for year in (2021, 2022, 2023))
    half = "2023年上半年，云川医院出院500人次。2024年力争出院2000人次。"
    chromium.open(write_report(tmp_path, [read_shown(document_of(years + half), default_analyser())]))
    chromium.one("#views [data-view=charts]").click()
    assert len(chromium.all("#series polyline")) == 1  # the years; neither the half-year nor the plan
    points = chromium.one("#series polyline").get_attribute("points").split()
    across, up = zip(*(tuple(map(float, point.split(","))) for point in points), strict=True)
    assert list(across) == sorted(across)
    assert list(up) == sorted(up, reverse=True)
    assert len(chromium.all("#series .point")) == 5
    assert len(chromium.all("#series .point.target")) == 1


def test_both_languages(chromium: Browser, shown: list[Shown], page: Browser, tmp_path: Path) -> None:
    page.script("document.querySelectorAll('a.m')[3].click()")
    page.one("#language").click()
    assert page.script("return document.documentElement.lang") == "en"
    assert counted(page) == len(records_of(shown))
    assert "Records" in page.text("#views")
    assert {"Value", "Subject", "Rule"} <= fields(page).keys()
    seen = page.script(
        "return document.body.innerText + [...document.querySelectorAll('#bar select')].map((s) => s.options[0].text)"
    )
    for chinese in ("全部", "筛选", "记录", "上一条", "深色", "数字所在"):
        assert chinese not in seen
    page.one("#language").click()
    assert page.script("return document.documentElement.lang") == "zh-CN"
    assert "数值" in fields(page)
    chromium.open(write_report(tmp_path, shown[:1], "en"))
    assert page.script("return document.documentElement.lang") == "en"
    assert page.text("#count") == f"{len(shown[0].records)} of {len(shown[0].records)}"


def test_dark_and_light(chromium: Browser, seeds: Path) -> None:
    def brightness() -> int:
        colour = chromium.script("return getComputedStyle(document.documentElement).backgroundColor")
        return int(colour.removeprefix("rgb(").split(",")[0])

    chromium.open(seeds, dark=True)
    assert brightness() < 60
    assert chromium.one("#theme").accessible_name == "切换到浅色显示"
    chromium.one("#theme").click()
    assert brightness() > 200
    chromium.one("#theme").click()
    assert brightness() < 60
    chromium.open(seeds)
    assert brightness() > 200


def test_on_a_small_screen(chromium: Browser, seeds: Path) -> None:
    chromium.open(seeds, width=390)
    assert chromium.overflow() <= 0
    assert not chromium.one("#list").is_displayed()
    mark = chromium.all("a.m")[30]
    chromium.script("arguments[0].scrollIntoView({block: 'end'}); arguments[0].click()", mark)
    chromium.wait("!document.querySelector('#panel').hidden")
    chromium.wait(
        "document.querySelector('a.m.on').getBoundingClientRect().bottom <"
        "document.querySelector('#panel').getBoundingClientRect().top"
    )
    assert chromium.one("#panel").rect["width"] == 390
    chromium.one("#close").click()
    chromium.one("#views [data-view=table]").click()
    assert not chromium.one("#documents").is_displayed()
    chromium.script("document.querySelector('#row-5').click()")
    assert chromium.one("#documents").is_displayed()
    assert chromium.in_sight("a.m.on")
    chromium.one("#more").click()
    assert chromium.one("#by-metric").is_displayed()
    for view in ("text", "table", "charts"):
        chromium.script("document.querySelector(`#views [data-view=${arguments[0]}]`).click()", view)
        assert chromium.overflow() <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_every_control_has_a_name(page: Browser, width: int) -> None:
    page.size(width)
    page.script("document.querySelectorAll('a.m')[3].click()")
    controls = "button, input, select, summary, [role=button], [role=grid], [role=group]"
    named = f"{controls}, main, aside, section, dialog, svg[role]"
    for view in ("table", "charts", "text"):
        page.script("document.querySelector(`#views [data-view=${arguments[0]}]`).click()", view)
        elements = page.script(
            "return [...document.querySelectorAll(arguments[0])].filter((each) => each.getClientRects().length)",
            named,
        )
        assert len(elements) > 20
        nameless = [each.get_attribute("outerHTML")[:80] for each in elements if not each.accessible_name]
        assert nameless == []
    assert [each.accessible_name for each in page.all("a.m")[:3]] == ["上半年", "2025年上半年", "十四五"]


def test_thousands_of_records(chromium: Browser, shown: list[Shown], tmp_path: Path) -> None:
    """The bounds are more than ten times what it takes on a small machine; rows out of sight do not exist."""
    many = [each for _ in range(25) for each in shown]
    path = write_report(tmp_path, many)
    assert len(records_of(many)) > 5000
    assert path.stat().st_size < 600 * len(records_of(many))
    chromium.open(path)
    loaded = chromium.script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    timed = """const start = performance.now(); document.querySelector(arguments[0]).click();
        document.body.offsetHeight; return performance.now() - start;"""
    times = {
        each: chromium.script(timed, each) for each in ("[data-kind=count]", "#clear", "[data-sort=what]")
    }
    assert loaded < 10_000
    assert max(times.values()) < 2_000, times
    assert len(chromium.all("#rows tr")) < 100
    chromium.one("[data-sort=place]").click()
    last = len(records_of(many)) - 1
    chromium.press("k")
    assert chromium.one("a.m.on").get_attribute("data-r") == str(last)
    assert chromium.in_sight("a.m.on")
    assert chromium.in_sight(f"#row-{last}")
