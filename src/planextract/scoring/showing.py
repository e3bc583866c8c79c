"""A score on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planextract.scoring import Score
from planextract.scoring.breakdown import KINDS, NOTHING, Error, by_kind, by_rule, by_source, confusion
from planextract.scoring.figures import BESIDE, LEDGER, Figures
from planextract.scoring.judging import FIELDS

_FOUND = ("gold", "pred", "precision", "recall", "f1", "target_f1", "strict_f1")
_BLOCKS = (
    ("Figures found", _FOUND),
    ("Fields of those found", FIELDS),
    ("Beside the value, and the ledger", BESIDE + LEDGER),
)
Intervals = dict[str, tuple[float, float]]
_RATES = ("gold", "pred", "precision", "recall", "f1")
_RULES = ("pred", "precision", "strict", "kind", "value", "unit", "comparator", "deadline", "indicator")


def show(score: Score, console: Console, worst: int = 20) -> None:
    """Print tables of figures, the breakdowns and the ``worst`` errors."""
    plans, overall, spread = score.per_plan, score.overall, score.intervals
    for title, names in _BLOCKS:
        console.print(_figures(title, names, plans, overall, spread))
    console.print(_rates("By kind (found and called so)", by_kind(score.plans), _RATES))
    console.print(_rates("By source", by_source(score.plans), (*_RATES, "strict", "indicator", "deadline")))
    console.print(_confusion(confusion(score.plans)))
    console.print(_rates("By rule (where it fired)", by_rule(score.plans), _RULES))
    found = score.errors
    if found and worst:
        console.print(Text(f"Worst {min(worst, len(found))} of {len(found)} errors", style="italic"), soft_wrap=True)
        for error in found[:worst]:
            console.print(Text(f"  {describe(error)}"), soft_wrap=True)


def describe(error: Error) -> str:
    """One error in words.

    >>> describe(Error("lanxi", "wrong", (3, 5), "target 床位 300张", {"unit": ("张", "个")}, "sentence.count", 6))
    'lanxi 3:5 wrong unit: target 床位 300张; gold 张, read 个 (sentence.count)'
    """
    where = f"{error.plan} {error.span[0]}:{error.span[1]}"
    rule = f" ({error.rule})" if error.rule else ""
    if not error.fields:
        return f"{where} {error.what}: {error.title}{rule}"
    said = ", ".join(f"gold {_said(gold)}, read {_said(found)}" for gold, found in error.fields.values())
    return f"{where} wrong {'/'.join(error.fields)}: {error.title}; {said}{rule}"


def _said(value: Any) -> str:
    return "nothing" if value is None or value == [] else str(value)


def _table(title: str, first: str, columns: Iterable[str]) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", show_edge=False, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _figures(
    title: str,
    names: Sequence[str],
    plans: dict[str, Figures],
    overall: Figures,
    spread: Intervals,
) -> Table:
    table = _table(title, "plan", names)
    for name, row in plans.items():
        table.add_row(name, *(_number(row[column]) for column in names))
    table.add_row("all", *(_number(overall[column]) for column in names), style="bold")
    if spread:
        table.add_row("95 %", *(_interval(spread.get(column)) for column in names))
    return table


def _rates(title: str, rows: dict[str, dict[str, Any]], columns: Sequence[str]) -> Table:
    table = _table(title, "", columns)
    for name, row in rows.items():
        table.add_row(name, *(_number(row.get(column)) for column in columns))
    return table


def _confusion(rows: dict[str, dict[str, int]]) -> Table:
    columns = [*KINDS, NOTHING]
    table = _table("Kinds: gold down, read across", "", columns)
    for name, row in rows.items():
        table.add_row(name, *(str(row.get(column, "·")) for column in columns))
    return table


def _interval(bounds: tuple[float, float] | None) -> str:
    return f"{bounds[0]:.3f}–{bounds[1]:.3f}" if bounds else ""


def _number(value: int | float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
