"""The indicator catalogue: which canonical indicator a wording names, decided by terms and structure.

An entry fits a wording when
1. the unit is of its dimension and the denominator is its own,
2. each group of its terms has a member in the wording and none of its forbidden terms is there,
3. nothing is left over: every character belongs to one of its terms, to a word that changes nothing (全市, 达到, 的,
   比例 …) or to a qualifier. An ``open`` entry, whose terms leave no doubt, may leave a rest that says nothing about
   growth, rank or comparison.
Of several that fit, the one whose terms cover most wins; a tie is no match. Qualifiers (城市, 县级, 新建, 失能 …) that
are no part of an entry's own terms become part of the identity: ``(id, qualifiers)``. No likeness is measured anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from planextract.catalogue_files import Entry, read_entries
from planextract.catalogue_words import Found, Terms, Words, squeeze
from planextract.patterns import Patterns, load_patterns
from planextract.units import Units, units

_SHARE = "share"
Identity = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """The canonical indicator of a wording; ``identity`` is what two records must share to be compared."""

    id: str
    name: str
    domain: str
    qualifiers: tuple[str, ...]
    why: str

    @property
    def identity(self) -> Identity:
        return self.id, self.qualifiers


@dataclass(frozen=True)
class Trial:
    """How one entry fared with a wording. ``problem`` is None where it fits."""

    entry: Entry
    problem: str | None
    rank: tuple[int, int, int]
    qualifiers: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class Catalogue:
    """The entries of one set of rules, ready to match."""

    def __init__(self, entries: dict[str, Entry], digest: str, patterns: Patterns, measures: Units) -> None:
        self.entries = entries
        self.digest = digest
        self.units = measures
        self.words = Words(patterns)
        self._terms = {entry.id: self.words.terms(entry) for entry in entries.values()}
        self._aliases = {squeeze(alias): e.id for e in entries.values() for alias in e.aliases}
        self._short = {(e.sector, squeeze(short)): e.id for e in entries.values() for short in e.short}
        self.words.finish()
        self._key = self._keys()

    def _keys(self) -> dict[int, list[str]]:
        """Each entry hangs on its rarest group, so that a wording meets only entries it shares something rare with."""
        uses: dict[int, int] = defaultdict(int)
        for terms in self._terms.values():
            for group in terms.groups:
                for number in group:
                    uses[number] += 1
        keys: dict[int, list[str]] = defaultdict(list)
        for id, terms in self._terms.items():
            for number in min(terms.groups, key=lambda group: max(uses[n] for n in group)):
                keys[number].append(id)
        return keys

    def match(
        self,
        text: str,
        unit: str | None = None,
        per: str | None = None,
        level: str | None = None,
        sector: str | None = None,
    ) -> Match | None:
        """The canonical indicator that a wording names, or None. ``sector`` is the plan's (民政, 教育 …).

        ``level`` is taken for completeness: a figure's level says who answers for it, and columns of other levels in
        one table are the same indicator, so that it never splits one.
        """
        best = self._best(self.trials(text, unit, per, sector))
        if len(best) != 1:
            return None
        entry, qualifiers = best[0].entry, best[0].qualifiers
        why = f"terms {'、'.join(best[0].terms)}" + (f"; qualifiers {'、'.join(qualifiers)}" if qualifiers else "")
        return Match(entry.id, entry.name, entry.domain, qualifiers, why)

    def why_not(self, text: str, unit: str | None = None, per: str | None = None, sector: str | None = None) -> str:
        """Why a wording is not matched, for the list of unmatched indicators."""
        trials = self.trials(text, unit, per, sector)
        if best := self._best(trials):
            return "fits equally " + ", ".join(t.entry.id for t in best)
        if trials:
            nearest = max(trials, key=lambda t: t.rank)
            return f"{nearest.entry.id}: {nearest.problem}"
        return self._lacking(self.words.find(text, per))

    def _lacking(self, found: Found) -> str:
        """What the entry lacks whose rare terms cover most of a wording."""
        ids = {id for number in found.masks for id in self._key.get(number, ())}
        nearest, covered = "", 0
        for id in sorted(ids):
            cover = found.union(frozenset[int]().union(*self._terms[id].groups)).bit_count()
            if cover > covered:
                nearest, covered = id, cover
        if not nearest:
            return "no entry has its terms"
        missing = next(g for g in self._terms[nearest].groups if g.isdisjoint(found.masks))
        return f"{nearest}: none of {'、'.join(sorted(self.words.texts[n] for n in missing))}"

    @staticmethod
    def _best(trials: list[Trial]) -> list[Trial]:
        """The trial that fits best, or all that fit equally well."""
        fitting = [t for t in trials if t.problem is None]
        top = max((t.rank for t in fitting), default=None)
        return [t for t in fitting if t.rank == top]

    def trials(self, text: str, unit: str | None, per: str | None, sector: str | None = None) -> list[Trial]:
        """All entries whose terms are in the wording, each with what keeps it from fitting."""
        found = self.words.find(text, per)
        ids = dict.fromkeys(id for number in found.masks for id in self._key.get(number, ()))
        alias = self._aliases.get(found.text) or self._short.get((sector or "", found.text))
        trials = [self._alias(alias, found, unit, per)] if alias else []
        for id in ids:
            terms = self._terms[id]
            if id != alias and all(not group.isdisjoint(found.masks) for group in terms.groups):
                trials.append(self._try(self.entries[id], terms, found, unit, per))
        return trials

    def _alias(self, id: str, found: Found, unit: str | None, per: str | None) -> Trial:
        """A wording that is named as such outranks all terms."""
        entry, terms = self.entries[id], self._terms[id]
        qualifiers, _ = self._split(entry, terms, found, found.union(terms.own))
        extra, wrong = self._denominator(entry, per)
        problem = self._wrong_unit(entry, unit) or wrong
        return Trial(entry, problem, (len(found.text) + 1, 0, 0), (*qualifiers, *extra), (found.text,))

    def _try(self, entry: Entry, terms: Terms, found: Found, unit: str | None, per: str | None) -> Trial:
        groups = frozenset[int]().union(*terms.groups)
        must = found.union(groups)
        own = must | found.union(terms.own)
        qualifiers, covered = self._split(entry, terms, found, own)
        neutral = found.neutral | (found.shares if self.units.dimension(entry.unit) == _SHARE else 0)
        rest = found.whole & ~(own | neutral | covered)
        extra, wrong = self._denominator(entry, per)
        problem = self._wrong_unit(entry, unit) or wrong
        if forbidden := sorted(terms.none & found.masks.keys()):
            problem = f"‘{self.words.texts[forbidden[0]]}’ must not occur"
        elif problem is None and rest:
            problem = self._rest(entry, found, own, rest)
        words = tuple(self.words.texts[n] for n in sorted(groups & found.masks.keys()))
        rank = (must.bit_count(), own.bit_count(), -rest.bit_count())
        return Trial(entry, problem, rank, tuple(dict.fromkeys((*qualifiers, *extra))), words)

    def _split(self, entry: Entry, terms: Terms, found: Found, own: int) -> tuple[list[str], int]:
        """The qualifiers that are no part of the entry's own terms, in a fixed order, and the characters they cover.

        Of those that overlap, the first and longest counts: 农村 in 农村居家, not 村居. Those in the denominator count,
        too, where the entry has one: 每百户城镇居民.
        """
        reach = found.whole & ~found.spoken if entry.per is None else -1
        shared = self.words.qualifiers
        places = [
            (mask, terms.qualifiers.get(number) or shared[number])
            for number, masks in found.masks.items()
            if number in terms.qualifiers or number in shared
            for mask in masks
            if not mask & ~reach and (mask & ~own or number in terms.qualifiers)
        ]
        taken = covered = 0
        labels = set()
        for mask, label in sorted(places, key=lambda place: (place[0] & -place[0], -place[0])):
            covered |= mask
            if not mask & taken and not self._swallowed(mask, found):
                taken |= mask
                labels.add(label)
        return sorted(labels), covered

    def _swallowed(self, mask: int, found: Found) -> bool:
        """Whether a qualifier is only a part of a word that changes nothing: 城市 in 城市和农村."""
        neutral = self.words.neutral & found.masks.keys()
        return any(mask != other and mask & ~other == 0 for number in neutral for other in found.masks[number])

    def _rest(self, entry: Entry, found: Found, own: int, rest: int) -> str | None:
        """What is wrong with what is left over; None where an open entry does not mind."""
        if not entry.open:
            return f"leaves ‘{found.left(rest)}’"
        stops = [w for n, w in self.words.stops.items() for mask in found.masks.get(n, ()) if mask & ~own]
        return f"‘{stops[0]}’ makes it another measure" if stops else None

    def _wrong_unit(self, entry: Entry, unit: str | None) -> str | None:
        wanted = self.units.dimension(entry.unit)
        if unit is None or unit in entry.units or self.units.dimension(unit) == wanted:
            return None
        return f"{unit} does not measure {wanted}"

    def _denominator(self, entry: Entry, per: str | None) -> tuple[list[str], str | None]:
        """What a denominator adds to the identity, or why it does not fit."""
        if per is None:
            return [], None
        if entry.per is not None:
            asked, given = (set(self.units.denominator(p).split("·")) for p in (entry.per, per))
            if given <= asked or squeeze(per).endswith(squeeze(entry.per)):
                return [], None
        if squeeze(per) in self.words.denominators:
            return [f"每{squeeze(per)}"], None
        return [], f"is counted per {per}"


@lru_cache(maxsize=4)
def load_catalogue(patterns_dir: Path | None = None) -> Catalogue:
    """The catalogue, with the entries of ``patterns_dir/indicators`` laid over the built-in ones.

    Raises ``PatternError`` with file and line.
    """
    entries, digest = read_entries(patterns_dir)
    return Catalogue(entries, digest, load_patterns(patterns_dir), units(patterns_dir))


def match(
    indicator_text: str,
    unit: str | None = None,
    per: str | None = None,
    level: str | None = None,
    sector: str | None = None,
    patterns_dir: Path | None = None,
) -> Match | None:
    """The canonical indicator that a wording names, or None.

    >>> match("全州养老机构护理型床位占比", "%").id
    'elder_care.nursing_bed_share'
    >>> match("农村低保标准占城市低保标准比例", "元") is None
    True
    """
    return load_catalogue(patterns_dir).match(indicator_text, unit, per, level, sector)
