"""What exactly a value measures: its metric, in the document's words and with all that narrows them.

门诊患者满意度 and 住院患者满意度 have one metric, and so have 手术1200台 and 其中日间手术300台: only the words tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from hospext.lexicon import Lexicon
from hospext.lexicon.model import alternatives
from hospext.meaning.wordtables import WORDS
from hospext.numerals import HAN_DIGIT
from hospext.records import Grade, Ranking, Record
from hospext.view import fold

_EDGE = regex.compile(r"[，。；：！？（）()“”《》【】\n]")
_ITEM = regex.compile(r"[，。；：！？（）()“”《》【】、\n]")
_LIST_MARK = regex.compile(
    r"(?:[一二三四五六七八九十]是|[0-9]+[.、]|【[^】]*】|[（(][一二三四五六七八九十0-9]+[)）])"
)
_SIGNS = regex.compile(r"[\s，。；：、！？（）()“”‘’《》【】—\-+~～±≈<>≥≤*·]+")
_AREAS = tuple("国省市县区州旗镇乡")
_OF_WHICH = "其中"
_LEAST_SHOWN = 2  # characters
_LONGEST = 4000  # characters: what is longer is no sentence that a person wrote
_QUOTES = regex.compile(r"[“”‘’《》【】]")
_DATES = regex.compile(
    r"(?:[0-9]{2,4}[-—–~至]?)?[0-9]{2,4}年(?:度|末|底|初|以来)?|[0-9]{1,2}(?:[-—–~至][0-9]{1,2})?月(?:份|末|底)?|[0-9]{1,2}日|前?[0-9一二三四五六七八九十]+个多?月|前[一二三123]季度"
    r"|近[0-9一二三四五六七八九十]+年[来间]?|[0-9一二三四五六七八九十]+年[来间]"
)
_FROM = regex.compile(
    r"[由从](?:最初|原来|原先|当初|去年|上年|此前|目前|现在|现有|当前|如今|眼下|启用之初|改革前)?的?(?:不足|不到|约|近)?$"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a value measures beside its metric: the core of its label, and what else narrows it (nothing: the whole).

    ``at`` is where the value stands in its sentence, folded and without spaces; None where that cannot be told.
    ``shown`` is what people call it: the label, with what narrows it in brackets. ``departs`` marks the first value of a course (由17.6%升至20.2%); ``arrives`` one that stands at its end.
    ``known`` is False where the words do not show how label and value belong together.
    """

    name: str
    extra: str
    shown: str
    at: int | None = None
    known: bool = True
    departs: bool = False
    arrives: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is surely what its name says, and no part of it."""
        return self.known and not self.extra and not self.departs


class Measures:
    """Reads measures off records with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._canonical = {word: line[0] for line in WORDS.lines("synonyms") for word in line}
        self._synonym = regex.compile(alternatives(self._canonical))
        counting, leading, arrivals, listed = (
            alternatives(WORDS.words(key)) for key in ("counting", "leading", "arrivals", "respectively")
        )
        number = rf"[{HAN_DIGIT}]成[{HAN_DIGIT}]?|第?[0-9][0-9,.]*(?:[余多])?[十百千万亿]*(?:[余多])?(?:{lexicon.unit_pattern})?"
        self._counting = regex.compile(f"(?:{counting})+")
        self._lead = regex.compile(f"(?:{leading}|[、的])+")
        self._numbers = regex.compile(rf"{_DATES.pattern}|{number}")
        self._neutral = regex.compile(rf"{_DATES.pattern}|{number}|{leading}|{counting}")
        self._neutral_start = regex.compile(rf"^(?:{leading}|{counting})+")
        self._neutral_end = regex.compile(rf"(?:{leading}|{counting})$")
        self._respectively = regex.compile(listed)
        self._arrival = regex.compile(rf"(?:{arrivals})了?$")
        self._certain = frozenset(WORDS.words("certain"))
        self._metrics = lexicon.metrics

    def core(self, label: str) -> str:
        """A label without what leads to it or only says that something is counted, in the words that stand for all alike."""
        text = _QUOTES.sub("", _LIST_MARK.sub("", fold(label).replace(" ", "")))
        text = self._synonym.sub(lambda found: self._canonical[found[0]], text)
        lead = self._lead.match(text)
        if lead and lead.end() < len(text):
            text = text[lead.end() :]
        return self._counting.sub("", text) or text

    def plain(self, metric: str) -> frozenset[str]:
        """The cores of the names that the catalogue gives a metric: what a value of the whole is called."""
        entry = self._metrics.get(metric)
        return frozenset(self.core(name) for name in entry.zh.split("/")) if entry else frozenset()

    def of_sentence(self, records: Sequence[Record]) -> list[Measure]:
        """The measures of all records of one sentence, which stand in reading order."""
        sentence = plain_text(records[0].sentence)
        subjects = sorted({record.subject for record in records if record.subject}, key=len, reverse=True)
        places = _places(sentence, records)
        found: list[Measure] = []
        for index, (record, at) in enumerate(zip(records, places, strict=True)):
            measure = self._of(record, sentence, at, subjects)
            if measure.extra == _OF_WHICH and self._is_part(record, records[:index], found):
                measure = replace(measure, extra="")
            found.append(measure)
        return found

    @staticmethod
    def _is_part(record: Record, before: Sequence[Record], measures: list[Measure]) -> bool:
        """Whether 其中 is said of a whole that has such a part by definition: 手术412台，其中四级手术80台."""
        for whole, measure in zip(reversed(before), reversed(measures), strict=True):
            if getattr(whole, "aspect", None) == "level":
                return measure.whole and [record.metric, whole.metric] in WORDS.lines("within")
        return False

    def _of(self, record: Record, sentence: str, at: int | None, subjects: list[str]) -> Measure:
        label = plain_text(record.label or "")
        if label[:1] in _AREAS and f"全{label}" in sentence:  # 全市总诊疗: the area is no part of the label
            label = label[1:]
        core = (
            self.core(_without_owner(label, record.subject))
            if label
            else next(iter(sorted(self.plain(record.metric or ""))), "")
        )
        if record.metric in self._certain:
            core = ""
        if isinstance(record, Ranking):  # 全国第138名 and 全省第5名 are two standings
            name = f"{core}·{record.scope}" if core else record.scope or ""
            return Measure(name, "", record.scope or "", at, known=record.scope is not None)
        if record.table is not None or (not core and isinstance(record, Grade)):
            return Measure(core, "", label, at)
        if at is None or len(sentence) > _LONGEST:
            return Measure(core, "", label, known=False)
        departs = _FROM.search(sentence, 0, at) is not None
        arrives = self._arrival.search(sentence, 0, at) is not None
        narrowing, known = self._narrowing(record, label, sentence, at, subjects)
        extra = "".join(self._left_over(words) for words in narrowing)
        shown = self._shown(label, narrowing) if extra else label
        return Measure(core, extra, shown, at, known, departs, arrives)

    def _shown(self, label: str, narrowing: list[str]) -> str:
        """A label with what narrows it, for people: 日间手术, 在岗职工（聘用）."""
        before, *between = map(self._trimmed, narrowing)
        after = next((words for words in reversed(between) if words), "")
        return f"{before}{label}（{after}）" if after else f"{before}{label}"

    def _narrowing(
        self, record: Record, label: str, sentence: str, at: int, subjects: list[str]
    ) -> tuple[list[str], bool]:
        """What narrows a label: words before it and between it and its value; and whether they belong together."""
        own = _own_names(record.subject)
        if label and sentence.startswith(label, at + len(plain_text(record.text))):
            return [_without(own, _last_item(sentence[:at]))], True
        found = sentence.rfind(label, 0, at) if label else -1
        if found < 0:  # the items of a list share their head: 药品、卫材收入占比分别为
            return [], self._respectively.search(_last_clause(sentence[:at])) is not None
        before, between = _last_item(sentence[:found]), sentence[found + len(label) : at]
        if self._respectively.search(between):
            return [_without(subjects, before)], True
        return [_without(own, words) for words in (before, *_ITEM.split(between))], True

    def _left_over(self, text: str) -> str:
        """What remains of some words without signs, numbers, dates and all that narrows nothing."""
        return _SIGNS.sub("", self._neutral.sub("", _LIST_MARK.sub("", text)))

    def _trimmed(self, text: str) -> str:
        """The same for people: only at both ends, and without 其中."""
        text = self._numbers.sub("", _SIGNS.sub("", _LIST_MARK.sub("", text)))
        start = self._neutral_start.match(text)
        if start and len(text) - start.end() >= _LEAST_SHOWN:  # but 在编, not 编
            text = text[start.end() :]
        while self._left_over(text) and (end := self._neutral_end.search(text)):
            text = text[: end.start()]
        return text.removeprefix("其中") if self._left_over(text) else ""


