"""The rows of a table: under their columns, with full names, and with what the rows above hand down to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planextract.assembling.cells import CellReader
from planextract.assembling.columns import Shape
from planextract.document import Cell, Table
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.records import Binding


@dataclass(slots=True)
class Row:
    """A row with figures; ``index`` counts all rows of the table."""

    index: int
    cells: tuple[Cell, ...]
    name: str
    unit: str | None
    binding: Binding | None
    evidence: Span
    total: bool = False


@dataclass(slots=True)
class _Above:
    """What a row takes from the rows above it: the whole of which it is a part, a merged cell, a category."""

    name: str = ""
    unit: str | None = None
    binding: Binding | None = None
    category_binding: Binding | None = None


class RowReader:
    """Reads the body of a table by ``patterns/tables.yaml``."""

    def __init__(self, patterns: Patterns, cells: CellReader) -> None:
        self.rules = patterns.regexes("tables")
        self.cells = cells

    def read(self, table: Table, shape: Shape) -> Iterator[Row]:
        """The rows that hold more than a category; headers that come again after a page break are left out."""
        above = _Above()
        for r in body_rows(table):
            cells = self._under_columns(table.rows[r], shape)
            if len({c.span for c in cells if c.text}) < 2:
                self._category(cells, above)
                continue
            yield self._row(r, cells, table, shape, above)

    def _category(self, cells: tuple[Cell, ...], above: _Above) -> None:
        text = "".join(dict.fromkeys(c.text for c in cells))
        above.name = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[.、．]?", "", text)
        above.unit = above.binding = None
        above.category_binding = self._binding_in(text)

    def _row(self, r: int, cells: tuple[Cell, ...], table: Table, shape: Shape, above: _Above) -> Row:
        at = shape.first("indicator", "area")
        raw = cells[at].text if at is not None else ""
        name, unit = self._name(raw, cells, shape, above)
        if (u := shape.first("unit")) is not None and not self.cells.nothing(cells[u]):
            unit = cells[u].text
        filled = [c for c in cells if c.text]
        evidence = Span(min(c.span.start for c in filled), max(c.span.end for c in filled))
        binding = self._binding(cells, shape, above) or self._marked(raw, table.notes)
        total = bool(self.rules["total"].match(raw))
        if shape.kind == "area":
            return Row(r, cells, name, unit, binding, evidence, total or bool(self.rules["whole_area"].match(raw)))
        return Row(r, cells, "" if total else name, unit, binding, evidence)

    def _under_columns(self, row: tuple[Cell, ...], shape: Shape) -> tuple[Cell, ...]:
        """A row that lacks its serial cell is moved right."""
        at = shape.first("indicator") or 0
        first = row[0].text
        short = at > 0 and shape.columns[0].role == "serial" and not row[-1].text
        if short and len(first) > 3 and not self.rules["serial_value"].match(first):
            return (row[-1], *row[:-1])
        return row

    # ---- names ------------------------------------------------------------------------------------------------------

    def _name(self, raw: str, cells: tuple[Cell, ...], shape: Shape, above: _Above) -> tuple[str, str | None]:
        """A row's name: parts (其中：农村) and second cells (低保标准 | 城市) carry the name of their whole."""
        second = shape.first("second_name")
        rest = cells[second].text if second is not None and cells[second].text != raw else ""
        if not raw and rest:
            return self._joined(above.name, rest, above.unit)
        name, unit = self.cells.indicator(raw)
        part = bool(self.rules["part_of"].match(raw))
        if above.name and shape.kind != "area":
            if self.rules["qualifying"].match(name):
                return self._joined(above.name, name, unit or above.unit)
            if part and not self.rules["measured"].search(name):
                return name + above.name, unit or above.unit
        if raw and not part:
            above.name, above.unit = name, unit
        return self._joined(name, rest, unit) if rest else (name, unit)

    def _joined(self, whole: str, part: str, unit: str | None) -> tuple[str, str | None]:
        part, own = self.cells.indicator(part)
        if part in whole:
            return whole, own or unit
        return (part + whole if self.rules["qualifying"].match(part) else whole + part), own or unit

    # ---- binding ----------------------------------------------------------------------------------------------------

    def _binding(self, cells: tuple[Cell, ...], shape: Shape, above: _Above) -> Binding | None:
        """约束性 or 预期性: of the row's cell, of a merged cell above it, or of its category."""
        for c in shape.all("binding"):
            if cells[c].text:
                above.binding = self._binding_in(cells[c].text)
            return above.binding
        return above.category_binding

    def _binding_in(self, text: str) -> Binding | None:
        match = self.rules["binding_value"].search(text)
        return None if not match else "约束性" if match.group()[0] == "约" else "预期性"

    def _marked(self, name: str, notes: str) -> Binding | None:
        """What a note below the table says about names with a mark (*为约束性指标)."""
        match = self.rules["binding_note"].search(notes)
        if match and match["mark"] not in name:
            match = self.rules["binding_rest"].search(notes)
        return self._binding_in(match["kind"]) if match else None


def body_rows(table: Table) -> Iterator[int]:
    """The rows below the header, without those that only repeat it."""
    header = {_texts(row) for row in table.rows[: table.header_rows]}
    for r in range(table.header_rows, len(table.rows)):
        if any(c.text for c in table.rows[r]) and _texts(table.rows[r]) not in header:
            yield r


def _texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", c.text) for c in row)
