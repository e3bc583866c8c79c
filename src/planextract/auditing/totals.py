"""Tables of amounts: rows against category totals, categories against the grand total, and columns that have slipped.

Tolerance: half a unit of the last written digit for each row. A row that does not add up is reported with the rows that
its number fits; nothing is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding, Record, SpanPair

RowKind = Literal["item", "category", "subtotal", "total"]
FEWEST = 2
SHORTEST = 3
_SERIAL = re.compile(r"\s*\d{1,3}(?=[\s.、．])")
"""In lists of so few rows one may be the sum of the others by chance."""


@dataclass
class Row:
    kind: RowKind
    figure: Figure
    nested: bool = False
    """A category inside a category: （一） below 一."""

    @property
    def amount(self) -> Decimal:
        return self.figure.number


@dataclass
class Category:
    """A category row (or none, where it is lost) with the rows below it."""

    head: Row | None
    items: list[Row] = field(default_factory=list)


def check(sheet: Sheet) -> Iterator[Finding]:
    for rows in _tables(sheet):
        rows, outer = _without_outer(rows)
        yield from _outer_sums(outer)
        categories, total = _categories(rows)
        yield from _category_sums(categories)
        yield from _grand_total(categories, total)
        yield from _slipped(sheet, categories)
    yield from _contents(sheet)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _tables(sheet: Sheet) -> Iterator[list[Row]]:
    """Rows of projects, joined over tables up to a grand total; other tables by column where they have one."""
    run: list[Row] = []
    for record in sheet.records:
        if record.kind == "project" and (row := _row(sheet, record)):
            run.append(row)
            if row.kind == "total":
                yield run
                run = []
    if run:
        yield run
    columns: dict[tuple[int, int], list[Row]] = {}
    for record in sheet.records:
        if record.kind != "project" and (place := record.evidence.table) and (row := _row(sheet, record)):
            columns.setdefault((place.index, place.column), []).append(row)
    for rows in columns.values():
        if (
            any(r.kind == "total" for r in rows)
            and len({r.figure.kind for r in rows}) == 1
            and rows[0].figure.kind != "%"
        ):
            yield rows


def _row(sheet: Sheet, record: Record) -> Row | None:
    figure = sheet.level(record)
    if figure is None:
        return None
    name = record.indicator.text
    if sheet.words.says("part_row", name):
        return None
    if sheet.words.says("grand_total", name):
        return Row("total", figure)
    if sheet.words.says("subtotal", name):
        return Row("subtotal", figure)
    if sheet.words.says("category_row", record.evidence.text):
        return Row("category", figure, nested=record.evidence.text.lstrip()[:1] in "（(")
    return Row("item", figure)


def _without_outer(rows: list[Row]) -> tuple[list[Row], list[Category]]:
    """Where categories are nested: the rows without the outer ones, and the outer ones with their inner ones."""
    inner = [r for r in rows if r.kind == "category" and r.nested]
    if not inner or len(inner) == sum(r.kind == "category" for r in rows):
        return rows, []
    outer: list[Category] = []
    for row in rows:
        if row.kind == "category" and not row.nested:
            outer.append(Category(row))
        elif row.kind == "category" and outer:
            outer[-1].items.append(row)
    return [r for r in rows if r.kind != "category" or r.nested], outer


def _outer_sums(outer: list[Category]) -> Iterator[Finding]:
    for category in outer:
        if category.head and category.items and not _fits(category.items, category.head):
            yield _mismatch(category.head, category.items, "categories")


def _complete(category: Category) -> bool:
    """Whether the rows are numbered through: a number that starts again is a category whose row holds no amount."""
    numbers = [int(m.group()) for r in category.items if (m := _SERIAL.match(r.figure.record.evidence.text))]
    return all(a < b for a, b in pairwise(numbers))


def _categories(rows: list[Row]) -> tuple[list[Category], Row | None]:
    """Rows below their category row, or above their subtotal."""
    categories: list[Category] = []
    total: Row | None = None
    items: list[Row] = []
    heads_above = any(r.kind == "category" for r in rows)
    for row in rows:
        if row.kind == "total":
            total = row
        elif row.kind == "category":
            categories.append(Category(row))
        elif row.kind == "subtotal" and heads_above and categories:
            continue
        elif row.kind == "subtotal":
            categories.append(Category(row, items))
            items = []
        elif heads_above and categories:
            categories[-1].items.append(row)
        else:
            items.append(row)
    if items:
        categories.insert(0, Category(None, items)) if heads_above else categories.append(Category(None, items))
    return categories, total


# ---- sums ------------------------------------------------------------------------------------------------------------


def _add(rows: list[Row]) -> tuple[Decimal, Decimal]:
    """The sum and how far rounding may take it."""
    return sum((r.amount for r in rows), Decimal(0)), sum((r.figure.slack for r in rows), Decimal(0))


def _fits(rows: list[Row], row: Row) -> bool:
    total, slack = _add(rows)
    return abs(total - row.amount) <= slack + row.figure.slack


def _mismatch(row: Row, rows: list[Row], what: str, fits: str = "") -> Finding:
    total, _ = _add(rows)
    text = f"{_name(row)}: {row.figure.text} is printed, its {what} make {_like(row, total)} ({_added(rows)}){fits}"
    return finding("totals", "error", text, [row.figure, *(r.figure for r in rows)])


def _written(row: Row) -> str:
    return str(plain(row.figure.record.value.number or row.amount))


def _like(row: Row, total: Decimal) -> str:
    """The sum in the unit of the row."""
    written = row.figure.record.value.number
    scale = row.amount / written if written else Decimal(1)
    return f"{plain(total / scale)}{row.figure.record.value.unit or ''}"


def _category_sums(categories: list[Category]) -> Iterator[Finding]:
    for category in categories:
        if category.head and category.items and _complete(category) and not _fits(category.items, category.head):
            others = [c.head for c in categories if c.head and c is not category]
            fits = _fitting(category, others)
            yield _mismatch(category.head, category.items, "rows", fits)


def _fitting(category: Category, heads: list[Row]) -> str:
    """Which other category total these rows would fit: the column has slipped."""
    found = [h for h in heads if _fits(category.items, h)]
    return f"; the rows fit {found[0].figure.text} of {_name(found[0])}: the column has slipped" if found else ""


def _grand_total(categories: list[Category], total: Row | None) -> Iterator[Finding]:
    heads = [c.head for c in categories if c.head]
    loose = [row for c in categories if c.head is None for row in c.items]
    tops = heads + loose
    if total is not None:
        items = [row for c in categories for row in c.items]
        if not all(_complete(c) for c in categories if c.head):
            return
        if (
            len(tops) >= FEWEST
            and not _fits(tops, total)
            and not (items and len(items) >= FEWEST and _fits(items, total))
        ):
            yield _mismatch(total, tops, "categories" if heads else "rows")
        return
    # A total without its row: the last category holds no row and exactly what the others make.
    if len(heads) >= FEWEST and not categories[-1].items:
        last = heads[-1]
        others = [h for h in heads if h is not last]
        lost = _lost_total(categories)
        rows = others + ([lost] if lost else loose)
        if len(rows) >= FEWEST and _fits(rows, last):
            text = (
                f"{_name(last)}: no row stands below this category, and its {last.figure.text} "
                f"is the sum of the others ({_added(rows)}): the grand total has slipped a row"
            )
            yield finding("totals", "error", text, [last.figure, *(r.figure for r in rows)])


def _lost_total(categories: list[Category]) -> Row | None:
    """The first row of the rows without a category, where it holds what the rest of them make."""
    rows = categories[0].items if categories and categories[0].head is None else []
    return rows[0] if len(rows) > SHORTEST and _fits(rows[1:], rows[0]) else None


def _slipped(sheet: Sheet, categories: list[Category]) -> Iterator[Finding]:
    """A row that holds the sum of the rows below it: a total on the row of a project, its column moved up."""
    lost = _lost_total(categories)
    if lost is None:
        return
    rows = categories[0].items[1:]
    spans, parts = _amounts(sheet, lost.figure.record)
    fitting = _printed_at(sum(parts, Decimal(0)), rows) if parts else None
    text = f"{_name(lost)}: {lost.figure.text} is printed, which is the sum of the rows below it ({_added(rows)})"
    if fitting:
        text += f"; its own parts ({_in_wan(parts)}) make what is printed for {_name(fitting)}: the column has slipped"
    yield finding("totals", "error", text, [lost.figure, *(r.figure for r in rows)], spans)


def _name(row: Row) -> str:
    return row.figure.record.indicator.text


def _added(rows: list[Row]) -> str:
    return " + ".join(_written(r) for r in rows)


def _in_wan(amounts: list[Decimal]) -> str:
    return f"{' + '.join(plain(a / 10000) for a in amounts)}万元"


def _printed_at(amount: Decimal, rows: list[Row]) -> Row | None:
    """The row whose printed amount this is."""
    return next((r for r in rows if r.amount == amount), None)


# ---- amounts inside the description of a project ---------------------------------------------------------------------


def _amounts(sheet: Sheet, record: Record) -> tuple[list[SpanPair], list[Decimal]]:
    """The amounts of money in the row before its value, in 元."""
    evidence, scales = record.evidence, {"万": Decimal(10000), "亿": Decimal(100000000)}
    end = sheet.at(record) - evidence.start
    spans: list[SpanPair] = []
    amounts: list[Decimal] = []
    for match in sheet.words.regex("own_amount").finditer(evidence.text[:end]):
        spans.append((evidence.start + match.start("number"), evidence.start + match.end("number")))
        amounts.append(Decimal(match["number"].replace(",", "").rstrip(".")) * scales[match["scale"]])
    return spans, amounts


def _contents(sheet: Sheet) -> Iterator[Finding]:
    """The amounts that a project's description states against the amount of its row."""
    rows = [
        row for r in sheet.records if r.kind == "project" and (row := _row(sheet, r)) and row.figure.kind == "money"
    ]
    lost = {id(row.figure) for table in _tables(sheet) if (row := _lost_total(_categories(table)[0]))}
    for i, row in enumerate(rows):
        record = row.figure.record
        spans, parts = _amounts(sheet, record)
        total = sum(parts, Decimal(0))
        if not parts or abs(total - row.amount) <= row.figure.slack or id(row.figure) in lost:
            continue
        text = f"{_name(row)}: {row.figure.text} is printed, its description says {_in_wan(parts)}"
        if neighbour := _printed_at(total, rows[max(0, i - 1) : i + 2]):
            slip = f"{text}, which is printed for {_name(neighbour)}: the column has slipped"
            yield finding("totals", "error", slip, [row.figure, neighbour.figure], spans)
        elif total > row.amount:
            yield finding("totals", "error", text, [row.figure], spans)
        elif len(parts) > 1 and not sheet.words.says("among", record.evidence.text):
            yield finding("totals", "warning", text, [row.figure], spans)
