"""Which golden file belongs to which plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planextract.errors import UsageError
from planextract.golden.form import VERSION, WITHHELD, Json
from planextract.inputs import expand

SUFFIX = ".golden.json"
IN_FOLDER = "expected.json"
"""The golden file of a plan that has a folder of its own and is called ``plan``."""
_PLAN = "plan"
_NO_PLANS = ("readme", "changelog", "contributing", "license", "guidelines")


@dataclass(frozen=True)
class Case:
    """A golden file and the plan it is about; either may not be there."""

    name: str
    golden: Path
    source: Path | None
    beside: bool
    """Whether the plan stands beside its golden file and not in a folder of texts."""
    sought: bool = True
    """False where nobody said where the texts are."""


def find(folder: Path, texts: Path | None = None) -> list[Case]:
    """All golden files below ``folder``, and all plans there (or below ``texts``) that have none."""
    for given in (folder, texts):
        if given is not None and not given.is_dir():
            raise UsageError(f"{given}: no such folder")
    cases = [_of_golden(path, folder, texts) for path in _golden_files(folder)]
    covered = [case.source for case in cases if case.source]
    for plan in sorted(_plans(texts or folder), key=_plainest_first):
        if not any(_is_same_plan(plan, other) for other in covered):
            covered.append(plan)
            golden = golden_path(plan, folder, texts, {case.golden for case in cases})
            cases.append(Case(_name(golden, folder), golden, plan, texts is None))
    if not cases:
        raise UsageError(f"{folder}: no golden file and no plan in this folder")
    return sorted(cases, key=lambda case: case.name)


def _plainest_first(plan: Path) -> tuple[int, bool, str]:
    return len(plan.parts), plan.suffix.lower() not in (".txt", ".md"), plan.as_posix()


def _is_same_plan(plan: Path, other: Path) -> bool:
    """Whether ``plan`` is ``other``, or the same in another format: of one name, beside it or in a folder below."""
    if plan == other:
        return True
    near = other.parent in (plan.parent, plan.parent.parent)
    return near and plan.stem == other.stem and plan.suffix.lower() != other.suffix.lower()


def golden_path(plan: Path, folder: Path, texts: Path | None, taken: set[Path]) -> Path:
    """Where a plan's golden file stands: beside it, or at the same place below ``folder`` for one of ``texts``."""
    place = folder / plan.parent.relative_to(texts) if texts else plan.parent
    own_folder = plan.stem == _PLAN and texts is None
    path = place / (IN_FOLDER if own_folder else f"{plan.stem}{SUFFIX}")
    return place / f"{plan.name}{SUFFIX}" if path in taken else path


def read(path: Path) -> Json:
    """A golden file as it was written; ValueError with the reason for what is none."""
    try:
        golden: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror or type(error).__name__})") from None
    except ValueError as error:
        raise ValueError(f"is no JSON ({error})") from None
    if not isinstance(golden, dict) or golden.get("golden") != VERSION or "text_sha256" not in golden.get("source", {}):
        raise ValueError(f"is no golden file of version {VERSION}; update writes it anew")
    checked: Json = golden
    return checked


def _golden_files(folder: Path) -> list[Path]:
    found = [*folder.rglob(f"*{SUFFIX}"), *folder.rglob(IN_FOLDER)]
    return sorted(path for path in found if not _hidden(path, folder))


def _plans(folder: Path) -> list[Path]:
    files = [Path(item.path) for item in expand([folder]) if not item.problem]
    return [path for path in files if path.stem.lower() not in _NO_PLANS]


def _of_golden(golden: Path, folder: Path, texts: Path | None) -> Case:
    try:
        said = read(golden)
    except ValueError:  # reported when it is checked
        place = texts / golden.parent.relative_to(folder) if texts else golden.parent
        return Case(_name(golden, folder), golden, _plan_called_so(golden, place), texts is None)
    name = str(said["source"].get("path"))
    beside = golden.parent / name
    if beside.is_file():
        return Case(_name(golden, folder), golden, beside, True)
    if texts:
        elsewhere = texts / golden.parent.relative_to(folder) / name
        return Case(_name(golden, folder), golden, elsewhere if elsewhere.is_file() else None, False)
    kept = said.get("texts") != WITHHELD
    return Case(_name(golden, folder), golden, None, kept, sought=kept)


def _plan_called_so(golden: Path, place: Path) -> Path | None:
    """The plan of a golden file that does not say which: the one with its name."""
    stem = _PLAN if golden.name == IN_FOLDER else golden.name.removesuffix(SUFFIX)
    return next((plan for plan in _plans(place) if plan.parent == place and stem in (plan.stem, plan.name)), None)


def _name(golden: Path, folder: Path) -> str:
    relative = golden.relative_to(folder)
    if golden.name == IN_FOLDER:
        return relative.parent.as_posix() if relative.parent.name else folder.resolve().name
    return relative.as_posix().removesuffix(SUFFIX)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
