"""From the quantities of a sentence to records: which is a value, which a starting value, which a change, of what.

The order of work for a clause: set aside what is no figure, pair starting values with the level they rise to, attach
changes to the figures they belong to, and word an indicator for each value that is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from planextract.assembling.asides import AsideReader
from planextract.assembling.clauses import Sentence, sentences
from planextract.assembling.drafts import Draft, Due, Entry, Part
from planextract.assembling.scope import PlanTime, Scope
from planextract.assembling.time import due, governing, inherited, passage_year
from planextract.assembling.wording import Wording, WordingReader
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.bodies import BodyReader, Named
from planextract.reading.levels import LevelReader
from planextract.reading.names import NameReader
from planextract.reading.periods import Date, PeriodReader
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity, QuantityReader
from planextract.reading.scan import Number, Scanner
from planextract.records import AdministrativeLevel, Kind, Role

_COMPARED = re.compile(r"(?:比|较|与|同)(?:[^，。；]{0,14}?)(?:相比)?$")


@dataclass(frozen=True)
class PlanContext:
    """What the whole plan says and single sentences inherit."""

    time: PlanTime
    level: AdministrativeLevel | None
    own: re.Pattern[str] | None
    """The names of the plan's own region."""


@dataclass(slots=True)
class State:
    """What one clause leaves for the next: the last subject, the figures of the sentence, the paragraph's topic."""

    drafts: list[Draft] = field(default_factory=list)
    subject: str = ""
    scope_word: str | None = None
    topic: str = ""
    growth: tuple[Draft, object, str] | None = None
    """A growth without a level yet (增长8%，达到120亿元): the level that follows takes it over."""


@dataclass(slots=True)
class Result:
    """What a block yields: drafts and ledger entries."""

    drafts: list[Draft] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


