"""``planextract annotate``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from planextract.annotation import Agreement
    from planextract.document import Document

SHEET, GOLD = ".xlsx", ".gold.json"
FAILED = 1


def register(app: typer.Typer) -> None:
    from planextract.cli import guarded

    app.command()(guarded(annotate))


def annotate(
    files: Annotated[list[str], typer.Argument(metavar="PLAN|SHEET...", help="A plan, a corrected sheet, or two.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The .xlsx or .gold.json to write."),
    ] = None,
    plan: Annotated[Path | None, typer.Option(metavar="PLAN", help="The plan that a sheet is about.")] = None,
    patterns: Annotated[
        Path | None,
        typer.Option("--patterns", metavar="DIR", help="Lay these rules over the built-in ones."),
    ] = None,
    differences: Annotated[bool, typer.Option(help="With two sheets, list what they differ in.")] = True,
) -> None:
    """Make an annotation sheet from a plan, read a corrected one back as gold, or compare two.

    \b
    planextract annotate PLAN -o sheet.xlsx
    planextract annotate sheet.xlsx --plan PLAN -o NAME.gold.json
    planextract annotate one.xlsx other.xlsx --plan PLAN [-o NAME.gold.json]
    """
    from planextract.errors import UsageError

    sheets = [file.lower().endswith((SHEET, ".json")) for file in files]
    if len(files) == 1 and not sheets[0]:
        _make(files[0], output, patterns)
    elif len(files) == 1 and sheets[0]:
        _read_back(files[0], output, plan)
    elif len(files) == 2 and all(sheets):
        _compare(files[0], files[1], plan, differences, output)
    else:
        raise UsageError("give one plan, one sheet, or two sheets (or gold files) of one plan")


def _make(file: str, output: Path | None, patterns: Path | None) -> None:
    from planextract.annotation import annotation_sheet
    from planextract.cli import say
    from planextract.errors import UsageError
    from planextract.loading import load
    from planextract.pipeline import extract
    from planextract.writing.output import whole_file

    if output is None or output.suffix.lower() != SHEET:
        raise UsageError("say where the sheet goes: -o NAME.xlsx")
    document = load(file)
    extraction = extract(document, patterns_dir=patterns)
    with whole_file(output) as stream:
        stream.write(annotation_sheet(document, extraction))
    open_ = sum(number.role == "unexplained" for number in extraction.numbers)
    say(f"wrote {output}: {len(extraction.numbers)} numbers, {len(extraction.records)} figures, {open_} without a role")


def _read_back(sheet: str, output: Path | None, plan: Path | None) -> None:
    _check_name(output)
    _write_gold(_gold(sheet, _document(plan)), output)


def _check_name(output: Path | None) -> None:
    from planextract.errors import UsageError

    if output is not None and not output.name.endswith(".json"):
        raise UsageError(f"gold is JSON; name it -o NAME{GOLD}")


def _write_gold(gold: dict[str, Any], output: Path | None) -> None:
    import json

    from planextract.cli import say
    from planextract.writing.output import whole_file

    text = f"{json.dumps(gold, ensure_ascii=False, indent=1)}\n"
    if output is None:
        typer.echo(text, nl=False)
        return
    with whole_file(output) as stream:
        stream.write(text.encode())
    say(f"wrote {output}: {len(gold['records'])} figures, {len(gold['numbers'])} numbers")


def _compare(first: str, second: str, plan: Path | None, differences: bool, output: Path | None) -> None:
    from planextract.annotation import agreement, merge

    _check_name(output)
    document = _document(plan) if any(file.lower().endswith(SHEET) for file in (first, second)) else None
    one_gold, other_gold = _gold(first, document), _gold(second, document)
    result = agreement(one_gold, other_gold)
    names = [os.path.basename(file) for file in (first, second)]
    one, other = names if names[0] != names[1] else (first, second)
    _show(result, one, other, differences)
    if output is not None:
        _write_gold(merge(one_gold, other_gold), output)


def _document(plan: Path | None) -> Document:
    from planextract.errors import UsageError
    from planextract.loading import load

    if plan is None:
        raise UsageError("say which plan the sheet is about: --plan PLAN")
    return load(plan)


def _gold(file: str, document: Document | None) -> dict[str, Any]:
    from planextract.annotation import SheetError, read_sheet
    from planextract.cli import say
    from planextract.scoring.sources import read_gold

    if document is None or not file.lower().endswith(SHEET):
        return read_gold(Path(file))
    try:
        return read_sheet(file, document)
    except SheetError as error:
        for problem in error.problems:
            say(f"error: {problem}")
        raise typer.Exit(FAILED) from None


def _show(result: Agreement, first: str, second: str, differences: bool) -> None:
    from planextract.scoring.showing import describe

    figures = result.figures
    typer.echo(f"{first}: {figures.pop('first')} figures; {second}: {figures.pop('second')} figures")
    for name, value in figures.items():
        typer.echo(f"{name:16}{'–' if value is None else f'{value:.3f}' if isinstance(value, float) else value}")
    if not differences:
        return
    words = {"missed": f"only in {first}", "extra": f"only in {second}", "wrong": "differs in"}
    for error in result.differences:
        said = describe(error).strip().replace("; gold ", "; first ").replace(", gold ", ", first ")
        typer.echo(said.replace(error.what, words[error.what], 1).replace(", read ", ", second "))
