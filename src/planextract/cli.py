"""The command line: each command is a thin twin of a public function.

Data goes to standard output, messages to standard error. Everything heavy is imported inside the commands, so that
``--help`` answers at once.
"""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, ParamSpec

import typer

from planextract import __version__
from planextract.errors import LoadError, PlanExtractError, UsageError

__all__ = ["app", "main"]

P = ParamSpec("P")
# As in records.py, which would bring pydantic along.
AdministrativeLevel = Literal["national", "province", "prefecture", "county", "township", "village"]
FAILED, WRONG_USE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141

app = typer.Typer(
    help="Read Chinese government plans and return a table of their figures.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry point. Output is UTF-8 whatever the locale says, so that the same plan gives the same bytes everywhere."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes longer than all else of it
    gc.set_threshold(100_000, 50, 100)  # most objects of a start stay; looking through them takes time
    _spare(app, next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None))
    app(prog_name="planextract")


def _spare(group: typer.Typer, wanted: str | None) -> None:
    """Typer builds the options of all commands at every start, half the time of ``--help``: not of those not wanted."""
    for info in group.registered_commands:
        command = info.callback
        if command is not None and wanted != (info.name or command.__name__.replace("_", "-")):
            info.callback = _nothing
            info.name, info.help = info.name or command.__name__.replace("_", "-"), info.help or command.__doc__
    for part in group.registered_groups:
        if part.typer_instance is not None and wanted != (part.name or part.typer_instance.info.name):
            _spare(part.typer_instance, None)


def _nothing() -> None: ...


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """No traceback reaches a user: every way out of a command is a line on standard error and an exit code."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except LoadError as error:
            say(f"error: {error}")
            raise typer.Exit(FAILED) from None
        except PlanExtractError as error:
            say(f"error: {error}")
            raise typer.Exit(WRONG_USE) from None
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # whoever read has had enough
            _drop_output()
            raise typer.Exit(BROKEN_PIPE) from None
        except OSError as error:
            say(f"error: standard output cannot be written ({error.strerror or type(error).__name__})")
            _drop_output()
            raise typer.Exit(WRONG_USE) from None
        except Exception as error:
            say(f"internal error: {type(error).__name__}: {error}; please report it")
            raise typer.Exit(WRONG_USE) from None  # 1 would say "different" or "findings" to a script

    return wrapper


def _drop_output() -> None:
    """What is still buffered must not fail once more when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """One line on standard error, whatever file names hold."""
    line = "".join(char if char.isprintable() else " " for char in message)
    # Not typer.echo: it writes past the progress bar, which keeps messages above itself.
    print(f"planextract: {line}", file=sys.stderr, flush=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planextract {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


Patterns = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help="Lay the rules in this folder over the built-in ones.")
]

Seconds = Annotated[float, typer.Option(min=0.1, metavar="S", help="Time for one plan.")]
Megabytes = Annotated[
    float, typer.Option("--max-megabytes", "--max-size", min=0, metavar="MB", help="Size of one file.")
]
Pages = Annotated[int, typer.Option(min=1, metavar="N", help="Pages of one PDF.")]
Ratio = Annotated[float, typer.Option(min=1, metavar="N", help="How many times bigger a packed file may unpack.")]


