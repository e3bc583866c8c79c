"""Pages of a PDF in reading order, without what is printed on every page, as paragraphs and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from planextract.loading.pdf_lines import Box, Glyph, Line, Margins, columns, goes_on, lines_of
from planextract.loading.pdf_tables import Sheet, continues, ruled, unruled

__all__ = ["Page", "Paragraph", "flow"]

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*$|第\s*\d{1,4}\s*页.{0,12}$|\d{1,4}\s*/\s*\d{1,4}$")
_CONTINUED = re.compile(r"[（(]?\s*(?:续\s*表.{0,20}|.{0,20}续表?)\s*[）)]?$")
_DIGITS = re.compile(r"\d+")
ZONE = 0.12
"""The share of a page, above and below, where headers and footers stand."""
OFTEN = 0.4
"""A line on more pages than this share is a header or footer."""
PADDING = 2.0
"""Between the text of a box and its right edge, at most, in characters."""
FRAME = 0.85
"""A box that takes up more of the page is its frame."""


@dataclass(slots=True)
class Page:
    """What stands on a page. ``tables`` holds the boxes of the cells of each ruled table."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    tables: list[list[Box]] = field(default_factory=list)
    pictures: int = 0


@dataclass(slots=True)
class Paragraph:
    """The text of a paragraph on each of its pages."""

    pieces: list[tuple[str, int]]


@dataclass(slots=True)
class _Part:
    """Lines that follow on each other, with their margins, or a table."""

    lines: list[Line]
    margins: Margins
    sheet: Sheet | None = None


def flow(pages: list[Page]) -> Iterator[Paragraph | Sheet]:
    """Paragraphs and tables of all pages."""
    furniture = _furniture(pages)
    loose = [_Loose.of(page, furniture) for page in pages]
    rights = sorted(m.right for held in loose if len(held.lines) > 9 and (m := Margins.of(held.lines)))
    open_lines: list[tuple[Line, Margins]] = []
    table: Sheet | None = None
    for held in loose:
        # A page with little text beside its tables has the margins of the others.
        parts = list(held.parts(rights[len(rights) // 2] if rights else 0.0))
        if table is not None and len(parts) > 1 and parts[0].sheet is None and parts[1].sheet is not None:
            again = all(_CONTINUED.match(line.text) for line in parts[0].lines)
            parts = parts[1:] if again else parts
        if table is not None and not table.ruled and parts and parts[0].sheet is None:
            parts[:1] = _rest_of(table, parts[0])
        for at, part in enumerate(parts):
            if part.sheet is not None:
                if at == 0 and table is not None and continues(table, part.sheet):
                    continue
                yield from _closed(open_lines, table)
                open_lines, table = [], part.sheet
                continue
            if table is not None:
                yield table
                table = None
            for line in part.lines:
                if open_lines and not goes_on(open_lines[-1][0], line, open_lines[-1][1], part.margins):
                    yield _paragraph([held for held, _ in open_lines])
                    open_lines = []
                open_lines.append((line, part.margins))
    yield from _closed(open_lines, table)


def _rest_of(table: Sheet, part: _Part) -> list[_Part]:
    """The last rows of a table without rules, which are too few to be seen as one on their own page."""
    found = unruled(part.lines, least=1)
    if found is None or found[0] > 0 or len(found[2].edges) != len(table.edges):
        return [part]
    rest = part.lines[found[1] :]
    return [_Part([], part.margins, found[2]), *([_Part(rest, part.margins)] if rest else [])]


def _closed(open_lines: list[tuple[Line, Margins]], table: Sheet | None) -> Iterator[Paragraph | Sheet]:
    if table is not None:
        yield table
    if open_lines:
        yield _paragraph([line for line, _ in open_lines])


def _paragraph(lines: list[Line]) -> Paragraph:
    pieces: list[tuple[str, int]] = []
    for line in lines:
        before = pieces[-1][0] if pieces else ""
        space = (
            " "
            if before
            and before[-1].isascii()
            and before[-1].isalpha()
            and line.text[:1].isascii()
            and line.text[:1].isalpha()
            else ""
        )
        if pieces and pieces[-1][1] == line.page:
            pieces[-1] = (before + space + line.text, line.page)
        else:
            pieces.append((space + line.text, line.page))
    return Paragraph(pieces)


# ---- one page --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Loose:
    """A page taken apart: its tables, and the lines outside them."""

    page: Page
    sheets: list[Sheet]
    lines: list[Line]

    @classmethod
    def of(cls, page: Page, furniture: set[str]) -> _Loose:
        sheets = [sheet for cells in page.tables if (sheet := _sheet(page, cells)) is not None]
        outside = [g for g in page.glyphs if not any(s.box.holds((g.x0 + g.x1) / 2, g.middle) for s in sheets)]
        lines = [line for line in lines_of(outside, page.number) if not _is_furniture(line, page, furniture)]
        return cls(page, sorted(sheets, key=lambda s: (s.box.top, s.box.x0)), lines)

    def parts(self, right: float) -> Iterator[_Part]:
        """Runs of lines and tables from top to bottom."""
        lines = self.lines
        margins = Margins(0.0, 0.0, 0.0)
        if lines:
            even = self.page.width - min(line.box.x0 for line in lines) - PADDING * lines[0].size
            margins = Margins.of(lines, right if 0 < right < self.page.width else even)
        for sheet in self.sheets:
            before = [line for line in lines if line.box.top < sheet.box.top]
            lines = lines[len(before) :]
            yield from _text(before, margins)
            if sheet.is_box:
                held = (g for g in self.page.glyphs if sheet.box.holds((g.x0 + g.x1) / 2, g.middle))
                if inside := lines_of(held, self.page.number):
                    yield from _text(inside, Margins.of(inside, sheet.box.x1 - PADDING * inside[0].size))
            else:
                yield _Part([], margins, sheet)
        yield from _text(lines, margins)


def _text(lines: list[Line], margins: Margins) -> Iterator[_Part]:
    """Lines with the tables among them that have no rules, and with columns one after the other."""
    while found := unruled(lines):
        first, end, sheet = found
        yield from _text(lines[:first], margins)
        yield _Part([], margins, sheet)
        lines = lines[end:]
    groups = columns(lines)
    for group in groups:
        if group:
            yield _Part(group, margins if len(groups) == 1 else Margins.of(group))


def _sheet(page: Page, cells: list[Box]) -> Sheet | None:
    sheet = ruled(cells, page.glyphs, page.number)
    area = (sheet.box.x1 - sheet.box.x0) * (sheet.box.bottom - sheet.box.top)
    framing = sheet.is_box and area > FRAME * page.width * page.height
    return None if framing or not any(cell.text for row in sheet.rows for cell in row) else sheet


# ---- headers and footers ---------------------------------------------------------------------------------------------


def _furniture(pages: list[Page]) -> set[str]:
    """The lines near the edges that come again on many pages, numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in lines_of(_edge(page)) if _shape(line)})
    return {shape for shape, count in seen.items() if count > max(1, OFTEN * len(pages))}


def _edge(page: Page) -> list[Glyph]:
    zone = ZONE * page.height
    return [g for g in page.glyphs if g.bottom < zone or g.top > page.height - zone]


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", re.sub(r"\s", "", line.text))


def _is_furniture(line: Line, page: Page, furniture: set[str]) -> bool:
    zone = ZONE * page.height
    if not (line.box.bottom < zone or line.box.top > page.height - zone):
        return False
    return _shape(line) in furniture or bool(_PAGE_NUMBER.match(line.text.strip()))
