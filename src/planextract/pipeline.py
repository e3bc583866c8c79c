"""The whole order on one screen: lay out, read, assemble, complete the ledger, write down, name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from planextract.assembling.drafts import Draft, Entry, MilestoneDraft
from planextract.assembling.draughts import Draughts
from planextract.assembling.facts import FactReader
from planextract.assembling.ledger import LedgerKeeper
from planextract.assembling.milestones import MilestoneAssembler
from planextract.assembling.scope import Scope, ScopeReader
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.table_notes import TableNotes
from planextract.assembling.tables import TableAssembler
from planextract.auditing import findings
from planextract.document import Document
from planextract.given import Given, apply
from planextract.layout.blocks import Layout, LayoutReader
from planextract.naming import name_indicators
from planextract.patterns import Patterns, load_patterns
from planextract.recording import Recorder
from planextract.records import Extraction

__all__ = ["Draughts", "Given", "Pipeline", "extract", "read"]


class Pipeline:
    """The readers of one set of rules, made once."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.layout = LayoutReader(patterns)
        self.sentences = SentenceAssembler(patterns)
        self.scopes = ScopeReader(patterns, self.sentences.periods)
        self.facts = FactReader(patterns, self.sentences.periods)
        self.tables = TableAssembler(patterns, self.sentences)
        self.milestones = MilestoneAssembler(patterns, self.sentences)
        self.ledger = LedgerKeeper(patterns)

    def read(self, document: Document, given: Given) -> Draughts:
        """From source text to drafts; one direction, no step reaches back."""
        layout = self.layout.read(document)
        facts = self.facts.read(layout)
        warnings = apply(given, facts)
        plan = PlanContext(facts.time, facts.region_level, facts.own_names())
        scopes = self.scopes.read(layout, facts.time)
        drafts, entries, milestones = self._blocks(layout, scopes, plan)
        drafts.sort(key=lambda d: (d.value_span, d.span))
        ledger = self.ledger.complete(layout.base, entries, drafts)
        return Draughts(layout, facts, scopes, drafts, ledger, milestones, warnings)

    def _blocks(
        self, layout: Layout, scopes: list[Scope], plan: PlanContext
    ) -> tuple[list[Draft], list[Entry], list[MilestoneDraft]]:
        """Read the blocks in order; a line 单位：万元 holds for the tables up to the next heading."""
        drafts: list[Draft] = []
        entries: list[Entry] = []
        milestones: list[MilestoneDraft] = []
        unit: str | None = None
        notes = TableNotes(self.patterns, self.sentences)
        for block, scope in zip(layout.blocks, scopes, strict=True):
            result = Result()
            if match := self.layout.table_unit.match(block.text.strip()):
                unit = match["unit"]
                entries += self.sentences.set_aside(block, "qualifier", "layout.table_unit")
            elif (noted := notes.read(block)) is not None:
                entries += noted
            elif block.table is not None:
                result = self.tables.read(block, layout.blocks, scope, plan, unit)
            else:
                result = self.sentences.read(block, layout.blocks, scope, plan)
                milestones += self.milestones.read(block, layout.blocks, scope, plan, result)
                unit = None if block.kind == "heading" else unit
            drafts += result.drafts
            entries += result.entries
        return drafts, entries, milestones


@lru_cache(maxsize=4)
def _pipeline(patterns_dir: Path | None) -> Pipeline:
    return Pipeline(load_patterns(patterns_dir))


def read(document: Document, given: Given | None = None, patterns_dir: Path | None = None) -> Draughts:
    """Everything read from a document, with the trail of rules."""
    return _pipeline(patterns_dir).read(document, given or Given())


def extract(document: Document, *, given: Given | None = None, patterns_dir: Path | None = None) -> Extraction:
    """Read a plan's figures into records.

    ``given`` states what the text does not say. Raises ``PatternError`` for bad rules, ``UsageError`` for options that
    make no sense.
    """
    draughts = read(document, given, patterns_dir)
    patterns = _pipeline(patterns_dir).patterns
    extraction = Recorder(document, draughts, patterns).extraction(given or Given())
    extraction = name_indicators(extraction, patterns_dir)
    return extraction.model_copy(update={"findings": findings(extraction, draughts.layout, patterns)})
