"""Notes under a table: they explain its figures, they do not tell new ones."""

from __future__ import annotations

import re

from planextract.assembling.drafts import Entry
from planextract.assembling.sentences import SentenceAssembler
from planextract.layout.blocks import Block
from planextract.patterns import Patterns
from planextract.reading.scan import Number
from planextract.records import Role

_MARK = re.compile(r"\s*(?P<n>\d{1,2})\s*[.．、](?!\d)")


class TableNotes:
    """Walks the blocks of one document and tells which are notes: 注：1.… behind a table, then 2.…, 3.…"""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.note = patterns.regex("layout.table_note")
        self.sentences = sentences
        self.expected = 0
        """The number of the note that may come next; 0 where none may, 1 right behind a table."""

    def read(self, block: Block) -> list[Entry] | None:
        """Ledger entries for the numbers of a note; None for any other block."""
        if block.table is not None:
            self.expected = 1
            return None
        if block.kind == "furniture":
            return None
        text = block.text.strip()
        mark = _MARK.match(text)
        if self.expected == 1 and self.note.match(text):
            self.expected = 2
        elif self.expected > 1 and mark and int(mark["n"]) == self.expected:
            self.expected += 1
        else:
            self.expected = 0
            return None
        return [self._entry(block, number) for number in self.sentences.scanner.scan(block.text)]

    def _entry(self, block: Block, number: Number) -> Entry:
        role = self._role(block.text, number)
        return Entry(block.reading.source(number.start, number.end), role, "table.note")

    def _role(self, text: str, number: Number) -> Role:
        if re.search(r"(?:^|[：:注。；])\s*$", text[: number.start]) and re.match(
            r"[.．、：:](?!\d)", text[number.end :]
        ):
            return "ordinal"
        if any(d.start <= number.start < d.end for d in self.sentences.periods.find(text)):
            return "date"
        name = next((n for n in self.sentences.names.find(text) if n.start <= number.start < n.end), None)
        return name.reason if name else "qualifier"
