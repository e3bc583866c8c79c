"""What one worker does at a time: read some plans and hand back, or write, what they add to the output.

Tasks carry paths, never texts, and results carry the bytes of the output, so that little goes between processes.
Nothing a document does reaches the run as an exception: it comes back as a note.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from planextract.batch import Outcome, make_folder, read_one
from planextract.errors import OutputError, PatternError, PlanExtractError, UsageError
from planextract.inputs import Input
from planextract.limits import Limits, worker_guard
from planextract.writing import chunk, join
from planextract.writing.output import whole_file

if TYPE_CHECKING:
    from planextract.pipeline import Given
    from planextract.writing.columns import Headers

__all__ = ["Note", "Result", "Settings", "Task", "file_digest", "work"]

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every document of a run."""

    format: str
    headers: Headers = "en"
    given: Given | None = None
    patterns_dir: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Task:
    """Some inputs, and the file they make together; without a target the bytes go back to whoever asked."""

    index: int
    name: str
    items: tuple[Input, ...]
    target: str | None = None
    data: bytes | None = None
    """Standard input, which no other process can read."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one input, without its content."""

    name: str
    path: str
    digest: str
    """SHA-256 of the file as it was read."""
    records: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    transient: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    notes: tuple[Note, ...]
    payload: bytes | None = None
    written: str | None = None
    """SHA-256 of the target, where there is one and at least one plan could be read."""
    fatal: tuple[str, str] | None = None
    """What ends the run: the kind of error and its message."""

    def raise_fatal(self) -> None:
        if self.fatal:
            kind, message = self.fatal
            raise {"UsageError": UsageError, "OutputError": OutputError}.get(kind, PlanExtractError)(message)


def work(task: Task, settings: Settings, guard: bool = True) -> Result:
    """Read the inputs of a task. ``guard`` is for processes of which there are others."""
    try:
        if guard:
            with worker_guard(settings.limits, len(task.items)):
                return _work(task, settings)
        return _work(task, settings)
    except (PatternError, UsageError, OutputError) as error:
        return Result((), fatal=(type(error).__name__, str(error)))


def _work(task: Task, settings: Settings) -> Result:
    notes, chunks = [], []
    for item in task.items:
        outcome = read_one(item, settings.given, settings.patterns_dir, settings.limits, task.data)
        if outcome.extraction is not None:
            chunks.append(chunk(outcome.extraction, settings.format, settings.headers))
        notes.append(_note(outcome))
    if task.target is None:
        return Result(tuple(notes), payload=chunks[0] if chunks else None)
    if not chunks:
        return Result(tuple(notes))
    make_folder(Path(task.target).parent, Path(task.target).parent)
    with whole_file(task.target) as stream:
        join(chunks, stream, settings.format, settings.headers)
    return Result(tuple(notes), written=_digest(Path(task.target)))


def _note(outcome: Outcome) -> Note:
    item, plan = outcome.input, outcome.extraction
    if plan is None:
        return Note(item.name, item.path, file_digest(item), error=outcome.error, transient=outcome.transient)
    return Note(item.name, item.path, plan.source.sha256, len(plan.records), tuple(plan.warnings))


def file_digest(item: Input) -> str:
    """SHA-256 of a file's bytes; one word for all files that cannot be read, which is a state like others."""
    if item.problem:
        return item.problem
    try:
        return _digest(Path(item.path))
    except (OSError, ValueError):
        return UNREADABLE


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
