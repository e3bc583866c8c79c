"""Paragraphs and headings: numbers found, names and dates set aside, figures read sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

from planextract.assembling.clauses import Sentence, sentences
from planextract.assembling.context import PlanContext, Result
from planextract.assembling.drafting import Surroundings
from planextract.assembling.drafts import Draft, Entry
from planextract.assembling.figures import FigureReader, Passage
from planextract.assembling.scope import Scope
from planextract.assembling.statements import State, StatementReader
from planextract.assembling.time import passage_year
from planextract.layout.blocks import Block
from planextract.patterns import Patterns
from planextract.reading.bodies import BodyReader, Named
from planextract.reading.levels import LevelReader
from planextract.reading.names import Name, NameReader
from planextract.reading.periods import Date, PeriodReader
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity, QuantityReader
from planextract.reading.scan import Number, Scanner
from planextract.records import Role

__all__ = ["PlanContext", "Result", "SentenceAssembler"]

H = TypeVar("H", Name, Date)

_MYRIAD = re.compile(r"万亿|[万亿]")
_TOPIC_LENGTH = 30
"""A longer first clause is a statement, not the topic of a paragraph."""


def _holding(numbers: list[Number], spans: Sequence[H]) -> dict[int, H]:
    """Which span holds a part of each number, by the number's index; the first in ``spans`` wins."""
    found: dict[int, H] = {}
    for span in spans:
        i = bisect_left(numbers, span.start, key=lambda n: n.start)
        if i and numbers[i - 1].end > span.start:
            i -= 1
        while i < len(numbers) and numbers[i].start < span.end:
            found.setdefault(i, span)
            i += 1
    return found


