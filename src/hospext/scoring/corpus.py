"""Gold files on disk, and which document each of them is the gold of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from hospext.errors import InputError, UsageError
from hospext.scoring.gold import Gold, GoldError
from hospext.scoring.gold_json import parse_json_gold
from hospext.scoring.inline import parse_inline_gold

JSON, INLINE = ".json", ".txt"


def find_gold(place: Path) -> tuple[list[Path], list[str]]:
    """The gold files of a folder, or the file itself, and the documents that lie there with them, if any do.

    A folder with ``gold`` and ``texts`` in it is a corpus. Else all .json and .txt files in it and below are gold,
    but for a .txt beside a .json of the same name, which is its document. Raises UsageError where there is no gold.
    """
    if place.is_file():
        text = place.with_suffix(INLINE)
        return [place], [str(text)] if place.suffix.lower() == JSON and text.is_file() else []
    if not place.is_dir():
        raise UsageError(f"{place}: no such file or folder: name a folder of gold, or one gold file")
    corpus = (place / "gold").is_dir()
    files = _below(place / "gold" if corpus else place)
    known = {file.with_suffix("") for file in files if file.suffix.lower() == JSON}
    texts = [file for file in files if file.suffix.lower() == INLINE and file.with_suffix("") in known]
    gold = [file for file in files if file not in set(texts)]
    if not gold:
        raise UsageError(f"{place}: no gold in it: gold is .json, or .txt as hospext annotate writes it")
    folder = [place / "texts"] if corpus and (place / "texts").is_dir() else []
    return gold, [str(each) for each in (*folder, *texts)]


def read_gold(path: Path) -> Gold:
    """The gold of one file; raises GoldError with each mistake in it."""
    name = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise GoldError([f"{name}: cannot be read ({error.strerror}): check the path"]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise GoldError([f"{name}:{line}: not UTF-8 text: save it as UTF-8"]) from None
    return (parse_json_gold if path.suffix.lower() == JSON else parse_inline_gold)(text, name)


def match_inputs(gold: Sequence[Path], inputs: Iterable[str]) -> dict[Path, str]:
    """For each gold file the input of the same name, whatever its suffix; one alone belongs to the other.

    Where several inputs have the name, the folders above decide. Raises InputError where they do not.
    """
    every = list(inputs)
    if len(gold) == len(every) == 1:
        return {gold[0]: every[0]}
    by_name: dict[str, list[str]] = defaultdict(list)
    for each in every:
        for name in {PurePath(each).name, PurePath(each).stem}:
            by_name[name].append(each)
    matches = {}
    for file in gold:
        found = by_name.get(file.name) or by_name.get(file.stem) or []
        if found:
            matches[file] = _nearest(file, found)
    return matches


def fit(gold: Gold, text: str) -> None:
    """Set the gold on the text of its document; raises GoldError where the two are not of the same text.

    Line ends may differ in inline gold, since editors change them: its spans then move along.
    """
    if gold.inline and gold.text != text:
        _move(gold, text)
    gold.text = text
    for record in gold.records:
        there = text[record["start"] : record["end"]]
        if there != record.get("text", there):
            place = f"{record['start']}:{record['end']}"
            raise GoldError(
                [f"{gold.path}: the document has {there!r} at {place}, not {record['text']!r}: mend one"]
            )


def _move(gold: Gold, text: str) -> None:
    """Move the gold's spans to a text that has other line ends."""
    ours = gold.text or ""
    if ours.replace("\r", "") != text.replace("\r", ""):
        lines = zip(ours.splitlines(), text.splitlines(), strict=False)
        line = next((n for n, (one, other) in enumerate(lines, 1) if one != other), 0)
        where = f"{gold.path}:{gold.head + line}" if line else gold.path
        raise GoldError([f"{where}: the text is not that of the document: annotate it again, or mend one"])
    before = [at for at, char in enumerate(ours) if char != "\r"]
    after = [at for at, char in enumerate(text) if char != "\r"]
    places = dict(zip([*before, len(ours)], [*after, len(text)], strict=True))
    for record in gold.records:
        last = max(at for at in range(record["start"], record["end"]) if ours[at] != "\r")
        record["start"], record["end"] = places[record["start"]], places[last] + 1
        record["text"] = text[record["start"] : record["end"]]


def _below(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in (JSON, INLINE)
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _nearest(file: Path, found: list[str]) -> str:
    """The input whose folders are most like those of the gold file, from the last one on."""

    def alike(name: str) -> int:
        pairs = list(zip(reversed(file.parts[:-1]), reversed(PurePath(name).parts[:-1]), strict=False))
        return next((n for n, (one, other) in enumerate(pairs) if one != other), len(pairs))

    best = sorted(found, key=alike, reverse=True)
    if len(best) > 1 and alike(best[0]) == alike(best[1]):
        raise InputError(f"{file.as_posix()}: {best[0]} and {best[1]} both have its name: name one of them")
    return best[0]
