"""From drafts to the records of the contract: ids, evidence, lines and pages."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable

from planextract import __version__
from planextract.assembling.drafts import Draft, Due, Entry, MilestoneDraft
from planextract.assembling.draughts import Draughts
from planextract.document import Document
from planextract.given import Given
from planextract.offsets import Span
from planextract.patterns import Patterns
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


class Recorder:
    """Turns drafts into the records of the contract."""

    def __init__(self, document: Document, draughts: Draughts, patterns: Patterns) -> None:
        self.document, self.draughts, self.digest = document, draughts, patterns.digest
        self.text = document.text
        self.text_sha = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        self.lines = [m.end() for m in re.finditer(r"\r\n|\r|\n", self.text)]
        self.bookmark = patterns.regex("layout.bookmark")
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
                span=d.span,
            ),
            baseline=Baseline(
                text=d.baseline.span.of(self.text),
                number=d.baseline.number,
                unit=d.baseline.unit,
                as_of=d.baseline.as_of,
                span=d.baseline.span,
            )
            if d.baseline
            else None,
            change=Change(
                text=d.change.span.of(self.text),
                number=d.change.number,
                unit=d.change.unit,
                basis=d.change.basis,
                span=d.change.span,
            )
            if d.change
            else None,
            deadline=self._deadline(d.due),
            level=Level(level=d.level, text=d.level_text, source=d.level_source),
            responsible=[Body(text=span.of(self.text), span=span) for _, span in d.responsible],
            binding=d.binding,
            section=self._section(d.section),
            evidence=Evidence(
                text=evidence.of(self.text),
                start=evidence.start,
                end=evidence.end,
                line=self._line(d.value_span.start),
                page=self._page(d.value_span.start),
                value_span=d.value_span,
                table=CellPlace(index=d.place[0], row=d.place[1], column=d.place[2]) if d.place else None,
            ),
            rule=d.rule,
        )

    def _section(self, headings: Iterable[Span]) -> list[str]:
        """The headings as they stand in the text, without the marks that Word and Markdown leave around them."""
        texts = (self.bookmark.sub("", span.of(self.text)) for span in headings)
        return [text.replace("**", "").strip().lstrip("#").lstrip() for text in texts]

    def _deadline(self, due: Due) -> Deadline:
        return Deadline(
            text=due.span.of(self.text) if due.span else due.text,
            start=due.start,
            end=due.end,
            every=due.every,
            source=due.source,
            span=due.span,
        )

    def _milestone(self, m: MilestoneDraft) -> Milestone:
        identity = f"milestone:{m.span.start}:{m.span.end}:{self.text_sha}"
        return Milestone(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            action=m.action,
            object=m.object,
            deadline=self._deadline(m.due),
            level=Level(level=m.level, text=m.level_text, source=m.level_source),
            responsible=[Body(text=span.of(self.text), span=span) for _, span in m.responsible],
            section=self._section(m.section),
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
        where = {name: ReadFrom(span=span) for name, span in facts.where.items()}
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
