"""Tables of plain text: where they stand, and their rows of cells.

Four ways of writing one are known: a cell per line after a tab, tab-separated cells, Markdown pipes, and columns held
apart by wide gaps. What a page break, an OCR or a word processor did to a table is undone here as far as the text
itself shows it: a table that goes on after a page number, a row split over lines, a cell that runs on below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from planextract.layout.grids import CellSpans, Row, opens_another
from planextract.offsets import Span

_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_WIDE_GAP = re.compile(r" {2,}|\u3000+")
_PROSE = re.compile(r"[。；]\s*$")
LONGEST_REST = 24
"""A line without a tab belongs to the cell before it up to this many characters."""
LONGEST_GAP = 4
"""A table goes on after at most this many lines that are no rows: blank lines, a page number, 续表."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its span without the newline."""

    span: Span
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip(" \t\u3000\u00a0")


class Found(NamedTuple):
    """A table in lines ``[first, end)``."""

    first: int
    end: int
    rows: list[Row]


Reader = Callable[[str, list[Line], int], tuple[int, list[Row]]]


def find(base: str, lines: list[Line], between: Callable[[str], bool]) -> list[Found]:
    """The tables among ``lines``; ``between`` tells which lines may stand inside one (page numbers, 续表)."""
    found = []
    i = 0
    while i < len(lines):
        table = next((t for reader, least in _READERS if (t := _read(base, lines, i, reader, between)) and least(base, t.rows)), None)
        if table:
            found.append(table)
        i = table.end if table else i + 1
    return found


def _read(base: str, lines: list[Line], first: int, reader: Reader, between: Callable[[str], bool]) -> Found | None:
    """The table that begins at ``first``, with its parts after page breaks."""
    end, rows = reader(base, lines, first)
    while rows:
        start = end
        while start < len(lines) and start - end <= LONGEST_GAP and (lines[start].blank or between(lines[start].text.strip())):
            start += 1
        if start == len(lines) or start == end:
            break
        stop, more = reader(base, lines, start)
        if not more or opens_another(base, rows, more):
            break
        end, rows = stop, rows + more
    return Found(first, end, rows) if rows else None


# ---- one cell per line ----------------------------------------------------------------------------------------------


