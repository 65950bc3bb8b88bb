"""Write docs/accuracy.md: what hospext gets right on each gold corpus.

    python docs/make_accuracy.py
    python docs/make_accuracy.py --print

A corpus that is not at hand keeps the section that it has.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hospext.reports.scores import kind_rows
from hospext.scoring import LEVELS, REPORTED, Scores
from hospext.scoring.run import score_corpus

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
SHARED = ROOT.parent / "shared" / "eval"
CORPORA = {
    "Invented passages": (
        ROOT / "tests" / "gold",
        "One passage for each common kind of publication, with invented hospitals and figures, in "
        "`tests/gold`. The rules were tried on them.",
    ),
    "Sample documents": (
        SHARED / "seeds",
        "The five documents of `seeds/`, which the rules were written from.",
    ),
    "Real reporting": (
        SHARED / "dev",
        "Profiles, bulletins, construction and policy news, newsletters. The rules were tried on them. "
        "The texts belong to their publishers and are not part of this repository.",
    ),
    "Made documents": (
        SHARED / "made",
        "Dense annual summaries, operation analyses, rankings and bulletins of invented hospitals. "
        "The rules were tried on them. Not part of this repository.",
    ),
}
HEAD = """# Accuracy

Written by `python docs/make_accuracy.py`; `hospext score CORPUS` prints the same for any corpus that holds
`texts/<name>.txt` and `gold/<name>.json` ([the guide](ci.md) tells more).

F1 by level, each level asking for all that the ones before it ask for:

- **span**: the kind of record, at an overlapping place;
- **value**: the number and its range, the dates, or the grade; precision and recall are at this level;
- **strict**: unit, bound, aspect, direction, type of ranking;
- **row**: metric, subject, period, status and basis: the whole row as a reader would use it.

What the gold does not state is not judged; what careful readers may see either way (optional) costs nothing.
Fields are counted over the records that were found and whose gold states the field.
"""


TAIL = """## Causes that are left

- **Who, among several**: a text that goes from one institution to another in one paragraph, a team in quotation marks
  (“…”医疗队), a person who speaks of their own work; the value gets the institution of the sentence or of the document.
- **What, from far away**: a value whose measure stands two clauses before, or only in the reader's knowledge
  (设备总值 said as 总值); the record has its label and no `metric`.
- **When, after an aside**: a month in the middle of a sentence (3月，…获批) is taken to hold for the values after it.
- **Labels**: a few characters longer or shorter than a reader would cut them; the share above counts such a label as
  wrong only where neither holds the other.
- **Numbers said loosely**: 二层住院楼, 首次破千, 二倍.
"""


def table(header: list[str], lines: list[list[str]]) -> str:
    """A Markdown table, its first column to the left."""
    rule = ["---", *["--:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [header, rule, *lines])


def section(title: str, about: str, scores: Scores) -> str:
    """One corpus: scores by kind and level, then by field."""
    header = ["kind", "gold", "found", "precision", "recall", *LEVELS]
    *kinds, total = kind_rows(scores)
    by_kind = table(header, [*([f"`{row[0]}`", *row[1:]] for row in kinds), ["all", *total[1:]]])
    counted = {f"`{name}`": (scores.fields[name].right, scores.fields[name].judged) for name in REPORTED}
    counted["issuer of the document"] = (scores.issuers[0], scores.issuers[1])
    by_field = table(
        ["field", "right", "judged", "share"],
        [[name, str(a), str(b), f"{a / b:.3f}"] for name, (a, b) in counted.items() if b],
    )
    return f"## {title}\n\n{about}\n\n{len(scores.documents)} documents.\n\n{by_kind}\n\n{by_field}\n"


def old_sections() -> dict[str, str]:
    """The sections that the page has, by title."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    parts = page.split("\n## ")[1:]
    return {part.split("\n", 1)[0]: f"## {part.rstrip()}\n" for part in parts}


def build() -> str:
    """The page as it should be."""
    old = old_sections()
    sections = [
        section(title, about, score_corpus(corpus)) if corpus.is_dir() else old.get(title)
        for title, (corpus, about) in CORPORA.items()
    ]
    return "\n".join([HEAD, *filter(None, sections), TAIL])


if __name__ == "__main__":
    if "--print" in sys.argv:
        print(build(), end="")
    else:
        PAGE.write_text(build(), encoding="utf-8")
