"""What a run says on standard error while it works: warnings, errors, a progress bar, and how it ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planextract.batch import Outcome

if TYPE_CHECKING:
    from planextract.scaling.tasks import Note

__all__ = ["Report"]


@dataclass(slots=True)
class Report:
    """Also a context in which the progress bar stands."""

    say: Callable[[str], None]
    total: int
    quiet: bool = False
    bar: bool = False
    """Whether a progress bar may be shown; it is for several files and only on a terminal."""
    plans: int = field(default=0, init=False)
    records: int = field(default=0, init=False)
    failures: int = field(default=0, init=False)
    _advance: Callable[[str], None] | None = field(default=None, init=False)
    _stack: ExitStack = field(default_factory=ExitStack, init=False)

    def __enter__(self) -> Report:
        self._advance = self._progress(self._stack)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def done(self) -> int:
        return self.plans + self.failures

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand the outcomes on and tell what the user should know of each."""
        with self if self._advance is None else nullcontext():
            for outcome in outcomes:
                plan = outcome.extraction
                if plan is None:
                    self._fail(outcome.error)
                else:
                    self._count(outcome.input.name, len(plan.records), plan.warnings)
                yield outcome
                self._go_on(outcome.input.name)

    def note(self, note: Note) -> None:
        """The same of a plan whose content another process has."""
        if note.error:
            self._fail(note.error)
        else:
            self._count(note.name, note.records, note.warnings)
        self._go_on(note.name)

    def close(self, written: bool, path: str | None) -> None:
        if self.failures and self.total > 1:
            self.say(f"{self.failures} of {self.total} inputs could not be read")
        if path and not written:
            self.say(f"nothing was written to {path}")
        elif path and not self.quiet:
            plans = "1 plan" if self.plans == 1 else f"{self.plans} plans"
            records = "1 record" if self.records == 1 else f"{self.records} records"
            self.say(f"wrote {path}: {plans}, {records}")

    def _go_on(self, name: str) -> None:
        if self._advance is not None:
            self._advance(name)

    def _fail(self, error: str | None) -> None:
        self.failures += 1
        self.say(f"error: {error}")

    def _count(self, name: str, records: int, warnings: Iterable[str]) -> None:
        self.plans += 1
        self.records += records
        if self.quiet:
            return
        for warning in warnings:
            self.say(f"warning: {name}: {warning}")
        if not records:
            self.say(f"warning: {name}: no figures found in this plan")

    def _progress(self, stack: ExitStack) -> Callable[[str], None]:
        if not self.bar or self.quiet or self.total < 2 or not sys.stderr.isatty():
            return lambda name: None
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]} errors {task.fields[errors]}", markup=False),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        progress = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
        task = progress.add_task("", total=self.total, rate="", errors=0)

        def advance(name: str) -> None:
            progress.update(task, advance=1, description=name, errors=self.failures)
            seconds = progress.tasks[0].elapsed
            if seconds:
                progress.update(task, rate=f"{self.done / seconds:.1f}/s")

        return advance
