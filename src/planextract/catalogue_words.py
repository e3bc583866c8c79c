"""Where the catalogue's terms are in a wording: one automaton over all terms of all entries and the shared words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from planextract.catalogue_files import Entry
from planextract.errors import PatternError
from planextract.patterns import Patterns

_JOIN = "\n"
_LIST_MARK = re.compile(r"^\s*(?:\(\d{1,2}\)|\d{1,2}(?:\.(?!\d)|、))")


def squeeze(text: str) -> str:
    """A wording without list mark, spaces, quotes and punctuation, in compatibility form: 镇（街道） is 镇街道.

    >>> squeeze("（1）婚姻登记“跨省通办” 实施率")
    '婚姻登记跨省通办实施率'
    """
    text = _LIST_MARK.sub("", unicodedata.normalize("NFKC", text))
    return "".join(c for c in text if c.isalnum() or c in "%+.").upper()


@dataclass(frozen=True)
class Terms:
    """An entry's terms as numbers of the common automaton."""

    groups: list[frozenset[int]]
    own: frozenset[int]
    none: frozenset[int]
    qualifiers: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What is where in one wording, as bit masks over its characters.

    ``masks`` by term; ``neutral`` of the words that change nothing, ``shares`` of those that change nothing about a
    share; ``whole`` of the wording, behind which the denominator stands; ``spoken`` of the denominator where the
    wording says it itself.
    """

    text: str
    masks: dict[int, list[int]]
    neutral: int
    shares: int
    whole: int
    spoken: int

    def union(self, numbers: Iterable[int]) -> int:
        """The characters that these terms cover."""
        covered = 0
        for number in numbers:
            for mask in self.masks.get(number, ()):
                covered |= mask
        return covered

    def left(self, rest: int) -> str:
        """The characters of a mask."""
        return "".join(c for i, c in enumerate(self.text) if rest >> i & 1)


class Words:
    """All terms with their numbers, and what the shared ones do (``patterns/catalogue.yaml``)."""

    def __init__(self, patterns: Patterns) -> None:
        self._numbers: dict[str, int] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self.neutral: set[int] = set()
        self.shares: set[int] = set()
        self.stops: dict[int, str] = {}
        self.qualifiers: dict[int, str] = {}
        self.denominators: set[str] = set()
        for rule in patterns["catalogue"].rules.values():
            kind, _, label = str(rule.value).partition(" ")
            if kind == "group":
                self._groups[rule.name] = rule.terms
            elif kind == "denominators":
                self.denominators |= {squeeze(term) for term in rule.terms}
            else:
                self._share(kind, label, rule.terms)

    def _share(self, kind: str, label: str, terms: tuple[str, ...]) -> None:
        for term in terms:
            number = self._number(term)
            if kind == "neutral":
                (self.shares if label == "share" else self.neutral).add(number)
            elif kind == "stop":
                self.stops[number] = term
            else:
                self.qualifiers[number] = label

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
            numbers |= {self._number(member) for member in self._groups[term[1:]]}
        return frozenset(numbers)

    def terms(self, entry: Entry) -> Terms:
        """An entry's terms, its groups filled in."""
        groups = [self._expand(entry, group) for group in entry.all]
        own = self._expand(entry, entry.may).union(*groups)
        qualifiers = {n: name for name, terms in entry.qualifiers.items() for n in self._expand(entry, terms)}
        return Terms(groups, own, self._expand(entry, entry.none), qualifiers)

    def finish(self) -> None:
        """Build the automaton, when all terms are known."""
        import ahocorasick_rs

        self.texts = list(self._numbers)
        self._automaton = ahocorasick_rs.AhoCorasick(self.texts)

    def find(self, text: str, per: str | None) -> Found:
        """All terms in the wording, and in its denominator, which the wording may leave to the unit."""
        text = squeeze(text)
        phrases = (f"每个{squeeze(per)}", f"每{squeeze(per)}") if per else ()
        end = _JOIN.join(("", *phrases))
        masks: dict[int, list[int]] = defaultdict(list)
        for number, start, stop in self._automaton.find_matches_as_indexes(text + end, overlapping=True):
            masks[number].append(((1 << (stop - start)) - 1) << start)
        spoken = 0
        for phrase in phrases:
            if (at := text.find(phrase)) >= 0:
                spoken = ((1 << len(phrase)) - 1) << at
                break
        else:
            if phrases and text.startswith(bare := phrases[-1][1:]):
                spoken = (1 << len(bare)) - 1
        found = Found(text, masks, 0, 0, (1 << len(text)) - 1, spoken)
        neutral = spoken | found.union(self.neutral & masks.keys())
        return replace(found, neutral=neutral, shares=found.union(self.shares & masks.keys()))
