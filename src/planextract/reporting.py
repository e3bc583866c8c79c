"""What a run says on standard error while it works: warnings, errors, a progress bar, and how it ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from planextract.batch import Outcome
from planextract.records import Extraction

__all__ = ["Report"]


@dataclass(slots=True)
class Report:
    say: Callable[[str], None]
    total: int
    quiet: bool = False
    bar: bool = False
    """Whether a progress bar may be shown; it is for several files and only on a terminal."""
    plans: int = field(default=0, init=False)
    records: int = field(default=0, init=False)
    failures: int = field(default=0, init=False)

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand the outcomes on and tell what the user should know of each."""
        with ExitStack() as stack:
            advance = self._progress(stack)
            for outcome in outcomes:
                if outcome.extraction is None:
                    self.failures += 1
                    self.say(f"error: {outcome.error}")
                else:
                    self._count(outcome.input.name, outcome.extraction)
                yield outcome
                advance(outcome.input.name)

    def close(self, written: bool, path: str | None) -> None:
        if self.failures and self.total > 1:
            self.say(f"{self.failures} of {self.total} inputs could not be read")
        if path and not written:
            self.say(f"nothing was written to {path}")
        elif path and not self.quiet:
            plans = "1 plan" if self.plans == 1 else f"{self.plans} plans"
            records = "1 record" if self.records == 1 else f"{self.records} records"
            self.say(f"wrote {path}: {plans}, {records}")

    def _count(self, name: str, extraction: Extraction) -> None:
        self.plans += 1
        self.records += len(extraction.records)
        if self.quiet:
            return
        for warning in extraction.warnings:
            self.say(f"warning: {name}: {warning}")
        if not extraction.records:
            self.say(f"warning: {name}: no figures found in this plan")

    def _progress(self, stack: ExitStack) -> Callable[[str], None]:
        if not self.bar or self.quiet or self.total < 2 or not sys.stderr.isatty():
            return lambda name: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
        )
        progress = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
        task = progress.add_task("", total=self.total)
        return lambda name: progress.update(task, advance=1, description=name)
