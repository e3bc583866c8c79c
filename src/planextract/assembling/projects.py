"""Project lists: one record per project with its whole investment, and subtotals under the name in their row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planextract.assembling.cells import CellReader
from planextract.assembling.columns import Shape
from planextract.assembling.drafts import Draft, Due
from planextract.assembling.places import PlaceReader
from planextract.assembling.sentences import PlanContext, SentenceAssembler
from planextract.assembling.table_rows import body_rows
from planextract.document import Cell, Table
from planextract.offsets import Span
from planextract.patterns import Patterns

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARK = re.compile(r"^\d{1,2}[.、．](?!\d)|^[（(][一二三四五六七八九十\d]{1,2}[）)]|^[一二三四五六七八九十]{1,2}、")


@dataclass(slots=True)
class _Open:
    """The project that rows without a name belong to."""

    name: Cell | None = None
    due: Due = field(default_factory=Due)


class ProjectAssembler:
    """Reads project lists.

    A table is read as printed, also where a column has slipped; what does not add up is for the audit. A sum that
    stands in one cell for several projects is recorded once.
    """

    def __init__(
        self, patterns: Patterns, sentences: SentenceAssembler, cells: CellReader, places: PlaceReader
    ) -> None:
        self.rules = patterns.regexes("tables")
        self.sentences = sentences
        self.cells = cells
        self.places = places

    def read(self, table: Table, shape: Shape, plan: PlanContext, section: tuple[Span, ...]) -> list[Draft]:
        drafts = []
        last = _Open()
        seen: set[Span] = set()
        for r in body_rows(table):
            row = table.rows[r]
            if name := self._name(row, shape):
                last = _Open(name, self._due(row, shape))
            money = self._money(row, shape)
            if money is not None and last.name is not None and row[money].span not in seen:
                seen.add(row[money].span)
                draft = self._draft(row, last.name, money, shape, plan)
                draft.due, draft.section = last.due, section
                draft.place = (table.index, r - table.header_rows + 1, money)
                drafts.append(draft)
        return drafts

    def _name(self, row: tuple[Cell, ...], shape: Shape) -> Cell | None:
        """The cell with the project's name; totals stand in the first column."""
        at = shape.first("indicator")
        for c in [*([at] if at is not None else []), 0]:
            text = row[c].text
            if len(text) >= 2 and not self.rules["money"].match(text) and not self.rules["serial_value"].match(text):
                return row[c]
        return None

    def _money(self, row: tuple[Cell, ...], shape: Shape) -> int | None:
        """The column of the whole investment: under its header, else (columns have slipped) the first amount."""
        at = shape.first("investment")
        if at is not None and self.rules["money"].match(row[at].text):
            return at
        start = (shape.first("indicator") or 0) + 1
        amounts = [c for c in range(start, len(row)) if self.rules["money"].match(row[c].text)]
        return next((c for c in amounts if not _YEAR.fullmatch(row[c].text)), None)

    def _due(self, row: tuple[Cell, ...], shape: Shape) -> Due:
        """The time of a project, from its own column, else from a cell that holds nothing but years."""
        cells = [row[c] for c in shape.all("duration")]
        cells += [c for c in row if self.rules["years"].match(c.text) and not self.rules["money"].match(c.text)]
        return next((due for cell in cells if (due := self.due(cell)).end), Due())

    def due(self, cell: Cell) -> Due:
        """The time that a cell names: 2021-2023, 2023年底前, 2022年6月."""
        if self.rules["years"].match(cell.text) and (years := _YEAR.findall(cell.text)) and "月" not in cell.text:
            first = f"{years[0]}-01-01" if len(years) > 1 else None
            return Due(cell.text, first, f"{years[-1]}-12-31", None, "explicit", cell.span)
        dates = [d for d in self.sentences.periods.find(cell.text) if d.last]
        if not dates:
            return Due()
        last = dates[-1]
        return Due(cell.text, dates[0].first if last.period else None, last.last, last.every, "explicit", cell.span)

    def _draft(self, row: tuple[Cell, ...], name: Cell, column: int, shape: Shape, plan: PlanContext) -> Draft:
        cell = row[column]
        number = next(n for n in self.sentences.scanner.scan(cell.text) if n.number is not None)
        unit = re.search(r"[万亿]?元$", cell.text)
        filled = [c for c in row if c.text]
        start = min(*(c.span.start for c in filled), name.span.start)
        draft = Draft(
            kind="project",
            indicator=_MARK.sub("", name.text),
            rule="project.row",
            value_span=cell.reading.source(number.start, number.end),
            span=cell.span,
            evidence=Span(start, max(c.span.end for c in filled)),
            number=number.number,
            unit=unit.group() if unit else self._unit(shape, column),
            text=cell.text,
            responsible=self.cells.responsible(row, shape.all("responsible")),
        )
        self.places.set_level(draft, draft.indicator, plan)
        draft.trail = [f"row: {name.text}", f"column: {shape.columns[column].title}"]
        return draft

    @staticmethod
    def _unit(shape: Shape, column: int) -> str | None:
        """The unit of the column, of the column of investments (where columns have slipped), or of the table."""
        at = shape.first("investment")
        return shape.columns[column].unit or (shape.columns[at].unit if at is not None else None) or shape.unit
