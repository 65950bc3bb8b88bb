"""The page: template, style, script and data in one HTML text that loads nothing and runs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from string import Template

from hospext import __version__
from hospext.lexicon import Metric
from hospext.records import Record
from hospext.reporting.colours import colour_rules
from hospext.reporting.data import as_json, document_keys, name_of, page_data
from hospext.reporting.labels import label
from hospext.reporting.lines import Line, Piece, lines_of_sentences, lines_of_text
from hospext.reporting.sources import Shown

_STYLES = ("base", "frame", "text", "list", "panel", "charts", "small", "print")
_SCRIPTS = ("data", "words", "state", "text", "table", "panel", "bars", "series", "controls", "main")
# What would turn text around or is no text at all: shown by its number instead, in a box of its own.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PART = 6000  # characters of HTML
_SURROGATES = re.compile("[\ud800-\udfff]")


def render(shown: Sequence[Shown], metrics: Mapping[str, Metric], language: str) -> str:
    """The report as HTML: the same documents and records give the same text. ``language`` is ``zh`` or ``en``."""
    style, script = _style(), _script()
    size = sum(len(each.records) for each in shown)
    title = name_of(shown[0]) if len(shown) == 1 else label("title", language)
    page = Template(_file("page.html")).substitute(
        language=language,
        tag={"zh": "zh-CN"}.get(language, language),
        policy=_policy(style, script),
        title=_labelled("title", language),
        window_title=escape(_CONTROLS.sub("", title)),
        summary=_labelled("summary", language, len(shown), size),
        no_script=escape(label("no_script", language)),
        made_by=_labelled("made_by", language, __version__),
        style=style,
        documents="\n".join(_documents(shown, language)),
        data=as_json(page_data(shown, metrics)),
        script=script,
    )
    return _SURROGATES.sub("\ufffd", page)


def _policy(style: str, script: str) -> str:
    """The page's own style and script may run, by their hashes, and nothing may be loaded from anywhere."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _style() -> str:
    parts = "\n".join(_file(f"{name}.css") for name in _STYLES)
    return f"\n{colour_rules()}\n{parts}"


@cache
def _script() -> str:
    parts = "\n".join(_file(f"{name}.js") for name in _SCRIPTS)
    return f'\n(() => {{\n"use strict";\n{parts}}})();\n'


def _file(name: str) -> str:
    return resources.files("hospext.reporting").joinpath("page", name).read_text(encoding="utf-8")


def _documents(shown: Sequence[Shown], language: str) -> Iterator[str]:
    first = 0
    for number, (key, each) in enumerate(zip(document_keys(shown), shown, strict=True)):
        place = f'<span class="place">{number + 1}</span> ' if len(shown) > 1 else ""
        heading = f'<h2 id="doc-{number}">{place}<bdi>{_text(name_of(each))}</bdi></h2>'
        yield _document(each, number, heading, _Marks(key, first, each.records), language)
        first += len(each.records)


def _document(shown: Shown, number: int, heading: str, marks: _Marks, language: str) -> str:
    info, records = shown.info, shown.records
    known = [
        f"<bdi>{_text(info.issuer)}</bdi>" if info and info.issuer else "",
        f"<time>{info.date}</time>" if info and info.date else "",
        f'<bdi class="path">{_text(shown.id)}</bdi>',
        _labelled("doc_records" if records else "no_records", language, *([len(records)] if records else [])),
    ]
    lines = lines_of_sentences(records) if shown.text is None else lines_of_text(shown.text, records)
    note = f'\n<p class="note">{_labelled(f"missing_{shown.missing}", language)}</p>' if shown.missing else ""
    return (
        f'<article class="doc" data-doc="{number}" aria-labelledby="doc-{number}">\n'
        f"<header>{heading}\n"
        f'<p class="meta">{" · ".join(filter(None, known))}</p>{note}</header>\n'
        f'<div class="lines" lang="zh-CN">\n{"".join(_parts(map(marks.line, lines)))}</div>\n</article>'
    )


def _parts(lines: Iterable[str]) -> Iterator[str]:
    """Lines in parts of about a screen, so that a browser need only lay out those in sight."""
    part: list[str] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line)
        if size > _PART:
            yield f'<div class="part">\n{"".join(part)}</div>\n'
            part, size = [], 0
    if part:
        yield f'<div class="part">\n{"".join(part)}</div>\n'


class _Marks:
    """Lines of one document as HTML. Each record has an anchor, on the first piece that is its own."""

    def __init__(self, key: str, first: int, records: Sequence[Record]) -> None:
        self._key = key
        self._first = first
        self._records = records
        self._anchored: set[str] = set()

    def line(self, line: Line) -> str:
        number = "" if line.number is None else f' data-n="{line.number}"'
        return f"<p{number}>{''.join(map(self._piece, line.pieces))}</p>\n"

    def _piece(self, piece: Piece) -> str:
        if not piece.records:
            return _text(piece.text)
        record = self._records[piece.records[0]]
        kinds = ["m", f"k-{record.kind}"]
        if len(piece.records) > 1:
            kinds += ["over", f"o-{self._records[piece.records[1]].kind.value}"]
        anchor = f"{self._key}-{record.start}-{record.end}"
        own = "" if anchor in self._anchored else f' id="{anchor}"'
        self._anchored.add(anchor)
        numbers = " ".join(str(self._first + number) for number in piece.records)
        return f'<a class="{" ".join(kinds)}"{own} data-r="{numbers}">{_text(piece.text)}</a>'


def _labelled(key: str, language: str, *words: object) -> str:
    """A label that the script writes anew when the language changes."""
    kept = "".join(f' data-{place}="{word}"' for place, word in zip("nm", words, strict=False))
    return f'<span data-t="{key}"{kept}>{escape(label(key, language, *words))}</span>'


def _text(text: str) -> str:
    """Text of a document as HTML that shows it and does nothing."""
    return _CONTROLS.sub(_control, escape(text))


def _control(match: re.Match[str]) -> str:
    kept = (
        match[0] if match[0] > "\xff" else ""
    )  # for those who copy the text; HTML has no room for the others
    return f'<bdi class="control" data-c="U+{ord(match[0]):04X}">{kept}</bdi>'
