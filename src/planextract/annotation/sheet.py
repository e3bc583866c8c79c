"""From an extraction to a sheet that a person corrects: every number, what it was taken for, and its context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from planextract.annotation.columns import (
    COLUMNS,
    CONFLICT_COLUMNS,
    CONFLICTS,
    FIGURES,
    GUIDE,
    PLAN,
    PLAN_ROWS,
    VALUE,
    YES,
)
from planextract.document import Document
from planextract.records import Extraction, NumberEntry, Record, SpanPair, shortest

Row = dict[str, Any]
_CONTEXT = 30
_CREATED = datetime(2020, 1, 1)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def annotation_sheet(document: Document, extraction: Extraction) -> bytes:
    """An XLSX workbook; the same extraction gives the same bytes."""
    import xlsxwriter

    held = BytesIO()
    with xlsxwriter.Workbook(held, _OPTIONS) as book:
        book.set_properties({"created": _CREATED, "comments": "planextract annotation"})
        _write_figures(book, list(rows(document, extraction)))
        _write_plan(book, extraction)
        _write_conflicts(book, document, extraction)
        _write_guide(book)
    return held.getvalue()


def rows(document: Document, extraction: Extraction) -> Iterator[Row]:
    """One row for each number of the ledger, one more for each further figure on it, one for each target in words."""
    ids = {(entry.start, entry.end): f"n{position:04d}" for position, entry in enumerate(extraction.numbers, 1)}
    homes = _homes(extraction)
    found: list[Row] = []
    for entry in extraction.numbers:
        span = (entry.start, entry.end)
        records = homes.get(span, [])
        for copy, record in enumerate(records or [None]):
            row = _place(document, span) | {"id": ids[span] + (chr(ord("a") + copy) if copy else "")}
            found.append(row | (_figure(record, span, ids) if record else {"role": _role(entry)}))
    textual = [record for record in extraction.records if not any(record in group for group in homes.values())]
    for position, record in enumerate(textual, 1):
        span = _value_span(record)
        found.append(_place(document, span) | {"id": f"t{position:04d}"} | _figure(record, span, ids))
    yield from sorted(found, key=lambda row: (row["start"], row["end"], row["id"]))


def _homes(extraction: Extraction) -> dict[SpanPair, list[Record]]:
    """Which records have their value on which number: the first that the value span touches."""
    homes: dict[SpanPair, list[Record]] = {}
    for record in extraction.records:
        if record.value.number is None:
            continue
        start, end = _value_span(record)
        home = next((e for e in extraction.numbers if e.start < end and start < e.end), None)
        if home is not None:
            homes.setdefault((home.start, home.end), []).append(record)
    return homes


def _place(document: Document, span: SpanPair) -> Row:
    start, end = span
    text = document.text
    return {
        "line": text.count("\n", 0, start) + 1,
        "before": _flat(text[max(0, start - _CONTEXT) : start]),
        "number": _flat(text[start:end]),
        "after": _flat(text[end : end + _CONTEXT]),
        "start": start,
        "end": end,
    }


def _role(entry: NumberEntry) -> str | None:
    if entry.role == "unexplained" or entry.role == VALUE:
        return None
    return "date" if entry.role == "deadline" else entry.role


def _figure(record: Record, span: SpanPair, ids: dict[SpanPair, str]) -> Row:
    value, value_span = record.value, _value_span(record)
    own_span = value_span != span
    return {
        "role": VALUE,
        "kind": record.kind,
        "indicator": record.indicator.text,
        "comparator": value.comparator,
        "value": None if value.number is None else shortest(value.number),
        "value_high": None if value.high is None else shortest(value.high),
        "unit": value.unit,
        "per": value.per,
        "implied": YES if value.implied else None,
        "baseline": _id_at(record.baseline.span, ids) if record.baseline else None,
        "change": _id_at(record.change.span, ids) if record.change else None,
        "deadline": record.deadline.end,
        "deadline_source": record.deadline.source if record.deadline.end else "none",
        "level": record.level.level,
        "level_source": "explicit" if record.level.source == "explicit" else "default",
        "binding": record.binding,
        "responsible": "；".join(body.text for body in record.responsible) or None,
        "from": "table" if record.evidence.table else "text",
        "value_text": value.text if value.number is None else None,
        "value_start": value_span[0] if own_span else None,
        "value_end": value_span[1] if own_span else None,
    }


def _id_at(span: SpanPair, ids: dict[SpanPair, str]) -> str | None:
    return next((name for (start, end), name in ids.items() if start < span[1] and span[0] < end), None)


def _value_span(record: Record) -> SpanPair:
    return record.evidence.value_span or record.value.span


def _flat(text: str) -> str:
    return " ".join(text.split()) if text.strip() else ""


def _write_figures(book: Any, figures: list[Row]) -> None:
    sheet = book.add_worksheet(FIGURES)
    bold = book.add_format({"bold": True, "valign": "top", "bg_color": "#E7EDF3", "bottom": 1})
    given = book.add_format({"valign": "top", "bg_color": "#F2F2F2", "text_wrap": True})
    free = book.add_format({"valign": "top", "text_wrap": True})
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, len(figures), len(COLUMNS) - 1)
    room = len(figures) + 200  # rows that a person adds have the same choices
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width, given if column.given else free)
        sheet.write_string(0, number, column.name, bold)
        sheet.write_comment(0, number, column.help)
        if column.choices:
            sheet.data_validation(1, number, room, number, {"validate": "list", "source": list(column.choices)})
        for line, row in enumerate(figures, 1):
            _write(sheet, line, number, row.get(column.name), given if column.given else free)


def _write_plan(book: Any, extraction: Extraction) -> None:
    plan, sheet = extraction.plan, book.add_worksheet(PLAN)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 70)
    facts = {
        "title": plan.title,
        "region": plan.region.name if plan.region else None,
        "level": plan.region.level if plan.region else None,
        "province": plan.region.province if plan.region else None,
        "period_start": plan.period.start if plan.period else None,
        "period_end": plan.period.end if plan.period else None,
        "issued": plan.issued,
        "doc_number": plan.doc_number,
    }
    given = {"source": extraction.source.path, "text_sha256": extraction.source.text_sha256}
    for line, (name, value) in enumerate([*((name, facts[name]) for name in PLAN_ROWS), *given.items()]):
        sheet.write_string(line, 0, name)
        _write(sheet, line, 1, value, None)


def _write_conflicts(book: Any, document: Document, extraction: Extraction) -> None:
    """What the audit found, to be confirmed, corrected and added to."""
    sheet = book.add_worksheet(CONFLICTS)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for number, name in enumerate(CONFLICT_COLUMNS):
        sheet.write_string(0, number, name)
    ids = {(entry.start, entry.end): f"n{position:04d}" for position, entry in enumerate(extraction.numbers, 1)}
    grave = [finding for finding in extraction.findings if finding.severity != "info"]
    for line, finding in enumerate(grave, 1):
        names = [_id_at(span, ids) or f"{span[0]}:{span[1]}" for span in finding.spans]
        sheet.write_string(line, 0, "；".join(dict.fromkeys(names)))
        sheet.write_string(line, 1, finding.message)


def _write_guide(book: Any) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    lines: Iterable[tuple[str, str]] = [
        ("", "Correct the white columns of Figures. Every number needs a role; a row with the role value is a figure."),
        ("", "Two figures on one number: copy the row, leave its id empty. A figure that has no row: add one with "
             "start and end, counted in characters of what `planextract text PLAN` prints."),
        ("", "Wrong figure: give its number another role and empty the columns behind it."),
        ("", "Read back: planextract annotate SHEET.xlsx --plan PLAN -o NAME.gold.json"),
        *((column.name, column.help) for column in COLUMNS),
    ]  # fmt: skip
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, text)


def _write(sheet: Any, line: int, number: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(line, number, None, style)
    elif isinstance(value, str):
        sheet.write_string(line, number, value, style)
    else:
        sheet.write_number(line, number, value, style)
