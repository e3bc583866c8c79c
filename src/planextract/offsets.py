"""Spans of the source text, and readings of it that keep the way back.

Source text is never rewritten. Where a rule needs cleaner text (no OCR spaces, half-width digits, no Word
bookmarks) it works on a :class:`Reading`, which records each edit when it is made; offsets therefore never have to
be searched for again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range ``[start, end)`` of characters of the source text.

    >>> Span(2, 4).of("提高到九成")
    '到九'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Edit(NamedTuple):
    """One change of a reading: source characters ``[start, end)`` are read as ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text with a map back to the source.

    ``starts`` and ``sources`` are parallel: from reading offset ``starts[i]`` on, characters stand at source offset
    ``sources[i]`` onwards, one to one, until the next entry.

    >>> reading = Reading.of("第 一章", 0, 4, [Edit(1, 2, "")])
    >>> reading.text, reading.source(0, 2)
    ('第一章', Span(start=0, end=3))
    """

    text: str
    starts: list[int] = field(repr=False)
    sources: list[int] = field(repr=False)
    end: int = field(repr=False)

    @classmethod
    def of(cls, source: str, start: int, end: int, edits: Iterable[Edit] = ()) -> Reading:
        """Read ``source[start:end]`` with ``edits`` (sorted, not overlapping, inside the range)."""
        pieces: list[str] = []
        starts: list[int] = []
        sources: list[int] = []
        length, at = 0, start
        for edit in edits:
            if edit.start > at:
                pieces.append(source[at : edit.start])
                starts.append(length)
                sources.append(at)
                length += edit.start - at
            if edit.text:
                # Every character of a replacement points into the replaced span, the last one at its end.
                for i, char in enumerate(edit.text):
                    pieces.append(char)
                    starts.append(length)
                    sources.append(min(edit.start + i, edit.end - 1))
                    length += 1
            at = edit.end
        if at < end or not starts:
            pieces.append(source[at:end])
            starts.append(length)
            sources.append(at)
        return cls("".join(pieces), starts, sources, end)

    def at(self, offset: int) -> int:
        """The source offset of the character at reading ``offset``."""
        i = bisect_right(self.starts, offset) - 1
        return min(self.sources[i] + offset - self.starts[i], self.end)

    def source(self, start: int, end: int) -> Span:
        """The source span of the reading's ``[start, end)``; edits inside it are swallowed, edits beside it are not."""
        first = self.at(start)
        return Span(first, self.at(end - 1) + 1 if end > start else first)
