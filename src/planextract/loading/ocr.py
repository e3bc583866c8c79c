"""Scanned pages read by RapidOCR, which brings its models in its package: nothing is fetched, nothing leaves the machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from planextract.loading.pdf_lines import Glyph

__all__ = ["glyphs_of"]

DOTS = 200
"""Per inch. More makes reading slower and no better."""
POINTS = 72


@lru_cache(maxsize=1)
def _reader() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def glyphs_of(page: Any) -> list[Glyph]:
    """The characters of a page (of PDFium), each about where it stands."""
    image = page.render(scale=DOTS / POINTS).to_numpy()
    found = _reader()(image)
    glyphs: list[Glyph] = []
    for text, box in zip(found.txts or (), found.boxes if found.boxes is not None else (), strict=False):
        xs, ys = [float(p[0]) * POINTS / DOTS for p in box], [float(p[1]) * POINTS / DOTS for p in box]
        glyphs += _spread(text, min(xs), max(xs), min(ys), max(ys))
    return glyphs


def _spread(text: str, left: float, right: float, top: float, bottom: float) -> Iterator[Glyph]:
    """The characters of a line over its box: a Chinese one is twice as wide as a digit."""
    widths = [2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text]
    step = (right - left) / max(1, sum(widths))
    for char, width in zip(text, widths, strict=True):
        yield Glyph(char, left, top, left + width * step, bottom)
        left += width * step
