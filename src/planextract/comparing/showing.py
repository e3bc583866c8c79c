"""A comparison on the terminal: a table where there is room for a column per plan, else a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planextract.comparing.levels import Neighbour, Pair, Vertical
from planextract.comparing.rows import Cell, Comparison, Row
from planextract.comparing.wording import NONE, differences_shown, figure_shown, said, when
from planextract.writing.columns import Headers
from planextract.writing.terminal import clean, value_shown

__all__ = ["show", "show_vertical"]

_NARROWEST_PLAN, _REST = 11, 48
"""Half-width characters that a plan's column needs, and those that indicator, year and state take."""
_WIDEST = 180
_HEADS = {"zh": ("指标", "年份", "异同"), "en": ("indicator", "year", "state")}


def show(found: Comparison, console: Console, headers: Headers = "en") -> None:
    """What several plans state side by side, then what only one of them does, then a line of counts."""
    shared = [row for row in found.rows if row.shared]
    width = min(console.width, _WIDEST)
    if shared and width >= _REST + _NARROWEST_PLAN * len(found.columns):
        console.print(_table(shared, found, width, headers))
    else:
        _list(shared, found, console, headers)
    for number, name in enumerate(found.columns):
        alone = [row for row in found.rows if row.cells[number].figures and not row.shared]
        if alone:
            console.print()
            title = f"仅见于{name}（{len(alone)}）" if headers == "zh" else f"Only in {name} ({len(alone)})"
            _line(console, title, "bold")
            for row in alone:
                _line(console, f"  {_name(row, headers)}: {_cell(row.cells[number])}{_places(row.cells[number])}")
    console.print()
    _line(console, _summary(found, headers), "bold")


def _table(rows: list[Row], found: Comparison, width: int, headers: Headers) -> Table:
    table = Table(box=box.SIMPLE_HEAD, width=width, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    heads = _HEADS[headers]
    table.add_column(heads[0], ratio=5, overflow="fold")
    table.add_column(heads[1], max_width=6, overflow="fold")
    for name in found.columns:
        table.add_column(clean(name), ratio=3, overflow="fold")
    table.add_column(heads[2], max_width=12, overflow="fold")
    for domain, group in groupby(rows, key=lambda row: row.domain):
        table.add_row(Text(domain, style="bold"))
        for row in group:
            per = _per_needed(row)
            cells = [Text(clean_lines(_cell(cell, per))) for cell in row.cells]
            head = Text(clean(_wording(row))), when(row.key.year, row.key.every, headers)
            table.add_row(*head, *cells, said(row.state, headers))
    return table


def _list(rows: Iterable[Row], found: Comparison, console: Console, headers: Headers) -> None:
    """One below the other: for many plans and for narrow terminals."""
    for domain, group in groupby(rows, key=lambda row: row.domain):
        _line(console, domain, "bold")
        for row in group:
            _line(console, f"{_name(row, headers)}: {said(row.state, headers)}")
            for name, cell in zip(found.columns, row.cells, strict=True):
                if cell.figures:
                    _line(console, f"  {name}  {_cell(cell)}{_places(cell)}")
            silent = [name for name, cell in zip(found.columns, row.cells, strict=True) if not cell.figures]
            if silent:
                _line(console, f"  {'、'.join(silent)}  {NONE}")


def _per_needed(row: Row) -> bool:
    """Whether denominators must be shown: an indicator's name tells them, unless a plan counts per something else."""
    figures = [figure for cell in row.cells for figure in cell.figures]
    return row.key.id is None or row.unit is None or any(f.number != f.record.value.number for f in figures)


def _cell(cell: Cell, per: bool = True) -> str:
    """The figures, and their distance where it is not nothing."""
    if not cell.figures:
        return NONE
    shown = "\n".join(dict.fromkeys(figure_shown(figure, per) for figure in cell.figures))
    return f"{shown}\n({differences_shown(cell.differences)})" if any(cell.differences) else shown


def _places(cell: Cell) -> str:
    """The lines of the evidence in the plan's text."""
    return f"  L{', L'.join(str(figure.record.evidence.line) for figure in cell.figures)}"


def _wording(row: Row) -> str:
    return f"{row.name}［{'、'.join(row.key.qualifiers)}］" if row.key.qualifiers else row.name


def _name(row: Row, headers: Headers) -> str:
    return " ".join(filter(None, (_wording(row), when(row.key.year, row.key.every, headers))))


def _summary(found: Comparison, headers: Headers) -> str:
    states = Counter(row.state for row in found.rows if row.shared)
    shared = sum(states.values())
    known = len({row.key.id for row in found.rows if row.shared and row.key.id})
    if headers == "zh":
        return (
            f"{len(found.plans)} 个规划，{len(found.rows)} 行：{shared} 行为两个以上规划共有（{known} 项编目指标），"
            f"其中 {states['different']} 行不同；{len(found.rows) - shared} 行仅见于一个规划"
        )
    return (
        f"{len(found.plans)} plans, {len(found.rows)} rows: {shared} stated by two or more "
        f"({known} indicators of the catalogue), of them {states['different']} different; "
        f"{len(found.rows) - shared} by one"
    )


# ---- levels ----------------------------------------------------------------------------------------------------------


def show_vertical(found: Vertical, console: Console, headers: Headers = "en") -> None:
    """Per lower plan and higher authority: every relation, then what is near and not compared."""
    both: list[Pair | Neighbour] = [*found.pairs, *found.neighbours]
    for title in dict.fromkeys(_sides(line, headers) for line in both):
        _line(console, title, "bold")
        for pair in found.pairs:
            if _sides(pair, headers) == title:
                _line(console, f"  {said(pair.relation, headers)}: {_about(pair, headers)}  {_values(pair)}")
        for near in found.neighbours:
            if _sides(near, headers) == title:
                how = said("not paired", headers)
                _line(console, f"  {how}: {near.name}  {_values(near)}  [{near.apart}]")
        console.print()
    counts = Counter(pair.relation for pair in found.pairs)
    often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{said(word, headers)} {count}" for word, count in often)
    pairs, near_ones = len(found.pairs), len(found.neighbours)
    if headers == "zh":
        _line(console, f"{pairs} 对（{shown}）；{near_ones} 对相近而未配对" if pairs else "没有可配对的指标", "bold")
    else:
        detail = f" ({shown})" if shown else ""
        _line(console, f"{pairs} pair{'' if pairs == 1 else 's'}{detail}; {near_ones} near but not paired", "bold")


def _sides(line: Pair | Neighbour, headers: Headers) -> str:
    quoted = ("（据本规划所列）" if headers == "zh" else " (as quoted there)") if line.quoted else ""
    return f"{line.lower_name} → {line.higher_name}{quoted}"


def _about(line: Pair, headers: Headers) -> str:
    key = line.lower.key
    qualifiers = f"［{'、'.join(key.qualifiers)}］" if key.qualifiers else ""
    return " ".join(filter(None, (f"{line.name}{qualifiers}", when(key.year, key.every, headers))))


def _values(line: Pair | Neighbour) -> str:
    lower, higher = line.lower.record, line.higher.record
    places = f"L{lower.evidence.line} / L{higher.evidence.line}"
    return f"{value_shown(lower.value)} / {value_shown(higher.value)}  {places}"


def clean_lines(text: str) -> str:
    return "\n".join(map(clean, text.split("\n")))


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text("; ".join(map(clean, text.split("\n"))), style=style, overflow="fold"))
