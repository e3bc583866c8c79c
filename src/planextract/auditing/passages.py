"""What only the text shows: the same paragraph twice in a row or far apart, tables with cells left empty.

A paragraph counts from 30 characters on, compared without spaces. Right after each other is a warning (copied by
mistake); far apart it is an information, because boxes often repeat their chapter. A cell counts as missing where the
rest of its column is filled: in a row with a name and in a column of which four fifths hold something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planextract.document import Cell, Table
from planextract.layout.blocks import Block, Layout
from planextract.offsets import Span
from planextract.records import Finding

SHORTEST = 30
FILLED = 0.8
FEWEST_ROWS, FEWEST_COLUMNS = 4, 3
SHOWN = 20


def check(layout: Layout, total: re.Pattern[str]) -> Iterator[Finding]:
    yield from _repeats(layout.blocks)
    for block in layout.blocks:
        if block.table is not None:
            yield from _missing(block.table, total)


def _repeats(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    texts = [b for b in blocks if b.kind in ("paragraph", "heading")]
    for i, block in enumerate(texts):
        text = re.sub(r"\s", "", block.text)
        if len(text) < SHORTEST:
            continue
        if text in seen:
            before = texts[seen[text]]
            near = seen[text] == i - 1
            where = "right after itself" if near else "twice"
            yield Finding(
                check="repeat",
                severity="warning" if near else "info",
                message=f"the same paragraph stands {where}: {text[:SHOWN]}…",
                spans=[_opening(before.span), _opening(block.span)],
            )
        seen[text] = i


def _opening(span: Span) -> tuple[int, int]:
    """A finding's span covers an expression, not a passage."""
    return span.start, min(span.end, span.start + SHOWN)


def _missing(table: Table, total: re.Pattern[str]) -> Iterator[Finding]:
    body = [row for row in table.rows[table.header_rows :] if any(c.text.strip() for c in row)]
    if len(body) < FEWEST_ROWS or len(table.rows[0]) < FEWEST_COLUMNS:
        return
    gaps: list[Span] = []
    empty_totals: list[Span] = []
    for row in body:
        name = next((c for c in row if re.search(r"[一-鿿]{2}", c.text)), None)
        if name is None:
            continue
        if total.search(name.text.strip()) and not any(re.search(r"\d", c.text) for c in row):
            empty_totals.append(name.span)
            continue
        filled = sum(bool(c.text.strip()) for c in row)
        for column, cell in enumerate(row):
            if not cell.text.strip() and filled > 2 and _share_filled(body, column) >= FILLED:
                gaps.append(name.span)
    if empty_totals:
        yield Finding(
            check="cells",
            severity="warning",
            message="the row of the total holds no amount",
            spans=[(s.start, s.end) for s in empty_totals],
        )
    if gaps:
        places = list(dict.fromkeys(gaps))
        yield Finding(
            check="cells",
            severity="info",
            message=f"{len(gaps)} empty cell{'s' if len(gaps) > 1 else ''} in columns that are filled otherwise",
            spans=[(s.start, s.end) for s in places],
        )


def _share_filled(body: list[tuple[Cell, ...]], column: int) -> float:
    return sum(bool(row[column].text.strip()) for row in body) / len(body)
