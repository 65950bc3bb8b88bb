"""Bounds said around a number: about, over, under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hospext.patterns import pattern

# A bound word that is the end of another word is none: 经过5年, 通过3项, 以上 before a number, 丰满.
_WORD_ENDS = {
    word: pattern(ending)
    for word, ending in {
        "过": r"(?:等|通|经|不|收|错|度|渡|走|历|做|接|超?过?有|办|见|拿|召开|进行|举办|组织)过$",
        "近": r"(?:最|附|邻|就|靠|亲|周边|临)近$",
        "上": r"(?:面|坛|场|桌|街|车|船|岸|机|报|纸|脸|以|线|网|会|手|马|晚|早|际|基础|历史|本|早|床|身|楼|台|山|路|节|版|市|加|头|平台|度|世界|地|冲|升|跃|涨|登|迈)上$",
        "满": r"(?:圆|丰|美|爆|充|得|不)满$",
        "达": r"$^",
        "破": r"(?:突|打)破$",
        "高于": r"$^",
        "越": r"(?:卓|跨|优|超|穿|飞|翻)越$",
        "约": r"(?:预|签|节|履|履约|大|(?<!折)合|制|公|条|契|相|邀)约$",
        "超": r"(?:彩|赶|B|无痛)超$",
    }.items()
}
_REMOTE = pattern(r"(不到|不足|不及|超过|超|接近|约为|约占)[^，。；：、]{1,10}的$")
_SHARE = pattern(r"[一二三四五六七八九0-9.]+(?:成|%|倍|分之)|百分之")
_SPAN = pattern(r"[0-9一二两三四五六七八九十几]{1,3}(?:[年月天周]|个月)")
_NEAR_WORD = pattern(r"\p{Han}近$")
_VERBS = "有|要|要花|花|需|需要|花费|要有|配备|安排|完成|建成|设置|开展|保留|新增|培养|配置|建立|建设|派出|办好|建好|打造|培育|引进"
_AT_LEAST = pattern(rf"(至少|至多|最多)(?:{_VERBS})$")
_EACH = pattern(r"(?:每(?:人|户|院|县|年|月))+$")
_BETWEEN = " 了有“"  # a bound word and the number; 人民币 and 需要 too
# What the characters before a number end with where anything but a bound word tells of one.
_ENDS = frozenset((*_BETWEEN, *"币要年人月近的", *(verb[-1] for verb in _VERBS.split("|"))))
_HEAD = 6  # characters: longer than any bound word with what may follow it


class Bounds:
    """The bound words of a lexicon, before and after a number."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self.after: dict[str, str] = {w: b for b, words in cues["after"].items() for w in words}
        self._before: dict[str, str] = {}
        for bound, words in cues["before"].items():
            for word in words:
                self._before.setdefault(word, bound)
        self._ends = frozenset(word[-1] for word in self._before)
        self._telling = self._ends | _ENDS
        self._lengths = sorted({len(word) for word in self._before}, reverse=True)

    def before(self, text: str, start: int) -> tuple[str, str]:
        """The bound said right before a number, and its word."""
        if text[start - 1 : start] not in self._telling and text[start - 2 : start - 1] != "的":
            return "exact", ""  # as of most numbers
        head = text[max(0, start - _HEAD) : start]
        head = head.rstrip(_BETWEEN).removesuffix("人民币").removesuffix("需要")
        if head.endswith(("每年", "每人", "每月")):  # 不低于每人每年720元
            head = _EACH.sub("", text[max(0, start - 2 * _HEAD) : start])
        if head.endswith("近") and _SPAN.match(text, start, start + 5) and not _NEAR_WORD.search(head):
            return "exact", ""  # 近五年 names a span of time, not a guess
        for length in self._lengths if head[-1:] in self._ends else ():
            word = head[-length:]
            bound = self._before.get(word)
            if bound is not None:
                end = _WORD_ENDS.get(word)
                if end is None or not end.search(head):
                    return bound, word
        least = _AT_LEAST.search(head) if "至" in head or "最" in head else None
        if least:
            return ("over" if least[1] == "至少" else "under"), least[1]
        return self._remote(text, start) if "的" in text[max(0, start - 2) : start] else ("exact", "")

    @staticmethod
    def _remote(text: str, start: int) -> tuple[str, str]:
        """A bound with an attribute between it and a share: 不到全院的三成."""
        remote = _REMOTE.search(text[max(0, start - 14) : start])
        if remote and _SHARE.match(text[start : start + 8]):
            near = remote[1] in ("接近", "约为", "约占")
            return ("approx" if near else "over" if remote[1].startswith("超") else "under"), remote[1]
        return "exact", ""
