"""A ratio against the two figures it is a ratio of, and a share against its part and its whole.

Tolerance: the written digits of all three. The two figures are found by name (农村低保标准 占 城市低保标准), or as
the count before it and the whole in the same sentence (642个建制村中286个, 占44.5%).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding, Record

ABOUT = Decimal("0.03")
HALF_PERCENT = Decimal("0.5")
FAR, MOST_BEFORE = 120, 12
"""In how many characters the part and the whole stand around their share."""


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _named(sheet)
    yield from _shares(sheet)


def _named(sheet: Sheet) -> Iterator[Finding]:
    rule, base = sheet.words.regex("compared"), sheet.words.regex("ratio_base")
    known = [f for f in sheet.figures if f.kind not in ("%", "倍", "points") and f.number > 0]
    for figure in sheet.figures:
        match = rule.search(figure.record.indicator.text)
        if not match or figure.kind not in ("%", "倍", "") or not base.search(match["part"]):
            continue
        part = _find(sheet, known, match["part"], figure)
        whole = _find(sheet, known, match["whole"], figure)
        if part and whole and part.kind == whole.kind and part.per.agrees(whole.per):
            yield from _compare(figure, part, whole, "error")


def _find(sheet: Sheet, known: list[Figure], wording: str, ratio: Figure) -> Figure | None:
    """The figure of this name and of the year of the ratio, where the plan gives one and only one value for it."""
    name = sheet.words.name(wording)
    found = [
        f
        for f in known
        if f.name.letters == name.letters and f.year == ratio.year and f.year is not None and f.actual == ratio.actual
    ]
    return found[0] if found and len({f.number for f in found}) == 1 else None


def _compare(ratio: Figure, part: Figure, whole: Figure, severity: str) -> Iterator[Finding]:
    scale = 100 if ratio.kind == "%" else 1
    low, exact, high = (
        part.low / whole.high * scale,
        part.number / whole.number * scale,
        part.high / whole.low * scale,
    )
    slack = ratio.slack or (HALF_PERCENT if ratio.kind == "%" else Decimal(0))
    if ratio.comparator == "~":
        slack += ABOUT * ratio.number
    meets = {">=": high >= ratio.number, ">": high > ratio.number, "<=": low <= ratio.number, "<": low < ratio.number}
    if meets.get(ratio.comparator, low <= ratio.number + slack and high >= ratio.number - slack):
        return
    unit = " %" if ratio.kind == "%" else ""
    text = f"{ratio.record.indicator.text} is {ratio.text}; {part.text} / {whole.text} is {plain(exact)}{unit}"
    if part.per.times != whole.per.times:
        text += f" ({part.record.value.per} against {whole.record.value.per})"
    yield finding("ratio", severity, text, [ratio, part, whole])


# ---- shares in a sentence --------------------------------------------------------------------------------------------


def _shares(sheet: Sheet) -> Iterator[Finding]:
    for group in sheet.by_sentence.values():
        for i, record in enumerate(group[1:], 1):
            share = sheet.level(record)
            if share is None or share.kind != "%" or share.per.stated:
                continue
            before = group[i - 1]
            part = sheet.level(before)
            if (
                part
                and _is_share_of(sheet, record, before)
                and (whole := _whole(sheet, group[max(0, i - 1 - MOST_BEFORE) : i - 1], record, part))
            ):
                yield from _compare(share, part, whole, "error")


def _is_share_of(sheet: Sheet, share: Record, part: Record) -> bool:
    """占其X%, 占比达到X% right after the count: the same words, or 占 between the two numbers."""
    between = sheet.between(sheet.at(part), sheet.at(share))
    if len(between) > FAR // 2 or part.value.unit in ("%", "个百分点"):
        return False
    same = sheet.words.name(part.indicator.text).letters == sheet.words.name(share.indicator.text).letters
    return "占" in between and (same or "，占" in between or ",占" in between)


def _whole(sheet: Sheet, earlier: list[Record], share: Record, part: Figure) -> Figure | None:
    """The one greater figure of the same unit that stands before the part, or that it is a share of."""
    before = [sheet.level(r) for r in earlier if part.span[0] - sheet.at(r) < FAR]
    greater = [
        f
        for f in before
        if f and f.kind == part.kind and f.number > part.number and f.actual == part.actual and not f.per.stated
    ]
    between = sheet.between(part.span[1], sheet.at(share))
    if not sheet.words.says("takes_share", between):
        return None
    return greater[0] if len(greater) == 1 else None
