"""From rows of cells to a table: equal width, the rows of its header, and whether two parts are one table."""

from __future__ import annotations

import re

from planextract.document import Cell, Table
from planextract.layout.normalise import read
from planextract.offsets import Reading, Span

CellSpans = tuple[Span, ...]
"""Where a cell stands; more than one span where it runs on below, beside other cells."""
Row = list[CellSpans]

_SERIAL = re.compile(r"^\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[（(]\d{1,2}[）)])[.、．]?\s*$")
_FIGURE = re.compile(
    r"^[≥≤＞＜><约\[〔（(]?\s*[\d.,]+\s*[\]〕）)]?\s*(?:%|‰|[万亿]?[一-鿿㎡²/]{0,6})?(?:以上|以下|左右|以内)?[①-⑩]?$|^[-—–/]+$"
)
_YEAR = re.compile(r"^(?:19|20)\d\d\s*年?")
_UNIT = re.compile(r"^[（(]?单位[:：]")
DEEPEST_HEADER = 5


def grid(base: str, index: int, rows: list[Row], caption: str = "", notes: str = "") -> Table:
    """Rows of cell spans as a table of equal width, with the number of its header rows."""
    cells = tuple(tuple(_cell(base, spans) for spans in row) for row in rows)
    width = max(len(row) for row in cells)
    filled = tuple(row + tuple(_empty(base, row) for _ in range(width - len(row))) for row in cells)
    spans = [span for row in rows for cell in row for span in cell]
    extent = Span(min(s.start for s in spans), max(s.end for s in spans))
    return Table(index, extent, filled, header_rows(filled), caption, notes)


def _cell(base: str, spans: CellSpans) -> Cell:
    """A cell with its clean reading, the readings of its pieces joined."""
    readings = [read(base, *span) for span in spans]
    if len(readings) == 1:
        return Cell(spans[0], readings[0].text, readings[0])
    text, starts, sources = "", [], []
    for reading in readings:
        starts += [len(text) + s for s in reading.starts]
        sources += reading.sources
        text += reading.text
    return Cell(Span(spans[0].start, spans[-1].end), text, Reading(text, starts, sources, spans[-1].end))


def _empty(base: str, row: tuple[Cell, ...]) -> Cell:
    end = row[-1].span.end if row else 0
    return _cell(base, (Span(end, end),))


def header_rows(rows: tuple[tuple[Cell, ...], ...]) -> int:
    """How many rows stand before the first row of figures (at least one)."""
    for r, row in enumerate(rows[:DEEPEST_HEADER]):
        texts = [c.text for c in row]
        filled = [t for t in texts if t]
        if r and filled and _holds_figures(texts, filled):
            return r
        if r and row[0].text and _headed(rows[:r]) and (len(set(map(_span, row)) - {None}) == 1 or _full(rows[r - 1])):
            # A category, or a row of words below titles that leave nothing to be said.
            return r
    return 1 if not rows or not is_caption(rows[0]) else min(2, len(rows))


def _holds_figures(texts: list[str], filled: list[str]) -> bool:
    """A serial number in front, or several figures that are no bare years (the years of a header are)."""
    if _SERIAL.match(texts[0]) and len(filled) > 1:
        return True
    figures = [t for t in filled if _FIGURE.match(t) and not _YEAR.match(t)]
    return len(figures) > 1 or len(figures) * 2 > len(filled) - 1 > 0


def _span(cell: Cell) -> Span | None:
    return cell.span if cell.text else None


def _full(row: tuple[Cell, ...]) -> bool:
    """Whether each column has a title of its own."""
    return len(set(map(_span, row)) - {None}) == len(row)


def _headed(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether a row that names columns stands among ``rows``."""
    return any(len({c.span for c in row if c.text}) > 1 for row in rows)


def is_caption(row: tuple[Cell, ...]) -> bool:
    """Whether a row names the table or its unit, and no column: one text, at the left edge or over all columns."""
    texts = {c.span: c for c in row if c.text}
    if len(row) < 3 or len(texts) != 1:
        return False
    text = next(iter(texts.values())).text
    return bool(row[0].text or _UNIT.match(text))


def opens_another(base: str, rows: list[Row], more: list[Row]) -> bool:
    """Whether ``more``, which follows on ``rows`` after a gap, is a table of its own.

    It is where its width differs or where a header opens it, unless that is the first part's header come again.
    """
    first = next((t for row in more if sum(map(bool, t := _texts(base, row))) > 1), [])
    if first in [_texts(base, row) for row in rows[:DEEPEST_HEADER]]:
        return False
    if max(map(len, rows)) != max(map(len, more)):
        return True
    return bool(first) and _names_columns(first) and not all(_names_columns(_texts(base, row)) for row in rows)


def _texts(base: str, row: Row) -> list[str]:
    return [re.sub(r"\s", "", "".join(span.of(base) for span in cell)) for cell in row]


def _names_columns(texts: list[str]) -> bool:
    filled = [t for t in texts if t]
    return (
        len(filled) > 1
        and not _SERIAL.match(texts[0])
        and not any(_FIGURE.match(t) and not _YEAR.match(t) for t in filled)
    )
