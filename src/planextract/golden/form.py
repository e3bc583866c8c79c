"""The form of a golden file: what is expected of one plan, one record a line, without machine paths and versions.

Where a plan's text may not be stored beside its golden file, its texts are *withheld*: names, figures, offsets and the
hash of the text stay, sentences do not; what is too long for a name is cut and tagged with a hash, so that a change
shows all the same.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from planextract.document import Document
from planextract.records import Deadline, Extraction, Finding, Level, Milestone, Plan, Record

Json = dict[str, Any]

VERSION = "1"
KEPT, WITHHELD = "kept", "withheld"
PARTS = ("records", "milestones", "findings")
_LONGEST_NAME = 24
"""A longer run of characters may be a sentence."""


def golden_of(extraction: Extraction, document: Document, withheld: bool = False) -> Json:
    """The golden file of one plan, as JSON."""
    lines = _line_starts(document.text)
    words = _Words(withheld)
    source = extraction.source
    return {
        "golden": VERSION,
        "source": {
            "path": source.path.rsplit("/", 1)[-1],
            "format": source.format,
            "chars": source.chars,
            "text_sha256": source.text_sha256,
        },
        "texts": WITHHELD if withheld else KEPT,
        "plan": _plan(extraction.plan, words),
        "records": [_record(record, words) for record in extraction.records],
        "milestones": [_milestone(milestone, words) for milestone in extraction.milestones],
        "numbers": _numbers(extraction, lines),
        "findings": [_finding(finding, words) for finding in extraction.findings],
    }


def layout(golden: Json) -> str:
    """The text of a golden file: a line for each record, and one for the numbers of each line of the plan.

    >>> print(layout({"golden": "1", "records": [{"at": [1, 2]}, {"at": [5, 9]}], "findings": []}), end="")
    {
      "golden": "1",
      "records": [
        {"at": [1, 2]},
        {"at": [5, 9]}
      ],
      "findings": []
    }
    """
    parts = []
    for key, value in golden.items():
        if key in PARTS and value:
            rows = ",\n".join(f"    {_line(row)}" for row in value)
            parts.append(f'  "{key}": [\n{rows}\n  ]')
        elif key == "numbers" and value:
            rows = ",\n".join(f"    {_line(line)}: {_line(row)}" for line, row in value.items())
            parts.append(f'  "{key}": {{\n{rows}\n  }}')
        else:
            parts.append(f'  "{key}": {_line(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Words:
    """How texts of the plan are written down."""

    def __init__(self, withheld: bool) -> None:
        self.withheld = withheld

    def name(self, text: str | None) -> str | None:
        """A name may stand; what is longer than a name is cut where texts are withheld."""
        if text is None or not self.withheld or len(text) <= _LONGEST_NAME:
            return text
        return f"{text[: _LONGEST_NAME // 2]}…{_tag(text)}"

    def value(self, text: str, has_number: bool) -> str | None:
        """Where texts are withheld a number speaks for itself, and a target in words is known by its hash."""
        if not self.withheld:
            return text
        return None if has_number else _tag(text)

    def section(self, headings: list[str]) -> str | None:
        """The way of headings down to a passage."""
        if not headings:
            return None
        way = "＞".join(" ".join(heading.split()) for heading in headings)
        return _tag(way) if self.withheld else way

    def message(self, text: str) -> str | None:
        return None if self.withheld else text


def _tag(text: str) -> str:
    return f"#{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _told(row: Json) -> Json:
    """Without what says nothing, so that a line is short."""
    return {key: value for key, value in row.items() if value is not None and value is not False and value != []}


def _plan(plan: Plan, words: _Words) -> Json:
    region, period = plan.region, plan.period
    row = {
        "title": words.name(plan.title),
        "region": region.name if region else None,
        "level": region.level if region else None,
        "province": region.province if region else None,
        "code": region.code if region else None,
        "sector": plan.sector,
        "period": f"{period.start} to {period.end}" if period else None,
        "issuer": words.name(plan.issuer),
        "issued": plan.issued,
        "doc_number": plan.doc_number,
    }
    return _told(row)


def _record(record: Record, words: _Words) -> Json:
    data = record.model_dump(mode="json")
    value, baseline, change = data["value"], data["baseline"] or {}, data["change"] or {}
    row = {
        "at": _span(record.evidence.value_span or record.value.span),
        "kind": record.kind,
        "indicator": words.name(record.indicator.text),
        "indicator_id": record.indicator.id,
        "comparator": None if record.value.comparator == "=" else record.value.comparator,
        "value": value["number"],
        "high": value["high"],
        "unit": value["unit"],
        "per": value["per"],
        "implied": value["implied"],
        "text": words.value(record.value.text, record.value.number is not None),
        "baseline": baseline.get("number"),
        "baseline_unit": baseline.get("unit"),
        "baseline_as_of": baseline.get("as_of"),
        "baseline_at": baseline.get("span"),
        "change": change.get("number"),
        "change_unit": change.get("unit"),
        "change_basis": change.get("basis"),
        "change_at": change.get("span"),
    }
    row |= _deadline(record.deadline) | _level(record.level)
    row |= {
        "responsible": [words.name(body.text) for body in record.responsible],
        "binding": record.binding,
        "section": words.section(record.section),
        "evidence": [record.evidence.start, record.evidence.end],
        "line": record.evidence.line,
        "cell": list(data["evidence"]["table"].values()) if record.evidence.table else None,
        "rule": record.rule,
    }
    return _told(row)


def _deadline(deadline: Deadline) -> Json:
    return {
        "deadline": deadline.end,
        "deadline_start": deadline.start,
        "every": deadline.every,
        "deadline_source": None if deadline.source == "none" else deadline.source,
        "deadline_at": _span(deadline.span),
    }


def _level(level: Level) -> Json:
    return {"level": level.level, "level_source": None if level.source == "default" else level.source}


def _milestone(milestone: Milestone, words: _Words) -> Json:
    row: Json = {
        "at": _span(milestone.evidence.value_span or (milestone.evidence.start, milestone.evidence.end)),
        "action": milestone.action,
        "object": words.name(milestone.object),
    }
    row |= _deadline(milestone.deadline) | _level(milestone.level)
    row |= {
        "responsible": [words.name(body.text) for body in milestone.responsible],
        "section": words.section(milestone.section),
        "line": milestone.evidence.line,
        "rule": milestone.rule,
    }
    return _told(row)


def _finding(finding: Finding, words: _Words) -> Json:
    row: Json = {
        "check": finding.check,
        "severity": finding.severity,
        "spans": [[start, end] for start, end in finding.spans],
        "message": words.message(finding.message),
    }
    return _told(row)


def _numbers(extraction: Extraction, lines: list[int]) -> dict[str, str]:
    """Every number with its role, by the line of the plan: what moves in one line is one line of the difference."""
    rows: dict[int, list[str]] = {}
    for entry in extraction.numbers:
        line = bisect_right(lines, entry.start)
        rows.setdefault(line, []).append(f"{entry.start}-{entry.end} {entry.role}")
    return {str(number): ", ".join(row) for number, row in sorted(rows.items())}


def _line_starts(text: str) -> list[int]:
    """Where lines begin; a carriage return and a newline end one line, as ``evidence.line`` counts."""
    starts = [0]
    for at, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    return starts


def _span(span: Iterable[int] | None) -> list[int] | None:
    return list(span) if span is not None else None
