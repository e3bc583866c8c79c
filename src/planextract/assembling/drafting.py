"""From a figure and its wording to a draft: kind, time, level, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from planextract.assembling.context import PlanContext
from planextract.assembling.drafts import Draft, Due, Part
from planextract.assembling.figures import LONGEST, Figure, Passage
from planextract.assembling.scope import Scope
from planextract.assembling.time import due, governing, inherited
from planextract.assembling.wording import Wording, WordingReader
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.levels import LevelReader, LevelWord
from planextract.reading.phrases import PhraseReader
from planextract.records import Kind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What governs a passage: all blocks (for headings), the scope of its block, the plan."""

    blocks: tuple[Block, ...]
    scope: Scope
    plan: PlanContext


class Drafter:
    """Drafts records by ``patterns/kinds.yaml``, ``patterns/levels.yaml`` and ``patterns/figures.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader, wording: WordingReader) -> None:
        self.kinds = patterns.regexes("kinds")
        self.rule = patterns.regexes("figures")
        self.own_scope = patterns.regex("levels.own")
        self.levels = LevelReader(patterns)
        self.phrases = phrases
        self.wording = wording

    def draft(self, passage: Passage, around: Surroundings, figure: Figure, wording: Wording, rule: str) -> Draft:
        """The draft of one value."""
        q, block = figure.q, passage.block
        kind = self._kind(passage, around, figure)
        draft = Draft(
            kind=kind,
            indicator=wording.phrase,
            rule=f"sentence.{rule}",
            value_span=block.reading.source(q.first, q.last),
            span=block.reading.source(q.start, q.end),
            evidence=self._evidence(passage),
            number=q.number,
            high=q.high,
            unit=q.unit or None,
            per=wording.per or self.wording.per(passage.before(figure), q),
            comparator=q.comparator,  # type: ignore[arg-type]
            implied=q.implied,
            due=self._due(passage, around, figure, kind),
            section=tuple(around.blocks[p].span for p in block.parents),
            trail=[f"clause: {passage.clause_text(figure)}", f"wording: {wording.rule}"],
        )
        self._level(draft, passage, around.plan, figure)
        draft.responsible = [(b.text, block.reading.source(b.start, b.end)) for b in passage.bodies]
        return draft

    @staticmethod
    def _evidence(passage: Passage) -> Span:
        text, start, end = passage.text, passage.sentence.start, passage.sentence.end
        while start < end and text[start].isspace():
            start += 1
        return passage.block.reading.source(start, end)

    # ---- baselines and changes --------------------------------------------------------------------------------------

    def baseline(self, passage: Passage, base: Figure) -> Part | None:
        """A starting value; ``as_of`` is the date that stands before it."""
        q = base.q
        if q.number is None:
            return None
        dates = [d for d in passage.dates if base.clause[0] <= d.start < q.first and d.last]
        as_of = dates[-1].last if dates else None
        return Part(
            passage.text[q.first : q.end],
            q.number,
            q.unit or None,
            passage.block.reading.source(q.first, q.end),
            as_of=as_of,
        )

    def change(self, passage: Passage, figure: Figure) -> Part | None:
        """A growth or fall beside a level."""
        q = figure.q
        if q.number is None:
            return None
        match = self.phrases.change.search(figure.left.rstrip())
        said = (match.group() if match else "") + passage.text[q.start : q.end]
        yearly = self.rule["yearly_rate"].search(passage.text[figure.clause[0] : q.first])
        return Part(
            said,
            q.number,
            q.unit or None,
            passage.block.reading.source(q.first, q.end),
            basis="annual" if yearly else None,
        )

    # ---- kind -------------------------------------------------------------------------------------------------------

    def _kind(self, passage: Passage, around: Surroundings, figure: Figure) -> Kind:
        clause = passage.clause_text(figure)
        before = passage.text[max(passage.sentence.start, figure.q.first - 40) : figure.q.first]
        if self.kinds["forecast"].search(before) and not self.rule["surely"].search(clause):
            return "forecast"
        tense = around.scope.tense
        if self._is_norm(passage, tense, figure, clause):
            return "norm"
        past = self._tells_past(passage, around, figure, clause)
        if tense == "target" and past and around.plan.time.report is None:
            return "achieved"
        if tense == "achieved" and self.rule["commits"].search(clause) and not self.kinds["past"].search(clause):
            return "target"
        if tense:
            return tense
        told = self.kinds["past"].search(clause) and not self.kinds["future"].search(clause)
        return "achieved" if past or told else "target"

    def _tells_past(self, passage: Passage, around: Surroundings, figure: Figure, clause: str) -> bool:
        """A result told in a passage of commitments: a past date, 已, 目前."""
        sentence = (passage.sentence.start, passage.sentence.end)
        date = governing(passage.dates, figure.q.first, sentence, figure.clause)
        first = around.plan.time.first
        if date and date.last and first and date.last[0] != "-":
            return int(date.last[:4]) < first
        return bool(self.rule["reached"].search(clause))

    def _is_norm(self, passage: Passage, tense: str | None, figure: Figure, clause: str) -> bool:
        """A rule's parameter: who may be helped, how much is granted, who may approve."""
        q = figure.q
        bounded = q.comparator in ("range", "<", "<=", ">", ">=")
        if not self.kinds["norm"].search(clause):
            window = passage.text[q.first : min(passage.sentence.end, q.first + LONGEST)]
            return bounded and bool(self.rule["rules_on"].search(window) and self.rule["threshold"].search(clause))
        if self.rule["subsidy"].search(clause):
            return q.family == "money" and tense != "achieved"
        if self.rule["authority"].search(clause):
            return q.comparator != "=" or q.unit in ("岁", "周岁")
        if self.rule["eligible"].search(clause):
            return q.comparator != "="
        group = self.rule["eligible_group"].match(figure.right)
        return bounded and q.comparator != "range" and group is not None and q.family in ("money", "ratio", "people")

    # ---- time -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _due(passage: Passage, around: Surroundings, figure: Figure, kind: Kind) -> Due:
        sentence = (passage.sentence.start, passage.sentence.end)
        date = governing(passage.dates, figure.q.first, sentence, figure.clause)
        if date is not None:
            return due(date, passage.block)
        head = around.scope.head
        if head is not None and head.start < passage.sentence.start and (kind == "achieved" or head.period):
            # 到2025年 at the head of a paragraph is due for its sentence; a period or a result's date holds on.
            return due(head, passage.block, "inherited")
        return Due() if kind == "norm" else inherited(around.scope, around.blocks, kind, around.plan.time)

    # ---- level ------------------------------------------------------------------------------------------------------

    def _level(self, draft: Draft, passage: Passage, plan: PlanContext, figure: Figure) -> None:
        """The level a draft names itself, else the one its clause names, else the plan's own."""
        text, start = passage.text, max(passage.sentence.start, figure.q.first - LONGEST)
        read = self.levels.of_indicator
        each = read(f"每个{draft.per}") if draft.per and "每" in text[figure.clause[0] : figure.q.first] else None
        word = read(draft.indicator) or each or read(draft.per or "") or read(draft.unit or "")
        lead = self.own_scope.search(text[start : figure.q.first])
        near = None if word or lead else self._acting(passage, figure)
        if word or near:
            found = word or near
            assert found is not None
            draft.level, draft.level_text, draft.level_source = found.level, found.text, "explicit"
            return
        draft.level = plan.level
        if place := self.rule["place_level"].search(text[start : figure.q.first]):
            draft.level = "county" if place["county"] else "village" if place["place"] in ("社区", "村") else "township"
            draft.level_text, draft.level_source = place["county"] or place["place"], "explicit"
        elif lead or (plan.own and (lead := plan.own.search(text[start : figure.q.first]))):
            draft.level_text, draft.level_source = lead.group(), "explicit"

    def _acting(self, passage: Passage, figure: Figure) -> LevelWord | None:
        """州级每年不少于2次: the level that acts in the clause."""
        start = max(figure.clause[0], figure.q.first - LONGEST)
        near = [w for w in self.levels.words(passage.text[start : figure.q.first]) if w.level]
        if near and self.rule["level_acts"].match(passage.text[start + near[-1].end - 1 :]):
            return near[-1]
        return None
