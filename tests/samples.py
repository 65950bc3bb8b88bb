"""Records built by hand, so that the tests of writers and schemas do not lean on the rules."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hospext.records import (
    BedCount,
    DateRecord,
    DocumentInfo,
    Extraction,
    Grade,
    GrowthRate,
    Money,
    Ranking,
    Rate,
)

REPORT = "2024年,我院开放床位1,500张,门急诊患者同比增长5.99%,医疗收入51360.68万元,位列全省第3位。\n"


def base(text: str = "1,500张", **fields: Any) -> dict[str, Any]:
    return {
        "document": "报告/一.txt",
        "start": 11,
        "end": 11 + len(text),
        "text": text,
        "line": 1,
        "sentence": REPORT.strip(),
        "rule": "test",
        **fields,
    }


BEDS = BedCount(
    **base(metric="beds_open", label="开放床位", subject="市第一医院", period_end=dt.date(2024, 12, 31)),
    value=Decimal("1500"),
    unit="张",
    bound="over",
)
GROWTH = GrowthRate(
    **base("5.99%", label="门急诊患者", period_start=dt.date(2024, 1, 1), period_end=dt.date(2024, 12, 31)),
    value=Decimal("5.990"),
    unit="%",
    aspect="change",
    direction="increase",
    basis="year_on_year",
)
MONEY = Money(**base("51360.68万元", label="医疗收入"), value=Decimal("51360.68") * 10000, unit="CNY")
THIRD = Rate(**base("三分之一"), value=Decimal(100) / 3, unit="%")
RANGE = Rate(**base("3-5‰"), value=Decimal(3), value_max=Decimal("5E+0"), unit="‰")
RANK = Ranking(**base("第3位"), value=Decimal(3), unit="位", rank_type="position", scope="全省")
GRADE = Grade(**base("三甲", status="target"), grade="三级甲等")
DATE = DateRecord(
    **base("7 月 29 日 17\n时"),
    date_start=dt.date(2024, 7, 29),
    date_end=dt.date(2024, 7, 29),
    granularity="hour",
)
NO_YEAR = DateRecord(**base("8月9日"), granularity="day")

RECORDS = [BEDS, GROWTH, MONEY, THIRD, RANGE, RANK, GRADE, DATE, NO_YEAR]
DOCUMENT = DocumentInfo(
    id="报告/一.txt",
    title="市第一医院年报",
    issuer="市第一医院",
    date=dt.date(2025, 1, 10),
    chars=len(REPORT),
    encoding="gb18030",
    sha256="0" * 64,
)


def extraction(*records: Any) -> Extraction:
    return Extraction(documents=[DOCUMENT], records=list(records or RECORDS))
