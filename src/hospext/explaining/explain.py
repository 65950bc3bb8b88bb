"""The explanations of a text, in reading order: one for each record, and one for each number without."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from pathlib import Path

from hospext.analysis import Analyser, Analysis
from hospext.explaining.misses import Miss, find_misses
from hospext.explaining.model import Explanation, Step
from hospext.explaining.steps import Given, steps_of
from hospext.pipeline import analyser_for, document_of
from hospext.reading.document import Document


def explain(
    text: str,
    *,
    at: int | None = None,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    rules: str | Path | None = None,
) -> list[Explanation]:
    """How every record of a text came to be, and why every other number gave none.

    ``at`` asks for what stands at one place of the text only, counted in code points from 0; the list is empty where
    no number stands there. The other options are those of ``extract``.
    """
    analyser = analyser_for(rules)
    return explain_document(document_of(text), analyser, at=at, reference_date=reference_date, issuer=issuer)


def explain_document(
    document: Document,
    analyser: Analyser,
    *,
    at: int | None = None,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
) -> list[Explanation]:
    """``explain`` for a document that has been read, with the rules of an analyser."""
    analysis = analyser.analyse(document, reference_date=reference_date, issuer=issuer)
    chains = chains_of(analysis, analyser, Given(reference_date is not None, issuer is not None))
    found = [
        *_records(analysis, chains),
        *(_miss(miss, analysis) for miss in find_misses(analysis, analyser.lexicon)),
    ]
    chosen = [each for each in found if at is None or each.start <= at < each.end]
    return sorted(chosen, key=lambda each: (each.start, each.end))


def chains_of(analysis: Analysis, analyser: Analyser, given: Given) -> list[tuple[Step, ...]]:
    """The steps of each record of an analysis, in the order of its records."""
    return [tuple(steps_of(draft, analysis, analyser, given)) for draft in analysis.drafts]


def _records(analysis: Analysis, chains: list[tuple[Step, ...]]) -> list[Explanation]:
    return [
        Explanation(record.start, record.end, record.text, record.line, record.sentence, record, steps)
        for record, steps in zip(analysis.extraction().records, chains, strict=True)
    ]


def _miss(miss: Miss, analysis: Analysis) -> Explanation:
    start, end = analysis.view.span(miss.start, miss.end)
    text = analysis.document.text
    spans = analysis.sentences
    index = bisect_right([span[0] for span in spans], miss.start) - 1
    sentence = analysis.view.shown[spans[index][0] : spans[index][1]].strip() if index >= 0 else ""
    step = Step("record", None, miss.reason, miss.words)
    return Explanation(start, end, text[start:end], text.count("\n", 0, start) + 1, sentence, None, (step,))
