"""``planextract diff`` and ``planextract export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from planextract.comparing import Comparison, Vertical
    from planextract.records import Extraction

FAILED, DIFFERENT, COULD_NOT_COMPARE = 1, 1, 2
KINDS = ("target", "achieved", "forecast", "norm", "project")
Paths = Annotated[
    list[str],
    typer.Argument(metavar="PLAN...", help="Files, folders, globs, - or JSON that parse wrote."),
]
Headers = Annotated[Literal["en", "zh"], typer.Option(help="Names of columns: of the data, or Chinese.")]
Patterns = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help="Lay these rules over the built-in ones.")
]


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    app.command()(guarded(diff))
    app.command()(guarded(export))


def diff(
    paths: Paths,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a .csv (long form), .json or .xlsx.")
    ] = None,
    format: Annotated[
        Literal["table", "csv", "json", "xlsx"] | None,
        typer.Option("--format", "-f", help="Write this format; without -o to standard output."),
    ] = None,
    headers: Headers = "en",
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Figures of this kind (target); may be repeated: {', '.join(KINDS)}.")
    ] = None,
    domain: Annotated[str | None, typer.Option(metavar="NAME", help="Only this domain: 养老服务, 教育 …")] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="ID|NAME", help="Only indicators whose id or name has this in it.")
    ] = None,
    changed_only: Annotated[bool, typer.Option("--changed-only", help="Without what all plans state alike.")] = False,
    against: Annotated[
        str | None, typer.Option(metavar="REGION", help="Differences from this plan, not from the first one.")
    ] = None,
    vertical: Annotated[
        bool, typer.Option("--vertical", help="Where lower plans fall short of, meet or exceed higher ones.")
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Put plans side by side: one row per indicator and year, one column per plan.

    Exit codes: 0 alike, 1 different, 2 could not compare.
    """
    from planextract.cli import say
    from planextract.comparing import compare
    from planextract.comparing import vertical as compare_levels
    from planextract.comparing.writing import format_of
    from planextract.errors import UsageError

    if vertical and (against or changed_only):
        raise UsageError("--vertical takes no --against and no --changed-only: relations decide who is compared")
    kinds = tuple(dict.fromkeys(kind or ["target"]))
    if unknown := [name for name in kinds if name not in KINDS]:
        raise UsageError(f"no kind {unknown[0]!r}; there are {', '.join(KINDS)}")
    _check(paths, output, format)
    form = format_of(output) if output is not None and format is None else format
    plans = _plans(paths, patterns)
    if vertical:
        levels = compare_levels(plans, kinds=kinds, domain=domain, indicator=indicator, patterns_dir=patterns)
        _write(levels, output, form, headers)
        if not levels.pairs:  # near neighbours alone: to call them alike would be saying too much
            say("no two targets of these levels share indicator and year; nothing could be compared")
            raise typer.Exit(COULD_NOT_COMPARE)
        alike = levels.alike
    else:
        found = compare(plans, kinds=kinds, against=against, domain=domain, indicator=indicator, patterns_dir=patterns)
        _write(found.changed() if changed_only else found, output, form, headers)
        alike = found.alike
    if not alike:
        raise typer.Exit(DIFFERENT)


def _check(paths: list[str], output: str | None, format: str | None) -> None:
    """Refuse, before anything is read, what would do harm or cannot work."""
    from planextract.batch import refuse_inputs
    from planextract.errors import UsageError
    from planextract.inputs import expand

    if output is None and format == "xlsx" and sys.stdout.isatty():
        raise UsageError("XLSX is not for the terminal; name a file with -o")
    if output is not None and format == "table":
        raise UsageError("-f table is for the terminal; with -o choose csv, json or xlsx")
    if output is not None:
        refuse_inputs(expand(paths), [output])


def _plans(paths: list[str], patterns: Path | None) -> list[Extraction]:
    """All plans or none: one that is missing would look as if it stated nothing."""
    from planextract.earlier import read_plans
    from planextract.errors import UsageError

    plans = []
    for outcome in read_plans(paths, patterns):
        if outcome.extraction is None:
            raise UsageError(outcome.error or outcome.input.path)
        plans.append(outcome.extraction)
    return plans


def _write(found: Comparison | Vertical, output: str | None, format: str | None, headers: Headers) -> None:
    from planextract.comparing.writing import write_to
    from planextract.writing.output import whole_file

    if output is not None and format is not None:
        with whole_file(output) as stream:
            write_to(stream, found, format, headers)
    elif format is not None and format != "table":
        write_to(sys.stdout.buffer, found, format, headers)
        sys.stdout.buffer.flush()
    else:
        from planextract.commands.terminal import console
        from planextract.comparing.rows import Comparison
        from planextract.comparing.showing import show, show_vertical

        if isinstance(found, Comparison):
            show(found, console(), headers)
        else:
            show_vertical(found, console(), headers)


def export(
    paths: Paths,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a .csv or .xlsx; else CSV on stdout.")
    ] = None,
    headers: Headers = "en",
    patterns: Patterns = None,
) -> None:
    """Write all figures in long form for statistics: one row per record, numbers in base units."""
    from planextract.batch import Outcome
    from planextract.cli import say
    from planextract.earlier import read_plans
    from planextract.exporting import export as export_plans

    _check(paths, output, None)
    failures: list[Outcome] = []
    plans = []
    for outcome in read_plans(paths, patterns):
        if outcome.extraction is None:
            failures.append(outcome)
            say(f"error: {outcome.error}")
        else:
            plans.append(outcome.extraction)
    if plans:
        export_plans(plans, output, headers=headers, patterns_dir=patterns)
        say(f"{sum(len(plan.records) for plan in plans)} figures of {len(plans)} plan{'' if len(plans) == 1 else 's'}")
    if failures:
        raise typer.Exit(FAILED)
