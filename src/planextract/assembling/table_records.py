"""From a row of a table to records: what is aimed at with its starting value and growth, or what was reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from planextract.assembling.cells import GROWTH, CellReader
from planextract.assembling.columns import Column, Group, Shape
from planextract.assembling.drafts import Draft, Due, Entry
from planextract.assembling.places import PlaceReader
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.table_rows import Row
from planextract.document import Table
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.records import AdministrativeLevel, Kind


@dataclass(slots=True)
class Reading:
    """A table being read, and what has been read of it."""

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

    def place(self, row: Row, column: int) -> tuple[int, int, int]:
        """Table, row and column as the contract counts them: row 0 is the last header row."""
        return self.table.index, row.index - self.table.header_rows + 1, column


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads cells, places and words."""

    cells: CellReader
    places: PlaceReader
    sentences: SentenceAssembler


class RowRecorder:
    """Makes the records of one row."""

    def __init__(self, readers: Readers, reading: Reading, row: Row, due: Due) -> None:
        self.readers, self.reading, self.row, self.row_due = readers, reading, row, due
        self.cells, self.shape = readers.cells, reading.shape

    def read(self, group: Group) -> None:
        """The records of one group of columns.

        A starting value belongs to the figure that is aimed at (of results: to the last one); other results are
        records of their own, and so is a growth without a level it leads to.
        """
        actuals = [i for i in group.actuals if self._holds_figure(i)]
        targets = [i for i in group.targets if not self.cells.nothing(self.row.cells[i])]
        growths = [i for i in group.growths if self._holds_figure(i)]
        if self.shape.achievement and not group.targets:
            actuals, targets = actuals[:-1], actuals[-1:]
        start = self._start_column(actuals, targets, bool(growths))
        for i in actuals:
            growth = group.past_growths.get(i)
            if i != start or growth is not None:
                drafts = self._cell(group, i, "achieved")
                if growth is not None and drafts and self._holds_figure(growth):
                    self._set_change(drafts[0], growth)
        for i in targets:
            drafts = self._cell(group, i, self._kind(i))
            for k, draft in enumerate(drafts):
                if not draft.indicator.endswith(GROWTH):
                    self._set_start(draft, start, k, len(drafts))
            if growths and drafts and i == targets[-1]:
                self._set_change(drafts[0], growths.pop(0))
        for i in growths:
            self._growth(group, i, start if not targets else None)

    def _holds_figure(self, column: int) -> bool:
        return bool(self.cells.figures(self.row.cells[column]))

    def _start_column(self, actuals: list[int], targets: list[int], grows: bool) -> int | None:
        """Of a series of results the first, else the last before the aim; the aim may be a growth (增速 6%).

        A result of the plan's own years behind its aims tells how far it has come, not where it began.
        """
        if not (targets or (grows and self.cells.rules["grows"].search(self.row.name))):
            return None
        first = self.reading.plan.time.first
        late = [
            i for i in actuals if targets and i > targets[-1] and first and (self.shape.columns[i].year or 0) >= first
        ]
        starts = [i for i in actuals if i not in late]
        return None if not starts else starts[0] if self.shape.achievement else starts[-1]

    def _kind(self, column: int) -> Kind:
        place, first = self.shape.columns[column], self.reading.plan.time.first
        if self.shape.achievement or (place.role == "rank" and place.year and first and place.year < first):
            return "achieved"
        return "forecast" if place.role == "forecast" else "target"

    # ---- one cell ---------------------------------------------------------------------------------------------------

    def _cell(self, group: Group, column: int, kind: Kind) -> list[Draft]:
        """The records of a cell: one for each figure in it, or one for a target in words."""
        cell, place = self.row.cells[column], self.shape.columns[column]
        name, unit = self._name(group), self._unit(place)
        drafts: list[Draft] = []
        figures = self.cells.figures(cell)
        names = self.cells.coordinated(name, figures) if len(figures) > 1 else [name]
        for label, figure in zip(names, figures, strict=False):
            word = self.cells.growth_word(cell, figure.quantity, label, unit)
            drafts.append(self._draft(column, kind, label + word))
            self.cells.set_figure(drafts[-1], figure.quantity, "%" if word else unit, cell)
        if not figures and kind != "achieved" and place.role != "rank" and not self.cells.is_sentence(cell):
            drafts.append(self._draft(column, kind, name))
            self.cells.set_text(drafts[-1], unit)
        for draft in drafts:
            if place.role == "rank":
                draft.unit, draft.per = "位", None
        self.reading.result.drafts += drafts
        return drafts

    def _draft(self, column: int, kind: Kind, name: str) -> Draft:
        cell, place = self.row.cells[column], self.shape.columns[column]
        draft = Draft(
            kind=kind,
            indicator=name,
            rule="table.row",
            value_span=cell.span,
            span=cell.span,
            evidence=self.row.evidence,
            text=cell.text,
            due=self._due(place, kind),
            binding=self.row.binding if kind != "achieved" or self.shape.achievement else None,
            section=self.reading.section,
            place=self.reading.place(self.row, column),
            trail=[f"row: {self.row.name}", f"column: {place.title}"],
        )
        self._set_level(draft, place)
        return draft

    def _name(self, group: Group) -> str:
        """The row's name, with what the column measures where columns differ in that."""
        if self.shape.kind == "area" and self.row.total:
            return group.metric
        if self.shape.kind != "area" and self.cells.rules["qualifying"].match(group.metric):
            return group.metric + self.row.name
        return self.row.name + group.metric

    def _unit(self, column: Column) -> str | None:
        if self.shape.kind == "area":
            return column.unit or self.row.unit or self.shape.unit
        return self.row.unit or column.unit or self.shape.unit

    def _due(self, column: Column, kind: Kind) -> Due:
        """The year over the column, else the row's time, else the end of the period (results: the year before it)."""
        if column.year:
            return Due(column.title, None, f"{column.year}-12-31", None, "explicit", None)
        if self.row_due.end and kind != "achieved":
            return self.row_due
        time = self.reading.plan.time
        year = time.last if kind != "achieved" else time.first - 1 if time.first else None
        return Due(None, None, f"{year}-12-31", None, "inherited", None) if year else Due()

    def _set_level(self, draft: Draft, column: Column) -> None:
        """The level of the column, of the row's place, of a word in the indicator, else the plan's own."""
        sentences, plan = self.readers.sentences, self.reading.plan
        draft.level = plan.level
        text = draft.indicator if column.role == "rank" else draft.indicator + column.title
        if column.level:
            draft.level, draft.level_text, draft.level_source = column.level, column.title, "explicit"
        elif self.shape.kind == "area":
            draft.level, draft.level_text, draft.level_source = self._area_level(), self.row.name, "explicit"
        elif word := sentences.levels.of_indicator(draft.indicator):
            draft.level, draft.level_text, draft.level_source = word.level, word.text, "explicit"
        elif own := sentences.own_scope.search(text):
            draft.level_text, draft.level_source = own.group(), "explicit"

    def _area_level(self) -> AdministrativeLevel | None:
        plan, area = self.reading.plan, self.shape.first("area")
        if self.row.total or area is None:
            return plan.level
        return self.readers.places.level_of_row(self.row.name, self.shape.columns[area].title, plan) or plan.level

    # ---- starting values and growth ---------------------------------------------------------------------------------

    def _set_start(self, draft: Draft, column: int | None, k: int = 0, n: int = 1) -> None:
        """The starting value of the k-th of the n figures of a cell."""
        if column is None:
            return
        cell, place = self.row.cells[column], self.shape.columns[column]
        figures = self.cells.figures(cell)
        figure = figures[k if len(figures) == n else 0]
        draft.baseline = self.cells.part(cell, figure.quantity, self._unit(place), place)
        if draft.baseline:
            self.reading.result.entries.append(Entry(draft.baseline.span, "baseline", "table.actual", [draft]))

    def _set_change(self, draft: Draft, column: int) -> None:
        cell, place = self.row.cells[column], self.shape.columns[column]
        draft.change = self.cells.change(cell, self.cells.figures(cell)[0].quantity, place, draft.unit)
        if draft.change:
            self.reading.result.entries.append(Entry(draft.change.span, "change", "table.growth", [draft]))

    def _growth(self, group: Group, column: int, start: int | None) -> None:
        """A growth that is a figure of its own: the row aims at nothing else, or names two of them."""
        cell, place = self.row.cells[column], self.shape.columns[column]
        grows = bool(self.cells.rules["grows"].search(self.row.name))
        word = "" if grows else f"年均{GROWTH}" if self.cells.rules["annual"].search(place.title) else GROWTH
        kind: Kind = "achieved" if self.shape.achievement else "target"
        draft = self._draft(column, kind, self.row.name + word)
        unit = place.unit or (self.row.unit if grows else self.cells.growth_unit(place))
        self.cells.set_figure(draft, self.cells.figures(cell)[0].quantity, unit, cell)
        draft.rule = "table.growth"
        if place.year is None and group.targets:
            draft.due = self._due(self.shape.columns[group.targets[-1]], kind)
        self._set_start(draft, start)
        self.reading.result.drafts.append(draft)
