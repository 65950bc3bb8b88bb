"""``hospext text``: the text of a document, which the places in its records count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hospext.cli.console import exit_codes, say
from hospext.cli.options import Encoding, IdField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hospext.reading import Document


def text(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of any format, or - for stdin.")],
    id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Which document of a corpus: what follows the # of its id."),
    ] = None,
    text_field: TextField = "text",
    id_field: IdField = None,
    encoding: Encoding = None,
) -> None:
    """Print a document's text as hospext reads it: start and end of its records count the characters of this text."""
    with exit_codes():
        from hospext.reading import Fields, read_documents
        from hospext.reading.decode import codec_name
        from hospext.writing.streams import standard_output

        codec = codec_name(encoding) if encoding else None
        found = read_documents(file, codec, fields=Fields(text_field, id_field), report=say)
        document = _only(found, file) if id is None else _named(found, id, file)
        for note in document.notes:
            say(f"{document.id}: {note}")
        with standard_output() as stream:
            stream.write(document.text)


def _only(found: Iterator[Document], file: str) -> Document:
    """The one document; UsageError for a corpus of several."""
    from hospext.errors import InputError, UsageError

    document = next(found, None)
    if document is None:
        raise InputError(f"{file}: it holds no document")
    if next(found, None) is not None:
        own = document.id.rsplit("#", 1)[-1]
        raise UsageError(f"{file}: holds several documents: name one with --id, such as --id {own}")
    return document


def _named(found: Iterator[Document], id: str, file: str) -> Document:
    from hospext.errors import UsageError

    for document in found:
        if "#" in document.id and document.id.split("#", 1)[1] == id:
            return document
    raise UsageError(f"{file}: no document {id!r} in it: see the ids in the output of hospext extract")
