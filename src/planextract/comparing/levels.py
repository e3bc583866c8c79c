"""Plans of different levels: where the lower one falls short of, meets or exceeds the higher one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planextract import regions
from planextract.auditing.between import ORDER, contains
from planextract.catalogue import Catalogue, load_catalogue
from planextract.comparing.columns import column_names
from planextract.comparing.figures import Figure, figures
from planextract.comparing.lining import sort_key, wanted
from planextract.comparing.relations import Relation, relation
from planextract.errors import UsageError
from planextract.records import Extraction

__all__ = ["Neighbour", "Pair", "Vertical", "vertical"]

_NATION = "全国"
_NO_YEAR, _NO_QUALIFIER = "—", "—"


@dataclass(frozen=True)
class Pair:
    """A target and that of a higher authority for the same indicator and year.

    ``quoted``: the higher one stands in the lower plan itself, in a column like 省上 or in its text.
    """

    lower: Figure
    lower_name: str
    higher: Figure
    higher_name: str
    quoted: bool
    name: str
    relation: Relation


@dataclass(frozen=True)
class Neighbour:
    """Two targets that share an indicator's id and are not compared; ``apart`` says what keeps them apart."""

    lower: Figure
    lower_name: str
    higher: Figure
    higher_name: str
    quoted: bool
    name: str
    apart: str


@dataclass(frozen=True)
class Vertical:
    pairs: tuple[Pair, ...]
    neighbours: tuple[Neighbour, ...]
    relations: int
    """How many plans or columns of higher levels were compared with, even if they share no indicator."""

    @property
    def alike(self) -> bool:
        """Counts, which nobody can fall short of, do not matter."""
        return all(pair.relation in ("meets", "part of it") for pair in self.pairs)


@dataclass(frozen=True)
class _Sides:
    """What a lower plan states, and what one higher authority does."""

    lower: tuple[Figure, ...]
    lower_name: str
    higher: tuple[Figure, ...]
    higher_name: str
    quoted: bool


def vertical(
    plans: Iterable[Extraction],
    *,
    kinds: Sequence[str] = ("target",),
    domain: str | None = None,
    indicator: str | None = None,
    patterns_dir: Path | None = None,
) -> Vertical:
    """Compare each plan with what it quotes of higher levels, and with every plan whose region contains its own.

    Raises ``UsageError`` where no plan has another one, or a column of one, above it.
    """
    read = tuple(plans)
    catalogue = load_catalogue(patterns_dir)
    found = [
        [f for f in figures(plan, tuple(kinds), patterns_dir) if f.key.id and wanted(f, catalogue, domain, indicator)]
        for plan in read
    ]
    sides = [*_within(read, found), *_between(read, found)]
    if not sides:
        raise UsageError("none of these plans is above another, and none quotes targets of a higher level")
    order = {id: place for place, id in enumerate(catalogue.entries)}
    pairs: list[Pair] = []
    neighbours: list[Neighbour] = []
    for side in sides:
        side_pairs = sorted(_pairs(side, catalogue), key=lambda p: sort_key(p.lower.key, order))
        pairs += side_pairs
        neighbours += sorted(_neighbours(side, side_pairs, catalogue), key=lambda n: sort_key(n.lower.key, order))
    return Vertical(tuple(pairs), tuple(neighbours), len(sides))


def _within(plans: Sequence[Extraction], found: Sequence[list[Figure]]) -> Iterator[_Sides]:
    """A plan and each level that it quotes, the nearest first."""
    for plan, name, all_of_it in zip(plans, column_names(plans), found, strict=True):
        for level in ORDER:
            quoted = tuple(f for f in all_of_it if f.quoted and f.record.level.level == level)
            if quoted:
                own = tuple(f for f in all_of_it if not f.quoted)
                yield _Sides(own, name, quoted, _authority(plan, level), True)


def _authority(plan: Extraction, level: str) -> str:
    """The region of this level that a plan lies in, where the list of divisions knows it."""
    if level == "national":
        return _NATION
    region = plan.plan.region
    above = regions.parents(region.code) if region and region.code else ()
    return next((division.name for division in above if division.level == level), level)


def _between(plans: Sequence[Extraction], found: Sequence[list[Figure]]) -> Iterator[_Sides]:
    names = column_names(plans)
    for low, lower in enumerate(plans):
        for high, higher in enumerate(plans):
            if contains(higher.plan.region, lower.plan.region):
                yield _Sides(
                    tuple(f for f in found[low] if not f.quoted),
                    names[low],
                    tuple(f for f in found[high] if not f.quoted),
                    names[high],
                    False,
                )


def _pairs(side: _Sides, catalogue: Catalogue) -> Iterator[Pair]:
    """Every distinct pair; a column of a higher level is compared with the plan's own column in the same row."""
    seen = set()
    for higher in side.higher:
        same = [lower for lower in side.lower if lower.key == higher.key]
        in_row = [lower for lower in same if side.quoted and _row(lower) is not None and _row(lower) == _row(higher)]
        for lower in in_row or same:
            mark = (lower.key, lower.said, higher.said)
            if mark not in seen:
                seen.add(mark)
                entry = catalogue.entries.get(lower.key.id or "")
                how = relation(lower, higher, entry, catalogue.units)
                name = entry.name if entry else lower.record.indicator.text
                yield Pair(lower, side.lower_name, higher, side.higher_name, side.quoted, name, how)


def _row(figure: Figure) -> tuple[int, int] | None:
    place = figure.record.evidence.table
    return (place.index, place.row) if place else None


def _neighbours(side: _Sides, pairs: Sequence[Pair], catalogue: Catalogue) -> Iterator[Neighbour]:
    """Figures of one id that are not paired. Other years count only where neither year has its own counterpart."""
    paired = {pair.lower.key for pair in pairs}
    seen = set()
    for lower in side.lower:
        for higher in side.higher:
            if lower.key.id != higher.key.id or lower.key == higher.key:
                continue
            mark = (lower.key, lower.said, higher.key, higher.said)
            other_year = lower.key.qualifiers == higher.key.qualifiers
            if mark in seen or (other_year and (lower.key in paired or higher.key in paired)):
                continue
            seen.add(mark)
            entry = catalogue.entries.get(lower.key.id or "")
            name = entry.name if entry else lower.record.indicator.text
            apart = _apart(lower, higher)
            yield Neighbour(lower, side.lower_name, higher, side.higher_name, side.quoted, name, apart)


def _apart(lower: Figure, higher: Figure) -> str:
    """What keeps two figures of one id apart: 失能 / 有意愿, and the years where they differ, too."""
    parts = []
    mine, theirs = set(lower.key.qualifiers), set(higher.key.qualifiers)
    if mine != theirs:
        sides = ("、".join(sorted(some)) or _NO_QUALIFIER for some in (mine - theirs, theirs - mine))
        parts.append(" / ".join(sides))
    if lower.key.kind != higher.key.kind:
        parts.append(f"{lower.key.kind} / {higher.key.kind}")
    if (lower.key.year, lower.key.every) != (higher.key.year, higher.key.every):
        times = (" ".join(filter(None, (key.year, key.every))) or _NO_YEAR for key in (lower.key, higher.key))
        parts.append(" / ".join(times))
    return "; ".join(parts)
