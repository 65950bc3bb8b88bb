"""Who and what a document as a whole speaks of: its main institution, its area, its short names, its headings."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from operator import attrgetter

from hospext.patterns import pattern
from hospext.scan.mentions import Name

INSTITUTIONS = frozenset({"organisation", "campus"})
AUTHORITIES = (
    "局",
    "委",
    "委员会",
    "厅",
    "卫生部",
    "红十字会",
    "政府",
    "政府办公室",
    "疾控中心",
    "疾病预防控制中心",
)
_AUTHORITY_ENDS = frozenset(word[-1] for word in AUTHORITIES)
OUR_DEPARTMENT = ("科室", "我科", "本科室", "该科", "该科室")
WORLDS = ("中国", "世界", "全球")  # seldom who a text about an institution goes on about
_AREAS = frozenset({"place", "whole"})
_NO_AREA = frozenset({*WORLDS, "我国", "县域"})
_START = attrgetter("start")
_TEXT_AND_ROLE = attrgetter("text", "role")
_ABSOLUTE = ("中国", "国家", "北京", "上海", "天津", "重庆")
_SEVERAL = 3
_SPEAKERS = ("我院", "本院", "我科", "本科室", "我中心", "本中心", "我站", "我所")
Counted = Counter[tuple[str, str]]  # names with their roles
_NO_NAME = pattern(
    r"[^\p{Han}]*(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)?[^\p{Han}]*"
)


def is_authority(name: str) -> bool:
    """Whether an institution is an authority by its name; most are told by the last character."""
    return name[-1:] in _AUTHORITY_ENDS and name.endswith(AUTHORITIES)


class Overview:
    """What the names of a text, or of one article of it, say of it as a whole; worked out when first asked for."""

    def __init__(self, names: list[Name], head: int, *, of_area: bool = False) -> None:
        self._names = names
        self._head = head  # where the title ends
        self._of_area = of_area

    @cached_property
    def _counts(self) -> Counted:
        """How often each name stands in each of its roles, in the order of their first mentions."""
        return Counter(map(_TEXT_AND_ROLE, self._names))

    @cached_property
    def _main(self) -> tuple[str | None, bool]:
        return _main_entity(self._names, self._counts, self._head, of_area=self._of_area)

    @property
    def main(self) -> str | None:
        """What a text without an issuer is mostly about."""
        return self._main[0]

    @property
    def institution(self) -> bool:
        """Whether that is an institution."""
        return self._main[1]

    @cached_property
    def area(self) -> str | None:
        """The area that the text speaks of most: what 全市 or a bare 市卫健委 means."""
        return _main_area(self._counts)

    @cached_property
    def full(self) -> dict[str, str]:
        """For each short name of the text, the one longer name that ends with it."""
        return _full_names({name.text for name in self._names if name.role in INSTITUTIONS})


def _main_entity(
    names: list[Name], counts: Counted, title_end: int, *, of_area: bool
) -> tuple[str | None, bool]:
    """What a text without an issuer is mostly about, and whether that is an institution."""
    in_title = [n for n in names[: bisect_left(names, title_end, key=_START)] if n.end <= title_end]
    scores = _scores(counts, in_title)
    longer = _longer(scores)
    for text in scores:  # a short name counts for the long one that ends with it
        if len(longer.get(text, ())) == 1:
            scores[longer[text][0]] += scores[text]
    for (head, role), count in counts.items():
        if role == "bare" and head != "医院":  # 集团, 医疗队 speak of the name that ends with it
            for text in scores:
                if text.endswith(head):
                    scores[text] += 3 * count
    speaker = next((text for text, role in counts if role == "self" and text in _SPEAKERS), None)
    if not scores:
        return speaker, speaker is not None
    best = _most(scores)
    if of_area and (area := _main_area(counts)):
        return area, False
    unnamed = all(n.text != best for n in in_title) and _many_speak(counts, best)
    if unnamed and speaker is None and (area := _main_area(counts)):
        return area, False
    if (best, "campus") in counts:
        best = _parent(names) or best
    institution = any((best, role) in counts for role in INSTITUTIONS)
    if speaker and (unnamed or not institution) and (best, "department") not in counts:
        return speaker, True  # 我院 that the text never names
    return best, institution and not best.endswith(AUTHORITIES)


def _scores(counts: Counted, in_title: list[Name]) -> dict[str, int]:
    """How often each institution is named, by weight; the title counts more, an authority less."""
    of_department = any(text in OUR_DEPARTMENT for text, _ in counts)
    weights = {"organisation": 4, "campus": 2, "whole": 1} | ({"department": 8} if of_department else {})
    titled = Counter(map(_TEXT_AND_ROLE, in_title))
    scores: dict[str, int] = {}
    for (text, role), count in counts.items():
        weight = weights.get(role)
        if weight is None or text in WORLDS:
            continue
        if text.endswith(AUTHORITIES):
            weight = 1
        scores[text] = scores.get(text, 0) + weight * (count + 2 * titled[text, role])
    return scores


def _most(scores: dict[str, int]) -> str:
    """What scores most, the first of equals."""
    return max(scores, key=scores.__getitem__)


def _parent(names: list[Name]) -> str | None:
    """The hospital of a text's campus: the one that a campus is named after, or that the text names before it."""
    hospitals = [n.text for n in names if n.role == "organisation" and not n.text.endswith(AUTHORITIES)]
    campuses = [n.text for n in names if n.role == "campus"]
    own = [h for h in hospitals if any(c != h and c.startswith(h) for c in campuses)]
    if own or len(set(hospitals)) != 1:
        return own[0] if own else None
    first = next(n.start for n in names if n.role == "campus")
    return next((n.text for n in names if n.text == hospitals[0] and n.start < first), None)


