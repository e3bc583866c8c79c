"""From source text to blocks in reading order: titles, headings with their section, paragraphs, list items, tables.

Headings are told from paragraphs by their mark and by being short and unclosed; the section tree is a stack ordered
by the rank of the marks, so that broken numbering (a missing or repeated heading) costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from planextract.document import Document, Table
from planextract.layout import tables as tabular
from planextract.layout.grids import Row, grid
from planextract.layout.normalise import folded, read
from planextract.layout.tables import Line
from planextract.offsets import Reading, Span
from planextract.patterns import Patterns

BlockKind = Literal["title", "heading", "paragraph", "furniture", "table"]
_LINE = re.compile(r"[^\r\n\f\v\u0085\u2028\u2029]*(?:\r\n|[\r\n\f\v\u0085\u2028\u2029]|$)")
_NEWLINE = "\r\n\f\v\u0085\u2028\u2029"
HEADING_LENGTH = 42
"""A marked line is a heading only up to this many characters; longer ones are list items that run on."""
SECTION_RANK, CAPTION_RANK, LIST_RANK = 30, 90, 100
"""Ranks of patterns/layout.yaml that are treated apart: 第X节 and wider, 表N, 一是."""
ITEM_RANK = 60
"""From 1. on a line that ends in a full stop is an item of a list (1.新建养老院3所。), not a heading."""
WRAPPED_LENGTH = 18
"""A line must be at least this long for its missing end mark to count as a line break inside a sentence."""
LONGEST_LINE = 5000
"""No paragraph of a plan is longer. A longer line is read in pieces, so that time grows with the text, not faster."""
_RUNS_ON = re.compile(r"[，。；、）)]")
MANY_OPEN = 0.4
"""More long paragraphs than this share end in the midst of a sentence only where lines are taken for paragraphs."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the document. ``mark`` is the length of its list or heading mark in the reading, ``rank`` its depth
    (0 for none); ``section`` holds the readings of the headings above it."""

    kind: BlockKind
    reading: Reading
    span: Span
    rank: int = 0
    mark: int = 0
    section: tuple[str, ...] = ()
    parents: tuple[int, ...] = field(default=(), compare=False)
    """Indices of the heading blocks above it."""
    table: Table | None = None

    @property
    def text(self) -> str:
        return self.reading.text


@dataclass(frozen=True, slots=True)
class Layout:
    document: Document
    base: str
    """The folded source: same offsets, half-width figures."""
    blocks: tuple[Block, ...]


class LayoutReader:
    """Lays out documents by the rules of ``patterns/layout.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["layout"]
        self.marks = [
            (re.compile(rf"\s*{rules[name].source}"), int(rules[name].value))
            for name in (
                "part",
                "chapter",
                "section",
                "annex",
                "box",
                "caption",
                "one",
                "two",
                "three",
                "four",
                "dash",
                "first",
            )
        ]
        self.furniture = rules["furniture"].regex
        self.bookmark = rules["bookmark"].regex
        self.imprint = rules["imprint"].regex
        self.table_unit = rules["table_unit"].regex
        self.table_note = rules["table_note"].regex
        self.continued = patterns.regex("tables.continued")
        self.closed = rules["closed"].regex
        self.title_end = rules["title_end"].regex

    def read(self, document: Document) -> Layout:
        base = folded(document.text)
        lines = list(_lines(base))
        if document.places and not self._wrapped(lines):
            lines = [replace(line, whole=True) for line in lines]
        pieces = [self._styled(block, document) for block in self._pieces(base, lines, document)]
        return Layout(document, base, tuple(_sections(pieces)))

    # ---- lines to pieces --------------------------------------------------------------------------------------------

    def _pieces(self, base: str, lines: list[Line], document: Document) -> Iterator[Block]:
        found = self._tables(base, lines, document)
        given = {table.span.start for table in document.tables}
        index = i = 0
        pending: list[Line] = []
        while i < len(lines):
            if i in found:
                end, rows = found[i]
                yield from self._paragraphs(base, pending)
                caption = pending[-1].text.strip() if pending else ""
                pending = []
                if max(len(r) for r in rows) == 1:
                    # A one-column table is a box: its cells are ordinary text.
                    yield from self._paragraphs(base, lines[i:end])
                else:
                    notes = self._notes(lines, end)
                    table = grid(base, index, rows, caption, notes)
                    yield Block("table", read(base, table.span.start, table.span.start), table.span, table=table)
                    yield from (
                        Block("furniture", read(base, *n.span), n.span)
                        for n in lines[i:end]
                        if lines[i].span.start not in given and self.furniture.match(n.text.strip())
                    )
                    index += 1
                i = end
                continue
            pending.append(lines[i])
            i += 1
        yield from self._paragraphs(base, pending)

    def _tables(self, base: str, lines: list[Line], document: Document) -> dict[int, tuple[int, list[Row]]]:
        """Where tables begin and end: those the loader gives as they are, between them they are looked for."""
        found: dict[int, tuple[int, list[Row]]] = {}
        given: list[tuple[int, int, list[Row]]] = []
        for table in document.tables:
            first, end = (bisect_left(lines, offset, key=lambda line: line.span.start) for offset in table.span)
            given.append((first, end, [[(cell.span,) for cell in row] for row in table.rows]))
        at = 0
        for start, stop, rows in [*given, (len(lines), len(lines), [])]:
            looked = tabular.find(base, lines[at:start], self._between_rows)
            found.update({at + t.first: (at + t.end, t.rows) for t in looked})
            if rows:
                found[start] = (stop, rows)
            at = stop
        return found

    def _styled(self, block: Block, document: Document) -> Block:
        """A paragraph that only its style makes a heading."""
        if not document.headings or block.kind != "paragraph" or block.rank:
            return block
        level = dict(document.headings).get(block.span.start)
        text = block.text.strip()
        if level is None or len(text) > HEADING_LENGTH or self.closed.search(text) or self.title_end.search(text):
            return block
        return replace(block, kind="heading", rank=10 * level + 10)

    def _between_rows(self, text: str) -> bool:
        """Whether a line may stand inside a table, where a page ends and the next begins."""
        return bool(self.furniture.match(text) or self.continued.match(text))

    def _notes(self, lines: list[Line], end: int) -> str:
        for line in lines[end : end + 3]:
            if not line.blank:
                return line.text.strip() if self.table_note.match(line.text.strip()) else ""
        return ""

    def _paragraphs(self, base: str, lines: list[Line]) -> Iterator[Block]:
        """Lines joined to paragraphs, headings and furniture told apart."""
        group: list[Line] = []
        for line in lines:
            if line.blank:
                continue
            text = self._bare(line)
            if not text:
                yield Block("furniture", read(base, *line.span), line.span)
                continue
            if self.furniture.match(text):
                yield Block("furniture", read(base, *line.span), line.span)
                continue
            if group and not self._continues(group, text):
                yield self._block(base, group)
                group = []
            group.append(line)
        if group:
            yield self._block(base, group)

    def _bare(self, line: Line) -> str:
        """A line without bookmarks and Markdown marks, for telling what it is."""
        return self.bookmark.sub("", line.text).replace("**", "").strip()

    def _continues(self, group: list[Line], text: str) -> bool:
        """Whether ``text`` goes on with the sentence that the last line left open."""
        if group[-1].span.end - group[0].span.start >= LONGEST_LINE:
            return False
        last = self._bare(group[-1])
        if self.closed.search(last) or self._mark(text)[1] or self.table_unit.match(text) or self.imprint.search(text):
            return False
        if self.title_end.search(last.replace(" ", "")) and len(last) < HEADING_LENGTH:
            return False
        if len(group) == 1 and self._is_heading(last):
            return False
        if group[-1].whole and not last.endswith(("，", "、", "（")):
            return bool(_RUNS_ON.match(text))
        return len(last) >= WRAPPED_LENGTH or bool(_RUNS_ON.match(text))

    def _wrapped(self, lines: list[Line]) -> bool:
        """Whether each line of a page became a paragraph, as in files made from scans: many long ones have no end."""
        texts = [text for line in lines if len(text := self._bare(line)) >= WRAPPED_LENGTH]
        long = [text for text in texts if "\t" not in text and not self._is_heading(text)]
        return sum(not self.closed.search(text) for text in long) > MANY_OPEN * len(long)

    def _mark(self, text: str) -> tuple[int, int]:
        """Length and rank of the heading or list mark that opens ``text``; (0, 0) without one."""
        for pattern, rank in self.marks:
            if match := pattern.match(text):
                return match.end(), rank
        return 0, 0

    def _is_heading(self, text: str) -> bool:
        mark, rank = self._mark(text)
        if not rank or rank == LIST_RANK:
            return False
        if rank <= SECTION_RANK:
            return len(text) <= HEADING_LENGTH + 8
        if text.endswith("；") or (rank >= ITEM_RANK and text.endswith("。")):
            return False
        return len(text) <= HEADING_LENGTH and not re.search(r"[。；，！？]", text[mark:].rstrip("。；： "))

    def _block(self, base: str, group: list[Line]) -> Block:
        span = Span(group[0].span.start, group[-1].span.end)
        between = (Span(a.span.end, b.span.start) for a, b in pairwise(group))
        gaps = [gap for gap in between if gap.of(base).strip()]
        reading = read(base, *span, gaps)
        text = re.sub(r"^#{1,6}\s*", "", reading.text)
        skip = len(reading.text) - len(text)
        mark, rank = self._mark(text)
        if self.imprint.search(text):
            return Block("furniture", reading, span)
        if self._is_heading(text):
            return Block("heading", reading, span, rank, mark + skip)
        if skip:
            return Block("heading", reading, span, 10 * skip, skip)
        return Block("paragraph", reading, span, rank if mark else 0, mark)


def _lines(base: str) -> Iterator[Line]:
    for match in _LINE.finditer(base):
        if match.end() == match.start():
            break
        text = match.group().rstrip(_NEWLINE)
        start = match.start()
        while len(text) > LONGEST_LINE:
            cut = text.rfind("。", 0, LONGEST_LINE) + 1 or LONGEST_LINE
            yield Line(Span(start, start + cut), text[:cut])
            start, text = start + cut, text[cut:]
        yield Line(Span(start, start + len(text)), text)


def _sections(pieces: list[Block]) -> Iterator[Block]:
    """Give each block the headings above it."""
    stack: list[tuple[int, int, str]] = []
    for index, block in enumerate(pieces):
        if block.kind == "heading" and block.rank != CAPTION_RANK:
            while stack and stack[-1][0] >= block.rank:
                stack.pop()
            section = tuple(text for _, _, text in stack)
            parents = tuple(i for _, i, _ in stack)
            yield replace(block, section=section, parents=parents)
            stack.append((block.rank, index, block.text.strip()))
        else:
            yield replace(block, section=tuple(text for _, _, text in stack), parents=tuple(i for _, i, _ in stack))
