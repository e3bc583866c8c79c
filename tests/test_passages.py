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
