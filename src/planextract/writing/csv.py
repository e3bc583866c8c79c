"""CSV that spreadsheets open without harm and programs read back without loss.

A spreadsheet runs a text that begins with ``=``, ``+``, ``-`` or ``@`` as a formula and turns one like ``2-3`` into a
date. Such a text gets an apostrophe in front, the mark that spreadsheets themselves use for "this is text" and that
OWASP recommends; so does a text that already begins with one. Whoever reads the file with a program takes one leading
apostrophe off text columns (:func:`unguarded`) and has every text as it was. Numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import BinaryIO

from planextract.records import Extraction
from planextract.writing.columns import RECORDS, CellValue, Headers

__all__ = ["guarded", "unguarded", "write_table", "write_to"]

_APOSTROPHE = "'"
# Tab, CR and LF because spreadsheets trim them and look at what follows; full-width signs are covered by NFKC.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
# What becomes a date, a time, a fraction, or a number that has lost zeros or digits. A whole ISO date may: it is one.
_CONVERTED = re.compile(
    r"""\s*(?:
        \d{1,4}\s*[-/.]\s*\d{1,2}(?:\s*[-/.]\s*\d{1,4})? | \d{1,2}:\d{2}(?::\d{2})? | \d+\s+\d+/\d+
      | (?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}日?)? | 0\d+ | \d{16,} | \d+(?:\.\d+)?[eE][-+]?\d+
    )\s*""",
    re.VERBOSE,
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_to(stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None:
    """One row per record, UTF-8 with a byte order mark, without which Excel takes it for a local encoding."""
    join(stream, (chunk(extraction, headers) for extraction in extractions), headers)


def chunk(extraction: Extraction, headers: Headers) -> bytes:
    """The rows of one plan."""
    return b"".join(_line(map(_field, cells)) for cells in RECORDS.cells(extraction))


def join(stream: BinaryIO, chunks: Iterable[bytes], headers: Headers) -> None:
    """A file from the rows of its plans."""
    stream.write(b"\xef\xbb\xbf" + _line(RECORDS.header(headers)))
    for part in chunks:
        stream.write(part)


def write_table(stream: BinaryIO, header: Iterable[str], rows: Iterable[Iterable[CellValue]]) -> None:
    """Any table in the same form."""
    stream.write(b"\xef\xbb\xbf" + _line(header))
    for row in rows:
        stream.write(_line(map(_field, row)))


def guarded(text: str) -> str:
    """The text as it can stand in a CSV file.

    >>> guarded("=1+1"), guarded("2-3"), guarded("不低于55%"), guarded("2025-12-31")
    ("'=1+1", "'2-3", '不低于55%', '2025-12-31')
    """
    read = unicodedata.normalize("NFKC", text[:64])
    changed = _CONVERTED.fullmatch(read) and not _ISO_DATE.fullmatch(text)
    return _APOSTROPHE + text if text.startswith(_APOSTROPHE) or changed or _FORMULA.match(read) else text


def unguarded(text: str) -> str:
    """The text as it was before :func:`guarded`."""
    return text.removeprefix(_APOSTROPHE)


def _field(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else str(value)


def _line(fields: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(fields)
    return line.getvalue().encode()
