"""Organisations, campuses, departments and places, by their suffixes; where a name begins is learnt from the document.

A name ends at a known suffix. Where it begins is the hard part: the run of characters before the suffix is cut
after function words and verbs, and a run that ends with a name seen elsewhere with a clear left edge (at the start
of a clause, after a comma) takes that name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import starmap
from operator import itemgetter

import regex

from hospext.lexicon import Lexicon
from hospext.lexicon.model import alternatives, any_not_after, any_of
from hospext.patterns import HAN_SCRIPT, pattern
from hospext.scan.mentions import Claims, Name
from hospext.scan.places import PlacePattern
from hospext.scan.runs import ALONE_AFTER, EDGE, Runs
from hospext.scan.words import Anchored, Compounds, Kinds, apart

_LONGEST_BARE = 6  # characters of a suffix alone: 市级医疗集团
_SHORTEST_KNOWN = 4  # a name that the end of a longer run can be
_OPENS_PLACE = ("第", "分", "（")
_NUMBER_ENDS = ".．、"
_OF_A_KIND = re.compile("[性级按型]|专科|综合|公立|私立|民营")  # 最大的骨科专科医院, but 民营的福安骨科医院
_NO_PLACE = frozenset(("院区", "病区", "校区", "厂区", "园区", "片区"))  # parts of a hospital or a town
_BEFORE_FULL = re.compile(
    rf"(?:^|[^{HAN_SCRIPT}]|[与和在到由从])([市县区省州][{HAN_SCRIPT}]{{0,4}}(?:院|中心|局|委|所|站))（$"
)  # 市三院（[某某市第三人民医院]）
_NUMBERED = re.compile(r"(?:^|[^0-9.])[0-9]{1,2}[.．、]$")  # the number of a list item
_LONGEST_DEPARTMENT = 16
_OF_PLACES = ("人民医院", "中心医院", "中医院", "中医医院", "妇幼保健院", "儿童医院", "中心卫生院")
_BATCH = re.compile(r"第[0-9一二三四五六七八九十]{1,3}批$")
_NO_CAMPUS = pattern(r"(?:新老|两|各|三|多|双|主|跨|一|该|本|全|直属|所属|下属)?(?:院区|分院|院部|院)")
_PLACE_OF_CLASS = re.compile("[^（）]{2,4}?[省市县区州](?=[一二三]级|公立|民营|社会办|基层)")
_NO_HEADS = ("医院", "全院", "我院", "本院", "该院")
_SEVERAL = re.compile("[多几数各余百]家")  # 广州多家医院
_BESIDE_ANOTHER = pattern(
    r"[、和与及]|[0-9][0-9.,]*(?:%|\p{Han}{1,3})[，、；]"
)  # 市人民医院3人，[仁康医院]4人
_BRANCH = pattern(r"(?:第[一二三四五六七八九十]+)?(?:分店|分公司|分院区?)")
_BRACKETED = pattern(r"（(\p{Han}{2,6})）")
_PROPER = re.compile(
    r"[省市县区旗州盟镇乡局厂矿]|苏木|公司|大学|医学院|学院|附属|第[一二三四五六七八九十]|中国|国家|北京|协和"
)
_Found = tuple[int, int, str, str]  # start, end, name and role
_Told = tuple[str | None, str]  # the role that a run can have, and what must show that it has it
_ITSELF, _BESIDE, _AROUND = "itself", "beside", "around"  # nothing more; the name before it; all around it
_NOTHING = None, _ITSELF


class NameScanner:
    """Finds names with the suffixes of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon.names
        organisation, place = names["organisation"], names["place"]
        suffixes = [*organisation["suffixes"], *organisation["campus"]]
        self._suffix = re.compile(any_of(suffixes))
        self._campus = frozenset(organisation["campus"])
        self._words = Kinds(
            {
                "organisation": organisation["known"],
                "self": organisation["self"],
                "refer": organisation["refer"],
                "department": organisation["units"],
                "whole": place["whole"],
                "province": place["provinces"],
            }
        )
        self._bare = re.compile(
            rf"{any_not_after(f'[{HAN_SCRIPT}”》]', organisation['bare'])}(?![{HAN_SCRIPT}]?(?:学院|分院|院区|集团|名称|城|管理|排行|建设|发展|工作|体系|党|院长|主任|负责人|服务站|概况|简介|等级|改革|感染))"
        )
        self._listed = Anchored(
            "（(?=[0-9]{4})",
            r"(?P<name>\p{Han}{2,12})（(?P<code>[0-9]{4,6}\.?(?:HK|SH|SZ|BJ|US)?)）",
            lead=12,
        )
        self._department = Compounds(
            organisation["department"], "科", "(?![技研学普教员])", numbered=organisation["numbered"]
        )
        known_places = [*place["provinces"], *place["cities"]]
        self._runs = Runs(organisation["starts"], known_places)
        self._known_places = frozenset(known_places)
        self._known_place = re.compile(any_of(known_places))
        self._generic_places = frozenset(place["generic"])
        self._bracketed = Anchored(  # 普外（肝胆）科
            "）科",
            rf"{any_of(organisation['department'])}（\p{{Han}}{{1,6}}）科(?![技研学普教员])",
            lead=_LONGEST_DEPARTMENT,
        )
        self._place = PlacePattern(place["provinces"])
        self._bare_suffix = pattern(
            r"[省市县区村乡镇]?(?:级|属|立)?(?:医院|卫生院|卫生室|诊所|医共体|医联体|集团|医疗集团)"
        )
        self._generic_heads = frozenset(word[0] for word in (*organisation["generic"], *suffixes))
        self._generic = re.compile(rf"{any_of(organisation['generic'])}*{any_of(suffixes)}")
        self._of_class = re.compile(r"(?:全国|国家)?[一二三]级(?:公立|中医|综合|专科)*医院")
        heads = "".join(sorted({word[0] for word in organisation["aliases"]}))
        self._alias = Anchored(
            (f"（(?=[{heads}])", rf"\((?=[{heads}])"),
            rf"[（(](?:{alternatives(organisation['aliases'])})[：:]?[“‘]?([^）)”’]{{2,12}})(?:[”’](?:或者?|、|和)[“‘]([^）)”’]{{2,12}}))?[”’]?[）)]",
        )

    def scan(self, text: str, taken: bytearray) -> list[Name]:
        """All names, in order; no name reaches into a stretch that ``taken`` marks (dates and quantities)."""
        first, last = self._organisations(text, taken)
        spelt = self._words.find(text)
        first += _named(text, "organisation", apart(spelt["organisation"]))
        first += [(*m.span(), m["name"], "organisation") for m in self._listed.finditer(text) if m["code"]]
        own = _named(text, "self", apart(spelt["self"])) + _named(text, "refer", apart(spelt["refer"]))
        parts = _named(text, "department", self._department.among(spelt["department"], text))
        parts += _named(text, "department", (m.span() for m in self._bracketed.finditer(text)))
        parts += _named(text, "bare", (m.span() for m in self._bare.finditer(text)))
        last += _named(text, "whole", apart(spelt["whole"]))
        claims = Claims(len(text))
        kept = _first_come((first, own, parts, last), claims)
        kept += _first_come(
            (self._places(text, taken, claims, [start for start, _ in spelt["province"]]),), claims
        )
        kept.sort(key=itemgetter(0))
        return list(starmap(Name, kept))

    def aliases(self, text: str, names: list[Name]) -> dict[str, str]:
        """Short names that the document defines: 望川市第一医院（以下简称市一院）."""
        short = {
            found[1]: name.text
            for name in names
            if name.role == "organisation"
            and text[name.end : name.end + 1] == "）"
            and (found := _BEFORE_FULL.search(text, max(0, name.start - 8), name.start))
        }
        defined = list(self._alias.finditer(text))
        ends = {name.end: name.text for name in names} if defined else {}
        return short | {
            alias: ends[m.start()] for m in defined if m.start() in ends for alias in m.groups() if alias
        }

    def alias_mentions(self, text: str, aliases: dict[str, str]) -> list[Name]:
        """Where the document uses its own short names."""
        if not aliases:
            return []
        pattern = regex.compile(alternatives(aliases))
        return [Name(m.start(), m.end(), aliases[m[0]], "organisation") for m in pattern.finditer(text)]

    def _organisations(self, text: str, taken: bytearray) -> tuple[list[_Found], list[_Found]]:
        """Organisations and campuses, and the categories of institutions beside them."""
        runs = self._suffixed(text, taken)
        seen = Counter(text[start:end] for start, end, clean, _ in runs if clean)
        known_ends = _KnownEnds(seen)
        told: dict[tuple[str, str], _Told] = {}  # most runs are there more than once
        names: list[_Found] = []
        categories: list[_Found] = []
        beside = -1  # where the last one ends, if it is an organisation
        for start, end, clean, suffix in runs:
            known = known_ends[text[start:end]]
            if known is not None and (not clean or seen[known] > 1):
                start = self._better_start(text, start, end - len(known), clean)
            if text[end : end + 1] in _OPENS_PLACE:
                end = self._with_place(text, end)
            run = text[start:end]
            by_itself = told.get((run, suffix))
            if by_itself is None:
                by_itself = told[run, suffix] = self._by_itself(run, suffix, seen[run])
            role, proof = by_itself
            if role is not None and (
                proof == _ITSELF
                or (beside >= 0 and _BESIDE_ANOTHER.fullmatch(text, beside, start))
                or (proof == _AROUND and self._is_shown(text, start, end, suffix))
            ):
                (categories if role == "category" else names).append((start, end, run, role))
                beside = end if role == "organisation" else -1
        return names, categories

    def _suffixed(self, text: str, taken: bytearray) -> list[tuple[int, int, bool, str]]:
        """The runs of characters with a suffix: their spans, whether they start at a clear edge, and the suffix."""
        runs = []
        campus, run_before = self._campus, self._runs.before
        for match in self._suffix.finditer(text):
            low, end = match.span()
            suffix = text[low:end]
            short = end - low <= 2 and suffix not in campus
            if (short and text[low - 1 : low] in ALONE_AFTER) or text.endswith(suffix, 0, low):
                continue  # 医院 by itself, and 某某医院[医院]感染管理
            start, clean = run_before(text, low, taken)
            if not short or end - start > 2:
                runs.append((start, end, clean, suffix))
        return runs

    def _by_itself(self, run: str, suffix: str, seen: int) -> _Told:
        """What a run with a suffix is, wherever it stands: somebody's name, a category of institutions, or nothing."""
        if len(run) < 2 or run.count("（") != run.count("）"):
            return _NOTHING  # or it ends within brackets
        if suffix in self._campus:
            is_none = _NO_CAMPUS.fullmatch(run) or run.endswith("住院部")
            return _NOTHING if is_none else ("campus", _ITSELF)
        if len(run) <= len(suffix) or run.startswith(_NO_HEADS) or ("家" in run and _SEVERAL.search(run)):
            return _NOTHING
        place = _PLACE_OF_CLASS.match(run)  # 岚东省[三级公立医院]
        own = place.end() if place else 0
        if run[own] in self._generic_heads and self._generic.fullmatch(run, own):
            return "category", _ITSELF
        if "级" in run and self._ends_with_class(run, suffix):
            return _NOTHING
        role = "category" if suffix.endswith("机构") else "organisation"
        if len(run) <= _LONGEST_BARE and self._bare_suffix.fullmatch(run):
            return role, _BESIDE  # 市级医院
        is_proper = seen > 1 or (len(run) - len(suffix) > 1 and suffix in _OF_PLACES)  # 鲁瓦中心医院
        return role, _ITSELF if is_proper else _AROUND

    def _ends_with_class(self, run: str, suffix: str) -> bool:
        """Whether a name has ended before a class of hospitals: 云川市人民医院国家三级公立医院绩效考核."""
        inner = self._suffix.search(run, 2, len(run) - len(suffix))
        return inner is not None and self._of_class.fullmatch(run, inner.end()) is not None

    def _better_start(self, text: str, start: int, better: int, clean: bool) -> int:
        """Where a run starts that ends with a name seen elsewhere with a clear edge, which starts at ``better``."""
        if text[start - 1] == "批" and _BATCH.search(text, max(0, start - 6), start):
            return start
        return start if clean and self._holds_proper(text[start:better]) else better

    def _with_place(self, text: str, end: int) -> int:
        """A place in brackets right after a name belongs to it: 应急医疗队（上海）."""
        branch = _BRANCH.match(text, end)
        if branch:
            return branch.end()
        found = _BRACKETED.match(text, end)
        if found and (found[1] in self._known_places or found[1].endswith(("院区", "分院"))):
            return found.end()
        return end

    def _is_shown(self, text: str, start: int, end: int, suffix: str) -> bool:
        """Whether what stands around a run shows it to be a name, as at the head of a paragraph, or what it holds."""
        run = text[start:end]
        before = text[start - 1] if start else "\n"
        own = len(run) - len(suffix)
        if (
            before == "\n"
            or (own >= 4 and (before in EDGE or (before == "的" and not _OF_A_KIND.search(run))))
            or (before in _NUMBER_ENDS and _NUMBERED.search(text[max(0, start - 5) : start]) is not None)
        ):
            return True
        if before == "）" and text[end : end + 1] in ("。", "：", "\n"):
            return True  # （2）瑞禾妇儿医院。
        if before == "批" and _BATCH.search(text, max(0, start - 6), start):
            return True  # 第9批援外医疗队
        return self._holds_proper(run) or self._alias.match(text, end) is not None

    def _holds_proper(self, run: str) -> bool:
        """Whether a run holds a place or an ordinal, and so is somebody's."""
        return _PROPER.search(run) is not None or self._known_place.search(run) is not None

    def _places(self, text: str, taken: bytearray, claims: Claims, provinces: list[int]) -> list[_Found]:
        """Places, but for those that end where something is claimed."""
        found: list[_Found] = []
        for start, end in self._place.find(text, provinces, claims.flags):
            if text[end - 2 : end] in _NO_PLACE:
                continue
            start = self._runs.cut(text, start, end)
            start = max(start, taken.rfind(1, start, end) + 1)
            name = text[start:end]
            if 2 <= len(name) <= 10 and name not in self._generic_places:
                found.append((start, end, name, "place"))
        return found


class _KnownEnds(dict[str, "str | None"]):
    """For each run, looked up once: the longest of the known names that it ends with and is longer than."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        lengths: dict[str, set[int]] = {}  # by the last characters
        for name in self._known:
            if len(name) >= _SHORTEST_KNOWN:
                lengths.setdefault(name[-_SHORTEST_KNOWN:], set()).add(len(name))
        self._lengths = {last: sorted(each, reverse=True) for last, each in lengths.items()}

    def __missing__(self, run: str) -> str | None:
        found = None
        for length in self._lengths.get(run[-_SHORTEST_KNOWN:], ()):
            if length < len(run) and run[-length:] in self._known:
                found = run[-length:]
                break
        self[run] = found
        return found


def _named(text: str, role: str, spans: Iterable[tuple[int, int]]) -> list[_Found]:
    return [(start, end, text[start:end], role) for start, end in spans]


def _first_come(ranked: Iterable[list[_Found]], claims: Claims) -> list[_Found]:
    """The names that keep their places where some overlap.

    Those of the first list take the places, then those of the next; in each, the longer name comes first.
    """
    kept: list[_Found] = []
    for names in ranked:
        names.sort(key=lambda name: name[0] - name[1])
        kept += claims.first_come(names)
    return kept
