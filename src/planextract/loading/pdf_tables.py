"""Tables of a PDF: cells between ruling lines, columns that only stand under each other, and parts on several pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planextract.loading.builder import GridCell
from planextract.loading.pdf_lines import Box, Glyph, Line, joined, lines_of

__all__ = ["Rows", "Sheet", "continues", "ruled", "unruled"]

Rows = list[list[GridCell]]
_SERIAL = re.compile(r"\s*[（(]?\d{1,3}[）)]?[.、．]?\s*$")
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\s+")
SNAP = 3.0
"""Edges this close are one edge."""
LEAST_ROWS, LEAST_COLUMNS = 3, 3
"""Of a table without lines: fewer are more likely prose in columns."""


@dataclass(slots=True)
class Sheet:
    """A table or a part of one, as it stands on a page."""

    box: Box
    rows: Rows
    edges: tuple[float, ...]

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
    return Sheet(extent, [[cell or GridCell("", page) for cell in row] for row in rows], tuple(xs))


def _edges(values: object) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):  # type: ignore[call-overload]
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


# ---- without lines ---------------------------------------------------------------------------------------------------


def unruled(lines: list[Line]) -> tuple[int, int, Sheet] | None:
    """The first table among lines that shows only by its columns: where it begins and ends, and its cells."""
    first = 0
    while first < len(lines):
        if len(lines[first].parts) < LEAST_COLUMNS:
            first += 1
            continue
        end = first + 1
        while end < len(lines) and _belongs(lines, first, end):
            end += 1
        while len(lines[end - 1].parts) < LEAST_COLUMNS:
            end -= 1
        if end - first >= LEAST_ROWS and (sheet := _sheet(lines[first:end])):
            return first, end, sheet
        first = end
    return None


def _belongs(lines: list[Line], first: int, at: int) -> bool:
    """A line of a table: in columns, or the rest of a cell between two such lines."""
    line, before = lines[at], lines[at - 1]
    if line.box.top - before.box.bottom > 2.5 * line.size:
        return False
    if len(line.parts) >= LEAST_COLUMNS:
        return True
    width = lines[first].box.x1 - lines[first].box.x0
    narrow = all(part[-1].x1 - part[0].x0 < width / 2 for part in line.parts)
    return narrow and any(len(after.parts) >= LEAST_COLUMNS for after in lines[at + 1 : at + 3])


def _sheet(lines: list[Line]) -> Sheet | None:
    spans = _columns([line for line in lines if len(line.parts) >= LEAST_COLUMNS])
    if len(spans) < LEAST_COLUMNS:
        return None
    rows: list[list[list[str]]] = []
    tops: list[float] = []
    rests: list[tuple[float, int, str]] = []
    for line in lines:
        cells = [(_column(spans, part), Line([part]).text) for part in line.parts]
        if len(line.parts) >= LEAST_COLUMNS:
            rows.append([[] for _ in spans])
            tops.append(line.box.top)
            for c, text in cells:
                rows[-1][c].append(text)
        else:
            rests += [(line.box.top, c, text) for c, text in cells]
    for top, c, text in rests:
        nearest = min(range(len(rows)), key=lambda r: abs(tops[r] - top))
        rows[nearest][c].insert(len(rows[nearest][c]) if top > tops[nearest] else 0, text)
    if 2 * sum(any(_DIGIT.search(t) for cell in row[1:] for t in cell) for row in rows) < len(rows):
        return None
    page = lines[0].page
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    box = Box(left, lines[0].box.top, right, lines[-1].box.bottom)
    edges = tuple(start for start, _ in spans)
    return Sheet(box, [[GridCell(joined(cell), page) for cell in row] for row in rows], edges)


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """The stretches of the page that the parts of lines cover together; one part that bridges two columns is left out."""
    parts = sorted((part[0].x0, part[-1].x1) for line in lines for part in line.parts)
    most = max(len(line.parts) for line in lines)
    for widest in (1.0, 0.5, 0.35):
        width = parts[-1][1] - parts[0][0]
        spans: list[tuple[float, float]] = []
        for start, end in parts:
            if end - start > widest * width:
                continue
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        if len(spans) >= min(most, LEAST_COLUMNS + 1):
            return spans
    return spans


def _column(spans: list[tuple[float, float]], part: list[Glyph]) -> int:
    middle = (part[0].x0 + part[-1].x1) / 2
    return min(range(len(spans)), key=lambda c: max(spans[c][0] - middle, middle - spans[c][1], 0.0))


# ---- over pages ------------------------------------------------------------------------------------------------------


def continues(table: Sheet, part: Sheet) -> bool:
    """Add ``part``, which opens the next page, to ``table`` if it is the same table; say whether it was."""
    if len(table.edges) != len(part.edges) or any(abs(a - b) > 4 * SNAP for a, b in zip(table.edges, part.edges, strict=True)):
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


def _goes_on(rows: Rows, row: list[GridCell]) -> bool:
    """Whether a row is the rest of the last one: where all others have a serial number, it has none."""
    for c in range(min(2, len(row))):
        filled = [r[c].text for r in rows[1:] if r[c].text]
        if len(filled) >= 2 and sum(bool(_SERIAL.match(t)) for t in filled) >= 0.6 * len(filled):
            return not row[c].text and any(cell.text for cell in row) and bool(_SERIAL.match(rows[-1][c].text))
    return False


def _texts(row: list[GridCell]) -> list[str]:
    return [_SPACE.sub("", cell.text) for cell in row]
