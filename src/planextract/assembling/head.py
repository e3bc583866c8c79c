"""The head of a document: everything before its first chapter, as one text with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from planextract.layout.blocks import Block
from planextract.offsets import Span

LONGEST = 24
"""The head ends after so many blocks at the latest."""
_ANNEX_RANK, _DASH_RANK = 10, 80
"""Ranks of patterns/layout.yaml: 附件, and a dash, behind which a report tells where it was delivered."""
_LONG = 110
"""A paragraph of this length belongs to the plan's body, not to its head."""

_LINE = 400
"""So much of a line is looked at, however long a paragraph may be."""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head without heading and list marks; ``skip`` is what was left out in front of it."""

    block: Block
    text: str
    skip: int
    start: int
    """Where the line begins in the head's text."""

    @property
    def span(self) -> Span:
        return self.source(0, len(self.text))

    def source(self, start: int, end: int) -> Span:
        return self.block.reading.source(self.skip + start, self.skip + end)


class Head:
    """Lines in the order of the source, and their text joined by line feeds."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.lines: list[HeadLine] = []
        at = 0
        for block in _head_blocks(sorted(blocks, key=lambda b: b.span.start)):
            line = _line(block, at)
            self.lines.append(line)
            at += len(line.text) + 1
        self.text = "\n".join(line.text for line in self.lines)
        self._starts = [line.start for line in self.lines]

    def line_at(self, offset: int) -> int:
        """The index of the line that holds an offset of the text."""
        return bisect_right(self._starts, offset) - 1

    def source(self, start: int, end: int) -> Span:
        """The source span of ``text[start:end]``."""
        first, last = self.lines[self.line_at(start)], self.lines[self.line_at(end - 1)]
        return Span(
            first.source(start - first.start, start - first.start + 1).start,
            last.source(end - 1 - last.start, end - last.start).end,
        )


def _head_blocks(blocks: list[Block]) -> list[Block]:
    head: list[Block] = []
    for block in blocks[:LONGEST]:
        if block.kind == "table" or (0 < block.rank < _DASH_RANK and not _opens_annex(block)):
            break
        head.append(block)
        if len(block.text) > _LONG and "。" in block.text and block.kind == "paragraph":
            break
    return head


def _opens_annex(block: Block) -> bool:
    """附件：某市规划, or a title that Markdown marks with #."""
    return block.kind == "heading" and (block.rank == _ANNEX_RANK or block.text.lstrip().startswith("#"))


def _line(block: Block, at: int) -> HeadLine:
    skip = block.mark if block.kind == "heading" else 0
    match = re.match(r"[\s：:—\-*#]*", block.text[skip:])
    skip += match.end() if match else 0
    return HeadLine(block, block.text[skip : skip + _LINE].rstrip("*# \n"), skip, at)
