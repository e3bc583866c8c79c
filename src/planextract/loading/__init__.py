"""From a file to a :class:`~planextract.document.Document`: one front door for every format.

``load`` reads the bytes, ``load_bytes`` looks at what they are and hands them to the loader of that format. A loader
decides nothing about plans: it says what the text is and where it stood.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath

from planextract.document import Document
from planextract.errors import LoadError
from planextract.loading import text
from planextract.loading.kinds import foreign_kind

__all__ = ["PLAN_SUFFIXES", "STDIN", "load", "load_bytes", "source_name"]

PLAN_SUFFIXES = (".txt", ".md")
"""The files that are taken from a folder. A file that is named may have any suffix; its content decides."""

STDIN = "-"


def load(path: str | os.PathLike[str], *, base: str | os.PathLike[str] | None = None) -> Document:
    """Read one plan; ``"-"`` is standard input.

    ``base`` is the folder that ``Document.path`` is counted from; without it, that is the bare file name.
    """
    if path == STDIN:
        return load_bytes(sys.stdin.buffer.read(), STDIN)
    given = Path(path)
    try:
        return _document(_read(given), source_name(given, base))
    except LoadError as error:
        raise LoadError(f"{given}: {error}") from None
    except OSError as error:
        raise LoadError(f"{given}: {_advice(given, error)}") from None
    except ValueError:  # a NUL character inside the path
        raise LoadError(f"{str(given)!r}: not a path; check the name") from None


def load_bytes(data: bytes, name: str) -> Document:
    """Read a plan from memory. ``name`` becomes ``Document.path``; its suffix tells Markdown from plain text."""
    try:
        return _document(data, name)
    except LoadError as error:
        raise LoadError(f"{'standard input' if name == STDIN else name}: {error}") from None


def source_name(path: Path, base: str | os.PathLike[str] | None = None) -> str:
    """The path below ``base`` with ``/`` between its parts, or the bare file name; never absolute, valid Unicode.

    >>> source_name(Path("plans/a/b.txt"), "plans"), source_name(Path("plans/a/b.txt"))
    ('a/b.txt', 'b.txt')
    """
    name = PurePath(path.name)
    if base is not None:
        try:
            name = path.relative_to(base)
        except ValueError:  # not below it: the bare name stays
            name = PurePath(path.name)
    # A file name that is no valid UTF-8 reaches Python with surrogates, which no output could write.
    return name.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _document(data: bytes, name: str) -> Document:
    if kind := foreign_kind(data):
        raise LoadError(f"this is {kind}; save it as plain text (UTF-8) and read that")
    return text.load(data, name)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise LoadError("this is a folder; name a file in it")
    return path.read_bytes()


def _advice(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no such file; check the name"
    if isinstance(error, PermissionError):
        return "no permission to read it; change its rights or copy it"
    return f"cannot be read ({error.strerror or type(error).__name__}); copy it elsewhere and try again"
