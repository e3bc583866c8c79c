"""Sentences that something runs through, and what the figures of one clause share."""

from __future__ import annotations

import pytest

from planextract import extract
from planextract.document import Document
from planextract.loading import load_bytes

LEAD = "全县城乡居民最低生活保障对象的补助资金通过银行按月发放到户"


def plan(text: str) -> Document:
    head = "青石县“十四五”民政事业发展规划\n\n第一章 发展基础\n\n截至2020年底，"
    return load_bytes(f"{head}{text}\n".encode(), "plan.txt")


@pytest.mark.parametrize("foot", ["— 12 —", "- 12 -", "第 12 页", "12"])
def test_the_foot_of_a_page_is_no_part_of_the_sentence_around_it(foot: str) -> None:
    extraction = extract(plan(f"{LEAD}，共惠及\n\n{foot}\n\n困难群众3240人。"))
    (record,) = extraction.records
    assert (record.indicator.text, record.value.number) == ("惠及困难群众", 3240)
    assert [n.role for n in extraction.numbers if n.text == "12"] == ["furniture"]


def test_an_amount_and_its_unit_on_two_pages() -> None:
    extraction = extract(plan(f"{LEAD}，惠及困难群众3240\n\n— 3 —\n\n人。"))
    (record,) = extraction.records
    assert (record.value.number, record.value.high, record.value.unit) == (3240, None, "人")


def test_two_rates_behind_one_word_are_both_yearly() -> None:
    records = extract(plan("城乡低保标准分别由2015年的240元、108元提高到432元、236元，年均增长12.5%和16.9%。")).records
    changes = [f"{r.change.number} {r.change.basis}" for r in records if r.change]
    assert changes == ["12.5 annual", "16.9 annual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成幼儿园36所，达到千名儿童12个托位的标准。", ["36 None", "12 千名儿童"]),
        ("每千名残疾人拥有康复床位3张，千人口病床5张。", ["3 千名残疾人", "5 千人口"]),
        ("万元GDP能耗0.42吨标准煤。", ["0.42 万元"]),
        ("新签约亿元以上项目37个，近2.8亿元先后建成8座殡仪馆。", ["37 None", "2.8 None", "8 None"]),
    ],
)
def test_denominators_are_whole_and_amounts_are_none(text: str, expected: list[str]) -> None:
    assert [f"{r.value.number} {r.value.per}" for r in extract(plan(text)).records] == expected


def test_what_was_raised_and_its_level_a_clause_later() -> None:
    (record,) = extract(plan("为农村教师每人每月增加生活补贴300元，农村教师生活补贴每人每月不低于800元。")).records
    assert (record.value.number, record.change and record.change.number) == (800, 300)
    other = extract(plan("全县增加养老床位500张，农村养老床位达到2000张。")).records
    assert [(r.value.number, r.change) for r in other] == [(500, None), (2000, None)]


def test_grades_that_share_their_word_are_no_figures() -> None:
    (record,) = extract(plan("完成四、五类危桥改造23座。")).records
    assert (record.value.number, record.value.unit) == (23, "座")


@pytest.mark.parametrize("heading", ["[bookmark: _Toc1]第二章 主要任务", "## 第二章 主要任务", "**第二章 主要任务**"])
def test_a_section_is_named_without_the_marks_around_its_heading(heading: str) -> None:
    (record,) = extract(plan(f"各项工作稳步推进。\n\n{heading}\n\n到2025年，建成养老院3所。")).records
    assert record.section == ["第二章 主要任务"]
