"""Conversion within a dimension: exact, and only where the text says enough."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.units import Base, to_base, units

PLAIN = sorted(unit for unit in units().dimension_of if unit)


@pytest.mark.parametrize(
    ("number", "unit", "per", "base"),
    [
        ("25.53", "亿元", None, ("2553000000", "元", None)),
        ("4826.6", "万元", None, ("48266000", "元", None)),
        ("1.8", "‰", None, ("0.18", "%", None)),
        ("7", "成", None, ("70", "%", None)),
        ("1.3", "倍", None, ("130", "%", None)),
        ("3", "亩", None, ("2000", "平方米", None)),
        ("1", "平方公里", None, ("1000000", "平方米", None)),
        ("2.5", "公顷", None, ("25000", "平方米", None)),
        ("610", "元", "人·月", ("7320", "元", "人·年")),
        ("4200", "元", "人·年", ("4200", "元", "人·年")),
        ("700", "元", None, ("700", "元", None)),
        ("2", "次", "季度", ("8", "次", "年")),
        ("1", "次", "周", ("1", "次", "周")),
        ("60", "张", "千名老人", ("60", "张", "千名老年人")),
        ("0.3", "m²", "户", ("30", "平方米", "百户")),
        ("6.6", "张", "千人口", ("66", "张", "万人")),
        ("3.2", "万户", None, ("32000", "户", None)),
        ("1.2", "万", None, ("12000", None, None)),
        ("30", "万人", None, ("300000", "人", None)),
        ("100", "万千瓦", None, ("1000000", "千瓦", None)),
        ("1.89", None, None, ("1.89", None, None)),
        ("6", "个百分点", None, ("6", "个百分点", None)),
    ],
)
def test_conversion(number: str, unit: str | None, per: str | None, base: tuple[str, str | None, str | None]) -> None:
    found = to_base(Decimal(number), unit, per)
    assert found == Base(Decimal(base[0]), base[1], base[2])


@pytest.mark.parametrize("unit", ["光年", "美元", "万光年"])
def test_what_is_unknown_is_not_converted(unit: str) -> None:
    assert to_base(Decimal(1), unit) is None


def test_points_are_no_shares() -> None:
    assert units().dimension("个百分点") != units().dimension("%")
    assert units().dimension("番") != units().dimension("倍")


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), st.sampled_from(PLAIN))
def test_the_base_of_a_base_is_itself(number: Decimal, unit: str) -> None:
    once = to_base(number, unit)
    assert once is not None
    assert to_base(once.number, once.unit) == once


@given(st.integers(min_value=0, max_value=10**6), st.sampled_from(PLAIN))
def test_ten_thousand_units_are_one_wan(number: int, unit: str) -> None:
    if units().split(f"万{unit}")[1] == unit:
        assert to_base(Decimal(number), f"万{unit}") == to_base(Decimal(number * 10**4), unit)
