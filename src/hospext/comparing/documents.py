"""Which document of one output is which of another, and what a document is called on every machine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePath

Parts = tuple[str, ...]


def portable(paths: Iterable[str], folder: str) -> dict[str, str]:
    """A name without a machine's own folders for each path: relative ones stay as they are.

    An absolute path below ``folder`` is told from there, unless that is the root of all; the others from the last
    folder that they have in common, with that folder's own name.
    """
    names: dict[str, str] = {}
    elsewhere = []
    for path in paths:
        names[path] = path
        if PurePath(path).is_absolute():
            inside = _below(path, folder) if PurePath(folder).name else None
            names[path] = inside or path
            if inside is None:
                elsewhere.append(path)
    if elsewhere:
        root = str(PurePath(*_common([PurePath(path).parts for path in elsewhere])).parent)
        names |= {path: _below(path, root) or PurePath(path).name for path in elsewhere}
    return names


def pair_documents(old: Iterable[str], new: Iterable[str]) -> list[tuple[str | None, str | None]]:
    """The ids of both sides, each with that of the same document on the other side, or with None.

    The same id is the same document; so is ``reports/a.txt`` for ``a.txt``, where one is the end of the other and
    nothing else is. Where nothing matches at all, the two sides are two folders, told apart from what they hold.
    """
    pairs: list[tuple[str, str]] = []
    left, right = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    for match in (_same, _same_end, _same_below):
        if match is _same_below and pairs:
            break
        found = match(left, right)
        pairs += found
        used_left, used_right = {one for one, _ in found}, {other for _, other in found}
        left = [each for each in left if each not in used_left]
        right = [each for each in right if each not in used_right]
    return [*pairs, *((each, None) for each in left), *((None, each) for each in right)]


def _same(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    known = set(old)
    return [(each, each) for each in new if each in known]


def _same_end(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    by_file: dict[str, list[str]] = defaultdict(list)
    for each in old:
        by_file[PurePath(each).name].append(each)
    candidates = {
        each: [other for other in by_file[PurePath(each).name] if _ends(_parts(each), _parts(other))]
        for each in new
    }
    taken = Counter(other for found in candidates.values() for other in found)
    return [
        (found[0], each) for each, found in candidates.items() if len(found) == 1 and taken[found[0]] == 1
    ]


def _same_below(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """What has the same path below some folder of each side: the one that makes most of them the same."""
    if not old or not new:
        return []
    found: list[tuple[str, str]] = []
    for left in _stripped(old):
        for right in _stripped(new):
            pairs = [(left[path], right[path]) for path in right if path in left]
            found = max(found, pairs, key=len)
    return found


def _stripped(paths: list[str]) -> list[dict[str, str]]:
    """The paths below each of the folders that they have in common, with what they are in full."""
    every = {path: _parts(path) for path in paths}
    shared = len(_common(list(every.values())))
    return [{"/".join(parts[n:]): path for path, parts in every.items()} for n in range(shared + 1)]


def _common(every: list[Parts]) -> Parts:
    """The folders at the start that all have in common."""
    first, last = min(every)[:-1], max(every)[:-1]
    shared = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return first[: min(len(first), len(last)) if shared is None else shared]


def _parts(path: str) -> Parts:
    """The parts of a path, without those that only lead up or to where it starts."""
    return tuple(part for part in PurePath(path).parts if part not in ("..", ".", PurePath(path).anchor))


def _ends(one: Parts, other: Parts) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer[-len(shorter) :] == shorter


def _below(path: str, folder: str) -> str | None:
    """A path as told from a folder, or None where it is not in it."""
    try:
        return PurePath(path).relative_to(folder).as_posix()
    except ValueError:
        return None
