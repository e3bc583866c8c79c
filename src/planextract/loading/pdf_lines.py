"""From the glyphs of a page to lines, and from lines to paragraphs.

A PDF knows no lines and no paragraphs, only where each glyph stands. Lines are glyphs at one height; a paragraph goes
on while its lines reach the right margin and the next one is not indented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Box", "Glyph", "Line", "Margins", "columns", "goes_on", "joined", "lines_of", "text_of"]

_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z0-9%.,)]")
_HEAD = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节篇]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[—－-]{2}|专栏|附[件表]|表\s?\d)"
)
_CLOSED = re.compile(r"[。！？；：:;][”’）)」』]*\s*$")
_UNBROKEN = re.compile(r"[!-~％‰]")
_NEVER_FIRST = re.compile(r"[，。；：！？、）》”’%‰]")
WIDE, SPACE, LATIN_SPACE = 1.5, 0.6, 0.2
"""Gaps in widths of a character: between columns, between words, between words in Latin letters."""
SHORT = 2.5
"""A line ends at the margin up to this many characters before it: punctuation may not begin the next one."""


class Box(NamedTuple):
    """A rectangle; ``top`` counts downwards from the upper edge of the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Glyph(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """Glyphs at one height, from left to right; ``parts`` are held apart by wide gaps."""

    parts: list[list[Glyph]]
    page: int = 0
    glyphs: list[Glyph] = field(init=False, repr=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.glyphs = [glyph for part in self.parts for glyph in part]
        self.text = "  ".join(text_of(part) for part in self.parts)

    @property
    def box(self) -> Box:
        g = self.glyphs
        return Box(g[0].x0, min(x.top for x in g), max(x.x1 for x in g), max(x.bottom for x in g))

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)


def lines_of(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """The lines that glyphs make, from top to bottom."""
    rows: list[list[Glyph]] = []
    largest: list[Glyph] = []
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: (g.middle, g.x0)):
        # The height of a line is that of its largest glyph: a small one set high or low does not move it.
        if rows and glyph.middle - largest[-1].middle < 0.5 * max(glyph.size, largest[-1].size):
            rows[-1].append(glyph)
            largest[-1] = max(largest[-1], glyph, key=lambda g: g.size)
        else:
            rows.append([glyph])
            largest.append(glyph)
    return [Line(_parts(sorted(row, key=lambda g: g.x0)), page) for row in rows]


def _parts(row: list[Glyph]) -> list[list[Glyph]]:
    parts = [[row[0]]]
    right = row[0].x1
    for glyph in row[1:]:
        if glyph.x0 - right > WIDE * max(glyph.size, parts[-1][-1].size):
            parts.append([])
        parts[-1].append(glyph)
        right = max(right, glyph.x1)
    return parts


def text_of(part: Sequence[Glyph]) -> str:
    """The text of glyphs, with a space where a gap is one."""
    written = part[0].text
    for before, glyph in pairwise(part):
        gap = glyph.x0 - before.x1
        latin = _WORD.match(before.text) and _WORD.match(glyph.text)
        if gap > (LATIN_SPACE if latin else SPACE) * max(glyph.size, before.size):
            written += " "
        written += glyph.text
    return written


def joined(texts: Iterable[str]) -> str:
    """Lines as one text; only Latin words need a space where the line broke."""
    written = ""
    for text in texts:
        space = written and text and _LATIN.match(written[-1]) and _LATIN.match(text[0])
        written += (" " if space else "") + text
    return written


class Margins(NamedTuple):
    """Where the lines of a page or a box begin and end, and how far apart they stand."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line], right: float = 0.0) -> Margins:
        """The margins that ``lines`` show; ``right`` is one that is known."""
        long = [line for line in lines if len(line.text) > 12] or list(lines)
        starts = Counter(round(line.box.x0 / 4) for line in long)
        most = max(starts.values())
        left = 4.0 * min(x for x, n in starts.items() if 3 * n >= most)
        ends = sorted(line.box.x1 for line in long)
        steps = [
            b.box.top - a.box.top
            for a, b in pairwise(lines)
            if len(a.parts) == len(b.parts) == 1 and b.box.top - a.box.top > 0.95 * b.size
        ]
        return cls(left, max(right, ends[int(0.98 * (len(ends) - 1))]), median(steps) if steps else 0.0)


def goes_on(line: Line, after: Line, here: Margins, there: Margins) -> bool:
    """Whether the paragraph of ``line`` goes on in ``after``."""
    if len(line.parts) > 1 or len(after.parts) > 1:
        return False
    size = line.size
    box, next_box = line.box, after.box
    if abs(size - after.size) > 0.15 * size or box.x1 < here.right - max(SHORT * size, _first_word(after) + size):
        return False
    if next_box.x0 > there.left + 1.2 * size and not _centred_rest(line, after, there):
        return False
    if line.page == after.page and next_box.top - box.top > 1.5 * here.pitch > 0:
        return False
    return not (_HEAD.match(after.text) and _CLOSED.search(line.text))


def _centred_rest(line: Line, after: Line, margins: Margins) -> bool:
    """Whether a heading set in the middle, longer than a line, goes on."""
    box = after.box
    middle = (margins.left + margins.right) / 2
    indented = box.x0 < margins.left + 2.6 * line.size  # as a new paragraph is
    return not indented and abs((box.x0 + box.x1) / 2 - middle) < 0.5 * line.size and not _CLOSED.search(line.text)


def _first_word(line: Line) -> float:
    """The width of what could not be broken at the start of a line: a number, a word, and the mark behind it."""
    last = line.glyphs[0]
    for glyph in line.glyphs[1:]:
        runs_on = _UNBROKEN.match(glyph.text) and (_UNBROKEN.match(last.text) or _NEVER_FIRST.match(last.text))
        if not runs_on and not _NEVER_FIRST.match(glyph.text):
            break
        last = glyph
    return last.x1 - line.glyphs[0].x0


def columns(lines: list[Line], least: int = 6) -> list[list[Line]]:
    """Lines set in two columns as the one and then the other; other lines as they are."""
    double = [line for line in lines if len(line.parts) == 2 and all(len(part) > 5 for part in line.parts)]
    if len(double) < least or 2 * len(double) < len(lines):
        return [lines]
    left = max(line.parts[0][-1].x1 for line in double)
    right = min(line.parts[1][0].x0 for line in double)
    if left >= right:
        return [lines]
    first, last = lines.index(double[0]), lines.index(double[-1])
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines[first : last + 1]:
        for part in line.parts:
            if part[0].x0 < left and part[-1].x1 > right:
                return [lines]  # a line over both columns in their midst
            sides[part[0].x0 >= left].append(Line([part], line.page))
    return [group for group in (lines[:first], *sides, lines[last + 1 :]) if group]
