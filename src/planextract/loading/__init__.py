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
from planextract.limits import Limits
from planextract.loading import text
from planextract.loading.kinds import ZIP_START, foreign_kind, kind_of

__all__ = ["ALL_SUFFIXES", "PLAN_SUFFIXES", "STDIN", "load", "load_bytes", "plans_in", "source_name"]

PLAN_SUFFIXES = (".txt", ".md")
"""The files that are taken from a folder. A file that is named may have any suffix; its content decides."""

ALL_SUFFIXES = (
    *PLAN_SUFFIXES,
    ".markdown",
    ".docx",
    ".pdf",
    ".html",
    ".htm",
    ".mhtml",
    ".mht",
    ".doc",
    ".wps",
    ".rtf",
    ".odt",
    ".zip",
)
"""The files that are taken from a folder when everything is asked for."""

STDIN = "-"
_MEGABYTE = 1_000_000
_FOREIGN = {
    "encrypted": "this is an encrypted Office file; save it without a password",
    "xls": "this is an old Excel file (.xls); save the sheet as .docx or .pdf, or as plain text",
    "ppt": "this is an old PowerPoint file (.ppt); save it as .pdf",
}


def load(
    path: str | os.PathLike[str],
    *,
    base: str | os.PathLike[str] | None = None,
    member: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Read one plan; ``"-"`` is standard input.

    ``base`` is the folder that ``Document.path`` is counted from; without it, that is the bare file name. ``member``
    names a plan in a zip file.
    """
    limits = limits or Limits()
    if path == STDIN:
        most = int(limits.megabytes * _MEGABYTE)
        return load_bytes(sys.stdin.buffer.read(most + 1), STDIN, limits=limits)
    given = Path(path)
    try:
        data = _read(given, limits)
        name = source_name(given, base)
        return _document(data, name, limits) if member is None else _member(data, name, member, limits)
    except LoadError as error:
        raise LoadError(f"{given}{f'/{member}' if member else ''}: {error}") from None
    except OSError as error:
        raise LoadError(f"{given}: {_advice(given, error)}") from None
    except ValueError:  # a NUL character inside the path
        raise LoadError(f"{str(given)!r}: not a path; check the name") from None


def load_bytes(data: bytes, name: str, *, limits: Limits | None = None) -> Document:
    """Read a plan from memory. ``name`` becomes ``Document.path``; its suffix tells Markdown from plain text."""
    try:
        return _document(data, name, limits or Limits())
    except LoadError as error:
        raise LoadError(f"{'standard input' if name == STDIN else name}: {error}") from None


def plans_in(path: str | os.PathLike[str], limits: Limits | None = None) -> list[tuple[str, str]] | None:
    """Member and shown name of each plan in a zip file; ``None`` when ``path`` is no zip file of plans."""
    limits = limits or Limits()
    with open(path, "rb") as file:
        if file.read(len(ZIP_START)) != ZIP_START:
            return None
    data = _read(Path(path), limits)
    if kind_of(data, str(path)) != "zip":
        return None
    from planextract.loading import zipped

    return [(member, zipped.shown_name(member)) for member in zipped.members(data, limits)]


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


def _document(data: bytes, name: str, limits: Limits) -> Document:
    """Hand the bytes to the loader of what they are. Loaders and their libraries are imported when their turn comes."""
    if len(data) > limits.megabytes * _MEGABYTE:
        raise LoadError(_too_big(len(data), limits))
    match kind_of(data, name):
        case "docx":
            from planextract.loading import docx

            return docx.load(data, name, limits)
        case "pdf":
            from planextract.loading import pdf

            return pdf.load(data, name, limits)
        case "html":
            from planextract.loading import html

            return html.load(data, name, limits)
        case "mhtml":
            from planextract.loading import html

            return html.load_mhtml(data, name, limits)
        case "doc" | "rtf" | "odt" as kind:
            from planextract.loading import office

            return office.load(data, name, limits, kind)
        case "zip":
            return _only_member(data, name, limits)
        case "encrypted" | "xls" | "ppt" as kind:
            raise LoadError(_FOREIGN[kind])
    if foreign := foreign_kind(data):
        raise LoadError(f"this is {foreign}; save it as plain text (UTF-8) and read that")
    document = text.load(data, name)
    if len(document.text) > limits.characters:
        raise LoadError(f"its text is longer than the {limits.characters:,} characters of a plan; split the file")
    return document


def _only_member(data: bytes, name: str, limits: Limits) -> Document:
    from planextract.loading import zipped

    found = zipped.members(data, limits)
    if len(found) == 1:
        return _member(data, name, found[0], limits)
    held = f"{len(found)} plans; planextract parse reads them all" if found else "no plan that can be read"
    raise LoadError(f"this is a ZIP archive with {held}")


def _member(data: bytes, name: str, member: str, limits: Limits) -> Document:
    from planextract.loading import zipped

    content = zipped.member_bytes(data, member, limits)
    if kind_of(content, member) == "zip":
        raise LoadError("this is a ZIP archive in a ZIP archive; unpack it first")
    return _document(content, f"{name}/{zipped.shown_name(member)}", limits)


def _read(path: Path, limits: Limits) -> bytes:
    if path.is_dir():
        raise LoadError("this is a folder; name a file in it")
    if path.exists() and not path.is_file():
        raise LoadError("this is a device or a pipe, not a file; name a file, or - for standard input")
    if path.exists() and path.stat().st_size > limits.megabytes * _MEGABYTE:
        raise LoadError(_too_big(path.stat().st_size, limits))
    return path.read_bytes()


def _too_big(size: int, limits: Limits) -> str:
    most = f"{limits.megabytes:g} MB"
    return f"{size / _MEGABYTE:.0f} MB are more than the {most} of a plan; split the file or raise --max-megabytes"


def _advice(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no such file; check the name"
    if isinstance(error, PermissionError):
        return "no permission to read it; change its rights or copy it"
    return f"cannot be read ({error.strerror or type(error).__name__}); copy it elsewhere and try again"
