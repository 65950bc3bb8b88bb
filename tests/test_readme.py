"""Both README pages: every code block runs and prints what the page says, and the twins say the same."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import hospext
import pages
from hospext.records import Kind
from hospext.writing.rows import COLUMNS
from hospext.writing.table import value_text

ENGLISH, CHINESE = (path.read_text(encoding="utf-8") for path in pages.PAGES)
MAIN_JOB = "pip install . && hospext extract seeds/ -o data.json"
RUN_TESTS = 'pip install ".[test]" && pytest'
REFRESH = "if the new output is right, run: python tests/pages.py"

all_blocks = pytest.mark.parametrize(
    ("page", "block"),
    [
        pytest.param(
            path.name,
            block,
            id=f"{path.name}:{block.line}",
            marks=[pytest.mark.slow]
            if path is pages.PAGES[1]
            else [],  # the twin's commands are nearly the same
        )
        for path in pages.PAGES
        for block in pages.blocks(path.read_text(encoding="utf-8"))
    ],
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: pages.prepare(tmp_path_factory.mktemp("page")) for path in pages.PAGES}


@all_blocks
def test_block(page: str, block: pages.Block, folders: dict[str, Path]) -> None:
    assert block.language in ("sh", "console", "python", "toml"), "only what can be run is a code block here"
    assert pages.renew(block, folders[page]) == block.text, REFRESH


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_two_commands_set_everything_up(page: str) -> None:
    commands = "".join(block.text for block in pages.blocks(page) if block.language == "sh").splitlines()
    assert [line for line in commands if line.startswith("pip ")] == [MAIN_JOB, RUN_TESTS]


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_table_of_kinds(page: str) -> None:
    """Every kind has a row whose example, read by hospext, gives the value in bold."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*)\*\*([^|]+)\*\*([^|]*) \| ([^|]*) \|$", page, re.M)
    assert [row[0] for row in rows] == list(Kind)
    for kind, before, value, after, shown in rows:
        found = hospext.extract(before + value + after, reference_date=dt.date(2025, 6, 30)).records
        texts = {record.text: record for record in found if record.kind == kind}
        assert value in texts, f"{kind}: {value} is not found"
        words = (value_text(texts[value]), getattr(texts[value], "unit", None))
        assert " ".join(filter(None, words)) == shown


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_table_of_fields(page: str) -> None:
    cells = re.findall(r"^\| (`[^|]*`) \| [^|]* \|$", page, re.M)
    fields = [field for cell in cells for field in re.findall(r"`(\w+)`", cell)]
    assert sorted(fields) == sorted(COLUMNS)


def test_twins_have_the_same_structure() -> None:
    def outline(page: str) -> list[object]:
        prose = re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S)
        levels = [len(marks) for marks in re.findall(r"^(#+) ", prose, re.M)]
        return [levels, [block.language for block in pages.blocks(page)], prose.count("\n| ")]

    assert outline(ENGLISH) == outline(CHINESE)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert links
    assert not missing
