"""Between levels: a plan's target below what a higher plan binds it to, and quotes of a higher plan that differ.

Only rates and figures per head are compared, since a county's count is never a province's. Below a binding target
(约束性) is a warning, below an expected one (预期性) an information. Inside one plan the columns of other levels
are the higher targets; between plans a plan is higher when its region contains the other's.
"""

from __future__ import annotations

from collections.abc import Iterator

from planextract.auditing.direction import direction
from planextract.auditing.sheet import Figure, Sheet, finding
from planextract.records import Finding, FindingPlace, Region

ORDER = ("village", "township", "county", "prefecture", "province", "national")
CODE_LENGTH = {"province": 2, "prefecture": 4, "county": 6}
SEVERITY = {"约束性": "warning", "预期性": "info", None: "info"}


def check(sheet: Sheet) -> Iterator[Finding]:
    """A row of an indicator table whose own target is below the column of a higher level."""
    rows: dict[tuple[int, int], list[Figure]] = {}
    for figure in sheet.figures:
        place = figure.record.evidence.table
        if place and not figure.baseline and figure.record.kind == "target":
            rows.setdefault((place.index, place.row), []).append(figure)
    for row in rows.values():
        own, *others = sorted(row, key=lambda f: f.record.evidence.table.column if f.record.evidence.table else 0)
        for higher in others:
            above = _above(higher) > _above(own) and higher.name.letters == own.name.letters
            if above and _comparable(own, higher) and _below(sheet, own, higher):
                yield finding(
                    "levels",
                    SEVERITY[higher.record.binding],
                    _text(own, higher, higher.record.level.level or "higher"),
                    [own, higher],
                )


def _above(figure: Figure) -> int:
    level = figure.record.level.level
    return ORDER.index(level) if level in ORDER else -1


def _comparable(own: Figure, higher: Figure) -> bool:
    return (
        own.kind == higher.kind
        and own.year == higher.year
        and (own.kind == "%" or own.per.stated)
        and own.per.agrees(higher.per)
    )


def _below(sheet: Sheet, own: Figure, higher: Figure) -> bool:
    way = direction(sheet, higher)
    return (way > 0 and own.high < higher.low) or (way < 0 and own.low > higher.high)


def _text(own: Figure, higher: Figure, whose: str) -> str:
    binding = f" ({higher.record.binding})" if higher.record.binding else ""
    target = f"{own.record.indicator.text}: target {own.text} in {own.year}"
    return f"{target} falls short of the {higher.text} of the {whose} plan{binding}"


# ---- several plans ---------------------------------------------------------------------------------------------------


def across(sheets: list[Sheet]) -> Iterator[Finding]:
    """Each plan against every plan of a region that contains its own."""
    for lower in sheets:
        for higher in sheets:
            if higher is not lower and contains(higher.extraction.plan.region, lower.extraction.plan.region):
                yield from _pair(higher, lower)


def contains(outer: Region | None, inner: Region | None) -> bool:
    """Whether one region lies in the other, by the division codes or the name of the province.

    >>> inner = Region(name="民乐县", level="county", code="620722")
    >>> contains(Region(name="甘肃省", level="province", code="620000"), inner)
    True
    """
    if (
        outer is None
        or inner is None
        or outer.level is None
        or inner.level is None
        or ORDER.index(outer.level) <= ORDER.index(inner.level)
    ):
        return False
    if outer.level == "national" or outer.name == inner.province:
        return True
    length = CODE_LENGTH.get(outer.level)
    return bool(outer.code and inner.code and length and outer.code[:length] == inner.code[:length])


def _pair(higher: Sheet, lower: Sheet) -> Iterator[Finding]:
    above = {key: f for f in higher.figures if (key := _key(higher, f))}
    reported = set()
    for own in lower.figures:
        key = _key(lower, own)
        target = above.get(key) if key else None
        if key and target and key not in reported and _comparable(own, target) and _below(lower, own, target):
            reported.add(key)
            plan = higher.extraction.plan
            whose = plan.region.name if plan.region else higher.extraction.source.path
            yield Finding(
                check="levels",
                severity="error" if target.record.binding == "约束性" else "warning",
                message=_text(own, target, whose),
                records=[own.record.id, target.record.id],
                places=[_place(lower, own), _place(higher, target)],
            )


def _key(sheet: Sheet, figure: Figure) -> tuple[frozenset[str], str, int | None] | None:
    """Targets of a plan's own level; a level below its own (every township) is the same thing in both plans."""
    region = sheet.extraction.plan.region
    level = figure.record.level.level
    if figure.actual or figure.record.kind != "target" or not figure.name.telling:
        return None
    if (
        region is not None
        and level is not None
        and region.level is not None
        and ORDER.index(level) > ORDER.index(region.level)
    ):
        return None
    return figure.name.letters, figure.kind, figure.year


def _place(sheet: Sheet, figure: Figure) -> FindingPlace:
    return FindingPlace(
        source=sheet.extraction.source.path, record=figure.record.id, span=figure.span, text=figure.record.evidence.text
    )
