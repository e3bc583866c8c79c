"""Tables of plain text: where they stand, and their rows of cells.

Known are tables with a cell per line after a tab, with tab-separated cells, with Markdown pipes, with columns held
apart by spaces, and with all cells one below the other. What a page break, an OCR or a word processor did to a table is
undone here as far as the text itself shows it: a table that goes on after a page number, a row split over lines, a cell
that runs on below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from planextract.layout.grids import Row, opens_another
from planextract.offsets import Span

_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_WIDE_GAP = re.compile(r" {2,}|\u3000+")
_GAP = re.compile(r"[ \u3000]+")
_PROSE = re.compile(r"[。；]\s*$")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d\s*(?:年|$))[≥≤><〉〈约\[〔(（]?\s*\d")
WIDEST_STACK = 10
"""A table with all cells one below the other has at most this many columns."""
LONGEST_REST = 24
"""A line without a tab belongs to the cell before it up to this many characters."""
LONGEST_GAP = 4
"""A table goes on after at most this many lines that are no rows: blank lines, a page number, 续表."""


MOST_STARTS = 40
"""So many lines of one run are tried as the first of a table; each try reads the whole run."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its span without the newline. ``whole`` when the file says it is a paragraph."""

    span: Span
    text: str
    whole: bool = False

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
    tries: Counter[int] = Counter()
    i = 0
    while i < len(lines):
        end = i + 1
        for reader, enough in _READERS:
            table = _read(base, lines, i, reader, between)
            if table and enough(base, table.rows):
                found.append(table)
                end = table.end
                break
            if table:  # too little of a table; perhaps one begins further down
                tries[table.end] += 1
                end = max(end, table.end) if tries[table.end] > MOST_STARTS else end
        i = end
    return found


def _read(base: str, lines: list[Line], first: int, reader: Reader, between: Callable[[str], bool]) -> Found | None:
    """The table that begins at ``first``, with its parts after page breaks."""
    end, rows = reader(base, lines, first)
    while rows:
        start = _past_gap(lines, end, between)
        if start == end:
            break
        stop, more = reader(base, lines, start)
        if not more or opens_another(base, rows, more):
            break
        end, rows = stop, rows + more
    return Found(first, end, rows) if rows else None


def _past_gap(lines: list[Line], end: int, between: Callable[[str], bool]) -> int:
    """The next line that may be a row, behind blank lines, a page number, 续表; ``end`` where there is none."""
    at = end
    while at < len(lines) and at - end <= LONGEST_GAP and (lines[at].blank or between(lines[at].text.strip())):
        at += 1
    return end if at == len(lines) else at


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
    """Join rows that a stray line break cut: two neighbours that together are as wide as the widest row.

    With ``seam`` 1 the break went through a cell, whose halves end the first and open the second.
    """
    width = max(map(len, rows))
    mended: list[Row] = []
    for row in rows:
        last = mended[-1] if mended else []
        both = len(last) + len(row) - seam
        if len(last) > 1 and max(len(last), len(row)) < width == both and _whole(last) and _whole(row):
            halves: Row = [(Span(last[-1][0].start, row[0][-1].end),)] if seam else []
            mended[-1] = [*last[: len(last) - seam], *halves, *row[seam:]]
        else:
            mended.append(row)
    return mended


def _whole(row: Row) -> bool:
    """Whether a short row has a text in its outer cells: a row that only lacks its empty last cells is none to mend."""
    return all(spans[-1].end > spans[0].start for spans in (row[0], row[-1]))


# ---- rows of tab-separated cells ------------------------------------------------------------------------------------


