"""``planextract golden check|update``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CHANGED, NOT_RUN = 1, 2

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the golden files.")]
Texts = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the plans are whose texts are not beside their golden files.")
]
Rules = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help="Lay the rules in this folder over the built-in ones.")
]


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    group = typer.Typer(help="Compare what is read with what is expected.", rich_markup_mode=None, no_args_is_help=True)
    group.command()(guarded(check))
    group.command()(guarded(update))
    app.add_typer(group, name="golden")


def check(
    folder: Folder,
    texts: Texts = None,
    patterns: Rules = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the result as JUnit XML.")] = None,
    github: Annotated[bool, typer.Option("--github", help="Also print annotations for GitHub Actions.")] = False,
) -> None:
    """Say in words what is read otherwise than the golden files expect.

    Exit code 0: nothing moved; 1: something moved, is stale or has no golden file; 2: something could not be checked.
    """
    from planextract.golden import check_golden, reports

    results = []
    for result in check_golden(folder, texts=texts, patterns_dir=patterns):
        results.append(result)
        for line in (*result.lines, *(reports.github(result) if github else ())):
            typer.echo(line)
    if junit is not None:
        from planextract.writing.output import whole_file

        with whole_file(junit) as stream:
            stream.write(reports.junit(results))
    typer.echo(_summary([result.status for result in results]))
    worst = {result.status for result in results} - {"same"}
    if worst:
        raise typer.Exit(NOT_RUN if "failed" in worst else CHANGED)


def update(
    folder: Folder,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="The golden files to write.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All, and one for each plan that has none.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Delete those of them whose plan is gone.")] = False,
    texts: Texts = None,
    patterns: Rules = None,
) -> None:
    """Write golden files anew, and say what changed in them."""
    from planextract.golden import update_golden

    failed = False
    for result in update_golden(
        folder, names or (), everything=everything, prune=prune, texts=texts, patterns_dir=patterns
    ):
        failed |= not result.done
        for line in result.lines if result.status != "missing" or not result.done else ():
            typer.echo(line)
        typer.echo(f"{result.name}: {result.done or 'left as it is'}{' (new)' * (result.status == 'missing')}")
    if failed:
        raise typer.Exit(NOT_RUN)


def _summary(statuses: list[str]) -> str:
    counts = {status: statuses.count(status) for status in ("same", "changed", "stale", "missing", "failed")}
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    return f"{len(statuses)} golden file{'' if len(statuses) == 1 else 's'}: {said}"
