"""How each number of a plan was read: its role, the rule, and for a figure what was taken from where.

>>> from planextract.loading import load_bytes
>>> document = load_bytes("到2025年，建成养老院3所。".encode(), "plan.txt")
>>> [(e.text, e.role) for e in explain(document)]
[('2025', 'deadline'), ('3', 'value')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planextract.assembling.drafts import Draft, Entry, MilestoneDraft, Part
from planextract.assembling.scope import Scope
from planextract.document import Document
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns, load_patterns
from planextract.pipeline import Draughts, Given, read
from planextract.readings import describe, written_in
from planextract.records import shortest
from planextract.tracing import RuleBook

_CONTEXT = 24
"""So many characters are shown on both sides of a number."""
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was read, as a line of the explanation."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """What a number is to one record or milestone: its value, baseline, change or deadline."""

    part: str
    what: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one number was read."""

    span: Span
    line: int
    text: str
    before: str
    after: str
    role: str
    rule: str
    """The name of the rule or step that gave the number its role."""
    rule_note: str
    """Where that rule is written and what it says."""
    uses: tuple[Use, ...]

    def render(self) -> str:
        """Plain text, one line for each thing; the number is marked ⟦ ⟧."""
        lines = [
            f"line {self.line}, {self.span.start}-{self.span.end}: {self.before}⟦{self.text}⟧{self.after}",
            f"  role: {self.role}",
            f"  rule: {self.rule}" + (f": {self.rule_note}" if self.rule_note else ""),
        ]
        for use in self.uses:
            lines.append(f"  {use.part} of {use.what}")
            lines += [f"    {fact.label}: {fact.text}" for fact in use.facts]
        return "\n".join(lines)


def explain(
    document: Document,
    *,
    line: int | None = None,
    at: int | None = None,
    given: Given | None = None,
    patterns_dir: Path | None = None,
) -> list[Explanation]:
    """How each number was read: of the whole text, of one line (from 1), or the one at an offset."""
    explainer = _Explainer(document, read(document, given or Given(), patterns_dir), load_patterns(patterns_dir))
    found = list(explainer.all())
    if line is not None:
        found = [e for e in found if e.line <= line <= explainer.line(max(e.span.start, e.span.end - 1))]
    if at is not None:
        found = [e for e in found if e.span.start <= at < e.span.end] or [e for e in found if explainer.holds(e, at)]
    return found


