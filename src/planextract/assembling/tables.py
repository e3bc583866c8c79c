"""Tables of figures: one record per row and column of the figures that are aimed at or were reached."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from planextract.assembling.cells import CellReader, Figure
from planextract.assembling.columns import Column, ColumnReader, Group, Shape
from planextract.assembling.drafts import Draft, Due, Entry
from planextract.assembling.places import PlaceReader
from planextract.assembling.projects import ProjectAssembler
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.table_ledger import TableLedger
from planextract.assembling.table_rows import Row, RowReader
from planextract.document import Cell, Table
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.records import Kind

_GROWS = re.compile(r"增|降|减|升|变化")


@dataclass(slots=True)
class Reading:
    """A table being read, with all that its rows need."""

    block: Block
    blocks: tuple[Block, ...]
    table: Table
    shape: Shape
    scope: Scope
    plan: PlanContext
    result: Result = field(default_factory=Result)

    @property
    def section(self) -> tuple[Span, ...]:
        return tuple(self.blocks[p].span for p in self.block.parents)


class TableAssembler:
    """Reads tables by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.sentences = sentences
        self.columns = ColumnReader(patterns, sentences.periods)
        self.cells = CellReader(patterns, sentences)
        self.rows = RowReader(patterns, self.cells)
        self.places = PlaceReader(patterns, sentences)
        self.projects = ProjectAssembler(patterns, sentences, self.cells, self.places)
        self.ledger = TableLedger(patterns, sentences)

    def read(
        self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext, unit: str | None
    ) -> Result:
        """The records of a table, and a ledger entry for every number in its cells. ``unit`` stands above the table."""
        assert block.table is not None
        table = self.columns.upright(block.table)
        shape = self.columns.read(table, scope, plan, _unit_in(table) or unit)
        reading = Reading(block, blocks, table, shape, scope, plan)
        if shape.kind == "project":
            reading.result.drafts = self.projects.read(table, shape, plan, reading.section)
        elif shape.kind != "detail":
            for row in self.rows.read(table, shape):
                self._row(reading, row)
        result = reading.result
        if table is not block.table:
            _turn_places(result.drafts, block.table)
        result.entries += [Entry(d.value_span, "value", d.rule, [d]) for d in result.drafts if d.number is not None]
        result.entries += self.ledger.entries(table, shape, result)
        return result

    # ---- one row ----------------------------------------------------------------------------------------------------

    def _row(self, reading: Reading, row: Row) -> None:
        """Records of one row: for each figure its aims with their starting value, else what was reached."""
        before = len(reading.result.drafts)
        if reading.shape.kind != "prose" and row.name:
            for group in reading.shape.groups:
                self._group(reading, row, group)
        self._sentences(reading, row)
        bodies = self.cells.responsible(row.cells, reading.shape.all("responsible"))
        for draft in reading.result.drafts[before:]:
            draft.responsible = draft.responsible or bodies

    def _group(self, reading: Reading, row: Row, group: Group) -> None:
        shape, cells = reading.shape, row.cells
        actuals = [i for i in group.actuals if self.cells.figures(cells[i])]
        targets = [i for i in group.targets if not self.cells.nothing(cells[i])]
        if not group.targets and shape.achievement:
            actuals, targets = actuals[:-1], actuals[-1:]
            start = actuals[0] if actuals else None
        else:
            start = actuals[-1] if actuals and targets else None
        growths = [i for i in group.growths if self.cells.figures(cells[i])]
        alone = bool(growths) and not targets and not (shape.achievement and actuals)
        if alone and _GROWS.search(row.name) and actuals:
            start = actuals[-1]
        for i in [i for i in actuals if i != start]:
            self._cell(reading, row, group, i, "achieved")
        for i in targets:
            drafts = self._cell(reading, row, group, i, self._kind(reading, i))
            for k, draft in enumerate(drafts):
                self._start(reading, row, draft, start, k, len(drafts))
            if growths and drafts and i == targets[-1]:
                self._growth(reading, row, drafts[0], growths.pop(0))
        for i in growths:
            self._own_growth(reading, row, group, i)

    def _kind(self, reading: Reading, column: int) -> Kind:
        shape = reading.shape
        place = shape.columns[column]
        first = reading.plan.time.first
        if shape.achievement or (place.role == "rank" and place.year and first and place.year < first):
            return "achieved"
        return "forecast" if place.role == "forecast" else "target"

    # ---- one cell ---------------------------------------------------------------------------------------------------

    def _cell(self, reading: Reading, row: Row, group: Group, column: int, kind: Kind) -> list[Draft]:
        """The records of a cell: one for each figure in it, or one for a target in words."""
        cell, place = row.cells[column], reading.shape.columns[column]
        unit = self._unit(reading.shape, row, place)
        name = self._name(reading.shape, row, group)
        figures = self.cells.figures(cell)
        if not figures:
            if kind == "achieved" or self.cells.is_sentence(cell) or place.role == "rank":
                return []
            draft = self._draft(reading, row, group, column, kind, name)
            self.cells.set_text(draft, unit)
            reading.result.drafts.append(draft)
            return [draft]
        names = self.cells.coordinated(name, figures) if len(figures) > 1 else [name]
        drafts = [
            self._figure(reading, row, group, column, kind, n, f, unit) for n, f in zip(names, figures, strict=True)
        ]
        reading.result.drafts += drafts
        return drafts

    def _figure(
        self,
        reading: Reading,
        row: Row,
        group: Group,
        column: int,
        kind: Kind,
        name: str,
        figure: Figure,
        unit: str | None,
    ) -> Draft:
        draft = self._draft(reading, row, group, column, kind, name)
        self.cells.set_figure(draft, figure.quantity, unit, row.cells[column])
        if reading.shape.columns[column].role == "rank":
            draft.unit, draft.per = "位", None
        return draft

    def _draft(self, reading: Reading, row: Row, group: Group, column: int, kind: Kind, name: str) -> Draft:
        cell, place = row.cells[column], reading.shape.columns[column]
        draft = Draft(
            kind=kind, indicator=name, rule="table.row", value_span=cell.span, span=cell.span, evidence=row.evidence,
            due=self._due(reading, place, kind), section=reading.section, binding=row.binding, text=cell.text,
            place=(reading.table.index, row.index - reading.table.header_rows + 1, column),
        )  # fmt: skip
        self._level(reading, row, draft, place)
        draft.trail = [f"row: {row.name}", f"column: {place.title}"]
        return draft

    def _name(self, shape: Shape, row: Row, group: Group) -> str:
        """The row's name, with what the column measures where columns differ in that."""
        if shape.kind == "area":
            return group.metric if row.total else row.name + group.metric
        if group.metric and self.cells.rules["qualifying"].match(group.metric):
            return group.metric + row.name
        return row.name + group.metric

    @staticmethod
    def _unit(shape: Shape, row: Row, column: Column) -> str | None:
        if shape.kind == "area":
            return column.unit or row.unit or shape.unit
        return row.unit or column.unit or shape.unit

    def _level(self, reading: Reading, row: Row, draft: Draft, column: Column) -> None:
        plan = reading.plan
        draft.level = plan.level
        if column.level:
            draft.level, draft.level_text, draft.level_source = column.level, column.title, "explicit"
        elif reading.shape.kind == "area":
            area = reading.shape.first("area")
            title = reading.shape.columns[area].title if area is not None else ""
            level = None if row.total else self.places.level_of_row(row.name, title, plan)
            draft.level, draft.level_text, draft.level_source = level or plan.level, row.name, "explicit"
        elif word := self.sentences.levels.of_indicator(draft.indicator):
            draft.level, draft.level_text, draft.level_source = word.level, word.text, "explicit"
        elif own := self.sentences.own_scope.search(
            draft.indicator if column.role == "rank" else draft.indicator + column.title
        ):
            draft.level_text, draft.level_source = own.group(), "explicit"

    @staticmethod
    def _due(reading: Reading, column: Column, kind: Kind) -> Due:
        """The year over the column, else the end of the plan's period (results: the year before it)."""
        if column.year:
            return Due(column.title, None, f"{column.year}-12-31", None, "explicit", None)
        time = reading.plan.time
        year = time.last if kind != "achieved" else time.first - 1 if time.first else None
        return Due(None, None, f"{year}-12-31", None, "inherited", None) if year else Due()

    # ---- starting values and growth ---------------------------------------------------------------------------------

    def _start(self, reading: Reading, row: Row, draft: Draft, column: int | None, k: int, n: int) -> None:
        """The starting value of the k-th of n figures."""
        if column is None:
            return
        figures = self.cells.figures(row.cells[column])
        place = reading.shape.columns[column]
        if len(figures) == n > 1:
            span = row.cells[column].reading.source(figures[k].quantity.start, figures[k].quantity.end)
            cell = _piece(row.cells[column], figures[k].quantity.start, figures[k].quantity.end, span)
        else:
            cell = row.cells[column]
        draft.baseline = self.cells.part(cell, self._unit(reading.shape, row, place), place)
        if draft.baseline:
            reading.result.entries.append(Entry(draft.baseline.span, "baseline", "table.actual", [draft]))

    def _growth(self, reading: Reading, row: Row, draft: Draft, column: int) -> None:
        draft.change = self.cells.part(row.cells[column], None, reading.shape.columns[column], growth=True)
        if draft.change:
            reading.result.entries.append(Entry(draft.change.span, "change", "table.growth", [draft]))

    def _own_growth(self, reading: Reading, row: Row, group: Group, column: int) -> None:
        """A growth that is a figure of its own: the row aims at nothing else, or names two of them."""
        place = reading.shape.columns[column]
        own = bool(_GROWS.search(row.name))
        word = "" if own else "年均增长" if self.cells.rules["annual"].search(place.title) else "增长"
        kind: Kind = "achieved" if reading.shape.achievement else "target"
        figure = self.cells.figures(row.cells[column])[0]
        unit = place.unit or (row.unit if own else self.cells.growth_unit(place))
        draft = self._figure(reading, row, group, column, kind, row.name + word, figure, unit)
        draft.rule = "table.growth"
        aims = [reading.shape.columns[i] for i in group.targets]
        if place.year is None and aims:
            draft.due = self._due(reading, aims[-1], kind)
        reading.result.drafts.append(draft)
        if own:
            starts = [i for i in group.actuals if self.cells.figures(row.cells[i])]
            self._start(reading, row, draft, starts[-1] if starts else None, 0, 1)

    # ---- cells of sentences -----------------------------------------------------------------------------------------

    def _sentences(self, reading: Reading, row: Row) -> None:
        """Read cells that hold sentences (tasks, measures) as the paragraphs they are."""
        shape = reading.shape
        prose = shape.kind == "prose"
        roles = ("other", "target", "year", "indicator", "category", "amount") if prose else ("target", "other")
        due = self._row_due(reading, row)
        seen: set[Span] = set()
        for c in shape.all(*roles):
            cell = row.cells[c]
            if cell.span in seen or not self.cells.is_sentence(cell):
                continue
            seen.add(cell.span)
            block = replace(reading.block, kind="paragraph", reading=cell.reading, span=cell.span, table=None)
            part = self.sentences.read(block, reading.blocks, reading.scope, reading.plan)
            for draft in part.drafts:
                draft.place = (reading.table.index, row.index - reading.table.header_rows + 1, c)
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


def _piece(cell: Cell, start: int, end: int, span: Span) -> Cell:
    """A stretch of a cell as a cell of its own."""
    reading = cell.reading
    part = replace(reading, text=reading.text[start:end], starts=[s - start for s in reading.starts])
    return Cell(span, part.text, part)


def _unit_in(table: Table) -> str | None:
    """The unit that a cell of the first rows names for the whole table."""
    for row in table.rows[:2]:
        for cell in row:
            if match := re.search(r"单位[:：]\s*(?P<unit>[^\s，。；;）)]{1,8})", cell.text):
                return match["unit"]
    return None
