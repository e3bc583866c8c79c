"""``planextract score``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

FAILED = 1


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    app.command()(guarded(score))


def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A NAME.gold.json, or a folder of them.")],
    pred: Annotated[Path, typer.Argument(metavar="PRED", help="JSON that parse wrote: a file, or a folder of files.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these plans.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Also write it all as JSON.")
    ] = None,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="What goes to standard output.")
    ] = "table",
    worst: Annotated[int, typer.Option(min=0, metavar="N", help="How many errors to list, the worst first.")] = 20,
    samples: Annotated[int, typer.Option(min=1, metavar="N", help="How often plans are drawn for intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same intervals.")] = 20210101,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="F1", help="Exit with 1 when the F1 is below this.")
    ] = None,
) -> None:
    """Score outputs against the annotation of people: found figures, their fields, and where the errors are."""
    import json

    from planextract.cli import say
    from planextract.scoring import score as score_outputs

    result = score_outputs(gold, pred, names=names or (), samples=samples, seed=seed)
    for name in result.missing:
        say(f"{name}: no output for this plan; counted as an empty reading")
    if output is not None:
        from planextract.writing.output import whole_file

        with whole_file(output) as stream:
            stream.write(f"{json.dumps(result.as_json(), ensure_ascii=False, indent=2)}\n".encode())
    if format == "json":
        typer.echo(json.dumps(result.as_json(worst), ensure_ascii=False, indent=2))
    else:
        from planextract.commands.terminal import console
        from planextract.scoring.showing import show

        show(result, console(), worst)
    f1 = result.overall["f1"]
    if fail_under is not None and (f1 is None or f1 < fail_under):
        say(f"f1 {f1} is below {fail_under}")
        raise typer.Exit(FAILED)
