"""A Chromium without a window, for the tests that use the report as a reader does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hospext.pipeline import default_analyser
from hospext.reporting import Shown, render

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,800",
)
CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and CHROMEDRIVER),
        reason="no chromium and chromedriver (Debian: apt-get install chromium chromium-driver fonts-noto-cjk)",
    ),
]


class Browser:
    """One page at a time, by selectors and scripts."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path, fragment: str = "", *, width: int = 1280, dark: bool = False) -> None:
        self.size(width)
        self.dark(dark)
        self.driver.get("about:blank")
        self.logged()
        self.driver.get(path.as_uri() + fragment)

    def size(self, width: int) -> None:
        screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    def dark(self, wanted: bool) -> None:
        feature = {"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def script(self, code: str, *arguments: Any) -> Any:
        return self.driver.execute_script(code, *arguments)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def text(self, selector: str) -> str:
        """The text of the first element, seen or not."""
        found: str = self.script("return document.querySelector(arguments[0]).textContent", selector)
        return found

    def press(self, *keys: str) -> None:
        """Keys to whatever has the focus."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def choose(self, selector: str, text: str) -> None:
        """Choose the option of a list whose text begins so."""
        (option,) = [each for each in self.all(f"{selector} option") if each.text.startswith(text)]
        option.click()

    def wait(self, code: str, *arguments: Any) -> Any:
        """The value of an expression, as soon as it is true."""
        from selenium.webdriver.support.wait import WebDriverWait

        return WebDriverWait(self.driver, 10, 0.03).until(
            lambda _: self.script(f"return {code}", *arguments), message=code
        )

    def logged(self) -> list[str]:
        """What the console says since it was last asked: errors, and what the page's policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> list[str]:
        """Every address that was asked for since this was last called."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def in_sight(self, selector: str) -> bool:
        """Whether the first element lies in the window, under nothing else."""
        code = """const box = document.querySelector(arguments[0]).getClientRects()[0];
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return top !== null && top.closest(arguments[0]) !== null;"""
        return bool(self.script(code, selector))

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.script("return document.documentElement.scrollWidth - innerWidth"))


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile, closed at the end."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    try:
        yield Browser(driver)
    finally:
        driver.quit()


def write_report(folder: Path, shown: list[Shown], language: str = "zh") -> Path:
    """The report of some documents as a file in a folder."""
    path = folder / "report.html"
    page = render(shown, default_analyser().lexicon.metrics, language)
    path.write_text(page, encoding="utf-8", newline="")
    return path


def counted(page: Browser) -> int:
    """How many records the page says match."""
    return int(page.text("#count").split()[0])


def fields(page: Browser) -> dict[str, list[str]]:
    """The panel's fields: each with its content and its reason."""
    code = """return [...document.querySelectorAll("#panel .fields dt")].map((name) =>
        [name.textContent, [...name.nextSibling.children].map((part) => part.textContent)]);"""
    return dict(page.script(code))
