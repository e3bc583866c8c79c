"""Which rules any reader ever asks for. The others can be as good as they like: nothing reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from planextract.document import Document
from planextract.patterns import Concept, Patterns, Rule
from planextract.rulecheck.problems import Problem, problem

_LONG_ENOUGH = 2000
_TELLING = frozenset(("source", "regex", "value", "terms"))


def unreachable(patterns: Patterns, own: set[str], built_in: set[str]) -> Iterator[Problem]:
    """Rules of the user that no reader asks for, and concepts that planextract does not know."""
    seen = _asked(patterns)
    read_concepts = {name.partition(".")[0] for name in seen}
    # A built-in name is asked for sooner or later, also where the short text did not lead there.
    asked = _with_fragments(patterns, seen | built_in)
    for rule in patterns.rules():
        if rule.full_name not in own or rule.full_name in asked:
            continue
        if rule.concept not in {name.partition(".")[0] for name in built_in}:
            yield problem("error", "unreachable", rule, f"nothing reads the concept {rule.concept!r}; is it misspelt?")
        elif rule.concept in read_concepts and rule.full_name not in built_in:
            message = f"nothing asks {rule.concept} for {rule.name!r}; use the name of a built-in rule to replace it"
            yield problem("warning", "unreachable", rule, message)


def _asked(patterns: Patterns) -> set[str]:
    """The rules that readers and audit look at when they are made and in a short text."""
    from planextract.auditing import findings
    from planextract.pipeline import Given, Pipeline
    from planextract.recording import Recorder

    seen: set[str] = set()
    watched = {
        concept.name: Concept(concept.name, {name: _watch(rule, seen) for name, rule in concept.items()})
        for concept in patterns.concepts.values()
    }
    rules = Patterns(watched, patterns.digest)
    document = Document(_text(patterns), "examples", "")
    draughts = Pipeline(rules).read(document, Given())
    findings(Recorder(document, draughts, rules).extraction(Given()), draughts.layout, rules)
    return seen


def _text(patterns: Patterns) -> str:
    """A few of the rules' own examples: something for every reader to look at."""
    return "\n".join(example for rule in patterns.rules() for example in rule.examples[:1])[:_LONG_ENOUGH]


def _with_fragments(patterns: Patterns, seen: set[str]) -> set[str]:
    """A fragment is asked for when what it is part of is: its filled-in source stands in that of the other."""
    sources = {rule.full_name: f"(?:{rule.source})" for rule in patterns.rules()}
    asked = "\n".join(sources[name] for name in seen)
    return seen | {name for name, source in sources.items() if source in asked}


def _watch(rule: Rule, seen: set[str]) -> Rule:
    """The same rule; whoever looks at what it says is noted in ``seen``."""

    class Watched(Rule):
        def __getattribute__(self, name: str) -> Any:
            if name in _TELLING:
                seen.add(f"{rule.concept}.{rule.name}")
            return super().__getattribute__(name)

    return Watched(**{item.name: getattr(rule, item.name) for item in fields(Rule)})
