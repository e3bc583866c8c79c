"""The journal of a run: everything finished so far, safe against being killed at any moment.

One file, to which each finished task adds an entry: a line of JSON, the bytes that the task adds to the output (none
where its worker wrote a file), a line end. An entry counts when it is whole; what a killed run left half-written is
cut off. Later entries replace earlier ones of the same name.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, cast

from planextract.errors import OutputError, UsageError
from planextract.scaling.tasks import Note
from planextract.writing.output import advice, whole_file

__all__ = ["Entry", "Journal", "journal_path", "sweep"]

_SUFFIX = ".planextract"
_LEFTOVER = re.compile(r"\.planextract-(\d+)-\d+\.tmp")


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished task: where its bytes are, what it depended on, what is to be told of it."""

    name: str
    key: str
    notes: tuple[Note, ...]
    start: int
    size: int | None
    digest: str | None
    """SHA-256 of the bytes, or of the file that the worker wrote; none where no plan could be read."""


class Journal:
    """An open journal, held by one run. Another run into the same output works with one that has no name."""

    def __init__(self, output: str | os.PathLike[str], folder: bool, resume: bool) -> None:
        self.path = journal_path(output, folder)
        self.entries: dict[str, Entry] = {}
        self._named = True
        try:
            self._file: BinaryIO = open(self.path, "a+b", buffering=0)  # noqa: SIM115
            if not _locked(self._file):
                self._file.close()
                if resume:
                    raise UsageError(f"{output}: another run is writing here; wait for it or choose another output")
                self._file = cast(BinaryIO, TemporaryFile("a+b", buffering=0, dir=self.path.parent))  # noqa: SIM115
                self._named = False
        except OSError as error:
            raise OutputError(f"{output}: {advice(self.path, error)}") from None
        end = self._read() if resume else 0
        self._file.truncate(end)
        self._end = end

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def remove(self) -> None:
        if self._named:
            with suppress(OSError):
                self.path.unlink()

    def add(self, name: str, key: str, notes: Iterable[Note], payload: bytes | None, written: str | None) -> None:
        """Append an entry with one write, so that a killed process loses it whole or not at all."""
        size = None if payload is None else len(payload)
        digest = written if payload is None else hashlib.sha256(payload).hexdigest()
        notes = tuple(notes)
        head = {"name": name, "key": key, "size": size, "digest": digest, "notes": [asdict(note) for note in notes]}
        line = json.dumps(head, ensure_ascii=True).encode() + b"\n"
        data = memoryview(line + (payload or b"") + b"\n")
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            self._file.truncate(self._end)
            raise OutputError(f"{self.path}: cannot be written ({error.strerror}); free some space") from None
        self.entries[name] = Entry(name, key, notes, self._end + len(line), size, digest)
        self._end += len(line) + (size or 0) + 1

    def payload(self, entry: Entry) -> bytes:
        self._file.seek(entry.start)
        return self._read_exactly(entry.size or 0)

    def compact(self, names: Iterable[str]) -> None:
        """Keep the entries of these names only, in this order: what the next run may ask for."""
        kept = [self.entries[name] for name in names if name in self.entries]
        with whole_file(self.path) as stream:
            for entry in kept:
                head = {"name": entry.name, "key": entry.key, "size": entry.size, "digest": entry.digest}
                line = json.dumps(head | {"notes": [asdict(note) for note in entry.notes]}, ensure_ascii=True).encode()
                stream.write(line + b"\n" + (self.payload(entry) if entry.size else b"") + b"\n")

    def _read(self) -> int:
        """Take up the whole entries; returns where they end."""
        end = 0
        with open(self.path, "rb") as stream:
            for entry, end_of_entry in _entries(stream):
                self.entries[entry.name] = entry
                end = end_of_entry
        return end

    def _read_exactly(self, size: int) -> bytes:
        parts = []
        while size > 0:
            part = self._file.read(size)
            if not part:
                raise OutputError(f"{self.path}: the journal was changed while it was in use; run again")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _entries(stream: BinaryIO) -> Iterator[tuple[Entry, int]]:
    """The entries up to the first that is not whole."""
    while line := stream.readline():
        start = stream.tell()
        try:
            head = json.loads(line)
            notes = tuple(Note(**(note | {"warnings": tuple(note["warnings"])})) for note in head["notes"])
            entry = Entry(head["name"], head["key"], notes, start, head["size"], head["digest"])
        except (ValueError, KeyError, TypeError):
            return
        payload = stream.read(entry.size or 0)
        if entry.size is not None and hashlib.sha256(payload).hexdigest() != entry.digest:
            return
        if stream.read(1) != b"\n":
            return
        yield entry, stream.tell()


def journal_path(output: str | os.PathLike[str], folder: bool) -> Path:
    """Where the journal of an output stands: hidden, so that nobody reads it as a plan.

    >>> journal_path("out/plans.csv", folder=False).as_posix(), journal_path("out", folder=True).as_posix()
    ('out/.plans.csv.planextract', 'out/.planextract')
    """
    path = Path(output)
    return path / _SUFFIX if folder else path.parent / f".{path.name}{_SUFFIX}"


def sweep(folder: Path, deep: bool) -> None:
    """Remove the unfinished files that killed processes left; those of living ones stay."""
    for path in folder.rglob(".planextract-*.tmp") if deep else folder.glob(".planextract-*.tmp"):
        match = _LEFTOVER.fullmatch(path.name)
        if match and not _alive(int(match.group(1))):
            with suppress(OSError):
                path.unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _locked(stream: BinaryIO) -> bool:
    """Take the lock that ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows refuses to delete or replace an open file instead
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
