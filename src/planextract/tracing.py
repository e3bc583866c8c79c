"""Which rule of ``patterns/`` says what was read: looked up again by what it matches, for explanations only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planextract.patterns import Patterns, Rule
from planextract.readings import describe


class RuleBook:
    """The rules with their places in the files."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns

    def note(self, name: str) -> str:
        """File, line and note of a pattern rule; what the step does for all others."""
        concept, _, rest = name.partition(".")
        rules = self.patterns.concepts.get(concept)
        if rules is None or rest not in rules:
            return describe(name)
        rule = rules[rest]
        note = rule.note or (f"such as {rule.examples[0]}" if rule.examples else "")
        return _place(rule) + (f", {note}" if note else "")

    def comparator(self, words: str, comparator: str) -> str:
        """The rule by which the words around a number were read as its comparator."""
        rules = (r for r in self._rules("comparators") if str(r.value) == comparator and r.regex.search(words))
        return self._named(rules)

    def unit(self, unit: str) -> str:
        """The family of a unit, 万 and 亿 before it left out."""
        bare = unit.lstrip("万亿") or unit
        return self._named(r for r in self._rules("units") if r.value and (bare in r.terms or unit in r.terms))

    def level(self, word: str, level: str | None) -> str:
        """The rule that takes a word for a level, or for the plan's own region."""
        rules = [r for r in self._rules("levels") if r.name in (level, "own")]
        rules += [r for r in self._rules("tables") if r.name == "other_level"]
        return self._named(r for r in rules if r.regex.search(word))

    def tense(self, headings: Iterable[str], tense: str) -> tuple[str, str]:
        """The innermost heading that tells results or commitments, and the rule that says so."""
        name = "past_heading" if tense == "achieved" else "future_heading"
        rule = self.patterns["kinds"].rules.get(name)
        if rule:
            for heading in reversed(list(headings)):
                if rule.regex.search(heading):
                    return heading, f"{rule.full_name}, {_place(rule)}"
        return "", ""

    def _rules(self, concept: str) -> Iterable[Rule]:
        return self.patterns[concept].rules.values() if concept in self.patterns.concepts else ()

    @staticmethod
    def _named(rules: Iterable[Rule]) -> str:
        rule = next(iter(rules), None)
        return f"{rule.full_name}, {_place(rule)}" if rule else ""


def _place(rule: Rule) -> str:
    return f"patterns/{Path(rule.path).name}:{rule.line}"
