"""What headings and leads govern: whether a passage tells results or commitments, and which time holds in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from planextract.layout.blocks import Block, Layout
from planextract.patterns import Patterns
from planextract.reading.periods import Date, PeriodReader

DASH_RANK = 80
"""Rank of items marked by a dash or bullet (patterns/layout.yaml)."""
Tense = Literal["achieved", "target"]


@dataclass(slots=True)
class Scope:
    """What governs a block. ``lead`` is the date of the nearest heading, section lead or list lead that has one."""

    tense: Tense | None = None
    lead: Date | None = None
    lead_block: int | None = None
    head: Date | None = None
    """The date at the head of the block's own first sentence; it governs the whole paragraph."""


@dataclass(frozen=True, slots=True)
class PlanTime:
    """First and last year of the plan, and the year a work report is about."""

    first: int | None = None
    last: int | None = None
    report: int | None = None


@dataclass
class ScopeReader:
    """Walks the blocks once and keeps what headings and leads say."""

    patterns: Patterns
    periods: PeriodReader
    past: re.Pattern[str] = field(init=False)
    future: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        kinds = self.patterns["kinds"]
        self.past = kinds["past_heading"].regex
        self.future = kinds["future_heading"].regex

    def read(self, layout: Layout, time: PlanTime) -> list[Scope]:
        scopes: list[Scope] = []
        leads: dict[int, tuple[Date, int]] = {}
        list_lead: tuple[Date, int, int] | None = None
        fresh: set[int] = set()
        past_chapter: int | None = None
        for index, block in enumerate(layout.blocks):
            scope = Scope(tense=self._tense(block, time))
            chapter = block.parents[0] if block.parents else index if block.kind == "heading" else None
            if scope.tense == "achieved":
                past_chapter = chapter
            elif scope.tense is None and past_chapter is not None and chapter is not None and chapter != past_chapter:
                # After the chapters of results a plan speaks of what it will do.
                scope.tense = "target"
            inherited = [leads[p] for p in block.parents if p in leads]
            if inherited:
                scope.lead, scope.lead_block = inherited[-1]
            if block.kind == "heading":
                list_lead = None
                fresh.add(index)
                if date := self._heading_date(block, time):
                    leads[index] = (date, index)
            elif block.kind == "paragraph":
                if list_lead and ((block.rank == 0 and list_lead[2]) or (block.rank and block.rank <= list_lead[2])):
                    list_lead = None
                if list_lead:
                    scope.lead, scope.lead_block = list_lead[0], list_lead[1]
                scope.head = self._head(block, time)
                parent = block.parents[-1] if block.parents else -1
                if scope.head and parent in fresh and self._governs_section(block, scope):
                    leads[parent] = (scope.head, index)
                if scope.head and (re.search(r"[：:]\s*$", block.text) or self._leads_dashes(layout, index)):
                    list_lead = (scope.head, index, block.rank)
                fresh.discard(parent)
            scopes.append(scope)
        return scopes

    def _tense(self, block: Block, time: PlanTime) -> Tense | None:
        """Outer headings decide; an inner one turns the tense only where it says so plainly."""
        tense: Tense | None = None
        headings = list(block.section)
        if block.kind in ("heading", "table"):
            headings.append(block.text)
        for text in headings:
            past, future = self.past.search(text), self.future.search(text)
            years = [int(y) for y in re.findall(r"20\d\d", text)]
            if time.report and years and re.search(r"工作|任务|目标|安排", text):
                tense = "achieved" if years[-1] < time.report else "target"
            elif past and not (future and future.start() > past.start() and tense != "achieved"):
                if tense != "target" or re.search(r"回顾|成就|现状|发展基础|完成情况|执行情况|成效", text):
                    tense = "achieved"
            elif (future and tense is None) or (
                future and tense == "achieved" and re.search(r"目标|主要任务|总体要求|展望|工作安排|打算", text)
            ):
                tense = "target"
        return tense

    def _heading_date(self, block: Block, time: PlanTime) -> Date | None:
        dates = [d for d in self.periods.find(block.text, time.report) if d.last and d.use == "due"]
        return dates[-1] if dates else None

    def _head(self, block: Block, time: PlanTime) -> Date | None:
        """A date that opens the paragraph (after its list mark), before any other statement."""
        start = block.mark
        end = min(len(block.text), start + 60)
        for date in self.periods.find(block.text[:end], time.report):
            before = re.sub(
                r"[“”\"\s　—]|到|至|截至|截止|在|力争|力争到|确保|争取|展望|全[县市州省]",
                "",
                block.text[start : date.start],
            )
            if before or date.use not in ("due",) or not date.last:
                return None
            return date
        return None

    @staticmethod
    def _leads_dashes(layout: Layout, index: int) -> bool:
        """Whether items marked by dashes follow a dated paragraph that is none itself."""
        following = layout.blocks[index + 1 : index + 2]
        return bool(following) and following[0].rank == DASH_RANK != layout.blocks[index].rank

    @staticmethod
    def _governs_section(block: Block, scope: Scope) -> bool:
        """A first paragraph under a heading governs the section when it tells results or announces goals."""
        if scope.tense == "achieved":
            return True
        if block.section and re.search(r"目标", block.section[-1]):
            return True
        return bool(re.search(r"目标[^。]{0,12}[：:是]|目标如下|[：:]\s*$|主要目标|总体目标", block.text[:160]))
