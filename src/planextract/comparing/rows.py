"""What a comparison is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from planextract.comparing.figures import Figure, Key
from planextract.records import Extraction

__all__ = ["Cell", "Comparison", "Row", "State"]

State = Literal["same", "different", "only in some"]


@dataclass(frozen=True)
class Cell:
    """What one plan states: nothing, a figure, or several that differ. Records that say the same are one figure."""

    figures: tuple[Figure, ...] = ()
    repeats: tuple[Figure, ...] = ()
    """Further places that say what one of ``figures`` says."""
    differences: tuple[Decimal, ...] = ()
    """From the plan compared with, in ``Row.unit``: as many as there are, where one of the two states several."""
    rank: int | None = None

    @property
    def said(self) -> frozenset[object]:
        return frozenset(figure.said for figure in self.figures)


@dataclass(frozen=True)
class Row:
    key: Key
    name: str
    domain: str
    direction: str | None
    unit: str | None
    state: State
    cells: tuple[Cell, ...]

    @property
    def shared(self) -> bool:
        return sum(bool(cell.figures) for cell in self.cells) > 1


@dataclass(frozen=True)
class Comparison:
    """``columns`` are names of the plans, each once; ``against`` is the number of the one that differences are from."""

    plans: tuple[Extraction, ...]
    columns: tuple[str, ...]
    against: int
    rows: tuple[Row, ...]

    @property
    def alike(self) -> bool:
        return all(row.state == "same" for row in self.rows)

    def changed(self) -> Comparison:
        """Without the rows in which all plans say the same."""
        return replace(self, rows=tuple(row for row in self.rows if row.state != "same"))
