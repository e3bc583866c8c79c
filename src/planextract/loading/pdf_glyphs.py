"""What stands on one page of a PDF: glyphs, and the cells that ruling lines make."""

from __future__ import annotations

import ctypes
import io
from types import TracebackType
from typing import Any

from planextract.loading.pdf_lines import Box, Glyph
from planextract.loading.pdf_pages import Page
from planextract.radicals import RADICALS

__all__ = ["RuledPages", "text_page"]


def text_page(page: Any, number: int) -> Page:
    """A page without lines, by PDFium."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    glyphs: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    box = raw.FS_RECTF()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        if code <= 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        raw.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box))
        char = chr(code).translate(RADICALS)
        where = char, round(box.left), round(box.top)
        if where not in seen:  # bold may be made by printing twice
            seen.add(where)
            glyphs.append(Glyph(char, box.left - left, top - box.top, box.right - left, top - box.bottom))
    pictures = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    return Page(number, right - left, top - bottom, glyphs, [], pictures)


class RuledPages:
    """Pages with lines, by pdfplumber, which is opened when the first of them comes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def __enter__(self) -> RuledPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def read(self, number: int) -> Page | None:
        """A page, counted from 0; ``None`` where the library cannot read it, so that at least its text is."""
        import pdfplumber

        try:
            self._pdf = self._pdf or pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[number]
            read = _ruled_page(page)
            page.close()
        except (MemoryError, RecursionError):
            raise
        except Exception:
            return None
        return read


def _ruled_page(page: Any) -> Page:
    """Glyphs and cells in the upright coordinates of the page's visible part."""
    glyphs, seen = [], set()
    left, top = page.bbox[0], page.bbox[1]
    for char in page.chars:
        where = char["text"], round(char["x0"]), round(char["top"])
        if char["upright"] and where not in seen:
            seen.add(where)
            text = char["text"].translate(RADICALS)
            glyphs.append(Glyph(text, char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top))
    found = page.debug_tablefinder()
    tables = [[Box(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for c in cells] for cells in _tables(found)]
    return Page(page.page_number, float(page.width), float(page.height), glyphs, tables, len(page.images))


def _tables(found: Any) -> list[list[Any]]:
    """The cells of each table; a cell on its own, which frames a text, is one too unless it frames a table."""
    tables = [table.cells for table in found.tables]
    taken = {cell for cells in tables for cell in cells}
    alone = [cell for cell in found.cells if cell not in taken]
    outer = [cell for cell in alone if not any(_overlap(cell, other) for other in (*taken, *alone) if other != cell)]
    return [*tables, *([cell] for cell in outer)]


def _overlap(one: Any, other: Any) -> bool:
    return bool(one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
