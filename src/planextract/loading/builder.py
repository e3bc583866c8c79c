"""Writes down a source text while a loader walks through a file: paragraphs, tables and where each of them stood.

The text is laid out as a person would type it: a paragraph a line, a row of a table a line with a tab between cells.
Spans are known because they are made here; nothing is searched for afterwards.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from planextract.document import Cell, Document, Place, Table
from planextract.errors import LoadError
from planextract.offsets import Reading, Span

__all__ = ["Builder", "Grid", "GridCell"]

_BREAKS = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = re.compile(r"[\s\u200b\ufeff]*")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff]")
WIDEST, TALLEST, LARGEST = 200, 2_000, 2_000_000
"""Columns and rows that a merged cell may claim, and all cells of a table together: a file may say any number."""


@dataclass(eq=False, slots=True)
class GridCell:
    """A cell on its way into a table. Merged cells are the same object at several places."""

    text: str = ""
    page: int | None = None


@dataclass(slots=True)
class Grid:
    """Rows of cells that take up several rows and columns, put into their places."""

    rows: list[list[GridCell | None]] = field(default_factory=list)
    _opened: int = 0
    _area: int = 0

    def open_row(self) -> None:
        """Begin the next row; the first one may already be there, reached into from above."""
        self._opened += 1
        self._reach(self._opened)

    def put(self, cell: GridCell, columns: int = 1, rows: int = 1) -> None:
        """Put ``cell`` at the first free place of the open row."""
        row = self.rows[self._opened - 1]
        at = row.index(None) if None in row else len(row)
        columns, rows = max(1, min(columns, WIDEST)), max(1, min(rows, TALLEST))
        self._area += columns * rows
        if self._area > LARGEST:
            raise LoadError(f"a table in it has more than {LARGEST:,} cells; split the file")
        self._reach(self._opened - 1 + rows)
        for target in self.rows[self._opened - 1 : self._opened - 1 + rows]:
            target.extend([None] * (at + columns - len(target)))
            target[at : at + columns] = [cell if place is None else place for place in target[at : at + columns]]

    def skip(self, columns: int) -> None:
        for _ in range(min(columns, WIDEST)):
            self.put(GridCell())

    def filled(self) -> list[list[GridCell]]:
        """All opened rows at equal width; rows that only a merged cell claimed are left out."""
        rows = self.rows[: self._opened]
        width = max((len(row) for row in rows), default=0)
        return [[cell or GridCell() for cell in row + [None] * (width - len(row))] for row in rows]

    def _reach(self, count: int) -> None:
        self.rows.extend([] for _ in range(count - len(self.rows)))


class Builder:
    """Collects the source text of one document."""

    def __init__(self, characters: int) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._limit = characters
        self._tables: list[Table] = []
        self._pending: list[tuple[Span, list[list[Span]]]] = []
        self._places: list[tuple[Span, Place]] = []
        self._headings: list[tuple[int, int]] = []
        self._paragraphs = 0

    @property
    def empty(self) -> bool:
        return all(_BLANK.fullmatch(part) for part in self._parts)

    def paragraph(self, text: str, *, page: int | None = None, heading: int | None = None) -> None:
        """One paragraph; a line break inside it begins a new line."""
        lines = [line.strip("\t ") for line in _BREAKS.split(_NOT_TEXT.sub("", text))]
        lines = [line for line in lines if not _BLANK.fullmatch(line)]
        if not lines:
            return
        self._paragraphs += 1
        start = self._length
        if heading:
            self._headings.append((start, heading))
        for line in lines:
            self._write(line + "\n")
        self._places.append((Span(start, self._length), self._place(page)))

    def pieces(self, pieces: Sequence[tuple[str, int]]) -> None:
        """A paragraph that goes on over pages: its text on each page, with the page."""
        self._paragraphs += 1
        for text, page in pieces:
            start = self._length
            self._write(_NOT_TEXT.sub("", text))
            self._places.append((Span(start, self._length), self._place(page)))
        self._write("\n")

    def table(self, rows: Sequence[Sequence[GridCell]]) -> None:
        """A table; one whose rows have a single cell each is a box, whose cells are paragraphs."""
        rows = [row for row in rows if any(not _BLANK.fullmatch(cell.text) for cell in row)]
        if not rows:
            return
        if all(len(set(map(id, row))) == 1 for row in rows):
            for cell in _each_once(rows):
                for line in _BREAKS.split(cell.text):
                    self.paragraph(line, page=cell.page)
            return
        start = self._length
        spans: dict[int, Span] = {}
        places = [
            [self._cell(cell, spans, last=c == len(row) - 1) for c, cell in enumerate(row)]
            for row in map(self._row, rows)
        ]
        self._pending.append((Span(start, self._length), places))
        self._write("\n")

    def document(self, data: bytes, name: str, kind: str, encoding: str = "utf-8") -> Document:
        text = "".join(self._parts)
        if _BLANK.fullmatch(text):
            raise LoadError("the file holds no text; nothing can be read from it")
        tables = tuple(_table(text, index, span, rows) for index, (span, rows) in enumerate(self._pending))
        return Document(
            text,
            name,
            hashlib.sha256(data).hexdigest(),
            kind,
            encoding,
            tables,
            tuple(self._places),
            tuple(self._headings),
        )

    @staticmethod
    def with_digest(document: Document, data: bytes) -> Document:
        """The document with the hash of the file that it was unpacked from."""
        return replace(document, sha256=hashlib.sha256(data).hexdigest())

    def _row(self, row: Sequence[GridCell]) -> Sequence[GridCell]:
        self._paragraphs += 1
        page = next((cell.page for cell in row if cell.page is not None), None)
        self._places.append((Span(self._length, self._length), self._place(page)))
        return row

    def _cell(self, cell: GridCell, spans: dict[int, Span], *, last: bool) -> Span:
        """Write a cell where it first stands; where a merged one stands again, nothing is written."""
        span = spans.get(id(cell))
        if span is None:
            text = _BREAKS.sub(" ", _NOT_TEXT.sub("", cell.text)).replace("\t", " ").strip()
            span = spans[id(cell)] = Span(self._length, self._length + len(text))
            self._write(text)
        self._write("\n" if last else "\t")
        if last:
            begun, place = self._places[-1]
            self._places[-1] = (Span(begun.start, self._length), place)
        return span

    def _place(self, page: int | None) -> Place:
        return Place(page, self._paragraphs)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._limit:
            raise LoadError(f"its text is longer than the {self._limit:,} characters of a plan; split the file")


def _table(text: str, index: int, span: Span, rows: list[list[Span]]) -> Table:
    made: dict[Span, Cell] = {}
    cells = tuple(
        tuple(made.setdefault(s, Cell(s, s.of(text), Reading.of(text, s.start, s.end))) for s in row) for row in rows
    )
    return Table(index, span, cells, 0)


def _each_once(rows: Sequence[Sequence[GridCell]]) -> Iterator[GridCell]:
    seen: set[int] = set()
    for row in rows:
        if id(row[0]) not in seen:
            seen.add(id(row[0]))
            yield row[0]
