"""The archive around Word and Excel files: its parts, opened with limits, and nothing fetched from outside.

The parts are read here and not through python-docx or openpyxl, because those load all of them, pictures too, and
leave out what reports are full of: footnotes, text boxes, tracked changes; Chinese number formats, hidden rows.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from lxml import etree

from hospext.errors import InputError
from hospext.reading.document import Metadata

Element = Any  # of lxml, which ships no types

MAX_XML = 512 << 20  # bytes of all XML parts together, unpacked
MAX_TREE = 96 << 20  # bytes of a part that is held in memory whole
MAX_RATIO = 250  # unpacked to packed, of a part larger than 8 MB: Word and Excel stay far below
_RATIO_FROM = 8 << 20
_MAX_PARTS = 20_000

_DAMAGED = "the file is damaged or cut off: get a whole copy"
_BOMB = "unpacks to far more than a document holds: it is damaged or made to do harm"
# ISO's own names of the namespaces, which some programs write ("Strict Open XML"), and the usual ones.
_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|spreadsheetml|drawingml)"
)
_USUAL = rb"http://schemas.openxmlformats.org/\1"
_USUAL_PATHS = (
    (b"/officeDocument/relationships", b"/officeDocument/2006/relationships"),
    (b"/officeDocument/extendedProperties", b"/officeDocument/2006/extended-properties"),
    (b"/wordprocessingml/main", b"/wordprocessingml/2006/main"),
    (b"/spreadsheetml/main", b"/spreadsheetml/2006/main"),
)
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "modified": "{http://purl.org/dc/terms/}modified",
}
_TEMPLATE = "python-docx"  # writes the dates of its template


class Package:
    """The parts of one file, by name; raises InputError for what is damaged, protected or a zip bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise InputError(_DAMAGED) from None
        parts = self._archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise InputError("protected by a password: save a copy without one")
        xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        swollen = any(
            part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
            for part in xml
        )
        if swollen or len(parts) > _MAX_PARTS or sum(part.file_size for part in xml) > MAX_XML:
            raise InputError(_BOMB)
        self._parts = {part.filename.lstrip("/").lower(): part for part in parts}

    def stream(self, name: str) -> IO[bytes] | None:
        """A part to be read bit by bit; None where there is none."""
        part = self._parts.get(name.lstrip("/").lower())
        if part is None:
            return None
        try:
            return cast(IO[bytes], _Part(self._archive.open(part)))
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            raise InputError(_DAMAGED) from None

    def tree(self, name: str) -> Element | None:
        """A part as a tree; None where there is none. Entities are not resolved, comments are gone."""
        stream = self.stream(name)
        if stream is None:
            return None
        data = stream.read(MAX_TREE + 1)
        if len(data) > MAX_TREE:
            raise InputError(f"its text is larger than {MAX_TREE >> 20} MB: split the file")
        if _STRICT.search(data):
            data = _STRICT.sub(_USUAL, data)
            for strict, usual in _USUAL_PATHS:
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise InputError(_DAMAGED) from None

    def elements(self, name: str, *tags: str) -> Iterator[Element]:
        """The elements of a part with one of the tags, each whole, while it is read; the part itself is not kept."""
        stream = self.stream(name)
        if stream is None:
            return
        try:
            for _, element in etree.iterparse(
                stream,
                tag=tags,
                resolve_entities=False,
                no_network=True,
                remove_comments=True,
                remove_pis=True,
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError:
            raise InputError(_DAMAGED) from None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part (or, for an empty name, the file) leads to: id → (last word of the type, name of the part)."""
        folder, base = posixpath.split(name)
        tree = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for each in tree if tree is not None else ():
            if isinstance(each.tag, str) and each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/"))
        return found

    def main(self, usual: str) -> str:
        """The name of the main part."""
        return next((name for kind, name in self.related("").values() if kind == "officeDocument"), usual)

    def metadata(self, source: str) -> Metadata:
        """Title, company and last change, as the properties of the file have them."""
        core, app = self.tree("docProps/core.xml"), self.tree("docProps/app.xml")
        values = {key: _text(core, tag) for key, tag in _CORE.items()}
        company = (
            next((each.text for each in app if _local(each) == "Company"), None) if app is not None else None
        )
        stamp = None if values["creator"] == _TEMPLATE else values["modified"]
        known = (values["title"], (company or "").strip() or None, _day(stamp))
        return Metadata(*known, source=source if any(known) else None, made=True)


class _Part(io.RawIOBase):
    """A part while it is read. It never gives more bytes than the directory says, which is where zipfile stops."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except (zipfile.BadZipFile, OSError, EOFError, zlib.error):
            raise InputError(_DAMAGED) from None


def _local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _text(tree: Element | None, tag: str) -> str | None:
    found = tree.find(tag) if tree is not None else None
    return ((found.text or "").strip() or None) if found is not None else None


def _day(stamp: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((stamp or "")[:10])
    except ValueError:
        return None
