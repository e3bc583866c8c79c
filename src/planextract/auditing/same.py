"""One indicator, different values for the same year; different due years; different denominators.

Tolerance: two values are equal when their written digits overlap (1.23万 and 12312), or within 5 % where one of them is
about (左右, 余). A bound and a value that meets it do not contradict each other. Figures of one sentence are not
compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from planextract.auditing.lists import lists
from planextract.auditing.sheet import Figure, Sheet, finding
from planextract.records import Finding, Record, SpanPair

ABOUT = Decimal("0.05")
LOW_LEVELS = ("township", "village")
UNCOUNTED = ("番", "points", "位")
"""Units of changes and ranks: two of them say nothing of one level."""

MANY = 100
"""More figures of one name are a list that could not be named better, and comparing each with each takes long."""

Cluster = tuple[frozenset[str], str | None, str]
Wholes = dict[SpanPair, frozenset[str]]
"""Parts of lists, each with the name of its total."""


def check(sheet: Sheet) -> Iterator[Finding]:
    figures = [
        f
        for f in sheet.figures
        if f.name.telling and f.kind not in UNCOUNTED and f.record.kind in ("target", "achieved")
    ]
    groups: dict[Cluster, list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.name.letters, figure.record.level.level, figure.kind), []).append(figure)
    wholes = {part.span: whole.name.letters for whole, parts in lists(sheet) for part in parts}
    for group in groups.values():
        if 1 < len(group) <= MANY:
            yield from _values(sheet, group, wholes)
            yield from _due(sheet, group)
            yield from _denominators(sheet, group)
    yield from _rural(sheet, groups)
    yield from _members(sheet, figures)


# ---- different values ------------------------------------------------------------------------------------------------


def _values(sheet: Sheet, group: list[Figure], wholes: Wholes) -> Iterator[Finding]:
    """One finding for all figures of an indicator and a year that do not agree."""
    done: set[tuple[int | None, bool]] = set()
    group = [f for f in group if not _staged(sheet, f, group)]
    for one, other in combinations(group, 2):
        key = (one.year, one.actual)
        if key not in done and comparable(sheet, one, other) and not agree(one, other):
            done.add(key)
            apart = [f for f in group if _like(f, one)]
            yield _different(apart, _severity(one, other, wholes))


def comparable(sheet: Sheet, one: Figure, other: Figure) -> bool:
    """Whether two figures of one indicator must be equal: same year, same state, said at two places."""
    if one.actual != other.actual or one.year is None or one.year != other.year or one.record is other.record:
        return False
    if one.record.deadline.every or other.record.deadline.every or not one.per.agrees(other.per):
        return False
    return not _one_place(sheet, one.record, other.record)


def _staged(sheet: Sheet, figure: Figure, group: list[Figure]) -> bool:
    """The step of a sentence (30%、60%, each for its year) that is not told elsewhere, its year perhaps misread."""
    here = [f for f in group if f is not figure and _like(f, figure) and _one_place(sheet, f.record, figure.record)]
    elsewhere = [f for f in group if f is not figure and _like(f, figure) and f not in here]
    apart = any(f.number != figure.number for f in here)
    return (
        apart
        and any(f.number == other.number for f in here for other in elsewhere)
        and all(f.number != figure.number for f in elsewhere)
    )


def _like(one: Figure, other: Figure) -> bool:
    return (one.year, one.actual) == (other.year, other.actual) and one.per.agrees(other.per)


def _one_place(sheet: Sheet, one: Record, other: Record) -> bool:
    """One sentence, or one row of a table: there, two figures are two things."""
    here, there = one.evidence.table, other.evidence.table
    if here and there:
        return here.index == there.index
    return not here and not there and sheet.sentence(one) == sheet.sentence(other)


def agree(one: Figure, other: Figure) -> bool:
    loose = ABOUT * max(abs(one.number), abs(other.number)) if "~" in (one.comparator, other.comparator) else Decimal(0)
    rounding = max(one.slack, other.slack) if one.slack != other.slack else Decimal(0)
    if abs(one.number - other.number) <= loose + rounding:
        return True
    bounded = {one.comparator, other.comparator}
    low, high = sorted((one, other), key=lambda f: f.number)
    if len(bounded) == 2 and "=" in bounded:
        # 达到60% meets 不低于55%, and 3.4 meets 不超过4.
        return (low.comparator in (">=", ">")) or (high.comparator in ("<=", "<"))
    return False


def _severity(one: Figure, other: Figure, wholes: Wholes) -> str:
    """Not sure where a date is assumed, a level differs, or one is a part of a list, whose name says too little."""
    sure = one.assumed == other.assumed and one.name.places == other.name.places
    sure = sure and wholes.get(one.span) == wholes.get(other.span)
    if one.actual and one.kind != "%":
        # What came together over years against the state at its end.
        sure = sure and bool(one.record.deadline.start) == bool(other.record.deadline.start)
    return "error" if sure and one.per.stated == other.per.stated else "warning"


def _different(figures: Iterable[Figure], severity: str, note: str = "") -> Finding:
    shown = list({(f.text, f.span): f for f in figures}.values())
    first = shown[0]
    values = " and ".join(dict.fromkeys(f"{_bound(f)}{f.text}" for f in shown))
    state = "actual" if first.actual else "target"
    return finding(
        "values", severity, f"{first.record.indicator.text}: {state} of {first.year} is {values}{note}", shown
    )


def _bound(figure: Figure) -> str:
    return "" if figure.comparator in ("=", "range") else figure.comparator


# ---- different due years, denominators -------------------------------------------------------------------------------


def _due(sheet: Sheet, group: list[Figure]) -> Iterator[Finding]:
    """The same target, due in two years."""
    targets = [f for f in group if not f.actual and not f.assumed and f.year and f.record.kind == "target"]
    for one, other in combinations(targets, 2):
        if (
            one.year == other.year
            or one.record.deadline.every
            or other.record.deadline.every
            or not one.per.agrees(other.per)
        ):
            continue
        if (
            one.number == other.number
            and one.comparator == other.comparator
            and not _one_place(sheet, one.record, other.record)
            and _level_of(one)
        ):
            same = [f for f in targets if f.number == one.number]
            years = " and ".join(str(y) for y in sorted({f.year for f in same if f.year}))
            spans = [f.record.deadline.span for f in same if f.record.deadline.span]
            yield finding("due", "warning", f"{one.record.indicator.text}: {one.text} is due in {years}", same, spans)
            return


def _level_of(figure: Figure) -> bool:
    """A level to be reached by a year; what is built or trained may well be so every few years."""
    return figure.kind == "%"


def _denominators(sheet: Sheet, group: list[Figure]) -> Iterator[Finding]:
    """The same number per 百户 and per 户."""
    for one, other in combinations(group, 2):
        if not (one.per.stated and other.per.stated) or one.actual != other.actual or one.record is other.record:
            continue
        if (
            one.per.noun == other.per.noun
            and one.per.magnitude != other.per.magnitude
            and one.record.value.number == other.record.value.number
        ):
            pers = f"{one.record.value.per} and per {other.record.value.per}"
            yield finding("denominators", "error", f"{one.record.indicator.text}: {one.text} per {pers}", [one, other])
            return


# ---- almost the same indicator ---------------------------------------------------------------------------------------


def _rural(sheet: Sheet, groups: dict[Cluster, list[Figure]]) -> Iterator[Finding]:
    """Below the county 农村 often goes without saying."""
    alike: dict[Cluster, list[list[Figure]]] = {}
    for (letters, level, kind), group in groups.items():
        if level in LOW_LEVELS and kind == "%":
            alike.setdefault((letters - sheet.words.rural, level, kind), []).append(group)
    for found in alike.values():
        for group, others in combinations(found, 2):
            if sheet.words.near(group[0].name, others[0].name):
                yield from _across(sheet, group, others)


def _members(sheet: Sheet, figures: list[Figure]) -> Iterator[Finding]:
    """One of several subjects with a common value (A站、B站覆盖率100%) against its own figure elsewhere."""
    targets = [f for f in figures if f.kind == "%" and not f.actual]
    for figure in targets:
        for member in sheet.words.members(figure.record.indicator.text):
            if not member.telling:
                continue
            others = [f for f in targets if f.name.letters == member.letters and f.record.level.level in LOW_LEVELS]
            yield from _across(sheet, [figure], others)


def _across(sheet: Sheet, group: list[Figure], others: list[Figure]) -> Iterator[Finding]:
    apart = [
        (one, other) for one in group for other in others if comparable(sheet, one, other) and not agree(one, other)
    ]
    if apart:
        other = apart[0][1]
        figures = list(dict.fromkeys(f for pair in apart for f in pair))
        yield _different(figures, "warning", f" (as {other.record.indicator.text})")
