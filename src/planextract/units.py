"""Dimensions and conversion within them: 亿元 → 元, ‰ → %, 元/人·月 → 元/人·年.

The factors are data (``patterns/dimensions.yaml``) and exact: arithmetic is done in fractions, and only what has no
finite decimal (1 平方米 in 亩) is rounded, to 28 digits. A time in the denominator is converted only where the text
gives one: 700元 without a month stays 700元.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from planextract.patterns import Patterns, load_patterns

_MULTIPLES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "十": 10,
}
_MULTIPLE = re.compile("|".join(sorted(_MULTIPLES, key=len, reverse=True)))
_PER_MULTIPLE = re.compile(rf"(?P<digits>\d{{0,6}})(?P<word>(?:{_MULTIPLE.pattern})?)")


class Base(NamedTuple):
    """A figure in the base unit of its dimension."""

    number: Decimal
    unit: str | None
    per: str | None


@dataclass(frozen=True)
class Dimension:
    name: str
    base: str
    factors: dict[str, Fraction] = field(default_factory=dict)


class Units:
    """The units of one set of rules."""

    def __init__(self, patterns: Patterns) -> None:
        self.dimension_of: dict[str, Dimension] = {}
        self.times: dict[str, Fraction] = {}
        self.time_base = ""
        self.denominators: list[tuple[re.Pattern[str], str, int]] = []
        for rule in patterns["dimensions"].rules.values():
            if "each" in rule.value:
                self.denominators.append((rule.regex, rule.value["per"], int(rule.value["each"])))
                continue
            given = rule.value.get("factors", {})
            factors = {term: Fraction(given.get(term, 1)) for term in rule.terms}
            if rule.name == "per_time":
                self.times, self.time_base = factors, rule.value["base"]
                continue
            dimension = Dimension(rule.name, rule.value["base"], factors)
            for term in rule.terms:
                self.dimension_of.setdefault(term, dimension)

    def split(self, unit: str) -> tuple[int, str]:
        """A unit without its 万 or 亿, and how many that is: 千瓦 is a unit, 千元 are 1000 元."""
        if unit in self.dimension_of:
            return 1, unit
        match = _MULTIPLE.match(unit)
        if match and (match.end() == len(unit) or unit[match.end() :] in self.dimension_of):
            return _MULTIPLES[match.group()], unit[match.end() :]
        return 1, unit

    def dimension(self, unit: str | None) -> str | None:
        """What a unit measures; an unknown unit is a dimension of its own."""
        if unit is None:
            return None
        bare = self.split(unit)[1]
        found = self.dimension_of.get(bare)
        return found.name if found else bare or "number"

    def to_base(self, number: Decimal, unit: str | None, per: str | None) -> Base | None:
        """The figure in base units, or None where the unit is unknown to ``patterns/dimensions.yaml``."""
        value = Fraction(number)
        if unit is not None:
            multiple, bare = self.split(unit)
            dimension = self.dimension_of.get(bare)
            if bare and dimension is None:
                return None
            value *= multiple * (dimension.factors[bare] if dimension else 1)
            unit = dimension.base if dimension else None
        if per is not None:
            factor, per = self._per(per)
            value *= factor
        return Base(_decimal(value), unit, per)

    def denominator(self, per: str) -> str:
        """A denominator in its base form, which tells whether two figures are counted per the same."""
        return self._per(per)[1]

    def _per(self, per: str) -> tuple[Fraction, str]:
        """What a figure is multiplied by when its denominator becomes the base one: 人·月 → 12 and 人·年."""
        factor = Fraction(1)
        parts = []
        for part in per.split("·"):
            if part in self.times:
                factor *= self.times[part]
                parts.append(self.time_base)
                continue
            many, part = self._denominator(part)
            factor *= many
            parts.append(part)
        return factor, "·".join(parts)

    def _denominator(self, part: str) -> tuple[Fraction, str]:
        match = _PER_MULTIPLE.match(part)
        assert match is not None
        multiple = int(match["digits"] or 1) * _MULTIPLES.get(match["word"], 1)
        noun = part[match.end() :]
        if multiple == 1 and not noun.startswith("户"):
            return Fraction(1), part
        for regex, base, each in self.denominators:
            if regex.fullmatch(noun):
                return Fraction(each, multiple), base
        return Fraction(1), part


def _decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal, exact where it has a finite one."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    digits = Decimal(value.numerator) / Decimal(value.denominator)
    if rest != 1:
        return digits
    exact = digits.normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() and abs(exact) < 10**27 else exact


@lru_cache(maxsize=8)
def units(patterns_dir: Path | None = None) -> Units:
    return Units(load_patterns(patterns_dir))


def to_base(number: Decimal, unit: str | None, per: str | None = None, patterns_dir: Path | None = None) -> Base | None:
    """A figure in the base unit of its dimension and the base denominator.

    >>> to_base(Decimal("1.8"), "‰")
    Base(number=Decimal('0.18'), unit='%', per=None)
    >>> to_base(Decimal("500"), "元", "人·月")
    Base(number=Decimal('6000'), unit='元', per='人·年')
    >>> to_base(Decimal("3"), "亩")
    Base(number=Decimal('2000'), unit='平方米', per=None)
    >>> to_base(Decimal("9"), "‰", "10万") is not None, to_base(Decimal(1), "光年") is None
    (True, True)
    """
    return units(patterns_dir).to_base(number, unit, per)
