"""Many plans in one run: what goes wrong with one of them never takes the others with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from planextract.errors import OutputError, PatternError, PlanExtractError, UsageError
from planextract.inputs import Input
from planextract.limits import Limits, TooSlow
from planextract.loading import STDIN, load_bytes
from planextract.records import Extraction
from planextract.writing import write

if TYPE_CHECKING:
    from planextract.pipeline import Given

__all__ = ["Outcome", "make_folder", "output_names", "read_one", "refuse_inputs", "run", "write_folder"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: an extraction, or one line that says why there is none."""

    input: Input
    extraction: Extraction | None = None
    error: str | None = None
    transient: bool = False
    """Whether another try may end otherwise: the machine was busy, a worker died."""


def run(
    inputs: Iterable[Input],
    *,
    given: Given | None = None,
    patterns_dir: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Read and extract one input after the other.

    Wrong rules and wrong options concern every plan, so they end the run; everything else ends one plan.
    """
    for item in inputs:
        yield read_one(item, given, patterns_dir, limits)


def read_one(
    item: Input,
    given: Given | None = None,
    patterns_dir: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    data: bytes | None = None,
) -> Outcome:
    """What becomes of one input. ``data`` is its content where that is known already (standard input)."""
    from planextract.pipeline import Given, extract  # the rules and all that reads with them

    limits = limits or Limits()
    rules = None if patterns_dir is None else Path(patterns_dir)
    try:
        with limits.time():
            if data is None and not item.problem:
                limits.check_file(item.path)
            document = item.load(limits) if data is None else load_bytes(data, item.name, limits=limits)
            limits.check(document)
            return Outcome(item, extract(document, given=given or Given(), patterns_dir=rules))
    except (PatternError, UsageError):
        raise
    except PlanExtractError as error:
        return Outcome(item, error=str(error))
    except TooSlow:
        advice = "look whether it is a plan, raise --max-seconds, or report it with this file"
        return Outcome(item, error=f"{item.path}: not finished after {limits.seconds:g} s; {advice}", transient=True)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        advice = "please report it with this file"
        return Outcome(item, error=f"{item.path}: internal error ({what}); {advice}", transient=True)


def write_folder(
    outcomes: Iterable[Outcome], inputs: Sequence[Input], folder: str | os.PathLike[str]
) -> Iterator[Outcome]:
    """Write one JSON per plan below ``folder`` and hand each outcome on."""
    names = output_names(inputs)
    make_folder(Path(folder), folder)
    for outcome in outcomes:
        if outcome.extraction is not None:
            target = Path(folder, names[outcome.input])
            make_folder(target.parent, folder)
            write(outcome.extraction, target, "json")
        yield outcome


def output_names(inputs: Iterable[Input]) -> dict[Input, str]:
    """Where each input's JSON goes below an output folder: the same sub-folders, ``<stem>.json``.

    Inputs that share a stem keep their suffix; what still has the same name (files of one name from several folders)
    is numbered in the order given. File systems that know no case count.

    >>> list(output_names([Input("a/p.txt", "a/p.txt"), Input("a/p.md", "a/p.md"), Input("q.txt", "q.txt")]).values())
    ['a/p.txt.json', 'a/p.md.json', 'q.json']
    """
    items = [item for item in inputs if not item.problem]
    stems = {item: _stem(item) for item in items}
    shared = Counter(stem.casefold() for stem in stems.values())
    names: dict[Input, str] = {}
    taken: set[str] = set()
    # Names that need no change first, so that which one is numbered does not hang on the order of kinds.
    for item in sorted(items, key=lambda item: shared[stems[item].casefold()] > 1):
        start = name = stems[item] if shared[stems[item].casefold()] == 1 else item.name
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{start}-{number}"
        taken.add(name.casefold())
        names[item] = f"{name}.json"
    return {item: names[item] for item in items}


def refuse_inputs(inputs: Iterable[Input], outputs: Iterable[str | os.PathLike[str]]) -> None:
    """Refuse to write over a plan that is being read."""
    plans = {os.path.realpath(item.path) for item in inputs if item.path != STDIN}
    for output in outputs:
        if os.path.realpath(output) in plans:
            raise UsageError(f"{output}: this is one of the plans to read; choose another name for the output")


def _stem(item: Input) -> str:
    if item.path == STDIN:
        return "stdin"
    return PurePosixPath(item.name).with_suffix("").as_posix()


def make_folder(path: Path, folder: str | os.PathLike[str]) -> None:
    """Make ``path``, which lies in the output ``folder`` or is it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{path}: a file stands where the output folder should be; choose another folder") from None
    except OSError as error:
        reason = "no permission" if isinstance(error, PermissionError) else error.strerror
        raise OutputError(f"{folder}: the folder cannot be made ({reason}); choose another place") from None
