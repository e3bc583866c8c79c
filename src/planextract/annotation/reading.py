"""A corrected sheet, read back as gold. Everything that is wrong in it is said at once, with the row."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planextract.annotation.columns import (
    COLUMNS,
    CONFLICTS,
    FIGURES,
    NAMES,
    PLAN,
    PLAN_ROWS,
    USED,
    VALUE,
    YES,
)
from planextract.document import Document
from planextract.errors import LoadError

Json = dict[str, Any]
Row = dict[str, Any]
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_OFFSETS = re.compile(r"(\d+):(\d+)")
_BODIES = re.compile(r"[；;]")
_NUMBERS = ("value", "value_high")
_WHOLE = ("start", "end", "value_start", "value_end")


class SheetError(LoadError):
    """A sheet that cannot be gold yet. ``problems`` says all there is to correct, a line each."""

    def __init__(self, path: object, problems: list[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{path}: {problems[0]}{more}")
        self.problems = [f"{path}: {problem}" for problem in problems]


def read_sheet(path: str | os.PathLike[str], document: Document) -> Json:
    """The gold that a corrected sheet of ``document`` holds."""
    book = _open(path)
    for name in (FIGURES, PLAN):
        if name not in book:
            raise SheetError(path, [f"no sheet {name!r}; this is no annotation sheet"])
    plan = {str(row[0]): _plain(row[1]) for row in book[PLAN] if len(row) > 1 and row[0]}
    if plan.get("text_sha256") != hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest():
        raise SheetError(path, [f"it is about another text than {document.path}; offsets would not fit"])
    reader = _Reader(document.text, book[FIGURES])
    gold = reader.gold(plan, book.get(CONFLICTS, []))
    if reader.problems:
        raise SheetError(path, reader.problems)
    return gold


def _open(path: str | os.PathLike[str]) -> dict[str, list[tuple[Any, ...]]]:
    try:
        import openpyxl
    except ImportError:
        raise LoadError(f"{path}: to read sheets: pip install 'planextract[annotate]'") from None
    try:
        book = openpyxl.load_workbook(Path(path), data_only=True)
    except FileNotFoundError:
        raise LoadError(f"{path}: no such file; check the name") from None
    except Exception as error:  # openpyxl raises whatever it meets
        raise LoadError(f"{path}: cannot be read as XLSX ({type(error).__name__})") from None
    sheets = {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    book.close()
    return sheets


class _Reader:
    def __init__(self, text: str, table: list[tuple[Any, ...]]) -> None:
        self.text = text
        self.problems: list[str] = []
        self.rows = self._rows(table)
        self.spans = {row["id"]: (row["start"], row["end"]) for row in self.rows if row["id"]}
        self.roles = {row["id"]: row["role"] for row in self.rows if row["id"]}

    def gold(self, plan: Row, conflicts: list[tuple[Any, ...]]) -> Json:
        records = [self._record(row) for row in self.rows if row["role"] == VALUE]
        return {
            "plan": self._plan(plan),
            "records": sorted(records, key=lambda record: record["value_span"]),
            "numbers": self._numbers(),
            "conflicts": [self._conflict(n, row) for n, row in enumerate(conflicts[1:], 2) if any(row)],
        }

    def _say(self, line: int, problem: str) -> None:
        self.problems.append(f"{FIGURES} row {line}: {problem}")

    def _rows(self, table: list[tuple[Any, ...]]) -> list[Row]:
        """The rows as they were filled in, each with its line in the sheet."""
        header = [_plain(name) for name in table[0]] if table else []
        if lacking := [name for name in NAMES if name not in header]:
            self.problems.append(f"{FIGURES}: the column {lacking[0]!r} is missing")
            return []
        rows = []
        for line, cells in enumerate(table[1:], 2):
            row = {name: _plain(cell) for name, cell in zip(header, cells, strict=False) if name}
            if any(value is not None for value in row.values()):
                row["row"] = line
                if self._sound(line, row):
                    rows.append(row)
        return rows

    def _sound(self, line: int, row: Row) -> bool:
        """What concerns the cells alone."""
        before = len(self.problems)
        for name in (*_NUMBERS, *_WHOLE):
            row[name] = self._number(line, name, row[name], whole=name in _WHOLE)
        if row["start"] is None or row["end"] is None:
            self._say(line, "needs start and end; copy them from the row of its number")
        elif "".join(self.text[row["start"] : row["end"]].split()) != "".join(str(row["number"] or "").split()):
            self._say(line, f"{row['number']!r} is not what stands at {row['start']}:{row['end']} of the plan")
        for column in COLUMNS:
            if column.choices and row[column.name] is not None and row[column.name] not in column.choices:
                self._say(line, f"{column.name} {row[column.name]!r} is none of: {', '.join(column.choices)}")
        if row["role"] is None:
            self._say(line, f"{row['number']!r} has no role yet")
        elif row["role"] != VALUE and (row["kind"] or row["indicator"]):
            self._say(line, f"is a figure (kind, indicator) with the role {row['role']}")
        if row["deadline"] is not None and not _DATE.fullmatch(str(row["deadline"])):
            self._say(line, f"deadline {row['deadline']!r} is no date; write 2025-12-31 or --06-30")
        return len(self.problems) == before

    def _number(self, line: int, name: str, value: Any, whole: bool) -> int | float | None:
        if value is None:
            return None
        try:
            number = float(str(value).replace(",", "").replace("，", ""))
        except ValueError:
            self._say(line, f"{name} {value!r} is no number")
            return None
        if whole and not number.is_integer():
            self._say(line, f"{name} {value!r} is no offset")
        return int(number) if number.is_integer() else number

    def _record(self, row: Row) -> Json:
        line = row["row"]
        if not row["kind"] or not row["indicator"]:
            self._say(line, "a value needs a kind and an indicator")
        if row["value"] is None and not row["value_text"]:
            self._say(line, "a value needs its number, or the text of a target in words")
        span = [row["value_start"], row["value_end"]]
        if None in span:
            span = [row["start"], row["end"]]
        record: Json = {
            "value_span": span,
            "value_text": None if row["value"] is not None else row["value_text"],
            "kind": row["kind"],
            "indicator": str(row["indicator"] or ""),
            "comparator": row["comparator"] or "=",
            "value": row["value"],
            "value_high": row["value_high"],
            "unit": _text(row["unit"]),
            "per": _text(row["per"]),
            "implied": row["implied"] == YES,
            "deadline": _text(row["deadline"]),
            "deadline_source": row["deadline_source"] or ("explicit" if row["deadline"] else "none"),
            "level": row["level"],
            "level_source": row["level_source"] or "default",
            "binding": row["binding"],
            "responsible": [body.strip() for body in _BODIES.split(row["responsible"] or "") if body.strip()],
            "from": row["from"] or "text",
            "baseline_span": self._other(row, "baseline"),
            "change_span": self._other(row, "change"),
        }
        return record | ({"note": str(row["note"])} if row["note"] else {})

    def _other(self, row: Row, role: str) -> list[int] | None:
        """The span of the number that a figure names as its baseline or change."""
        name = row[role]
        if name is None:
            return None
        if name not in self.spans:
            self._say(row["row"], f"{role}: there is no number {name!r}")
            return None
        if self.roles[name] not in USED:
            self._say(row["row"], f"{name} is its {role}, but has the role {self.roles[name]}")
        return list(self.spans[name])

    def _numbers(self) -> list[Json]:
        """Every number once, with the role of its first row; targets in words are none."""
        seen: dict[tuple[int, int], Json] = {}
        for row in sorted(self.rows, key=lambda row: (row["start"], row["end"])):
            span = (row["start"], row["end"])
            if span not in seen and not (row["role"] == VALUE and row["value"] is None):
                text = self.text[span[0] : span[1]]
                seen[span] = {"start": span[0], "end": span[1], "text": text, "role": row["role"]}
        return list(seen.values())

    def _plan(self, said: Row) -> Json:
        period = [_text(said.get("period_start")), _text(said.get("period_end"))]
        facts: Json = {name: _text(said.get(name)) for name in PLAN_ROWS if not name.startswith("period")}
        order = ("title", "region", "level", "province")
        head = {name: facts.pop(name) for name in order}
        return head | {"period": period if all(period) else None} | facts

    def _conflict(self, line: int, row: tuple[Any, ...]) -> Json:
        numbers, why = [_plain(cell) for cell in (*row, None, None)][:2]
        spans = []
        for name in _BODIES.split(str(numbers or "")):
            offsets = _OFFSETS.fullmatch(name.strip())
            if offsets:
                spans.append([int(offsets[1]), int(offsets[2])])
            elif name.strip() in self.spans:
                spans.append(list(self.spans[name.strip()]))
            else:
                self.problems.append(f"{CONFLICTS} row {line}: there is no number {name.strip()!r}")
        return {"spans": spans, "why": str(why or "")}


def _plain(cell: Any) -> Any:
    """A cell's content without what a spreadsheet makes of it: dates become text again, blanks nothing."""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, str):
        return cell.strip() or None
    return cell


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