class SentenceAssembler:
    """Reads paragraphs and headings."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.scanner = Scanner(patterns)
        self.names = NameReader(patterns)
        self.periods = PeriodReader(patterns)
        self.quantities = QuantityReader(patterns)
        self.levels = LevelReader(patterns)
        self.bodies = BodyReader()
        self.phrases = PhraseReader(patterns)
        self.asides = AsideReader(patterns)
        self.wording = WordingReader(patterns, self.phrases)
        kinds = patterns["kinds"]
        self.forecast = kinds["forecast"].regex
        self.norm = kinds["norm"].regex
        self.past = kinds["past"].regex
        self.future = kinds["future"].regex
        self.own_scope = patterns.regex("levels.own")

    # ---- blocks -----------------------------------------------------------------------------------------------------

    def read(self, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext) -> Result:
        """All records and ledger entries of a paragraph or heading."""
        result = Result()
        text = block.text
        numbers = list(self.scanner.scan(text))
        if not numbers:
            return result
        names = self.names.find(text)
        dates = self._dates(text, names, plan, passage_year(scope, plan.time))
        figures = self._set_aside(block, numbers, names, dates, result)
        quantities = [q for q in self.quantities.read(text, figures) if not self._in_name(q, dates, result, block)]
        if block.kind in ("heading", "title", "furniture"):
            for q in quantities:
                self._enter(result, block, q, "furniture" if block.kind == "furniture" else "ordinal" if q.numbers[0].form == "ordinal" else "context", "layout." + block.kind)
            return result
        state = State(topic=self._topic(block))
        told: list[tuple[int, list[Draft]]] = []
        for sentence in sentences(text, block.mark):
            inside = [q for q in quantities if sentence.start <= q.first < sentence.end]
            if inside:
                reader = _SentenceReading(self, block, blocks, scope, plan, sentence, dates, state, result)
                reader.read(inside)
                told.append((sentence.start, state.drafts))
            state.drafts = []
            state.subject = ""
            state.growth = None
        self._answerable(block, told)
        return result

    def _answerable(self, block: Block, told: list[tuple[int, list[Draft]]]) -> None:
        """A label （责任单位：…） holds for the sentences before it, back to the label before."""
        done = 0
        for at, bodies in self.bodies.labels(block.text):
            named = [(b.text, block.reading.source(b.start, b.end)) for b in bodies]
            for start, drafts in told:
                if done <= start < at or not drafts:
                    for draft in drafts:
                        draft.responsible = draft.responsible or named
            done = at

    def set_aside(self, block: Block, role: Role, why: str) -> list[Entry]:
        """Ledger entries for all numbers of a block that holds no figures."""
        return [Entry(block.reading.source(n.start, n.end), role, why) for n in self.scanner.scan(block.text)]

    def _topic(self, block: Block) -> str:
        """The lead sentence of a paragraph or item, without its mark (养老床位建设。…)."""
        first = re.split(r"[。：:，；]", block.text[block.mark :], maxsplit=1)[0]
        return first if len(first) <= 30 else ""

    def _dates(self, text: str, names: list[object], plan: PlanContext, year: int | None = None) -> list[Date]:
        dates: list[Date] = []
        for date in self.periods.find(text, plan.time.report, year):
            if any(n.rule != "names.quoted" and n.start <= date.start and date.end <= n.end and n.reason != "date" for n in names):  # type: ignore[attr-defined]
                continue
            if re.match(r"年?(?:同期)?的\s*[\d.]+\s*倍", text[date.end :]):
                date.use = "from"
            if re.search(r"(?:高于|低于|优于|好于|超过|快于)[“\"]?$", text[max(0, date.start - 4) : date.start]):
                date.use = "from"
            dates.append(date)
        return dates

    def _set_aside(self, block: Block, numbers: list[Number], names: list[object], dates: list[Date], result: Result) -> list[Number]:
        """Ledger entries for list marks, names and dates; the numbers that are left are quantities."""
        left: list[Number] = []
        date_spans = [(d.start, d.end) for d in dates]
        names = sorted(names, key=lambda n: (n.rule == "names.quoted", n.start))  # type: ignore[attr-defined]
        for number in numbers:
            if number.start < block.mark:
                self._note(result, block, number, "ordinal", "layout.mark")
            elif number.form == "arabic" and block.text[number.start - 1 : number.start] == "第" and block.text[number.end : number.end + 1] not in ("位", "名"):
                self._note(result, block, number, "ordinal", "asides.ordinal")
            elif number.form == "arabic" and len(number.text) <= 2 and re.match(r"[.．、](?!\d)", block.text[number.end :]) and re.search(r"[：:；;。]$", block.text[: number.start]):
                self._note(result, block, number, "ordinal", "layout.three")
            elif number.form == "arabic" and len(number.text) <= 2 and block.text[number.start - 1 : number.start] in ("（", "(") and block.text[number.end : number.end + 1] in ("）", ")"):
                self._note(result, block, number, "ordinal", "layout.four")
            elif any(s <= number.start and number.end <= e for s, e in date_spans):
                continue
            elif number.form == "unit":
                self._note(result, block, number, "qualifier", "units.part")
            elif name := next((n for n in names if n.start < number.end and number.start < n.end), None):  # type: ignore[attr-defined]
                self._note(result, block, number, name.reason, name.rule)  # type: ignore[attr-defined]
            elif number.form == "arabic" and re.fullmatch(r"(?:19|20)\d\d", number.text) and re.match(r"[—-]|[一-鿿]", block.text[number.end : number.end + 1] or " ") and not re.match(r"[元个张人名家所户亩吨万亿米公千平立年条项件次座处台套辆株头只羽册对例种场期]|余|多", block.text[number.end : number.end + 1]):
                self._note(result, block, number, "date", "periods.bare_year")
            else:
                left.append(number)
        for date in dates:
            digits = [n for n in numbers if date.start <= n.start and n.end <= date.end]
            if digits and digits[0].start >= block.mark:
                span = block.reading.source(digits[0].start, digits[-1].end)
                result.entries.append(Entry(span, "date", "periods"))
        return left

    def _in_name(self, quantity: Quantity, dates: list[Date], result: Result, block: Block) -> bool:
        return False

    def _note(self, result: Result, block: Block, number: Number, role: object, why: str) -> None:
        span = block.reading.source(number.start, number.end)
        result.entries.append(Entry(span, role, why))  # type: ignore[arg-type]

    def _enter(self, result: Result, block: Block, q: Quantity, role: object, why: str, drafts: list[Draft] | None = None) -> None:
        end = q.last
        # 13.89亿 is one number: the ledger keeps 万 and 亿 with it.
        if match := re.match(r"万亿|[万亿]", block.text[end : end + 2]):
            end += match.end()
        span = block.reading.source(q.first, end)
        result.entries.append(Entry(span, role, why, drafts or []))  # type: ignore[arg-type]


@dataclass(slots=True)
class _Figure:
    """A quantity of the sentence with the stretch of its clause before and behind it."""

    q: Quantity
    clause: tuple[int, int]
    left: str
    right: str
    index: int
    role: str = "value"


class _SentenceReading:
    """One sentence being read."""

    def __init__(
        self, parent: SentenceAssembler, block: Block, blocks: tuple[Block, ...], scope: Scope, plan: PlanContext,
        sentence: Sentence, dates: list[Date], state: State, result: Result,
    ) -> None:
        self.p, self.block, self.blocks, self.scope, self.plan = parent, block, blocks, scope, plan
        self.sentence, self.dates, self.state, self.result = sentence, dates, state, result
        self.text = block.text
        self.bodies: list[Named] = []
        self.used: dict[int, list[Draft]] = {}
        self.figures: list[_Figure] = []
        self._took_object: dict[int, bool] = {}

    def read(self, quantities: list[Quantity]) -> None:
        text = self.text[self.sentence.start : self.sentence.end]
        self.bodies = self.p.bodies.find(text)
        figures = self.figures = self._figures(quantities)
        self._roles(figures)
        i = 0
        while i < len(figures):
            i = self._step(figures, i)
        for figure in figures:
            drafts = self.used.get(figure.index, [])
            self.p._enter(self.result, self.block, figure.q, figure.role, "assembling." + figure.role, drafts)
        self.result.drafts.extend(self.state.drafts)

    # ---- which numbers are figures ----------------------------------------------------------------------------------

    def _figures(self, quantities: list[Quantity]) -> list[_Figure]:
        figures: list[_Figure] = []
        previous_end = self.sentence.start
        for i, q in enumerate(quantities):
            clause = self.sentence.clause(q.first)
            following = next((o for o in quantities[i + 1 :] if o.first < clause[1]), None)
            start = max(clause[0], previous_end)
            left = self._without_dates(start, max(start, q.start)) + self._verb_inside(q)
            right = self._without_dates(q.end, following.start if following else clause[1])
            whole_left = self._without_dates(clause[0], max(clause[0], q.start))
            if q.word == "coverage" and re.search(r"基本(?:实现|达到|做到)?$", whole_left):
                q.comparator = "~"
            self._floating(q, left)
            aside = self._beside(q, clause, quantities) or self._parenthesis(q, clause) or self.p.asides.read(q, self.text, whole_left or self._led_by(q, clause), right, following is not None and following.word != "all")
            if aside:
                self.p._enter(self.result, self.block, q, aside[0], aside[1])
                # A denominator belongs to the subject: 每千名老年人 stays before the figure.
                if aside[0] not in ("qualifier", "context", "date", "idiom", "ordinal", "name"):
                    previous_end = q.end
                continue
            figures.append(_Figure(q, clause, left, right, len(figures)))
            previous_end = q.end
        for a, b in zip(figures, figures[1:], strict=False):
            if b.clause == a.clause:
                a.right = self._without_dates(a.q.end, max(a.q.end, b.q.start))
            else:
                a.right = self._without_dates(a.q.end, a.clause[1])
        if figures:
            figures[-1].right = self._without_dates(figures[-1].q.end, figures[-1].clause[1])
        return figures

    def _led_by(self, q: Quantity, clause: tuple[int, int]) -> str:
        """将所有符合条件的家庭，全部纳入低保: the group stands in the clause before."""
        index = self.sentence.clauses.index(clause)
        if q.word != "all" or index == 0:
            return ""
        start, end = self.sentence.clauses[index - 1]
        text = self._without_dates(start, end)
        return text if re.match(r"[^，]{0,4}(?:将|把|对|凡|所有|凡是)", text) else ""

    @staticmethod
    def _floating(q: Quantity, left: str) -> None:
        """A comparator apart from its number: 不低于低保标准的1.3倍, 至少培育孵化1家."""
        if q.comparator == "=" and q.unit == "倍" and (match := re.search(r"(?P<less>低于|不足)|(?P<more>高于|超过)", left)) and "不" not in left[max(0, match.start() - 1) : match.start()]:
            q.comparator = "<" if match["less"] else ">"
        if q.comparator == "=" and not q.word and (match := re.search(r"不(?:低|少|小)于|不得(?:低|少)于|至少|最少|(?P<most>不(?:超过|高于|大于|多于)|最多)", left)):
            q.comparator = "<=" if match["most"] else ">="

    def _verb_inside(self, q: Quantity) -> str:
        """至少建成1所: the verb that stands between a comparator and its number is part of the wording."""
        match = re.search(r"(?:建成|建有|建|有|新增|新建|完成|保持在|为|达到|每年)$", self.text[q.start : q.first].rstrip())
        return match.group() if match and match.start() else ""

    @staticmethod
    def _beside(q: Quantity, clause: tuple[int, int], quantities: list[Quantity]) -> tuple[str, str] | None:
        """全部 in a clause that has a figure of its own only says that all of them did (8个…全部完成)."""
        others = [o for o in quantities if o is not q and clause[0] <= o.first < clause[1] and not o.word and o.family != "time"]
        return ("idiom", "asides.all") if q.word == "all" and others else None

    def _parenthesis(self, q: Quantity, clause: tuple[int, int]) -> tuple[str, str] | None:
        """A number in brackets explains another one (含300平方米)."""
        before = self.text[clause[0] : q.first]
        if max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")")):
            opened = max(before.rfind("（"), before.rfind("("))
            if re.match(r"[（(](?:含|不含|即|以下|下同|如|占|第|其中|每|按)", before[opened:]):
                return "qualifier", "asides.brackets"
        return None

    def _without_dates(self, start: int, end: int) -> str:
        out, at = [], start
        for date in self.dates:
            if date.start >= start and date.end <= end:
                out.append(self.text[at : date.start])
                at = date.end
                if date.use == "from":
                    out.append("\u0001")
        out.append(self.text[at:end])
        return "".join(out)

    # ---- value, baseline, change ------------------------------------------------------------------------------------

    def _roles(self, figures: list[_Figure]) -> None:
        to_level = self.p.phrases.to_level
        for i, figure in enumerate(figures):
            if figure.q.word and figure.q.word not in ("double", "zero"):
                continue
            if self._rises_from_here(figures, i, to_level):
                figure.role = "baseline"
            elif self._is_change(figure):
                figure.role = "change"
        # A list that leads to a level: all members up to the marker are starting values (由900元、600元提高到).
        for i in range(len(figures) - 2, -1, -1):
            figure, after = figures[i], figures[i + 1]
            if after.role == "baseline" and figure.role == "value" and figure.q.unit == after.q.unit:
                if figure.clause == after.clause and self._marked(figure, after):
                    figure.role = "baseline"
                elif figure.clause != after.clause and not figure.right.strip() and not self._marker(after) and self.text[figure.clause[1] : figure.clause[1] + 1] in "，,":
                    figure.role = "baseline"

    def _marked(self, figure: _Figure, after: _Figure) -> bool:
        return bool(self._marker(figure)) and not re.search(r"达到|提高到|增加到", after.left)

    def _marker(self, figure: _Figure) -> bool:
        return self._marks(self.text[figure.clause[0] : figure.q.start])

    @staticmethod
    def _marks(text: str) -> bool:
        """由 or 从 before a starting value, not as part of a word."""
        return bool(re.search(r"(?:由|从|自)(?!来|于|然|主|治|愿|身|事|业|贸)", text))

    def _rises_from_here(self, figures: list[_Figure], i: int, to_level: re.Pattern[str]) -> bool:
        if i + 1 >= len(figures):
            return False
        figure, after = figures[i], figures[i + 1]
        if after.q.word and after.q.word != "zero":
            return False
        if figure.q.unit != after.q.unit and figure.q.family != after.q.family and after.q.word != "zero":
            return False
        between = self.text[figure.q.end : after.q.start]
        match = to_level.search(between)
        if not match or re.search(r"[。；]", between):
            return False
        if "，" in between[: match.start()] and not self._marker(figure):
            return False
        if figure.clause != after.clause and not (self._marker(figure) and len(between) < 30):
            return False
        gap = between[: match.start()].strip("，、 ")
        if after.q.word == "zero":
            after.q.unit, after.q.family = figure.q.unit, figure.q.family
        marked = self._marker(figure) and (i == 0 or figures[i - 1].clause != figure.clause or bool(self._marks(figure.left)))
        return marked or len(gap) <= 3 or bool(re.search(r"基础上|起$", gap))

    def _is_change(self, figure: _Figure) -> bool:
        left = figure.left.rstrip("分别各约近超过 至少\u0001")
        left = re.sub(r"(?:分别|各|约|近|超过|不低于|至少|仅|均|再|累计|了)+$", "", figure.left.rstrip()) or figure.left
        if figure.q.word == "double":
            return True
        if re.search(r"(?:提升|优化|改善|扩大|发展)$", left) and figure.q.family not in ("share", "points", "ratio", "money"):
            return False
        if self.p.phrases.change.search(figure.left.rstrip()) or self.p.phrases.change.search(left):
            return True
        if figure.index and left.strip() in ("、", "和", "及", "与", "以及", ""):
            previous = self.figures[figure.index - 1]
            return previous.role == "change" and previous.clause == figure.clause
        return False

    def _step(self, figures: list[_Figure], i: int) -> int:
        """Read the group of figures that begins at ``i``; return where the next begins."""
        figure = figures[i]
        if figure.role == "change":
            return self._changes(figures, i)
        if figure.role == "baseline":
            return self._rise(figures, i)
        return self._values(figures, i)

    # ---- groups -----------------------------------------------------------------------------------------------------

    def _group(self, figures: list[_Figure], i: int) -> list[_Figure]:
        """Figures of one role that stand in one list, with nothing but list marks between."""
        group = [figures[i]]
        for other in figures[i + 1 :]:
            last = group[-1]
            gap = self.text[last.q.end : other.q.start]
            self._share_unit(last, other)
            if other.role != group[0].role or not re.fullmatch(r"[、，\s]*(?:和|及|与|以及|或)?\s*", gap) or (other.q.family != last.q.family and group[0].role != "change" and "分别" not in group[0].left):
                break
            group.append(other)
        return group

    def _share_unit(self, last: _Figure, other: _Figure) -> None:
        """提高2.1个、5.8个百分点; 达到92、95%: the last member of a list says the unit."""
        if not re.fullmatch(r"\s*(?:、|和|及|与|或)\s*", self.text[last.q.end : other.q.start]):
            return
        if (last.q.unit == "个" and other.q.family == "points") or (not last.q.unit and other.q.unit and other.q.family == "share"):
            last.q.unit, last.q.family = other.q.unit, other.q.family

    def _rise(self, figures: list[_Figure], i: int) -> int:
        bases = [figures[i]]
        j = i + 1
        while j < len(figures) and figures[j].role == "baseline":
            bases.append(figures[j])
            j += 1
        if j >= len(figures):
            for base in bases:
                base.role = "value"
            return self._values(figures, i)
        values = self._group(figures, j)
        subject = self._subject_before(bases[0])
        if len(bases) > 1 and len(values) == 1:
            self._many_bases(bases, values[0], subject)
        else:
            names = self._distribute(subject.phrase, values) if len(values) > 1 else [subject.phrase]
            self._share_comparator(values)
            for k, value in enumerate(values):
                draft = self._draft(value, Wording(names[k], subject.rule, subject.per), "rise")
                if k < len(bases):
                    self._attach_base(draft, bases[k])
        return j + len(values)

    def _many_bases(self, bases: list[_Figure], value: _Figure, subject: Wording) -> None:
        """Several starting values raised to one level (农村4235元、城市4560元统一提高到6000元): a record for each."""
        names = self.p.phrases.distribute(subject.phrase, len(bases))
        if len(set(names)) == 1:
            head, tails = self._split_heads(bases, subject.phrase)
            names = [f"{tail}{head}" if tail and tail not in head else head for tail in tails]
        for name, base in zip(names, bases, strict=True):
            draft = self._draft(value, Wording(name, "rise.many", subject.per), "rise.many")
            self._attach_base(draft, base)

    def _split_heads(self, bases: list[_Figure], subject: str) -> tuple[str, list[str]]:
        """The common head and what each starting value says of its own (农村, 城市)."""
        own = [self._front(b.left, True) for b in bases]
        match = re.search(r"(?:从|由)", self.text[bases[0].clause[0] : bases[0].q.start])
        first = own[0]
        if match:
            before = self.text[bases[0].clause[0] : bases[0].q.start]
            first = self._front(re.sub(r"\u0001|的", "", self._without_dates(bases[0].clause[0] + match.end(), bases[0].q.start)), True)
            subject = self._front(self._without_dates(bases[0].clause[0], bases[0].clause[0] + match.start()), True) or subject
            del before
        cleaned = [re.sub(r"每人每[年月]|平均|人均|\u0001|的", "", t).strip("，、和 ") for t in [first, *own[1:]]]
        if bases[0].clause != bases[-1].clause or not subject:
            # 标准，农村平均…，城市…提高到: the head stands a clause earlier.
            before_head = self._clause_before(bases[0])
            subject = before_head if self.p.phrases.head(before_head) else self.state.subject or subject
        return subject, cleaned

    def _clause_before(self, figure: _Figure) -> str:
        index = self.sentence.clauses.index(figure.clause)
        if index == 0:
            return ""
        start, end = self.sentence.clauses[index - 1]
        return self._front(self._without_dates(start, end), True)

    def _front(self, text: str, rate: bool) -> str:
        return self.p.phrases.subject(text.replace("\u0001", ""), rate, self.plan.own)

    def _attach_base(self, draft: Draft, base: _Figure) -> None:
        q = base.q
        if q.number is None:
            return
        span = self.block.reading.source(q.first, q.last)
        dates = [d for d in self.dates if base.clause[0] <= d.start < q.first and d.last]
        draft.baseline = Part(self.text[q.first : q.end], q.number, q.unit or None, span, as_of=dates[-1].last if dates else None)
        self.used.setdefault(base.index, []).append(draft)

    # ---- changes ----------------------------------------------------------------------------------------------------

    def _changes(self, figures: list[_Figure], i: int) -> int:
        group = self._group(figures, i)
        j = i + len(group)
        own = self._own_subject(group[0])
        targets = self._targets_of(group, own)
        if targets:
            for figure, draft in zip(group, targets, strict=True):
                self._attach_change(draft, figure)
            return j
        if own.startswith("占") and self.state.subject:
            own = re.sub(r"(?:增长|提高|增加)$", "", self.state.subject) + own
        if own:
            names = self.p.phrases.distribute(own, len(group)) if len(group) > 1 else [own]
        else:
            names = [self.state.subject or self.p.phrases.theme(self.state.topic)] * len(group)
        for figure, name in zip(group, names, strict=True):
            verb = self._change_verb(group[0])
            figure.role = "value"
            phrase = name if name.endswith(verb) or not verb else f"{name}{verb}"
            draft = self._draft(figure, Wording(phrase, "growth"), "growth")
            self.state.growth = (draft, figure, name)
            self.state.subject = name or self.state.subject
        return j

    def _own_subject(self, figure: _Figure) -> str:
        """What a change clause itself names as growing, without the comparison (比2015年)."""
        left = figure.left
        match = self.p.phrases.change.search(left.rstrip())
        if match:
            left = left[: match.start()]
        left = re.sub(r"^(?:上述|以上|前述)[^，。；]{0,12}$|(?:按?同口径|按?可比价格?(?:计算)?|可比口径|扣除[^，]{0,20}后)$", "", left.rstrip("分别 "))
        left = re.sub(r"(?:分别|各|均|都|约|同比|环比|年均|平均|累计|净|再|预期|每年|达到?)+$", "", left.rstrip("，、 "))
        left = re.sub(r"(?:同?比|较|与|相比)[^，。；、]{0,12}?\u0001[^，。；]{0,6}$", "", left)
        left = re.sub(r"(?:同?比|较|与)(?:上年|去年|上一年|同期|基期)?(?:同期|末|底)?$", "", left)
        left = left.replace("\u0001", "")
        subject = self._front(left, True)
        return "" if re.fullmatch(r"(?:同比|比|较|末期?|底|同期|相比|增长率?|增幅|净)*", subject) else subject

    def _change_verb(self, figure: _Figure) -> str:
        match = self.p.phrases.change.search(figure.left.rstrip())
        if not match:
            return "翻番" if figure.q.word == "double" else "增长"
        verb = re.sub(r"(?:了|达到?|为|约|在|至少|保持在|约为|控制在|超过|超|近|不低于|高于|逾)+$", "", match.group())
        return re.sub(r"^(?:每年|同比|环比|约|再|各|又|总体|实际|预期|计划)+", "", verb)

    def _targets_of(self, group: list[_Figure], own: str) -> list[Draft] | None:
        """The figures of this sentence that the changes belong to, or None when they stand for themselves."""
        free = [d for d in self.state.drafts if d.change is None and d.number is not None]
        units = [f.q.unit for f in group]
        if any(f.q.comparator in (">=", ">", "<=", "<") and f.q.family != "share" for f in group):
            return None
        if all(f.q.family in ("share", "points", "ratio") for f in group):
            if own and not self._same_subject(own, free[-len(group) :]):
                return None
            return free[-len(group) :] if len(free) >= len(group) else None
        picked: list[Draft] = []
        for unit in units:
            match = next((d for d in free if d.unit == unit and d not in picked), None)
            if match is None:
                return None
            picked.append(match)
        if len(group) == 1:
            latest = [d for d in free if d.unit == units[0]]
            if own and not self._same_subject(own, latest[-1:]):
                return None
            return latest[-1:]
        return picked

    @staticmethod
    def _same_subject(own: str, drafts: list[Draft]) -> bool:
        def near(a: str, b: str) -> bool:
            return a in b or b in a or (len(a) > 3 and a[-4:] in b)

        return bool(drafts) and any(near(own, d.indicator) for d in drafts)

    def _attach_change(self, draft: Draft, figure: _Figure) -> None:
        q = figure.q
        if q.number is None:
            return
        span = self.block.reading.source(q.first, q.last)
        start = figure.q.start
        match = self.p.phrases.change.search(figure.left.rstrip())
        said = (match.group() if match else "") + self.text[start : q.end]
        basis = "annual" if "年均" in figure.left or "每年" in figure.left else None
        draft.change = Part(said, q.number, q.unit or None, span, basis=basis)
        self.used.setdefault(figure.index, []).append(draft)

    # ---- values -----------------------------------------------------------------------------------------------------

    def _values(self, figures: list[_Figure], i: int) -> int:
        group = self._group(figures, i)
        if len(group) > 1:
            return self._listed(group, i)
        figure = figures[i]
        wording = self._word(figure)
        growth = self._take_growth(figure, wording)
        names = wording.split or self._each_of(figure, wording)
        for k, name in enumerate(names):
            draft = self._draft(figure, Wording(name, wording.rule, wording.pers[k] if wording.pers else wording.per), wording.rule)
            if growth is not None:
                self._attach_change(draft, growth)
        if wording.carries:
            self.state.subject = wording.phrase
        j = i + 1
        if wording.rule == "share.of":
            # 60%的乡镇建有1所…: the 1 says what a town has, it is part of the indicator.
            while j < len(figures) and figures[j].clause == figure.clause and not figures[j].left.startswith(("，", "、")):
                figures[j].role = "qualifier"
                j += 1
        return j

    def _take_growth(self, figure: _Figure, wording: Wording) -> _Figure | None:
        """The growth just told of the same subject, when this figure is the level it led to."""
        if self.state.growth is None or wording.rule not in ("rate.inherited", "count.inherited"):
            return None
        draft, told, name = self.state.growth
        self.state.growth = None
        if wording.phrase != name or not isinstance(told, _Figure) or (told.clause == figure.clause and not re.match(r"[、]?(?:总量|总数|总规模|达到?|增加到|提高到|增至)", figure.left)):
            return None
        self.state.drafts = [d for d in self.state.drafts if d is not draft]
        self.used[told.index] = []
        told.role = "change"
        return told

    def _each_of(self, figure: _Figure, wording: Wording) -> tuple[str, ...]:
        """A、B均达到100%: a figure for each part where 均, 都, 各 or 分别 says so."""
        if not re.search(r"(?:分别|均|都|各)(?:要|应|已|将)?(?:达到|达|为|实现|不低于|不少于|保持在|超过|提高到)?\s*$", figure.left) and not (
            figure.q.word == "coverage" and re.search(r"(?:均|都|分别)(?:实现)?$", figure.left)
        ):
            return (wording.phrase,)
        if "城乡" in wording.phrase and not re.search(r"城乡(?:社区|居民)", wording.phrase):
            return tuple(self.p.phrases.distribute(wording.phrase, 2))
        for count in (2, 3, 4):
            if len(self.p.phrases.parts(wording.phrase, count)) == count:
                return tuple(self.p.phrases.distribute(wording.phrase, count))
        return (wording.phrase,)

    def _listed(self, group: list[_Figure], i: int) -> int:
        """A、B分别达到100%、90%以上."""
        first = group[0]
        wording = self._word(first)
        names = self._distribute(wording.phrase, group)
        # A comparator behind the last member holds for the list only when the list opens with one.
        self._share_comparator(group)
        dated = [d for d in self.dates if first.clause[0] <= d.start < first.q.first and d.use == "due" and d.last]
        for k, (figure, name) in enumerate(zip(group, names, strict=True)):
            draft = self._draft(figure, Wording(name, "list", wording.per), "list")
            if len(dated) == len(group):
                # 2023年、2024年分别完成10公里、12公里: each its own year.
                draft.due = due(dated[k], self.block)
        self.state.subject = wording.phrase
        return i + len(group)

    def _distribute(self, phrase: str, group: list[_Figure]) -> list[str]:
        """A subject shared out over a list; 城乡 may have been said a clause earlier."""
        tail = re.search(r"(?:分别|均|都)?(?P<said>(?:高于|低于|高出|快于|多于|少于)[^，]*)$", phrase)
        names = self.p.phrases.distribute(phrase[: tail.start()] if tail else phrase, len(group))
        if tail:
            names = [name + tail["said"] for name in names]
        if len(group) == 2 and names[0] == names[1] and "城乡" in self.text[self.sentence.start : group[0].q.start]:
            return [f"城市{phrase}", f"农村{phrase}"]
        return names

    @staticmethod
    def _share_comparator(group: list[_Figure]) -> None:
        """A comparator that opens a list holds for all of it (不低于1100元、800元)."""
        first = group[0].q
        if first.comparator in (">=", "<=", ">", "<") and first.start < first.first:
            for figure in group[1:]:
                if figure.q.comparator == "=":
                    figure.q.comparator = first.comparator

    def _word(self, figure: _Figure) -> Wording:
        before = self._subject_clauses(figure)
        left, right = figure.left.replace("\u0001", ""), figure.right
        following = [f for f in self.figures if f.index > figure.index and f.clause == figure.clause]
        if figure.q.family == "share" and right.startswith("的"):
            right = self._without_dates(figure.q.end, figure.clause[1])
        twin = self._twin(figure)
        if twin is not None:
            left, right = twin.left.replace("\u0001", "") if twin.index < figure.index else left, twin.right if twin.index > figure.index else right
        elif figure.index and self.figures[figure.index - 1].clause == figure.clause and re.match(r"[一-鿿（）]+[、和及与]", left):
            # The object of the figure before ends at its list mark (7条地州级界线、5条县级界线).
            before_object = self.figures[figure.index - 1]
            if self._took_object.get(before_object.index):
                left = re.split(r"[、和及与]", left, maxsplit=1)[1]
        wording = self.p.wording.word(figure.q, left, right, before, self.state.subject, self.state.topic, self.plan.own, bool(following) and not re.search(r"[、，和与及]\s*$", figure.right))
        if wording.rule == "count.things" and (said := self._shared_predicate(figure)):
            wording = replace(wording, phrase=f"{said}的{wording.phrase}")
        wording = self._share_head(figure, wording)
        self._took_object[figure.index] = wording.rule in ("count.things", "count.both", "act", "act.done", "act.have")
        return wording

    def _shared_predicate(self, figure: _Figure) -> str:
        """103个乡镇、971个村委会、130个社区完成换届: what is said of the last member holds for all."""
        last = figure
        for other in self.figures[figure.index + 1 :]:
            if other.clause != figure.clause or not re.fullmatch(r"[一-鿿（）]{1,14}(?:、|和|及|与)\s*", last.right):
                break
            last = other
        if last is figure:
            return ""
        _, said = self.p.phrases.object(last.right)
        return re.sub(r"^(?:全部|已|均|都|依法|按期|顺利)+", "", said)

    def _share_head(self, figure: _Figure, wording: Wording) -> Wording:
        """每千人口医师2.9人、护士3.3人; 城市低保标准610元、人均补助水平400元: what opens a list holds for its members."""
        if not figure.index or not re.match(r"[、和及]", figure.left) or not self.state.drafts:
            return wording
        previous = self.figures[figure.index - 1]
        first = self.state.drafts[-1].indicator
        if previous.clause != figure.clause:
            return wording
        group = re.match(r"每[百千万十]+(?:名|个|张|户)?(?:[一-鿿]{0,4}(?:人口|老年人|老人|居民|儿童|学生|人))?", first)
        if group and not wording.phrase.startswith("每") and previous.q.family == figure.q.family and len(group.group()) < len(first):
            return replace(wording, phrase=group.group() + wording.phrase, per=self.state.drafts[-1].per)
        if re.match(r"人均|户均|平均|年人均|月人均", wording.phrase):
            return replace(wording, phrase=re.sub(r"(?:保障|补助|救助|补贴)$", "", self.p.phrases.headless(first)) + wording.phrase)
        return wording

    def _twin(self, figure: _Figure) -> _Figure | None:
        """4328户14484名贫困人口: two counts of one group stand side by side."""
        for other in self.figures[max(0, figure.index - 1) : figure.index + 2]:
            if other is not figure and other.clause == figure.clause and (other.q.end == figure.q.start or figure.q.end == other.q.start):
                return other
        return None

    def _subject_clauses(self, figure: _Figure) -> list[str]:
        """Earlier clauses of the sentence, nearest first, for a figure whose own clause has no subject."""
        index = self.sentence.clauses.index(figure.clause)
        return [self._without_dates(s, e).replace("\u0001", "") for s, e in reversed(self.sentence.clauses[:index])]

    def _subject_before(self, figure: _Figure) -> Wording:
        """The subject of a rise: what stands before 由 or 从."""
        before = self._without_dates(figure.clause[0], figure.q.start)
        previous = [d for d in self.state.drafts]
        start = figure.clause[0]
        if figure.left != before and previous:
            before = figure.left
            start = figure.q.start - len(figure.left)
        del start
        cut = list(re.finditer(r"(?:由|从|自)(?!来|于|然|主|治|愿|身|事|业)", before))
        head = before[: cut[-1].start()] if cut else before
        inner = before[cut[-1].end() :] if cut else ""
        phrase = self._front(re.sub(r"(?:分别|均|都|统一|最低)$", "", head.replace("\u0001", "").strip()), True)
        if not phrase and inner.strip("\u0001 的"):
            phrase = self._front(inner, True)
            phrase = re.sub(r"^(?:的|现在的?|目前的?)", "", phrase)
        if not phrase:
            clauses = self._subject_clauses(figure)
            phrase = self.state.subject or next((c for c in (self._front(t, True) for t in clauses) if c and self.p.phrases.head(c)), "") or self.state.topic
        phrase = self.p.wording.completed(phrase, self._subject_clauses(figure), self.state.subject, self.state.topic, self.plan.own) or phrase
        per = self.p.wording.per(before, figure.q)
        phrase = re.sub(r"(?:每人每[年月]|每[年月]|年)$", "", phrase)
        self.state.subject = phrase
        return Wording(phrase, "rise", per)

    # ---- the draft --------------------------------------------------------------------------------------------------

    def _draft(self, figure: _Figure, wording: Wording, rule: str) -> Draft:
        q = figure.q
        block = self.block
        kind = self._kind(figure, rule)
        number_end = q.last
        if match := re.match(r"万亿|[万亿]", self.text[number_end : number_end + 2]):
            number_end += match.end() if q.unit.startswith(("万", "亿")) else 0
        value_span = block.reading.source(q.first, q.last)
        span = block.reading.source(q.start, q.end)
        start, end = self._evidence()
        draft = Draft(
            kind=kind, indicator=wording.phrase, rule=f"sentence.{rule}", value_span=value_span, span=span, evidence=Span(start, end),
            number=q.number, high=q.high, unit=q.unit or None, per=wording.per or self._per(figure, wording), comparator=q.comparator,  # type: ignore[arg-type]
            implied=q.implied,
        )
        draft.due = self._due(figure, kind)
        self._level(draft, figure)
        draft.responsible = [(b.text, block.reading.source(self.sentence.start + b.start, self.sentence.start + b.end)) for b in self.bodies]
        draft.section = tuple(self.blocks[p].span for p in block.parents)
        draft.trail = [f"clause: {self.text[figure.clause[0] : figure.clause[1]]}", f"wording: {wording.rule}"]
        self.state.drafts.append(draft)
        self.used.setdefault(figure.index, []).append(draft)
        return draft

    def _per(self, figure: _Figure, wording: Wording) -> str | None:
        before = self._without_dates(figure.clause[0], figure.q.start)
        return self.p.wording.per(before, figure.q)

    def _evidence(self) -> tuple[int, int]:
        text = self.text
        start, end = self.sentence.start, self.sentence.end
        while start < end and text[start].isspace():
            start += 1
        span = self.block.reading.source(start, end)
        return span.start, span.end

    def _kind(self, figure: _Figure, rule: str) -> Kind:
        clause = self.text[figure.clause[0] : figure.clause[1]]
        sentence = self.text[self.sentence.start : self.sentence.end]
        before = self.text[self.sentence.start : figure.q.first]
        if self.p.forecast.search(before[-40:]) and not re.search(r"确保|力争|计划", clause):
            return "forecast"
        if self._is_norm(figure, clause):
            return "norm"
        tense = self.scope.tense
        if self.plan.time.report is None and tense == "target" and self._tells_past(figure, clause, sentence):
            return "achieved"
        if tense:
            if tense == "achieved" and re.search(r"力争|确保.{0,20}达到|计划.{0,10}(?:新建|达到)|目标是", clause) and not self.p.past.search(clause):
                return "target"
            return tense
        return "achieved" if self._tells_past(figure, clause, sentence) or (self.p.past.search(clause) and not self.p.future.search(clause)) else "target"

    def _tells_past(self, figure: _Figure, clause: str, sentence: str) -> bool:
        """A result told in a passage of commitments: a past date, 已, 目前."""
        date = governing(self.dates, figure.q.first, (self.sentence.start, self.sentence.end), figure.clause)
        first = self.plan.time.first
        if date and date.last and first and date.last[0] != "-":
            return int(date.last[:4]) < first
        return bool(re.search(r"目前|截至|已(?:建成|完成|达到|有|实现|覆盖)|现有", clause))

    def _is_norm(self, figure: _Figure, clause: str) -> bool:
        if not self.p.norm.search(clause):
            window = self.text[figure.q.first : self.sentence.end]
            if not (figure.q.comparator in ("range", "<", "<=", ">", ">=") and re.search(r"(?:可|可以|予以|给予|不得|不予|一律|实行)(?:按|参照|纳入|申请|享受|优先|直通|直接|新建|新增|约谈|预警|认定|预警约谈)", window) and re.search(r"低于|高于|超过|以上|以下|不足|未达", clause)):
                return False
            return True
        q = figure.q
        if re.search(r"一次性(?:奖励|补助|补贴)|给予[^，。；]{0,14}(?:奖励|补助|补贴)|每[^，。；\d]{1,4}(?:补助|奖励|补贴)", clause):
            return q.family == "money" and self.scope.tense != "achieved"
        if re.search(r"审批权限|年龄从|年龄由", clause):
            return q.comparator != "=" or q.unit in ("岁", "周岁")
        if re.search(r"(?:可|可以|予以|给予)(?:纳入|按照?|申请|享受)", clause):
            return q.comparator != "="
        return q.comparator in ("<", "<=", ">=", ">") and bool(re.match(r"(?:且[^，]{0,10})?的(?:家庭|人员|老年人|对象|企业|项目|按|可|给予|，)", figure.right)) and q.family in ("money", "ratio", "people")

    def _due(self, figure: _Figure, kind: str) -> Due:
        date = governing(self.dates, figure.q.first, (self.sentence.start, self.sentence.end), figure.clause)
        if date is None and self.scope.head and self.scope.head.start < self.sentence.start:
            out = due(self.scope.head, self.block, "inherited")
            return out
        if date is not None:
            return due(date, self.block)
        if kind == "norm":
            return Due()
        return inherited(self.scope, self.blocks, kind, self.plan.time)

    def _level(self, draft: Draft, figure: _Figure) -> None:
        word = self.p.levels.of_indicator(f"每个{draft.per}") if draft.per and "每" in self.text[figure.clause[0] : figure.q.first] else None
        word = self.p.levels.of_indicator(draft.indicator) or word or self.p.levels.of_indicator(draft.per or "") or self.p.levels.of_indicator(draft.unit or "")
        if word:
            draft.level, draft.level_text, draft.level_source = word.level, word.text, "explicit"
            return
        draft.level = self.plan.level
        left = self.text[figure.clause[0] : figure.q.first]
        near = [w for w in self.p.levels.words(left) if w.level]
        lead = self.p.own_scope.search(self.text[self.sentence.start : figure.q.first])
        if near and not lead and near[-1].level is not None and re.match(r"(?:级|[州县市区镇村]).{0,8}(?:每|均|各|至少|不)", self.text[figure.clause[0] + near[-1].start + len(near[-1].text) - 1 :]):
            draft.level, draft.level_text, draft.level_source = near[-1].level, near[-1].text, "explicit"
        elif layer := re.search(r"(?:^|[，；：])[二三四五六七八九各](?P<c>县市|县（市、?区?）|个?县|个?区)(?!块|域|级)|在(?P<t>乡镇|街道|社区|村)(?:层面)?(?:建|设|布|成|新)", self.text[self.sentence.start : figure.q.first]):
            draft.level = "county" if layer["c"] else "village" if layer["t"] in ("社区", "村") else "township"
            draft.level_text, draft.level_source = layer["c"] or layer["t"], "explicit"
        elif lead:
            draft.level_text, draft.level_source = lead.group(), "explicit"
        elif self.plan.own and (own := self.plan.own.search(self.text[self.sentence.start : figure.q.first])):
            draft.level_text, draft.level_source = own.group(), "explicit"
