"""One thing after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from hospext.cli.console import say
from hospext.errors import HospextError, InputError

Item = TypeVar("Item")


def for_each(items: Sequence[tuple[str, Item]], work: Callable[[Item], None], *, progress: bool) -> list[str]:
    """Do the work for each item; gives the names of those for which it failed."""
    failed = []
    for name, item in _with_progress(items) if progress and len(items) > 1 else items:
        try:
            work(item)
        except InputError as error:
            for line in str(error).splitlines():
                say(line)
            failed.append(name)
        except HospextError:
            raise
        except Exception as error:  # a mistake in a rule must not cost the user the other files
            say(f"{name}: failed on {type(error).__name__}: {error}: please report this")
            failed.append(name)
    return failed


def _with_progress(items: Sequence[tuple[str, Item]]) -> Iterable[tuple[str, Item]]:
    from rich.console import Console
    from rich.progress import track

    return track(items, description="extracting", console=Console(stderr=True), transient=True)
