"""A run over many plans: which are finished already, which are to be read, and one output of all of them.

Workers finish in any order; the journal takes what they bring as it comes, and the output is put together from it in
the order of the inputs. So its bytes do not depend on how many worked, or on how often the run was interrupted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from planextract.batch import make_folder
from planextract.inputs import Input
from planextract.scaling.failures import failures_path, write_failures
from planextract.scaling.fingerprint import current_key, fingerprint, key_of
from planextract.scaling.journal import Entry, Journal, sweep
from planextract.scaling.local import DEATHS, Engine
from planextract.scaling.tasks import Note, Result, Settings, Task, file_digest
from planextract.writing import join
from planextract.writing.output import whole_file

__all__ = ["Run", "stream_results"]

Watch = Callable[[Note], None]


@dataclass
class Run:
    """One run that ends in a file or a folder."""

    tasks: Sequence[Task]
    settings: Settings
    engine: Engine
    output: str
    folder: bool
    resume: bool = False
    watch: Watch = lambda note: None
    reused: int = 0
    """Inputs that an earlier run had finished."""
    done: int = 0
    _notes: dict[int, tuple[Note, ...]] = field(default_factory=dict)

    def execute(self) -> bool:
        """Do it; whether anything could be written."""
        if self.folder:
            make_folder(Path(self.output), self.output)
        with Journal(self.output, self.folder, self.resume) as journal:
            if self.resume:
                sweep(journal.path.parent, deep=self.folder)
            for task, notes in self._finished(journal):
                self._notes[task.index] = notes
                self.done += len(notes)
                for note in notes:
                    self.watch(note)
            written = self._put_together(journal)
            if self.done > 1:
                told = (note for index in sorted(self._notes) for note in self._notes[index])
                write_failures(failures_path(self.output, self.folder), told)
            if self.resume:
                journal.compact(task.name for task in self.tasks)
            else:
                journal.remove()
        return written

    def _finished(self, journal: Journal) -> Iterator[tuple[Task, tuple[Note, ...]]]:
        """Every task as it is finished, taken from the journal or written to it."""
        ours = fingerprint(self.settings)
        reused: deque[tuple[Task, tuple[Note, ...]]] = deque()

        def to_do() -> Iterator[Task]:
            for task in self.tasks:
                entry = journal.entries.get(task.name)
                if entry and entry.key == current_key(task, ours) and _still_there(task, entry):
                    self.reused += len(entry.notes)
                    reused.append((task, entry.notes))
                else:
                    journal.entries.pop(task.name, None)
                    yield task

        for task, result in complete(self.engine, to_do(), self.settings):
            result.raise_fatal()
            if not any(note.transient for note in result.notes):
                key = key_of(task, result.notes, ours)
                journal.add(task.name, key, result.notes, result.payload, result.written)
            elif result.payload is not None or result.written:  # kept for this run, asked for again in the next
                journal.add(task.name, "", result.notes, result.payload, result.written)
            yield task, result.notes
            while reused:
                yield reused.popleft()
        yield from reused

    def _put_together(self, journal: Journal) -> bool:
        entries = [journal.entries[task.name] for task in self.tasks if task.name in journal.entries]
        entries = [entry for entry in entries if entry.digest is not None]
        if self.folder or not entries:
            return bool(entries)
        chunks = (journal.payload(entry) for entry in entries)
        with whole_file(self.output) as stream:
            join(chunks, stream, self.settings.format, self.settings.headers)
        return True


def complete(engine: Engine, tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[Task, Result]]:
    """The results of all tasks, those that end their workers without the documents that do it."""
    dead: list[Task] = []
    for task, result in engine.map(tasks, settings):
        if result is not None:
            yield task, result
        elif len(task.items) == 1:
            yield task, Result((_set_aside(task.items[0]),))
        else:
            dead.append(task)
    for task in dead:
        guilty = set(_guilty(engine, task, settings))
        spared = replace(task, items=tuple(item for item in task.items if item not in guilty))
        results = [result for _, result in engine.map([spared], settings)] if spared.items else [Result(())]
        notes = iter(results[0].notes if results[0] else [_set_aside(item) for item in spared.items])
        merged = tuple(_set_aside(item) if item in guilty else next(notes) for item in task.items)
        yield task, replace(results[0] or Result(()), notes=merged)


def stream_results(engine: Engine, tasks: Sequence[Task], settings: Settings, watch: Watch) -> Iterator[bytes]:
    """The bytes of each plan in the order of the inputs."""
    waiting: dict[int, Result] = {}
    next_index = 0
    for task, result in complete(engine, tasks, settings):
        result.raise_fatal()
        waiting[task.index] = result
        while next_index in waiting:
            ready = waiting.pop(next_index)
            next_index += 1
            if ready.payload is not None:
                yield ready.payload
            for note in ready.notes:
                watch(note)


def _guilty(engine: Engine, task: Task, settings: Settings) -> Iterator[Input]:
    """The documents of a task that end their workers also when they are alone."""
    probes = [Task(number, item.name, (item,)) for number, item in enumerate(task.items)]
    for probe, result in engine.map(probes, settings):
        if result is None:
            yield probe.items[0]


def _set_aside(item: Input) -> Note:
    advice = "look whether it is a plan, and report it with this file"
    reason = f"{item.path}: set aside, {DEATHS} workers ended while they read it; {advice}"
    return Note(item.name, item.path, file_digest(item), error=reason, transient=True)


def _still_there(task: Task, entry: Entry) -> bool:
    """Whether the file that a worker wrote is what it was."""
    if task.target is None or entry.digest is None:
        return True
    return file_digest(Input(task.name, task.target)) == entry.digest
