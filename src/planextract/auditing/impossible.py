"""Values that cannot be: a share above 100 %, a range upside down, a due date before the period, a share of few units.

No tolerance for the first three. A share of up to twelve units (25 % of three districts) must be a whole number of them
within half a unit of its last written digit, and is only asked of what is reached, not of targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding, Record

ZERO, FULL = Decimal(0), Decimal(100)
MOST_UNITS = 12
HALF = Decimal("0.5")
_NUMERALS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def check(sheet: Sheet) -> Iterator[Finding]:
    for figure in sheet.figures:
        if _above_all(sheet, figure):
            yield finding(
                "impossible", "error", f"{figure.record.indicator.text}: {figure.text} is more than all", [figure]
            )
    for record in sheet.records:
        yield from _range(record)
        yield from _due(sheet, record)
    yield from _turned(sheet)
    yield from _few_units(sheet)


def _above_all(sheet: Sheet, figure: Figure) -> bool:
    """A share of a whole above 100 %, and no share of what may be exceeded."""
    text = figure.record.indicator.text
    return (
        figure.kind == "%"
        and figure.number > FULL
        and not figure.per.stated
        and sheet.words.says("rate", text)
        and not sheet.words.says("over_hundred", text)
    )


def _range(record: Record) -> Iterator[Finding]:
    value = record.value
    if value.number is not None and value.high is not None and value.number > value.high:
        yield finding(
            "impossible", "error", f"{record.indicator.text}: the range {value.text} is upside down", [record]
        )
    due = record.deadline
    if due.start and due.end and due.start[:4].isdigit() and due.end[:4].isdigit() and due.start > due.end:
        spans = [due.span] if due.span else []
        yield finding(
            "impossible", "error", f"{record.indicator.text}: {due.text} ends before it begins", [record], spans
        )


def _turned(sheet: Sheet) -> Iterator[Finding]:
    """Two ends of a range in the wrong order, which are read as two figures."""
    for group in sheet.by_sentence.values():
        figures = [f for r in group if (f := sheet.level(r))]
        for first, second in pairwise(figures):
            between = sheet.between(first.span[1], second.span[0])
            written = first.record.value.number or ZERO, second.record.value.number or ZERO
            falls = sheet.words.says("starts_from", sheet.between(first.span[0] - 20, first.span[0]))
            if sheet.words.says("range_sign", between) and written[0] > written[1] and not falls:
                says = f"{first.record.indicator.text}: the range {plain(written[0])} to {second.text}"
                yield finding("impossible", "error", f"{says} is upside down", [first, second])


def _due(sheet: Sheet, record: Record) -> Iterator[Finding]:
    """A target due before the plan begins, or before it was issued."""
    due, plan = record.deadline, sheet.extraction.plan
    if not due.end or not due.end[:4].isdigit() or due.source != "explicit" or due.every:
        return
    promised = due.span is not None and sheet.words.says("promise", sheet.between(due.span[0] - 8, due.span[0]))
    if record.kind not in ("target", "project") and not promised:
        return
    spans = [due.span] if due.span else []
    says = f"{record.indicator.text} is due in {due.text or due.end[:4]}"
    if sheet.first_year and int(due.end[:4]) < sheet.first_year:
        severity = "warning" if record.kind == "project" else "error"
        yield finding("impossible", severity, f"{says}, before the plan begins ({sheet.first_year})", [record], spans)
    elif plan.issued and len(plan.issued) >= 7 and due.end[:7] < plan.issued[:7]:
        severity = "info" if record.kind == "project" else "warning"
        yield finding("impossible", severity, f"{says}, before the plan was issued ({plan.issued})", [record], spans)


def _few_units(sheet: Sheet) -> Iterator[Finding]:
    rule = sheet.words.regex("district_count")
    counts: dict[frozenset[str], tuple[int, Figure]] = {}
    for figure in sheet.figures:
        match = rule.search(figure.record.indicator.text)
        if match and figure.kind == "%":
            counts.setdefault(figure.name.letters, (_count(match["count"]), figure))
    for figure in sheet.figures:
        known = counts.get(figure.name.letters)
        if (
            known is None
            or figure.kind != "%"
            or not figure.actual
            or figure.comparator != "="
            or figure.record.value.implied
        ):
            continue
        count, named = known
        if 1 < count <= MOST_UNITS and not any(
            abs(FULL * k / count - figure.number) <= (figure.slack or HALF) for k in range(count + 1)
        ):
            units = f"the {count} that {named.record.indicator.text} names"
            text = f"{figure.record.indicator.text}: {figure.text} is no whole number of {units}"
            yield finding("impossible", "warning", text, [figure, named])


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS.get(text, 0)
