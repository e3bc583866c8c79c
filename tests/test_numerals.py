"""Numerals alone: every way of writing a number, read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.reading.numerals import approximate, arabic, chinese, fraction, multiplier, split_myriads, year

DIGIT = "零一二三四五六七八九"
WHOLE = st.integers(min_value=0, max_value=10**9)


def in_words(number: int) -> str:
    """The usual Chinese numeral of a number below a billion.

    >>> in_words(3205), in_words(10), in_words(120000), in_words(100000000)
    ('三千二百零五', '十', '十二万', '一亿')
    """
    if number < 10:
        return DIGIT[number]
    for factor, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= factor:
            head, rest = divmod(number, factor)
            gap = "零" if rest and rest < factor // 10 else ""
            words = in_words(head) + name + gap + (in_full(rest) if rest else "")
            return words[1:] if words.startswith("一十") else words
    raise AssertionError


def in_full(number: int) -> str:
    """A numeral inside another one, where ten is 一十."""
    words = in_words(number)
    return "一" + words if words.startswith("十") else words


@given(WHOLE)
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    assert chinese(in_words(number)) == number


@given(st.integers(min_value=0, max_value=9999), st.text("零一二三四五六七八九〇", min_size=1, max_size=6))
def test_a_chinese_decimal_is_read_back(whole: int, part: str) -> None:
    digits = "".join(str(DIGIT.index(c.replace("〇", "零"))) for c in part)
    assert chinese(f"{in_words(whole)}点{part}") == Decimal(f"{whole}.{digits}")


@given(WHOLE, st.integers(min_value=0, max_value=3))
def test_arabic_digits_are_read_back_in_every_dress(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    plain = f"{value:f}"
    assert arabic(plain) == value
    assert arabic(f"{value:,f}") == value
    assert arabic(" ".join(plain)) == value
    assert arabic(plain.translate({ord("0") + i: 0xFF10 + i for i in range(10)})) == value


@given(st.integers(min_value=1900, max_value=2099), st.data())
def test_a_year_may_mix_its_digits(number: int, data: st.DataObject) -> None:
    spelled = "".join(
        data.draw(st.sampled_from([c, DIGIT[int(c)], "〇○零Oo0"[int(c)] if c == "0" else c])) for c in str(number)
    )
    assert year(spelled) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十八", 18),
        ("二十", 20),
        ("一百零五", 105),
        ("一百二", 120),
        ("三千五", 3500),
        ("一万二", 12000),
        ("两千零二十五", 2025),
        ("二〇二五", 2025),
        ("二○三五", 2035),
        ("一亿二千万", 120000000),
        ("十二亿三千万", 1230000000),
        ("三万亿", 3 * 10**12),
        ("三万五千亿", 35 * 10**11),
        ("千", 1000),
        ("万", 10000),
        ("两", 2),
        ("〇", 0),
        ("八点五", "8.5"),
        ("零点零五", "0.05"),
        ("一百点二五", "100.25"),
    ],
)
def test_chinese(text: str, number: int | str) -> None:
    assert chinese(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "点五", "八点", "三点十", "甲", "三甲", "一" * 16, "一" * 25, "一点" + "一" * 16])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("两三", 2, 3),
        ("三四十", 30, 40),
        ("十七八", 17, 18),
        ("二十七八", 27, 28),
        ("三五", 3, 5),
        ("一二百", 100, 200),
        ("一百二三十", 120, 130),
        ("七八千", 7000, 8000),
    ],
)
def test_two_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    assert approximate(text) == (low, high)


@pytest.mark.parametrize("text", ["二三四", "二五", "三一", "十三五", "一百二三", "二十", "三", "", "一" * 100])
def test_other_digits_side_by_side_are_no_range(text: str) -> None:
    assert approximate(text) is None


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("百分之八点五", "8.5", "%"),
        ("百分之百", 100, "%"),
        ("百分之一百二十", 120, "%"),
        ("百分之8.5", "8.5", "%"),
        ("千分之三", 3, "‰"),
        ("三分之二", "0.6667", None),
        ("十分之一", "0.1", None),
        ("万分之五", "0.0005", None),
        ("5分之3", "0.6", None),
        ("2/3", "0.6667", None),
        ("一半", "0.5", None),
        ("半数", "0.5", None),
    ],
)
def test_fractions(text: str, number: int | str, unit: str | None) -> None:
    assert fraction(text) == (Decimal(number), unit)


@pytest.mark.parametrize("text", ["零分之一", "三分之"])
def test_what_is_no_fraction(text: str) -> None:
    assert fraction(text) is None


def test_a_run_of_digits_too_long_for_a_figure_has_no_value() -> None:
    assert arabic("9" * 15) == Decimal("9" * 15)
    assert arabic("1" * 14 + ".5") == Decimal("1" * 14 + ".5")
    assert arabic("9" * 16) is None
    assert arabic("9" * 100_000) is None


@pytest.mark.parametrize(
    ("unit", "factor", "measure"),
    [
        ("万亩", 10**4, "亩"),
        ("万亿元", 10**12, "元"),
        ("千万元", 10**7, "元"),
        ("亿", 10**8, ""),
        ("元", 1, "元"),
        ("千克", 1000, "克"),
    ],
)
def test_the_multiplier_of_a_unit(unit: str, factor: int, measure: str) -> None:
    assert multiplier(unit) == (factor, measure)


@pytest.mark.parametrize(
    ("text", "body", "ending"),
    [
        ("三十万", "三十", "万"),
        ("三万亿", "三", "万亿"),
        ("万", "万", ""),
        ("一亿二千万", "一亿二千万", ""),
        ("三百", "三百", ""),
    ],
)
def test_a_final_myriad_belongs_to_the_unit(text: str, body: str, ending: str) -> None:
    assert split_myriads(text) == (body, ending)
