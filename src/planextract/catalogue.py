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

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from planextract.catalogue_files import Entry, read_entries
from planextract.errors import PatternError
from planextract.patterns import Patterns, load_patterns
from planextract.units import Units, units

_JOIN = "\n"
_NO_UNIT = "无"
_LIST_MARK = re.compile(r"^\s*(?:\(\d{1,2}\)|\d{1,2}(?:\.(?!\d)|、))")


@dataclass(frozen=True)
class Match:
    """The canonical indicator of a wording; ``identity`` is what two records must share to be compared."""

    id: str
    name: str
    domain: str
    qualifiers: tuple[str, ...]
    why: str

    @property
    def identity(self) -> tuple[str, tuple[str, ...]]:
        return self.id, self.qualifiers


@dataclass(frozen=True)
class Trial:
    """How one entry fared with a wording. ``problem`` is None where it fits."""

    entry: Entry
    problem: str | None
    rank: tuple[int, int, int]
    qualifiers: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass
class _Terms:
    """An entry's terms as numbers of the common automaton."""

    groups: list[frozenset[int]]
    own: frozenset[int]
    none: frozenset[int]
    qualifiers: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    """Where the terms are in one wording: bit masks by term, of the words that change nothing, of
    the whole text, and of the denominator where the text says it."""

    text: str
    masks: dict[int, list[int]]
    neutral: int
    whole: int
    spoken: int


def squeeze(text: str) -> str:
    """A wording without list mark, spaces, quotes and punctuation, in compatibility form: ‘镇（街道）’ and ‘镇街道’ are alike.

    >>> squeeze("婚姻登记“跨省通办” 实施率")
    '婚姻登记跨省通办实施率'
    """
    text = _LIST_MARK.sub("", unicodedata.normalize("NFKC", text))
    return "".join(c for c in text if c.isalnum() or c in "%+.").upper()


