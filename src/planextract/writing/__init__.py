"""Writing: one module per format, each with ``write_to(stream, extractions, headers)``, and one front door.

A writer is imported when its format is asked for.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast, runtime_checkable

from planextract.errors import UsageError
from planextract.writing.output import whole_file

if TYPE_CHECKING:
    from planextract.records import Extraction
    from planextract.writing.columns import Headers

__all__ = ["FORMATS", "chunk", "format_of", "join", "write"]

FORMATS = ("json", "jsonl", "csv", "xlsx")


class _Writer(Protocol):
    def write_to(self, stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None: ...


@runtime_checkable
class _Joining(Protocol):
    """A format whose files are made of parts, one per plan, which can be prepared apart from each other."""

    def chunk(self, extraction: Extraction, headers: Headers) -> bytes: ...

    def join(self, stream: BinaryIO, chunks: Iterable[bytes], headers: Headers) -> None: ...


def write(
    extractions: Extraction | Iterable[Extraction],
    path: str | os.PathLike[str] | None = None,
    format: str | None = None,
    headers: Headers = "en",
) -> None:
    """Write plans to ``path``, in ``format`` or the one its suffix names; without a path to standard output.

    The file appears whole or not at all (:class:`~planextract.errors.OutputError`). ``extractions`` may be a
    generator, which is then drawn from while the file is written.
    """
    if format is None and path is None:
        raise UsageError(f"say where to write to, or which format: {', '.join(FORMATS)}")
    from planextract.records import Extraction  # pydantic: not for `--help`

    writer = _writer(format or format_of(cast("str | os.PathLike[str]", path)))
    plans = [extractions] if isinstance(extractions, Extraction) else extractions
    if path is None:
        writer.write_to(sys.stdout.buffer, plans, headers)
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as stream:
        writer.write_to(stream, plans, headers)


def chunk(extraction: Extraction, format: str, headers: Headers = "en") -> bytes:
    """What a plan adds to a file of this format, for :func:`join`; made where the plan is read, by any process."""
    writer = _writer(format)
    return writer.chunk(extraction, headers) if isinstance(writer, _Joining) else extraction.model_dump_json().encode()


def join(chunks: Iterable[bytes], stream: BinaryIO, format: str, headers: Headers = "en") -> None:
    """Write the file that :func:`write` would have written from the plans of these chunks."""
    writer = _writer(format)
    if isinstance(writer, _Joining):
        writer.join(stream, chunks, headers)
        return
    from planextract.records import Extraction

    writer.write_to(stream, (Extraction.model_validate_json(part) for part in chunks), headers)


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that a file's suffix names.

    >>> format_of("out/plans.XLSX")
    'xlsx'
    """
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UsageError(f"{path}: no format has this suffix; end it in {_SUFFIXES} or give -f (a folder: end it in /)")
    return suffix


_SUFFIXES = ", ".join(f".{name}" for name in FORMATS)


def _writer(format: str) -> _Writer:
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; choose one of {', '.join(FORMATS)}")
    return cast(_Writer, importlib.import_module(f"planextract.writing.{format}"))