class _Explainer:
    """Explains the entries of one reading."""

    def __init__(self, document: Document, draughts: Draughts, patterns: Patterns) -> None:
        self.text, self.draughts, self.rules = document.text, draughts, RuleBook(patterns)
        self.lines = [m.end() for m in _NEWLINE.finditer(document.text)]
        self.blocks = draughts.layout.blocks
        order = sorted(range(len(self.blocks)), key=lambda i: self.blocks[i].span)
        self.order, self.starts = order, [self.blocks[i].span.start for i in order]

    def all(self) -> Iterator[Explanation]:
        """The entries of the ledger and the targets in words, in order."""
        said = [Entry(d.value_span, "value", d.rule, [d]) for d in self.draughts.drafts if d.number is None]
        yield from map(self._entry, sorted(self.draughts.entries + said, key=lambda e: e.span))

    def line(self, at: int) -> int:
        return bisect_right(self.lines, at) + 1

    def holds(self, explanation: Explanation, at: int) -> bool:
        """Whether an offset lies in the comparator or unit of the figure that is explained."""
        return any(
            d.value_span.overlaps(explanation.span) and d.span.start <= at < d.span.end for d in self.draughts.drafts
        )

    def _entry(self, entry: Entry) -> Explanation:
        start, end = entry.span
        drafts = [use for draft in entry.drafts if (use := self._use(entry, draft))]
        dated = [m for m in self.draughts.milestones if m.due.span and m.due.span.covers(entry.span)]
        return Explanation(
            span=entry.span,
            line=self.line(start),
            text=_flat(self.text[start:end]),
            before=_flat(self.text[max(0, start - _CONTEXT) : start]),
            after=_flat(self.text[end : end + _CONTEXT]),
            role=entry.role,
            rule=entry.why,
            rule_note=self.rules.note(entry.why),
            uses=(*drafts, *(self._milestone(m) for m in dated)),
        )

    # ---- what a number is to a record -------------------------------------------------------------------------------

    def _use(self, entry: Entry, draft: Draft) -> Use | None:
        what = f"{draft.kind} {draft.indicator}, {_value(draft)}"
        if entry.span.overlaps(draft.value_span):
            return Use("value", what, tuple(self._facts(draft)))
        for part, span in (
            ("baseline", draft.baseline and draft.baseline.span),
            ("change", draft.change and draft.change.span),
            ("deadline", draft.due.span),
        ):
            if span and span.overlaps(entry.span):
                return Use(part, what, (Fact("value at", self._where(draft.value_span)),))
        return None

    def _milestone(self, milestone: MilestoneDraft) -> Use:
        what = f"milestone {milestone.action} {milestone.object}"
        facts = (
            Fact("due", f"{milestone.due.end}"),
            Fact("rule", f"{milestone.rule}: {self.rules.note(milestone.rule)}"),
        )
        return Use("deadline", what, facts)

    def _facts(self, draft: Draft) -> Iterator[Fact]:
        yield Fact("indicator", f"{draft.indicator}, worded by {draft.rule}: {self._wording(draft)}")
        for line in draft.trail:
            label, _, text = line.partition(": ")
            if text and label != "wording":  # the wording is told with the indicator
                yield Fact(label, _flat(text))
        yield Fact("figure", self._figure(draft))
        yield Fact("kind", self._kind(draft))
        yield Fact("deadline", self._deadline(draft))
        yield Fact("level", self._level(draft))
        for label, part in (("baseline", draft.baseline), ("change", draft.change)):
            if part:
                yield Fact(label, self._part(part))
        if draft.binding:
            yield Fact("binding", draft.binding)
        for name, span in draft.responsible:
            yield Fact("responsible", f"{_flat(name)} ({self._where(span)})")
        if draft.section:
            yield Fact("section", " ＞ ".join(_flat(span.of(self.text)) for span in draft.section))

    @staticmethod
    def _wording(draft: Draft) -> str:
        step = draft.rule.removeprefix("sentence.")
        return f"{describe(step)} ({written_in(step)})"

    def _figure(self, draft: Draft) -> str:
        said = _flat(draft.span.of(self.text))
        parts = [f"{said} read as {_value(draft)}" + (", implied by the word" if draft.implied else "")]
        words = said.replace(_flat(draft.value_span.of(self.text)), " ")
        for label, value, rule in (
            ("comparator", draft.comparator, self.rules.comparator(words, draft.comparator)),
            ("unit", draft.unit, self.rules.unit(draft.unit or "")),
            ("per", draft.per, ""),
        ):
            parts.append(f"{label} {value or 'none'}" + (f" ({rule})" if rule else ""))
        return "; ".join(parts)

    def _kind(self, draft: Draft) -> str:
        """Whether headings or the clause itself decide between result and commitment."""
        index = self._block(draft.value_span.start)
        tense = self._scope(index).tense if index is not None else None
        if tense is None or index is None:
            return f"{draft.kind}, told by the clause; no heading above decides"
        block = self.blocks[index]
        heading, rule = self.rules.tense([*block.section, block.text if block.table else ""], tense)
        says = f"the heading “{_flat(heading)}” ({rule})" if heading else "the headings above"
        if tense == draft.kind:
            return f"{draft.kind}, from {says}"
        return f"{draft.kind}, told by the clause; {says} says {tense}"

    def _deadline(self, draft: Draft) -> str:
        due = draft.due
        if due.end is None:
            return "none: neither the sentence nor what governs it says when"
        every = f", every {due.every}" if due.every else ""
        if due.span is None:
            origin = f"column header {due.text}" if due.text else "the plan's own period"
            return f"{due.end}{every}, {due.source}: {origin}"
        origin = "in the sentence" if due.source == "explicit" else self._governor(due.span, draft)
        return f"{due.end}{every}, {due.source}: {_flat(due.span.of(self.text))} ({origin}, {self._where(due.span)})"

    def _governor(self, span: Span, draft: Draft) -> str:
        """What kind of passage a date was inherited from."""
        index, own = self._block(span.start), self._block(draft.value_span.start)
        if index is None or index == own:
            return "from the head of the paragraph"
        block = self.blocks[index]
        kind = "heading" if block.kind == "heading" else "lead"
        return f"from the {kind} “{_flat(block.text)[:30]}”"

    def _level(self, draft: Draft) -> str:
        if draft.level_source == "explicit":
            word = draft.level_text or ""
            rule = self.rules.level(word, draft.level)
            origin = "column header" if f"column: {word}" in draft.trail else "word"
            return f"{draft.level}, from the {origin} {word}" + (f" ({rule})" if rule else "")
        return f"{draft.level}, the plan's own; no word near the figure says another"

    def _part(self, part: Part) -> str:
        as_of = f", as of {part.as_of}" if part.as_of else ""
        basis = f", {part.basis}" if part.basis else ""
        return f"{_flat(part.text)} read as {shortest(part.number)} {part.unit or ''}".rstrip() + (
            f"{basis}{as_of} ({self._where(part.span)})"
        )

    # ---- places -----------------------------------------------------------------------------------------------------

    def _where(self, span: Span) -> str:
        return f"line {self.line(span.start)}, {span.start}-{span.end}"

    def _block(self, at: int) -> int | None:
        """The index of the block that holds an offset."""
        k = bisect_right(self.starts, at) - 1
        if k < 0:
            return None
        block: Block = self.blocks[self.order[k]]
        return self.order[k] if at < block.span.end else None

    def _scope(self, index: int) -> Scope:
        return self.draughts.scopes[index]


def _value(draft: Draft) -> str:
    if draft.number is None:
        return f"{draft.comparator} (in words)"
    number = f"{shortest(draft.number)}" + (f"–{shortest(draft.high)}" if draft.high is not None else "")
    return f"{draft.comparator} {number} {draft.unit or ''}".rstrip() + (f" / {draft.per}" if draft.per else "")


def _flat(text: str) -> str:
    """Text on one line: every run of white space is one space."""
    return re.sub(r"\s+", " ", text)
