"""The whole order on one screen: lay out, read, assemble, name, write down."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from planextract import __version__, regions
from planextract.assembling.drafts import Draft, Due, Entry, MilestoneDraft
from planextract.assembling.facts import FactReader, Facts
from planextract.assembling.ledger import LedgerKeeper
from planextract.assembling.milestones import MilestoneAssembler
from planextract.assembling.scope import Scope, ScopeReader
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.table_notes import TableNotes
from planextract.assembling.tables import TableAssembler
from planextract.document import Document
from planextract.errors import UsageError
from planextract.layout.blocks import Block, Layout, LayoutReader
from planextract.offsets import Span
from planextract.patterns import Patterns, load_patterns
from planextract.reading.periods import plan_ordinal, plan_years
from planextract.records import (
    Baseline,
    Body,
    CellPlace,
    Change,
    Deadline,
    Evidence,
    Extraction,
    Generator,
    Indicator,
    Level,
    Milestone,
    NumberEntry,
    Period,
    Plan,
    ReadFrom,
    Record,
    Region,
    Source,
    Value,
)


@dataclass(frozen=True)
class Given:
    """What the user says about a plan; it wins over the text, and a warning names both."""

    region: str | None = None
    level: str | None = None
    period: str | None = None


@dataclass
class Draughts:
    """All that was read from a document, before it becomes records: what ``explain`` shows."""

    layout: Layout
    facts: Facts
    scopes: list[Scope]
    drafts: list[Draft]
    entries: list[Entry]
    milestones: list[MilestoneDraft]
    warnings: list[str]


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
        warnings = _apply(given, facts)
        plan = PlanContext(facts.time, facts.region_level, facts.own_names())
        scopes = self.scopes.read(layout, facts.time)
        drafts: list[Draft] = []
        entries: list[Entry] = []
        milestones: list[MilestoneDraft] = []
        unit: str | None = None
        notes = TableNotes(self.patterns, self.sentences)
        for block, scope in zip(layout.blocks, scopes, strict=True):
            if match := self.layout.table_unit.match(block.text.strip()):
                unit = match["unit"]
                entries += self.sentences.set_aside(block, "qualifier", "layout.table_unit")
                continue
            if (noted := notes.read(block)) is not None:
                entries += noted
                continue
            if block.table is not None:
                result = self.tables.read(block, layout.blocks, scope, plan, unit)
            else:
                result = self.sentences.read(block, layout.blocks, scope, plan)
                milestones += self.milestones.read(block, layout.blocks, scope, plan, result)
                if block.kind == "heading":
                    unit = None
            drafts += result.drafts
            entries += result.entries
        drafts.sort(key=lambda d: (d.value_span, d.span))
        return Draughts(
            layout, facts, scopes, drafts, self.ledger.complete(layout.base, entries, drafts), milestones, warnings
        )


@lru_cache(maxsize=4)
def _pipeline(patterns_dir: Path | None) -> Pipeline:
    return Pipeline(load_patterns(patterns_dir))


def read(document: Document, given: Given = Given(), patterns_dir: Path | None = None) -> Draughts:
    """Everything read from a document, with the trail of rules."""
    return _pipeline(patterns_dir).read(document, given)


def extract(document: Document, *, given: Given = Given(), patterns_dir: Path | None = None) -> Extraction:
    """Read a plan's figures into records.

    ``given`` states what the text does not say. Raises ``PatternError`` for bad rules, ``UsageError`` for options that
    make no sense.
    """
    draughts = read(document, given, patterns_dir)
    return _Writer(document, draughts, _pipeline(patterns_dir).patterns.digest).extraction(given)


# ---- what the user gives ---------------------------------------------------------------------------------------------


def given_period(text: str) -> tuple[str, int, int]:
    """A period given as ``2021-2025``, ``2023`` or ``十四五``."""
    if match := re.fullmatch(r"((?:19|20)\d\d)\s*[-—–~至]\s*((?:19|20)\d\d)", text.strip()):
        first, last = int(match.group(1)), int(match.group(2))
        if first <= last:
            return text, first, last
    elif match := re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        return text, int(match.group()), int(match.group())
    elif (ordinal := plan_ordinal(re.sub(r"[“”\"]|时期|规划", "", text))) is not None:
        return f"“{text.strip('“”')}”", *plan_years(ordinal)
    raise UsageError(f"--period {text!r} is no period; write 2021-2025, 2023 or 十四五")


def _apply(given: Given, facts: Facts) -> list[str]:
    """Lay what the user gives over what the text says; return a warning for each contradiction."""
    warnings = []
    if given.region and given.region not in (facts.region, *facts.short_names):
        if facts.region:
            warnings.append(f"--region says {given.region}, the text says {facts.region}; {given.region} is used")
        division = regions.lookup(given.region)
        facts.region, facts.code, facts.province = given.region, None, None
        facts.short_names = (given.region,)
        facts.region_level = regions.level_of_name(given.region)
        if division:
            province = regions.province_of(division.code)
            facts.region, facts.code, facts.region_level = division.name, division.code, division.level
            facts.province, facts.short_names = province.name if province else None, division.short_names
    if given.level and given.level != facts.region_level:
        if facts.region_level:
            warnings.append(f"--level says {given.level}, the text says {facts.region_level}; {given.level} is used")
        facts.region_level = given.level  # type: ignore[assignment]
    if given.period:
        label, first, last = given_period(given.period)
        if facts.period and facts.period[1:] != (first, last):
            warnings.append(
                f"--period says {given.period}, the text says {facts.period[1]}-{facts.period[2]}; {given.period} is used"
            )
        facts.period = (label, first, last)
    return warnings


# ---- records ---------------------------------------------------------------------------------------------------------


class _Writer:
    """Turns drafts into the records of the contract."""

    def __init__(self, document: Document, draughts: Draughts, digest: str) -> None:
        self.document, self.draughts, self.digest = document, draughts, digest
        self.text = document.text
        self.text_sha = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        self.lines = [m.end() for m in re.finditer(r"\r\n|\r|\n", self.text)]
        self.ids: dict[int, str] = {}

    def extraction(self, given: Given) -> Extraction:
        records = self._records()
        return Extraction(
            generator=Generator(version=__version__, patterns=self.digest),
            source=Source(
                path=self.document.path,
                sha256=self.document.sha256,
                text_sha256=self.text_sha,
                format=self.document.format,
                encoding=self.document.encoding,
                chars=len(self.text),
            ),
            plan=self._plan(given),
            records=records,
            milestones=[self._milestone(m) for m in self.draughts.milestones],
            numbers=[self._number(e) for e in self.draughts.entries],
            warnings=self.draughts.warnings,
        )

    def _records(self) -> list[Record]:
        seen: dict[Span, int] = {}
        records = []
        for draft in self.draughts.drafts:
            position = seen.get(draft.value_span, 0)
            seen[draft.value_span] = position + 1
            identity = f"{draft.value_span.start}:{draft.value_span.end}:{position}:{self.text_sha}"
            self.ids[id(draft)] = hashlib.sha256(identity.encode()).hexdigest()[:16]
            records.append(self._record(draft))
        return records

    def _record(self, d: Draft) -> Record:
        evidence = Span(min(d.evidence.start, d.span.start), max(d.evidence.end, d.span.end))
        return Record(
            id=self.ids[id(d)],
            kind=d.kind,
            indicator=Indicator(text=d.indicator),
            value=Value(
                text=d.span.of(self.text),
                comparator=d.comparator,
                number=d.number,
                high=d.high,
                unit=d.unit,
                per=d.per,
                implied=d.implied,
                span=tuple(d.span),
            ),
            baseline=Baseline(
                text=d.baseline.span.of(self.text),
                number=d.baseline.number,
                unit=d.baseline.unit,
                as_of=d.baseline.as_of,
                span=tuple(d.baseline.span),
            )
            if d.baseline
            else None,
            change=Change(
                text=d.change.span.of(self.text),
                number=d.change.number,
                unit=d.change.unit,
                basis=d.change.basis,
                span=tuple(d.change.span),
            )
            if d.change
            else None,  # type: ignore[arg-type]
            deadline=self._deadline(d.due),
            level=Level(level=d.level, text=d.level_text, source=d.level_source),
            responsible=[Body(text=span.of(self.text), span=tuple(span)) for _, span in d.responsible],
            binding=d.binding,  # type: ignore[arg-type]
            section=[span.of(self.text).strip() for span in d.section],
            evidence=Evidence(
                text=evidence.of(self.text),
                start=evidence.start,
                end=evidence.end,
                line=self._line(d.value_span.start),
                page=self._page(d.value_span.start),
                value_span=tuple(d.value_span),
                table=CellPlace(index=d.place[0], row=d.place[1], column=d.place[2]) if d.place else None,
            ),
            rule=d.rule,
        )

    def _deadline(self, due: Due) -> Deadline:
        span = tuple(due.span) if due.span else None
        return Deadline(
            text=due.span.of(self.text) if due.span else due.text,
            start=due.start,
            end=due.end,
            every=due.every,
            source=due.source,
            span=span,  # type: ignore[arg-type]
        )

    def _milestone(self, m: MilestoneDraft) -> Milestone:
        identity = f"milestone:{m.span.start}:{m.span.end}:{self.text_sha}"
        return Milestone(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            action=m.action,
            object=m.object,
            deadline=self._deadline(m.due),
            level=Level(level=m.level, text=m.level_text, source=m.level_source),
            responsible=[Body(text=span.of(self.text), span=tuple(span)) for _, span in m.responsible],
            section=[span.of(self.text).strip() for span in m.section],
            evidence=Evidence(
                text=m.evidence.of(self.text),
                start=m.evidence.start,
                end=m.evidence.end,
                line=self._line(m.span.start),
                page=self._page(m.span.start),
                value_span=m.span,
            ),
            rule=m.rule,
        )

    def _number(self, entry: Entry) -> NumberEntry:
        ids = list(dict.fromkeys(self.ids[id(d)] for d in entry.drafts if id(d) in self.ids))
        return NumberEntry(
            start=entry.span.start,
            end=entry.span.end,
            text=entry.span.of(self.text),
            role=entry.role,
            record=ids[0] if ids else None,
            records=ids,
        )

    def _line(self, at: int) -> int:
        return bisect_right(self.lines, at) + 1

    def _page(self, at: int) -> int | None:
        """The page of the original, where the format has pages."""
        places = self.document.places
        i = bisect_right(places, at, key=lambda place: place[0].start) - 1
        return places[i][1].page if i >= 0 else None

    def _plan(self, given: Given) -> Plan:
        facts = self.draughts.facts
        where = {name: ReadFrom(span=tuple(span)) for name, span in facts.where.items()}
        for name, option in (("region", given.region), ("period", given.period)):
            if option:
                where[name] = ReadFrom(given=f"--{name}")
        if given.level:
            where["level"] = ReadFrom(given="--level")
        region = (
            Region(name=facts.region, level=facts.region_level, province=facts.province, code=facts.code)
            if facts.region
            else None
        )
        period = (
            Period(label=facts.period[0], start=f"{facts.period[1]}-01-01", end=f"{facts.period[2]}-12-31")
            if facts.period
            else None
        )
        return Plan(
            title=facts.title,
            region=region,
            sector=facts.sector,
            period=period,
            issuer=facts.issuer,
            issued=facts.issued,
            doc_number=facts.doc_number,
            read_from=dict(sorted(where.items())),
        )


__all__ = ["Draughts", "Given", "Pipeline", "extract", "given_period", "read", "replace"]
