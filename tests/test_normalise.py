"""Readings: what OCR, web pages and word processors left is read away, and every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.layout.normalise import folded, read

NOISE = st.text(st.sampled_from(list(" \t\u3000\u00a0\u200b12.,%‰（）()年个A*$^{}\\<>/br&;nO〇—-")), max_size=60)


def reading(text: str) -> str:
    base = folded(text)
    return read(base, 0, len(base)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("０.３８‰", "0.38‰"),
        ("２０２５年", "2025年"),
        ("2 0 2 5 年", "2025年"),
        ("2 0 0 5年", "2005年"),
        ("20 25年", "2025年"),
        ("6 .5 %", "6.5%"),
        ("1 0 ‰", "10‰"),
        ("9 8 .5 %", "98.5%"),
        ("达 到 ９９ ％", "达到99%"),
        ("60 000元", "60000元"),
        ("1 250 000 元", "1250000元"),
        ("12.5 300个", "12.5 300个"),
        ("2O25年", "2025年"),
        ("2OO5年", "2005年"),
        ("5O%", "50%"),
        ("CO2排放", "CO2排放"),
        ("3‐8个、3−8个、3〜8个", "3-8个、3-8个、3~8个"),
        ("1. 3所学校", "1. 3所学校"),
        ("1. 2025年", "1. 2025年"),
        ("要求：2. 5所", "要求：2. 5所"),
        ("6. 5%", "6.5%"),
        ("增长6. 5%", "增长6.5%"),
        ("1 2", "12"),
        ("12 345", "12 345"),
        ("社区 服务 中心", "社区服务中心"),
        ("GDP growth 5%", "GDP growth5%"),
        ("300m<sup>2</sup>", "300m2"),
        ("300 m^2", "300m²"),
        ("$30\\text{ m}^2$", "30m²"),
        ("$\\geq 55\\%$", "≥55%"),
        ("&ge;55%&nbsp;", "≥55%"),
        ("**重点**任务", "重点任务"),
        ("[bookmark: _Toc1]第一章", "第一章"),
        ("养老<br>机构", "养老机构"),
        ("达到5\u200b0%", "达到50%"),
        ("达到50%,新建3所;", "达到50%，新建3所;"),
        ("1,250元", "1,250元"),
        ("县(市)", "县（市）"),
        ("达到50%.", "达到50%。"),
    ],
)
def test_readings(text: str, expected: str) -> None:
    assert reading(text) == expected


@given(NOISE)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(NOISE, st.data())
def test_every_piece_of_a_reading_points_into_the_source(text: str, data: st.DataObject) -> None:
    base = folded(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = read(base, start, end)
    previous = start
    for i, char in enumerate(found.text):
        span = found.source(i, i + 1)
        assert previous <= span.start < span.end <= end
        assert base[span.start] == char or char in '0²³≥≤×~±‰，：；（）。—–<>&"“” ' or "\\" in base[start:end]
        previous = span.start


@given(st.text("0123456789", min_size=2, max_size=12))
def test_spaces_between_single_digits_are_read_away(digits: str) -> None:
    assert reading(" ".join(digits) + " 个") == digits + "个"


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, " " * 100_000, "$" * 100_000, "<b" * 50_000, "(1)" * 30_000, "1. " * 30_000, "&#" * 50_000]
)
def test_hostile_lines_take_no_more_than_a_moment(text: str) -> None:
    assert len(reading(text)) <= len(text)
