"""Panels in words: the heads of columns, the names of rows, and what a cell says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hospext.lexicon import Metric
from hospext.meaning.said import Period
from hospext.panel.model import Cell, Column, Form, Mark, Value
from hospext.records import Grade, Ranking, plain_number
from hospext.writing.formats import Headers
from hospext.writing.rows import cell as plain
from hospext.writing.table import period_text

JOINTS = {Mark.SINGLE: "", Mark.CONFLICT: " ≠ ", Mark.COURSE: " → ", Mark.SEVERAL: "; "}
BORROWED = "°"
_PLACES = 4
_BOUNDS = {"exact": "", "approx": "≈", "over": ">", "under": "<"}
_UNDATED = {Headers.EN: "undated", Headers.ZH: "未注明"}
_UNITS_ZH = {"CNY": "元", "USD": "美元", "HKD": "港元"}
_FORMS = {
    (Form.GROWTH, "year_on_year"): ("yoy", "同比"),
    (Form.GROWTH, "period_on_period"): ("pop", "环比"),
    (Form.GROWTH, "since"): ("since", "较前期"),
    (Form.GROWTH, None): ("growth", "增长"),
    (Form.CHANGE, "year_on_year"): ("yoy change", "同比增减"),
    (Form.CHANGE, "period_on_period"): ("pop change", "环比增减"),
    (Form.CHANGE, "since"): ("change since", "较前期增减"),
    (Form.CHANGE, None): ("change", "增减"),
}


class Names:
    """The words of one language for what a panel holds."""

    def __init__(self, metrics: Mapping[str, Metric], headers: Headers) -> None:
        self._metrics, self.headers = metrics, headers

    def metric(self, column: Column) -> str:
        """The metric, and the part of it: ``discharges``, ``职工总数·在编``."""
        entry = self._metrics.get(column.metric)
        zh = self.headers is Headers.ZH and entry is not None
        name = entry.zh.split("/")[0] if zh and entry else column.metric
        return f"{name}·{column.part}" if column.part else name

    def form(self, column: Column) -> str:
        """Growth, change and target: ``yoy``, ``同比``; nothing for a fact's level."""
        words = _FORMS.get((column.form, column.basis), ("", ""))
        target = ("target", "目标") if column.status == "target" else ("", "")
        at = self.headers is Headers.ZH
        return " ".join(pair[at] for pair in (target, words) if pair[at])

    def unit(self, column: Column) -> str:
        """The unit."""
        unit = column.unit or ""
        return _UNITS_ZH.get(unit, unit) if self.headers is Headers.ZH else unit

    def head(self, column: Column) -> str:
        """The whole head of a column: ``discharges yoy (%)``, ``出院人次 同比（%）``."""
        keys = [
            column.place.name if column.place else "",
            self.period(column.period) if column.period else "",
        ]
        words = [*keys, self.metric(column), self.form(column)]
        name = " ".join(word for word in words if word)
        unit = self.unit(column)
        if not unit:
            return name
        return f"{name}（{unit}）" if self.headers is Headers.ZH else f"{name} ({unit})"

    def period(self, period: Period) -> str:
        """A period, short; a word for none."""
        return period_text(*period) or _UNDATED[self.headers]


def cell_text(cell: Cell, column: Column, *, grouped: bool = True, signed: bool = True) -> str:
    """All that a cell says: ``25,909``, ``1,500 ≠ 1,480``, ``76 → >90``."""
    return JOINTS[cell.mark].join(
        value_text(value, column, grouped=grouped, signed=signed) for value in cell.values
    )


def value_text(value: Value, column: Column, *, grouped: bool = True, signed: bool = True) -> str:
    """One value: ``>1,035``, ``+5.99``, ``3–5``, ``三级甲等``; ``前10`` for a place in a top group."""
    record = value.record
    if isinstance(record, Grade):
        return record.grade
    sign = "+" if signed and column.form is not Form.LEVEL else ""
    numbers = [number for number in (value.number, value.upper) if number is not None]
    figures = [_figure(number, sign, grouped) for number in numbers]
    top = "前" if isinstance(record, Ranking) and record.rank_type in ("top_n", "top_percent") else ""
    return f"{_BOUNDS[value.bound]}{top}{'–'.join(figures)}"


def _figure(number: Decimal, sign: str, grouped: bool) -> str:
    text = f"{_rounded(number):,f}" if grouped else plain(number)
    return f"{sign if number > 0 else ''}{text}"


def _rounded(number: Decimal) -> Decimal:
    """For people: a third is 33.3333."""
    exact = Decimal(repr(plain_number(number)))
    return round(exact, _PLACES).normalize() if exact != round(exact, _PLACES) else exact


def is_plain_number(cell: Cell) -> bool:
    """Whether a cell is one exact number, so that a spreadsheet can count with it."""
    if cell.mark is not Mark.SINGLE:
        return False
    value = cell.values[0]
    top = isinstance(value.record, Ranking) and value.record.rank_type in ("top_n", "top_percent")
    return value.number is not None and value.upper is None and value.bound == "exact" and not top
