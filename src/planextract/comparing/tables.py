"""The tables of a comparison: the matrix, the long form, and the relations between levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from planextract.comparing.figures import Figure
from planextract.comparing.levels import Neighbour, Pair, Vertical
from planextract.comparing.rows import Cell, Comparison, Row
from planextract.comparing.wording import cell_shown, differences_shown, said, when
from planextract.records import shortest
from planextract.writing.columns import CellValue, Column, Headers
from planextract.writing.terminal import value_shown

__all__ = ["LONG", "PLAN_COLUMN", "VERTICAL", "Line", "lines", "long_rows", "matrix", "vertical_rows"]


@dataclass(frozen=True)
class Line:
    """One place where a plan states a figure of a row."""

    row: Row
    number: int
    plan: str
    cell: Cell
    figure: Figure
    repeat: bool
    """Whether another place of the plan says the same, which stands in the matrix."""
    headers: Headers


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else shortest(number)


def _differences(differences: Sequence[Decimal]) -> CellValue:
    """A number where there is one, so that a spreadsheet can calculate with it."""
    return shortest(differences[0]) if len(differences) == 1 else differences_shown(differences)


LONG: tuple[Column[Line], ...] = (
    Column("row", "行号", lambda e, x: x.number),
    Column("state", "异同", lambda e, x: said(x.row.state, x.headers)),
    Column("domain", "领域", lambda e, x: x.row.domain),
    Column("indicator_id", "指标编码", lambda e, x: x.row.key.id),
    Column("indicator", "指标", lambda e, x: x.row.name, 40, wrap=True),
    Column("qualifiers", "限定", lambda e, x: "、".join(x.row.key.qualifiers)),
    Column("kind", "类别", lambda e, x: said(x.row.key.kind, x.headers)),
    Column("year", "年份", lambda e, x: int(x.row.key.year) if x.row.key.year else None),
    Column("every", "周期", lambda e, x: x.row.key.every),
    Column("plan", "规划", lambda e, x: x.plan),
    Column("comparator", "比较符", lambda e, x: x.figure.record.value.comparator),
    Column("value", "数值", lambda e, x: _number(x.figure.record.value.number)),
    Column("value_high", "数值上限", lambda e, x: _number(x.figure.record.value.high)),
    Column("unit", "单位", lambda e, x: x.figure.record.value.unit),
    Column("per", "每（分母）", lambda e, x: x.figure.record.value.per),
    Column("value_text", "数值原文", lambda e, x: x.figure.record.value.text, 30, wrap=True),
    Column("value_base", "换算数值", lambda e, x: _number(x.figure.number)),
    Column("unit_base", "换算单位", lambda e, x: x.figure.unit),
    Column("per_base", "换算分母", lambda e, x: x.figure.per),
    Column("difference", "与基准规划之差", lambda e, x: _differences(x.cell.differences)),
    Column("rank", "排名", lambda e, x: x.cell.rank),
    Column("repeat", "重复表述", lambda e, x: x.repeat),
    Column("baseline", "基期值", lambda e, x: _number(r.baseline.number) if (r := x.figure.record).baseline else None),
    Column("baseline_unit", "基期单位", lambda e, x: r.baseline.unit if (r := x.figure.record).baseline else None),
    Column("baseline_as_of", "基期", lambda e, x: r.baseline.as_of if (r := x.figure.record).baseline else None),
    Column("deadline", "完成时限", lambda e, x: x.figure.record.deadline.end),
    Column("binding", "指标属性", lambda e, x: x.figure.record.binding),
    Column("wording", "指标原文", lambda e, x: x.figure.record.indicator.text, 40, wrap=True),
    Column("source", "来源文件", lambda e, x: e.source.path),
    Column("line", "行", lambda e, x: x.figure.record.evidence.line),
    Column("page", "页", lambda e, x: x.figure.record.evidence.page),
    Column("start", "起始位置", lambda e, x: x.figure.record.evidence.start),
    Column("end", "结束位置", lambda e, x: x.figure.record.evidence.end),
    Column("evidence", "原文依据", lambda e, x: x.figure.record.evidence.text, 70, wrap=True),
    Column("record", "记录编号", lambda e, x: x.figure.record.id),
)


def lines(comparison: Comparison, headers: Headers = "en") -> Iterator[Line]:
    for number, row in enumerate(comparison.rows, 1):
        for plan, cell in zip(comparison.columns, row.cells, strict=True):
            for place, figure in enumerate((*cell.figures, *cell.repeats)):
                yield Line(row, number, plan, cell, figure, place >= len(cell.figures), headers)


def long_rows(comparison: Comparison, headers: Headers) -> list[list[CellValue]]:
    return [[column.value(x.figure.plan, x) for column in LONG] for x in lines(comparison, headers)]


PLAN_COLUMN = 6
"""Where the columns of the plans begin in the matrix."""


def matrix(comparison: Comparison, headers: Headers) -> tuple[list[Column[Row]], list[list[CellValue]]]:
    """One row per indicator: what it is, a column per plan, then the differences from the plan compared with."""
    columns: list[Column[Row]] = [
        Column("domain", "领域", lambda e, r: r.domain, 20),
        Column("indicator", "指标", lambda e, r: r.name, 36, wrap=True),
        Column("qualifiers", "限定", lambda e, r: "、".join(r.key.qualifiers), 14, wrap=True),
        Column("kind", "类别", lambda e, r: said(r.key.kind, headers)),
        Column("year", "年份", lambda e, r: _when(r, headers)),
        Column("state", "异同", lambda e, r: said(r.state, headers)),
    ]
    columns += [
        Column(name, name, _cell(number, cell_shown), 26, wrap=True) for number, name in enumerate(comparison.columns)
    ]
    columns.append(Column("unit of differences", "差值单位", lambda e, r: r.unit, 20))
    reference = comparison.columns[comparison.against]
    for number, name in enumerate(comparison.columns):
        if number != comparison.against:
            title = f"{name} − {reference}"
            columns.append(Column(title, title, _cell(number, lambda cell: _differences(cell.differences)), 18))
    columns += [
        Column(f"rank {name}", f"排名 {name}", _cell(number, lambda cell: cell.rank), 16)
        for number, name in enumerate(comparison.columns)
    ]
    rows = [[column.value(comparison.plans[0], row) for column in columns] for row in comparison.rows]
    return columns, rows


def _when(row: Row, headers: Headers) -> CellValue:
    """A year alone as a number, so that a spreadsheet sorts it as one."""
    return int(row.key.year) if row.key.year and not row.key.every else when(row.key.year, row.key.every, headers)


def _cell(number: int, shown: Callable[[Cell], CellValue]) -> Callable[[Any, Row], CellValue]:
    return lambda _, row: shown(row.cells[number])


_Vertical = tuple[Pair | Neighbour, Headers]
VERTICAL: tuple[Column[_Vertical], ...] = (
    Column("lower", "下级", lambda e, x: x[0].lower_name),
    Column("higher", "上级", lambda e, x: x[0].higher_name),
    Column("quoted", "引自下级规划", lambda e, x: x[0].quoted),
    Column("relation", "关系", lambda e, x: said(_relation(x[0]), x[1])),
    Column("apart", "区别", lambda e, x: x[0].apart if isinstance(x[0], Neighbour) else None),
    Column("indicator_id", "指标编码", lambda e, x: x[0].lower.key.id),
    Column("indicator", "指标", lambda e, x: x[0].name, 40, wrap=True),
    Column("qualifiers", "限定", lambda e, x: "、".join(x[0].lower.key.qualifiers)),
    Column("kind", "类别", lambda e, x: said(x[0].lower.key.kind, x[1])),
    Column("year", "年份", lambda e, x: int(x[0].lower.key.year) if x[0].lower.key.year else None),
    Column("lower_value", "下级数值", lambda e, x: value_shown(x[0].lower.record.value), 26, wrap=True),
    Column("higher_value", "上级数值", lambda e, x: value_shown(x[0].higher.record.value), 26, wrap=True),
    Column("binding", "上级指标属性", lambda e, x: x[0].higher.record.binding),
    Column("lower_source", "下级来源", lambda e, x: x[0].lower.plan.source.path),
    Column("lower_line", "下级行", lambda e, x: x[0].lower.record.evidence.line),
    Column("lower_start", "下级起始", lambda e, x: x[0].lower.record.evidence.start),
    Column("lower_end", "下级结束", lambda e, x: x[0].lower.record.evidence.end),
    Column("lower_evidence", "下级原文", lambda e, x: x[0].lower.record.evidence.text, 50, wrap=True),
    Column("higher_source", "上级来源", lambda e, x: x[0].higher.plan.source.path),
    Column("higher_line", "上级行", lambda e, x: x[0].higher.record.evidence.line),
    Column("higher_start", "上级起始", lambda e, x: x[0].higher.record.evidence.start),
    Column("higher_end", "上级结束", lambda e, x: x[0].higher.record.evidence.end),
    Column("higher_evidence", "上级原文", lambda e, x: x[0].higher.record.evidence.text, 50, wrap=True),
)


def vertical_rows(found: Vertical, headers: Headers) -> list[list[CellValue]]:
    """The pairs, then the near neighbours."""
    both: tuple[Pair | Neighbour, ...] = (*found.pairs, *found.neighbours)
    return [[column.value(line.lower.plan, (line, headers)) for column in VERTICAL] for line in both]


def _relation(line: Pair | Neighbour) -> str:
    return line.relation if isinstance(line, Pair) else "not paired"
