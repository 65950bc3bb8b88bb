"""What is timed: hospext itself, and what it is held against. Every task works through the same documents."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
from itertools import cycle
from pathlib import Path
from typing import Any

from hospext import Extraction, extract
from hospext.records import MODELS
from timing import Task

SEEDS = Path(__file__).parents[1] / "seeds"

_UNITS = (
    "人次|例次|台次|百分点|平方米|公里|毫升|小时|分钟|万元|亿元|元|张|例|台|人|名|位|家|个|项|篇|期|次|所|种|级|套|"
    "辆|件|批|天|日|月|年|周|岁|亩|分|倍|％|%"
)
SCAN = re.compile(rf"(?:[0-9０-９][0-9０-９.,]*|[零一二两三四五六七八九十百千]+)[万亿]*(?:{_UNITS})")


def documents(size: int) -> list[str]:
    """The seeds over and over, each time a document of its own, until they hold ``size`` bytes of UTF-8."""
    seeds = cycle([path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))])
    chosen: list[str] = []
    while size > 0:
        chosen.append(next(seeds))
        size -= len(chosen[-1].encode())
    return chosen


def extraction(texts: list[str]) -> list[Extraction]:
    """Everything that hospext does between a text and its records."""
    return [extract(text) for text in texts]


def scan(texts: list[str]) -> int:
    """One compiled pattern for digits or Chinese numerals with a unit, and nothing more."""
    return sum(1 for text in texts for _ in SCAN.finditer(text))


def record_fields(extractions: list[Extraction]) -> list[tuple[Any, dict[str, Any]]]:
    """The model and the fields of every record, to build them again."""
    return [(MODELS[record.kind], dict(record)) for found in extractions for record in found.records]


def build_and_dump(fields: list[tuple[Any, dict[str, Any]]]) -> int:
    """As many pydantic records as the extraction gave, built and dumped to JSON, and nothing more."""
    return sum(len(model(**values).model_dump_json()) for model, values in fields)


def jionlp_task(texts: list[str]) -> Task | None:
    """JioNLP's time and money extraction, where it is installed; its log lines are not part of its time."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        return None
    for name in [None, *logging.root.manager.loggerDict]:
        logging.getLogger(name).disabled = True
    today = {"year": 2025, "month": 6, "day": 30}

    def run() -> int:
        found = 0
        for text in texts:
            found += len(jionlp.ner.extract_time(text, time_base=today) or ())
            found += len(jionlp.ner.extract_money(text) or ())
        return found

    return run


def starts() -> dict[str, list[str]]:
    """The commands whose start-up is compared."""
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "hospext --help": [sys.executable, "-m", "hospext", "--help"],
    }
