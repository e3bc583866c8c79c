"""Units of measure: which word behind a number is its unit, and what it measures."""

from __future__ import annotations

from planextract.patterns import Patterns, Rule, alternation
from planextract.reading.numerals import multiplier


class Measures:
    """The unit words of ``patterns/units.yaml``. ``source`` finds the longest that stands at a place."""

    def __init__(self, patterns: Patterns) -> None:
        rules = [rule for rule in patterns["units"].values() if rule.value not in (None, "optional")]
        self.terms = {term: str(rule.value) for rule in rules for term in rule.terms}
        self.shaped: list[Rule] = [rule for rule in rules if not rule.terms]
        shapes = "|".join(rule.source for rule in self.shaped)
        self.source = f"(?:{shapes}|{alternation(list(self.terms))})"

    def family(self, unit: str) -> str:
        """What a unit measures, also with 万 or 亿 before it: people, area, share …; ``other`` for an unknown word."""
        for name in (unit, multiplier(unit)[1]):
            if name in self.terms:
                return self.terms[name]
            for rule in self.shaped:
                if rule.regex.fullmatch(name):
                    return str(rule.value)
        return "other"
