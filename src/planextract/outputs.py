"""From ``-o`` and ``-f`` to where the results of a run go: a table on the terminal, a stream, a file or a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from planextract.batch import Outcome, output_names, refuse_inputs, write_folder
from planextract.errors import UsageError
from planextract.inputs import Input
from planextract.loading import STDIN
from planextract.writing import format_of, write

if TYPE_CHECKING:
    from planextract.records import Extraction
    from planextract.writing.columns import Headers

__all__ = ["Destination", "show"]


@dataclass(frozen=True, slots=True)
class Destination:
    kind: Literal["table", "stream", "file", "folder"]
    path: str | None = None
    format: str | None = None

    @classmethod
    def of(cls, output: str | None, format: str | None, parts: bool = False) -> Destination:
        """What the options mean; :class:`UsageError` where they do not fit together. ``parts``: a folder of parts.

        >>> Destination.of("out.csv", None), Destination.of("out/", None).kind, Destination.of(None, "csv").kind
        (Destination(kind='file', path='out.csv', format='csv'), 'folder', 'stream')
        """
        if output is None or output == STDIN:
            if output == STDIN and format is None:
                raise UsageError("-o - writes to standard output; say the format with -f")
            return cls("stream", None, format) if format else cls("table")
        if parts:
            return cls("folder", output, format or "jsonl")
        if _is_folder(output, format):
            if format not in (None, "json"):
                raise UsageError(f"{output}: a folder takes one JSON per plan; for {format} name a file with -o")
            return cls("folder", output, "json")
        return cls("file", output, format or format_of(output))

    @property
    def on_terminal(self) -> bool:
        """Whether the results themselves appear on the terminal, where a progress bar would stand in their way."""
        return self.path is None and sys.stdout.isatty()

    def check(self, inputs: Sequence[Input]) -> None:
        """Refuse, before anything is read, what would do harm."""
        if self.kind == "stream" and self.format == "xlsx" and self.on_terminal:
            raise UsageError("XLSX is not for the terminal; name a file with -o")
        if self.kind == "file" and self.path:
            refuse_inputs(inputs, [self.path])
        if self.kind == "folder" and self.path and self.format == "json":
            refuse_inputs(inputs, [Path(self.path, name) for name in output_names(inputs).values()])

    def take(self, outcomes: Iterable[Outcome], inputs: Sequence[Input], headers: Headers) -> bool:
        """Write what ``outcomes`` bring, as they come. ``False``: no plan could be read, so nothing was written."""
        if self.kind == "folder" and self.path:
            written = [outcome.extraction is not None for outcome in write_folder(outcomes, inputs, self.path)]
            return any(written)
        extractions = (outcome.extraction for outcome in outcomes if outcome.extraction is not None)
        first = next(extractions, None)
        if first is None:
            return False
        plans = chain((first,), extractions)
        if self.kind == "table":
            show(plans, headers)
        else:
            write(plans, self.path, self.format, headers)
        return True


def _is_folder(output: str, format: str | None) -> bool:
    separators = tuple(filter(None, (os.sep, os.altsep)))
    return Path(output).is_dir() or output.endswith(separators) or (format is None and not Path(output).suffix)


def show(plans: Iterator[Extraction], headers: Headers) -> None:
    """One table per plan, on standard output."""
    from rich.console import Console

    from planextract.writing import terminal

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # instead of leaving with the exit code of a failure

    console = Terminal(file=sys.stdout, highlight=False, emoji=False, markup=False)
    for number, plan in enumerate(plans):
        if number:
            console.print()
        terminal.show(plan, console, headers)
