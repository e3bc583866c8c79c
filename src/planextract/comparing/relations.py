"""Whether one target falls short of, meets or exceeds another: comparators count, not only numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from planextract.catalogue_files import Entry
from planextract.comparing.figures import Figure
from planextract.units import Units

__all__ = ["Relation", "relation"]

Relation = Literal["falls short", "meets", "exceeds", "part of it", "not comparable"]
_AT_MOST, _AT_LEAST = ("<", "<="), (">", ">=")
_SHARE = "share"


def relation(lower: Figure, higher: Figure, entry: Entry | None, measures: Units) -> Relation:
    """How the lower plan's target stands to the higher one's.

    A count of the lower plan is a part of the higher one's (700 of 4,000 people): nobody falls short by being smaller.
    """
    if lower.number is None or higher.number is None:
        return "meets" if lower.said == higher.said else "not comparable"
    if lower.measure != higher.measure:
        return "not comparable"
    if lower.per is None and measures.dimension(lower.unit) != _SHARE and not (entry and entry.per):
        return "part of it"
    if lower.said == higher.said:
        return "meets"
    if entry is None or entry.direction == "none":
        return "not comparable"
    return _judged(lower, higher, entry.direction == "higher")


def _judged(lower: Figure, higher: Figure, more_is_better: bool) -> Relation:
    """``=30`` falls short of ``>30`` though the numbers agree, and ``>30`` exceeds ``=30``."""
    mine, theirs = _promise(lower, more_is_better), _promise(higher, more_is_better)
    if mine is None or theirs is None:
        return "not comparable"
    return "exceeds" if mine > theirs else "falls short" if mine < theirs else "meets"


def _promise(figure: Figure, more_is_better: bool) -> tuple[Decimal, bool] | None:
    """The least that is promised, the more the better, and whether it must be surpassed; None for a bound from the
    other side, which promises nothing.
    """
    comparator = figure.record.value.comparator
    if figure.number is None or comparator in (_AT_MOST if more_is_better else _AT_LEAST):
        return None
    modest = figure.number if more_is_better or figure.high is None else figure.high
    return modest if more_is_better else -modest, comparator in ("<", ">")
