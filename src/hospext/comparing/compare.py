"""The comparison of two outputs: documents, then the records of each, then what changed in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from hospext.comparing.documents import pair_documents, portable
from hospext.comparing.fields import facts_of, outcome_of
from hospext.comparing.model import Comparison, DocumentComparison, Outcome, Pairing, Settings, State
from hospext.comparing.pairing import pair_in_order, pair_in_place
from hospext.records import DocumentInfo, Extraction, Record


def compare(
    old: Extraction,
    new: Extraction,
    settings: Settings | None = None,
    *,
    folder: str = "",
    failed: Collection[str] = (),
) -> Comparison:
    """What became of the old output's records in the new one.

    ``folder`` is the one that absolute ids are told from. ``failed`` are the inputs, documents or folders, that
    could not be read: what the old side has of them is neither lost nor the same.
    """
    settings = settings or Settings()
    before, now = _Side(old, (), folder), _Side(new, failed, folder)
    documents = [
        _compare_document(before, now, one, other, settings)
        for one, other in pair_documents(before.paths, now.paths)
        if any(settings.wanted_document(name) for name in (one, now.paths.get(other or "")) if name)
    ]
    return Comparison(sorted(documents, key=lambda each: each.path), settings)


class _Side:
    """One of the two outputs by document; ``paths`` leads from a document's portable name to its id."""

    def __init__(self, extraction: Extraction, failed: Collection[str], folder: str) -> None:
        self.infos = {info.id: info for info in extraction.documents}
        self.records: dict[str, list[Record]] = defaultdict(list)
        for record in extraction.records:
            self.records[record.document].append(record)
        # JSON lines and tables hold records alone, so that documents without any are not known.
        self.lists_documents = bool(self.infos) or not self.records
        names = portable(dict.fromkeys([*self.infos, *self.records, *failed]), folder)
        self.paths = {name: path for path, name in names.items()}
        self.failed = {names[path] for path in failed}

    def could_not_read(self, name: str) -> bool:
        """Whether a document, or a folder around it, is among what failed."""
        return name in self.failed or any(name.startswith(f"{each.rstrip('/')}/") for each in self.failed)


def _compare_document(
    before: _Side, now: _Side, one: str | None, other: str | None, settings: Settings
) -> DocumentComparison:
    """One document, by its portable names on both sides."""
    name = one or other or ""
    path = now.paths[other] if other else before.paths[name]
    if now.could_not_read(other or name):
        return DocumentComparison(path, name, State.FAILED)
    old = before.records[before.paths[one]] if one else []
    new = now.records[path] if other else []
    old_info = before.infos.get(before.paths[one]) if one else None
    new_info = now.infos.get(path) if other else None
    found = DocumentComparison(path, name, State.COMPARED)
    if one is None and (new or before.lists_documents):
        found.state = State.NEW
    elif other is None and (old or now.lists_documents):
        found.state = State.MISSING
    if old_info and new_info:
        found.unchanged = _same_document(old_info, new_info)
        found.facts = facts_of(old_info, new_info, settings) if settings.facts else ()
    in_place = _same_text(old_info, new_info, old, new)
    pairs = pair_in_place(old, new) if in_place else pair_in_order(old, new)
    _add_pairs(found, old, new, pairs, settings)
    return found


def _same_document(old: DocumentInfo, new: DocumentInfo) -> bool:
    """Whether the bytes are the same, and give as much text: another encoding or reader may not."""
    return (old.sha256, old.chars) == (new.sha256, new.chars)


def _same_text(
    old_info: DocumentInfo | None, new_info: DocumentInfo | None, old: Sequence[Record], new: Sequence[Record]
) -> bool:
    """Whether the document is the same; where nothing tells, whether most records still stand on the same words."""
    if old_info and new_info:
        return _same_document(old_info, new_info)
    words = {(record.start, record.end): record.text for record in old}
    common = [record for record in new if (record.start, record.end) in words]
    in_place = all(words[record.start, record.end] == record.text for record in common)
    return in_place and 2 * len(common) >= min(len(old), len(new))


def _add_pairs(
    found: DocumentComparison,
    old: Sequence[Record],
    new: Sequence[Record],
    pairs: list[tuple[int, int]],
    settings: Settings,
) -> None:
    """Put into a document's comparison what became of each record, in the order of their places."""
    lost, added = set(range(len(old))), set(range(len(new)))
    every = []
    for i, j in pairs:
        lost.remove(i)
        added.remove(j)
        outcome, fields = outcome_of(old[i], new[j], settings)
        every.append(Pairing(outcome, old[i], new[j], fields))
    every += [Pairing(Outcome.LOST, old[i], None) for i in lost]
    every += [Pairing(Outcome.ADDED, None, new[j]) for j in added]
    for pair in every:
        if any(settings.wanted(record) for record in (pair.old, pair.new) if record):
            found.counts[pair.record.kind.value, pair.outcome] += 1
            found.pairs.append(pair)
    found.pairs.sort(key=_place)


def _place(pair: Pairing) -> tuple[int, int, int, str]:
    record = pair.record
    return record.line, record.start, record.end, pair.outcome
