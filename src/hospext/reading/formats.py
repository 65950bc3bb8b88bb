"""Which format an input has, by its content first and its name second, and the reader of that format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from hospext.errors import InputError
from hospext.reading.document import Reading

HEAD = 8192  # bytes: enough to tell a format that is no archive
READ = "hospext reads text, PDF, Word (.docx), Excel (.xlsx), HTML, CSV, JSON lines and Parquet files"
INSTALL = 'pip install "hospext[documents]"'


@dataclass(frozen=True, slots=True)
class Format:
    """One input format: what people call it, the suffixes of its files, and where its reader is."""

    name: str
    suffixes: tuple[str, ...]
    reader: str  # module:function below hospext.reading

    def load(self) -> Callable[..., object]:
        """The reader; InputError with the command to install where its library is missing."""
        module, _, function = self.reader.partition(":")
        try:
            found: Callable[..., object] = getattr(import_module(f"hospext.reading.{module}"), function)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("hospext"):
                raise
            raise InputError(f"reading {self.name} needs an extra: {INSTALL}") from None
        return found

    def read(self, data: bytes, encoding: str | None) -> Reading:
        """Read a format that holds one document."""
        reading = self.load()(data, encoding)
        assert isinstance(reading, Reading)
        return reading


TEXT = Format("text", (".txt", ".text", ".md"), "plain:read")
PDF = Format("PDF", (".pdf",), "pdf:read")
DOCX = Format("Word files", (".docx", ".docm", ".dotx"), "office.docx:read")
HTML = Format("web pages", (".html", ".htm", ".xhtml", ".shtml"), "html:read")
XLSX = Format("Excel files", (".xlsx", ".xlsm", ".xltx"), "office.xlsx:read")
CSV = Format("CSV", (".csv",), "delimited:read")
TSV = Format("TSV", (".tsv", ".tab"), "delimited:read_tabs")
JSONL = Format("JSON lines", (".jsonl", ".ndjson"), "corpora:read_jsonl")
PARQUET = Format("Parquet", (".parquet",), "parquet:read")

FORMATS = (TEXT, PDF, DOCX, HTML, XLSX, CSV, TSV, JSONL, PARQUET)
_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}
READABLE = tuple(_BY_SUFFIX)

# Documents all the same, of which the user should hear that they are not read, and what to do.
UNREAD = {
    ".doc": "an old Word file: save it as .docx",
    ".wps": "a WPS file: save it as .docx",
    ".rtf": "a rich text file: save it as .docx",
    ".odt": "an OpenDocument text: save it as .docx",
    ".xls": "an old Excel file: save it as .xlsx",
    ".xlsb": "a binary Excel file: save it as .xlsx",
    ".et": "a WPS sheet: save it as .xlsx",
    ".ods": "an OpenDocument sheet: save it as .xlsx",
    ".ofd": "an OFD file: save it as PDF",
    ".caj": "a CAJ file: save it as PDF",
    ".mht": "a web archive: save it as .html",
    ".mhtml": "a web archive: save it as .html",
}
_OFTEN_TEXT = {".doc": TEXT, ".xls": TSV}  # what programs export under these names
_SLIDES = "slides: save them as PDF"
_PICTURE = "a picture: turn it into text first (OCR)"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_MEMBERS = (
    ("word/", DOCX),
    ("xl/workbook.bin", UNREAD[".xlsb"]),
    ("xl/", XLSX),
    ("ppt/", _SLIDES),
    ("OFD.xml", UNREAD[".ofd"]),
)
_OPEN_DOCUMENT = {
    b"text": UNREAD[".odt"],
    b"spreadsheet": UNREAD[".ods"],
    b"presentation": _SLIDES,
}
_COMPOUND = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office wrote before 2007, and wraps around encrypted files
)
_PROTECTED = "protected by a password: save a copy without one"
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body)[\s>]|(?P<part>(?:meta|table)[\s>]))",
    re.I | re.S,
)


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def format_of(name: str, data: bytes) -> Format:
    """The format of an input that is no corpus, by all of its bytes; a wrong suffix does not matter.

    Raises InputError for a format that hospext does not read.
    """
    found = _by_content(data, name)
    if found is not None:
        return found
    suffix = suffix_of(name)
    if data and suffix in UNREAD and suffix not in _OFTEN_TEXT:
        raise InputError(UNREAD[suffix])
    named = _OFTEN_TEXT.get(suffix) or _BY_SUFFIX.get(suffix, TEXT)
    return named if named in (HTML, CSV, TSV) else TEXT


def is_known(name: str, head: bytes) -> bool:
    """Whether a file that is named by the user can be tried: by its suffix, by having none, or by its first bytes."""
    known = suffix_of(name) in ("", *READABLE, *UNREAD)
    return (
        known
        or head.startswith((b"%PDF-", b"PK\x03\x04", b"PAR1", _COMPOUND, *_PICTURES))
        or _is_markup(head)
    )


def _by_content(data: bytes, name: str) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _archive(data)
    if data.startswith(_COMPOUND):
        raise InputError(_compound(data))
    if data.startswith(b"{\\rtf"):
        raise InputError(UNREAD[".rtf"])
    if data.startswith(_PICTURES):
        raise InputError(_PICTURE)
    return HTML if _is_markup(data, name) else None


def _archive(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError("the file is damaged or cut off: get a whole copy") from None
    for start, meant in _MEMBERS:
        if any(name.startswith(start) for name in names):
            if isinstance(meant, str):
                raise InputError(meant)
            return meant
    kind = re.search(rb"opendocument\.(text|spreadsheet|presentation)", data[:HEAD])
    if kind:
        raise InputError(_OPEN_DOCUMENT[kind[1]])
    raise InputError("an archive: unpack it first")


def _compound(data: bytes) -> str:
    for stream, meaning in (
        ("EncryptedPackage", _PROTECTED),
        ("WordDocument", UNREAD[".doc"]),
        ("Workbook", UNREAD[".xls"]),
        ("Book", UNREAD[".xls"]),
        ("PowerPoint Document", _SLIDES),
    ):
        if stream.encode("utf-16-le") in data:
            return meaning
    return "an old Office file: save it as .docx or .xlsx"


def _is_markup(data: bytes, name: str = "") -> bool:
    """Whether a file begins like a page; a text file may begin with a part of one, as Markdown does."""
    found = _MARKUP.match(_head_text(data))
    return found is not None and (found["part"] is None or suffix_of(name) not in TEXT.suffixes)


def _head_text(data: bytes) -> str:
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
