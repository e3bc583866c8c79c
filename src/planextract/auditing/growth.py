"""A stated growth against the two levels it stands between.

Tolerance: half a unit of the last written digit of the growth, and what the rounding of levels with decimals allows;
whole numbers are exact. A growth that was cut off instead of rounded is a warning, one that is off by less than a
hundredth of itself an information. A yearly growth may be compound or linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.auditing.units import measure, written_step
from planextract.records import Change, Finding

Way = Literal["total", "compound", "linear", "difference", "points a year"]
Bounds = tuple[Decimal, Decimal, Decimal]
"""Lowest, exact and highest."""
PLAN_YEARS = 5
"""Between the two levels, where the text does not say from when the first one is."""
HUNDRED = Decimal(100)
ABOUT = Decimal("0.03")
"""How much more a level with 约 or 余 may be off, as a share."""
CLOSE = Decimal("0.01")
DOUBLED = Decimal("1.98")
"""翻一番 is at least this, per doubling."""
MOST_DOUBLINGS, MOST_TIMES = 10, Decimal(100000)
"""Beyond these it is no growth of one thing, but a misreading."""


@dataclass(frozen=True)
class Claim:
    """A stated change and the levels it should lead from and to."""

    change: Change
    old: Figure
    new: Figure
    stated: Decimal
    slack: Decimal
    sign: int
    """1 it is said to rise, -1 to fall, 0 not said."""
    usual: bool
    """Stands in a column where growth is stated in points throughout."""

    @property
    def figures(self) -> list[Figure]:
        return [self.old, self.new]

    @property
    def says(self) -> str:
        return f"{self.new.record.indicator.text}: {self.old.text} to {self.new.text}"

    @property
    def claimed(self) -> str:
        unit = self.change.unit or ""
        return f"the plan says {plain(self.change.number)}{'' if unit == '番' else ' '}{unit}"

    @property
    def years(self) -> int:
        first, last = self.old.year, self.new.year
        return last - first if first and last and last > first else PLAN_YEARS

    def bounds(self, way: Way) -> Bounds:
        """How much the levels rise, told this way."""
        loose = ABOUT * self.new.number if self.new.comparator == "~" else Decimal(0)
        lowest = max(self.old.low, self.old.number / 2)
        low = self._size(way, self.old.high, self.new.low - loose)
        high = self._size(way, lowest, self.new.high + loose)
        return min(low, high), self._size(way, self.old.number, self.new.number), max(low, high)

    def _size(self, way: Way, old: Decimal, new: Decimal) -> Decimal:
        if way == "difference":
            return new - old
        if way == "points a year":
            return (new - old) / self.years
        ratio = new / old
        if way == "compound":
            return (Decimal(float(max(ratio, Decimal(0))) ** (1 / self.years)) - 1) * HUNDRED
        total = (ratio - 1) * HUNDRED
        return total / self.years if way == "linear" else total

    def fits(self, way: Way) -> bool:
        low, _, high = self.bounds(way)
        signs = (self.sign,) if self.sign else (1, -1)
        return any(low <= self.stated * s + self.slack and high >= self.stated * s - self.slack for s in signs)

    def cut_off(self, way: Way) -> bool:
        """Whether the stated number is the exact one without the digits that did not fit."""
        exact = self.bounds(way)[1]
        return 0 <= abs(exact) - abs(self.stated) < 2 * self.slack and (self.sign == 0 or exact * self.sign > 0)

    def close(self, way: Way) -> bool:
        return abs(abs(self.bounds(way)[1]) - abs(self.stated)) <= CLOSE * abs(self.stated)


def check(sheet: Sheet) -> Iterator[Finding]:
    for claim in _claims(sheet):
        kind = measure(claim.change.unit)[0]
        if claim.change.unit == "番":
            yield from _doubling(claim)
        elif kind == "%":
            yield from _percent(sheet, claim)
        elif (kind == claim.new.kind or (kind == "points" and claim.new.kind == "%")) and not claim.fits("difference"):
            found = f"{plain(claim.bounds('difference')[1] / measure(claim.change.unit)[1])} {claim.change.unit or ''}"
            yield _found("growth", "error", claim, f"{claim.says} is {found}, {claim.claimed}")


def _claims(sheet: Sheet) -> Iterator[Claim]:
    points = _columns_in_points(sheet)
    for record in sheet.records:
        change, old, new = record.change, sheet.start(record), sheet.level(record)
        if change is None or old is None or new is None or old.kind != new.kind or new.kind == "番":
            continue
        if old.number <= 0 or new.number < 0 or new.number / old.number > MOST_TIMES:
            continue
        factor = measure(change.unit)[1]
        slack = written_step(sheet.between(*change.span), factor) / 2
        if change.unit == "%":
            slack = slack or Decimal("0.5")
        place = record.evidence.table
        usual = place is not None and (place.index, place.column) in points
        yield Claim(change, old, new, change.number * factor, slack, _sign(sheet, change, place is not None), usual)


def _found(check: str, severity: str, claim: Claim, text: str) -> Finding:
    return finding(check, severity, text, claim.figures, [claim.change.span])


def _percent(sheet: Sheet, claim: Claim) -> Iterator[Finding]:
    yearly = claim.change.basis == "annual"
    ways: tuple[Way, ...] = ("compound", "linear") if yearly else ("total",)
    others: tuple[Way, ...] = ("total",) if yearly else ("compound", "linear")
    points: Way = "points a year" if yearly else "difference"
    if any(claim.fits(way) for way in ways):
        return
    computed = _computed(claim, yearly)
    text = f"{claim.says} is {computed}, {claim.claimed}"
    if any(claim.cut_off(way) for way in ways):
        yield _found("growth", "warning", claim, f"{text}: cut off, not rounded")
    elif claim.new.kind == "%" and claim.fits(points):
        what = f"{plain(claim.stated)} {'points a year' if yearly else 'percentage points'}"
        severity = "info" if claim.usual or yearly else "error"
        yield _found("points", severity, claim, f"{claim.says} is {what}, {claim.claimed}; as growth it is {computed}")
    elif any(claim.fits(way) for way in others):
        over = f"of all {claim.years} years" if yearly else "a year"
        severity = "error" if claim.change.basis else "warning"
        yield _found("growth", severity, claim, f"{text}; it fits as growth {over}")
    else:
        real = sheet.words.says("real_growth", claim.new.record.indicator.text)
        near = any(claim.close(way) for way in ways)
        before = sheet.between(claim.change.span[0] - 8, claim.change.span[1])
        severity = "warning" if sheet.words.says("last_year", before) else "error"
        yield _found("growth", "info" if near or real else severity, claim, text)


def _computed(claim: Claim, yearly: bool) -> str:
    if not yearly:
        return f"{plain(claim.bounds('total')[1])} %"
    compound, linear = claim.bounds("compound")[1], claim.bounds("linear")[1]
    return f"{plain(compound)} % a year compound ({plain(linear)} % linear)"


def _doubling(claim: Claim) -> Iterator[Finding]:
    times = claim.new.high / max(claim.old.low, claim.old.number / 2)
    if claim.change.number <= MOST_DOUBLINGS and times < DOUBLED ** int(claim.change.number):
        yield _found("growth", "error", claim, f"{claim.says} is {plain(claim.bounds('total')[1])} %, {claim.claimed}")


def _sign(sheet: Sheet, change: Change, in_table: bool) -> int:
    """What the words around the change say; a column of a table holds signed growth."""
    if in_table:
        return 1
    around = change.text if change.text[:1].isalpha() else sheet.between(change.span[0] - 8, change.span[1])
    if sheet.words.says("falls", around):
        return -1
    return 1 if sheet.words.says("rises", around) else 0


def _columns_in_points(sheet: Sheet) -> set[tuple[int, int]]:
    """Columns of tables whose growth is stated in points throughout: the column's habit, not an error of one row."""
    rows: dict[tuple[int, int], list[bool]] = {}
    for record in sheet.records:
        place, change, old, new = record.evidence.table, record.change, sheet.start(record), sheet.level(record)
        if place and change and old and new and change.unit == "%" and old.kind == new.kind == "%" and old.number > 0:
            difference = new.number - old.number == change.number
            relative = abs((new.number / old.number - 1) * HUNDRED - change.number) < 1
            rows.setdefault((place.index, place.column), []).append(difference and not relative)
    return {column for column, habits in rows.items() if len(habits) > 1 and all(habits)}
