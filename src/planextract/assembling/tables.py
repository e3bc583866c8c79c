"""Tables: of which kind one is, and its rows handed to the reader of that kind."""

from __future__ import annotations

import re
from dataclasses import replace

from planextract.assembling.cells import CellReader
from planextract.assembling.columns import ColumnReader
from planextract.assembling.drafts import Draft, Due, Entry
from planextract.assembling.places import PlaceReader
from planextract.assembling.projects import ProjectAssembler
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.table_ledger import TableLedger
from planextract.assembling.table_records import Readers, Reading, RowRecorder
from planextract.assembling.table_rows import Row, RowReader
from planextract.document import Table
from planextract.layout.blocks import Block
from planextract.patterns import Patterns

_UNIT_CELL = re.compile(r"单位[:：]\s*(?P<unit>[^\s，。;；)）]{1,8})")
_PROSE_COLUMNS = ("other", "target", "year", "indicator", "category")


class TableAssembler:
    """Reads tables by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.sentences = sentences
        self.columns = ColumnReader(patterns, sentences.periods)
        self.cells = CellReader(patterns, sentences)
        self.rows = RowReader(patterns, self.cells)
        places = PlaceReader(patterns, sentences)
        self.readers = Readers(self.cells, places, sentences)
        self.projects = ProjectAssembler(patterns, sentences, self.cells, places)
        self.ledger = TableLedger(patterns, sentences)

    def read(
        self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext, unit: str | None
    ) -> Result:
        """The records of a table, and a ledger entry for every number in its cells. ``unit`` stands above the table."""
        assert block.table is not None
        table = self.columns.upright(block.table)
        shape = self.columns.read(table, scope, plan, _unit_in(table) or unit)
        reading = Reading(block, blocks, table, shape, scope, plan)
        result = reading.result
        if shape.kind == "project":
            result.drafts = self.projects.read(table, shape, plan, reading.section)
        elif shape.kind != "detail":
            for row in self.rows.read(table, shape):
                self._row(reading, row)
        if table is not block.table:
            _turn_places(result.drafts, block.table)
        result.entries += [Entry(d.value_span, "value", d.rule, [d]) for d in result.drafts if d.number is not None]
        result.entries += self.ledger.entries(table, shape, result)
        return result

    def _row(self, reading: Reading, row: Row) -> None:
        """The records of one row, with the bodies that are responsible for it."""
        before = len(reading.result.drafts)
        if reading.shape.kind != "prose" and row.name:
            recorder = RowRecorder(self.readers, reading, row, self._row_due(reading, row))
            for group in reading.shape.groups:
                recorder.read(group)
        self._sentences(reading, row)
        bodies = self.cells.responsible(row.cells, reading.shape.all("responsible"))
        for draft in reading.result.drafts[before:]:
            draft.responsible = draft.responsible or bodies

    def _sentences(self, reading: Reading, row: Row) -> None:
        """Read cells that hold sentences (tasks, measures) as the paragraphs they are."""
        shape = reading.shape
        due = self._row_due(reading, row)
        columns = shape.all(*_PROSE_COLUMNS) if shape.kind == "prose" else shape.all("target", "other")
        cells = {row.cells[c].span: (c, row.cells[c]) for c in columns if self.cells.is_sentence(row.cells[c])}
        for c, cell in cells.values():
            block = replace(reading.block, kind="paragraph", reading=cell.reading, span=cell.span, table=None)
            part = self.sentences.read(block, reading.blocks, reading.scope, reading.plan)
            for draft in part.drafts:
                draft.place = reading.place(row, c)
                draft.due = due if draft.due.end is None and due.end else draft.due
            reading.result.drafts += part.drafts
            reading.result.entries += part.entries

    def _row_due(self, reading: Reading, row: Row) -> Due:
        columns = reading.shape.all("duration")
        return next((due for c in columns if (due := self.projects.due(row.cells[c])).end), Due())


def _turn_places(drafts: list[Draft], table: Table) -> None:
    """Give the records of a table that was read turned their places in the table as it is written."""
    for draft in drafts:
        if draft.place:
            index, row, column = draft.place
            draft.place = (index, column - table.header_rows + 1, row)


def _unit_in(table: Table) -> str | None:
    """The unit that a cell of the first rows names for the whole table."""
    for row in table.rows[:2]:
        for cell in row:
            if match := _UNIT_CELL.search(cell.text):
                return match["unit"]
    return None
