"""Tables of amounts: rows against category totals, categories against the grand total, and columns that have slipped.

Tolerance: half a unit of the last written digit for each row. A row that does not add up is reported with the rows that
its number fits; nothing is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from planextract.audit.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding, Record, SpanPair

RowKind = Literal["item", "category", "subtotal", "total"]
FEWEST = 2


@dataclass
class Row:
    kind: RowKind
    figure: Figure

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
        categories, total = _categories(rows)
        yield from _category_sums(categories)
        yield from _grand_total(categories, total)
        yield from _slipped(sheet, categories)
    yield from _contents(sheet)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _tables(sheet: Sheet) -> Iterator[list[Row]]:
    """Rows of projects, tables that follow each other joined up to a grand total; other tables by column where they have one."""
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
    if sheet.words.says("grand_total", name):
        return Row("total", figure)
    if sheet.words.says("subtotal", name):
        return Row("subtotal", figure)
    return Row("category" if sheet.words.says("category_row", record.evidence.text) else "item", figure)


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
    added = " + ".join(_written(r) for r in rows)
    text = f"{row.figure.record.indicator.text}: {row.figure.text} is printed, its {what} make {_like(row, total)} ({added}){fits}"
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
        if category.head and category.items and not _fits(category.items, category.head):
            others = [c.head for c in categories if c.head and c is not category]
            fits = _fitting(category, others)
            yield _mismatch(category.head, category.items, "rows", fits)


def _fitting(category: Category, heads: list[Row]) -> str:
    """Which other category total these rows would fit: the column has slipped."""
    found = [h for h in heads if _fits(category.items, h)]
    return (
        f"; the rows fit {found[0].figure.text} of {found[0].figure.record.indicator.text}: the column has slipped"
        if found
        else ""
    )


def _grand_total(categories: list[Category], total: Row | None) -> Iterator[Finding]:
    heads = [c.head for c in categories if c.head]
    loose = [row for c in categories if c.head is None for row in c.items]
    tops = heads + loose
    if total is not None:
        items = [row for c in categories for row in c.items]
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
                f"{last.figure.record.indicator.text}: no row stands below this category, and its {last.figure.text} is the sum of the others "
                f"({' + '.join(_written(r) for r in rows)}): the grand total has slipped a row"
            )
            yield finding("totals", "error", text, [last.figure, *(r.figure for r in rows)])


def _lost_total(categories: list[Category]) -> Row | None:
    """The first row of the rows without a category, where it holds what the rest of them make."""
    rows = categories[0].items if categories and categories[0].head is None else []
    return rows[0] if len(rows) > FEWEST and _fits(rows[1:], rows[0]) else None


def _slipped(sheet: Sheet, categories: list[Category]) -> Iterator[Finding]:
    """A row that holds the sum of the rows below it: a total on the row of a project, its column moved up."""
    lost = _lost_total(categories)
    if lost is None:
        return
    rows = categories[0].items[1:]
    spans, parts = _amounts(sheet, lost.figure.record)
    own = sum(parts, Decimal(0))
    fits = ""
    if parts and own != lost.amount and (fitting := [r for r in rows if r.amount == own]):
        added = " + ".join(plain(p / 10000) for p in parts)
        fits = f"; its own parts make {added}万, which is printed for {fitting[0].figure.record.indicator.text}: the column has slipped"
    text = (
        f"{lost.figure.record.indicator.text}: {lost.figure.text} is printed, which is the sum of the rows below it "
        f"({' + '.join(_written(r) for r in rows)}){fits}"
    )
    yield finding("totals", "error", text, [lost.figure, *(r.figure for r in rows)], spans)


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
    """The one amount that a project's description states, or the sum of all, against the amount of its row."""
    for record in sheet.records:
        row = sheet.level(record) if record.kind == "project" else None
        if row is None or row.kind != "money":
            continue
        spans, parts = _amounts(sheet, record)
        total = sum(parts, Decimal(0))
        if not parts or abs(total - row.number) <= row.slack:
            continue
        open_list = sheet.words.says("among", record.evidence.text[: sheet.at(record) - record.evidence.start])
        if total < row.number and (open_list or len(parts) == 1):
            continue
        added = " + ".join(plain(p / 10000) for p in parts)
        severity = "error" if total > row.number else "warning"
        yield finding(
            "totals",
            severity,
            f"{record.indicator.text}: {row.text} is printed, its description says {added}万元",
            [row],
            spans,
        )
