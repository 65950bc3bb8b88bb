"""What the commands say to the user, and the exit codes: 0 done, 1 some input failed, 2 wrong usage."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hospext.errors import HospextError, LexiconError, UsageError

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def say(message: object) -> None:
    """One line on standard error; standard output is for data alone."""
    print(f"hospext: {message}", file=sys.stderr)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Ends the program with one line and the right code where the block inside cannot go on."""
    try:
        yield
    except (UsageError, LexiconError) as error:
        say(error)
        raise typer.Exit(MISUSED) from None
    except HospextError as error:
        say(error)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        say("stopped; no file was written")
        raise typer.Exit(INTERRUPTED) from None
