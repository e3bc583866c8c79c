"""``planextract audit``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from planextract.batch import Outcome
    from planextract.document import Document
    from planextract.inputs import Input
    from planextract.records import Extraction, Finding

FOUND, COULD_NOT_RUN = 1, 2
BEFORE, AFTER = 30, 16
"""How many characters are shown around a place."""
_LINE_END = re.compile(r"\r\n|\r|\n")


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    app.command()(guarded(audit))


def audit(
    paths: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Files, folders, globs, or - for one of them.")],
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", "-f", help="What goes to standard output.")
    ] = "text",
    fail_on: Annotated[
        Literal["error", "warning", "info"],
        typer.Option(help="Exit with 1 when there is a finding of this grade or a worse one."),
    ] = "error",
    patterns: Annotated[
        Path | None, typer.Option("--patterns", metavar="DIR", help="Lay these rules over the built-in ones.")
    ] = None,
) -> None:
    """Find what does not fit together in a plan, and between plans of different levels.

    Exit codes: 0 nothing at or above --fail-on, 1 something, 2 could not run.
    """
    from planextract.auditing import at_least
    from planextract.auditing import audit as audit_plans
    from planextract.cli import say
    from planextract.inputs import expand

    read: list[tuple[Document, Extraction]] = []
    failed = False
    for item in expand(paths):
        outcome, document = _read(item, patterns)
        if outcome.extraction is None or document is None:
            failed = True
            say(f"error: {outcome.error}")
        else:
            read.append((document, outcome.extraction))
    found = audit_plans([extraction for _, extraction in read], patterns_dir=patterns)
    if format == "json":
        typer.echo(json.dumps([f.model_dump(mode="json") for f in found], ensure_ascii=False, indent=2))
    else:
        for finding in found:
            _show(finding, {document.path: document.text for document, _ in read})
    say(_summary(found, len(read)))
    if failed or not read:
        raise typer.Exit(COULD_NOT_RUN)
    if at_least(found, fail_on):
        raise typer.Exit(FOUND)


def _read(item: Input, patterns: Path | None) -> tuple[Outcome, Document | None]:
    """A plan and its text, which is shown around the places; standard input can be read only once."""
    from planextract.batch import read_one
    from planextract.loading import STDIN, load_bytes

    data = sys.stdin.buffer.read() if item.path == STDIN else None
    outcome = read_one(item, patterns_dir=patterns, data=data)
    if outcome.extraction is None:
        return outcome, None
    return outcome, item.load() if data is None else load_bytes(data, item.name)


def _show(finding: Finding, texts: dict[str, str]) -> None:
    """A finding with every place it is about and the text there."""
    typer.echo(f"{finding.severity}: {finding.check}: {finding.message}")
    for place in finding.places:
        text = texts.get(place.source, "")
        if place.span:
            start, end = place.span
            line = len(_LINE_END.findall(text[:start])) + 1
            lead, tail = _flat(text[max(0, start - BEFORE) : start]), _flat(text[end : end + AFTER])
            typer.echo(f"    {place.source}:{line}: …{lead}[{_flat(text[start:end])}]{tail}…")
    typer.echo("")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _summary(found: list[Finding], plans: int) -> str:
    from collections import Counter

    grades = Counter(f.severity for f in found)
    counts = ", ".join(f"{grades[grade]} of grade {grade}" for grade in ("error", "warning", "info"))
    return f"{plans} plan{'' if plans == 1 else 's'}: {counts}"
