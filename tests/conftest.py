"""One browser for all tests that need one, and the report of the seeds in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import Browser, browser, write_report
from hospext.pipeline import default_analyser
from hospext.reading import read_file
from hospext.reporting import Shown, read_shown

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="session")
def shown() -> list[Shown]:
    return [read_shown(read_file(path), default_analyser()) for path in SEEDS]


@pytest.fixture(scope="session")
def seeds(shown: list[Shown], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the seeds."""
    return write_report(tmp_path_factory.mktemp("seeds"), shown)


@pytest.fixture
def page(chromium: Browser, seeds: Path) -> Browser:
    """The report of the seeds, freshly opened."""
    chromium.open(seeds)
    return chromium
