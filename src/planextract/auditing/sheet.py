"""An extraction laid out for the checks: every figure it states, comparable, and the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from planextract.auditing.units import Denominator, denominator, has_decimals, measure, written_step
from planextract.auditing.wording import Name, Words
from planextract.records import Extraction, Finding, Record, SpanPair, shortest

_BLANK = re.compile(r"\s")


@dataclass(frozen=True, eq=False)
class Figure:
    """One stated level: a record's value or its baseline, in base units."""

    record: Record
    span: SpanPair
    text: str
    """As written, with its unit."""
    number: Decimal
    slack: Decimal
    """Half a unit of the last written digit: what rounding may have taken; 0 for whole counts."""
    decimals: bool
    kind: str
    """What the unit measures; figures are only compared within a kind."""
    per: Denominator
    year: int | None
    assumed: bool
    """The year is the end of the plan's period because the text says none."""
    actual: bool
    baseline: bool
    name: Name

    @property
    def comparator(self) -> str:
        return "=" if self.baseline else self.record.value.comparator

    @property
    def rounded(self) -> Decimal:
        """The slack of a number with decimals; a whole one, also of 万, is exact where it is calculated with."""
        return self.slack if self.decimals else Decimal(0)

    @property
    def low(self) -> Decimal:
        return self.number - self.rounded

    @property
    def high(self) -> Decimal:
        return self.number + self.rounded


class Sheet:
    """What the checks read. ``text`` is the source text, or what of it the evidence of the records holds."""

    def __init__(self, extraction: Extraction, words: Words, text: str | None = None) -> None:
        self.extraction, self.words = extraction, words
        self.text = text if text is not None else patchwork(extraction)
        self.records = extraction.records
        period = extraction.plan.period
        self.first_year = int(period.start[:4]) if period else None
        self.last_year = int(period.end[:4]) if period else None
        self._sentences = self._passages()
        self._levels: dict[str, Figure | None] = {}
        self._starts: dict[str, Figure | None] = {}

    # ---- figures ----------------------------------------------------------------------------------------------------

    @cached_property
    def figures(self) -> list[Figure]:
        return [figure for record in self.records for figure in self._of(record)]

    def _of(self, record: Record) -> Iterator[Figure]:
        value = self.level(record)
        start = self.start(record)
        if value:
            yield value
        if start:
            yield start

    def level(self, record: Record) -> Figure | None:
        """The record's value as a figure; none for ranges and textual targets."""
        if record.id not in self._levels:
            self._levels[record.id] = self._level(record)
        return self._levels[record.id]

    def start(self, record: Record) -> Figure | None:
        """The level it starts from; its unit is the value's where none is written."""
        if record.id not in self._starts:
            self._starts[record.id] = self._start(record)
        return self._starts[record.id]

    def _level(self, record: Record) -> Figure | None:
        value, span = record.value, record.evidence.value_span
        if value.number is None or value.high is not None or span is None:
            return None
        due = record.deadline
        year = int(due.end[:4]) if due.end and due.end[:4].isdigit() else None
        planned = record.kind in ("target", "forecast")
        assumed = planned and year is None and due.every is None
        return self._figure(
            record, value.number, value.unit, value.per, span, self.last_year if assumed else year, assumed, not planned
        )

    def _start(self, record: Record) -> Figure | None:
        base = record.baseline
        if base is None or record.evidence.value_span is None:
            return None
        year = int(base.as_of[:4]) if base.as_of else None
        return self._figure(
            record,
            base.number,
            base.unit or record.value.unit,
            record.value.per,
            base.span,
            year,
            assumed=False,
            actual=True,
            baseline=True,
        )

    def _figure(
        self,
        record: Record,
        number: Decimal,
        unit: str | None,
        per: str | None,
        span: SpanPair,
        year: int | None,
        assumed: bool,
        actual: bool,
        baseline: bool = False,
    ) -> Figure:
        kind, factor = measure(unit)
        where = denominator(per, kind)
        written = self.between(*span)
        step = written_step(written, factor)
        scale = factor * where.times
        text = f"{shortest(number)}{_joined(unit)}"
        return Figure(
            record,
            span,
            text,
            number * scale,
            step * where.times / 2,
            has_decimals(written),
            kind,
            where,
            year,
            assumed,
            actual,
            baseline,
            self.words.name(record.indicator.text),
        )

    # ---- places -----------------------------------------------------------------------------------------------------

    def sentence(self, record: Record) -> int:
        """The number of the sentence the value stands in, by what the evidence of the records covers."""
        return self._sentences.get(record.id, -1)

    def _passages(self) -> dict[str, int]:
        """Records whose evidence overlaps stand in one sentence, whatever lines it is broken into."""
        numbers: dict[str, int] = {}
        number, end = 0, -1
        for record in sorted(self.records, key=lambda r: (r.evidence.start, r.evidence.end)):
            if record.evidence.start >= end:
                number += 1
            end = max(end, record.evidence.end)
            numbers[record.id] = number
        return numbers

    def between(self, start: int, end: int) -> str:
        """The text from here to there without blanks and line breaks."""
        return _BLANK.sub("", self.text[max(0, start) : end])

    def at(self, record: Record) -> int:
        span = record.evidence.value_span
        return span[0] if span else record.evidence.start

    @cached_property
    def by_sentence(self) -> dict[int, list[Record]]:
        """Records of running text by sentence, in order of their values."""
        groups: dict[int, list[Record]] = {}
        for record in self.records:
            if record.evidence.table is None and record.evidence.value_span:
                groups.setdefault(self.sentence(record), []).append(record)
        return {key: sorted(group, key=self.at) for key, group in groups.items()}


def patchwork(extraction: Extraction) -> str:
    """The source text as far as the records hold it, every piece in its place, blanks between."""
    text = [" "] * extraction.source.chars
    for record in extraction.records:
        evidence = record.evidence
        text[evidence.start : evidence.end] = evidence.text
    for entry in extraction.numbers:
        text[entry.start : entry.end] = entry.text
    return "".join(text)


def _joined(unit: str | None) -> str:
    return unit or ""


def finding(
    check: str, severity: str, message: str, figures: list[Figure] | list[Record], spans: list[SpanPair] | None = None
) -> Finding:
    """A finding at the places of these figures or records, each place once, in the order of the text."""
    records = [f.record if isinstance(f, Figure) else f for f in figures]
    places = {f.span if isinstance(f, Figure) else f.evidence.value_span for f in figures} | set(spans or [])
    return Finding(
        check=check,
        severity=severity,  # type: ignore[arg-type]
        message=message,
        records=list(dict.fromkeys(r.id for r in records)),
        spans=sorted(p for p in places if p is not None),
    )


def plain(number: Decimal, places: int = 2) -> str:
    """A computed number for a message, rounded.

    >>> plain(Decimal("113.8528"), 1), plain(Decimal("24.00"))
    ('113.9', '24')
    """
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
