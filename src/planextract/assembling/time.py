"""When a figure is due, or as of when it holds."""

from __future__ import annotations

from bisect import bisect_left

from planextract.assembling.drafts import Due
from planextract.assembling.scope import PlanTime, Scope
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.reading.periods import Date


def governing(dates: list[Date], at: int, sentence: tuple[int, int], clause: tuple[int, int]) -> Date | None:
    """The date of the sentence that governs the figure at ``at``: the last before it, else one behind it in its clause.

    A date governs forward to the next date or the end of the sentence, never backward over a comma.
    """
    split = bisect_left(dates, at, key=lambda d: d.start)
    for date in reversed(dates[:split]):
        if date.start < sentence[0]:
            break
        if date.use == "due" and date.last:
            return date
    behind = (d for d in dates[split:] if d.use == "due" and d.last)
    first = next(behind, None)
    return first if first is not None and first.start < clause[1] else None


def due(date: Date, block: Block, source: str = "explicit") -> Due:
    """A date of a block's reading as a ``Due`` with its source span."""
    span = block.reading.source(date.start, date.end)
    first = date.first if date.period else None
    return Due(date.text, first, date.last, date.every, "explicit" if source == "explicit" else "inherited", span)


def inherited(scope: Scope, blocks: tuple[Block, ...], kind: str, time: PlanTime) -> Due:
    """The time that a lead or heading gives, if it fits: results lie before the plan's first year, targets after."""
    if scope.lead is None or scope.lead_block is None or not scope.lead.last:
        return Due()
    year = int(scope.lead.last[:4]) if scope.lead.last[0] != "-" else None
    if year is not None and time.first is not None and time.report is None:
        if kind == "achieved" and year > time.first:
            return Due()
        if kind in ("target", "forecast") and year < time.first:
            return Due()
    block = blocks[scope.lead_block]
    out = due(scope.lead, block, "inherited")
    return out


def passage_year(scope: Scope, time: PlanTime) -> int | None:
    """The year that a passage of a work report is about: of its lead or heading, else of the report."""
    if time.report is None:
        return None
    lead = scope.lead
    return int(lead.last[:4]) if lead and lead.last and lead.last[0] != "-" and not lead.period else time.report


def span_of(block: Block, start: int, end: int) -> Span:
    return block.reading.source(start, end)
