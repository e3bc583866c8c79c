"""Which quantities of a sentence are figures, and the stretch of its clause that each one reads.

A figure is a value, a starting value (baseline) or a change; everything else is set aside with a role.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from planextract.assembling.asides import Aside, AsideReader
from planextract.assembling.clauses import Sentence
from planextract.layout.blocks import Block
from planextract.patterns import Patterns
from planextract.reading.bodies import Named
from planextract.reading.periods import Date
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity

LONGEST = 400
"""No stretch of text that rules are tried on is longer; the real plans' longest clause has 160 characters."""
CLAUSES_BACK = 4
NEIGHBOURS = 12
"""So many quantities before and behind one are looked at to tell what it is."""
COMPARED = "\u0001"
"""Stands in a stretch where a date was that a comparison starts from (比2015年)."""


@dataclass(slots=True)
class Figure:
    """A quantity with the stretch of its clause before and behind it (dates taken out).

    ``role`` is value, baseline, change, or qualifier for a count inside an indicator.
    """

    q: Quantity
    clause: tuple[int, int]
    left: str
    right: str
    index: int
    role: str = "value"

    @property
    def words(self) -> str:
        """The stretch before it without marks of comparison."""
        return self.left.replace(COMPARED, "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its dates: what figures are read in."""

    block: Block
    sentence: Sentence
    dates: list[Date]
    """The dates of the sentence, in order."""
    bodies: tuple[Named, ...] = ()
    """Who is named as answerable in it; offsets of the block."""

    @property
    def text(self) -> str:
        return self.block.text

    def stretch(self, start: int, end: int) -> str:
        """``[start, end)`` of the block without its dates; a date that is compared with leaves a mark.

        Of a longer stretch than any clause has (hostile or broken text) the end is kept.
        """
        start = max(start, end - LONGEST)
        out, at = [], start
        for date in self.dates[bisect_left(self.dates, start, key=lambda d: d.start) :]:
            if date.start >= end:
                break
            if date.end <= end:
                out.append(self.text[at : date.start])
                at = date.end
                if date.use == "from":
                    out.append(COMPARED)
        out.append(self.text[at:end])
        return "".join(out)

    def clause_text(self, figure: Figure) -> str:
        """The clause of a figure; of one that is longer than any real clause the part around the figure."""
        start = max(figure.clause[0], figure.q.first - LONGEST)
        return self.text[start : min(figure.clause[1], figure.q.last + LONGEST)]

    def before(self, figure: Figure) -> str:
        """The clause up to the figure."""
        return self.stretch(figure.clause[0], max(figure.clause[0], figure.q.start))

    def gap(self, first: Figure, second: Figure) -> str:
        return self.text[first.q.end : second.q.start]

    def clauses_before(self, clause: tuple[int, int]) -> list[str]:
        """Earlier clauses of the sentence, nearest first, as many as a subject may stand away."""
        index = bisect_left(self.sentence.clauses, clause)
        near = self.sentence.clauses[max(0, index - CLAUSES_BACK) : index]
        return [self.stretch(s, e).replace(COMPARED, "") for s, e in reversed(near)]


class FigureReader:
    """Sorts quantities by ``patterns/figures.yaml`` and ``patterns/asides.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader) -> None:
        self.asides = AsideReader(patterns)
        self.phrases = phrases
        self.rule = patterns.regexes("figures")

    # ---- figures and asides -----------------------------------------------------------------------------------------

    def read(self, passage: Passage, quantities: list[Quantity]) -> tuple[list[Figure], list[tuple[Quantity, Aside]]]:
        """The figures of a sentence in order, their roles given, and the quantities set aside."""
        figures: list[Figure] = []
        asides: list[tuple[Quantity, Aside]] = []
        end = passage.sentence.start
        for i, q in enumerate(quantities):
            clause = passage.sentence.clause(q.first)
            start = max(clause[0], end)
            left = passage.stretch(start, max(start, q.start)) + self._verb_inside(q, passage.text)
            near = quantities[max(0, i - NEIGHBOURS) : i], quantities[i + 1 : i + 1 + NEIGHBOURS]
            if aside := self._aside(passage, q, clause, left, *near):
                asides.append((q, aside))
                continue
            figures.append(Figure(q, clause, left, "", len(figures)))
            end = q.end
        self._rights(passage, figures)
        self._roles(passage, figures)
        return figures, asides

    def _aside(
        self,
        passage: Passage,
        q: Quantity,
        clause: tuple[int, int],
        left: str,
        earlier: list[Quantity],
        later: list[Quantity],
    ) -> Aside | None:
        before = passage.stretch(clause[0], max(clause[0], q.start))
        following = next((o for o in later if o.first < clause[1]), None)
        right = passage.stretch(q.end, following.start if following else clause[1])
        self._comparator(q, left, before)
        beside = [
            o for o in (*earlier, *later) if clause[0] <= o.first < clause[1] and not o.word and o.family != "time"
        ]
        if q.word == "all" and beside:
            # 全部 beside a figure only says that all of them did it (8个…全部完成).
            return "idiom", "asides.all"
        if self._explains(passage.text[clause[0] : q.first]):
            return "qualifier", "asides.brackets"
        counted = following is not None and following.word != "all"
        return self.asides.read(q, passage.text, before or self._group_before(passage, q, clause), right, counted)

    def _comparator(self, q: Quantity, left: str, before: str) -> None:
        """Comparators apart from their number: 不低于低保标准的1.3倍, 至少培育孵化1家, 基本全覆盖."""
        if q.word == "coverage" and self.rule["nearly_all"].search(before):
            q.comparator = "~"
        if q.comparator != "=" or q.word:
            return
        if q.unit == "倍" and self.rule["apart_less"].search(left):
            q.comparator = "<"
        elif q.unit == "倍" and self.rule["apart_more"].search(left):
            q.comparator = ">"
        elif self.rule["apart_at_least"].search(left):
            q.comparator = ">="
        elif self.rule["apart_at_most"].search(left):
            q.comparator = "<="

    def _verb_inside(self, q: Quantity, text: str) -> str:
        match = self.rule["verb_inside"].search(text[q.start : q.first].rstrip())
        return match.group() if match and match.start() else ""

    def _explains(self, before: str) -> bool:
        """Whether an open bracket before a number explains another number (含300平方米)."""
        opened = max(before.rfind("（"), before.rfind("("))
        closed = max(before.rfind("）"), before.rfind(")"))
        return opened > closed and bool(self.rule["explaining_bracket"].match(before[opened:]))

    def _group_before(self, passage: Passage, q: Quantity, clause: tuple[int, int]) -> str:
        clauses = passage.clauses_before(clause)
        return clauses[0] if q.word == "all" and clauses and self.rule["whole_group"].match(clauses[0]) else ""

    @staticmethod
    def _rights(passage: Passage, figures: list[Figure]) -> None:
        """What stands behind each figure: up to the next one of its clause, or to the clause's end."""
        for figure, after in zip_longest(figures, figures[1:]):
            stop = after.q.start if after and after.clause == figure.clause else figure.clause[1]
            figure.right = passage.stretch(figure.q.end, max(figure.q.end, stop))

    # ---- roles ------------------------------------------------------------------------------------------------------

    def _roles(self, passage: Passage, figures: list[Figure]) -> None:
        for i, figure in enumerate(figures):
            if figure.q.word and figure.q.word not in ("double", "zero"):
                continue
            if self._rises(passage, figures, i):
                figure.role = "baseline"
            elif self._is_change(figures, figure):
                figure.role = "change"
        for figure, after in reversed(list(pairwise(figures))):
            if (
                after.role == "baseline"
                and figure.role == "value"
                and figure.q.unit == after.q.unit
                and self._in_bases(passage, figure, after)
            ):
                figure.role = "baseline"

    def _in_bases(self, passage: Passage, figure: Figure, after: Figure) -> bool:
        """Whether a figure before a starting value is one too: 由900元、600元提高到; 农村4572元，城市4572元提高到."""
        if figure.clause == after.clause:
            return self._marked(passage.text[figure.clause[0] : figure.q.start]) and not self.rule["level_verb"].search(
                after.left
            )
        bare = not figure.right.strip() and not self._marked(passage.text[after.clause[0] : after.q.start])
        return bare and passage.text[figure.clause[1] : figure.clause[1] + 1] in "，,"

    def _marked(self, text: str) -> bool:
        return bool(self.rule["from_mark"].search(text))

    def _rises(self, passage: Passage, figures: list[Figure], i: int) -> bool:
        """Whether a level is reached from this figure: 由A提高到B, 17.5%提高到93.2%, 5.8%降为零."""
        if i + 1 >= len(figures):
            return False
        figure, after = figures[i], figures[i + 1]
        to_zero = after.q.word == "zero"
        if (after.q.word and not to_zero) or (
            not to_zero and figure.q.unit != after.q.unit and figure.q.family != after.q.family
        ):
            return False
        between = passage.gap(figure, after)
        match = self.phrases.to_level.search(between)
        if not match or "。" in between or "；" in between:
            return False
        marked = self._marked(passage.text[figure.clause[0] : figure.q.start])
        if not marked and ("，" in between[: match.start()] or figure.clause != after.clause):
            return False
        if figure.clause != after.clause and len(between) >= 30:
            return False
        if to_zero:
            after.q.unit, after.q.family = figure.q.unit, figure.q.family
        gap = between[: match.start()].strip("，、 ")
        # The mark of an earlier starting value in the clause is not this one's.
        own = marked and (i == 0 or figures[i - 1].clause != figure.clause or self._marked(figure.left))
        return own or len(gap) <= 3 or bool(self.rule["base_gap"].search(gap))

    def _is_change(self, figures: list[Figure], figure: Figure) -> bool:
        """Whether the words before a figure say by how much something changed."""
        if figure.q.word == "double":
            return True
        left = figure.left.rstrip()
        bare = self.rule["degree_words"].sub("", left) or figure.left
        if self.rule["no_growth"].search(bare) and figure.q.family not in ("share", "points", "ratio", "money"):
            return False
        if self.phrases.change.search(left) or self.phrases.change.search(bare):
            return True
        if figure.index and bare.strip() in ("、", "和", "及", "与", "以及", ""):
            previous = figures[figure.index - 1]
            return previous.role == "change" and previous.clause == figure.clause
        return False

    # ---- lists ------------------------------------------------------------------------------------------------------

    def group(self, passage: Passage, figures: list[Figure], i: int) -> list[Figure]:
        """Figures of one role from ``i`` on that stand in one list, with nothing but list marks between."""
        group = [figures[i]]
        for other in figures[i + 1 :]:
            last = group[-1]
            gap = passage.gap(last, other)
            self._share_unit(gap, last, other)
            mixed = other.q.family != last.q.family and group[0].role != "change" and "分别" not in group[0].left
            if other.role != group[0].role or mixed or not self.rule["list_mark"].fullmatch(gap):
                break
            group.append(other)
        return group

    def _share_unit(self, gap: str, last: Figure, other: Figure) -> None:
        """提高2.1个、5.8个百分点; 达到92、95%: the last member of a list says the unit."""
        if not gap.strip() or not self.rule["list_mark"].fullmatch(gap) or "，" in gap:
            return
        points = last.q.unit == "个" and other.q.family == "points"
        if points or (not last.q.unit and other.q.unit and other.q.family == "share"):
            last.q.unit, last.q.family = other.q.unit, other.q.family

    @staticmethod
    def share_comparator(group: list[Figure]) -> None:
        """A comparator that opens a list holds for all of it (不低于1100元、800元)."""
        first = group[0].q
        if first.comparator in (">=", "<=", ">", "<") and first.start < first.first:
            for figure in group[1:]:
                if figure.q.comparator == "=":
                    figure.q.comparator = first.comparator

    @staticmethod
    def twin(figures: list[Figure], figure: Figure) -> Figure | None:
        """4328户14484名贫困人口: two counts of one group stand side by side."""
        for other in figures[max(0, figure.index - 1) : figure.index + 2]:
            touches = other.q.end == figure.q.start or figure.q.end == other.q.start
            if other is not figure and other.clause == figure.clause and touches:
                return other
        return None
