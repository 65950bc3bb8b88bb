"""Whether the values of one metric stand in one column, or in one for each thing that they measure.

The words of a metric's own name, and everything of which a row says only one, share the metric's column. Where a row says
several (门诊患者满意度 and 住院患者满意度; 职工 and of them 在编), what the catalogue's name does not cover gets a column of its own,
and so does the same thing in other rows. Places keep to the field that they are told of (全国, 全省), each in its own column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hospext.meaning.said import Said
from hospext.meaning.values import Values
from hospext.records import Kind, Ranking

_What = tuple[str, str]  # the name of a measure, and what narrows it


def parts(groups: Sequence[Sequence[Said]], values: Values) -> dict[int, str]:
    """The part of each value, by ``id``; nothing for those of the metric's own column.

    ``groups`` are the values of one row and metric each.
    """
    what = {id(said): _what(said, group) for group in groups for said in group}
    apart: dict[tuple[str, _What | None], str] = {}
    for group in groups:
        for kind, said in _several(group, what, values):
            apart.setdefault((said.record.metric or "", kind), said.measure.shown)
    found: dict[int, str] = {}
    for group in groups:
        for said in group:
            name = apart.get((said.record.metric or "", what[id(said)]))
            if isinstance(said.record, Ranking):
                name = said.record.scope
            if name:
                found[id(said)] = name
    return found


def _what(said: Said, group: Iterable[Said]) -> _What | None:
    """What a value measures; a change is of the level of the same name, whatever else its words say.

    None for what needs no column of its own: a place, and a change (减少86张) without its level.
    """
    name, extra = said.measure.name, _narrowing(said)
    if isinstance(said.record, Ranking):
        return None
    if said.aspect == "change":
        levels = [_narrowing(each) for each in group if each.aspect == "level" and each.measure.name == name]
        if levels and extra not in levels:
            return name, levels[0]
        if not levels and said.record.kind is not Kind.GROWTH_RATE:
            return None
    return name, extra


def _narrowing(said: Said) -> str:
    """What narrows a measure; 其中 alone does not, where the words after it have a name of their own."""
    return said.measure.extra.removeprefix("其中")


def _several(
    group: Sequence[Said], what: dict[int, _What | None], values: Values
) -> list[tuple[_What, Said]]:
    """The values of a row and metric that need columns of their own."""
    kinds: dict[_What, list[Said]] = defaultdict(list)
    for said in group:
        kind = what[id(said)]
        if kind is not None:
            kinds[kind].append(said)
    if len(kinds) < 2:
        return []
    own = next((kind for kind, said in kinds.items() if not kind[1] and values.is_plain(said[0])), None)
    if own is None and len({name for name, _ in kinds}) == 1:
        own = next((kind for kind in kinds if not kind[1]), None)
    return [(kind, said) for kind, each in kinds.items() if kind != own for said in each]
