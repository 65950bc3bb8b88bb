"""One thing after the other: whatever goes wrong with one is reported and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from hospext.cli.console import say
from hospext.errors import HospextError, InputError

Item = TypeVar("Item")


@contextmanager
def told(name: str, fail: Callable[[object], None]) -> Iterator[None]:
    """Tells ``fail`` what goes wrong inside with an input; what is wrong with the command itself goes on."""
    try:
        yield
    except InputError as error:
        fail(error)
    except HospextError:
        raise
    except Exception as error:  # a mistake in a rule or a reader must not cost the user the other files
        fail(f"{name}: failed on {type(error).__name__}: {error}: please report this")


def for_each(items: Sequence[tuple[str, Item]], work: Callable[[Item], None], *, progress: bool) -> list[str]:
    """Do the work for each item; gives the names of those for which it failed."""
    failed: list[str] = []
    for name, item in _with_progress(items) if progress and len(items) > 1 else items:

        def fail(problem: object, name: str = name) -> None:
            for line in str(problem).splitlines():
                say(line)
            failed.append(name)

        with told(name, fail):
            work(item)
    return failed


def _with_progress(items: Sequence[tuple[str, Item]]) -> Iterable[tuple[str, Item]]:
    from rich.console import Console
    from rich.progress import track

    return track(items, description="extracting", console=Console(stderr=True), transient=True)
