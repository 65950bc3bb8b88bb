"""How far long work is, on the terminal: share, rate and time left. Drawn on standard error, and wiped in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_LONG = 1_000_000  # bytes of one input, about a second of work: less needs no bar
_MANY = 20_000  # records that some formats take seconds to write


def followed(paths: Sequence[str], shown: bool) -> Iterator[tuple[str, Callable[[float], None]]]:
    """The paths in turn, each with what to tell the share of it that is done; with a bar where one is wanted."""
    sizes = [_size(path) for path in paths]
    if not shown or (len(paths) == 1 and sizes[0] < _LONG):
        yield from ((path, lambda share: None) for path in paths)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"file 1 of {len(paths)}", total=sum(sizes))
        done = 0
        for number, (path, size) in enumerate(zip(paths, sizes, strict=True), 1):
            progress.update(task, description=f"file {number} of {len(paths)}")

            def advance(share: float, before: int = done, size: int = size) -> None:
                progress.update(task, completed=before + share * size)

            yield path, advance
            done += size
            progress.update(task, completed=done)


@contextmanager
def waiting(name: str, records: int, shown: bool) -> Iterator[None]:
    """A sign of life while many records are written."""
    if not shown or records < _MANY:
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"writing {name}"):
        yield


def _size(path: str) -> int:
    """Bytes to read; one where that is not known, as of a pipe."""
    try:
        return max(1, Path(path).stat().st_size)
    except OSError:
        return 1
