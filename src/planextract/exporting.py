"""The tidy long form for statistics: one row per record, one meaning per column, numbers in base units.

``docs/export.md`` says what each column means, and a test holds it to ``FIGURES``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path, PurePath
from typing import BinaryIO

from planextract.catalogue import load_catalogue
from planextract.comparing.figures import Figure, figures
from planextract.errors import UsageError
from planextract.records import Extraction, Region, shortest
from planextract.units import to_base
from planextract.writing.columns import CellValue, Column, Headers
from planextract.writing.output import whole_file

__all__ = ["FIGURES", "export"]

_KINDS = ("target", "achieved", "forecast", "norm", "project")
COMPARATORS = {"=": "eq", ">=": "ge", ">": "gt", "<=": "le", "<": "lt", "~": "about", "range": "range"}
"""Words, because a text that begins with ``=`` is a formula to a spreadsheet."""
_NO_REGION = Region(name="")


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else shortest(number)


def _region(plan: Extraction) -> Region:
    return plan.plan.region or _NO_REGION


def _baseline(figure: Figure) -> tuple[int | float | None, int | float | None]:
    """The baseline as written and in the base unit of the figure. A table gives its unit once for both."""
    record = figure.record
    if record.baseline is None:
        return None, None
    base = to_base(record.baseline.number, record.baseline.unit or record.value.unit, record.value.per)
    same = base is not None and base.unit == figure.unit
    return _number(record.baseline.number), _number(base.number) if base is not None and same else None


FIGURES: tuple[Column[Figure], ...] = (
    Column("path", "来源文件", lambda e, f: e.source.path),
    Column("title", "规划名称", lambda e, f: e.plan.title, 40),
    Column("region", "地区", lambda e, f: _region(e).name or None),
    Column("region_code", "地区代码", lambda e, f: _region(e).code),
    Column("region_level", "地区级别", lambda e, f: _region(e).level),
    Column("province", "省份", lambda e, f: _region(e).province),
    Column("sector", "行业", lambda e, f: e.plan.sector),
    Column("period_start", "规划期始", lambda e, f: e.plan.period.start if e.plan.period else None),
    Column("period_end", "规划期末", lambda e, f: e.plan.period.end if e.plan.period else None),
    Column("record", "记录编号", lambda e, f: f.record.id),
    Column("kind", "类别", lambda e, f: f.record.kind),
    Column("indicator_id", "指标编码", lambda e, f: f.key.id),
    Column("indicator", "指标", lambda e, f: f.record.indicator.name, 40),
    Column("qualifiers", "限定", lambda e, f: "|".join(f.key.qualifiers) or None),
    Column("domain", "领域", lambda e, f: f.record.indicator.domain),
    Column("indicator_text", "指标原文", lambda e, f: f.record.indicator.text, 40, wrap=True),
    Column("comparator", "比较符", lambda e, f: COMPARATORS[f.record.value.comparator]),
    Column("value", "数值", lambda e, f: _number(f.record.value.number)),
    Column("value_max", "数值上限", lambda e, f: _number(f.record.value.high)),
    Column("unit", "单位", lambda e, f: f.record.value.unit),
    Column("per", "每（分母）", lambda e, f: f.record.value.per),
    Column("value_base", "换算数值", lambda e, f: _number(f.number)),
    Column("value_max_base", "换算上限", lambda e, f: _number(f.high)),
    Column("unit_base", "换算单位", lambda e, f: f.unit),
    Column("per_base", "换算分母", lambda e, f: f.per),
    Column("value_text", "数值原文", lambda e, f: f.record.value.text, 30, wrap=True),
    Column("implied", "由词推出", lambda e, f: f.record.value.implied),
    Column("year", "年份", lambda e, f: int(f.key.year) if f.key.year else None),
    Column("deadline", "完成时限", lambda e, f: f.record.deadline.end),
    Column("every", "周期", lambda e, f: f.record.deadline.every),
    Column("baseline", "基期值", lambda e, f: _baseline(f)[0]),
    Column("baseline_base", "换算基期值", lambda e, f: _baseline(f)[1]),
    Column("baseline_as_of", "基期", lambda e, f: f.record.baseline.as_of if f.record.baseline else None),
    Column("binding", "指标属性", lambda e, f: f.record.binding),
    Column("level", "层级", lambda e, f: f.record.level.level),
    Column("quoted", "引自上级", lambda e, f: f.quoted),
    Column("section", "章节", lambda e, f: "＞".join(f.record.section) or None, 40, wrap=True),
    Column("line", "行", lambda e, f: f.record.evidence.line),
    Column("page", "页", lambda e, f: f.record.evidence.page),
    Column("start", "起始位置", lambda e, f: f.record.evidence.start),
    Column("end", "结束位置", lambda e, f: f.record.evidence.end),
    Column("evidence", "原文依据", lambda e, f: f.record.evidence.text, 70, wrap=True),
)


def export(
    plans: Iterable[Extraction],
    path: str | os.PathLike[str] | None = None,
    *,
    headers: Headers = "en",
    patterns_dir: Path | None = None,
) -> None:
    """Write every figure of the plans to a ``.csv`` or ``.xlsx``; without a path as CSV to standard output."""
    suffix = PurePath(path).suffix.lower() if path is not None else ".csv"
    if suffix not in (".csv", ".xlsx"):
        raise UsageError(f"{path}: no format has this suffix; end it in .csv or .xlsx")
    load_catalogue(patterns_dir)  # wrong rules are told before a file is begun
    rows = [row for plan in plans for row in _rows(plan, patterns_dir)]
    if path is None:
        _write(sys.stdout.buffer, suffix, rows, headers)
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as stream:
        _write(stream, suffix, rows, headers)


def _rows(plan: Extraction, patterns_dir: Path | None) -> list[list[CellValue]]:
    return [[column.value(plan, figure) for column in FIGURES] for figure in figures(plan, _KINDS, patterns_dir)]


def _write(stream: BinaryIO, suffix: str, rows: list[list[CellValue]], headers: Headers) -> None:
    if suffix == ".csv":
        from planextract.writing.csv import write_table

        write_table(stream, (column.header(headers) for column in FIGURES), rows)
        return
    from planextract.writing.xlsx import new_book

    with new_book(stream, headers) as book:
        book.add_rows("数据" if headers == "zh" else "Figures", FIGURES, rows)
