"""``failures.csv``: every input that gave no result, with the reason and what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from planextract.scaling.tasks import Note
from planextract.writing.csv import guarded
from planextract.writing.output import whole_file

__all__ = ["failures_path", "parts_of", "write_failures"]

_HEADER = ("source", "path", "reason", "advice")
_MARK = b"\xef\xbb\xbf"


def failures_path(output: str, folder: bool) -> Path:
    """Where the failures of an output are listed.

    >>> failures_path("out/plans.csv", folder=False).as_posix(), failures_path("out", folder=True).as_posix()
    ('out/plans.failures.csv', 'out/failures.csv')
    """
    path = Path(output)
    return path / "failures.csv" if folder else path.with_name(f"{path.stem}.failures.csv")


def write_failures(path: Path, notes: Iterable[Note]) -> int:
    """List the failures among ``notes``; without any, a list that an earlier run left here is taken away."""
    failed = [note for note in notes if note.error]
    if failed:
        with whole_file(path) as stream:
            stream.write(_MARK + _line(_HEADER))
            for note in failed:
                stream.write(_line((note.name, note.path, *parts_of(note))))
    elif _is_ours(path):
        with suppress(OSError):
            path.unlink()
    return len(failed)


def parts_of(note: Note) -> tuple[str, str]:
    """Reason and advice, which a message has before and behind its last semicolon.

    >>> parts_of(Note("a.txt", "in/a.txt", "", error="in/a.txt: no such file; check the name"))
    ('no such file', 'check the name')
    """
    reason, _, advice = (note.error or "").removeprefix(f"{note.path}: ").rpartition("; ")
    return (reason, advice) if reason else (advice, "")


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.readline() == _MARK + _line(_HEADER)
    except OSError:
        return False


def _line(fields: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([guarded(field.encode("utf-8", "replace").decode()) for field in fields])
    return line.getvalue().encode()
