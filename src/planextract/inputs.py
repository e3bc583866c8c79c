"""From the paths of a command line to the plans they mean: files, folders, globs and standard input.

A path that leads nowhere does not stop the others: it becomes an input with a problem, reported when its turn comes.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planextract.document import Document
from planextract.errors import LoadError, UsageError
from planextract.limits import Limits
from planextract.loading import ALL_SUFFIXES, PLAN_SUFFIXES, STDIN, load, plans_in, source_name

__all__ = ["Input", "expand"]


@dataclass(frozen=True, slots=True)
class Input:
    """One plan to read, or a reason why there is none."""

    name: str
    """What outputs call it: the path below the given folder or the bare file name, with ``/``."""
    path: str
    base: str | None = None
    problem: str | None = None
    member: str | None = None
    """Which plan of a zip file it is."""

    def load(self, limits: Limits | None = None) -> Document:
        if self.problem:
            raise LoadError(self.problem)
        return load(self.path, base=self.base, member=self.member, limits=limits)


def expand(
    paths: Iterable[str | os.PathLike[str]], *, types: str | None = None, limits: Limits | None = None
) -> list[Input]:
    """All plans that ``paths`` mean, in the given order, those of a folder or glob sorted, each file once.

    ``@list.txt`` stands for the paths in that file, one a line; a zip file for the plans in it. ``types`` says which
    files are taken from folders (``docx,pdf``; ``all`` for everything that can be read), else text and Markdown.
    """
    suffixes = plan_suffixes(types)
    seen: set[str] = set()
    inputs: list[Input] = []
    for path in paths:
        for item in _unpacked(_expand_list(os.fspath(path), suffixes), limits):
            identity = item.problem or (STDIN if item.path == STDIN else os.path.realpath(item.path))
            identity += f"\0{item.member}" if item.member else ""
            if identity not in seen:
                seen.add(identity)
                inputs.append(item)
    return inputs


def plan_suffixes(types: str | None) -> tuple[str, ...]:
    """The suffixes that ``--types`` means.

    >>> plan_suffixes("docx, .PDF")
    ('.docx', '.pdf')
    """
    if types is None:
        return PLAN_SUFFIXES
    if types.strip().lower() == "all":
        return ALL_SUFFIXES
    suffixes = tuple(f".{kind.strip().lower().removeprefix('.')}" for kind in types.split(",") if kind.strip())
    unknown = [suffix for suffix in suffixes if suffix not in ALL_SUFFIXES]
    if unknown or not suffixes:
        known = ", ".join(suffix[1:] for suffix in ALL_SUFFIXES)
        raise UsageError(f"--types {types!r} is none; write all or some of {known}, with a comma between")
    return suffixes


def _unpacked(items: Iterable[Input], limits: Limits | None) -> Iterator[Input]:
    """Put the plans of a zip file in its place."""
    for item in items:
        found = None
        if item.path != STDIN and not item.problem:
            try:
                found = plans_in(item.path, limits)
            except LoadError as error:
                yield _problem(item.path, str(error))
                continue
            except (OSError, ValueError):  # said when it is loaded
                found = None
        if found is None:
            yield item
        elif not found:
            yield _problem(item.path, "there is no plan in this ZIP archive; put plans into it")
        else:
            yield from (replace(item, name=f"{item.name}/{name}", member=member) for member, name in found)


def _expand_list(path: str, suffixes: tuple[str, ...]) -> Iterator[Input]:
    if not path.startswith("@") or os.path.lexists(path):
        yield from _expand(path, suffixes)
        return
    try:
        lines = Path(path[1:]).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "it cannot be read as UTF-8 text"
        yield _problem(path, f"{reason}; a list of paths is a text file with one path a line")
        return
    for line in lines:
        if line.strip():
            yield from _expand(line.strip(), suffixes)


def _expand(path: str, suffixes: tuple[str, ...]) -> Iterator[Input]:
    if path == STDIN:
        yield Input(STDIN, STDIN)
    elif os.path.isdir(path):
        yield from _folder(path, path, suffixes)
    elif not os.path.lexists(path) and glob.has_magic(path):
        yield from _glob(path, suffixes)
    else:
        yield Input(source_name(Path(path)), path)  # a missing file is reported when it is loaded


def _folder(folder: str, base: str, suffixes: tuple[str, ...]) -> Iterator[Input]:
    """The plans below ``folder``. Hidden files and folders are left out: they hold copies and settings, no plans."""
    errors: list[OSError] = []
    found: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += (Path(parent, name) for name in files if _is_plan(name, suffixes))
    for path in sorted(found, key=lambda path: path.relative_to(folder).parts):
        if path.is_symlink() and not _leads_inside(path, folder):
            yield _problem(str(path), "this link leads out of the folder; name the file that it leads to")
        else:
            yield Input(source_name(path, base), str(path), base)
    for error in errors:
        yield _problem(error.filename or folder, "no permission to look into the folder; change its rights")
    if not found and not errors:
        kinds = " or ".join(suffixes)
        yield _problem(folder, f"no plan in this folder; put {kinds} files into it, name a file, or see --types")


def _leads_inside(link: Path, folder: str) -> bool:
    """Whether a link stays in the folder; one that leads nowhere does, and is reported when it is loaded."""
    target = os.path.realpath(link)
    return not os.path.exists(target) or Path(target).is_relative_to(os.path.realpath(folder))


def _is_plan(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.lower().endswith(suffixes) and not name.startswith((".", "~$"))


def _glob(pattern: str, suffixes: tuple[str, ...]) -> Iterator[Input]:
    base = _fixed_part(pattern)
    matches = sorted(glob.glob(pattern, recursive=True), key=lambda match: Path(match).parts)
    if "**" in Path(pattern).parts:  # it matches every folder on the way besides what is in them
        matches = [match for match in matches if not os.path.isdir(match)]
        if Path(pattern).name == "**":
            matches = [match for match in matches if _is_plan(os.path.basename(match), suffixes)]
    if not matches:
        yield _problem(pattern, "no file matches; check the pattern")
    for match in matches:
        if os.path.isdir(match):
            yield from _folder(match, base, suffixes)
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
