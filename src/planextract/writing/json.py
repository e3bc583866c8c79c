"""JSON as the contract has it: one plan is an object, several are an array."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any, BinaryIO

from planextract.records import Extraction
from planextract.writing.columns import Headers

_WIDTH = 160
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_to(stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None:
    """Write one by one, in the memory of two. ``headers`` changes nothing: names are the contract."""
    join(stream, (chunk(extraction, headers) for extraction in extractions), headers)


def chunk(extraction: Extraction, headers: Headers) -> bytes:
    """One plan's part of a file."""
    return dumps(extraction).encode()


def join(stream: BinaryIO, chunks: Iterable[bytes], headers: Headers) -> None:
    """A file from the parts of its plans."""
    parts = iter(chunks)
    first, second = next(parts, None), next(parts, None)
    if first is None:
        stream.write(b"[]\n")
    elif second is None:
        stream.write(first + b"\n")
    else:
        mark = b"["
        for part in chain((first, second), parts):
            stream.write(mark + b"\n" + part)
            mark = b","
        stream.write(b"\n]\n")


def dumps(extraction: Extraction) -> str:
    return layout(extraction.model_dump(mode="json"))


def layout(value: Any, indent: int = 0) -> str:
    """JSON in which whatever fits on a line stands on one: a ledger entry, a value, a span can be read and compared.

    >>> print(layout({"span": [0, 5], "parts": ["一" * 80, "二" * 80]}))  # doctest: +ELLIPSIS
    {
      "span": [0, 5],
      "parts": [
        "一一一...",
        "二二二..."
      ]
    }
    """
    if not isinstance(value, dict | list) or not value:
        return _encode(value)
    if _is_short(value) and len(line := _encode(value)) + indent <= _WIDTH:
        return line
    pad = "\n" + " " * (indent + 2)
    end = "\n" + " " * indent
    if isinstance(value, dict):
        items = [f"{_encode(key)}: {layout(item, indent + 2)}" for key, item in value.items()]
        return f"{{{pad}{f',{pad}'.join(items)}{end}}}"
    return f"[{pad}{f',{pad}'.join(layout(item, indent + 2) for item in value)}{end}]"


def _is_short(value: Any) -> bool:
    """Whether it is worth trying to put ``value`` on one line: spares writing most of a plan twice."""
    if isinstance(value, dict):
        return len(value) < 12 and sum(isinstance(item, dict) for item in value.values()) < 2
    return len(value) < 40
