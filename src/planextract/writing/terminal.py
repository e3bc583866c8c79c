"""What a person reads on the terminal: a table of targets per plan and one line that says what was found."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planextract.records import Baseline, Comparator, Deadline, Extraction, Kind, Record, Value, shortest
from planextract.writing.columns import LEVELS_ZH, RECORDS, Headers

__all__ = ["baseline_shown", "clean", "show", "summary", "value_shown"]

_SIGNS: dict[Comparator, str] = {"=": "", ">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈", "range": ""}
_COLUMNS = ("indicator", "value", "baseline", "deadline", "level", "binding")
_ESSENTIAL = ("indicator", "value", "deadline")
_RATIOS = {"indicator": 4, "value": 3}
_MAX_WIDTHS = {"baseline": 14, "deadline": 10, "level": 10, "binding": 8}
_ROOM_FOR_ALL, _ROOM_FOR_GAPS, _WIDEST = 70, 100, 140
_CONTROLS = {code: " " if chr(code).isspace() else "\ufffd" for code in (*range(32), *range(127, 160))}


def show(extraction: Extraction, console: Console, headers: Headers = "en") -> None:
    """Print the targets of one plan and the summary."""
    targets = [record for record in extraction.records if record.kind == "target"]
    if targets:
        console.print(_heading(extraction), style="bold")
        console.print(_table(targets, headers, min(console.width, _WIDEST)))
    console.print(Text(clean(summary(extraction))), soft_wrap=True)


def summary(extraction: Extraction) -> str:
    """One line: records by kind, numbers accounted for, numbers unexplained, findings."""
    kinds = Counter(record.kind for record in extraction.records)
    by_kind = ", ".join(f"{kinds[kind]} {kind}" for kind in get_args(Kind) if kinds[kind])
    unexplained = sum(entry.role == "unexplained" for entry in extraction.numbers)
    parts = [
        _counted(len(extraction.records), "record") + (f" ({by_kind})" if by_kind else ""),
        f"{_counted(len(extraction.numbers) - unexplained, 'number')} accounted for, {unexplained} unexplained",
        _counted(len(extraction.findings), "finding"),
    ]
    if extraction.milestones:
        parts.insert(1, _counted(len(extraction.milestones), "milestone"))
    return f"{extraction.source.path}: {'; '.join(parts)}"


def value_shown(value: Value) -> str:
    """A value as one reads it: comparator, number, unit and what it is counted per.

    >>> value_shown(Value(text="不低于55%", comparator=">=", number=55, unit="%", span=(0, 6)))
    '≥55%'
    """
    if value.number is None:
        return value.text
    number = _number(value)
    unit = value.unit or ""
    shown = f"{_SIGNS[value.comparator]}{number}{unit if unit in '%‰' else f' {unit}'}"
    if value.per:
        shown += f"/{value.per}"
    return f"{shown} ({value.text})" if value.implied else shown


def _number(value: Value | Baseline) -> str:
    low = f"{shortest(value.number):,}" if value.number is not None else ""
    high = value.high if isinstance(value, Value) else None
    return low if high is None else f"{low}–{shortest(high):,}"


def _heading(extraction: Extraction) -> Text:
    plan = extraction.plan
    parts = [plan.title or extraction.source.path]
    parts += [plan.region.name] if plan.region else []
    parts += [f"{plan.period.start[:4]}–{plan.period.end[:4]}"] if plan.period else []
    return Text(clean(" · ".join(parts)), overflow="fold")


def _table(targets: list[Record], headers: Headers, width: int) -> Table:
    names = {column.name: column.header(headers) for column in RECORDS.columns}
    shown = _COLUMNS if width >= _ROOM_FOR_ALL else _ESSENTIAL
    gap = 1 if width >= _ROOM_FOR_GAPS else 0  # beside the one that the box has
    table = Table(box=box.SIMPLE_HEAD, width=width, show_edge=False, pad_edge=False, padding=(0, gap, 0, 0))
    for name in shown:
        # Indicator and value share what the others leave: those are short and would be torn apart.
        table.add_column(names[name], ratio=_RATIOS.get(name), max_width=_MAX_WIDTHS.get(name), overflow="fold")
    for record in targets:
        cells = _cells(record, headers)
        table.add_row(*(Text(clean(cells[name])) for name in shown))
    return table


def _cells(record: Record, headers: Headers) -> dict[str, str]:
    level = record.level.level or ""
    return {
        "indicator": record.indicator.name or record.indicator.text,
        "value": value_shown(record.value),
        "baseline": baseline_shown(record.baseline),
        "deadline": _deadline(record.deadline),
        "level": LEVELS_ZH.get(level, level) if headers == "zh" else level,
        "binding": record.binding or "",
    }


def baseline_shown(baseline: Baseline | None) -> str:
    if baseline is None:
        return ""
    unit = baseline.unit or ""
    return f"{_number(baseline)}{unit if unit in '%‰' else f' {unit}'}"


def _deadline(deadline: Deadline) -> str:
    end = deadline.end or ""
    return f"{end.lstrip('-')} {deadline.every}ly".strip() if deadline.every else end


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def clean(text: str) -> str:
    """Without control characters: a plan must not be able to steer the terminal it is shown on."""
    return text.translate(_CONTROLS)
