"""The institutions that a text spoke of last: whom 该院, 该院区 and 医疗队 refer to."""

from __future__ import annotations

from hospext.bind.entities import INSTITUTIONS, is_authority
from hospext.scan.mentions import Name

_PARTNERS = frozenset("与和同由比较")  # before one who is not spoken of: 镇卫生院与[市医院]结对
_HEADS = ("医疗队", "中心", "公司", "集团", "卫生院", "血站", "救援队", "分院", "学院")
_HELPS = tuple(of + help for of in ("", "的") for help in ("帮扶", "指导", "支持", "专家", "对口", "援助"))


class LastNamed:
    """Keeps the institutions spoken of last; the names before a place are read only when something there refers to one."""

    def __init__(self, norm: str, names: list[Name], first: int = 0) -> None:
        self.place = 0  # up to where the names count
        self._norm = norm
        self._names = names
        self._next = first
        self._organisation: str | None = None
        self._campus: str | None = None
        self._heads: dict[str, str] = {}

    @property
    def organisation(self) -> str | None:
        """What 该院 means."""
        self._read()
        return self._organisation

    @property
    def campus(self) -> str | None:
        """What 该院区 means."""
        self._read()
        return self._campus

    @property
    def heads(self) -> dict[str, str]:
        """For each head noun (医疗队, 中心) the last name that ends with it."""
        self._read()
        return self._heads

    def _read(self) -> None:
        """Take in the names up to the place."""
        names, at = self._names, self._next
        while at < len(names) and names[at].start < self.place:
            name = names[at]
            if name.role in INSTITUTIONS and not is_authority(name.text):
                self._keep(name)
            at += 1
        self._next = at

    def _keep(self, name: Name) -> None:
        """Remember an institution; a helper (对口帮扶) is not spoken of."""
        norm = self._norm
        if name.role == "campus":
            self._campus = name.text
        if self._organisation is not None and norm[name.start - 1] in _PARTNERS:
            return
        if (name.role == "organisation" or self._organisation is None) and not norm.startswith(
            _HELPS, name.end
        ):
            self._organisation = name.text  # 该院 is the hospital, not its campus
        if name.text.endswith(_HEADS):
            for head in _HEADS:
                if name.text.endswith(head):
                    self._heads[head] = name.text
