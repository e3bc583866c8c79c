"""What shows without reading a plan: examples, empty matches, branches and rules that never get their turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from planextract.patterns import Patterns, Rule
from planextract.rulecheck.problems import Problem, problem

_OPTIONAL = "optional"
_PLAIN = re.compile(r"[^\\()\[\]{}.*+?^$|]+")


def examples(rule: Rule) -> Iterator[Problem]:
    """A rule matches in each of its examples and nowhere in a counterexample."""
    if not rule.examples:
        yield problem("warning", "example", rule, "has no example; nobody can see what it is for")
    for text in rule.examples:
        if not rule.regex.search(text):
            yield problem("error", "example", rule, f"does not match its example {text!r}")
    for text in rule.counterexamples:
        match = rule.regex.search(text)
        if match and (match.group() or rule.value != _OPTIONAL):
            yield problem("error", "counterexample", rule, f"matches {match.group()!r} in its counterexample {text!r}")


def empty(rule: Rule) -> Iterator[Problem]:
    """A rule that matches without a character fires everywhere. What matches in an empty text is refused when rules are
    loaded; this finds those that only need something around them."""
    if rule.value == _OPTIONAL:
        return
    for text in rule.examples:
        match = rule.regex.search(text)
        if match and not match.group():
            yield problem("error", "empty", rule, f"matches no character of {text!r}, only a place in it")
            return


def branches(rule: Rule) -> Iterator[Problem]:
    """Branches of an alternation that are written twice, and those at the end of a pattern that an earlier, shorter
    branch always takes: in 村|村级 the second never has its turn."""
    if rule.terms:
        for term in sorted({term for term in rule.terms if rule.terms.count(term) > 1}):
            yield problem("warning", "shadowed", rule, f"the term {term!r} is written twice")
        return
    for alternatives, last in alternations(rule.source):
        plain = [branch for branch in alternatives if _PLAIN.fullmatch(branch)]
        for position, branch in enumerate(plain):
            before = plain[:position]
            if branch in before:
                yield problem("warning", "shadowed", rule, f"the branch {branch!r} is written twice")
            elif last and (shorter := next((other for other in before if branch.startswith(other)), None)):
                yield problem("warning", "shadowed", rule, f"the branch {branch!r} is never reached behind {shorter!r}")


def alternations(pattern: str) -> Iterator[tuple[list[str], bool]]:
    """Every alternation of a pattern with its branches, and whether nothing follows it.

    >>> list(alternations("(?:村|村级)会|乡"))
    [(['村', '村级'], False), (['(?:村|村级)会', '乡'], True)]
    """
    open_groups: list[tuple[int, list[int]]] = []
    bars: list[int] = []
    start, at = 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            at = _end_of_class(pattern, at)
        elif char == "(":
            open_groups.append((start, bars))
            start, bars = _inside(pattern, at), []
            at = start - 1
        elif char == "|":
            bars.append(at)
        elif char == ")" and open_groups:
            if bars:
                yield _split(pattern, start, at, bars), at == len(pattern) - 1 and len(open_groups) == 1
            start, bars = open_groups.pop()
        at += 1
    if bars:
        yield _split(pattern, start, len(pattern), bars), True


def _split(pattern: str, start: int, end: int, bars: list[int]) -> list[str]:
    edges = [start - 1, *bars, end]
    return [pattern[a + 1 : b] for a, b in pairwise(edges)]


def _end_of_class(pattern: str, at: int) -> int:
    """Where a set of characters closes; a bracket that comes first, or after a backslash, belongs to it."""
    at += 2 if pattern[at + 1 : at + 2] == "^" else 1
    first = at
    while at < len(pattern) and (pattern[at] != "]" or at == first):
        at += 2 if pattern[at] == "\\" else 1
    return at


def _inside(pattern: str, at: int) -> int:
    """Where the branches of a group begin, behind (?: (?= (?<! (?P<name> and their kind."""
    opening = re.compile(r"\((?:\?(?:P<\w+>|<[=!]|[:=!>]|[a-zA-Z-]*:?))?").match(pattern, at)
    return opening.end() if opening else at + 1


def shadowed(patterns: Patterns, own: set[str]) -> Iterator[Problem]:
    """Rules of the user (``own``) that others of their concept leave nothing: all of a rule's terms stand in one before
    it, or everything in its examples is taken by a built-in rule with another value. The order of the built-in rules
    is not judged: some concepts are asked in an order of their own."""
    for concept in patterns.concepts.values():
        valued = [rule for rule in concept.values() if rule.value not in (None, _OPTIONAL)]
        for position, rule in enumerate(valued):
            for before in valued[:position] if rule.full_name in own else ():
                if rule.terms and set(rule.terms) <= set(before.terms):
                    message = f"all its terms stand in {before.name}, which comes before it"
                    yield problem("warning", "shadowed", rule, message)
                elif before.full_name not in own and _takes(before, rule):
                    yield problem("warning", "shadowed", rule, f"each of its examples is also read by {before.name}")


def _takes(before: Rule, rule: Rule) -> bool:
    if before.value == rule.value or not rule.examples:
        return False
    for text in rule.examples:
        match, other = rule.regex.search(text), before.regex.search(text)
        if not match or not other or not (other.start() <= match.start() and other.end() >= match.end()):
            return False
    return True
