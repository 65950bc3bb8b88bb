"""Who is in force while the sentences go by, and whom a name there stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from hospext.bind.drafts import Sentence
from hospext.bind.entities import INSTITUTIONS, OUR_DEPARTMENT, Overview, is_authority
from hospext.bind.lastnamed import LastNamed
from hospext.patterns import pattern
from hospext.scan.mentions import Name

_COUNTY = pattern(r"\p{Han}{2,}?[县旗]")


@dataclass(slots=True)
class SubjectState:
    """The names in force while the sentences go by."""

    issuer: str | None  # the organisation that speaks
    whole: Overview  # of the document or the article
    last: LastNamed
    paragraph: str | None = None  # the topic that the sentences of the paragraph carry on
    paragraph_role: str = ""
    of_area: bool = False  # the report of a government or a statistical office
    own_books: bool = False  # the budget or the accounts of an authority, which are about itself
    about: str | None = None  # the department that the whole text introduces
    section: str | None = None  # the department or institution whose name is the heading above
    issuer_speaks: bool = (
        True  # the text says 我院 or is printed by its issuer, so that 医院 is always that one
    )
    topics: list[Name] = field(default_factory=list)  # of the sentence that was taken in last, in order
    # Sentences of the paragraph whose topics nothing has asked for yet: no value of theirs, and none after them.
    unread: list[Sentence] = field(default_factory=list)

    def new_paragraph(self) -> None:
        """A new paragraph starts from the document's own subject."""
        self.paragraph, self.paragraph_role = None, ""
        self.topics = []
        self.unread.clear()

    def foreign_authority(self, name: str) -> bool:
        """An authority that speaks in a text about an institution (a penalty, an award) is not its subject."""
        return (
            is_authority(name)
            and self.whole.main is not None
            and not is_authority(self.whole.main)
            and self.whole.institution
        )

    def may_count(self) -> bool:
        """Whether a counted group (4家医院) can be who is spoken of: only where no institution speaks for itself."""
        return self.issuer is None or is_authority(self.issuer)

    def count_group(self, number: str, noun: str, start: int, end: int) -> None:
        """Make a counted group the topic: 4家医院总诊疗612万人次."""
        found = pattern(r".*?(?:医院|机构|卫生院|中心|诊所|站)").match(noun)
        if found:
            self.topics.append(Name(start, end, number + found[0], "organisation"))

    def default(self) -> tuple[str | None, str]:
        """Who a sentence without a name is about, and which name in force that is; an authority speaks of its area."""
        if self.paragraph:
            return self.area_of(self.paragraph), f"topic of the paragraph: {self.paragraph}"
        if self.section:
            return self.area_of(self.section), f"heading of the section: {self.section}"
        if self.about:
            return self.area_of(self.about), f"title of the document: {self.about}"
        if self.issuer:
            return self.area_of(self.issuer), "issuer"
        if self.whole.main:
            return self.area_of(self.whole.main), "main"
        return (self.area_of(self.last.organisation) if self.last.organisation else None), "last institution"

    def area_of(self, name: str) -> str:
        """The area of an authority (虞河县卫生健康局: 虞河县), or the name itself."""
        if self.own_books or not is_authority(name):
            return name
        area = pattern(
            r"(.{2,}?(?:省|市|县|区|州|盟|旗))(?:卫生|医疗保障|医保|疾|卫健|中医|红十字|人民政府|政府)"
        ).match(name)
        return area[1] if area else self.whole.area or name

    def named(self, name: Name) -> str | None:
        """The full name that a mention stands for."""
        found = self._refers_to(name)
        return self.area_of(found) if found else None

    def _own(self, name: Name) -> str | None:
        """Who 我院, 全院 or 医院 is: the issuer; where none speaks (我院), the topic of the paragraph comes first."""
        carried = self.paragraph if self.paragraph_role == "organisation" else None
        if carried is None and self.section and not self.section.endswith(("科", "部", "室")):
            carried = self.section
        first, second = (self.issuer, carried) if self.issuer_speaks else (carried, self.issuer)
        if first or second:
            return first or second
        fits = self.whole.institution or name.text in OUR_DEPARTMENT  # 医院 is no department
        return (self.whole.main if fits else None) or self.last.organisation or self.whole.main

    def _county(self) -> str | None:
        """Which county 县域 is: the one spoken of, else that of who speaks by its name, else the document's area."""
        if self.paragraph_role == "place":
            return self.paragraph
        found = _COUNTY.match(self.issuer or self.whole.main or "")
        return found[0] if found else self.whole.area

    def _refers_to(self, name: Name) -> str | None:
        if name.role in INSTITUTIONS:
            return self.whole.full.get(name.text, name.text)
        if self.about and (
            name.text in OUR_DEPARTMENT or (name.role == "bare" and self.about.endswith(name.text))
        ):
            return self.about
        if name.text == "该院区":
            return self.last.campus or self.last.organisation or self.issuer
        if name.role == "refer" and name.text == "该项目":
            return self.issuer or self.whole.main
        if name.role == "refer" and name.text.startswith("该科"):
            return self.section or self.issuer or self.last.organisation or self.whole.main
        if name.role == "refer":
            return self.last.organisation or self.issuer or self.whole.main
        if name.role == "bare" and self.issuer is None and name.text in self.last.heads:
            return self.last.heads[name.text]
        if name.text == "项目":
            topics = (t for t in reversed(self.topics) if t.role in INSTITUTIONS and t.end <= name.start)
            if (topic := next(topics, None)) is not None:
                return self.named(topic)  # 滨江院区（在建）：项目总投资
        if name.role in ("self", "bare"):
            return self._own(name)
        if name.text == "县域":
            return self._county()
        if name.text in ("我省", "我市", "我区", "我县"):
            return f"全{name.text[1]}"
        if name.text in ("全区", "全县", "全市", "全州") and self.paragraph_role == "place":
            return self.paragraph
        return self.whole.full.get(name.text, name.text)
