"""Milestones: commitments with a date and no figure (2023年底前建成殡仪馆).

A date governs its own clause and the clauses behind it, to the next date or the end of the sentence; work that merely
goes on (加快…, 推进…) ends its reign. Each clause in which something gets done is a milestone of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from planextract.assembling.clauses import Sentence, sentences
from planextract.assembling.drafts import Due, MilestoneDraft
from planextract.assembling.scope import Scope
from planextract.assembling.sentences import PlanContext, Result, SentenceAssembler
from planextract.assembling.time import due, inherited
from planextract.layout.blocks import Block
from planextract.patterns import Patterns
from planextract.reading.periods import Date

_SUBJECT = 28
_NEAR = 40
"""Drafts of a paragraph stand in the order of their sentences; a clause has fewer than this."""
"""At most so many characters stand before the verb."""
_VISION = 5
"""Dates so many years behind the plan's end belong to its vision, not to its commitments."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """What gets done in ``[start, end)`` of a reading."""

    start: int
    end: int
    action: str
    object: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph with what governs it."""

    block: Block
    blocks: tuple[Block, ...]
    scope: Scope
    plan: PlanContext
    result: Result

    @property
    def text(self) -> str:
        return self.block.text


class MilestoneAssembler:
    """Reads dated commitments by ``patterns/milestones.yaml`` from passages of commitments."""

    def __init__(self, patterns: Patterns, parent: SentenceAssembler) -> None:
        self.parent = parent
        rules = patterns.regexes("milestones")
        self.verbs = [(name, rules[name]) for name in ("done", "review")]
        self.no_object, self.lead, self.list_lead = rules["no_object"], rules["lead"], rules["list_lead"]
        self.weak, self.untickable = rules["weak"], rules["untickable"]
        self.soft, self.oblique = rules["soft"], rules["oblique"]

    def read(
        self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext, result: Result
    ) -> list[MilestoneDraft]:
        """The milestones of a paragraph."""
        if block.kind != "paragraph" or scope.tense == "achieved":
            return []
        passage = _Passage(block, blocks, scope, plan, result)
        dates = self._due_dates(passage)
        lead = self._list_lead(passage)
        if not dates and lead is None:
            return []
        return [
            m for sentence in sentences(block.text, block.mark) for m in self._sentence(passage, sentence, dates, lead)
        ]

    # ---- dates ------------------------------------------------------------------------------------------------------

    def _due_dates(self, passage: _Passage) -> list[Date]:
        text = passage.text
        dates = self.parent.dates(text, self.parent.names.find(text), passage.plan, passage.scope)
        return [d for d in dates if d.use == "due" and self._ahead(d, passage.plan) and not _cited(text, d.start)]

    @staticmethod
    def _ahead(date: Date, plan: PlanContext) -> bool:
        """Whether a date lies in the plan's time; one that comes back each year always does."""
        if not date.last or date.last[0] == "-":
            return date.last is not None
        year, time = int(date.last[:4]), plan.time
        if time.report:
            return time.report <= year < time.report + _VISION
        return (time.first is None or year >= time.first) and (time.last is None or year < time.last + _VISION)

    def _list_lead(self, passage: _Passage) -> Due | None:
        """The date of 到2025年底： above a list."""
        scope = passage.scope
        if scope.lead is None or scope.lead_block is None or not self._ahead(scope.lead, passage.plan):
            return None
        block = passage.blocks[scope.lead_block]
        if block.kind != "paragraph" or not self.list_lead.search(block.text) or len(block.text) > 40:
            return None
        found = inherited(scope, passage.blocks, "target", passage.plan.time)
        return found if found.end else None

    # ---- sentences --------------------------------------------------------------------------------------------------

    def _sentence(
        self, passage: _Passage, sentence: Sentence, dates: list[Date], lead: Due | None
    ) -> Iterator[MilestoneDraft]:
        inside = [d for d in dates if sentence.start <= d.start < sentence.end]
        for k, date in enumerate(inside):
            stop = inside[k + 1].start if k + 1 < len(inside) else sentence.end
            for deed in self._reign(passage, sentence, date.end, stop):
                yield self._draft(passage, sentence, deed, due(date, passage.block))
        if lead and not inside:
            for deed in self._reign(passage, sentence, sentence.start, sentence.end):
                yield self._draft(passage, sentence, deed, lead)

    def _reign(self, passage: _Passage, sentence: Sentence, start: int, stop: int) -> Iterator[_Deed]:
        """What gets done between a date and the end of its reign."""
        previous = ""
        first = True
        clauses = sentence.clauses
        at = bisect_right(clauses, start, key=lambda c: c[1])
        for begin, end in clauses[max(0, at - 1) :]:
            if begin >= stop:
                return
            clause = (max(begin, start), min(end, stop))
            text = passage.text[clause[0] : clause[1]].strip()
            if clause[1] - clause[0] >= 2 and text:
                if not first and self.soft.match(text):
                    return
                if not self._has_figure(passage, *clause) and (deed := self._deed(passage.text, *clause, previous)):
                    yield deed
                first = False
            if end > begin and (end <= stop or not previous):
                previous = passage.text[begin : min(end, start)] if begin < start else passage.text[begin:end]

    @staticmethod
    def _has_figure(passage: _Passage, start: int, end: int) -> bool:
        span = passage.block.reading.source(start, end)
        drafts = passage.result.drafts
        first = bisect_left(drafts, span.start, key=lambda d: d.value_span.end)
        return any(span.overlaps(d.value_span) for d in drafts[first : first + _NEAR])

    def _deed(self, text: str, start: int, end: int, previous: str) -> _Deed | None:
        """What a clause says gets done; ``previous`` is the clause before, for verbs that bring no object."""
        clause = text[start:end].rstrip(" 、　")
        lead = self.lead.match(clause)
        offset = lead.end() if lead else 0
        said = clause[offset:]
        if self.oblique.match(said) or self.weak.search(clause) or self.untickable.search(clause):
            return None
        for rule, verb in self.verbs:
            match = verb.search(said)
            if match and match.start() <= _SUBJECT:
                thing = self._object(said, match, previous)
                if len(thing) >= 2:
                    return _Deed(start + offset, start + len(clause), match.group(), thing, f"milestones.{rule}")
        return None

    def _object(self, said: str, verb: re.Match[str], previous: str) -> str:
        before = re.sub(r"^(?:将|把)|(?:基本|全面|优先|逐步|分别|均|正式)+$", "", said[: verb.start()].strip(" 、，"))
        behind = re.sub(r"^(?:并|、)", "", said[verb.end() :]).strip(" 、的")
        if not behind and self.no_object.match(verb.group()):
            return before if len(before) >= 2 else self.soft.sub("", previous.strip())
        return f"{before}{behind}" if before and behind else before or behind

    # ---- drafts -----------------------------------------------------------------------------------------------------

    def _draft(self, passage: _Passage, sentence: Sentence, deed: _Deed, when: Due) -> MilestoneDraft:
        block = passage.block
        word = self.parent.levels.of_indicator(deed.object)
        bodies = self.parent.bodies.find(block.text[sentence.start : sentence.end])
        return MilestoneDraft(
            action=deed.action,
            object=deed.object,
            due=when,
            evidence=block.reading.source(sentence.start, sentence.end),
            span=block.reading.source(deed.start, deed.end),
            level=word.level if word else passage.plan.level,
            level_text=word.text if word else None,
            level_source="explicit" if word else "default",
            responsible=[
                (b.text, block.reading.source(sentence.start + b.start, sentence.start + b.end)) for b in bodies
            ],
            section=tuple(passage.blocks[p].span for p in block.parents),
            rule=deed.rule,
        )


def _cited(text: str, at: int) -> bool:
    """Whether an offset stands inside 《》."""
    opened = text.rfind("《", 0, at)
    return opened >= 0 and text.find("》", opened, at) < 0
