"""Timing that compares: every task runs in every round, and each keeps its best."""

from __future__ import annotations

import gc
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

Task = Callable[[], object]


def best_seconds(tasks: Mapping[str, Task], rounds: int) -> dict[str, float]:
    """The least processor time of each task; they take turns, so that a slow moment hits them all."""
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(rounds):
        for name, task in tasks.items():
            gc.collect()
            start = time.process_time()
            task()
            best[name] = min(best[name], time.process_time() - start)
    return best


def best_starts(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """The least time on the clock that each command takes from its start to its end."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            best[name] = min(best[name], time.perf_counter() - start)
    return best
