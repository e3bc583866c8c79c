"""A target no better than its baseline, than what is already reached, or than an earlier target.

Which way is better: rates and counts rise, what patterns/audit.yaml lists (死亡率, 能耗, PM2.5 …) falls, flows and
changes have no direction. Tolerance: the written digits; a bound (≥55%) counts with its bound, and is an
information where it lies within a twentieth of what is reached, or is an upper limit. So is a target that only keeps
what is reached; none at all for 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from planextract.auditing.same import MANY
from planextract.auditing.sheet import Figure, Sheet, finding
from planextract.records import Finding

FULL = Decimal(100)
LOOSE = Decimal("0.05")
"""A floor (不低于93%) may well lie this share below what is reached."""


def check(sheet: Sheet) -> Iterator[Finding]:
    reported: set[tuple[str, str]] = set()
    targets = [f for f in sheet.figures if not f.actual and f.record.kind == "target" and f.number]
    actuals: dict[frozenset[str], list[Figure]] = {}
    for figure in sheet.figures:
        if figure.actual and figure.record.kind != "project":
            actuals.setdefault(figure.name.letters, []).append(figure)
    for target in targets:
        way = direction(sheet, target)
        if way == 0:
            continue
        own = sheet.start(target.record)
        if own and (found := _against(sheet, target, own, way)):
            reported.add((target.record.id, target.record.id))
            yield found
            continue
        reached = [f for f in _same(sheet, target, actuals) if (target.record.id, f.record.id) not in reported]
        if reached and (
            found := _against(sheet, target, max(reached, key=lambda f: (f.year or 0, not f.baseline)), way)
        ):
            yield found
    yield from _earlier(sheet, targets)


def direction(sheet: Sheet, figure: Figure) -> int:
    """1: higher is better, -1: lower is better, 0: cannot be said."""
    text, words = figure.record.indicator.text, sheet.words
    if figure.kind in ("points", "番", "") or words.says("no_direction", text) or figure.record.deadline.every:
        return 0
    if figure.kind != "%" and words.says("flow", text):
        return 0
    if figure.comparator in ("<=", "<"):
        return -1
    if words.says("lower_better", text) or figure.kind == "位":
        return -1
    return 1


def _same(sheet: Sheet, target: Figure, actuals: dict[frozenset[str], list[Figure]]) -> list[Figure]:
    """What the plan says is reached of the same indicator; for 低保标准 also where both 城市 and 农村 stand there."""
    if not target.name.telling:
        return []
    exact = [f for f in actuals.get(target.name.letters, []) if _comparable(target, f)]
    if exact or target.kind != "money":
        return exact
    both = [
        [f for f in actuals.get(target.name.letters | frozenset(place), []) if _comparable(target, f)]
        for place in ("城市", "农村")
    ]
    return [f for place in both for f in place] if all(both) else []


def _comparable(target: Figure, actual: Figure) -> bool:
    if target.record is actual.record or target.kind != actual.kind or not target.per.agrees(actual.per):
        return False
    if target.record.level.level != actual.record.level.level or target.per.stated != actual.per.stated:
        return False
    return target.year is None or actual.year is None or actual.year < target.year


def _against(sheet: Sheet, target: Figure, actual: Figure, way: int) -> Finding | None:
    if way < 0 and actual.number == 0:
        return None  # nothing is better than none
    worse = target.high < actual.low if way > 0 else target.low > actual.high
    says = f"{target.record.indicator.text}: target {_bound(target)}{target.text}"
    state = f"{actual.text} in {actual.year}" if actual.year else f"{actual.text} before"
    if worse:
        own = actual.record is target.record
        rate = target.kind == "%"
        places = target.name.places == actual.name.places
        bound = target.comparator in (">=", ">") if way > 0 else target.comparator in ("<=", "<")
        severity = "error" if own and not bound and places else "warning"
        if (bound or target.comparator == "~") and abs(target.number - actual.number) <= LOOSE * actual.number:
            severity = "info"
        if target.comparator in ("<=", "<"):
            severity = "info"
        return finding(
            "direction", severity if rate or own else "warning", f"{says} is worse than {state}", [target, actual]
        )
    same = target.number == actual.number and target.number != FULL and target.kind != "倍"
    if same and not sheet.words.says("not_improved", _sentence_before(sheet, target)):
        return finding("direction", "info", f"{says} is already reached: {state}", [target, actual])
    return None


def _sentence_before(sheet: Sheet, target: Figure) -> str:
    return sheet.between(target.span[0] - 12, target.span[0])


def _bound(figure: Figure) -> str:
    return "" if figure.comparator == "=" else figure.comparator


def _earlier(sheet: Sheet, targets: list[Figure]) -> Iterator[Finding]:
    """A later target below an earlier one."""
    groups: dict[tuple[frozenset[str], str | None, str], list[Figure]] = {}
    for target in targets:
        if target.kind == "%" and target.name.telling and not target.assumed and target.year:
            groups.setdefault((target.name.letters, target.record.level.level, target.kind), []).append(target)
    for group in groups.values():
        if len(group) > MANY:
            continue
        years = sorted(group, key=lambda f: f.year or 0)
        for first, later in combinations(years, 2):
            way = direction(sheet, later)
            if way == 0 or first.year == later.year or not first.per.agrees(later.per):
                continue
            if (later.high < first.low) if way > 0 else (later.low > first.high):
                name = later.record.indicator.text
                text = f"{name}: {later.text} in {later.year} is worse than {first.text} in {first.year}"
                yield finding("direction", "warning", text, [first, later])
