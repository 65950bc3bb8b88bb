"""What written digits allow: one table of words, values and the interval that they leave open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from hospext import extract
from hospext.meaning import Interval, written
from hospext.meaning.intervals import growth, percentage, total

# sentence with one number, the lowest and the highest value that it allows ("" is no end)
ALLOWED = [
    # counts without a scale are exact
    ("门急诊847746人次。", "847746", "847746"),
    ("门急诊847,746人次。", "847746", "847746"),
    ("开放床位1500张。", "1500", "1500"),
    ("白内障手术二百零六例。", "206", "206"),
    ("职工两百名。", "195", "210"),
    ("门诊20000人次。", "19500", "21000"),
    ("门诊131 480人次。", "131480", "131480"),
    # with a scale, the last written place counts: rounded or cut off
    ("医疗收入51360.68万元。", "513606750", "513606900"),
    ("医疗收入8.9亿元。", "885000000", "900000000"),
    ("门诊350万人次。", "3495000", "3510000"),
    ("门急诊量１３.５万人次。", "134500", "136000"),
    ("住院三十万人次。", "250000", "400000"),
    ("医疗收入513606800元。", "513606799.5", "513606801"),
    # rates, durations, scores
    ("床位使用率76%。", "75.5", "77"),
    ("床位使用率98.40%。", "98.395", "98.41"),
    ("孕产妇死亡率8.7/10万。", "8.65", "8.8"),
    ("低风险组死亡率万分之0.6。", "0.0055", "0.007"),
    ("床位使用率百分之八十五点二。", "85.15", "85.3"),
    ("平均住院日6.84天。", "6.835", "6.85"),
    ("平均出车时间1分52秒。", "111.5", "113"),
    ("病床使用率七成。", "65", "80"),
    ("病床使用率七成五。", "74.5", "76"),
    ("CMI值1.12。", "1.115", "1.13"),
    # ranges
    ("平均住院日6.5-7天。", "6.45", "7.1"),
    # bounds
    ("门诊约5.5万人次。", "49500", "60500"),
    ("接诊近万例患者。", "9000", "11000"),
    ("医疗收入超8.9亿元。", "885000000", ""),
    ("床位使用率超90%。", "89.5", ""),
    ("开放床位超过1035张。", "1035", ""),
    ("接诊1万余人次。", "10000", "20000"),
    ("床位使用率112.40%以上。", "112.395", ""),
    ("平均住院日不足7天。", "", "7.07"),
    ("床位使用率保持在85%以下。", "", "85.5"),
    # fractions and doublings are round figures
    ("门诊占三分之一。", "30", "36.67"),
    # changes have a sign
    ("平均住院日下降14.75%。", "-14.76", "-14.745"),
    ("门急诊量增长5.99%。", "5.985", "6"),
    ("门诊量翻一番。", "90", "110"),
    ("床位减少86张。", "-86", "-86"),
]


@pytest.mark.parametrize(("sentence", "low", "high"), ALLOWED, ids=[each[0] for each in ALLOWED])
def test_allowed(sentence: str, low: str, high: str) -> None:
    found = [written(r) for r in extract(sentence, issuer="云川市人民医院").records if r.kind != "date"]
    assert len(found) == 1
    ends = found[0]
    assert ends is not None
    for end, wanted in ((ends.low, low), (ends.high, high)):
        if not wanted:
            assert end is None
        else:
            assert end is not None
            assert abs(end - Fraction(Decimal(wanted))) < Fraction(1, 100)


def test_a_rank_has_no_sign_and_a_grade_no_number() -> None:
    text = "绩效考核列全国第69位，前进3位，医院为三级甲等。"
    rank, change, grade = (r for r in extract(text).records)
    assert written(rank) == Interval(Fraction(69), Fraction(69))
    assert written(change) == Interval(Fraction(3), Fraction(3))
    assert written(grade) is None


def near(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def test_arithmetic() -> None:
    assert near(1, 2) + near(10, 20) == near(11, 22)
    assert near(10, 20) - near(1, 2) == near(8, 19)
    assert -near(1, 2) == near(-2, -1)
    assert total([near(1, 2), near(3, 4), near(5, 6)]) == near(9, 12)
    assert growth(near(110, 110), near(100, 100)) == near(10, 10)
    assert growth(near(110, 120), near(80, 100)) == near(10, 50)
    assert percentage(near(25, 25), near(100, 100)) == near(25, 25)
    assert growth(near(1, 1), near(0, 5)) == Interval(None, None)
    assert growth(Interval(Fraction(110), None), near(100, 100)) == Interval(Fraction(10), None)


def test_overlap() -> None:
    assert near(1, 5).overlaps(near(5, 9))
    assert not near(1, 5).overlaps(near(6, 9))
    assert Interval(None, Fraction(5)).overlaps(near(3, 9))
    assert not Interval(Fraction(6), None).overlaps(near(1, 5))
