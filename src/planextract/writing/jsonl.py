"""JSONL: one record a line, complete in itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from planextract.records import Extraction
from planextract.writing.columns import Headers

# Legal inside JSON strings, but many readers of lines take them for line ends.
_LINE_ENDS = {char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_to(stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None:
    """Each line carries ``source``, ``text_sha256`` and ``plan`` before the record's own fields."""
    for extraction in extractions:
        data = extraction.model_dump(mode="json", include={"plan", "records"})
        head = {"source": extraction.source.path, "text_sha256": extraction.source.text_sha256, "plan": data["plan"]}
        for record in data["records"]:
            line = _encode(head | record)
            for char, escaped in _LINE_ENDS.items():
                line = line.replace(char, escaped)
            stream.write(f"{line}\n".encode())
