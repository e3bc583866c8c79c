"""What a result depends on besides its document: the program, the rules, the options."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from planextract import __version__
from planextract.patterns_dir import patterns_root
from planextract.records import SCHEMA_VERSION
from planextract.scaling.tasks import Note, Settings, Task, file_digest

__all__ = ["current_key", "fingerprint", "key_of", "rules_hash"]


@lru_cache(maxsize=4)
def rules_hash(patterns_dir: str | None = None) -> str:
    """The hash of every file of rules and data, built-in and own, with names and content."""
    digest = hashlib.sha256()
    for root in (patterns_root(), *((Path(patterns_dir),) if patterns_dir else ())):
        for path in sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".json", ".csv", ".txt")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
        digest.update(b"\1")
    return digest.hexdigest()


def fingerprint(settings: Settings) -> str:
    """One hash for all that makes the same file give another result."""
    rules = rules_hash(settings.patterns_dir)
    parts = (__version__, SCHEMA_VERSION, rules, settings.given, settings.format, settings.headers, settings.limits)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def key_of(task: Task, notes: Iterable[Note], fingerprint: str) -> str:
    """The key of a finished task, from the files as its worker read them."""
    return _key(task, [(note.name, note.digest) for note in notes], fingerprint)


def current_key(task: Task, fingerprint: str) -> str:
    """The key that the task would have now."""
    data = task.data
    digests = [hashlib.sha256(data).hexdigest()] if data is not None else map(file_digest, task.items)
    return _key(task, [(item.name, digest) for item, digest in zip(task.items, digests, strict=True)], fingerprint)


def _key(task: Task, files: list[tuple[str, str]], fingerprint: str) -> str:
    return hashlib.sha256(repr((fingerprint, task.name, files)).encode()).hexdigest()