class Catalogue:
    """The entries of one set of rules, ready to match."""

    def __init__(self, entries: dict[str, Entry], digest: str, patterns: Patterns, measures: Units) -> None:
        import ahocorasick_rs

        self.entries = entries
        self.digest = digest
        self.units = measures
        self._numbers: dict[str, int] = {}
        self._read_words(patterns)
        self._terms = {entry.id: self._prepare(entry) for entry in entries.values()}
        self._key: dict[int, list[str]] = defaultdict(list)
        self._index()
        self._aliases = {squeeze(alias): e.id for e in entries.values() for alias in e.aliases}
        self._short = {(e.sector, squeeze(short)): e.id for e in entries.values() for short in e.short}
        self._words = list(self._numbers)
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)
        self._lengths = [len(word) for word in self._words]

    # ---- preparing ---------------------------------------------------------------------------------------------------

    def _read_words(self, patterns: Patterns) -> None:
        """The words all entries share: those that change nothing, qualifiers, marks of another measure, groups."""
        self._groups: dict[str, tuple[str, ...]] = {}
        self._neutral: set[int] = set()
        self._stops: dict[int, str] = {}
        self._qualifiers: dict[int, str] = {}
        self._pers: set[str] = set()
        for rule in patterns["catalogue"].rules.values():
            kind, _, label = str(rule.value).partition(" ")
            if kind == "group":
                self._groups[rule.name] = rule.terms
            elif kind == "denominators":
                self._pers |= {squeeze(term) for term in rule.terms}
            else:
                for term in rule.terms:
                    number = self._number(term)
                    if kind == "neutral":
                        self._neutral.add(number)
                    elif kind == "stop":
                        self._stops[number] = term
                    else:
                        self._qualifiers[number] = label

    def _number(self, term: str) -> int:
        return self._numbers.setdefault(squeeze(term), len(self._numbers))

    def _expand(self, entry: Entry, terms: Iterable[str]) -> frozenset[int]:
        numbers = set()
        for term in terms:
            if not term.startswith("$"):
                numbers.add(self._number(term))
                continue
            if term[1:] not in self._groups:
                raise PatternError(entry.path, entry.line, f"no group {term[1:]!r} in catalogue.yaml for {term}")
            numbers |= {self._number(t) for t in self._groups[term[1:]]}
        return frozenset(numbers)

    def _prepare(self, entry: Entry) -> _Terms:
        groups = [self._expand(entry, group) for group in entry.all]
        own = self._expand(entry, entry.may).union(*groups)
        qualifiers = {n: name for name, terms in entry.qualifiers.items() for n in self._expand(entry, terms)}
        return _Terms(groups, own, self._expand(entry, entry.none), qualifiers)

    def _index(self) -> None:
        """Each entry hangs on its rarest group, so that a wording meets only entries it shares something rare with."""
        uses: dict[int, int] = defaultdict(int)
        for terms in self._terms.values():
            for group in terms.groups:
                for number in group:
                    uses[number] += 1
        for id, terms in self._terms.items():
            for number in min(terms.groups, key=lambda group: max(uses[n] for n in group)):
                self._key[number].append(id)

    # ---- matching ----------------------------------------------------------------------------------------------------

    def match(
        self, text: str, unit: str | None = None, per: str | None = None, level: str | None = None
    ) -> Match | None:
        """The canonical indicator that a wording names, or None.

        ``level`` is taken for completeness: a figure's level says who answers for it, and columns of other levels in
        one table are the same indicator, so that it never splits one.
        """
        fitting = sorted(
            (t for t in self.trials(text, unit, per) if t.problem is None), key=lambda t: t.rank, reverse=True
        )
        if not fitting or (len(fitting) > 1 and fitting[0].rank == fitting[1].rank):
            return None
        best = fitting[0]
        why = f"terms {'、'.join(best.terms)}" + (
            f"; qualifiers {'、'.join(best.qualifiers)}" if best.qualifiers else ""
        )
        return Match(best.entry.id, best.entry.name, best.entry.domain, best.qualifiers, why)

    def why_not(
        self, text: str, unit: str | None = None, per: str | None = None, sector: str | None = None
    ) -> str:
        """Why a wording is not matched, for the list of unmatched indicators."""
        trials = sorted(self.trials(text, unit, per, sector), key=lambda t: t.rank, reverse=True)
        fitting = [t for t in trials if t.problem is None]
        if fitting:
            return "fits equally " + ", ".join(t.entry.id for t in fitting if t.rank == fitting[0].rank)
        return f"{trials[0].entry.id}: {trials[0].problem}" if trials else "no entry has its terms"

    def trials(self, text: str, unit: str | None, per: str | None, sector: str | None = None) -> list[Trial]:
        """All entries whose terms are in the wording, each with what keeps it from fitting."""
        found = self._find(text, per)
        ids = dict.fromkeys(id for number in found.masks for id in self._key.get(number, ()))
        alias = self._aliases.get(found.text) or self._short.get((sector or "", found.text))
        trials = [self._alias(alias, found, unit, per)] if alias else []
        for id in ids:
            terms = self._terms[id]
            if id != alias and all(any(n in found.masks for n in group) for group in terms.groups):
                trials.append(self._try(self.entries[id], terms, found, unit, per))
        return trials

    def _find(self, text: str, per: str | None) -> _Found:
        """All terms in the wording, and in its denominator where the wording does not say it."""
        text = squeeze(text)
        end = f"每{squeeze(per)}" if per else ""
        masks: dict[int, list[int]] = defaultdict(list)
        for number, start, stop in self._automaton.find_matches_as_indexes(text + _JOIN + end, overlapping=True):
            masks[number].append(((1 << (stop - start)) - 1) << start)
        neutral = 0
        for number in self._neutral.intersection(masks):
            for mask in masks[number]:
                neutral |= mask
        spoken = 0
        for phrase in (f"每个{end[1:]}", end) if end else ():
            if (at := text.find(phrase)) >= 0:
                spoken = ((1 << len(phrase)) - 1) << at
                break
        return _Found(text, masks, neutral | spoken, (1 << len(text)) - 1, spoken)

    def _alias(self, id: str, found: _Found, unit: str | None, per: str | None) -> Trial:
        entry = self.entries[id]
        problem = self._wrong_unit(entry, unit)
        extra, wrong = self._denominator(entry, per)
        return Trial(entry, problem or wrong, (len(found.text) + 1, 0, 0), tuple(extra), (found.text,))

    def _try(self, entry: Entry, terms: _Terms, found: _Found, unit: str | None, per: str | None) -> Trial:
        must = _union(m for group in terms.groups for n in group for m in found.masks.get(n, ()))
        own = must | _union(m for n in terms.own for m in found.masks.get(n, ()))
        qualifiers, covered = self._split(entry, terms, found, own)
        rest = found.whole & ~(own | found.neutral | covered)
        extra, wrong = self._denominator(entry, per)
        problem = self._wrong_unit(entry, unit) or wrong
        if forbidden := [self._words[n] for n in terms.none if n in found.masks]:
            problem = f"‘{forbidden[0]}’ must not occur"
        elif problem is None and rest:
            problem = self._rest(entry, found, own, rest)
        words = tuple(self._words[n] for n in sorted(frozenset[int]().union(*terms.groups)) if n in found.masks)
        rank = (must.bit_count(), own.bit_count(), -rest.bit_count())
        return Trial(entry, problem, rank, tuple(dict.fromkeys((*qualifiers, *extra))), words)

    def _split(self, entry: Entry, terms: _Terms, found: _Found, own: int) -> tuple[list[str], int]:
        """The qualifiers that are no part of the entry's own terms, in a fixed order, and the characters they cover.

        Those in the denominator count too, where the entry has one: 每百户城镇居民.
        """
        reach = found.whole & ~found.spoken if entry.per is None else -1
        labels = set()
        covered = 0
        for number, masks in found.masks.items():
            label = terms.qualifiers.get(number) or self._qualifiers.get(number)
            if label is None:
                continue
            for mask in masks:
                if mask & ~reach or (mask & ~own == 0 and number not in terms.qualifiers):
                    continue
                covered |= mask
                if not self._swallowed(mask, terms, found, number):
                    labels.add(label)
        return sorted(labels), covered

    def _swallowed(self, mask: int, terms: _Terms, found: _Found, number: int) -> bool:
        """Whether a word is only a part of a longer one: 县 in 县乡两级."""
        shared = self._qualifiers.keys() | self._neutral | terms.qualifiers.keys()
        length = self._lengths[number]
        return any(
            mask & ~other == 0
            for n, masks in found.masks.items()
            if n in shared and self._lengths[n] > length
            for other in masks
        )

    def _rest(self, entry: Entry, found: _Found, own: int, rest: int) -> str | None:
        """What is wrong with what is left over; None where an open entry does not mind."""
        left = "".join(c for i, c in enumerate(found.text) if rest >> i & 1)
        if not entry.open:
            return f"leaves ‘{left}’"
        stops = [word for n, word in self._stops.items() for mask in found.masks.get(n, ()) if mask & ~own]
        return f"‘{stops[0]}’ makes it another measure" if stops else None

    def _wrong_unit(self, entry: Entry, unit: str | None) -> str | None:
        if unit is None or unit in entry.units or self.units.dimension(unit) == self.units.dimension(entry.unit):
            return None
        return f"{unit} does not measure {self.units.dimension(entry.unit)}"

    def _denominator(self, entry: Entry, per: str | None) -> tuple[list[str], str | None]:
        """What a denominator adds to the identity, or why it does not fit."""
        if per is None:
            return [], None
        if entry.per is not None:
            asked, given = (set(self.units.denominator(p).split("·")) for p in (entry.per, per))
            if given <= asked or squeeze(per).endswith(squeeze(entry.per)):
                return [], None
        if squeeze(per) in self._pers:
            return [f"每{squeeze(per)}"], None
        return [], f"is counted per {per}"


