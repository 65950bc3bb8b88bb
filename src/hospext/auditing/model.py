"""What an audit gives: findings, each with the records it rests on and the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from hospext.records import Record

# The checks: id, and what each finds, in Chinese.
CHECKS = {
    "conflict": "同一机构、指标和期间，数值不同",
    "growth": "增长率与前后两期数值不符",
    "change": "增减量与前后两期数值不符",
    "parts": "各部分之和或某一部分与总数不符",
    "share": "所占比例与部分、总数不符",
    "limits": "比率超出可能的范围",
    "rank": "名次不可能，或大于参评数",
    "future": "已发生的数据，时间在文档日期之后",
    "reversed": "区间的两端颠倒",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record, and the part that it plays in a finding: 数值, 增长率, 本期, 上期, 总数, 部分 …"""

    role: str
    record: Record


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit.

    ``check`` is an id of ``CHECKS``, ``about`` what the finding is about (organisation, metric and period, for people),
    ``computed`` what the other records or plain sense allow, ``stated`` what the text says with the rounding it allows;
    both in the base unit. ``message`` is one Chinese sentence with the arithmetic.
    """

    check: str
    about: str
    message: str
    computed: str
    stated: str
    evidence: tuple[Evidence, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The records alone."""
        return tuple(each.record for each in self.evidence)
