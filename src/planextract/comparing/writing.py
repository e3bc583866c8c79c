"""Comparisons as files: CSV in long form, XLSX with a matrix that leads to it, JSON with everything."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, BinaryIO

from planextract.comparing.figures import Figure, Key
from planextract.comparing.levels import Neighbour, Pair, Vertical
from planextract.comparing.rows import Cell, Comparison, Row
from planextract.comparing.tables import LONG, PLAN_COLUMN, VERTICAL, long_rows, matrix, vertical_rows
from planextract.comparing.wording import cell_shown, said
from planextract.errors import UsageError
from planextract.records import Extraction, shortest
from planextract.writing.columns import Headers

__all__ = ["FORMATS", "as_json", "format_of", "write_to"]

FORMATS = ("csv", "json", "xlsx")
_MOST_LINKS = 65_000
"""Excel opens a sheet of no more than 65,530 links."""


def format_of(path: str) -> str:
    """The format that a file's suffix names.

    >>> format_of("out/diff.XLSX")
    'xlsx'
    """
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UsageError(f"{path}: no format has this suffix; end it in .csv, .json or .xlsx, or give -f")
    return suffix


def write_to(stream: BinaryIO, found: Comparison | Vertical, format: str, headers: Headers) -> None:
    if format == "json":
        from planextract.writing.json import layout

        stream.write(f"{layout(as_json(found))}\n".encode())
    elif format == "csv":
        from planextract.writing.csv import write_table

        if isinstance(found, Comparison):
            write_table(stream, (column.header(headers) for column in LONG), long_rows(found, headers))
        else:
            write_table(stream, (column.header(headers) for column in VERTICAL), vertical_rows(found, headers))
    else:
        _write_xlsx(stream, found, headers)


def _write_xlsx(stream: BinaryIO, found: Comparison | Vertical, headers: Headers) -> None:
    from planextract.writing.xlsx import new_book

    names = ("对照", "明细", "上下级") if headers == "zh" else ("Matrix", "Long", "Vertical")
    with new_book(stream, headers) as book:
        if isinstance(found, Vertical):
            book.add_rows(names[2], VERTICAL, vertical_rows(found, headers))
            return
        columns, rows = matrix(found, headers)
        worksheet = book.add_part(names[0], columns, rows, frozen=2)
        book.mark(worksheet, len(rows), PLAN_COLUMN - 1, said("different", headers))
        for row, column, line, shown, evidence in _links(found)[:_MOST_LINKS]:
            book.link(worksheet, row, column, shown, (names[1], line), evidence)
        book.add_rows(names[1], LONG, long_rows(found, headers))


def _links(found: Comparison) -> list[tuple[int, int, int, str, str]]:
    """Row and column of each cell of the matrix that states something, its first row in long form, what is shown."""
    links = []
    line = 1
    for number, row in enumerate(found.rows, 1):
        for column, cell in enumerate(row.cells, PLAN_COLUMN):
            if cell.figures:
                links.append((number, column, line, cell_shown(cell), cell.figures[0].record.evidence.text))
            line += len(cell.figures) + len(cell.repeats)
    return links


def as_json(found: Comparison | Vertical) -> dict[str, Any]:
    if isinstance(found, Vertical):
        return {"pairs": [_pair(p) for p in found.pairs], "neighbours": [_pair(n) for n in found.neighbours]}
    return {
        "plans": [_plan(name, plan) for name, plan in zip(found.columns, found.plans, strict=True)],
        "against": found.columns[found.against],
        "rows": [_row(row, found.columns) for row in found.rows],
    }


def _plan(name: str, plan: Extraction) -> dict[str, Any]:
    facts = plan.plan.model_dump(mode="json", include={"title", "region", "period"})
    return {"name": name, "source": plan.source.path, "text_sha256": plan.source.text_sha256, **facts}


def _row(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    cells = {name: _cell(cell) for name, cell in zip(columns, row.cells, strict=True)}
    head = {"name": row.name, "domain": row.domain, "direction": row.direction, **_key(row.key)}
    return {**head, "unit": row.unit, "state": row.state, "cells": cells}


def _key(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "qualifiers": list(key.qualifiers),
        "kind": key.kind,
        "year": key.year,
        "every": key.every,
    }


def _cell(cell: Cell) -> dict[str, Any] | None:
    """What a plan states; null where it states none."""
    if not cell.figures:
        return None
    return {
        "figures": [_figure(figure) for figure in cell.figures],
        "repeats": [_figure(figure) for figure in cell.repeats],
        "differences": [shortest(number) for number in cell.differences],
        "rank": cell.rank,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    facts = figure.record.model_dump(
        mode="json", include={"id", "value", "baseline", "deadline", "binding", "level", "evidence"}
    )
    base = None if figure.number is None else shortest(figure.number)
    high = None if figure.high is None else shortest(figure.high)
    place = {"source": figure.plan.source.path, "wording": figure.record.indicator.text}
    return {**place, "base": {"number": base, "high": high, "unit": figure.unit, "per": figure.per}, **facts}


def _pair(line: Pair | Neighbour) -> dict[str, Any]:
    how = {"relation": line.relation} if isinstance(line, Pair) else {"apart": line.apart}
    return {
        "name": line.name,
        "id": line.lower.key.id,
        **how,
        "quoted": line.quoted,
        "lower": {"name": line.lower_name, **_key(line.lower.key), "figure": _figure(line.lower)},
        "higher": {"name": line.higher_name, **_key(line.higher.key), "figure": _figure(line.higher)},
    }
