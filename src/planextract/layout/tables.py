"""Tables of plain text: one cell per line after a tab, rows of tab-, pipe- or space-separated cells.

What a page break, an OCR or a word processor did to a table is undone here as far as the text itself shows it: a row
split over lines, a table continued after a blank line, a cell moved to a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from planextract.document import Cell, Table
from planextract.layout.normalise import read
from planextract.offsets import Span

_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_WIDE_GAP = re.compile(r" {2,}|\u3000+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its span without the newline."""

    span: Span
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip(" \t\u3000\u00a0")


Row = list[Span]


def find(base: str, lines: list[Line]) -> list[tuple[int, int, list[Row]]]:
    """Runs of lines that are tables: (first line, last line + 1, rows of cell spans)."""
    found = []
    i = 0
    while i < len(lines):
        for shape in (_cell_per_line, _separated, _piped, _spaced):
            end, rows = shape(base, lines, i)
            if rows:
                found.append((i, end, rows))
                i = end
                break
        else:
            i += 1
    return found


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
            row.append(_stripped(base, line.span))
        elif row and not lines[i - 1].blank:
            row[-1] = Span(row[-1].start, _stripped(base, line.span).end)
        else:
            break
        i += 1
    if row:
        rows.append(row)
    while i > first and lines[i - 1].blank:
        i -= 1
    return (i, _mend(rows)) if rows else (first, [])


def _opens_cell(line: Line) -> bool:
    return line.text.startswith("\t") and "\t" not in line.text.strip("\t")


def _mend(rows: list[Row]) -> list[Row]:
    """Join rows that a stray blank line cut: two neighbours that together are as wide as the usual row."""
    widths = Counter(len(r) for r in rows if len(r) > 1)
    if not widths:
        return rows
    width = widths.most_common(1)[0][0]
    mended: list[Row] = []
    for row in rows:
        if mended and len(mended[-1]) < width and len(mended[-1]) + len(row) == width and len(mended[-1]) > 1:
            mended[-1] = mended[-1] + row
        else:
            mended.append(row)
    return mended


# ---- rows of tab-separated cells ------------------------------------------------------------------------------------


def _separated(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Lines with at least two tabs inside; blank lines and short broken lines may stand between them."""
    if _tabs(lines[first]) < 2:
        return first, []
    rows: list[Row] = []
    i = last = first
    while i < len(lines):
        line = lines[i]
        if _tabs(line) >= 1:
            rows.append(_cells(base, line, "\t"))
            last = i + 1
        elif line.blank:
            if i - last >= 3:
                break
        elif rows and _resumes(lines, i) and len(line.text.strip()) <= 24:
            # A cell that a page break cut: its rest stands on a line of its own before the next row.
            rows[-1][-1] = _widen(base, rows[-1][-1], line)
            last = i + 1
        else:
            break
        i += 1
    return (last, rows) if len(rows) >= 2 else (first, [])


def _tabs(line: Line) -> int:
    return line.text.count("\t") if not line.blank else 0


def _resumes(lines: list[Line], i: int) -> bool:
    return i + 1 < len(lines) and _tabs(lines[i + 1]) >= 2 and not lines[i - 1].blank


def _widen(base: str, cell: Span, line: Line) -> Span:
    return Span(cell.start, _stripped(base, line.span).end)


def _cells(base: str, line: Line, separator: str) -> Row:
    cells, at = [], line.span.start
    for part in line.text.split(separator):
        cells.append(_stripped(base, Span(at, at + len(part))))
        at += len(part) + len(separator)
    return cells


# ---- pipes and wide gaps --------------------------------------------------------------------------------------------


def _piped(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """A Markdown table."""
    rows: list[Row] = []
    i = first
    while i < len(lines) and lines[i].text.count("|") >= 2:
        if not _RULE.match(lines[i].text):
            cells = _cells(base, lines[i], "|")
            rows.append(cells[1 if lines[i].text.lstrip().startswith("|") else 0 : -1 if lines[i].text.rstrip().endswith("|") else None])
        i += 1
    return (i, rows) if len(rows) >= 2 and i - first >= 3 else (first, [])


def _spaced(base: str, lines: list[Line], first: int) -> tuple[int, list[Row]]:
    """Columns held apart by two or more spaces, over at least three rows of the same width with figures in them."""
    rows: list[Row] = []
    i = last = first
    while i < len(lines):
        if lines[i].blank:
            if i - last >= 2:
                break
            i += 1
            continue
        cells = _gapped(base, lines[i])
        if len(cells) < 3 or (rows and abs(len(cells) - len(rows[0])) > 1):
            break
        rows.append(cells)
        i += 1
        last = i
    figures = sum(any(c.of(base)[:1].isdigit() for c in row[1:]) for row in rows)
    return (last, rows) if len(rows) >= 3 and figures * 2 >= len(rows) else (first, [])


def _gapped(base: str, line: Line) -> Row:
    if "。" in line.text or "\t" in line.text:
        return []
    cells, at = [], 0
    text = line.text
    for gap in _WIDE_GAP.finditer(text):
        if text[at : gap.start()].strip():
            cells.append(_stripped(base, Span(line.span.start + at, line.span.start + gap.start())))
        at = gap.end()
    if text[at:].strip():
        cells.append(_stripped(base, Span(line.span.start + at, line.span.end)))
    return cells


def _stripped(base: str, span: Span) -> Span:
    start, end = span
    while start < end and base[start] in " \t\r\n":
        start += 1
    while end > start and base[end - 1] in " \t\r\n":
        end -= 1
    return Span(start, end)


# ---- grids ----------------------------------------------------------------------------------------------------------

_SERIAL = re.compile(r"^\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[（(]\d{1,2}[）)])[.、．]?\s*$")
_FIGURE = re.compile(r"^[≥≤＞＜><约]?\s*[\d.,]+\s*(?:%|‰|[万亿]?[一-鿿㎡²/]{0,6})?$|^[-—–/]+$")


def grid(base: str, index: int, rows: list[Row], caption: str = "", notes: str = "") -> Table:
    """Rows of cell spans as a table of equal width, with the number of its header rows."""
    cells = tuple(tuple(_cell(base, span) for span in row) for row in rows)
    width = max(len(row) for row in cells)
    filled = tuple(row + tuple(_empty(base, row) for _ in range(width - len(row))) for row in cells)
    start = min(c.span.start for row in cells for c in row)
    end = max(c.span.end for row in cells for c in row)
    return Table(index, Span(start, end), filled, header_rows(filled), caption, notes)


def _cell(base: str, span: Span) -> Cell:
    reading = read(base, span.start, span.end)
    return Cell(span, reading.text, reading)


def _empty(base: str, row: tuple[Cell, ...]) -> Cell:
    end = row[-1].span.end if row else 0
    return _cell(base, Span(end, end))


def header_rows(rows: tuple[tuple[Cell, ...], ...]) -> int:
    """How many rows stand before the first row of figures (at least one)."""
    for r, row in enumerate(rows[:5]):
        texts = [c.text for c in row]
        filled = [t for t in texts if t]
        if not filled:
            continue
        if r and (_SERIAL.match(texts[0]) or sum(bool(_FIGURE.match(t)) for t in filled) * 2 > len(filled) - 1 > 0):
            return r
    return 1
