"""A stated growth against the two levels it stands between.

Tolerance: half a unit of the last written digit of the growth, and what the rounding of levels with decimals (or in
万, 亿) allows; whole counts are exact. A growth that was cut off instead of rounded is a warning. A yearly growth may
be compound, linear, or points a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planextract.audit.sheet import Figure, Sheet, finding, plain
from planextract.audit.units import measure, written_step
from planextract.records import Change, Finding, Record

PLAN_YEARS = 5
"""Between the two levels, where the text does not say from when the first one is."""
HUNDRED = Decimal(100)
CLOSE = Decimal("0.01")
"""A growth that is off by no more than this share of itself is an information."""
ABOUT = Decimal("0.03")
"""How much more a level with 约 or 余 may be off, as a share."""
DOUBLED = Decimal("1.98")
"""翻一番 is at least this, per doubling."""


@dataclass(frozen=True)
class Rise:
    """From one level to another, each between its bounds."""

    old: tuple[Decimal, Decimal, Decimal]
    """Low, exact, high."""
    new: tuple[Decimal, Decimal, Decimal]
    years: int

    def bounds(self, measure_of: str) -> tuple[Decimal, Decimal, Decimal]:
        """Lowest, exact and highest size of the rise in this measure."""
        low = self._size(measure_of, self.old[2], self.new[0])
        high = self._size(measure_of, self.old[0], self.new[2])
        return min(low, high), self._size(measure_of, self.old[1], self.new[1]), max(low, high)

    def _size(self, measure_of: str, old: Decimal, new: Decimal) -> Decimal:
        if measure_of == "difference":
            return new - old
        if measure_of == "points a year":
            return (new - old) / self.years
        ratio = new / old
        if measure_of == "compound":
            return (Decimal(float(max(ratio, Decimal("0.000001"))) ** (1 / self.years)) - 1) * HUNDRED
        total = (ratio - 1) * HUNDRED
        return total / self.years if measure_of == "linear" else total


def check(sheet: Sheet) -> Iterator[Finding]:
    points = _rows_in_points(sheet)
    for record in sheet.records:
        change, old, new = record.change, sheet.start(record), sheet.level(record)
        if change is None or old is None or new is None or old.kind != new.kind or old.number <= 0 or new.kind == "番":
            continue
        place = record.evidence.table
        yield from _compare(
            sheet, record, change, old, new, usual=place is not None and (place.index, place.column) in points
        )


def _compare(sheet: Sheet, record: Record, change: Change, old: Figure, new: Figure, usual: bool) -> Iterator[Finding]:
    rise = _rise(record, old, new)
    kind, factor = measure(change.unit)
    stated, slack = change.number * factor, written_step(sheet.between(*change.span), factor) / 2
    slack = slack or (Decimal("0.5") if kind == "%" else Decimal(0))
    says = f"{record.indicator.text}: {old.text} to {new.text}"
    if change.unit == "番":
        yield from _doubling(change, rise, says, [old, new])
        return
    if kind == "倍":
        return
    if kind == "%":
        yield from _percent(sheet, record, change, rise, says, [old, new], (stated, slack), usual)
    elif kind == new.kind or (kind == "points" and new.kind == "%"):
        sign = _sign(sheet, change, record)
        if not _fits(rise.bounds("difference"), stated, slack, sign):
            found = plain(rise.bounds("difference")[1])
            unit = "points" if kind == "points" else change.unit or ""
            yield finding(
                "growth",
                "error",
                f"{says} is {found} {unit}, the plan says {_stated(change)}",
                [old, new],
                [change.span],
            )


def _percent(
    sheet: Sheet,
    record: Record,
    change: Change,
    rise: Rise,
    says: str,
    figures: list[Figure],
    written: tuple[Decimal, Decimal],
    usual: bool,
) -> Iterator[Finding]:
    stated, slack = written
    sign = _sign(sheet, change, record)
    yearly = change.basis == "annual"
    ways = ("compound", "linear") if yearly else ("total",)
    if any(_fits(rise.bounds(way), stated, slack, sign) for way in ways):
        return
    exact = {way: rise.bounds(way)[1] for way in ("total", "compound", "linear")}
    computed = (
        f"{plain(exact['compound'])} % a year compound ({plain(exact['linear'])} % linear)"
        if yearly
        else f"{plain(exact['total'])} %"
    )
    text = f"{says} is {computed}, the plan says {_stated(change)}"
    if any(_cut_off(exact[way], stated, slack, sign) for way in ways):
        yield finding("growth", "warning", f"{text}: cut off, not rounded", figures, [change.span])
    elif figures[1].kind == "%" and _fits(
        rise.bounds("points a year" if yearly else "difference"), stated, slack, sign
    ):
        what = "points a year" if yearly else "percentage points"
        severity = "info" if usual or yearly else "error"
        yield finding(
            "points",
            severity,
            f"{says} is {plain(stated)} {what}, not {plain(stated)} %; as growth it is {computed}",
            figures,
            [change.span],
        )
    elif change.basis is None and any(_fits(rise.bounds(way), stated, slack, sign) for way in ("compound", "linear")):
        yield finding("growth", "warning", f"{text}; it fits as growth a year", figures, [change.span])
    elif yearly and _fits(rise.bounds("total"), stated, slack, sign):
        yield finding(
            "growth", "error", f"{text}; that is the growth of all {rise.years} years", figures, [change.span]
        )
    else:
        close = any(abs(abs(exact[way]) - abs(stated)) <= CLOSE * abs(stated) for way in ways)
        priced = sheet.words.says("real_growth", record.indicator.text)
        yield finding("growth", "info" if close or priced else "error", text, figures, [change.span])


def _doubling(change: Change, rise: Rise, says: str, figures: list[Figure]) -> Iterator[Finding]:
    times = rise.new[2] / rise.old[0]
    if times < DOUBLED ** int(change.number):
        total = plain((rise.new[1] / rise.old[1] - 1) * HUNDRED, 1)
        yield finding(
            "growth", "error", f"{says} is +{total} %, which is not {_stated(change)}", figures, [change.span]
        )


def _stated(change: Change) -> str:
    return f"{plain(change.number)}{'' if change.unit == '番' else ' '}{change.unit or ''}"


def _rise(record: Record, old: Figure, new: Figure) -> Rise:
    loose = ABOUT * new.number if new.comparator == "~" else Decimal(0)
    years = new.year - old.year if new.year and old.year and new.year > old.year else PLAN_YEARS
    # A level that is only bounded (≥55%) may end anywhere beyond; its growth is computed from the bound.
    lowest = max(old.low, old.number / 2)
    return Rise((lowest, old.number, old.high), (new.low - loose, new.number, new.high + loose), years)


def _fits(bounds: tuple[Decimal, Decimal, Decimal], stated: Decimal, slack: Decimal, sign: int) -> bool:
    low, _, high = bounds
    if sign == 0:
        return _fits(bounds, stated, slack, 1) or _fits(bounds, stated, slack, -1)
    return low <= stated * sign + slack and high >= stated * sign - slack


def _cut_off(exact: Decimal, stated: Decimal, slack: Decimal, sign: int) -> bool:
    """Whether the stated number is the exact one without the digits that did not fit."""
    return Decimal(0) <= abs(exact) - abs(stated) < 2 * slack and (sign == 0 or exact * sign > 0)


def _sign(sheet: Sheet, change: Change, record: Record) -> int:
    """1 where the words say that it rises, -1 where they say that it falls, 0 where they do not say."""
    if record.evidence.table:
        return 1
    around = sheet.between(change.span[0] - 8, change.span[1]) if not change.text[:1].isalpha() else change.text
    if sheet.words.says("falls", around):
        return -1
    return 1 if sheet.words.says("rises", around) else 0


def _rows_in_points(sheet: Sheet) -> set[tuple[int, int]]:
    """Columns of tables whose growth is stated in points throughout: the column's habit, not an error of one row."""
    fits: dict[tuple[int, int], list[bool]] = {}
    for record in sheet.records:
        place, change, old, new = record.evidence.table, record.change, sheet.start(record), sheet.level(record)
        if place and change and old and new and change.unit == "%" and old.kind == new.kind == "%" and old.number > 0:
            difference = new.number - old.number == change.number
            relative = abs((new.number / old.number - 1) * HUNDRED - change.number) < 1
            fits.setdefault((place.index, place.column), []).append(difference and not relative)
    return {column for column, rows in fits.items() if len(rows) > 1 and all(rows)}
