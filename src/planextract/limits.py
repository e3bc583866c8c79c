"""Limits that keep one bad document from holding up a run: its size, its numbers, and the time spent on it.

They are far above what plans need, so that whoever meets one has a file that is no plan, or a fault to report.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from planextract.document import Document
from planextract.errors import LoadError

__all__ = ["Limits", "TooSlow", "worker_guard"]

_DIGITS = re.compile(r"\d+")
_GRACE = 10.0
_MEGABYTE = 1_000_000


class TooSlow(BaseException):
    """The time of a document is up. No ``Exception``: nothing on the way may take it for a failure of its own."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    seconds: float = 120.0
    megabytes: float = 100.0
    """Of the file."""
    characters: int = 10_000_000
    """Of the text: some four hundred long plans."""
    numbers: int = 500_000
    pages: int = 2_000
    """Of a PDF."""
    ratio: float = 200.0
    """How many times bigger than its packed form the content of a .docx or .zip may be."""

    def check_file(self, path: str | os.PathLike[str]) -> None:
        """Refuse a file that is too big, before it is read."""
        try:
            size = Path(path).stat().st_size
        except (OSError, ValueError):
            return  # the loader says what is wrong
        if size > self.megabytes * _MEGABYTE:
            raise LoadError(
                f"{path}: {size / _MEGABYTE:.0f} MB are more than the {self.megabytes:g} MB of a plan; "
                "split the file or raise --max-megabytes"
            )

    def check(self, document: Document) -> None:
        """Refuse a text that is too long or holds too many numbers."""
        length = len(document.text)
        if length > self.characters:
            raise LoadError(
                f"{document.path}: {length:,} characters are more than the {self.characters:,} of a plan; split it"
            )
        if length > self.numbers and sum(1 for _ in _DIGITS.finditer(document.text)) > self.numbers:
            raise LoadError(
                f"{document.path}: more than {self.numbers:,} numbers; split the file or raise --max-numbers"
            )

    @contextmanager
    def time(self) -> Iterator[None]:
        """Raise :class:`TooSlow` inside the block when time is up, also in the middle of a regular expression.

        Only where signals work: in the main thread, and not on Windows. Workers have a second guard.
        """
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, _time_is_up)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _time_is_up(number: int, frame: FrameType | None) -> None:
    raise TooSlow


@contextmanager
def worker_guard(limits: Limits, documents: int = 1) -> Iterator[None]:
    """End the whole worker process when even the time limit could not stop its task.

    For regular expressions that run away where no signal reaches them: the guard is a thread outside Python, which a
    held interpreter lock does not stop.
    """
    nowhere: IO[str] | None = None
    with suppress(OSError, RuntimeError):
        nowhere = open(os.devnull, "w")  # noqa: SIM115
        faulthandler.dump_traceback_later(limits.seconds * documents + _GRACE, exit=True, file=nowhere)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        if nowhere:
            nowhere.close()