def _cell_per_line(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """A tab opens a cell, further lines without a tab belong to it, a blank line ends the row."""
    if not _opens_cell(lines[first]):
        return first, []
    rows: list[Row] = []
    row: Row = []
    i = first
    while i < len(lines):
        line = lines[i]
        if line.blank:
            if i + 1 < len(lines) and lines[i + 1].blank and not (i + 2 < len(lines) and _opens_cell(lines[i + 2])):
                break
            if row:
                rows.append(row)
                row = []
        elif _opens_cell(line):
            row.append((_stripped(base, line.span),))
        elif row and "\t" not in line.text and not lines[i - 1].blank:
            row[-1] = (Span(row[-1][0].start, _stripped(base, line.span).end),)
        else:
            break
        i += 1
    if row:
        rows.append(row)
    while i > first and lines[i - 1].blank:
        i -= 1
    return (i, _mend(rows, 0)) if rows else (first, [])


def _opens_cell(line: Line) -> bool:
    return line.text.startswith("\t") and line.text.count("\t") == 1 and not line.blank


def _mend(rows: list[Row], seam: int) -> list[Row]:
    """Join rows that a stray line break cut: two neighbours that together are as wide as the usual row.

    With ``seam`` 1 the break went through a cell, whose halves end the first and open the second.
    """
    widths = Counter(len(r) for r in rows if len(r) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    mended: list[Row] = []
    for row in rows:
        last = mended[-1] if mended else []
        if 1 < len(last) < width and len(row) < width + seam and len(last) + len(row) - seam == width and _whole(last) and _whole(row):
            mended[-1] = [*last[: len(last) - seam], *([(Span(last[-1][0].start, row[0][-1].end),)] if seam else []), *row[seam:]]
        else:
            mended.append(row)
    return mended


def _whole(row: Row) -> bool:
    """Whether a short row has a text in its outer cells: a row that only lacks its empty last cells is none to mend."""
    return all(spans[-1].end > spans[0].start for spans in (row[0], row[-1]))


# ---- rows of tab-separated cells ------------------------------------------------------------------------------------


def _separated(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Lines with at least two tabs inside; short broken lines may stand between them."""
    if _tabs(lines[first]) < 2:
        return first, []
    rows: list[Row] = []
    i = first
    while i < len(lines) and not lines[i].blank:
        line = lines[i]
        if _tabs(line) and not (_opens_cell(line) and _PROSE.search(line.text)):
            rows.append(_cells(base, line, "\t"))
        elif rows and len(line.text.strip()) <= LONGEST_REST and i + 1 < len(lines) and _tabs(lines[i + 1]) >= 1:
            # A cell that a line break cut: its rest stands on a line of its own before the next row.
            rows[-1][-1] = (Span(rows[-1][-1][0].start, _stripped(base, line.span).end),)
        else:
            break
        i += 1
    return i, _mend(rows, 1)


def _tabs(line: Line) -> int:
    return line.text.count("\t") if not line.blank else 0


def _cells(base: str, line: Line, separator: str) -> Row:
    cells: Row = []
    at = line.span.start
    for part in line.text.split(separator):
        cells.append((_stripped(base, Span(at, at + len(part))),))
        at += len(part) + len(separator)
    return cells


# ---- pipes and wide gaps --------------------------------------------------------------------------------------------


def _piped(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """A Markdown table; its rule is told from a row of dashes by standing below the first row."""
    rows: list[Row] = []
    i = first
    while i < len(lines) and lines[i].text.count("|") >= 2:
        text = lines[i].text.strip()
        if not (_RULE.match(text) and (len(rows) <= 1 or "--" in text)):
            cells = _cells(base, lines[i], "|")
            rows.append(cells[1 if text.startswith("|") else 0 : -1 if text.endswith("|") else None])
        i += 1
    return (i, rows) if rows else (first, [])


def _spaced(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Columns held apart by two or more spaces; a cell may run on in the line below, under its column."""
    rows: list[Row] = []
    head: list[int] = []
    i = first
    while i < len(lines) and not lines[i].blank:
        cells = _gapped(base, lines[i])
        places = [_place(base, lines[i], span) for span in cells]
        if rows and len(cells) == 1 and lines[i].text.startswith(("  ", "\u3000")) and (c := _nearest(head, places[0])) is not None:
            rows[-1][c] = (*rows[-1][c], cells[0])
        elif len(cells) < 3 or (rows and abs(len(cells) - len(head)) > 2):
            break
        else:
            head = head or places
            rows.append(_aligned(cells, places, head))
        i += 1
    return i, rows


def _gapped(base: str, line: Line) -> list[Span]:
    if "。" in line.text or "\t" in line.text:
        return []
    cells, at = [], 0
    for gap in [*_WIDE_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            cells.append(_stripped(base, Span(line.span.start + at, line.span.start + end)))
        at = gap.end() if gap else end
    return cells


def _place(base: str, line: Line, span: Span) -> int:
    """The place of a cell on a line of fixed width, where a Chinese character is as wide as two digits."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in base[line.span.start : span.start])


def _nearest(head: list[int], place: int) -> int | None:
    column = min(range(len(head)), key=lambda c: abs(head[c] - place))
    return column if abs(head[column] - place) <= 4 else None


def _aligned(cells: list[Span], places: list[int], head: list[int]) -> Row:
    """Cells under the columns of the first row: in order where none is missing, else by their place."""
    if len(cells) >= len(head):
        return [(span,) for span in cells]
    row: Row = [(Span(cells[0].start, cells[0].start),) for _ in head]
    for span, place in zip(cells, places, strict=True):
        row[min(range(len(head)), key=lambda c: abs(head[c] - place))] = (span,)
    return row


def _stripped(base: str, span: Span) -> Span:
    start, end = span
    while start < end and base[start] in " \t\r\n":
        start += 1
    while end > start and base[end - 1] in " \t\r\n":
        end -= 1
    return Span(start, end)


# ---- how many rows make a table -------------------------------------------------------------------------------------


def _rows(least: int) -> Callable[[str, list[Row]], bool]:
    return lambda base, rows: len(rows) >= least


def _columns_of_figures(base: str, rows: list[Row]) -> bool:
    """Wide gaps alone make no table: half of at least three rows must hold figures."""
    return len(rows) >= 3 and 2 * sum(any(_opens_figure(base, cell) for cell in row[1:]) for row in rows) >= len(rows)


def _opens_figure(base: str, cell: CellSpans) -> bool:
    return base[cell[0].start : cell[0].start + 1].isdigit() and cell[0].end > cell[0].start


_READERS: tuple[tuple[Reader, Callable[[str, list[Row]], bool]], ...] = (
    (_cell_per_line, _rows(1)),
    (_separated, _rows(2)),
    (_piped, _rows(2)),
    (_spaced, _columns_of_figures),
)