class Example(NamedTuple):
    """An example of an entry, as written in its file: ``wording | unit/denominator | qualifier、qualifier``."""

    text: str
    unit: str | None
    per: str | None
    qualifiers: tuple[str, ...] | None


def read_example(line: str, entry: Entry, measures: Units) -> Example:
    """Read an example; the unit is the entry's where none is written, and 无 is none."""
    text, unit_text, qualifiers = (*(part.strip() for part in line.split(" | ")), "", "")[:3]
    unit, per = (entry.unit, entry.per) if not unit_text else (None, None)
    if unit_text and unit_text != _NO_UNIT:
        unit, per = unit_text, None
        head, stroke, tail = unit_text.partition("/")
        if stroke and unit_text not in measures.dimension_of:
            unit, per = head, tail
    return Example(text, unit, per, tuple(sorted(qualifiers.split("、"))) if qualifiers else None)


def _union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


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
    patterns_dir: Path | None = None,
) -> Match | None:
    """The canonical indicator that a wording names, or None.

    >>> match("全州养老机构护理型床位占比", "%").id
    'elder_care.nursing_bed_share'
    >>> match("农村低保标准占城市低保标准比例", "元") is None
    True
    """
    return load_catalogue(patterns_dir).match(indicator_text, unit, per, level, sector)
