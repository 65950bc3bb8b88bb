"""Who a value is about: the name in its own words, else the topic of the sentence, the paragraph, the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import regex

from hospext.scan.mentions import Name

_TOPIC_BEFORE = regex.compile(
    r"(?:^|[，。；：！？\n（▲◀、]|其中|如|截至|据悉|在|—|年|月|日|末|底|\s|是|但|而|由|和|及|与|以|”|全市|比如|而|今后|记者从|于|从)$"
)
_OBJECT_BEFORE = regex.compile(r"(?:向|与|对|为|赴|到|至|给|把|被|较|比|以|派往|前往|来自|面向|走进)$")
_STRONG = frozenset({"organisation", "campus"})


@dataclass(slots=True)
class SubjectState:
    """The names in force while the sentences go by."""

    issuer: str | None
    main: str | None  # the document's most spoken-of organisation or place
    paragraph: Name | None = None
    organisation: str | None = None  # the last organisation named as a topic: what 该院 means
    topics: list[Name] = field(default_factory=list)  # of the sentence, in order

    def new_paragraph(self) -> None:
        self.paragraph = None

    def default(self) -> str | None:
        if self.paragraph is not None:
            return self.paragraph.text
        return self.issuer or self.organisation or self.main

    def self_name(self) -> str | None:
        return self.issuer or self.organisation or self.main


def main_entity(names: list[Name], title_end: int) -> str | None:
    """The organisation (or else the place) that a document without an issuer is mostly about."""
    scores: Counter[str] = Counter()
    for name in names:
        if name.role in ("organisation", "campus", "whole"):
            scores[name.text] += (3 if name.end <= title_end else 1) * (2 if name.role in _STRONG else 1)
    return scores.most_common(1)[0][0] if scores else None


def begin_sentence(state: SubjectState, names: list[Name], norm: str, start: int) -> None:
    """Take in the topics of a sentence: names at the head of its clauses."""
    state.topics = []
    for name in names:
        before = norm[max(0, name.start - 6) : name.start] if name.start > start else ""
        if _OBJECT_BEFORE.search(before) or not _TOPIC_BEFORE.search(before):
            continue
        if name.role == "place" and (
            state.issuer is not None
            or norm[name.end : name.end + 1] in ("级", "属", "内", "首", "唯", "重", "第", "优")
        ):
            continue
        state.topics.append(name)


def subject_of(
    state: SubjectState, names: list[Name], norm: str, left: int, at: int, start: int, *, ranked: bool = False
) -> tuple[str | None, str]:
    """The subject of a value at ``at`` whose own words start at ``left``, and why; places only scope a rank."""
    if ranked:
        names = [n for n in names if n.role not in ("place", "whole")]
    own = [n for n in names if left <= n.start and n.end <= at]
    for name in reversed(own):
        before = norm[max(start, name.start - 4) : name.start]
        if (
            _OBJECT_BEFORE.search(before)
            or name.role == "place"
            and norm[name.end : name.end + 1] in ("级", "属", "内")
        ):
            continue
        if name.role == "department" and not _heads(norm, name, left):
            continue
        if name.role == "place" and not _place_heads(norm, name, left):
            continue
        return _named(state, name), "own words"
    topics = [n for n in state.topics if n.end <= at and not (ranked and n.role in ("place", "whole"))]
    for name in reversed(topics):
        if name.role == "department" and regex.search(r"[；。]", norm[name.end : at]):
            continue
        if (
            name.role in ("place", "department")
            and len(topics) > 1
            and topics[0].role in _STRONG | {"self"}
            and regex.search(r"[，；].*[，；]", norm[name.end : at])
        ):
            continue
        return _named(state, name), "topic of the sentence"
    return state.default(), "topic carried over"


def end_sentence(state: SubjectState, at: int) -> None:
    """What a sentence leaves in force: its last organisation, campus, self word or whole as topic."""
    for name in reversed(state.topics):
        if name.role in ("organisation", "campus", "self", "whole", "place") and (
            name.role != "whole" or state.issuer is None
        ):
            text = _named(state, name)
            if name.role in ("place",) and state.paragraph is not None and state.paragraph.role in _STRONG:
                continue
            if text is not None:
                state.paragraph = Name(name.start, name.end, text, name.role)
                if name.role in _STRONG:
                    state.organisation = text
            return


def _named(state: SubjectState, name: Name) -> str | None:
    if name.role == "self":
        return (
            state.self_name()
            if name.text in ("我院", "本院", "全院", "我们医院", "院内")
            else (
                state.organisation
                if name.text in ("该院", "本医院") and state.organisation
                else state.self_name()
            )
        )
    return name.text


def _heads(norm: str, name: Name, left: int) -> bool:
    """Whether nothing but connecting words stands between the start of the value's words and the name."""
    between = norm[left : name.start]
    return (
        regex.fullmatch(
            r"(?:[、，：（\s]|其中|如|仅|以|和|与|及|由|则|全年|另有|目前|此外|[\p{Han}A-Za-z]{0,6}[、，])*",
            between,
        )
        is not None
    )


def _place_heads(norm: str, name: Name, left: int) -> bool:
    between = norm[left : name.start]
    return len(between) <= 3 or regex.search(r"[，、：（]$|其中$|在$", between) is not None
