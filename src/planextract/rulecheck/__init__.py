"""Rules that test themselves: everything about a folder of rules that can be known without annotated plans."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from planextract.errors import PatternError
from planextract.patterns import Patterns, Rule, load_patterns
from planextract.rulecheck import structure
from planextract.rulecheck.firing import Firing, Place, firing
from planextract.rulecheck.hostile import LONG, SECONDS, SHORT, Job, escapes
from planextract.rulecheck.problems import Problem, problem
from planextract.rulecheck.reach import unreachable

__all__ = ["Firing", "Place", "Problem", "check_patterns", "firing", "own_rules"]


def check_patterns(
    folder: str | os.PathLike[str] | None = None, *, hostile: bool = True, seconds: float = SECONDS
) -> list[Problem]:
    """Everything that is wrong with the rules of ``folder``, laid over the built-in ones; without it, with those.

    ``hostile`` also lets every rule loose on long texts, which takes some seconds.
    """
    user = None if folder is None else Path(folder)
    try:
        patterns = load_patterns.__wrapped__(user)  # not the cached one: rules are mended and checked again
    except PatternError as error:
        return _schema(error)
    rules = own_rules(patterns, user)
    own = {rule.full_name for rule in rules}
    found: list[Problem] = []
    for rule in rules:
        for check in (structure.examples, structure.empty, structure.branches):
            found += check(rule)
    if user is not None:
        found += structure.shadowed(patterns, own)
        found += unreachable(patterns, own, {rule.full_name for rule in load_patterns().rules()})
    if hostile:
        found += _runaways(rules, seconds)
    order = {rule.full_name: position for position, rule in enumerate(rules)}
    return sorted(found, key=lambda each: (each.severity, order.get(each.rule, -1)))


def own_rules(patterns: Patterns, user: Path | None) -> list[Rule]:
    """The rules that stand in the user's folder; all of them where there is none."""
    if user is None:
        return list(patterns.rules())
    return [rule for rule in patterns.rules() if Path(rule.path).parent == user]


def _schema(error: PatternError) -> list[Problem]:
    """What keeps a folder from being loaded at all; the rest cannot be looked at before that is mended."""
    name = Path(str(error.path)).name or str(error.path)
    where = f"{name}:{error.line}" if error.line else name
    return [Problem("error", "schema", where, "", error.problem)]


def _runaways(rules: Sequence[Rule], seconds: float) -> Iterator[Problem]:
    known = {rule.full_name: rule for rule in rules}
    jobs = [Job(rule.full_name, rule.source, rule.examples) for rule in rules]
    for escape in escapes(jobs, seconds):
        rule = known[escape.rule]
        took = f"takes more than {seconds:g} s for {escape.length:,} characters of {escape.text}"
        if escape.length == SHORT:
            yield problem("error", "runaway", rule, f"runs away: {took}; bound its repetitions")
        else:
            assert escape.length == LONG
            yield problem("warning", "slow", rule, f"{took}; bound its repetitions")
