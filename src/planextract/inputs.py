"""From the paths of a command line to the plans they mean: files, folders, globs and standard input.

A path that leads nowhere does not stop the others: it becomes an input with a problem, reported when its turn comes.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planextract.document import Document
from planextract.errors import LoadError
from planextract.loading import PLAN_SUFFIXES, STDIN, load, source_name

__all__ = ["Input", "expand"]


@dataclass(frozen=True, slots=True)
class Input:
    """One plan to read, or a reason why there is none."""

    name: str
    """What outputs call it: the path below the given folder or the bare file name, with ``/``."""
    path: str
    base: str | None = None
    problem: str | None = None

    def load(self) -> Document:
        if self.problem:
            raise LoadError(self.problem)
        return load(self.path, base=self.base)


def expand(paths: Iterable[str | os.PathLike[str]]) -> list[Input]:
    """All plans that ``paths`` mean, in the given order, those of a folder or glob sorted, each file once.

    ``@list.txt`` stands for the paths in that file, one a line.
    """
    seen: set[str] = set()
    inputs: list[Input] = []
    for path in paths:
        for item in _expand_list(os.fspath(path)):
            identity = item.problem or (STDIN if item.path == STDIN else os.path.realpath(item.path))
            if identity not in seen:
                seen.add(identity)
                inputs.append(item)
    return inputs


def _expand_list(path: str) -> Iterator[Input]:
    if not path.startswith("@") or os.path.lexists(path):
        yield from _expand(path)
        return
    try:
        lines = Path(path[1:]).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "it cannot be read as UTF-8 text"
        yield _problem(path, f"{reason}; a list of paths is a text file with one path a line")
        return
    for line in lines:
        if line.strip():
            yield from _expand(line.strip())


def _expand(path: str) -> Iterator[Input]:
    if path == STDIN:
        yield Input(STDIN, STDIN)
    elif os.path.isdir(path):
        yield from _folder(path, path)
    elif not os.path.lexists(path) and glob.has_magic(path):
        yield from _glob(path)
    else:
        yield Input(source_name(Path(path)), path)  # a missing file is reported when it is loaded


def _folder(folder: str, base: str) -> Iterator[Input]:
    """The plans below ``folder``. Hidden files and folders are left out: they hold copies and settings, no plans."""
    errors: list[OSError] = []
    found: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += (Path(parent, name) for name in files if _is_plan(name))
    for path in sorted(found, key=lambda path: path.relative_to(folder).parts):
        yield Input(source_name(path, base), str(path), base)
    for error in errors:
        yield _problem(error.filename or folder, "no permission to look into the folder; change its rights")
    if not found and not errors:
        kinds = " or ".join(PLAN_SUFFIXES)
        yield _problem(folder, f"no plan in this folder; put {kinds} files into it or name a file")


def _is_plan(name: str) -> bool:
    return name.lower().endswith(PLAN_SUFFIXES) and not name.startswith(".")


def _glob(pattern: str) -> Iterator[Input]:
    base = _fixed_part(pattern)
    matches = sorted(glob.glob(pattern, recursive=True), key=lambda match: Path(match).parts)
    if "**" in Path(pattern).parts:  # it matches every folder on the way besides what is in them
        matches = [match for match in matches if not os.path.isdir(match)]
        if Path(pattern).name == "**":
            matches = [match for match in matches if _is_plan(os.path.basename(match))]
    if not matches:
        yield _problem(pattern, "no file matches; check the pattern")
    for match in matches:
        if os.path.isdir(match):
            yield from _folder(match, base)
        else:
            yield Input(source_name(Path(match), base), match, base)


def _fixed_part(pattern: str) -> str:
    """The folder that a pattern starts from.

    >>> _fixed_part("plans/*/a.txt"), _fixed_part("*.txt")
    ('plans', '.')
    """
    head = pattern
    while glob.has_magic(head):
        head = os.path.dirname(head)
    return head or "."


def _problem(path: str, problem: str) -> Input:
    return Input(source_name(Path(path)), path, problem=f"{path}: {problem}")