def _many_speak(counts: Counted, best: str) -> bool:
    """Whether a text of an area, in whose title the best does not stand, only passes by its institutions: several of
    them, none in the lead.
    """
    mentions: dict[str, int] = {}
    for (text, role), count in counts.items():
        if role in INSTITUTIONS and not text.endswith(AUTHORITIES):
            mentions[text] = mentions.get(text, 0) + count
    of_best = mentions.get(best, 0)
    if len(mentions) < _SEVERAL or 2 * of_best > sum(mentions.values()):
        return False
    return sum([count for (_, role), count in counts.items() if role in _AREAS]) > 2 * of_best


def _full_names(institutions: set[str]) -> dict[str, str]:
    """For each short name among some, the one longer name that ends with it."""
    found = {}
    for text, longer in _longer(institutions).items():
        if text.startswith(_ABSOLUTE):
            continue  # 中国云江医学院肿瘤医院 is not short for 云川中国云江医学院肿瘤医院
        longest = max(longer, key=len)
        if all(longest.endswith(other) for other in longer):
            found[text] = longest
    return found


def _longer(names: Iterable[str]) -> dict[str, list[str]]:
    """For each name that is the end of others, those others."""
    found: dict[str, list[str]] = {}
    backwards = sorted(name[::-1] for name in names)  # those that end with a name stand right after it
    for i, ending in enumerate(backwards):
        for other in itertools.islice(backwards, i + 1, None):
            if not other.startswith(ending):
                break
            found.setdefault(ending[::-1], []).append(other[::-1])
    return found


def _main_area(counts: Counted) -> str | None:
    """The area that a document speaks of most."""
    areas: dict[str, int] = {}
    for (text, role), count in counts.items():
        if role in _AREAS and text not in _NO_AREA:
            areas[text] = areas.get(text, 0) + count
    return _most(areas) if areas else None


def heading_name(names: list[Name], starts: list[int], norm: str, start: int, end: int) -> str | None:
    """The department or institution that a heading consists of: ♥ 心血管内科, 二、市中医医院.

    ``starts`` are those of the names.
    """
    for at in range(bisect_left(starts, start), len(names)):
        name = names[at]
        if name.start >= end:
            break
        if name.end <= end and name.role in ("department", "organisation", "campus"):
            alone = _NO_NAME.fullmatch(norm, start, name.start) and _NO_NAME.fullmatch(norm, name.end, end)
            return name.text if alone else None
    return None
