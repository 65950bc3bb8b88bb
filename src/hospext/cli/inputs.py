"""The documents behind what the user names: hospext's own outputs are none."""

from __future__ import annotations

from collections.abc import Sequence

from hospext.cli.console import say
from hospext.errors import InputError
from hospext.reading import find_inputs
from hospext.reading.outputs import OUTPUT
from hospext.stored import is_stored


def find_documents(inputs: Sequence[str]) -> tuple[list[str], list[InputError]]:
    """The files behind the names, and an error for each name that has none.

    An output of hospext that lies in a folder with them is left out, which is said; one that is named is an error.
    """
    named = [name for name in inputs if is_stored(name)]
    paths, errors = find_inputs(name for name in inputs if name not in named)
    errors += [InputError(f"{name}: {OUTPUT}: name the documents that it was made from") for name in named]
    documents = []
    for path in paths:
        if is_stored(path):
            say(f"{path}: left out: {OUTPUT}")
        else:
            documents.append(path)
    return documents, errors
