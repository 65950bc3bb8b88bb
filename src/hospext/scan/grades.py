"""Levels that an institution holds or seeks: 三级甲等, A+, 电子病历五级, 四级甲等."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from hospext.patterns import pattern
from hospext.scan.mentions import Claims, GradeMention
from hospext.scan.words import Anchored

_LEVEL = {
    "一": "一级",
    "二": "二级",
    "三": "三级",
    "四": "四级",
    "五": "五级",
    "1": "一级",
    "2": "二级",
    "3": "三级",
}
_CLASS = {"甲": "甲等", "乙": "乙等", "丙": "丙等", "特": "特等"}
_FULL = Anchored("级(?=[甲乙丙特]等)", r"(?P<level>[一二三四五])级(?P<class>[甲乙丙特])等", lead=1)
_SHORT = Anchored(
    ("甲(?<=[一二三四五]甲)", "乙(?<=[一二三四五]乙)"),
    r"(?<![一二三四五六七八九十第前])(?P<level>[一二三四五])(?P<class>[甲乙])(?![方级类乙丙等])",
    lead=1,
)
_NATIONAL = pattern(r"国考|绩效考核|评级|考核等级|等级|监测|序列")
_EXAM = pattern(r"国考|绩效考核")
_AFTER_PLACE = pattern(r"[0-9][位名]（$")  # 第21位（A）
_LETTER = regex.compile(  # which finds a range of characters twice as fast as re
    r"(?P<letter>[A-D](?<![A-Za-z0-9+\-].)(?:\+{1,2}|-)?)(?P<tail>等级|级|档|序列)?(?![A-Za-z0-9+])"
)
_DIGITAL = Anchored(
    ("电子病历", "互联互通", "智慧(?=服务|管理|医院)", "信息互联"),
    r"(?P<system>电子病历|互联互通|智慧服务|智慧管理|智慧医院|信息互联)[^，。；：0-9]{0,22}?(?:[（(“：]|达到?|为|通过|获评?|评定为?|第)?[^，。；\n]{0,6}?(?P<level>[0-9一二三四五六七])级(?P<class>[甲乙]等)?(?!及|以上|医院|指标|公立)",
)
_CENTRE = Anchored(
    "级(?=[卒胸创防])", r"(?P<level>[一二三])级(?=卒中中心|胸痛中心|创伤中心|防治卒中)", lead=1
)
_CLASS_USE = pattern(r"(?:医院(?:专家|医生|诊|级|的专家|水平|资源|标准|名医)|以上|及以上)")
_SO_MANY = pattern("(?<![一1])[家所]$|[0-9]1[家所]$")
_HELD_BY = pattern(
    r"”?(?:医院|综合|中医|专科|妇幼|创建|评审|复审|复评|复核|验收|达标|现场|等级|评定|标准|行列|，|。|；|、|”|）|儿童|口腔|肿瘤)"
)
_OTHER_SENSE = pattern(r"[型类座区楼股股超轮]|例|组")
_SENTENCE_MARKS = pattern(r"[。\n]")
_CLAUSE_MARKS = pattern(r"[，。；]")
_METRIC = {
    "电子病历": "emr_level",
    "互联互通": "interoperability_level",
    "信息互联": "interoperability_level",
}


class GradeScanner:
    """Finds grades; a class of hospitals (三级公立医院) is none."""

    def scan(self, text: str, claims: Claims) -> list[GradeMention]:
        """All grades, in order; each claims its stretch."""
        return claims.keep((self._digital, self._full, self._short, self._letters, self._centres), text)

    def _digital(self, text: str) -> Iterator[GradeMention]:
        for m in _DIGITAL.finditer(text):
            start = m.start("level")
            level = (
                _LEVEL.get(m["level"])
                or f"{'零一二三四五六七八九'[int(m['level'])] if m['level'].isdigit() else m['level']}级"
            )
            yield GradeMention(
                start, m.end(), level + (m["class"] or ""), "grade.digital", _METRIC.get(m["system"])
            )

    def _full(self, text: str) -> Iterator[GradeMention]:
        for m in _FULL.finditer(text):
            if _CLASS_USE.match(text, m.end()):
                continue
            metric = self._digital_metric(text, m.start())
            yield GradeMention(
                m.start(),
                m.end(),
                _LEVEL[m["level"]] + _CLASS[m["class"]],
                "grade.hospital",
                metric or "hospital_grade",
            )

    def _short(self, text: str) -> Iterator[GradeMention]:
        for m in _SHORT.finditer(text):
            if _SO_MANY.search(text, max(0, m.start() - 3), m.start()):
                continue  # 5家三甲医院
            metric = self._digital_metric(text, m.start())
            if metric is None and (_CLASS_USE.match(text, m.end()) or m["level"] not in "一二三"):
                continue
            if metric is None and not _HELD_BY.match(text, m.end()):
                continue
            yield GradeMention(
                m.start(),
                m.end(),
                _LEVEL[m["level"]] + _CLASS[m["class"]],
                "grade.short",
                metric or "hospital_grade",
            )

    def _letters(self, text: str) -> Iterator[GradeMention]:
        letters = list(_LETTER.finditer(text))
        exam = bool(letters) and _EXAM.search(text) is not None
        for m in letters:
            low = max(0, m.start() - 60)
            sentence = _SENTENCE_MARKS.split(text[low : m.start()])[-1]
            known = exam and ("+" in m["letter"] or _AFTER_PLACE.search(text[low : m.start()]) is not None)
            if not known and not _NATIONAL.search(sentence + (m["tail"] or "")):
                continue
            if _OTHER_SENSE.match(text, m.end()) or text.startswith(("及以上", "以上"), m.end()):
                continue
            end = m.end() if m["tail"] == "等级" else m.end("letter")
            yield GradeMention(m.start(), end, m["letter"], "grade.letter", "national_exam_grade")

    def _centres(self, text: str) -> Iterator[GradeMention]:
        for m in _CENTRE.finditer(text):
            yield GradeMention(m.start(), m.end(), _LEVEL[m["level"]], "grade.centre")

    @staticmethod
    def _digital_metric(text: str, start: int) -> str | None:
        before = _CLAUSE_MARKS.split(text[max(0, start - 24) : start])[-1]
        for system in ("互联互通", "电子病历", "信息互联"):
            if system in before:
                return _METRIC[system]
        return None
