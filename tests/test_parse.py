"""The three parsers on their own: a whole string in, one value out, None where it is not one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import hospext

NUMBERS = {
    "0": "0",
    "7": "7",
    "847746": "847746",
    "847,746": "847746",
    "８４７７４６": "847746",
    "８４７，７４６": "847746",
    "51360.68": "51360.68",
    "５１３６０．６８": "51360.68",
    "51,360.68": "51360.68",
    "五万一千三百六十点六八": "51360.68",
    "三百六十点六八": "360.68",
    "零点六": "0.6",
    "零": "0",
    "十": "10",
    "十五": "15",
    "二十": "20",
    "一百": "100",
    "一百零二": "102",
    "一百一十": "110",
    "两百": "200",
    "两千零五": "2005",
    "三千零五十": "3050",
    "一万零三": "10003",
    "十万零一十": "100010",
    "五十三万": "530000",
    "二十万": "200000",
    "一千万": "10000000",
    "一亿零一": "100000001",
    "一亿二千五百万": "125000000",
    "一万五千亿": "1500000000000",
    "二十万亿": "20000000000000",
    "壹佰零贰": "102",
    "叁仟伍佰": "3500",
    "贰拾万": "200000",
    "3.2万": "32000",
    "３.２万": "32000",
    "8.9亿": "890000000",
    "24500.1万": "245001000",
    "3.2万亿": "3200000000000",
    "1百2十": "120",
    "１百２十": "120",
    "3千5百": "3500",
}
NOT_NUMBERS = [
    "",
    "三甲",
    "三位",
    "一院两区",
    "医院",
    "3%",
    "3-5",
    "3.2.1",
    "第三",
    "abc",
    "2024年",
    "一名",
    "3 家",
]

QUANTITIES = {
    "近3.2万亿元": (3_200_000_000_000, None, "CNY", "approx"),
    "51360.68万元": (513_606_800, None, "CNY", "exact"),
    "五亿一千三百六十万六千八百元": (513_606_800, None, "CNY", "exact"),
    "3至5亿元": (300_000_000, 500_000_000, "CNY", "exact"),
    "500多亿元": (50_000_000_000, None, "CNY", "over"),
    "１百２十元": (120, None, "CNY", "exact"),
    "50万美元": (500_000, None, "USD", "exact"),
    "300万港元": (3_000_000, None, "HKD", "exact"),
    "1万余人次": (10_000, None, "人次", "over"),
    "万余人次": (10_000, None, "人次", "over"),
    "数十万人次": (100_000, None, "人次", "over"),
    "1,486人次": (1486, None, "人次", "exact"),
    "356.8万人次": (3_568_000, None, "人次", "exact"),
    "十几名": (10, None, "名", "over"),
    "30余名": (30, None, "名", "over"),
    "上百名": (100, None, "名", "over"),
    "近百名": (100, None, "名", "approx"),
    "2—3名": (2, 3, "名", "exact"),
    "至少2—3名": (2, 3, "名", "over"),
    "约8万余人次": (80_000, None, "人次", "over"),
    "不足300例": (300, None, "例", "under"),
    "1500张": (1500, None, "张", "exact"),
    "76%": (76, None, "%", "exact"),
    "７６％": (76, None, "%", "exact"),
    "112.40%以上": (Decimal("112.4"), None, "%", "over"),
    "80%—90%": (80, 90, "%", "exact"),
    "百分之十五点六": (Decimal("15.6"), None, "%", "exact"),
    "万分之0.6": (Decimal("0.006"), None, "%", "exact"),
    "七成": (70, None, "%", "exact"),
    "4.5‰": (Decimal("4.5"), None, "‰", "exact"),
    "15.1/10万": (Decimal("15.1"), None, "/10万", "exact"),
    "3.2个百分点": (Decimal("3.2"), None, "百分点", "exact"),
    "1.5倍": (Decimal("1.5"), None, "倍", "exact"),
    "6.84天": (Decimal("6.84"), None, "天", "exact"),
    "45日": (45, None, "天", "exact"),
    "3-5天": (3, 5, "天", "exact"),
    "7天以内": (7, None, "天", "under"),
    "45日内": (45, None, "天", "under"),
    "两个月": (2, None, "月", "exact"),
    "半年": (Decimal("0.5"), None, "年", "exact"),
    "1年半": (Decimal("1.5"), None, "年", "exact"),
    "两星期": (2, None, "周", "exact"),
    "1分52秒": (112, None, "秒", "exact"),
    "约600平米": (600, None, "m²", "approx"),
    "12.8万平方米": (128_000, None, "m²", "exact"),
    "150亩": (150, None, "亩", "exact"),
    "316平方公里": (316, None, "km²", "exact"),
    "811.8分": (Decimal("811.8"), None, "分", "exact"),
}
NOT_QUANTITIES = ["", "三甲", "医院", "张", "近日", "一院两区", "三位一体", "开放床位1500张"]

# On 2019-08-01, a Thursday.
REFERENCE = dt.date(2019, 8, 1)
DATES = {
    "2019年3月18日": ("2019-03-18", "2019-03-18", "day"),
    "２０１９年３月１８日": ("2019-03-18", "2019-03-18", "day"),
    "二〇一九年三月十八日": ("2019-03-18", "2019-03-18", "day"),
    "2019-03-18": ("2019-03-18", "2019-03-18", "day"),
    "3月18日": ("2019-03-18", "2019-03-18", "day"),
    "7月29日17时": ("2019-07-29", "2019-07-29", "hour"),
    "7月29日下午5时": ("2019-07-29", "2019-07-29", "hour"),
    "去年6月份": ("2018-06-01", "2018-06-30", "month"),
    "2019年5月": ("2019-05-01", "2019-05-31", "month"),
    "五月": ("2019-05-01", "2019-05-31", "month"),
    "2024年2月": ("2024-02-01", "2024-02-29", "month"),
    "本月": ("2019-08-01", "2019-08-31", "month"),
    "上月": ("2019-07-01", "2019-07-31", "month"),
    "2018年": ("2018-01-01", "2018-12-31", "year"),
    "2018年度": ("2018-01-01", "2018-12-31", "year"),
    "二〇一八年": ("2018-01-01", "2018-12-31", "year"),
    "去年": ("2018-01-01", "2018-12-31", "year"),
    "今年": ("2019-01-01", "2019-12-31", "year"),
    "明年": ("2020-01-01", "2020-12-31", "year"),
    "一季度": ("2019-01-01", "2019-03-31", "quarter"),
    "2018年第四季度": ("2018-10-01", "2018-12-31", "quarter"),
    "今年上半年": ("2019-01-01", "2019-06-30", "half"),
    "2018年下半年": ("2018-07-01", "2018-12-31", "half"),
    "年初": ("2019-01-01", "2019-01-01", "day"),
    "去年底": ("2018-12-31", "2018-12-31", "day"),
    "2018年末": ("2018-12-31", "2018-12-31", "day"),
    "6月末": ("2019-06-30", "2019-06-30", "day"),
    "十三五": ("2016-01-01", "2020-12-31", "range"),
    "十四五": ("2021-01-01", "2025-12-31", "range"),
    "20世纪90年代": ("1990-01-01", "1999-12-31", "decade"),
    "2012年到2018年": ("2012-01-01", "2018-12-31", "range"),
    "2019—2021年": ("2019-01-01", "2021-12-31", "range"),
    "1954-2019": ("1954-01-01", "2019-12-31", "range"),
    "1—7月": ("2019-01-01", "2019-07-31", "range"),
    "2018年1月至8月": ("2018-01-01", "2018-08-31", "range"),
    "8月9日-10日": ("2019-08-09", "2019-08-10", "range"),
    "2018年9月至2019年3月": ("2018-09-01", "2019-03-31", "range"),
    "2018年12月20日至2019年1月5日": ("2018-12-20", "2019-01-05", "range"),
}
DATES_OF_ANY_GRAIN = {
    "3月上旬": ("2019-03-01", "2019-03-10"),
    "3月中旬": ("2019-03-11", "2019-03-20"),
    "2024年2月下旬": ("2024-02-21", "2024-02-29"),
    "春节": ("2019-02-05", "2019-02-05"),
    "正月初八": ("2019-02-12", "2019-02-12"),
    "2024年春节": ("2024-02-10", "2024-02-10"),
    "2024年端午节": ("2024-06-10", "2024-06-10"),
}
NOT_DATES = [
    "",
    "2月30日",
    "2019年2月29日",
    "4月31日",
    "近年来",
    "近日",
    "目前",
    "届时",
    "每年11月",
    "每周三",
    "五年来",
    "1500张",
    "2010人",
    "三甲",
]


@pytest.mark.parametrize(("text", "value"), NUMBERS.items(), ids=NUMBERS.keys())
def test_number(text: str, value: str) -> None:
    parsed = hospext.parse_number(text)
    assert isinstance(parsed, Decimal)
    assert parsed == Decimal(value)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_not_a_number(text: str) -> None:
    assert hospext.parse_number(text) is None


@pytest.mark.parametrize(("text", "expected"), QUANTITIES.items(), ids=QUANTITIES.keys())
def test_quantity(text: str, expected: tuple[object, ...]) -> None:
    quantity = hospext.parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.value_max, quantity.unit, quantity.bound) == expected


def test_quantity_of_a_third() -> None:
    quantity = hospext.parse_quantity("三分之一")
    assert quantity is not None
    assert (float(quantity.value), quantity.unit) == (pytest.approx(100 / 3), "%")


@pytest.mark.parametrize("text", ["两三万元", "2至3万元", "二三万元"])
def test_quantity_between_two_neighbours(text: str) -> None:
    quantity = hospext.parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.value_max, quantity.unit) == (20_000, 30_000, "CNY")


@pytest.mark.parametrize("text", NOT_QUANTITIES)
def test_not_a_quantity(text: str) -> None:
    assert hospext.parse_quantity(text) is None


@pytest.mark.parametrize(("text", "expected"), DATES.items(), ids=DATES.keys())
def test_date(text: str, expected: tuple[str, str, str]) -> None:
    date = hospext.parse_date(text, reference_date=REFERENCE)
    assert date is not None
    assert (date.start.isoformat(), date.end.isoformat(), date.granularity) == expected


@pytest.mark.parametrize(("text", "expected"), DATES_OF_ANY_GRAIN.items(), ids=DATES_OF_ANY_GRAIN.keys())
def test_date_of_any_grain(text: str, expected: tuple[str, str]) -> None:
    date = hospext.parse_date(text, reference_date=REFERENCE)
    assert date is not None
    assert (date.start.isoformat(), date.end.isoformat()) == expected


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_a_date(text: str) -> None:
    assert hospext.parse_date(text, reference_date=REFERENCE) is None
