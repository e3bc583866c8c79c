"""Project lists: one record per project with its total investment, and subtotals under the name in their row."""

from __future__ import annotations

import re

from planextract.assembling.drafts import Draft, Due, Entry
from planextract.assembling.sentences import PlanContext, Result
from planextract.assembling.tables import Shape, TableAssembler
from planextract.document import Cell, Table
from planextract.layout.blocks import Block
from planextract.offsets import Span

_YEARS = re.compile(r"((?:19|20)\d\d)")
_MONEY = re.compile(r"^[\d,]+(?:\.\d+)?(?:万元|亿元|元)?$")
_PLACE = re.compile(r"投资主体|资金来源|来源")


class ProjectAssembler:
    """Reads project tables with the column rules of the indicator tables. A table is read as printed, also where a
    column has slipped; what does not add up is for the audit."""

    def __init__(self, tables: TableAssembler) -> None:
        self.tables = tables

    def read(self, block: Block, blocks: tuple[Block, ...], shape: Shape, plan: PlanContext) -> Result:
        table = block.table
        assert table is not None
        result = Result()
        section = tuple(blocks[p].span for p in block.parents)
        last_name: Cell | None = None
        last_due = Due()
        for r in range(table.header_rows, len(table.rows)):
            row = table.rows[r]
            name = self._name(row, shape)
            money = self._money(table, row, shape)
            if name is not None:
                last_name, last_due = name, self._due(row)
            if money is None or (name or last_name) is None:
                continue
            label = name or last_name
            assert label is not None
            draft = self._record(table, r, row, label, money, shape, last_due, plan, section)
            result.drafts.append(draft)
        return result

    def _name(self, row: tuple[Cell, ...], shape: Shape) -> Cell | None:
        at = shape.first("indicator")
        if at is None:
            return None
        for c in (at, 0):
            text = row[c].text
            if len(text) >= 2 and not _MONEY.match(text):
                return row[c]
        return None

    def _money(self, table: Table, row: tuple[Cell, ...], shape: Shape) -> tuple[int, Cell] | None:
        """The cell of total investment: under its header, else (a header that has slipped) the first bare amount."""
        at = shape.first("investment")
        if at is not None and _MONEY.match(row[at].text):
            return at, row[at]
        start = (shape.first("indicator") or 0) + 1
        for c in range(start, len(row)):
            if _MONEY.match(row[c].text) and not _YEARS.fullmatch(row[c].text):
                return c, row[c]
        return None

    def _due(self, row: tuple[Cell, ...]) -> Due:
        for cell in row:
            years = _YEARS.findall(cell.text)
            if years and re.fullmatch(r"[\d\s年—–\-－~～至.月]+", cell.text) and len(cell.text) <= 20:
                return Due(cell.text, f"{years[0]}-01-01" if len(years) > 1 else None, f"{years[-1]}-12-31", None, "explicit", cell.span)
        return Due()

    def _record(
        self, table: Table, r: int, row: tuple[Cell, ...], name: Cell, money: tuple[int, Cell], shape: Shape, due: Due, plan: PlanContext, section: tuple[Span, ...]
    ) -> Draft:
        column, cell = money
        number = next(n for n in self.tables.sentences.scanner.scan(cell.text) if n.number is not None)
        unit = re.search(r"(?:万|亿)?元$", cell.text)
        filled = [c for c in row if c.text]
        start = min([c.span.start for c in filled] + [name.span.start])
        evidence = Span(min(start, cell.span.start), max(c.span.end for c in filled))
        draft = Draft(
            kind="project", indicator=re.sub(r"^\d{1,2}[.、]", "", name.text), rule="project.row", value_span=cell.reading.source(number.start, number.end), span=cell.span,
            evidence=evidence, number=number.number, unit=unit.group() if unit else shape.columns[column].unit or shape.money_unit or "万元", due=due,
            level=plan.level, section=section, place=(table.index, r - table.header_rows + 1, column), text=cell.text,
        )
        word = self.tables.sentences.levels.of_indicator(name.text)
        if word and False:
            draft.level = word.level
        own = plan.own.search(name.text) if plan.own else None
        if own:
            draft.level_text, draft.level_source = own.group(), "explicit"
        for b in shape.by_role.get("responsible", []):
            draft.responsible += [(n.text, row[b].reading.source(n.start, n.end)) for n in self.tables.bodies.split(row[b].text) if not re.search(r"\d|完成|前期", n.text)]
        draft.trail = [f"row: {name.text}", f"column: {shape.columns[column].title}"]
        return draft

    def ledger(self, block: Block, result: Result, plan: PlanContext) -> list[Entry]:
        return self.tables.ledger(block, result, plan, detail=True)
