"""The front door for many plans: which tasks a run consists of, who works on them, where the results go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planextract.batch import output_names
from planextract.errors import OutputError, UsageError
from planextract.inputs import Input
from planextract.loading import STDIN
from planextract.outputs import Destination, show
from planextract.records import Extraction
from planextract.scaling.local import Engine, Here, Processes
from planextract.scaling.runner import Run, stream_results
from planextract.scaling.tasks import Note, Settings, Task
from planextract.writing import join

__all__ = ["Crew", "parse_many"]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work."""

    jobs: int = 1
    """Processes; 0 is one per core."""
    backend: Literal["local", "dask"] = "local"
    scheduler: str | None = None
    """The address of a running Dask scheduler; without it a cluster of ``jobs`` processes is started here."""

    @property
    def processes(self) -> int:
        return self.jobs or _cores()

    def engine(self) -> Engine:
        if self.backend == "dask":
            from planextract.scaling.cluster import Cluster

            return Cluster(self.scheduler, self.processes)
        if self.scheduler:
            raise UsageError("--scheduler belongs to --backend dask; add it")
        return Here() if self.processes == 1 else Processes(self.processes)


def parse_many(
    inputs: Sequence[Input],
    destination: Destination,
    settings: Settings,
    *,
    crew: Crew = Crew(),
    resume: bool = False,
    partition: int | None = None,
    watch: Callable[[Note], None] = lambda note: None,
) -> bool:
    """Read plans and write what ``destination`` asks for; ``False`` when nothing could be written.

    ``partition`` makes a folder of files of so many plans each, which the workers write themselves. ``watch`` hears of
    every input when it is finished. With ``resume``, inputs that an earlier run into this output had finished are not
    read again unless they, the rules, the options or planextract itself have changed.
    """
    if resume and destination.path is None:
        raise UsageError("--resume goes on with an output; name it with -o")
    tasks = _tasks(inputs, destination, settings.format, partition)
    engine = crew.engine()
    try:
        if destination.path is not None:
            folder = destination.kind == "folder"
            return Run(tasks, settings, engine, destination.path, folder, resume, watch).execute()
        payloads = stream_results(engine, tasks, settings, watch)
        first = next(payloads, None)
        if first is None:
            return False
        chunks = (chunk for part in ((first,), payloads) for chunk in part)
        if destination.kind == "table":
            show((Extraction.model_validate_json(chunk) for chunk in chunks), settings.headers)
        else:
            join(chunks, sys.stdout.buffer, settings.format, settings.headers)
            sys.stdout.buffer.flush()
        return True
    finally:
        engine.close()


def _tasks(inputs: Sequence[Input], destination: Destination, format: str, partition: int | None) -> list[Task]:
    if partition:
        return _partitions(inputs, str(destination.path), format, partition)
    names = output_names(inputs) if destination.kind == "folder" else {}
    tasks = []
    for index, item in enumerate(inputs):
        target = os.path.join(str(destination.path), names[item]) if item in names else None
        data = sys.stdin.buffer.read() if item.path == STDIN else None
        tasks.append(Task(index, names.get(item, f"{index} {item.name}"), (item,), target, data))
    return tasks


def _partitions(inputs: Sequence[Input], folder: str, format: str, size: int) -> list[Task]:
    """Files of ``size`` plans each. Those of an earlier run that are none of this one would be read along with them."""
    if any(item.path == STDIN for item in inputs):
        raise UsageError("--partition needs files; standard input is one plan")
    tasks = []
    for index, start in enumerate(range(0, len(inputs), size)):
        name = f"part-{index:05}.{format}"
        tasks.append(Task(index, name, tuple(inputs[start : start + size]), os.path.join(folder, name)))
    ours = {task.name for task in tasks}
    foreign = sorted(path.name for path in Path(folder).glob(f"part-*.{format}") if path.name not in ours)
    if foreign:
        raise OutputError(f"{folder}: {foreign[0]} is of another run; delete it or choose another folder")
    return tasks


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
