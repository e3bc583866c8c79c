"""Golden files: the expected output of each plan, kept under version control, so that nothing moves unseen.

``check_golden`` says in words what is read otherwise than expected; ``update_golden`` writes anew what it is told to.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from planextract.errors import PatternError, PlanExtractError, UsageError
from planextract.golden.cases import Case, find, read
from planextract.golden.differences import Difference, differences
from planextract.golden.form import WITHHELD, Json, golden_of, layout

if TYPE_CHECKING:
    from typing import TypeAlias

    Pathlike: TypeAlias = str | os.PathLike[str]

__all__ = ["Difference", "Result", "check_golden", "compare_case", "update_golden"]

Status = Literal["same", "changed", "stale", "missing", "failed"]


@dataclass(frozen=True)
class Result:
    """What became of one golden file: ``differences`` are in words, ``done`` is what an update did."""

    case: Case
    status: Status
    differences: tuple[Difference, ...] = ()
    done: Literal["", "written", "unchanged", "deleted"] = ""
    now: Json | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.case.name

    @property
    def lines(self) -> list[str]:
        """Everything there is to say, each line with the name of the plan."""
        return [f"{self.name}: {difference}" for difference in self.differences]


def check_golden(
    folder: Pathlike, *, texts: Pathlike | None = None, patterns_dir: Pathlike | None = None
) -> Iterator[Result]:
    """Read every plan again and compare it with its golden file below ``folder``.

    ``texts`` is where the plans are whose texts are not beside their golden files. ``patterns_dir`` are rules to lay
    over the built-in ones. Wrong rules end the check; everything else concerns one plan.
    """
    rules = Path(patterns_dir) if patterns_dir else None
    for case in find(Path(folder), Path(texts) if texts else None):
        yield compare_case(case, rules)


def update_golden(
    folder: Pathlike,
    names: Iterable[str] = (),
    *,
    everything: bool = False,
    prune: bool = False,
    texts: Pathlike | None = None,
    patterns_dir: Pathlike | None = None,
) -> Iterator[Result]:
    """Write golden files anew: those named, or all. ``prune`` deletes those named whose plan is gone."""
    wanted = set(names)
    if bool(wanted) == everything:
        raise UsageError("say which golden files to update: their names, or --all, not both")
    cases = find(Path(folder), Path(texts) if texts else None)
    if unknown := sorted(wanted - {case.name for case in cases}):
        raise UsageError(
            f"no golden file or plan is called {unknown[0]!r}; there is: {', '.join(c.name for c in cases)}"
        )
    rules = Path(patterns_dir) if patterns_dir else None
    for case in cases:
        if everything or case.name in wanted:
            yield _update(case, rules, prune)


def compare_case(case: Case, rules: Path | None = None) -> Result:
    """One plan against its golden file."""
    before, problem = _expected(case)
    if case.source is None:
        return _without_text(case, problem)
    try:
        now = _reading(case, case.source, before, rules)
    except PatternError:
        raise
    except PlanExtractError as error:
        return _result(case, "failed", f"its plan cannot be read: {error}")
    except Exception as error:  # one plan must not take the others with it
        what = f"{type(error).__name__}: {error}"
        return _result(case, "failed", f"internal error ({what}); please report it with this plan")
    if before is None:
        status: Status = "failed" if problem else "missing"
        return _result(case, status, problem or f"no golden file; look at the output and update {case.name}", now)
    found = tuple(differences(before, now))
    if before["source"]["text_sha256"] != now["source"]["text_sha256"]:
        said = Difference(f"stale: the text of {case.source.name} is not the one it was made from; update {case.name}")
        return Result(case, "stale", (said, *found), now=now)
    return Result(case, "changed" if found else "same", found, now=now)


def _expected(case: Case) -> tuple[Json | None, str]:
    if not case.golden.exists():
        return None, ""
    try:
        return read(case.golden), ""
    except ValueError as error:
        return None, f"its golden file {error}"


def _without_text(case: Case, problem: str) -> Result:
    if problem:
        return _result(case, "failed", problem)
    name = read(case.golden)["source"]["path"]
    if not case.sought:
        return _result(case, "failed", f"the text of {name} is not beside it; say where it is with --texts DIR")
    return _result(case, "stale", f"stale: its plan {name} is gone; update --prune {case.name} deletes the golden file")


def _reading(case: Case, source: Path, before: Json | None, rules: Path | None) -> Json:
    from planextract.loading import load
    from planextract.pipeline import extract

    document = load(source)
    withheld = before["texts"] == WITHHELD if before else not case.beside
    return golden_of(extract(document, patterns_dir=rules), document, withheld)


def _result(case: Case, status: Status, words: str, now: Json | None = None) -> Result:
    return Result(case, status, (Difference(words),), now=now)


def _update(case: Case, rules: Path | None, prune: bool) -> Result:
    result = compare_case(case, rules)
    if result.now is None:
        if result.status == "stale" and prune:
            case.golden.unlink()
            return Result(case, "stale", result.differences, "deleted")
        return result
    if result.status == "same" and case.golden.read_text(encoding="utf-8") == layout(result.now):
        return Result(case, "same", (), "unchanged", result.now)
    _write(case.golden, layout(result.now))
    return Result(case, result.status, result.differences, "written", result.now)


def _write(path: Path, text: str) -> None:
    from planextract.writing.output import whole_file

    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as stream:
        stream.write(text.encode())
