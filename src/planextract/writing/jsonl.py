"""JSONL: one record a line, complete in itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from planextract.records import Extraction
from planextract.writing.columns import Headers

# Legal inside JSON strings, but many readers of lines take them for line ends.
_LINE_ENDS = {char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_to(stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None:
    """Each line carries ``source``, ``text_sha256`` and ``plan`` before the record's own fields."""
    join(stream, (chunk(extraction, headers) for extraction in extractions), headers)


def chunk(extraction: Extraction, headers: Headers) -> bytes:
    """The lines of one plan."""
    data = extraction.model_dump(mode="json", include={"plan", "records"})
    head = {"source": extraction.source.path, "text_sha256": extraction.source.text_sha256, "plan": data["plan"]}
    return "".join(_line(head | record) for record in data["records"]).encode()


def join(stream: BinaryIO, chunks: Iterable[bytes], headers: Headers) -> None:
    """A file from the lines of its plans."""
    for part in chunks:
        stream.write(part)


def _line(record: dict[str, Any]) -> str:
    line = _encode(record)
    for char, escaped in _LINE_ENDS.items():
        line = line.replace(char, escaped)
    return f"{line}\n"