@app.command()
@guarded
def parse(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for standard input.")
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", help="Write to a .json, .jsonl, .csv or .xlsx, or one JSON per plan."
        ),
    ] = None,
    format: Annotated[
        Literal["json", "jsonl", "csv", "xlsx"] | None,
        typer.Option("--format", "-f", help="Write this format; without -o to standard output."),
    ] = None,
    headers: Annotated[Literal["en", "zh"], typer.Option(help="Names of columns: of the data, or Chinese.")] = "en",
    region: Annotated[
        str | None, typer.Option(metavar="NAME", help="The plan's region, where the text does not say it.")
    ] = None,
    level: Annotated[
        AdministrativeLevel | None,
        typer.Option(help="The plan's level of government, where the text does not say it."),
    ] = None,
    period: Annotated[str | None, typer.Option(metavar="YEARS", help="The plan's period: 2021-2025 or 十四五.")] = None,
    patterns: Patterns = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0 is one per core.")] = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an output; read only what is not in it.")
    ] = False,
    partition: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Write a folder of files of N plans each.")
    ] = None,
    backend: Annotated[Literal["local", "dask"], typer.Option(help="Who works: this machine or a cluster.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Dask scheduler; without it one is started here.")
    ] = None,
    max_seconds: Seconds = 120.0,
    max_megabytes: Megabytes = 100.0,
    max_pages: Pages = 2_000,
    max_ratio: Ratio = 200.0,
    types: Annotated[
        str | None,
        typer.Option(metavar="KINDS", help="Files to take from folders: docx,pdf,html,... or all; else txt,md."),
    ] = None,
    max_numbers: Annotated[int, typer.Option(min=0, metavar="N", help="Numbers in one plan.")] = 500_000,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")] = False,
) -> None:
    """Read plans and print their targets; -o or -f write all figures."""
    from planextract.batch import run
    from planextract.inputs import expand
    from planextract.limits import Limits
    from planextract.outputs import Destination
    from planextract.pipeline import Given
    from planextract.reporting import Report

    limits = Limits(seconds=max_seconds, megabytes=max_megabytes, numbers=max_numbers, pages=max_pages, ratio=max_ratio)
    items = expand(paths, types=types, limits=limits)
    destination = Destination.of(output, format, parts=partition is not None)
    destination.check(items)
    given = Given(region=region, level=level, period=period)
    alone = len(items) == 1 or destination.path is None
    with Report(say, len(items), quiet, bar=not destination.on_terminal) as report:
        if alone and (jobs, resume, partition, backend, scheduler) == (1, False, None, "local", None):
            outcomes = run(items, given=given, patterns_dir=patterns, limits=limits)
            written = destination.take(report.watch(outcomes), items, headers)
        else:
            from planextract.scaling.many import Crew, parse_many
            from planextract.scaling.tasks import Settings

            rules = None if patterns is None else str(patterns)
            settings = Settings(destination.format or "json", headers, given, rules, limits)
            try:
                written = parse_many(
                    items,
                    destination,
                    settings,
                    crew=Crew(jobs, backend, scheduler),
                    resume=resume,
                    partition=partition,
                    watch=report.note,
                )
            except KeyboardInterrupt:
                if destination.path is not None:
                    say(f"{report.done} of {report.total} plans are safe; the same command with --resume goes on")
                raise
    report.close(written, destination.path)
    if report.failures:
        raise typer.Exit(FAILED)


@app.command()
@guarded
def text(
    file: Annotated[str, typer.Argument(help="A plan, or - for standard input.")],
    max_seconds: Seconds = 120.0,
    max_megabytes: Megabytes = 100.0,
    max_pages: Pages = 2_000,
    max_ratio: Ratio = 200.0,
) -> None:
    """Print the text that offsets count in, byte for byte."""
    from planextract.limits import Limits
    from planextract.loading import load

    limits = Limits(seconds=max_seconds, megabytes=max_megabytes, pages=max_pages, ratio=max_ratio)
    sys.stdout.buffer.write(load(file, limits=limits).text.encode())
    sys.stdout.buffer.flush()


@app.command()
@guarded
def schema() -> None:
    """Print the JSON Schema of what parse writes."""
    import json

    from planextract.records import Extraction

    typer.echo(json.dumps(Extraction.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))


@app.command()
@guarded
def explain(
    file: Annotated[str, typer.Argument(help="A plan, or - for standard input.")],
    line: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the numbers of this line.")] = None,
    at: Annotated[int | None, typer.Option(min=0, metavar="OFFSET", help="Only the number at this offset.")] = None,
    patterns: Patterns = None,
) -> None:
    """Say how each number was read, and by which rule."""
    if line is not None and at is not None:
        raise UsageError("--line and --at exclude each other; give one of them")
    from planextract.explaining import explain as explain_document
    from planextract.loading import load

    explanations = explain_document(load(file), line=line, at=at, patterns_dir=patterns)
    for explanation in explanations:
        typer.echo(explanation.render())
    if not explanations:
        say(f"no number {f'on line {line}' if line else f'at offset {at}' if at is not None else 'in this text'}")


def _register() -> None:
    """The commands that live in modules of their own; they import what they need when they run."""
    from planextract.commands import annotation, auditing, catalogue, comparing, golden, patterns, scoring

    annotation.register(app)
    auditing.register(app)
    catalogue.register(app)
    comparing.register(app)
    golden.register(app)
    patterns.register(app)
    scoring.register(app)


_register()
