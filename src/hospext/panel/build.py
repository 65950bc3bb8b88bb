"""From records to a panel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from hospext.lexicon import Lexicon, Metric, default_lexicon
from hospext.meaning.places import Place
from hospext.meaning.said import Period, Said, in_context
from hospext.meaning.values import Values, agree, has_one_value, looseness, sameness
from hospext.panel.model import Cell, Column, Form, Key, Mark, Panel, Row, Value
from hospext.panel.parts import parts
from hospext.panel.periods import RowPeriods, in_order
from hospext.records import Extraction, Kind

_FORMS = list(Form)
_BASES = ("year_on_year", "period_on_period", "since", None)
_COUNTED = (Kind.COUNT, Kind.BED_COUNT)
_RowKey = tuple[str | None, Place | None, Period | None]


def build(
    extraction: Extraction,
    lexicon: Lexicon | None = None,
    *,
    by: Sequence[Key] = (Key.SUBJECT, Key.PERIOD),
    metrics: Collection[str] = (),
) -> Panel:
    """The panel of all records with a metric and a subject, or of those with one of ``metrics``."""
    lexicon = lexicon or default_lexicon()
    said = [each for each in in_context(extraction, lexicon) if each.record.kind is not Kind.DATE]
    reasons = [_left_out(each, lexicon) for each in said]
    placed = [each for each, reason in zip(said, reasons, strict=True) if not reason]
    builder = _Builder(placed, Values(placed, lexicon), lexicon, tuple(by))
    wanted = [not metrics or each.record.metric in metrics for each in said]
    left_out = Counter(reason for reason, wants in zip(reasons, wanted, strict=True) if reason and wants)
    return builder.panel([each for each in placed if not metrics or each.record.metric in metrics], left_out)


def _left_out(said: Said, lexicon: Lexicon) -> str:
    """Why a value has no place in a panel; nothing where it has one."""
    if said.record.metric is None:
        return "metric"
    if said.place is None:
        return "subject"
    metric, kind = lexicon.metrics.get(said.record.metric), said.record.kind
    if metric is None or kind in (Kind.GROWTH_RATE, metric.kind):
        return ""
    return "" if "*" not in metric.units and metric.takes(said.unit) else "unit"


class _Builder:
    def __init__(self, said: list[Said], values: Values, lexicon: Lexicon, by: tuple[Key, ...]) -> None:
        self._said, self._values, self._lexicon, self._by = said, values, lexicon, by
        self._order = {metric: number for number, metric in enumerate(lexicon.metrics)}
        rows = RowPeriods(said, values)
        self._period = {id(each): rows.of(each) for each in said}
        self._part = parts(self._of_row_and_metric(), values)

    def _of_row_and_metric(self) -> list[list[Said]]:
        groups: dict[object, list[Said]] = defaultdict(list)
        for each in self._said:
            groups[each.place, self._period[id(each)][0], each.record.metric].append(each)
        return list(groups.values())

    def panel(self, said: Iterable[Said], left_out: Counter[str]) -> Panel:
        """The panel of some of the values; where each stands is told by all of them."""
        cells: dict[_RowKey, dict[Column, list[Said]]] = defaultdict(lambda: defaultdict(list))
        for each in said:
            cells[self._row(each)][self._column(each)].append(each)
        used = dict.fromkeys(column for row in cells.values() for column in row)
        columns = self._in_order(used)
        rows = [
            Row(*key, {column: self._cell(cells[key][column]) for column in columns if column in cells[key]})
            for key in self._rows_in_order(cells)
        ]
        return Panel(self._by, columns, rows, left_out)

    def _row(self, said: Said) -> _RowKey:
        return (
            said.record.document if Key.DOCUMENT in self._by else None,
            said.place if Key.SUBJECT in self._by else None,
            self._period[id(said)][0] if Key.PERIOD in self._by else None,
        )

    def _column(self, said: Said) -> Column:
        record = said.record
        change = said.aspect == "change"
        growth = record.kind is Kind.GROWTH_RATE
        return Column(
            metric=record.metric or "",
            part=self._part.get(id(said), ""),
            form=Form.GROWTH if growth else Form.CHANGE if change else Form.LEVEL,
            basis=said.basis if change else None,
            status=record.status,
            unit=_unit(said, self._lexicon.metrics.get(record.metric or "")),
            place=None if Key.SUBJECT in self._by else said.place,
            period=None if Key.PERIOD in self._by else self._period[id(said)][0],
        )

    def _in_order(self, columns: Iterable[Column]) -> list[Column]:
        """By metric of the catalogue; its own before its parts, facts before targets, levels before their growth."""
        places, named = _numbered(each.place for each in self._said), _numbered(self._part.values())

        def rank(column: Column) -> tuple[object, ...]:
            return (
                places.get(column.place, -1),
                self._order.get(column.metric, len(self._order)),
                column.metric,
                -1 if not column.part else named[column.part],
                column.status,  # actual, target
                _FORMS.index(column.form),
                _BASES.index(column.basis),
                column.unit or "",
                in_order(column.period) if column.period else (),
            )

        return sorted(columns, key=rank)

    def _rows_in_order(self, keys: Iterable[_RowKey]) -> list[_RowKey]:
        documents = _numbered(each.record.document for each in self._said)
        places = _numbered(each.place for each in self._said)
        return sorted(
            keys,
            key=lambda key: (
                documents.get(key[0], -1),
                places.get(key[1], -1),
                () if key[2] is None else in_order(key[2]),
            ),
        )

    def _cell(self, said: list[Said]) -> Cell:
        clusters: list[list[Said]] = []
        for each in said:
            fitting = next((one for one in clusters if all(agree(each, other) for other in one)), None)
            if fitting is None:
                clusters.append([each])
            else:
                fitting.append(each)
        values = tuple(
            Value(tuple(sorted(cluster, key=looseness)), all(self._period[id(each)][1] for each in cluster))
            for cluster in clusters
        )
        return Cell(values, self._mark(clusters))

    def _mark(self, clusters: list[list[Said]]) -> Mark:
        if len(clusters) == 1:
            return Mark.SINGLE
        if len({each.sentence for cluster in clusters for each in cluster}) == 1:
            arrived = all(
                cluster[0].measure.arrives or cluster[0].bound == "over" for cluster in clusters[1:]
            )
            return Mark.COURSE if arrived else Mark.SEVERAL
        one_way = [each for cluster in clusters for each in cluster if self._is_certain(each)]
        excluded = any(
            one.sentence != other.sentence
            and not agree(one, other)
            and sameness(one, self._values) == sameness(other, self._values)
            for number, one in enumerate(one_way)
            for other in one_way[:number]
        )
        return Mark.CONFLICT if excluded else Mark.SEVERAL

    @staticmethod
    def _is_certain(said: Said) -> bool:
        return said.measure.known and not said.measure.departs and has_one_value(said)


def _unit(said: Said, metric: Metric | None) -> str | None:
    """The unit of a column: what is counted in 人次, 人 or 例 stands together, in the catalogue's unit."""
    if metric and said.record.kind in _COUNTED and metric.unit in metric.units and metric.takes(said.unit):
        return metric.unit
    return (
        said.unit
        if said.unit is not None or metric is None or said.record.kind not in _COUNTED
        else metric.unit
    )


def _numbered(items: Iterable[object]) -> dict[object, int]:
    return {item: number for number, item in enumerate(dict.fromkeys(items))}
