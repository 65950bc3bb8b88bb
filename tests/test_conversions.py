"""The five seeds as PDF, Word file and web page give the records that they give as text."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import rendering
from hospext import extract_file
from hospext.pipeline import default_analyser
from hospext.reading import read_file

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
FIELDS = ("kind", "value", "unit", "metric", "subject", "period_start", "period_end", "date_start", "grade")
LEAST_F1 = 0.98

Records = Counter[tuple[str, ...]]


def records(path: Path) -> Records:
    """What the records of a file say, and their spans held against its text."""
    document = read_file(path)
    found = default_analyser().extract(document).records
    assert all(document.text[record.start : record.end] == record.text for record in found)
    return Counter(tuple(str(getattr(record, name, None)) for name in FIELDS) for record in found)


def f1(wanted: Records, found: Records) -> float:
    return 2 * (wanted & found).total() / (wanted.total() + found.total())


@pytest.fixture(scope="module")
def from_text() -> dict[Path, Records]:
    return {seed: records(seed) for seed in SEEDS}


def score(
    from_text: dict[Path, Records],
    convert: Callable[[str, Path], Path],
    folder: Path,
    suffix: str,
    seeds: str = "",
) -> float:
    """F1 of all seeds together, or of those whose names begin so."""
    wanted, found = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for seed, known in from_text.items():
        if not seed.name.startswith(seeds):
            continue
        path = convert(seed.read_text(encoding="utf-8"), folder / f"{seed.stem}{suffix}")
        wanted.update({(seed.stem, *key): count for key, count in known.items()})
        found.update({(seed.stem, *key): count for key, count in records(path).items()})
    assert wanted.total() > (15 if seeds else 150)
    return f1(wanted, found)


CONVERSIONS = {
    "one column": (".pdf", partial(rendering.text_as_pdf, columns=1)),
    "two columns": (".pdf", partial(rendering.text_as_pdf, columns=2)),
    "word": (".docx", rendering.text_as_docx),
    "web page": (".html", rendering.text_as_html),
}


@pytest.mark.parametrize("name", CONVERSIONS)
def test_seeds(name: str, from_text: dict[Path, Records], tmp_path: Path) -> None:
    suffix, convert = CONVERSIONS[name]
    assert score(from_text, convert, tmp_path, suffix) >= LEAST_F1


def by_office(text: str, path: Path) -> Path:
    source = rendering.text_as_docx(text, path.with_suffix(".docx"))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def by_browser(text: str, path: Path) -> Path:
    source = path.with_suffix(".html")
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    source.write_text(
        f'<!doctype html><meta charset="utf-8"><body style="columns: 3; text-align: justify">{body}',
        encoding="utf-8",
    )
    browser = shutil.which("chromium") or "chromium-browser"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [browser, *options, f"--print-to-pdf={path}", str(source)], check=True, capture_output=True
    )
    return path


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_seeds_printed_by_libreoffice(from_text: dict[Path, Records], tmp_path: Path) -> None:
    assert score(from_text, by_office, tmp_path, ".pdf", "001") >= LEAST_F1


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("chromium-browser")), reason="needs Chromium"
)
def test_seeds_printed_in_three_columns_by_a_browser(from_text: dict[Path, Records], tmp_path: Path) -> None:
    assert score(from_text, by_browser, tmp_path, ".pdf", "002") >= LEAST_F1


def test_a_file_gives_the_same_by_the_library(tmp_path: Path) -> None:
    path = rendering.text_as_docx("2024年，我院开放床位1500张。", tmp_path / "a.docx")
    found = extract_file(path)
    assert [(record.text, record.document) for record in found.records] == [
        ("2024年", str(path)),
        ("1500张", str(path)),
    ]
    assert found.documents[0].encoding == "docx"