def plain_text(text: str) -> str:
    """Folded, without the spaces and line ends that a page puts into words."""
    return "".join(fold(text).split())


def _without_owner(label: str, subject: str | None) -> str:
    """A label without the name of its subject, or the end of it, that leads it: 东院区出院患者, of 市第一医院东院区."""
    ends = [(subject or "")[start:] for start in range(len(subject or "") - 1)]
    for name in (*_own_names(subject), *ends):
        if label.startswith(name) and len(label) > len(name):
            return label[len(name) :]
    return label


def _own_names(subject: str | None) -> list[str]:
    """What a text calls a subject: 河阳区 is 全区, and all that is in it 全区医疗机构; a hospital is 我院."""
    if not subject:
        return WORDS.words("itself")
    if subject[-1] not in _AREAS:
        return [subject, *WORDS.words("itself")]
    return [
        subject,
        *(
            f"{all_of}{subject[-1]}{inside}"
            for all_of in "全我"
            for inside in ("医疗卫生机构", "医疗机构", "")
        ),
    ]


def _without(names: Iterable[str], text: str) -> str:
    for name in names:
        text = text.replace(name, "，")
    return text


def _last_clause(text: str) -> str:
    edges = list(_EDGE.finditer(text))
    return text[edges[-1].end() :] if edges else text


def _last_item(text: str) -> str:
    return _last_clause(text).rpartition("、")[2]


def _places(sentence: str, records: Sequence[Record]) -> list[int | None]:
    """Where each value stands in its sentence; None where that cannot be told."""
    places: list[int | None] = []
    done = 0
    for record in records:
        text = plain_text(record.text)
        at = _find(sentence, text, done)
        places.append(at)
        if at is not None:
            done = at + 1
    return places


def _find(sentence: str, text: str, start: int) -> int | None:
    """The next place of a value that is not the end of a longer number."""
    at = sentence.find(text, start)
    while at > 0 and text[:1].isdigit() and (sentence[at - 1].isdigit() or sentence[at - 1] in ".,"):
        at = sentence.find(text, at + 1)
    return None if at < 0 else at
