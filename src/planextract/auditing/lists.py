"""A total against the parts listed after it in its sentence, and shares that must make 100.

Tolerance: half a unit of the finest written digit for each addend. More than the total is an error. Less is one where
the words say that these are all parts (分别, 加, 公办 and 民办, the three kinds of social organisations); after 其中
a list may be open, so that only a near miss is reported, as a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding

NEAR_MISS = Decimal("0.15")
FEWEST = 2
GAP = 45
"""A part stands at most so many characters after the number before it."""
HUNDRED = Decimal(100)
SHARES, MOST_PARTS = 3, 40


def check(sheet: Sheet) -> Iterator[Finding]:
    for whole, parts in lists(sheet):
        if found := _sum(sheet, whole, parts):
            yield found
    for group in sheet.by_sentence.values():
        yield from _shares(sheet, [f for r in group if (f := sheet.level(r)) is not None])


def lists(sheet: Sheet) -> Iterator[tuple[Figure, list[Figure]]]:
    """Every total in running text with its parts."""
    for group in sheet.by_sentence.values():
        figures = [f for r in group if (f := sheet.level(r)) is not None]
        taken = -1
        for i, whole in enumerate(figures):
            if i > taken and (parts := _parts(sheet, whole, figures[i + 1 : i + 1 + MOST_PARTS])):
                taken = i + len(parts)
                yield whole, parts


def _parts(sheet: Sheet, whole: Figure, following: list[Figure]) -> list[Figure]:
    """What follows the whole as its parts: the same unit and kind, smaller, close together, one statement."""
    if (
        whole.kind in ("%", "points", "倍", "番", "")
        or whole.per.stated
        or whole.comparator != "="
        or _is_rise(sheet, whole)
    ):
        return []
    parts: list[Figure] = []
    at = whole.span[1]
    for figure in following:
        between = sheet.between(at, figure.span[0])
        same = figure.kind == whole.kind and figure.record.kind == whole.record.kind and not figure.per.stated
        if not same or len(between) > GAP or figure.number >= whole.number or figure.comparator != "=":
            break
        if parts and (sheet.words.says("between_parts", between) or sheet.words.says("among", between)):
            break
        parts.append(figure)
        at = figure.span[1]
    if len(parts) < FEWEST:
        return []
    lead = sheet.between(whole.span[1], parts[0].span[0])
    return parts if _leads(sheet, lead, parts) else []


def _is_rise(sheet: Sheet, whole: Figure) -> bool:
    return whole.record.baseline is not None


def _leads(sheet: Sheet, lead: str, parts: list[Figure]) -> bool:
    """Whether the words before the first part make it one."""
    return sheet.words.says("among", lead) or _all_there(sheet, lead, parts)


def _all_there(sheet: Sheet, lead: str, parts: list[Figure]) -> bool:
    names = lead + "".join(sheet.between(a.span[1], b.span[0]) for a, b in pairwise(parts))
    if sheet.words.says("among", lead) and not sheet.words.says(
        "exhaustive", names + "".join(p.record.indicator.text for p in parts)
    ):
        return False
    return sheet.words.says("all_parts", names) or sheet.words.says(
        "exhaustive", names + "".join(p.record.indicator.text for p in parts)
    )


def _sum(sheet: Sheet, whole: Figure, parts: list[Figure]) -> Finding | None:
    total = sum((p.number for p in parts), Decimal(0))
    steps = [f.slack for f in (whole, *parts) if f.slack]
    if abs(total - whole.number) <= (min(steps) * len(parts) if steps else Decimal(0)):
        return None
    lead = sheet.between(whole.span[1], parts[0].span[0])
    complete = _all_there(sheet, lead, parts)
    more = total > whole.number
    if not complete and any(sheet.words.says("attributes", p.record.indicator.text) for p in parts):
        return None
    if not more and not complete and (whole.number - total) / whole.number > NEAR_MISS:
        return None
    scale = _scale(whole)
    added = " + ".join(p.text for p in parts)
    text = f"{whole.record.indicator.text} {whole.text}: its parts {added} make {plain(total / scale)}{_unit(whole)}"
    return finding("sum", "error" if more or complete else "warning", text, [whole, *parts])


def _scale(figure: Figure) -> Decimal:
    written = figure.record.value.number
    return figure.number / written if written else Decimal(1)


def _unit(figure: Figure) -> str:
    return figure.record.value.unit or ""


# ---- shares ----------------------------------------------------------------------------------------------------------


def _shares(sheet: Sheet, figures: list[Figure]) -> Iterator[Finding]:
    """Three or more shares after 结构 or 比重分别为 make 100."""
    shares = [f for f in figures if f.kind == "%" and not f.record.value.implied]
    run: list[Figure] = []
    for figure in shares:
        between = sheet.between(run[-1].span[1], figure.span[0]) if run else ""
        if run and not re.fullmatch(r"[%％]?[、，,：:∶和及与]?[^，。；\d]{0,12}", between):
            yield from _hundred(sheet, run)
            run = []
        run.append(figure)
    yield from _hundred(sheet, run)


def _hundred(sheet: Sheet, run: list[Figure]) -> Iterator[Finding]:
    if len(run) < SHARES or not sheet.words.says("composition", sheet.between(run[0].span[0] - GAP, run[0].span[0])):
        return
    total = sum((f.number for f in run), Decimal(0))
    slack = sum((f.slack or Decimal("0.5") for f in run), Decimal(0))
    if abs(total - HUNDRED) > slack:
        added = " + ".join(f.text for f in run)
        yield finding("shares", "error", f"shares of one whole make {plain(total)} %, not 100: {added}", run)
