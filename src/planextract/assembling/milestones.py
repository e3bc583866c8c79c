"""Milestones: commitments with a date and no figure (2023年底前建成殡仪馆)."""

from __future__ import annotations

import re

from planextract.assembling.clauses import Sentence, sentences
from planextract.assembling.drafts import MilestoneDraft
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.time import due
from planextract.layout.blocks import Block
from planextract.patterns import Patterns
from planextract.reading.periods import Date


class MilestoneAssembler:
    """Reads dated commitments by ``patterns/milestones.yaml`` from sentences of commitments."""

    def __init__(self, patterns: Patterns, parent: SentenceAssembler) -> None:
        self.parent = parent
        self.action = patterns.regex("milestones.action")
        self.weak = patterns.regex("milestones.weak")
        self.lead = patterns.regex("milestones.lead")

    def read(self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext, result: Result) -> list[MilestoneDraft]:
        """The milestones of a paragraph: in each clause that a date governs and no figure stands in, what gets done."""
        if block.kind != "paragraph" or scope.tense == "achieved":
            return []
        text = block.text
        names = self.parent.names.find(text)
        dates = [d for d in self.parent._dates(text, names, plan) if d.use == "due" and d.last and self._ahead(d, plan)]  # type: ignore[arg-type]
        if not dates:
            return []
        found: list[MilestoneDraft] = []
        for sentence in sentences(text, block.mark):
            inside = [d for d in dates if sentence.start <= d.start < sentence.end]
            if inside:
                found += self._sentence(block, blocks, sentence, inside, plan, result)
        return found

    @staticmethod
    def _ahead(date: Date, plan: PlanContext) -> bool:
        return date.last is not None and (date.last[0] == "-" or plan.time.first is None or int(date.last[:4]) >= plan.time.first) and not (
            plan.time.report and date.last[0] != "-" and int(date.last[:4]) < plan.time.report
        )

    def _sentence(
        self, block: Block, blocks: tuple[Block, ...], sentence: Sentence, dates: list[Date], plan: PlanContext, result: Result
    ) -> list[MilestoneDraft]:
        found = []
        figures = [d.value_span for d in result.drafts]
        for k, date in enumerate(dates):
            stop = dates[k + 1].start if k + 1 < len(dates) else sentence.end
            for start, end in sentence.clauses:
                start, end = max(start, date.end), min(end, stop)
                if end - start < 4:
                    continue
                span = block.reading.source(start, end)
                if any(span.overlaps(f) for f in figures):
                    continue
                if draft := self._clause(block, blocks, sentence, date, start, end, plan):
                    found.append(draft)
        return found

    def _clause(
        self, block: Block, blocks: tuple[Block, ...], sentence: Sentence, date: Date, start: int, end: int, plan: PlanContext
    ) -> MilestoneDraft | None:
        text = block.text[start:end]
        lead = self.lead.match(text)
        offset = lead.end() if lead else 0
        match = self.action.search(text, offset)
        if not match or match.start() - offset > 28 or self.weak.search(text):
            return None
        what = text[match.end() :].strip(" 、了的")
        before = text[offset : match.start()].strip(" 、，")
        thing = what or before
        if len(thing) < 2:
            return None
        span = block.reading.source(start + offset, end)
        evidence = block.reading.source(sentence.start, sentence.end)
        word = self.parent.levels.of_indicator(thing)
        bodies = self.parent.bodies.find(block.text[sentence.start : sentence.end])
        return MilestoneDraft(
            action=match.group(), object=f"{before}{what}" if what and before and len(before) <= 20 else thing, due=due(date, block), evidence=evidence, span=span,
            level=word.level if word else plan.level, level_text=word.text if word else None, level_source="explicit" if word else "default",
            responsible=[(b.text, block.reading.source(sentence.start + b.start, sentence.start + b.end)) for b in bodies],
            section=tuple(blocks[p].span for p in block.parents), rule="milestones.action",
        )
