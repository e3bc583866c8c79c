"""The five real plans that planextract exists to read, from the folder that PLANEXTRACT_PLANS names."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from invariants import disordered, misplaced, unaccounted, ungrounded, unlinked
from planextract import Document, Extraction, extract, load

FOLDER = os.environ.get("PLANEXTRACT_PLANS")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)

# title, region, level, province, code, sector, period, issuer, issued, number
FACTS = {
    "changji": (
        "昌吉州民政事业发展“十四五”规划", "昌吉回族自治州", "prefecture", "新疆维吾尔自治区", "652300",
        None, None, None,
    ),
    "chuxiong": (
        "楚雄州民政事业发展“十四五”规划", "楚雄彝族自治州", "prefecture", "云南省", "532300",
        "楚雄州民政局", "2022-06", None,
    ),
    "manas": (
        "玛纳斯县民政事业发展第十四个五年规划", "玛纳斯县", "county", "新疆维吾尔自治区", "652324",
        None, "2022-06-15", None,
    ),
    "minle": (
        "民乐县“十四五”民政事业发展规划", "民乐县", "county", "甘肃省", "620722",
        "民乐县人民政府办公室", "2022-05-31", "民政办发〔2022〕64号",
    ),
    "wuhai": (
        "乌海市“十四五”民政事业发展规划（2021—2025年）", "乌海市", "prefecture", "内蒙古自治区", "150300",
        "乌海市人民政府办公室", "2021-12-31", None,
    ),
}  # fmt: skip


@cache
def plan(name: str) -> tuple[Document, Extraction]:
    document = load(Path(FOLDER or "") / f"{name}.txt")
    return document, extract(document)


@pytest.mark.parametrize("name", FACTS)
def test_what_the_plan_says_about_itself(name: str) -> None:
    found = plan(name)[1].plan
    region = found.region
    assert region is not None
    facts = (
        found.title, region.name, region.level, region.province, region.code,
        found.issuer, found.issued, found.doc_number,
    )  # fmt: skip
    assert facts == FACTS[name]
    assert found.sector == "民政"
    assert found.period is not None
    assert (found.period.label, found.period.start, found.period.end) == ("“十四五”", "2021-01-01", "2025-12-31")


@pytest.mark.parametrize("name", FACTS)
def test_facts_point_at_what_they_were_read_from(name: str) -> None:
    document, extraction = plan(name)
    for fact, where in extraction.plan.read_from.items():
        assert where.span is not None
        said = document.text[slice(*where.span)]
        value = getattr(extraction.plan, fact)
        if isinstance(value, str) and fact != "issued":
            assert "".join(said.split()) == value, fact


@pytest.mark.parametrize("name", FACTS)
def test_every_span_slices_back_to_its_text(name: str) -> None:
    document, extraction = plan(name)
    assert ungrounded(document.text, extraction) == []
    assert misplaced(document.text, extraction) == []


@pytest.mark.parametrize("name", FACTS)
def test_every_number_is_accounted_for(name: str) -> None:
    document, extraction = plan(name)
    assert unaccounted(document.text, extraction) == []
    assert disordered(extraction) == []
    assert unlinked(extraction) == []
    unexplained = [n.text for n in extraction.numbers if n.role == "unexplained"]
    assert len(unexplained) <= 0.02 * len(extraction.numbers), unexplained
