"""``planextract catalogue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planextract.catalogue_files import Entry

FAILED = 1


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    app.command()(guarded(catalogue))


def catalogue(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|WORDING|PLAN...]", help="Ids or wordings to show; with --unmatched, plans."),
    ] = None,
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Propose entries for what the catalogue does not know in these plans.")
    ] = False,
    kind: Annotated[
        list[str] | None, typer.Option(help="With --unmatched: records of this kind (target); may be repeated.")
    ] = None,
    domain: Annotated[str | None, typer.Option(metavar="NAME", help="List only this domain: 养老服务, 教育 …")] = None,
    patterns: Annotated[
        Path | None, typer.Option("--patterns", metavar="DIR", help="Lay these rules over the built-in ones.")
    ] = None,
) -> None:
    """List the canonical indicators, show some, or propose new ones.

    A wording shows what it is matched to, and why, or why not: planextract catalogue "护理型床位占比 | %".
    """
    from planextract.errors import UsageError

    if unmatched and not names:
        raise UsageError("--unmatched needs plans")
    if unmatched:
        _propose(names or [], tuple(kind or ["target"]), patterns)
    elif names:
        for name in names:
            _show(name, patterns)
    else:
        _list(domain, patterns)


def _list(domain: str | None, patterns: Path | None) -> None:
    from planextract.catalogue import load_catalogue
    from planextract.errors import UsageError

    entries = load_catalogue(patterns).entries.values()
    domains = dict.fromkeys(entry.domain for entry in entries)
    if domain is not None and domain not in domains:
        raise UsageError(f"no domain {domain!r}; there are {'、'.join(domains)}")
    for entry in entries:
        if domain in (None, entry.domain):
            typer.echo(f"{entry.id}  {entry.name}  {_unit(entry)}  {entry.domain}")


def _unit(entry: Entry) -> str:
    return f"{entry.unit}/{entry.per}" if entry.per else entry.unit


def _show(name: str, patterns: Path | None) -> None:
    """An entry by its id, or what a wording is matched to."""
    from planextract.catalogue import load_catalogue
    from planextract.errors import UsageError

    loaded = load_catalogue(patterns)
    if name in loaded.entries:
        _describe(loaded.entries[name])
        return
    if "." in name and name.isascii():
        raise UsageError(f"no indicator {name!r}; planextract catalogue lists them")
    text, _, measure = (part.strip() for part in name.partition("|"))
    unit, _, per = measure.partition("/")
    match = loaded.match(text, unit or None, per or None)
    if match is None:
        typer.echo(f"{name}: unmatched; {loaded.why_not(text, unit or None, per or None)}")
    else:
        qualifiers = f" [{'、'.join(match.qualifiers)}]" if match.qualifiers else ""
        typer.echo(f"{name}: {match.id}{qualifiers}  {match.name}  ({match.why})")


def _describe(entry: Entry) -> None:
    facts = {
        "id": entry.id,
        "name": entry.name,
        "gloss": entry.en,
        "domain": f"{entry.domain} ({entry.sector})",
        "unit": _unit(entry),
        "better": entry.direction,
        "must": " + ".join("/".join(group) for group in entry.all) + (" (open)" if entry.open else ""),
        "may": "、".join(entry.may),
        "must not": "、".join(entry.none),
        "splits": "、".join(entry.qualifiers),
        "also": "、".join((*entry.aliases, *entry.short)),
        "matches": "；".join(entry.examples),
        "but not": "；".join(entry.counterexamples),
        "source": entry.source + (" (unchecked)" if entry.unchecked else ""),
        "note": entry.note,
        "file": f"{entry.path}:{entry.line}",
    }
    for key, said in facts.items():
        if said:
            typer.echo(f"{key + ':':10}{said}")


def _propose(paths: list[str], kinds: tuple[str, ...], patterns: Path | None) -> None:
    from planextract.batch import run
    from planextract.catalogue import load_catalogue
    from planextract.cli import say
    from planextract.inputs import expand
    from planextract.proposals import as_yaml, propose, unmatched

    extractions = []
    failed = False
    for outcome in run(expand(paths), patterns_dir=patterns):
        if outcome.extraction is None:
            failed = True
            say(f"error: {outcome.error}")
        else:
            extractions.append(outcome.extraction)
    records = [r for e in extractions for r in e.records if r.kind in kinds]
    left = unmatched(extractions, kinds, patterns)
    proposals = propose(left, load_catalogue(patterns))
    if proposals:
        typer.echo(as_yaml(proposals), nl=False)
    matched = len(records) - sum(wording.times for wording in left)
    say(f"{matched} of {len(records)} records matched; {len(left)} wordings unmatched, {len(proposals)} proposals")
    if failed:
        raise typer.Exit(FAILED)
