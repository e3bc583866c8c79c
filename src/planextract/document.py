"""What a loader hands on, and what the layout makes of it: documents, blocks, tables, cells.

All spans count in ``Document.text``, the source text, which is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from planextract.offsets import Reading, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds a span in the original file, beyond its offset."""

    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A merged cell is one ``Cell`` that stands at every grid place it covers."""

    span: Span
    text: str
    """The cell's reading: line breaks and OCR spaces removed."""
    reading: Reading = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; ``rows[r][c]`` may be empty text. Header rows come first.

    ``index`` counts the tables of a document from 0. In output, row 0 is the last header row, so the first row of
    figures is row 1.
    """

    index: int
    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    caption: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A plan as a loader read it.

    ``text`` is the decoded file, newlines and all, without a byte order mark. ``tables`` and ``places`` are what the
    format itself says (docx, html, pdf); plain text leaves them empty and the layout finds the tables. A table of a
    loader says only where its cells stand; the layout reads them and finds the header.
    """

    text: str
    path: str
    """Below the given folder, or the bare file name; ``/`` between parts; ``-`` for standard input."""
    sha256: str
    """Of the file's bytes."""
    format: str = "txt"
    encoding: str = "utf-8"
    tables: tuple[Table, ...] = ()
    places: tuple[tuple[Span, Place], ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    """Offset and level (1 is the widest) of each paragraph that the format calls a heading."""
