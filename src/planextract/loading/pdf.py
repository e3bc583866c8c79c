"""PDF files with a text layer, read in a process of its own that time and memory bound."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from planextract.document import Document
from planextract.errors import LoadError
from planextract.limits import Limits
from planextract.loading.builder import Builder, GridCell
from planextract.loading.extras import needed

__all__ = ["load"]


def load(data: bytes, name: str, limits: Limits) -> Document:
    needed("pdfplumber", "docs", "a PDF file")
    builder = Builder(limits.characters)
    for item in _items(data, limits):
        if item[0] == "p":
            builder.pieces([(text, page) for text, page in item[1]])
        else:
            _, texts, rows, pages = item
            cells = [GridCell(text, page) for text, page in zip(texts, pages, strict=True)]
            builder.table([[cells[i] for i in row] for row in rows])
    return builder.document(data, name, "pdf")


def _items(data: bytes, limits: Limits) -> list[list]:  # type: ignore[type-arg]
    """What the worker reads; whatever happens to it is one line here."""
    allowed = json.dumps({"pages": limits.pages}).encode() + b"\n"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    # -P: no module is looked for in the folder where planextract happens to run.
    command = [sys.executable, "-P", "-X", "utf8", "-m", "planextract.loading.pdf_worker"]
    try:
        done = subprocess.run(
            command, input=allowed + data, capture_output=True, env=environment, timeout=limits.seconds
        )
    except subprocess.TimeoutExpired:
        raise LoadError(
            f"it took longer than {limits.seconds:g} seconds to read; split it or raise --max-seconds"
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise LoadError("it cannot be read: the PDF library failed on it; print it to PDF again") from None
    if "error" in answer:
        raise LoadError(answer["error"])
    items: list[list] = answer["items"]  # type: ignore[type-arg]
    return items
