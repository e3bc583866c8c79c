"""What the columns of a comparison are called: by region, and by more where regions alone do not tell plans apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from planextract import regions
from planextract.errors import UsageError
from planextract.records import Extraction

__all__ = ["column_named", "column_names"]


def column_names(plans: Sequence[Extraction]) -> tuple[str, ...]:
    """Region, else title, else path; two plans of one region get their periods, then their paths, then a number."""
    names = [_name(plan) for plan in plans]
    more: tuple[Callable[[Extraction], str], ...] = (_period, lambda plan: PurePosixPath(plan.source.path).name)
    for tell in more:
        told: dict[str, set[str]] = {}
        for name, plan in zip(names, plans, strict=True):
            told.setdefault(name, set()).add(tell(plan))
        names = [
            f"{name} {tell(plan)}".rstrip() if len(told[name]) > 1 else name
            for name, plan in zip(names, plans, strict=True)
        ]
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = f"{name} #{seen[name]}"
    return tuple(names)


def _name(plan: Extraction) -> str:
    region = plan.plan.region
    return region.name if region else plan.plan.title or plan.source.path


def _period(plan: Extraction) -> str:
    period = plan.plan.period
    return f"{period.start[:4]}–{period.end[:4]}" if period else ""


def column_named(wanted: str, plans: Sequence[Extraction], columns: Sequence[str]) -> int:
    """The plan that ``--against`` means: a column, a region by its full or short name or code, or a path.

    A short name that several divisions bear means the one that has a plan here: 楚雄 is a city and a prefecture.
    """
    codes = {division.code for division in regions.candidates(wanted)}
    tests: tuple[Callable[[int, Extraction], bool], ...] = (
        lambda number, plan: wanted == columns[number],
        lambda number, plan: bool(plan.plan.region and wanted in (plan.plan.region.name, plan.plan.region.code)),
        lambda number, plan: bool(plan.plan.region and plan.plan.region.code in codes),
        lambda number, plan: wanted in (plan.source.path, PurePosixPath(plan.source.path).stem, plan.plan.title),
    )
    for test in tests:
        found = [number for number, plan in enumerate(plans) if test(number, plan)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"--against {wanted!r} means several plans: {'、'.join(columns[n] for n in found)}")
    raise UsageError(f"--against {wanted!r} is none of the plans; there are {'、'.join(columns)}")
