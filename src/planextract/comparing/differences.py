"""How far the plans of a row are from one of them, and who asks most of himself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planextract.comparing.figures import Figure
from planextract.comparing.rows import Cell, Row

__all__ = ["compared", "least"]


def compared(row: Row, against: int) -> Row:
    """The row with differences and ranks, where its figures are counted in one unit."""
    numeric = [figure for cell in row.cells for figure in cell.figures if figure.number is not None]
    if len({figure.measure for figure in numeric}) != 1:
        return row
    ranks = _ranks(row)
    reference = row.cells[against]
    cells = tuple(
        replace(cell, rank=rank, differences=() if number == against else _differences(cell, reference))
        for number, (cell, rank) in enumerate(zip(row.cells, ranks, strict=True))
    )
    per = numeric[0].per
    return replace(row, unit=f"{numeric[0].unit or ''}/{per}" if per else numeric[0].unit, cells=cells)


def _differences(cell: Cell, reference: Cell) -> tuple[Decimal, ...]:
    """Every figure of a plan from every figure of the reference; ranges are compared by their ends.

    Plans that state the same two figures are no distance apart, however far their figures are from each other.
    """
    if cell.said == reference.said and any(map(_ends, cell.figures)):
        return (Decimal(0),)
    found = {
        mine - other
        for own in cell.figures
        for their in reference.figures
        for mine, other in zip(_ends(own), _ends(their), strict=False)
    }
    return tuple(sorted(found))


def _ends(figure: Figure) -> tuple[Decimal, ...]:
    if figure.number is None:
        return ()
    return figure.number, figure.number if figure.high is None else figure.high


def _ranks(row: Row) -> list[int | None]:
    """1 for the best by the catalogue's direction; equals share a rank, and without a direction there is none."""
    best = {"higher": True, "lower": False}.get(row.direction or "")
    sure = [least(cell, best) for cell in row.cells] if best is not None else []
    stated = [number for number in sure if number is not None]
    if len(stated) < 2:
        return [None] * len(row.cells)
    return [
        None if mine is None else 1 + sum(other > mine if best else other < mine for other in stated) for mine in sure
    ]


def least(cell: Cell, higher_is_better: bool) -> Decimal | None:
    """The least a plan promises: of several figures the most modest, of a range its modest end."""
    ends = [end for figure in cell.figures for end in _ends(figure)]
    if not ends:
        return None
    return min(ends) if higher_is_better else max(ends)
