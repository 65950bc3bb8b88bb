"""A record as one flat row: the columns, and the values of each as JSON and as the text of a cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hospext.records import MODELS, Kind, Record, plain_number

# kind first, then every other field in the order in which the models define it.
COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(["kind", *(name for model in MODELS.values() for name in model.model_fields)])
)

COLUMNS_ZH = {
    "kind": "类型",
    "document": "来源",
    "start": "起点",
    "end": "终点",
    "text": "原文",
    "line": "行号",
    "page": "页码",
    "table": "表号",
    "row": "表内行",
    "column": "表内列",
    "sentence": "句子",
    "metric": "指标",
    "label": "名称",
    "subject": "主体",
    "period_start": "期间起",
    "period_end": "期间止",
    "status": "状态",
    "rule": "规则",
    "value": "数值",
    "value_max": "数值上限",
    "unit": "单位",
    "bound": "界限",
    "aspect": "水平或变化",
    "direction": "增减",
    "basis": "比较基准",
    "rank_type": "排名类型",
    "scope": "排名范围",
    "grade": "等级",
    "date_start": "日期起",
    "date_end": "日期止",
    "granularity": "日期粒度",
}

DOCUMENT_ZH = {
    "id": "来源",
    "title": "标题",
    "issuer": "发布机构",
    "date": "日期",
    "chars": "字数",
    "encoding": "编码",
    "sha256": "SHA-256",
}

KINDS_ZH = {
    Kind.BED_COUNT: "床位数",
    Kind.COUNT: "数量",
    Kind.GROWTH_RATE: "增长率",
    Kind.RATE: "比率",
    Kind.MONEY: "金额",
    Kind.DURATION: "时长",
    Kind.AREA: "面积",
    Kind.SCORE: "得分",
    Kind.RANKING: "排名",
    Kind.GRADE: "等级",
    Kind.DATE: "日期",
}


def json_row(record: Record) -> dict[str, Any]:
    """The record's own fields with values that JSON knows, kind first."""
    return {"kind": record.kind.value, **record.model_dump(mode="json")}


def values(record: Record) -> list[Any]:
    """The record's value in every column, None where its kind has no such field."""
    return [getattr(record, column, None) for column in COLUMNS]


def cell(value: Any) -> str:
    """The value as plain text: no exponent, ISO dates, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Decimal):  # by way of the JSON number, so that every format holds the same
        return format(Decimal(repr(plain_number(value))), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
