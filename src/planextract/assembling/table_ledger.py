"""The ledger of a table: what every number in its cells is that no record uses."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from planextract.assembling.columns import Shape
from planextract.assembling.drafts import Entry
from planextract.assembling.sentences import Result, SentenceAssembler
from planextract.assembling.table_rows import body_rows
from planextract.document import Cell, Table
from planextract.layout.grids import is_caption
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.scan import Number
from planextract.records import Role

_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MYRIADS = re.compile("万亿|[万亿]")
_MARK = re.compile(r"\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]")
_NAMING = ("indicator", "area", "second_name", "category", "unit", "binding")
"""Columns whose numbers belong to names: their 三年 is no date."""


class TableLedger:
    """Gives the numbers of cells their roles by the column they stand in."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.serial = patterns.regex("tables.serial_value")
        self.sentences = sentences

    def entries(self, table: Table, shape: Shape, result: Result) -> list[Entry]:
        """Entries for all numbers of the table's cells that ``result`` has none for."""
        taken = sorted(e.span for e in result.entries)
        body = set(body_rows(table))
        out: list[Entry] = []
        seen: set[Span] = set()
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if not cell.text or cell.span in seen:
                    continue
                seen.add(cell.span)
                for number in self._expressions(cell.text):
                    span = cell.reading.source(number.start, number.end)
                    if not _overlaps(taken, span):
                        role = self._body(cell, number, c, shape) if r in body else self._header(row, cell, number)
                        out.append(Entry(span, role, f"table.{role}"))
        return out

    def _expressions(self, text: str) -> list[Number]:
        """The numbers of a cell as the ledger lists them: whole dates, whole ranges, and 万 or 亿 with its number."""
        found = list(self.sentences.scanner.scan(text))
        wholes = [(d.start, d.end) for d in self.sentences.periods.find(text)]
        wholes += [(q.first, q.last) for q in self.sentences.quantities.read(text, found) if q.high is not None]
        out: list[Number] = []
        for number in found:
            end = _with_myriads(text, number.end)
            if out and any(s <= out[-1].start and number.end <= e for s, e in wholes):
                out[-1] = replace(out[-1], end=end, text=text[out[-1].start : end])
            else:
                out.append(replace(number, end=end, text=text[number.start : end]))
        return out

    def _header(self, row: tuple[Cell, ...], cell: Cell, number: Number) -> Role:
        """Numbers of captions and headers: years, the number of the table, and what limits a name."""
        dates = self.sentences.periods.find(cell.text)
        if _YEAR.match(number.text) or any(d.start <= number.start < d.end for d in dates):
            return "date"
        if is_caption(row) and re.search(r"[表栏件录]$", cell.text[: number.start]):
            return "ordinal"
        return "qualifier"

    def _body(self, cell: Cell, number: Number, c: int, shape: Shape) -> Role:
        role = shape.columns[c].role
        text, at = cell.text, number.start
        if role == "serial" or (c <= 1 and role in ("other", *_NAMING) and self.serial.match(text)):
            return "ordinal"
        if at <= 1 and _MARK.match(text):
            return "ordinal"
        if name := next((n for n in self.sentences.names.find(text) if n.start <= at < n.end), None):
            return "qualifier" if name.reason == "date" and role in _NAMING else name.reason
        if self._is_date(text, number, role):
            return "date"
        if shape.kind in ("project", "detail"):
            return "detail"
        return "qualifier" if role in (*_NAMING, "target") else "context"

    def _is_date(self, text: str, number: Number, role: str) -> bool:
        if role in _NAMING:
            return bool(_YEAR.match(number.text)) and text[number.end : number.end + 1] in ("年", "-", "—", "至")
        if role == "duration" and _YEAR.match(number.text):
            return True
        return any(d.start <= number.start < d.end for d in self.sentences.periods.find(text))


def _with_myriads(text: str, end: int) -> int:
    """The end of a number with the 万 or 亿 that belongs to it."""
    match = _MYRIADS.match(text, end)
    return match.end() if match else end


def _overlaps(taken: list[Span], span: Span) -> bool:
    """Whether a span meets one of ``taken``, which are sorted and hardly overlap each other."""
    at = bisect_left(taken, (span.end,))
    return any(t.overlaps(span) for t in taken[max(0, at - 3) : at])
