"""Line plans up: one row per indicator, kind and year, one cell per plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from planextract.catalogue import Catalogue, load_catalogue
from planextract.comparing.columns import column_named, column_names
from planextract.comparing.differences import compared
from planextract.comparing.figures import Figure, Key, figures
from planextract.comparing.rows import Cell, Comparison, Row, State
from planextract.errors import UsageError
from planextract.records import Extraction

__all__ = ["UNKNOWN", "compare", "sort_key", "wanted"]

UNKNOWN = "（未编目）"
"""The domain of what the catalogue does not know."""


def compare(
    plans: Iterable[Extraction],
    *,
    kinds: Sequence[str] = ("target",),
    against: str | None = None,
    domain: str | None = None,
    indicator: str | None = None,
    patterns_dir: Path | None = None,
) -> Comparison:
    """Line the figures of two plans or more up. What a plan quotes of a higher authority is no figure of its own.

    Raises ``UsageError`` where there is nothing to compare.
    """
    read = tuple(plans)
    if len(read) < 2:
        raise UsageError(f"{len(read)} plan{'' if len(read) == 1 else 's'} to compare; give two or more")
    columns = column_names(read)
    reference = column_named(against, read, columns) if against is not None else 0
    catalogue = load_catalogue(patterns_dir)
    found: dict[Key, list[list[Figure]]] = {}
    for number, plan in enumerate(read):
        for figure in figures(plan, tuple(kinds), patterns_dir):
            if not figure.quoted and wanted(figure, catalogue, domain, indicator):
                found.setdefault(figure.key, [[] for _ in read])[number].append(figure)
    if not found:
        raise UsageError("no figure of this kind, domain or indicator in these plans; nothing to compare")
    order = {id: place for place, id in enumerate(catalogue.entries)}
    rows = (_row(key, found[key], catalogue) for key in sorted(found, key=lambda key: sort_key(key, order)))
    return Comparison(read, columns, reference, tuple(compared(row, reference) for row in rows))


def wanted(figure: Figure, catalogue: Catalogue, domain: str | None, indicator: str | None) -> bool:
    """Whether the options ``--domain`` and ``--indicator`` mean this figure; a part of the name will do."""
    said = figure.record.indicator
    entry = catalogue.entries.get(said.id or "")
    if domain is not None and domain not in (said.domain or ""):
        return False
    names = (said.id, said.name, entry.en if entry else None, None if said.id else said.text)
    return indicator is None or any(indicator.casefold() in name.casefold() for name in names if name)


def sort_key(key: Key, order: dict[str, int]) -> tuple[object, ...]:
    """The order of the catalogue; what it does not know comes last, by its wording."""
    place = order.get(key.id or "", len(order))
    year = key.year or "9999"
    return place, key.wording or "", key.qualifiers, key.kind, year, key.every or "", key.dimension or ""


def _row(key: Key, found: list[list[Figure]], catalogue: Catalogue) -> Row:
    entry = catalogue.entries.get(key.id or "")
    first = next(figure for figures in found for figure in figures)
    cells = tuple(_cell(figures) for figures in found)
    return Row(
        key=key,
        name=entry.name if entry else first.record.indicator.text,
        domain=entry.domain if entry else UNKNOWN,
        direction=entry.direction if entry else None,
        unit=None,
        state=_state(cells),
        cells=cells,
    )


def _cell(found: list[Figure]) -> Cell:
    distinct: dict[object, Figure] = {}
    repeats = [figure for figure in found if distinct.setdefault(figure.said, figure) is not figure]
    return Cell(tuple(distinct.values()), tuple(repeats))


def _state(cells: tuple[Cell, ...]) -> State:
    """Plans that state a figure and do not agree differ, whoever else is silent."""
    stating = [cell.said for cell in cells if cell.figures]
    if len(set(stating)) > 1:
        return "different"
    return "same" if len(stating) == len(cells) else "only in some"
