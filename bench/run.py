"""How fast hospext is, held against simpler work on the same text, in one run.

    python bench/run.py                 a table
    python bench/run.py --json          the same figures for a program
    python bench/run.py --size 200000   less text, a quicker answer
    python bench/run.py --readme        put the table into bench/README.md

Seconds belong to the machine and the moment; the ratios are what to compare.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import tasks
from timing import best_seconds, best_starts

ROUNDS = 5
STARTS = 15
README = Path(__file__).with_name("README.md")


def measure(size: int) -> dict[str, Any]:
    """All figures, unrounded: seconds and ratios."""
    texts = tasks.documents(size)
    found = tasks.extraction(texts)
    fields = tasks.record_fields(found)
    jionlp = tasks.jionlp_task(texts)
    timed = {
        "extraction": lambda: tasks.extraction(texts),
        "scan": lambda: tasks.scan(texts),
        "pydantic": lambda: tasks.build_and_dump(fields),
    }
    if jionlp:
        jionlp()
        timed["jionlp"] = jionlp
    seconds = best_seconds(timed, ROUNDS)

    half = "\n".join(texts[: (len(texts) + 1) // 2])
    whole = f"{half}\n{half}"
    doubling = best_seconds(
        {"n": lambda: tasks.extraction([half]), "2n": lambda: tasks.extraction([whole])}, ROUNDS
    )
    starts = best_starts(tasks.starts(), STARTS)
    return {
        "bytes": sum(len(text.encode()) for text in texts),
        "documents": len(texts),
        "records": len(fields),
        "seconds": seconds,
        "ratios": {
            "extraction_to_scan": seconds["extraction"] / seconds["scan"],
            "extraction_to_pydantic": seconds["extraction"] / seconds["pydantic"],
            "jionlp_to_extraction": seconds["jionlp"] / seconds["extraction"] if jionlp else None,
            "double_text": doubling["2n"] / doubling["n"],
        },
        "start_seconds": starts,
        "help_seconds_over_pass": starts["hospext --help"] - starts["python -c pass"],
    }


def report(figures: dict[str, Any]) -> str:
    """The figures for a reader."""
    seconds, ratios = figures["seconds"], figures["ratios"]
    names = {
        "extraction": "hospext, whole extraction, eleven kinds",
        "scan": "(a) one compiled scan, numerals with a unit",
        "pydantic": "(b) building and dumping as many records",
        "jionlp": "(c) JioNLP, time and money",
    }
    lines = [
        f"{figures['bytes']:,} bytes, {figures['documents']} documents, {figures['records']:,} records",
        "",
        f"{f'processor time, best of {ROUNDS}':<46}{'seconds':>9}{'hospext takes':>18}",
    ]
    for key, name in names.items():
        if key in seconds:
            times = seconds["extraction"] / seconds[key]
            lines.append(f"{name:<46}{seconds[key]:>9.3f}{times:>12.2f} times")
    faster = ratios["jionlp_to_extraction"]
    return "\n".join(
        [
            *lines,
            "",
            f"JioNLP takes {faster:.2f} times hospext" if faster else "(c) needs: pip install '.[bench]'",
            f"twice the text takes {ratios['double_text']:.2f} times as long",
            f"hospext --help takes {figures['help_seconds_over_pass']:.2f} s more than python -c pass",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of text (default: 1000000)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--readme", action="store_true", help="put the table into bench/README.md")
    args = parser.parse_args()
    figures = measure(args.size)
    print(json.dumps(figures, indent=2) if args.json else report(figures))
    if args.readme:
        page = README.read_text(encoding="utf-8")
        block = f"```text\n{report(figures)}\n```"
        README.write_text(re.sub(r"```text\n.*?\n```", lambda _: block, page, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
