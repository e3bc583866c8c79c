"""The columns of every table that is written: their order, their names and what stands in them, in this one place.

CSV, XLSX and the table on the terminal read from here. Names and order of ``RECORDS`` are those of the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from planextract.records import (
    Body,
    Extraction,
    Finding,
    FindingPlace,
    Milestone,
    NumberEntry,
    Record,
    SpanPair,
    shortest,
)

__all__ = ["FINDINGS", "LEVELS_ZH", "MILESTONES", "NUMBERS", "RECORDS", "CellValue", "Column", "Headers", "Sheet"]

Headers = Literal["en", "zh"]
CellValue = str | int | float | bool | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    name: str
    zh: str
    value: Callable[[Extraction, T], CellValue]
    widest: int = 28
    """The widest that a spreadsheet column gets, in half-width characters."""
    wrap: bool = False

    def header(self, headers: Headers) -> str:
        return self.zh if headers == "zh" else self.name


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One table: its names, its columns and where its rows come from."""

    name: str
    zh: str
    rows: Callable[[Extraction], Sequence[T]]
    columns: tuple[Column[T], ...]

    def title(self, headers: Headers) -> str:
        return self.zh if headers == "zh" else self.name

    def header(self, headers: Headers) -> list[str]:
        return [column.header(headers) for column in self.columns]

    def cells(self, extraction: Extraction) -> Iterable[list[CellValue]]:
        for row in self.rows(extraction):
            yield [column.value(extraction, row) for column in self.columns]


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else shortest(number)


def _bodies(bodies: Iterable[Body]) -> str:
    return "；".join(body.text for body in bodies)


def _spans(spans: Iterable[SpanPair]) -> str:
    return "；".join(f"{start}:{end}" for start, end in spans)


def _place(place: FindingPlace) -> str:
    where = f"{place.source} {place.span[0]}:{place.span[1]}" if place.span else place.source
    return f"{where} {place.text}" if place.text else where


RECORDS: Sheet[Record] = Sheet(
    "Records",
    "记录",
    lambda e: e.records,
    (
        Column("source", "来源文件", lambda e, r: e.source.path),
        Column("region", "地区", lambda e, r: e.plan.region.name if e.plan.region else None),
        Column("region_level", "地区级别", lambda e, r: e.plan.region.level if e.plan.region else None),
        Column("kind", "类别", lambda e, r: r.kind),
        Column("indicator", "指标", lambda e, r: r.indicator.text, 40, wrap=True),
        Column("indicator_id", "指标编码", lambda e, r: r.indicator.id),
        Column("comparator", "比较符", lambda e, r: r.value.comparator),
        Column("value", "数值", lambda e, r: _number(r.value.number)),
        Column("value_high", "数值上限", lambda e, r: _number(r.value.high)),
        Column("unit", "单位", lambda e, r: r.value.unit),
        Column("per", "每（分母）", lambda e, r: r.value.per),
        Column("value_text", "数值原文", lambda e, r: r.value.text, 30, wrap=True),
        Column("implied", "由词推出", lambda e, r: r.value.implied),
        Column("baseline", "基期值", lambda e, r: _number(r.baseline.number) if r.baseline else None),
        Column("baseline_unit", "基期单位", lambda e, r: r.baseline.unit if r.baseline else None),
        Column("change", "变化", lambda e, r: _number(r.change.number) if r.change else None),
        Column("change_unit", "变化单位", lambda e, r: r.change.unit if r.change else None),
        Column("deadline", "完成时限", lambda e, r: r.deadline.end),
        Column("every", "周期", lambda e, r: r.deadline.every),
        Column("deadline_source", "时限来源", lambda e, r: r.deadline.source),
        Column("level", "层级", lambda e, r: r.level.level),
        Column("level_source", "层级来源", lambda e, r: r.level.source),
        Column("responsible", "责任单位", lambda e, r: _bodies(r.responsible), 30, wrap=True),
        Column("binding", "指标属性", lambda e, r: r.binding),
        Column("section", "章节", lambda e, r: "＞".join(r.section), 40, wrap=True),
        Column("evidence", "原文依据", lambda e, r: r.evidence.text, 70, wrap=True),
        Column("line", "行", lambda e, r: r.evidence.line),
        Column("start", "起始位置", lambda e, r: r.evidence.start),
        Column("end", "结束位置", lambda e, r: r.evidence.end),
        Column("rule", "规则", lambda e, r: r.rule),
        Column("id", "编号", lambda e, r: r.id),
    ),
)

NUMBERS: Sheet[NumberEntry] = Sheet(
    "Number ledger",
    "数字台账",
    lambda e: e.numbers,
    (
        Column("source", "来源文件", lambda e, n: e.source.path),
        Column("start", "起始位置", lambda e, n: n.start),
        Column("end", "结束位置", lambda e, n: n.end),
        Column("text", "数字原文", lambda e, n: n.text),
        Column("role", "作用", lambda e, n: n.role),
        Column("record", "记录编号", lambda e, n: n.record),
        Column("records", "全部记录编号", lambda e, n: "；".join(n.records), 40),
    ),
)

FINDINGS: Sheet[Finding] = Sheet(
    "Findings",
    "发现",
    lambda e: e.findings,
    (
        Column("source", "来源文件", lambda e, f: e.source.path),
        Column("check", "检查项", lambda e, f: f.check),
        Column("severity", "严重程度", lambda e, f: f.severity),
        Column("message", "说明", lambda e, f: f.message, 70, wrap=True),
        Column("records", "记录编号", lambda e, f: "；".join(f.records), 40),
        Column("spans", "位置", lambda e, f: _spans(f.spans)),
        Column("places", "各处原文", lambda e, f: "；".join(map(_place, f.places)), 60, wrap=True),
    ),
)

MILESTONES: Sheet[Milestone] = Sheet(
    "Milestones",
    "里程碑",
    lambda e: e.milestones,
    (
        Column("source", "来源文件", lambda e, m: e.source.path),
        Column("action", "行动", lambda e, m: m.action),
        Column("object", "事项", lambda e, m: m.object, 40, wrap=True),
        Column("deadline", "完成时限", lambda e, m: m.deadline.end),
        Column("every", "周期", lambda e, m: m.deadline.every),
        Column("deadline_source", "时限来源", lambda e, m: m.deadline.source),
        Column("level", "层级", lambda e, m: m.level.level),
        Column("level_source", "层级来源", lambda e, m: m.level.source),
        Column("responsible", "责任单位", lambda e, m: _bodies(m.responsible), 30, wrap=True),
        Column("section", "章节", lambda e, m: "＞".join(m.section), 40, wrap=True),
        Column("evidence", "原文依据", lambda e, m: m.evidence.text, 70, wrap=True),
        Column("line", "行", lambda e, m: m.evidence.line),
        Column("start", "起始位置", lambda e, m: m.evidence.start),
        Column("end", "结束位置", lambda e, m: m.evidence.end),
        Column("rule", "规则", lambda e, m: m.rule),
        Column("id", "编号", lambda e, m: m.id),
    ),
)

LEVELS_ZH = {
    "national": "国家级",
    "province": "省级",
    "prefecture": "市（州）级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
}
"""How the table on the terminal names levels under Chinese headers; the data keeps the words of the contract."""
