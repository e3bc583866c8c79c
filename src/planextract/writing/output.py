"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from planextract.errors import OutputError

__all__ = ["advice", "whole_file"]


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A stream whose content becomes ``path`` when the block ends well; otherwise nothing has happened.

    What is written goes to a file beside it, which takes its name at the end. A link stays a link, and what is no
    ordinary file (``/dev/null``, a pipe) is written to directly.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise OutputError(f"{path}: this is a folder; name a file in it")
        if target.exists() and not target.is_file():
            with target.open("wb") as direct:
                yield direct
            return
        beside, stream = _beside(target)
        try:
            with stream:
                yield stream
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: {advice(target, error)}") from None


def _beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file in the same folder, with the rights that a new file gets there (which ``tempfile`` would not give)."""
    for number in count():
        beside = target.parent / f".planextract-{os.getpid()}-{number}.tmp"
        with suppress(FileExistsError):
            return beside, beside.open("xb")
    raise AssertionError("unreachable")


def advice(target: Path, error: OSError) -> str:
    """Why a file cannot be written, and what to do."""
    if isinstance(error, FileNotFoundError) and not target.parent.exists():
        return f"the folder {target.parent.name} does not exist; create it first"
    if isinstance(error, PermissionError):
        return "no permission to write there; choose another place or close the program that holds the file"
    return f"cannot be written ({error.strerror or type(error).__name__}); choose another place"
