"""Tables of a PDF: cells between ruling lines, columns that only stand under each other, and parts on several pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planextract.loading.builder import GridCell
from planextract.loading.pdf_lines import Box, Glyph, Line, joined, lines_of

__all__ = ["Rows", "Sheet", "continues", "ruled", "unruled"]

Rows = list[list[GridCell]]
_SERIAL = re.compile(r"\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.、．]?\s*$")
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\s+")
SNAP = 3.0
"""Edges this close are one edge."""
CLOSE = 0.95
"""Lines of one text stand at least this many characters apart."""
BRIDGED = 0.3
"""The share of rows in which a text over several columns stands over more than one of theirs."""
LEAST_ROWS, LEAST_COLUMNS = 3, 3
"""Of a table without lines: fewer are more likely prose in columns."""


@dataclass(slots=True)
class Sheet:
    """A table or a part of one, as it stands on a page."""

    box: Box
    rows: Rows
    edges: tuple[tuple[float, float], ...]
    """Where its columns begin and end."""
    ruled: bool = True

    @property
    def is_box(self) -> bool:
        """Whether it frames a text: one column."""
        return all(len({id(cell) for cell in row}) == 1 for row in self.rows)


def ruled(cells: Sequence[Box], glyphs: Sequence[Glyph], page: int) -> Sheet:
    """The grid that cells make; a cell over several rows or columns is one cell at several places."""
    xs, ys = _edges(x for c in cells for x in (c.x0, c.x1)), _edges(y for c in cells for y in (c.top, c.bottom))
    rows: list[list[GridCell | None]] = [[None] * (len(xs) - 1) for _ in ys[1:]]
    held: list[list[Glyph]] = [[] for _ in cells]
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        if (at := next((i for i, c in enumerate(cells) if c.holds(x, glyph.middle)), None)) is not None:
            held[at].append(glyph)
    for box, inside in zip(cells, held, strict=True):
        cell = GridCell(joined(line.text.replace("  ", " ") for line in lines_of(inside)), page)
        for r in range(len(ys) - 1):
            for c in range(len(xs) - 1):
                if box.holds((xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2):
                    rows[r][c] = cell
    extent = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Sheet(extent, [[cell or GridCell("", page) for cell in row] for row in rows], tuple(pairwise(xs)))


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


# ---- without lines ---------------------------------------------------------------------------------------------------


def unruled(lines: list[Line], least: int = LEAST_ROWS) -> tuple[int, int, Sheet] | None:
    """The first table among lines that shows only by its columns: where it begins and ends, and its cells."""
    bands = list(_bands(lines))
    first = 0
    while first < len(bands):
        if _width(bands[first]) < LEAST_COLUMNS:
            first += 1
            continue
        end = first + 1
        while end < len(bands) and _belongs(bands, first, end):
            end += 1
        while _width(bands[end - 1]) < LEAST_COLUMNS:
            end -= 1
        if end - first >= least and (sheet := _sheet(bands[first:end])):
            return bands[first].first, bands[end - 1].last + 1, sheet
        first = end
    return None


@dataclass(slots=True)
class _Band:
    """Lines that stand closer than lines of one text can: cells of one row, set in the middle of it. ``first`` and
    ``last`` count the lines."""

    first: int
    last: int
    lines: list[Line]

    @property
    def box(self) -> Box:
        boxes = [line.box for line in self.lines]
        return Box(min(b.x0 for b in boxes), boxes[0].top, max(b.x1 for b in boxes), boxes[-1].bottom)

    @property
    def parts(self) -> list[list[Glyph]]:
        return [part for line in self.lines for part in line.parts]


def _bands(lines: list[Line]) -> Iterator[_Band]:
    band: _Band | None = None
    for i, line in enumerate(lines):
        if band and line.box.top - band.lines[-1].box.top < CLOSE * line.size:
            band.lines.append(line)
            band.last = i
            continue
        if band:
            yield band
        band = _Band(i, i, [line])
    if band:
        yield band


def _width(band: _Band) -> int:
    """How many columns the parts of a row stand in."""
    columns, right = 0, float("-inf")
    for start, end in sorted((part[0].x0, part[-1].x1) for part in band.parts):
        columns += start > right
        right = max(right, end)
    return columns


def _belongs(bands: list[_Band], first: int, at: int) -> bool:
    """A line of a table: in columns, or the rest of a cell between two such lines."""
    band, before = bands[at], bands[at - 1]
    if band.box.top - before.box.bottom > 2.5 * band.lines[0].size:
        return False
    if _width(band) >= LEAST_COLUMNS:
        return True
    width = bands[first].box.x1 - bands[first].box.x0
    narrow = all(part[-1].x1 - part[0].x0 < width / 2 for part in band.parts)
    return narrow and any(_width(after) >= LEAST_COLUMNS for after in bands[at + 1 : at + 3])


def _sheet(bands: list[_Band]) -> Sheet | None:
    full = [band for band in bands if _width(band) >= LEAST_COLUMNS]
    spans = _columns(full)
    if len(spans) < LEAST_COLUMNS:
        return None
    rows: list[list[list[str]]] = []
    tops: list[float] = []
    rests: list[tuple[float, int, str]] = []
    for band in bands:
        cells = [(_column(spans, part), Line([part]).text) for part in band.parts]
        if _width(band) >= LEAST_COLUMNS:
            rows.append([[] for _ in spans])
            tops.append(band.box.top)
            for c, text in cells:
                rows[-1][c].append(text)
        else:
            rests += [(band.box.top, c, text) for c, text in cells]
    for top, c, text in rests:
        nearest = min(range(len(rows)), key=lambda r: abs(tops[r] - top))
        rows[nearest][c].insert(len(rows[nearest][c]) if top > tops[nearest] else 0, text)
    if 2 * sum(any(_DIGIT.search(t) for cell in row[1:] for t in cell) for row in rows) < len(rows):
        return None
    page = bands[0].lines[0].page
    left, right = min(band.box.x0 for band in bands), max(band.box.x1 for band in bands)
    box = Box(left, bands[0].box.top, right, bands[-1].box.bottom)
    return Sheet(box, [[GridCell(joined(cell), page) for cell in row] for row in rows], tuple(spans), ruled=False)


def _columns(bands: list[_Band]) -> list[tuple[float, float]]:
    """The stretches of the page that the parts of rows cover together; parts over several columns are left out."""
    rows = [[(part[0].x0, part[-1].x1) for part in band.parts] for band in bands]
    spans: list[tuple[float, float]] = []
    for start, end in sorted(part for row in rows for part in row if not _bridges(part, rows)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _bridges(part: tuple[float, float], rows: list[list[tuple[float, float]]]) -> bool:
    """Whether a text, such as a year over its columns, stands over texts that many rows hold apart."""
    count = 0
    for row in rows:
        below = sorted((start, end) for start, end in row if start < part[1] and part[0] < end)
        count += any(after[0] > before[1] for before, after in pairwise(below))
    return count >= max(2, BRIDGED * len(rows))


def _column(spans: list[tuple[float, float]], part: list[Glyph]) -> int:
    middle = (part[0].x0 + part[-1].x1) / 2
    return min(range(len(spans)), key=lambda c: max(spans[c][0] - middle, middle - spans[c][1], 0.0))


# ---- over pages ------------------------------------------------------------------------------------------------------


def continues(table: Sheet, part: Sheet) -> bool:
    """Add ``part``, which opens the next page, to ``table`` if it is the same table; say whether it was."""
    if not _same_columns(table, part):
        return False
    rows = part.rows
    again = 0
    while again < min(len(rows) - 1, len(table.rows)) and _texts(rows[again]) == _texts(table.rows[again]):
        again += 1
    rows = rows[again:]
    if rows and _goes_on(table.rows, rows[0]):
        for cell, rest in zip(table.rows[-1], rows[0], strict=True):
            if rest.text:
                cell.text = joined((cell.text, rest.text))
        rows = rows[1:]
    table.rows += rows
    return True


def _same_columns(table: Sheet, part: Sheet) -> bool:
    if len(table.edges) != len(part.edges) or table.ruled != part.ruled:
        return False
    pairs = zip(table.edges, part.edges, strict=True)
    if table.ruled:
        return all(abs(a - c) <= 4 * SNAP and abs(b - d) <= 4 * SNAP for (a, b), (c, d) in pairs)
    return all(a <= d and c <= b for (a, b), (c, d) in pairs)


def _goes_on(rows: Rows, row: list[GridCell]) -> bool:
    """Whether a row is the rest of the last one, cut by the page.

    Where all others have a serial number, it has none; elsewhere it has few cells, as no other row has, and all of
    them go on with cells of the last row.
    """
    for c in range(min(2, len(row))):
        filled = [r[c].text for r in rows[1:] if r[c].text]
        if len(filled) >= 2 and sum(bool(_SERIAL.match(t)) for t in filled) >= 0.6 * len(filled):
            return not row[c].text and any(cell.text for cell in row) and bool(_SERIAL.match(rows[-1][c].text))
    rests = [(last, cell) for last, cell in zip(rows[-1], row, strict=True) if cell.text]
    if not rests or len({id(cell) for cell in row}) < len(row) or 2 * len(rests) > len(row):
        return False
    sparse = any(2 * sum(bool(cell.text) for cell in r) <= len(r) for r in rows)
    return not sparse and all(last.text for last, _ in rests)


def _texts(row: list[GridCell]) -> list[str]:
    return [_SPACE.sub("", cell.text) for cell in row]
