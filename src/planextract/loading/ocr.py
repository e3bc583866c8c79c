"""Scanned pages read by RapidOCR, whose models are in its package: nothing is fetched, nothing leaves the machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from statistics import median
from typing import Any

from planextract.loading.pdf_lines import Box, Glyph

__all__ = ["glyphs_of", "spread"]

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
    return spread(list(zip(found.txts or (), found.boxes if found.boxes is not None else (), strict=False)))


def spread(found: list[tuple[str, Any]]) -> list[Glyph]:
    """The characters of texts over their boxes (corners in dots)."""
    texts = []
    for text, corners in found:
        xs, ys = ([float(corner[i]) * POINTS / DOTS for corner in corners] for i in (0, 1))
        texts.append((text, Box(min(xs), min(ys), max(xs), max(ys))))
    plain = [(box.x1 - box.x0) / _width(text) for text, box in texts if len(text) > 3 and " " not in text]
    usual = median(plain) if plain else 0.0
    return [glyph for text, box in texts if text.strip() for glyph in _spread(text, box, usual)]


def _spread(text: str, box: Box, usual: float) -> Iterator[Glyph]:
    """The characters of one text; what is left over of its box is the width of its spaces, which hold columns apart."""
    step = (box.x1 - box.x0) / _width(text)
    space, left = step, box.x0
    if 0 < usual < step:  # a short text stands in a box that is wider than its writing
        written = usual * _width(text.replace(" ", ""))
        step, rest = usual, box.x1 - box.x0 - written
        space = max(usual, rest / text.count(" ")) if " " in text else usual
        left += 0 if " " in text else rest / 2
    # The box is higher than the writing in it, and a gap between columns is told by the size of the writing.
    margin = max(0.0, box.bottom - box.top - 2 * step) / 2
    for char in text:
        right = left + (space if char == " " else step * _width(char))
        yield Glyph(char, left, box.top + margin, right, box.bottom - margin)
        left = right


def _width(text: str) -> int:
    """A Chinese character is twice as wide as a digit."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