def _separated(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Lines with tabs inside; short broken lines may stand between them."""
    if not _tabs(lines[first]) or _opens_cell(lines[first]):
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
        below = _below(lines[i], places, head) if rows else []
        if below:
            for c, span in zip(below, cells, strict=True):
                rows[-1][c] = (*rows[-1][c], span)
        elif len(cells) < 3 or (rows and abs(len(cells) - len(head)) > 2):
            break
        else:
            head = head or places
            rows.append(_aligned(cells, places, head))
        i += 1
    return i, rows


def _evenly_spaced(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Cells parted by single spaces: lines that all have as many of them as the first."""
    rows: list[Row] = []
    i = first
    while i < len(lines) and not lines[i].blank:
        cells = _gapped(base, lines[i], _GAP)
        if len(cells) < 4 or (rows and len(cells) != len(rows[0])):
            break
        rows.append([(span,) for span in cells])
        i += 1
    return i, rows


def _gapped(base: str, line: Line, parting: re.Pattern[str] = _WIDE_GAP) -> list[Span]:
    if "。" in line.text or "\t" in line.text:
        return []
    cells, at = [], 0
    for gap in [*parting.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            cells.append(_stripped(base, Span(line.span.start + at, line.span.start + end)))
        at = gap.end() if gap else end
    return cells


def _place(base: str, line: Line, span: Span) -> int:
    """The place of a cell on a line of fixed width, where a Chinese character is as wide as two digits."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in base[line.span.start : span.start])


def _below(line: Line, places: list[int], head: list[int]) -> list[int]:
    """The columns of the one or two cells that run on in this line; none if it is a row."""
    if len(places) > 2 or not line.text.startswith(("  ", "\u3000")):
        return []
    columns = [_nearest(head, place) for place in places]
    return columns if all(abs(head[c] - p) <= 4 for c, p in zip(columns, places, strict=True)) else []


def _nearest(head: list[int], place: int) -> int:
    return min(range(len(head)), key=lambda c: abs(head[c] - place))


def _aligned(cells: list[Span], places: list[int], head: list[int]) -> Row:
    """Cells under the columns of the first row: in order where none is missing, else by their place."""
    if len(cells) >= len(head):
        return [(span,) for span in cells]
    row: Row = [(Span(cells[0].start, cells[0].start),) for _ in head]
    for span, place in zip(cells, places, strict=True):
        row[_nearest(head, place)] = (span,)
    return row


# ---- all cells one below the other ----------------------------------------------------------------------------------


def _stacked(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """A line for each cell of a table with serial numbers, which show how many lines make a row."""
    if lines[first].blank or len(lines[first].text.strip()) > LONGEST_REST:
        return first, []
    filled = [i for i in range(first, min(len(lines), first + 8 * WIDEST_STACK)) if not lines[i].blank]
    width = next(
        (n for n in range(3, WIDEST_STACK + 1) if _numbered(lines, filled, n, 1) and _numbered(lines, filled, n, 2)), 0
    )
    if not width or any("\t" in lines[i].text for i in filled[: 3 * width]):
        return first, []
    filled = [i for i in range(first, len(lines)) if not lines[i].blank]
    count = next(k for k in range(2, len(filled)) if not _numbered(lines, filled, width, k))
    rows: list[Row] = [
        [(_stripped(base, lines[i].span),) for i in filled[k * width : (k + 1) * width]] for k in range(count)
    ]
    return filled[min(len(filled), count * width) - 1] + 1, rows


def _numbered(lines: list[Line], filled: list[int], width: int, k: int) -> bool:
    """Whether the k-th row of ``width`` lines begins with its number."""
    return k * width < len(filled) and lines[filled[k * width]].text.strip() == str(k)


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


def _tabbed(base: str, rows: list[Row]) -> bool:
    """Two rows; with only two columns three, of figures under a title (a table of contents has none)."""
    if max(map(len, rows)) > 2:
        return len(rows) > 1
    return len(rows) > 2 and not _figures(base, rows[0]) and all(_figures(base, row) for row in rows[1:])


def _columns_of_figures(base: str, rows: list[Row]) -> bool:
    """Spaces alone make no table: half of at least three rows must hold figures."""
    return len(rows) > 2 and 2 * sum(_figures(base, row) for row in rows) >= len(rows)


def _even_columns_of_figures(base: str, rows: list[Row]) -> bool:
    """Single spaces still less: a title row without figures, and figures in all rows below it."""
    titled = not _FIGURE.match(rows[0][0][0].of(base)) and not _figures(base, rows[0])
    return len(rows) > 2 and titled and all(_figures(base, row) for row in rows[1:])


def _figures(base: str, row: Row) -> bool:
    """Whether a cell behind the first begins with a figure."""
    return any(_FIGURE.match(cell[0].of(base)) for cell in row[1:])


_READERS: tuple[tuple[Reader, Callable[[str, list[Row]], bool]], ...] = (
    (_cell_per_line, _rows(1)),
    (_separated, _tabbed),
    (_piped, _rows(2)),
    (_spaced, _columns_of_figures),
    (_evenly_spaced, _even_columns_of_figures),
    (_stacked, _rows(3)),
)
