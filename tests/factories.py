"""Extractions made by hand, for tests of what happens to them once they are read."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from planextract.document import Document
from planextract.records import (
    Baseline,
    Body,
    Change,
    Deadline,
    Evidence,
    Extraction,
    Finding,
    FindingPlace,
    Generator,
    Indicator,
    Level,
    Milestone,
    NumberEntry,
    Period,
    Plan,
    Record,
    Region,
    Source,
    Value,
)

SENTENCE = "到2025年，养老机构护理型床位占比由37%提高到55%以上。"


def make_record(text: str = SENTENCE, **changes: Any) -> Record:
    """A target as the sentence above gives it; ``changes`` replace whole fields."""
    record = Record(
        id="r1",
        kind="target",
        indicator=Indicator(text="养老机构护理型床位占比", id="elder_care.nursing_bed_share"),
        value=Value(text="55%以上", comparator=">=", number=Decimal("55.0"), unit="%", span=(27, 32)),
        baseline=Baseline(text="37%", number=Decimal(37), unit="%", span=(19, 22)),
        change=Change(text="提高18个百分点", number=Decimal(18), unit="个百分点", span=(0, 1)),
        deadline=Deadline(text="到2025年", end="2025-12-31", source="explicit", span=(0, 6)),
        level=Level(level="county"),
        responsible=[Body(text="县民政局", span=(0, 1)), Body(text="县财政局", span=(0, 1))],
        binding="约束性",
        section=["第二章  养老服务", "第一节  机构"],
        evidence=Evidence(text=text, start=0, end=len(text), line=1, value_span=(27, 29)),
        rule="from_to",
    )
    return record.model_copy(update=changes)


def make_value(text: str, number: str | None = None, **more: Any) -> Value:
    return Value(text=text, number=None if number is None else Decimal(number), span=(0, len(text)), **more)


def make_extraction(
    document: Document | None = None, *, records: list[Record] | None = None, **changes: Any
) -> Extraction:
    """One plan with one record, two numbers, a finding and a milestone; a document without digits has nothing."""
    document = document or Document(SENTENCE, "plan.txt", "0" * 64)
    has_figures = any(char.isdigit() for char in document.text)
    evidence = Evidence(text="建成儿童福利院", start=0, end=7, line=1)
    extraction = Extraction(
        generator=Generator(version="0.1.0", patterns="0"),
        source=Source(
            path=document.path,
            sha256=document.sha256,
            text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
            format=document.format,
            encoding=document.encoding,
            chars=len(document.text),
        ),
        plan=Plan(
            title="青原县民政事业发展规划",
            region=Region(name="青原县", level="county"),
            period=Period(label="“十四五”", start="2021-01-01", end="2025-12-31"),
        ),
    )
    if has_figures:
        extraction = extraction.model_copy(
            update={
                "records": [make_record()],
                "numbers": [
                    NumberEntry(start=1, end=5, text="2025", role="deadline", record="r1", records=["r1"]),
                    NumberEntry(start=19, end=21, text="37", role="unexplained"),
                ],
                "findings": [
                    Finding(
                        check="growth",
                        severity="warning",
                        message="37 and 55 do not agree",
                        records=["r1"],
                        spans=[(19, 21), (27, 29)],
                        places=[FindingPlace(source=document.path, span=(19, 21), text="37")],
                    )
                ],
                "milestones": [
                    Milestone(
                        id="m1",
                        action="建成",
                        object="儿童福利院",
                        deadline=Deadline(end="2023-12-31"),
                        level=Level(level="county"),
                        evidence=evidence,
                        rule="milestone",
                    )
                ],
            }
        )
    return extraction.model_copy(update={"records": records} if records is not None else {}).model_copy(update=changes)


@dataclass(frozen=True)
class GivenStub:
    region: str | None = None
    level: str | None = None
    period: str | None = None


Extract = Callable[..., Extraction]


def install_pipeline(monkeypatch: pytest.MonkeyPatch, extract: Extract | None = None) -> list[GivenStub]:
    """Put a pipeline of our own in place of the real one; returns what each plan was given by options."""
    given_options: list[GivenStub] = []

    def remember(document: Document, *, given: GivenStub, patterns_dir: Path | None = None) -> Extraction:
        given_options.append(given)
        return extract(document) if extract else make_extraction(document)

    stub = ModuleType("planextract.pipeline")
    vars(stub).update(Given=GivenStub, extract=remember)
    monkeypatch.setitem(sys.modules, "planextract.pipeline", stub)
    return given_options
