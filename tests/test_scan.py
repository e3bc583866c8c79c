"""What the scan finds in a reading, and what it leaves alone."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from planextract.layout.normalise import folded, read
from planextract.patterns import load_patterns
from planextract.reading.scan import Number, Scanner

PATTERNS = load_patterns()
SCANNER = Scanner(PATTERNS)


def scan(text: str) -> list[Number]:
    base = folded(text)
    return list(SCANNER.scan(read(base, 0, len(base)).text))


def texts(text: str, *forms: str) -> list[str]:
    return [n.text for n in scan(text) if not forms or n.form in forms]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新建350个、改建12所", ["350", "12"]),
        ("1,250.5万元", ["1,250.5"]),
        ("1，250元", ["1，250"]),
        ("1,2500", ["1", "2500"]),
        ("到2025年达到9 8 .5 %", ["2025", "98.5"]),
        ("两三个项目", ["两三"]),
        ("十八至三十万元", ["十八", "三十万"]),
        ("百分之八点五", ["百分之八点五"]),
        ("千分之三", ["千分之三"]),
        ("三分之二以上的村", ["三分之二"]),
        ("2/3以上的村", ["2/3"]),
        ("一半以上", ["一半"]),
        ("第三位", ["第三"]),
        ("二〇三五年", ["二〇三五"]),
        ("二0三五年", ["二0三五"]),
        ("二Ｏ三五年", ["二O三五"]),
        ("二○三五年", ["二○三五"]),
        ("统一三个标准", ["三"]),
        ("数十家、几百名、若干个", ["数十", "几百", "若干"]),
        ("十余次", ["十"]),
        ("三百余万元", ["三百", "万"]),
        ("实现全覆盖", ["全覆盖"]),
        ("翻两番、翻番、翻2番", ["翻两番", "翻番", "翻2番"]),
        ("零感染、零售", ["零"]),
        ("第31次会议", ["31"]),
        ("13.89亿元", ["13.89"]),
        ("6万余名", ["6"]),
        ("九成以上", ["九"]),
        ("95分", ["95"]),
    ],
)
def test_numeric_expressions(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "唯一",
        "万能",
        "一体化",
        "三社联动",
        "五保供养",
        "零售",
        "数据",
        "成立",
        "户数名列前茅",
    ],
)
def test_numerals_inside_words_are_none(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("提高6个百分点", "百"),
        ("提高六个百分点", "百"),
        ("43张/千人", "千"),
        ("30平方米/百户", "百"),
        ("200多万元", "万"),
        ("12/10万", "10"),
        ("单位：万元", "万"),
        ("投资（亿元）", "亿"),
        ("0.5吨标准煤/万元", "万"),
        ("300m2", "2"),
    ],
)
def test_a_numeral_of_a_unit_is_no_number(text: str, unit: str) -> None:
    assert texts(text, "unit") == [unit]
    assert all(n.number is None for n in scan(text) if n.form == "unit")


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("第31次会议", ["31"]),
        ("第三条", ["第三"]),
        ("第2—3章", ["2", "3"]),
        ("第1、2、3条", ["1", "2", "3"]),
        ("居全国第5位", []),
        ("第2章新建3所", ["2"]),
    ],
)
def test_ordinals(text: str, ordinals: list[str]) -> None:
    assert texts(text, "ordinal") == ordinals


@pytest.mark.parametrize(
    ("text", "number", "high", "unit"),
    [
        ("两三个", 2, 3, ""),
        ("三四十人", 30, 40, ""),
        ("三十万人", 30, None, "万"),
        ("一亿二千万元", 120000000, None, ""),
        ("百分之八点五", "8.5", None, "%"),
        ("千分之三", 3, None, "‰"),
        ("全覆盖", 100, None, "%"),
        ("零事故", 0, None, ""),
        ("翻两番", 2, None, "番"),
        ("翻番", 1, None, "番"),
        ("倍增", 1, None, "番"),
        ("自然增长率为-1.2‰", "-1.2", None, ""),
        ("增速-0.5%", "-0.5", None, ""),
        ("3个-5个百分点", 3, None, ""),
        ("附件-1", 1, None, ""),
        ("2-3个", 2, None, ""),
        ("二〇二五年", 2025, None, ""),
    ],
)
def test_values(text: str, number: int | str, high: int | None, unit: str) -> None:
    first = scan(text)[0]
    assert (first.number, first.high, first.unit) == (Decimal(number), high, unit)


def test_a_stroke_between_two_numbers_is_no_minus() -> None:
    assert [n.number for n in scan("1.5个百分点-2个百分点") if n.number] == [Decimal("1.5"), 2]
    assert [n.number for n in scan("3%-8%")] == [3, 8]


def test_a_run_of_digits_too_long_for_a_figure_has_no_value() -> None:
    assert [n.number for n in scan("证号91532300123456789012")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "一" * 100_000,
        "1 " * 50_000,
        "（" * 100_000,
        "一点" * 50_000,
        "1-" * 50_000,
        "第一" * 50_000,
        "百分之" * 30_000,
    ],
)
def test_hostile_lines_take_no_more_than_a_moment(text: str) -> None:
    begin = time.process_time()
    assert len(scan(text)) <= len(text)
    assert time.process_time() - begin < 4


@pytest.mark.parametrize("rule", ["coverage", "all", "double", "zero", "half", "slash", "some"])
def test_every_example_of_a_value_word_is_found(rule: str) -> None:
    for example in PATTERNS["words"][rule].examples:
        assert scan(example), example
