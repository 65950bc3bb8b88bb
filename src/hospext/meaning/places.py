"""Of whom a value is: the organisation and its campus or department, and whether two documents mean the same one."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from hospext.lexicon import Lexicon
from hospext.lexicon.model import alternatives

_NAMED_SUFFIX = r"(?:医院|保健院|卫生院|服务中心|集团|医学中心)"
# 县人民医院, 市中医院 and 全市 are other ones in every document.
_RELATIVE = regex.compile(
    r"(?:该|本|我)?(?:[省市县区州旗盟镇乡][^省市县区州旗盟镇乡]|全(?!国)|我(?!国)|本|该)"
)
_SHORT = regex.compile(
    r"(?:第)?[一二三四五六七八九十]+院|[0-9一二三四五六七八九十两]+家.*|[各某比].*|[省市县区州旗盟镇乡]"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a value is of. Two values are of the same one only if all three fields are the same.

    ``organisation`` is its full name, or nothing where a campus or department belongs to an unknown one; ``unit`` is
    the campus, department or ward in it; ``scope`` is the document or issuer within which a name such as 县人民医院 holds.
    """

    organisation: str
    unit: str
    scope: str

    @property
    def name(self) -> str:
        """Both names, for people."""
        return " · ".join(part for part in (self.organisation, self.unit) if part)


class Places:
    """Tells organisations, campuses and departments from each other by the names of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon.names["organisation"]
        campus = alternatives(names["campus"])
        self._inside = regex.compile(
            rf"(?:{alternatives(names['department'])})[科室中心]*|.*(?:科|病区|门诊|{alternatives(names['units'])})"
            rf"|.{{0,8}}(?:{campus}|[东南西北中新老]院)"
        )
        generic = alternatives(names["generic"])
        self._class = regex.compile(rf"(?:{generic})+(?:医院|卫生院|卫生室|机构|中心|诊所)?")  # 民营医院
        self._campus_of = regex.compile(rf"(.+?{_NAMED_SUFFIX})(.{{0,12}}?(?:{campus}))")

    def of(self, subject: str, issuer: str | None, document: str) -> Place:
        """The place that a record's subject names, said in a document by an issuer (None: not known)."""
        within = self._campus_of.fullmatch(subject)
        if within:
            return Place(within[1], within[2], self._scope(within[1], issuer, document))
        if (
            issuer
            and subject != issuer
            and subject.startswith(issuer)
            and self._is_inside(subject[len(issuer) :])
        ):
            return Place(issuer, subject[len(issuer) :], self._scope(issuer, issuer, document))
        if self._is_inside(subject):
            owner = issuer or ""
            return Place(owner, subject, self._scope(owner, issuer, document) if owner else document)
        return Place(subject, "", self._scope(subject, issuer, document))

    def _is_inside(self, name: str) -> bool:
        return self._inside.fullmatch(name) is not None

    def _scope(self, name: str, issuer: str | None, document: str) -> str:
        """Nothing for a name that is the same everywhere, else that within which it holds."""
        if not (_RELATIVE.match(name) or _SHORT.fullmatch(name) or self._class.fullmatch(name)):
            return ""
        return document if issuer is None or issuer == name else issuer
