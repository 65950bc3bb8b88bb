"""The record contract: every field is defined here once; schema, columns and docs are generated from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter

SCHEMA_VERSION = "1.0"


def plain_number(value: Decimal) -> int | float:
    """The JSON number for a Decimal: an int where it is whole, else the nearest float."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(plain_number, return_type=int | float, when_used="json")]


class Kind(StrEnum):
    """The eleven kinds of record, in the order of the documentation."""

    BED_COUNT = "bed_count"
    COUNT = "count"
    GROWTH_RATE = "growth_rate"
    RATE = "rate"
    MONEY = "money"
    DURATION = "duration"
    AREA = "area"
    SCORE = "score"
    RANKING = "ranking"
    GRADE = "grade"
    DATE = "date"


Bound = Literal["exact", "approx", "over", "under"]
Aspect = Literal["level", "change"]
Direction = Literal["increase", "decrease"]
Basis = Literal["year_on_year", "period_on_period", "since"]
Status = Literal["actual", "target"]
RankType = Literal["position", "top_n", "top_percent", "first", "only"]
Granularity = Literal["hour", "day", "month", "quarter", "half", "year", "decade", "range"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Record(_Model):
    document: str = Field(description="id of the document (来源)")
    start: int = Field(ge=0, description="start of the value expression, in code points of the document")
    end: int = Field(ge=0, description="end of it, exclusive")
    text: str = Field(description="the document's own characters there; document[start:end] == text")
    line: int = Field(ge=1, description="1-based line of start")
    page: int | None = Field(default=None, description="1-based page, for paged input")
    table: int | None = Field(default=None, ge=1, description="1-based number of the table it stands in")
    row: int | None = Field(default=None, ge=1, description="1-based row of that table, headers counted")
    column: int | None = Field(
        default=None, ge=1, description="1-based column of that table, headers counted"
    )
    sentence: str = Field(description="the sentence around it, hard line breaks joined")
    metric: str | None = Field(default=None, description="id in the metric catalogue (指标)")
    label: str | None = Field(
        default=None, description="what the value counts or measures, in the document's words"
    )
    subject: str | None = Field(
        default=None, description="the organisation, campus, department or area it is about"
    )
    period_start: dt.date | None = Field(default=None, description="first day of the time it is about")
    period_end: dt.date | None = Field(default=None, description="last day of the time it is about")
    status: Status = Field(default="actual", description="actual, or target for plans, goals and forecasts")
    rule: str = Field(description="id of the rule that made it")


class _Quantity(_Record):
    value: Number = Field(description="the number in the base unit: 51360.68万元 is 513606800")
    value_max: Number | None = Field(default=None, description="the upper end of a range")
    unit: str | None = Field(default=None, description="measure word without its scale; ISO 4217 for money")
    bound: Bound = Field(default="exact", description="exact, approx (约), over (超) or under (不足)")
    aspect: Aspect = Field(default="level", description="level, or change for the size of a change")
    direction: Direction | None = Field(default=None, description="of a change")
    basis: Basis | None = Field(
        default=None, description="what a change is measured against: 同比, 环比, 比2020年"
    )


class BedCount(_Quantity):
    """A number of beds (床位, 病床, 张)."""

    kind: Literal[Kind.BED_COUNT] = Kind.BED_COUNT


class Count(_Quantity):
    """Any other counted or measured number: 人次, 例, 台, 人, 家, 项 …"""

    kind: Literal[Kind.COUNT] = Kind.COUNT


class GrowthRate(_Quantity):
    """A relative change: 增长5.99%, 提高1.2个百分点, 翻一番."""

    kind: Literal[Kind.GROWTH_RATE] = Kind.GROWTH_RATE


class Rate(_Quantity):
    """A level given as a proportion: 床位使用率76%, 4.5‰, 每千人口床位7.23张."""

    kind: Literal[Kind.RATE] = Kind.RATE


class Money(_Quantity):
    """An amount of money; the unit is an ISO 4217 code."""

    kind: Literal[Kind.MONEY] = Kind.MONEY


class Duration(_Quantity):
    """A length of time: 平均住院日6.84天, 5个月."""

    kind: Literal[Kind.DURATION] = Kind.DURATION


class Area(_Quantity):
    """A surface: 600平米, 150亩."""

    kind: Literal[Kind.AREA] = Kind.AREA


class Score(_Quantity):
    """Points and indices: 811.8分, CMI值1.12."""

    kind: Literal[Kind.SCORE] = Kind.SCORE


class Ranking(_Record):
    """A place among peers: 全国第69位, 前10%, 百强, 首家, 唯一."""

    kind: Literal[Kind.RANKING] = Kind.RANKING
    value: Number = Field(description="the place, or the size of the top group")
    unit: str | None = Field(default=None, description="位 for places, % for percent, else the measure word")
    bound: Bound = "exact"
    aspect: Aspect = "level"
    direction: Direction | None = None
    basis: Basis | None = Field(
        default=None, description="what a change is measured against: 同比, 环比, 比2020年"
    )
    rank_type: RankType = Field(description="position, top_n, top_percent, first or only")
    scope: str | None = Field(default=None, description="the field of comparison in the document's words")


class Grade(_Record):
    """A level that was awarded, held or sought: 三级甲等, A+."""

    kind: Literal[Kind.GRADE] = Kind.GRADE
    grade: str = Field(description="normalised text: 三甲 is 三级甲等")


class DateRecord(_Record):
    """A calendar date or span of dates; both ends are null when no year can be known."""

    kind: Literal[Kind.DATE] = Kind.DATE
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    granularity: Granularity


Record = Annotated[
    BedCount | Count | GrowthRate | Rate | Money | Duration | Area | Score | Ranking | Grade | DateRecord,
    Field(discriminator="kind"),
]

MODELS: dict[Kind, type[_Record]] = {
    Kind.BED_COUNT: BedCount,
    Kind.COUNT: Count,
    Kind.GROWTH_RATE: GrowthRate,
    Kind.RATE: Rate,
    Kind.MONEY: Money,
    Kind.DURATION: Duration,
    Kind.AREA: Area,
    Kind.SCORE: Score,
    Kind.RANKING: Ranking,
    Kind.GRADE: Grade,
    Kind.DATE: DateRecord,
}
RECORD_ADAPTER: TypeAdapter[Any] = TypeAdapter(Record)


class DocumentInfo(_Model):
    """One document of an output."""

    id: str = Field(description="the path as the user wrote it, POSIX separators; - for standard input")
    title: str | None = None
    issuer: str | None = Field(default=None, description="the organisation that speaks: what 我院 means")
    date: dt.date | None = Field(default=None, description="the document's own date, given or inferred")
    chars: int = Field(ge=0, description="length in code points")
    encoding: str = Field(description="how its bytes became text: a codec, or the format (pdf, docx, xlsx)")
    sha256: str = Field(description="of the input bytes")


class Extraction(_Model):
    """What an extraction gives: the documents and their records, in reading order."""

    schema_version: str = SCHEMA_VERSION
    documents: list[DocumentInfo]
    records: list[Record]
