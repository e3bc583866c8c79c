"""``planextract patterns check|list|show``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planextract.patterns import Rule
    from planextract.rulecheck import Firing

FAILED = 1
Folder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Your rules; without it, the built-in ones.")]
Rules = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help="Lay the rules in this folder over the built-in ones.")
]
Plans = Annotated[
    list[str] | None, typer.Option("--plans", metavar="PATH", help="Also say where they fired on these plans.")
]


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    group = typer.Typer(help="Look at the rules, and test them.", rich_markup_mode=None, no_args_is_help=True)
    for name, command in (("check", check), ("list", list_rules), ("show", show)):
        group.command(name)(guarded(command))
    app.add_typer(group, name="patterns")


def check(
    folder: Folder = None,
    hostile: Annotated[bool, typer.Option(help="Let every rule loose on long texts (some seconds).")] = True,
    seconds: Annotated[float, typer.Option(min=0.05, metavar="S", help="What a rule may take for one of them.")] = 1.0,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings, too.")] = False,
) -> None:
    """Test rules: schema, examples, counterexamples, unreachable and shadowed rules, empty matches, running away.

    Exit code 0: no error; 1: something is wrong; 2: could not run.
    """
    from planextract.cli import say
    from planextract.errors import UsageError
    from planextract.rulecheck import check_patterns

    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    problems = check_patterns(folder, hostile=hostile, seconds=seconds)
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    say(f"{errors} errors, {len(problems) - errors} warnings")
    if errors or (strict and problems):
        raise typer.Exit(FAILED)


def list_rules(
    concept: Annotated[str | None, typer.Argument(metavar="[CONCEPT]", help="Only the rules of this file.")] = None,
    patterns: Rules = None,
    plans: Plans = None,
) -> None:
    """List the rules with what they mean.

    With --plans: how often something was read by each, and how often its pattern matches.
    """
    from planextract.errors import UsageError
    from planextract.patterns import load_patterns
    from planextract.rulecheck import firing
    from planextract.rulecheck.problems import place

    loaded = load_patterns(patterns)
    if concept is not None and concept not in loaded.concepts:
        raise UsageError(f"no concept {concept!r}; there is: {', '.join(sorted(loaded.concepts))}")
    fired = firing(plans, patterns) if plans else None
    names = set()
    for rule in loaded.rules():
        names.add(rule.full_name)
        if concept in (None, rule.concept):
            times = f"{fired.counts[rule.full_name]:6} {len(list(fired.matches(rule))):6} " if fired else ""
            value = "" if rule.value is None else f" = {rule.value}"
            note = rule.note or (f"such as {rule.examples[0]}" if rule.examples else "")
            typer.echo(f"{times}{rule.full_name}{value}  {place(rule)}  {note}".rstrip())
    for name, count in sorted(fired.counts.items()) if fired else ():
        if name not in names and concept in (None, name.partition(".")[0]):
            typer.echo(f"{count:6} {'':6} {name}  (a step of reading, made of several rules)")


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="concept.rule, as list and explain call it.")],
    patterns: Rules = None,
    plans: Plans = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="How many places to show of each sort.")] = 20,
) -> None:
    """Show one rule: where it is written, what it matches, and with --plans where it fired."""
    from planextract.errors import UsageError
    from planextract.patterns import load_patterns
    from planextract.rulecheck import firing

    rules = {rule.full_name: rule for rule in load_patterns(patterns).rules()}
    fired = firing(plans, patterns) if plans else None
    if name in rules:
        _describe(rules[name])
    elif not fired or not fired.counts[name]:
        near = [known for known in rules if name.rpartition(".")[2] in known.split(".")]
        hint = f"; did you mean {', '.join(near)}?" if near else "; planextract patterns list names them"
        raise UsageError(f"no rule is called {name!r}{hint}")
    if fired:
        _fired(name, rules.get(name), fired, limit)


def _describe(rule: Rule) -> None:
    from planextract.rulecheck.problems import place

    facts = {
        "rule": rule.full_name,
        "file": place(rule),
        "note": rule.note,
        "value": "" if rule.value is None else str(rule.value),
        "terms": "、".join(rule.terms),
        "pattern": "" if rule.terms else rule.source,
        "matches": "；".join(rule.examples),
        "but not": "；".join(rule.counterexamples),
    }
    for key, said in facts.items():
        if said:
            typer.echo(f"{key + ':':10}{said}")


def _fired(name: str, rule: Rule | None, fired: Firing, limit: int) -> None:
    typer.echo(f"read by it: {fired.counts[name]}")
    for place in islice(fired.read(name), limit):
        typer.echo(f"  {place.plan}:{place.line}  {place.text}  {place.read}  …{place.context}…")
    if rule is not None:
        matches = list(fired.matches(rule))
        typer.echo(f"its pattern matches: {len(matches)}")
        for place in matches[:limit]:
            typer.echo(f"  {place.plan}:{place.line}  {place.text}  …{place.context}…")