class SentenceAssembler:
    """Reads running text; the readers of single things are public, tables use them for their cells."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.scanner = Scanner(patterns)
        self.names = NameReader(patterns)
        self.periods = PeriodReader(patterns)
        self.quantities = QuantityReader(patterns)
        self.levels = LevelReader(patterns)
        self.bodies = BodyReader(patterns)
        self.phrases = PhraseReader(patterns)
        self.figures = FigureReader(patterns, self.phrases)
        self.statements = StatementReader(patterns, self.phrases, self.figures)
        self.own_scope = patterns.regex("levels.own")
        self.rule = patterns.regexes("figures")

    def read(self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext) -> Result:
        """All records and ledger entries of a paragraph or heading."""
        result = Result()
        numbers = list(self.scanner.scan(block.text))
        if not numbers:
            return result
        names = self.names.find(block.text)
        dates = self.dates(block.text, names, plan, scope)
        left = self._set_aside(block, numbers, names, dates, result)
        quantities = self.quantities.read(block.text, left)
        if block.kind == "paragraph":
            self._sentences(block, quantities, dates, Surroundings(blocks, scope, plan), result)
        else:
            self._no_figures(block, quantities, result)
        return result

    def set_aside(self, block: Block, role: Role, why: str) -> list[Entry]:
        """Ledger entries for all numbers of a block that holds no figures."""
        return [Entry(block.reading.source(n.start, n.end), role, why) for n in self.scanner.scan(block.text)]

    # ---- dates, names and marks -------------------------------------------------------------------------------------

    def dates(self, text: str, names: list[Name], plan: PlanContext, scope: Scope) -> list[Date]:
        """The dates of a reading that are not part of a name; those that are compared with start from, not due."""
        found: list[Date] = []
        for date in self.periods.find(text, plan.time.report, passage_year(scope, plan.time)):
            if any(
                n.rule != "names.quoted" and n.reason != "date" and n.start <= date.start and date.end <= n.end
                for n in names
            ):
                continue
            times = self.rule["several_times"].match(text[date.end :])
            if times or self.rule["beyond"].search(text[max(0, date.start - 4) : date.start]):
                date.use = "from"
            found.append(date)
        return found

    def _set_aside(
        self, block: Block, numbers: list[Number], names: list[Name], dates: list[Date], result: Result
    ) -> list[Number]:
        """Enter list marks, names and dates; the numbers that are left are quantities."""
        # Quotes come last: a period or a value word in quotes is more than a slogan.
        named = _holding(numbers, sorted(names, key=lambda n: (n.rule == "names.quoted", n.start)))
        dated = _holding(numbers, dates)
        left: list[Number] = []
        for i, number in enumerate(numbers):
            role = self._mark(block, number)
            if role is None and i in dated and number.end <= dated[i].end:
                continue
            role = role or self._named(block.text, number, named.get(i))
            if role is None:
                left.append(number)
            else:
                result.entries.append(Entry(block.reading.source(number.start, number.end), *role))
        for date in dates:
            first = bisect_left(numbers, date.start, key=lambda n: n.start)
            last = bisect_left(numbers, date.end, key=lambda n: n.start)
            digits = [n for n in numbers[first:last] if n.end <= date.end]
            if digits and digits[0].start >= block.mark:
                result.entries.append(Entry(block.reading.source(digits[0].start, digits[-1].end), "date", "periods"))
        return left

    @staticmethod
    def _mark(block: Block, number: Number) -> tuple[Role, str] | None:
        """Marks of lists and headings, also those inside a paragraph (：1.…；2.…), and 第31次."""
        text, before, behind = block.text, block.text[: number.start], block.text[number.end :]
        if number.start < block.mark:
            return "ordinal", "layout.mark"
        if number.form != "arabic":
            return None
        if before.endswith("第") and behind[:1] not in ("位", "名"):
            return "ordinal", "asides.ordinal"
        if len(number.text) > 2:
            return None
        if re.match(r"[.．、](?!\d)", behind) and before[-1:] in tuple("：:；;。"):
            return "ordinal", "layout.three"
        if before[-1:] in ("（", "(") and text[number.end : number.end + 1] in ("）", ")"):
            return "ordinal", "layout.four"
        return None

    def _named(self, text: str, number: Number, name: Name | None) -> tuple[Role, str] | None:
        """Numbers that belong to a unit, a name or a year without 年."""
        if number.form == "unit":
            return "qualifier", "units.part"
        if name is not None:
            return name.reason, name.rule
        behind = text[number.end : number.end + 1]
        year = number.form == "arabic" and self.rule["bare_year"].fullmatch(number.text)
        if year and re.match(r"[—\-一-鿿]", behind or " ") and not self.rule["counted"].match(behind):
            return "date", "periods.bare_year"
        return None

    # ---- sentences --------------------------------------------------------------------------------------------------

    def _sentences(
        self, block: Block, quantities: list[Quantity], dates: list[Date], around: Surroundings, result: Result
    ) -> None:
        topic = re.split(r"[。：:，；]", block.text[block.mark :], maxsplit=1)[0]
        topic = topic if len(topic) <= _TOPIC_LENGTH else ""
        told: list[tuple[int, list[Draft]]] = []
        for sentence in sentences(block.text, block.mark):
            inside = [q for q in quantities if sentence.start <= q.first < sentence.end]
            if not inside:
                continue
            passage = Passage(block, sentence, self._within(dates, sentence), self._bodies(block, sentence))
            figures, asides = self.figures.read(passage, inside)
            for q, (role, why) in asides:
                self._enter(result, block, q, role, why)
            state = State(topic)
            used = self.statements.read(passage, around, figures, state)
            for figure in figures:
                self._enter(result, block, figure.q, figure.role, f"figures.{figure.role}", used.get(figure.index))  # type: ignore[arg-type]
            result.drafts += state.drafts
            told.append((sentence.start, state.drafts))
        self._answerable(block, told)

    @staticmethod
    def _within(dates: list[Date], sentence: Sentence) -> list[Date]:
        first = bisect_left(dates, sentence.start, key=lambda d: d.start)
        return dates[first : bisect_left(dates, sentence.end, key=lambda d: d.start)]

    def _bodies(self, block: Block, sentence: Sentence) -> tuple[Named, ...]:
        """The bodies of 由…牵头 clauses, in offsets of the block."""
        found = self.bodies.find(block.text[sentence.start : sentence.end])
        return tuple(Named(b.start + sentence.start, b.end + sentence.start, b.text) for b in found)

    def _answerable(self, block: Block, told: list[tuple[int, list[Draft]]]) -> None:
        """A label （责任单位：…） holds for the sentences before it, back to the label before."""
        done = 0
        for at, bodies in self.bodies.labels(block.text):
            named = [(b.text, block.reading.source(b.start, b.end)) for b in bodies]
            for start, drafts in told:
                if done <= start < at:
                    for draft in drafts:
                        draft.responsible = draft.responsible or named
            done = at

    def _no_figures(self, block: Block, quantities: list[Quantity], result: Result) -> None:
        for q in quantities:
            ordinal = q.numbers[0].form == "ordinal"
            role: Role = "furniture" if block.kind == "furniture" else "ordinal" if ordinal else "context"
            self._enter(result, block, q, role, f"layout.{block.kind}")

    @staticmethod
    def _enter(
        result: Result, block: Block, q: Quantity, role: Role, why: str, drafts: list[Draft] | None = None
    ) -> None:
        """Enter a quantity in the ledger; 13.89亿 is one number, so 万 and 亿 stay with it."""
        myriad = _MYRIAD.match(block.text, q.last)
        span = block.reading.source(q.first, myriad.end() if myriad else q.last)
        result.entries.append(Entry(span, role, why, drafts or []))
