"""How figures and findings of a comparison are written, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from planextract.comparing.figures import Figure
from planextract.comparing.rows import Cell
from planextract.records import shortest
from planextract.writing.columns import Headers
from planextract.writing.terminal import baseline_shown, value_shown

__all__ = ["NONE", "cell_shown", "differences_shown", "figure_shown", "said", "when"]

NONE = "—"
"""The plan states none, which is not zero."""
_ZH = {
    "same": "一致",
    "different": "不同",
    "only in some": "部分有",
    "falls short": "低于上级",
    "meets": "达到上级",
    "exceeds": "高于上级",
    "part of it": "其中一部分",
    "not comparable": "不可比",
    "not paired": "未配对",
    "target": "目标",
    "achieved": "完成情况",
    "forecast": "预测",
    "norm": "标准",
    "project": "项目",
    "year": "每年",
    "quarter": "每季度",
    "month": "每月",
}


def said(word: str, headers: Headers) -> str:
    """A word of the data as readers of these headers know it."""
    return _ZH.get(word, word) if headers == "zh" else word


def when(year: str | None, every: str | None, headers: Headers) -> str:
    """
    >>> when("2025", None, "en"), when(None, "year", "zh"), when(None, None, "en")
    ('2025', '每年', '')
    """
    often = "" if every is None else said(every, headers) if headers == "zh" else f"{every}ly"
    return " ".join(filter(None, (year, often)))


def figure_shown(figure: Figure, per: bool = True) -> str:
    """A figure with its baseline and whether it binds: ≥55% ← 3.8% 约束性. ``per``: with its denominator."""
    record = figure.record
    parts = [value_shown(record.value if per else record.value.model_copy(update={"per": None}))]
    parts += [f"← {baseline_shown(record.baseline)}"] if record.baseline else []
    parts += [record.binding] if record.binding else []
    return " ".join(parts)


def cell_shown(cell: Cell) -> str:
    return "\n".join(map(figure_shown, cell.figures)) if cell.figures else NONE


def differences_shown(differences: Iterable[Decimal]) -> str:
    """
    >>> differences_shown([Decimal("-5"), Decimal("0"), Decimal("1200.50")])
    '-5; 0; +1,200.5'
    """
    return "; ".join(f"{shortest(number):+,}" if number else "0" for number in differences)
