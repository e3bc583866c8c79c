"""XLSX: sheets for records, the number ledger, findings and, where there are any, milestones.

The same records give the same bytes: no clock, no temporary names, no locale takes part.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planextract.records import Extraction
from planextract.writing.columns import FINDINGS, MILESTONES, NUMBERS, RECORDS, CellValue, Column, Headers, Sheet

__all__ = ["CUT", "MAX_CELL", "Book", "new_book", "write_to"]

MAX_CELL = 32_767
"""The longest text of a cell, in UTF-16 units, as Excel counts."""
CUT = " …[cut]"
MAX_ROWS = 1_048_576
_EXACT = 10**15
"""Spreadsheets keep 15 digits; a longer number is written as text and stays what it was."""
_SAMPLE = 500
_LONGEST_TIP = 250
_CREATED = datetime(2020, 1, 1)
_OPTIONS = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_to(stream: BinaryIO, extractions: Iterable[Extraction], headers: Headers) -> None:
    plans = list(extractions)
    with new_book(stream, headers) as book:
        book.add(RECORDS, plans)
        book.add(NUMBERS, plans)
        book.add(FINDINGS, plans)
        if any(plan.milestones for plan in plans):
            book.add(MILESTONES, plans)


@contextmanager
def new_book(stream: BinaryIO, headers: Headers) -> Iterator[Book]:
    """A book to add sheets to, written to ``stream`` when the block ends well."""
    held = BytesIO()  # xlsxwriter needs a stream that can seek; standard output cannot
    with xlsxwriter.Workbook(held, _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED, "comments": "planextract"})
        yield Book(workbook, headers)
    stream.write(held.getvalue())


class Book:
    def __init__(self, workbook: Any, headers: Headers) -> None:
        self.workbook = workbook
        self.headers = headers
        self.bold: Format = workbook.add_format({"bold": True, "valign": "top", "bg_color": "#E7EDF3", "bottom": 1})
        self.top: Format = workbook.add_format({"valign": "top"})
        self.wrap: Format = workbook.add_format({"valign": "top", "text_wrap": True})
        self.marked: Format = workbook.add_format({"bg_color": "#FCE4D6"})
        self.linked: Format = workbook.add_format({"valign": "top", "text_wrap": True, "font_color": "#1F4E79"})

    def add(self, sheet: Sheet[Any], plans: Sequence[Extraction]) -> None:
        """Write ``sheet``; what is longer than a spreadsheet's sheet goes on in a second one."""
        rows = [cells for plan in plans for cells in sheet.cells(plan)]
        self.add_rows(sheet.title(self.headers), sheet.columns, rows)

    def add_rows(self, name: str, columns: Sequence[Column[Any]], rows: Sequence[Sequence[CellValue]]) -> None:
        """Write any rows of these columns."""
        room = MAX_ROWS - 1
        for part, start in enumerate(range(0, max(len(rows), 1), room), 1):
            self.add_part(name if part == 1 else f"{name} {part}", columns, rows[start : start + room])

    def add_part(
        self, name: str, columns: Sequence[Column[Any]], rows: Sequence[Sequence[CellValue]], frozen: int = 0
    ) -> Worksheet:
        """One sheet; the first ``frozen`` columns stay when one scrolls to the right."""
        worksheet: Worksheet = self.workbook.add_worksheet(name)
        header = [column.header(self.headers) for column in columns]
        worksheet.freeze_panes(1, frozen)
        worksheet.autofilter(0, 0, len(rows), len(header) - 1)
        for number, column in enumerate(columns):
            worksheet.write_string(0, number, header[number], self.bold)
            # The filter button covers the end of the header.
            widths = [_width(header[number]) + 3, *(_width(_shown(row[number])) + 1 for row in rows[:_SAMPLE])]
            width = max(widths[0], min(max(widths), column.widest))
            worksheet.set_column(number, number, width, self.wrap if column.wrap else self.top)
        formats = [self.wrap if column.wrap else self.top for column in columns]
        for line, row in enumerate(rows, 1):
            for number, value in enumerate(row):
                _write(worksheet, line, number, value, formats[number])
        return worksheet

    def mark(self, worksheet: Worksheet, rows: int, column: int, word: str) -> None:
        """Colour the cells of a column that say this word."""
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.marked}
        worksheet.conditional_format(1, column, max(rows, 1), column, rule)

    def link(self, worksheet: Worksheet, row: int, column: int, text: str, place: tuple[str, int], tip: str) -> None:
        """Make a cell lead to a row of another sheet; ``tip`` is shown before it is followed."""
        name, line = place
        target = f"internal:'{name}'!A{line + 1}"
        worksheet.write_url(row, column, target, self.linked, _fitting(text), tip[:_LONGEST_TIP])


def _write(worksheet: Worksheet, row: int, column: int, value: CellValue, style: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        worksheet.write_string(row, column, _fitting(value), style)
    elif abs(value) < _EXACT:
        worksheet.write_number(row, column, value, style)
    else:
        worksheet.write_string(row, column, str(value), style)


def _fitting(text: str) -> str:
    """Cut to what a cell holds, visibly. Control characters stay: xlsxwriter escapes those that XML forbids."""
    if len(text) * 2 <= MAX_CELL or _units(text) <= MAX_CELL:
        return text
    kept = text[: MAX_CELL - len(CUT)]
    while _units(kept) > MAX_CELL - len(CUT):
        kept = kept[: len(kept) - max(1, (_units(kept) - MAX_CELL + len(CUT)) // 2)]
    return kept + CUT


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _shown(value: CellValue) -> str:
    return "" if value is None else str(value)


def _width(text: str) -> int:
    """Half-width characters of the longest line, counted up to where no column is wider."""
    lines = (line[:100] for line in text[:400].split("\n"))
    return max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines)
