"""What a report shows of each document: its text where that is at hand, its records and their chains of reasons."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from hospext.analysis import Analyser, Progress, unwatched
from hospext.errors import InputError, UsageError
from hospext.explaining import Given, Step, chains_of
from hospext.reading import read_file
from hospext.reading.decode import codec_name
from hospext.reading.document import Document
from hospext.reading.files import STANDARD_INPUT
from hospext.records import DocumentInfo, Extraction, Record
from hospext.writing.rows import json_row

Chain = tuple[Step, ...] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One document of a report.

    ``info`` is None where the data holds records alone, ``text`` where it is not at hand; ``missing`` then says why:
    ``not_found``, ``changed``, or ``no_checksum``. ``chains`` has one entry for each record, None where its reasons are
    not known.
    """

    id: str
    info: DocumentInfo | None
    text: str | None
    records: tuple[Record, ...]
    chains: tuple[Chain, ...]
    missing: str | None = None


def read_shown(
    document: Document,
    analyser: Analyser,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
    progress: Progress = unwatched,
) -> Shown:
    """A document that has just been read, with the records that are found in it."""
    analysis = analyser.analyse(document, reference_date=reference_date, issuer=issuer, progress=progress)
    extraction = analysis.extraction()
    chains = chains_of(analysis, analyser, Given(reference_date is not None, issuer is not None))
    return Shown(
        document.id, extraction.documents[0], document.text, tuple(extraction.records), tuple(chains)
    )


def stored_shown(
    extraction: Extraction,
    data: Path,
    analyser: Analyser,
    *,
    reference_date: dt.date | None = None,
    issuer: str | None = None,
) -> list[Shown]:
    """The documents of a stored output, whose text is looked for where the output was made, and beside the ``data`` file.

    The records stay as they are stored. A record has its reasons where the rules of today find just the same one.
    """
    records: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(extraction.records, key=attrgetter("start", "end")):
        records[record.document].append(record)
    infos = {info.id: info for info in extraction.documents}
    shown = []
    for name in dict.fromkeys([*infos, *records]):
        own, info = tuple(records[name]), infos.get(name)
        document = _find(info, data) if info else "no_checksum"
        if isinstance(document, Document) and not _fits(document.text, own):
            document = "changed"
        if isinstance(document, str):
            shown.append(Shown(name, info, None, own, (None,) * len(own), document))
            continue
        today = read_shown(document, analyser, reference_date=reference_date, issuer=issuer)
        known = dict(zip(map(_content, today.records), today.chains, strict=True))
        shown.append(
            Shown(name, info, document.text, own, tuple(known.get(_content(record)) for record in own))
        )
    return shown


def without_repeats(shown: Iterable[Shown]) -> list[Shown]:
    """Each document once, where several inputs hold the same one with the same records; one with its text comes first."""
    kept: dict[object, Shown] = {}
    for each in shown:
        key = (each.id, each.info.sha256 if each.info else None, each.records)
        if key not in kept or (kept[key].text is None and each.text is not None):
            kept[key] = each
    return list(kept.values())


def _find(info: DocumentInfo, data: Path) -> Document | str:
    """The document behind what a stored output says of it, or why there is none."""
    if info.id == STANDARD_INPUT:
        return "not_found"
    found = False
    for path in (Path(info.id), data.parent / info.id):
        try:
            if not path.is_file():
                continue
            found = True
            if hashlib.sha256(path.read_bytes()).hexdigest() == info.sha256:
                return read_file(str(path), _codec(info.encoding))
        except (OSError, ValueError, InputError):  # unreadable, or no name that a file can have
            continue
    return "changed" if found else "not_found"


def _codec(encoding: str) -> str | None:
    """The codec that a stored output names; None where it names a format."""
    try:
        return codec_name(encoding)
    except UsageError:
        return None


def _content(record: Record) -> tuple[object, ...]:
    """What a record says, as it is stored; which path its document was read from does not matter."""
    return tuple(value for field, value in json_row(record).items() if field != "document")


def _fits(text: str, records: Sequence[Record]) -> bool:
    """Whether every record stands in the text where it says."""
    return all(text[record.start : record.end] == record.text for record in records)
