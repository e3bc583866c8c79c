"""A yearly rate that has a row of its own (低保人均补助水平年均增长率) against the growth of that level in the text.

Tolerance: one percentage point, because the growth of urban and of rural levels is only bracketed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planextract.auditing.growth import PLAN_YEARS
from planextract.auditing.sheet import Sheet, finding, plain
from planextract.records import Finding, Record

ONE_POINT = Decimal(1)
LONGEST_NAME = 60
_PLACES = frozenset("城市农村镇")


def check(sheet: Sheet) -> Iterator[Finding]:
    rule = sheet.words.regex("growth_rate")
    for rate in sheet.records:
        match = rule.search(rate.indicator.text[-LONGEST_NAME:])
        figure = sheet.level(rate)
        if not match or figure is None or figure.kind != "%" or not figure.actual:
            continue
        base = sheet.words.name(match["base"])
        others = [r for r in sheet.records if r is not rate and _is_growth_of(sheet, r, base.letters)]
        years = [(r, _a_year(r)) for r in others]
        if not years or not base.telling:
            continue
        low, high = min(a for _, a in years), max(a for _, a in years)
        if low - ONE_POINT <= figure.number <= high + ONE_POINT:
            continue
        told = ", ".join(
            f"{plain(r.change.number)} % in {PLAN_YEARS} years ({plain(a, 1)} % a year)" for r, a in years if r.change
        )
        spans = [r.change.span for r, _ in years if r.change]
        levels = [f for r, _ in years if (f := sheet.level(r))]
        yield finding(
            "growth",
            "warning",
            f"{rate.indicator.text} is {figure.text}; the text says {told}",
            [figure, *levels],
            spans,
        )


def _is_growth_of(sheet: Sheet, record: Record, letters: frozenset[str]) -> bool:
    change = record.change
    if (
        change is None
        or change.unit != "%"
        or change.basis == "annual"
        or record.kind != "achieved"
        or record.evidence.table
    ):
        return False
    return sheet.words.name(record.indicator.text).letters - _PLACES == letters - _PLACES


def _a_year(record: Record) -> Decimal:
    assert record.change is not None
    return (Decimal((1 + float(record.change.number) / 100) ** (1 / PLAN_YEARS)) - 1) * 100
