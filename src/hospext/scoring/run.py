"""From gold and its documents to scores."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from hospext.analysis import Analyser
from hospext.pipeline import default_analyser
from hospext.reading import find_inputs, read_file
from hospext.reading.document import Document
from hospext.records import Extraction
from hospext.scoring.corpus import find_gold, fit, match_inputs, read_gold
from hospext.scoring.gold import Gold
from hospext.scoring.tally import Scores
from hospext.writing.rows import json_row


def document_of(gold: Gold) -> Document:
    """The document that inline gold holds."""
    text = gold.text or ""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=gold.path, text=text, encoding="utf-8", sha256=digest)


def by_document(output: Extraction) -> dict[str, Extraction]:
    """An output's records, and what is known of each document, by the document's id."""
    records: dict[str, list[Any]] = {info.id: [] for info in output.documents}
    for record in output.records:
        records.setdefault(record.document, []).append(record)
    infos = {info.id: info for info in output.documents}
    return {
        id: Extraction.model_construct(documents=[infos[id]] if id in infos else [], records=found)
        for id, found in records.items()
    }


def extract_for(
    gold: Gold,
    document: Document,
    analyser: Analyser,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
) -> Extraction:
    """What the document of a gold gives, on the gold's reference date where it has one.

    Raises GoldError where the two are not of the same text.
    """
    fit(gold, document.text)
    return analyser.extract(document, reference_date=gold.reference_date or reference_date, issuer=issuer)


def add_scores(scores: Scores, gold: Gold, found: Extraction, path: str) -> None:
    """Count what was found in one document; errors are told at the gold where that holds the text."""
    issuer = found.documents[0].issuer if found.documents else None
    rows = [json_row(record) for record in found.records]
    scores.add(gold, rows, issuer, gold.path if gold.inline else path)


def score_corpus(folder: str | Path, analyser: Analyser | None = None) -> Scores:
    """The scores of a folder of gold whose documents lie with it; raises InputError for what cannot be scored."""
    files, places = find_gold(Path(folder))
    paths, errors = find_inputs(places)
    if errors:
        raise errors[0]
    inputs = match_inputs(files, paths)
    scores = Scores()
    for file in files:
        gold = read_gold(file)
        document = read_file(inputs[file]) if file in inputs else document_of(gold)
        add_scores(scores, gold, extract_for(gold, document, analyser or default_analyser()), document.id)
    return scores
