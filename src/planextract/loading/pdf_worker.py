"""Reads a PDF in a process of its own: ``python -m planextract.loading.pdf_worker``.

Libraries for PDF trust their input; one bad file can take all memory, never end, or crash. Here that ends one file.
The first line of standard input says what is allowed, the rest is the file; one JSON answer goes to standard output.
"""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from itertools import islice
from typing import Any

from planextract.errors import LoadError
from planextract.loading.extras import has
from planextract.loading.pdf_glyphs import RuledPages, text_page
from planextract.loading.pdf_pages import Page, Paragraph, flow

__all__ = ["main", "read"]

MEMORY = 3 * 1024**3
"""Address space of the process, where the system can limit it."""
FEW_GLYPHS = 20
"""A page with fewer characters and a picture is a scanned one."""
BROKEN = "(cid:"
MOST_LINES = 20_000
"""Lines drawn on a page; one with more is a drawing."""


def main() -> None:
    _limit_memory()
    logging.disable(logging.CRITICAL)
    allowed = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever a library prints must not stand in the answer
    try:
        answer: dict[str, Any] = {"items": read(data, **allowed)}
    except LoadError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "its pages need more memory than a plan's; print it anew to a smaller PDF"}
    except Exception as error:
        answer = {"error": f"this is a PDF file, but a damaged one ({type(error).__name__}); print it to PDF again"}
    output.write(json.dumps(answer).encode())
    output.flush()


def read(data: bytes, pages: int) -> list[Any]:
    """``["p", [[text, page], …]]`` for a paragraph, ``["t", texts, rows of indices, pages]`` for a table."""
    items: list[Any] = []
    for item in flow(_pages(data, pages)):
        if isinstance(item, Paragraph):
            items.append(["p", item.pieces])
            continue
        cells = list({id(cell): cell for row in item.rows for cell in row}.values())
        number = {id(cell): i for i, cell in enumerate(cells)}
        rows = [[number[id(cell)] for cell in row] for row in item.rows]
        items.append(["t", [cell.text for cell in cells], rows, [cell.page for cell in cells]])
    return items


def _pages(data: bytes, most: int) -> list[Page]:
    """Glyphs of all pages from PDFium, which is fast; pages with lines from pdfplumber, which knows tables."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise LoadError("it is encrypted; print it to PDF without a password") from None
        raise LoadError("this is a PDF file, but a damaged one; print it to PDF again") from None
    if len(pdf) > most:
        raise LoadError(f"it has {len(pdf):,} pages, more than {most:,}; split it or raise --max-pages")
    if not len(pdf):
        raise LoadError("it is damaged: no page can be found in it; print it to PDF again")
    pages = []
    with RuledPages(data) as ruled:
        for number in range(len(pdf)):
            page = pdf[number]
            lines = sum(
                1
                for _ in islice(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=4), MOST_LINES + 1)
            )
            read = ruled.read(number) if 4 <= lines <= MOST_LINES or page.get_rotation() else None
            pages.append(read or text_page(page, number + 1))
            page.close()
    return _checked(pages, pdf)


def _checked(pages: list[Page], pdf: Any) -> list[Page]:
    """Pages with a text layer; scanned ones are read by OCR where it is installed, and named where it is not."""
    scanned = [page for page in pages if page.pictures and len(page.glyphs) < FEW_GLYPHS]
    broken = sum(glyph.text.startswith(BROKEN) for page in pages for glyph in page.glyphs)
    glyphs = sum(len(page.glyphs) for page in pages)
    if not glyphs and not scanned:
        raise LoadError(
            "its pages hold no text; it may be drawn as shapes: print it to PDF again or run an OCR program"
        )
    unreadable = 3 * broken > glyphs > 0
    if not unreadable and 2 * len(scanned) < len(pages):
        return pages
    if not has("rapidocr", "onnxruntime"):
        what = (
            "its fonts do not say which characters they show"
            if unreadable
            else f"it is scanned: {len(scanned)} of {len(pages)} pages are pictures without text"
        )
        raise LoadError(f"{what}; pip install 'planextract[ocr]' or run an OCR program over it first")
    from planextract.loading.ocr import glyphs_of

    for page in pages if unreadable else scanned:
        page.glyphs = glyphs_of(pdf[page.number - 1])
    return pages


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        if not has("rapidocr"):  # its libraries reserve far more than they use
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
