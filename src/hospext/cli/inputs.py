"""The documents behind what the user names: hospext's own outputs are none."""

from __future__ import annotations

from collections.abc import Sequence

from hospext.cli.console import say
from hospext.errors import InputError
from hospext.reading import find_inputs
from hospext.stored import is_stored


def find_documents(inputs: Sequence[str]) -> tuple[list[str], list[InputError]]:
    """The files behind the names, and an error for each name that has none.

    An output of hospext that lies in a folder with them is left out, which is said; one that is named is an error.
    """
    paths, errors = find_inputs(inputs)
    documents = []
    for path in paths:
        if not is_stored(path):
            documents.append(path)
        elif path in inputs:
            errors.append(
                InputError(
                    f"{path}: an output of hospext, not a document: name the documents it was made from"
                )
            )
        else:
            say(f"{path}: left out: an output of hospext")
    return documents, errors
