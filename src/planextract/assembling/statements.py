"""One sentence: values, starting values and changes put together, each value worded and drafted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from planextract.assembling.drafting import Drafter, Surroundings
from planextract.assembling.drafts import Draft
from planextract.assembling.figures import COMPARED, Figure, FigureReader, Passage
from planextract.assembling.time import due
from planextract.assembling.wording import Context, Wording, WordingReader
from planextract.patterns import Patterns
from planextract.reading.phrases import PhraseReader


@dataclass(slots=True)
class State:
    """What one clause leaves for the next: the figures told, the last subject, the paragraph's topic."""

    topic: str = ""
    subject: str = ""
    drafts: list[Draft] = field(default_factory=list)
    growth: tuple[Draft, Figure, str] | None = None
    """A growth without a level yet, with its subject (增长8%，达到120亿元): the level that follows takes it over."""


class StatementReader:
    """Puts figures together by ``patterns/figures.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader, figures: FigureReader) -> None:
        self.rule = patterns.regexes("figures")
        self.phrases = phrases
        self.figures = figures
        self.wording = WordingReader(patterns, phrases)
        self.drafter = Drafter(patterns, phrases, self.wording)

    def read(
        self, passage: Passage, around: Surroundings, figures: list[Figure], state: State
    ) -> dict[int, list[Draft]]:
        """Draft the records of a sentence into ``state``; return which figure each draft uses, by index."""
        statement = _Statement(self, passage, around, figures, state)
        i = 0
        while i < len(figures):
            i = statement.step(i)
        return statement.used


class _Statement:
    """A sentence while it is being read."""

    def __init__(
        self, reader: StatementReader, passage: Passage, around: Surroundings, figures: list[Figure], state: State
    ) -> None:
        self.r, self.passage, self.around, self.figures, self.state = reader, passage, around, figures, state
        self.own = around.plan.own
        self.used: dict[int, list[Draft]] = {}
        self.with_object: set[int] = set()
        """Figures that took the words behind them as the things counted."""

    def step(self, i: int) -> int:
        """Read the group of figures that begins at ``i``; return where the next begins."""
        role = self.figures[i].role
        return self._changes(i) if role == "change" else self._rise(i) if role == "baseline" else self._values(i)

    def _draft(self, figure: Figure, wording: Wording, rule: str) -> Draft:
        draft = self.r.drafter.draft(self.passage, self.around, figure, wording, rule)
        self.state.drafts.append(draft)
        self.used.setdefault(figure.index, []).append(draft)
        return draft

    def _subject(self, text: str) -> str:
        return self.r.phrases.subject(text.replace(COMPARED, ""), True, self.own)

    def _context(self, figure: Figure) -> Context:
        before = self.passage.clauses_before(figure.clause)
        return Context(before, self.state.subject, self.state.topic, self.own)

    # ---- from a starting value to a level ---------------------------------------------------------------------------

    def _rise(self, i: int) -> int:
        j = i
        while j < len(self.figures) and self.figures[j].role == "baseline":
            j += 1
        bases = self.figures[i:j]
        if j == len(self.figures):
            for base in bases:
                base.role = "value"
            return self._values(i)
        values = self.r.figures.group(self.passage, self.figures, j)
        subject = self._risen(bases[0])
        if len(bases) > 1 and len(values) == 1:
            self._many_bases(bases, values[0], subject)
            return j + 1
        names = self._share(subject.phrase, values) if len(values) > 1 else [subject.phrase]
        self.r.figures.share_comparator(values)
        for k, value in enumerate(values):
            draft = self._draft(value, replace(subject, phrase=names[k]), "rise")
            if k < len(bases):
                self._attach_base(draft, bases[k])
        return j + len(values)

    def _risen(self, figure: Figure) -> Wording:
        """What rises: the words before 由 or 从, else those behind it, else what was spoken of."""
        before = self.passage.before(figure)
        if figure.left != before and self.state.drafts:
            before = figure.left
        marks = list(self.r.rule["from_mark"].finditer(before))
        head = before[: marks[-1].start()] if marks else before
        inner = before[marks[-1].end() :] if marks else ""
        phrase = self._subject(re.sub(r"(?:分别|均|都|统一|最低)$", "", head.replace(COMPARED, "").strip()))
        if not phrase and inner.strip(COMPARED + " 的"):
            phrase = re.sub(r"^(?:的|现在的?|目前的?)", "", self._subject(inner))
        context = self._context(figure)
        phrase = phrase or self._spoken_of(context)
        phrase = self.r.wording.rates.completed(phrase, context) or phrase
        phrase = re.sub(r"(?:每人每[年月]|每[年月]|年)$", "", phrase)
        self.state.subject = phrase
        return Wording(phrase, "rise", self.r.wording.per(before, figure.q))

    def _spoken_of(self, context: Context) -> str:
        heads = (self._subject(text) for text in context.before)
        return self.state.subject or next((h for h in heads if h and self.r.phrases.head(h)), "") or self.state.topic

    def _many_bases(self, bases: list[Figure], value: Figure, subject: Wording) -> None:
        """Several starting values raised to one level (农村4235元、城市4560元统一提高到6000元): a record for each."""
        names = self.r.phrases.distribute(subject.phrase, len(bases))
        if len(set(names)) == 1:
            head, parts = self._heads(bases, subject.phrase)
            names = [f"{part}{head}" if part and part not in head else head for part in parts]
        for name, base in zip(names, bases, strict=True):
            self._attach_base(self._draft(value, Wording(name, "rise.many", subject.per), "rise.many"), base)

    def _heads(self, bases: list[Figure], subject: str) -> tuple[str, list[str]]:
        """The common head of several starting values, and what each says of its own (农村, 城市)."""
        start, stop = bases[0].clause[0], bases[0].q.start
        parts = [self._subject(b.left) for b in bases]
        if match := re.search(r"[从由]", self.passage.text[start:stop]):
            parts[0] = self._subject(self.passage.stretch(start + match.end(), stop).replace("的", ""))
            subject = self._subject(self.passage.stretch(start, start + match.start())) or subject
        if bases[0].clause != bases[-1].clause or not subject:
            # 标准，农村平均…，城市…提高到: the head stands a clause earlier.
            before = self.passage.clauses_before(bases[0].clause)
            head = self._subject(before[0]) if before else ""
            subject = head if self.r.phrases.head(head) else self.state.subject or subject
        return subject, [re.sub(r"每人每[年月]|平均|人均|的", "", part).strip("，、和 ") for part in parts]

    def _attach_base(self, draft: Draft, base: Figure) -> None:
        draft.baseline = self.r.drafter.baseline(self.passage, base)
        self.used.setdefault(base.index, []).append(draft)

    # ---- changes ----------------------------------------------------------------------------------------------------

    def _changes(self, i: int) -> int:
        """Changes belong to the levels told before them, else they stand for themselves (固定资产投资增长)."""
        group = self.r.figures.group(self.passage, self.figures, i)
        own = self._growing(group[0])
        if levels := self._levels_of(group, own):
            for figure, draft in zip(group, levels, strict=True):
                self._attach_change(draft, figure)
            return i + len(group)
        if own.startswith("占") and self.state.subject:
            own = re.sub(r"(?:增长|提高|增加)$", "", self.state.subject) + own
        said = own or self.state.subject or self.r.phrases.theme(self.state.topic)
        names = self.r.phrases.distribute(said, len(group)) if own and len(group) > 1 else [said] * len(group)
        verb = self._verb(group[0])
        for figure, name in zip(group, names, strict=True):
            figure.role = "value"
            phrase = name if name.endswith(verb) else f"{name}{verb}"
            self.state.growth = (self._draft(figure, Wording(phrase, "growth"), "growth"), figure, name)
            self.state.subject = name or self.state.subject
        return i + len(group)

    def _growing(self, figure: Figure) -> str:
        """What a change clause itself names as growing, without the comparison (比2015年)."""
        rule, left = self.r.rule, figure.left
        if match := self.r.phrases.change.search(left.rstrip()):
            left = left[: match.start()]
        left = rule["same_basis"].sub("", left.rstrip("分别 "))
        left = rule["growth_adverbs"].sub("", left.rstrip("，、 "))
        left = re.sub(rf"(?:同?比|较|与|相比)[^，。；、]{{0,12}}?{COMPARED}[^，。；]{{0,6}}$", "", left)
        subject = self._subject(rule["compared_with"].sub("", left))
        return "" if rule["no_subject"].fullmatch(subject) else subject

    def _verb(self, figure: Figure) -> str:
        match = self.r.phrases.change.search(figure.left.rstrip())
        if not match:
            return "翻番" if figure.q.word == "double" else "增长"
        return self.r.rule["verb_front"].sub("", self.r.rule["verb_back"].sub("", match.group()))

    def _levels_of(self, group: list[Figure], own: str) -> list[Draft] | None:
        """The levels of this sentence that changes belong to: the last told, or those of the same unit."""
        if any(f.q.comparator in (">=", ">", "<=", "<") and f.q.family != "share" for f in group):
            return None
        free = [d for d in self.state.drafts if d.change is None and d.number is not None]
        if all(f.q.family in ("share", "points", "ratio") for f in group):
            found = free[-len(group) :] if len(free) >= len(group) else []
        elif len(group) == 1:
            found = [d for d in free if d.unit == group[0].q.unit][-1:]
        else:
            return self._by_unit(free, group)
        if not found or (own and not any(self._near(own, d.indicator) for d in found)):
            return None
        return found

    @staticmethod
    def _by_unit(free: list[Draft], group: list[Figure]) -> list[Draft] | None:
        picked: list[Draft] = []
        for figure in group:
            match = next((d for d in free if d.unit == figure.q.unit and d not in picked), None)
            if match is None:
                return None
            picked.append(match)
        return picked

    @staticmethod
    def _near(a: str, b: str) -> bool:
        return a in b or b in a or (len(a) > 3 and a[-4:] in b)

    def _attach_change(self, draft: Draft, figure: Figure) -> None:
        draft.change = self.r.drafter.change(self.passage, figure)
        self.used.setdefault(figure.index, []).append(draft)

    # ---- values -----------------------------------------------------------------------------------------------------

    def _values(self, i: int) -> int:
        group = self.r.figures.group(self.passage, self.figures, i)
        if len(group) > 1:
            return self._listed(group, i)
        figure = self.figures[i]
        wording = self._word(figure)
        growth = self._led_to(figure, wording)
        names = wording.split or self._each_of(figure, wording)
        for k, name in enumerate(names):
            per = wording.pers[k] if wording.pers else wording.per
            draft = self._draft(figure, Wording(name, wording.rule, per), wording.rule)
            if growth is not None:
                self._attach_change(draft, growth)
        if raised := self.r.rule["raised_object"].search(wording.phrase):
            self.state.growth = (draft, figure, raised["object"])
        if wording.carries:
            self.state.subject = wording.phrase
        return self._skip_inside(figure, i + 1) if wording.rule == "share.of" else i + 1

    def _skip_inside(self, share: Figure, j: int) -> int:
        """60%的乡镇建有1所…: the 1 says what a town has, it is part of the indicator."""
        while (
            j < len(self.figures)
            and self.figures[j].clause == share.clause
            and not self.figures[j].left.startswith(("，", "、"))
        ):
            self.figures[j].role = "qualifier"
            j += 1
        return j

    def _listed(self, group: list[Figure], i: int) -> int:
        """A、B分别达到100%、90%以上; a list of dates gives each value its own."""
        first = group[0]
        wording = self._word(first)
        names = self._share(wording.phrase, group)
        self.r.figures.share_comparator(group)
        growth = self._led_to(first, wording)
        dated = [
            d for d in self.passage.dates if first.clause[0] <= d.start < first.q.first and d.use == "due" and d.last
        ]
        for k, (figure, name) in enumerate(zip(group, names, strict=True)):
            draft = self._draft(figure, Wording(name, "list", wording.per), "list")
            if growth is not None:
                self._attach_change(draft, growth)
            if len(dated) == len(group):
                draft.due = due(dated[k], self.passage.block)
        self.state.subject = wording.phrase
        return i + len(group)

    def _share(self, phrase: str, group: list[Figure]) -> list[str]:
        """A subject shared out over a list; 城乡 may have been said a clause earlier."""
        tail = self.r.rule["comparing_tail"].search(phrase)
        names = self.r.phrases.distribute(phrase[: tail.start()] if tail else phrase, len(group))
        if tail:
            names = [name + tail["said"] for name in names]
        said = self.passage.text[self.passage.sentence.start : group[0].q.start]
        if len(group) == 2 and names[0] == names[1] and "城乡" in said:
            return [f"城市{phrase}", f"农村{phrase}"]
        return names

    def _each_of(self, figure: Figure, wording: Wording) -> tuple[str, ...]:
        """A、B均达到100%: a figure for each part where 均, 都, 各 or 分别 says so."""
        phrase, distribute = wording.phrase, self.r.phrases.distribute
        if not self.r.rule["each_of"].search(figure.left):
            return (phrase,)
        if "城乡" in phrase and not re.search(r"城乡(?:社区|居民)", phrase):
            return tuple(distribute(phrase, 2))
        for count in (2, 3, 4):
            if len(self.r.phrases.parts(phrase, count)) == count:
                return tuple(distribute(phrase, count))
        return (phrase,)

    def _led_to(self, figure: Figure, wording: Wording) -> Figure | None:
        """The growth just told of the same subject, when this figure is the level it led to."""
        if self.state.growth is None:
            return None
        draft, told, name = self.state.growth
        if wording.rule in ("rate.inherited", "count.inherited"):  # names nothing of its own: now or never
            self.state.growth = None
            apart = told.clause != figure.clause or self.r.rule["level_follows"].match(figure.left)
            if wording.phrase != name or not apart:
                return None
        elif not self._same_thing(figure, wording, told, name):
            return None
        self.state.growth = None
        self.state.drafts = [d for d in self.state.drafts if d is not draft]
        self.used[told.index] = []
        told.role = "change"
        return told

    def _same_thing(self, figure: Figure, wording: Wording, told: Figure, name: str) -> bool:
        """A level of what was raised a clause before, named again (增加补贴100元，补贴不低于500元), of no one else."""
        if told.clause == figure.clause or figure.q.unit != told.q.unit or not wording.phrase.endswith(name):
            return False
        whose = wording.phrase.removesuffix(name)[-2:]
        return whose in self.passage.text[told.clause[0] : told.q.first]

    # ---- wording ----------------------------------------------------------------------------------------------------

    def _word(self, figure: Figure) -> Wording:
        left, right = self._sides(figure)
        after = self.figures[figure.index + 1 : figure.index + 2]
        following = bool(after) and after[0].clause == figure.clause
        followed = following and not re.search(r"[、，和与及]\s*$", figure.right)
        wording = self.r.wording.word(figure.q, left, right, self._context(figure), followed)
        if wording.rule == "count.things" and (said := self._shared_predicate(figure)):
            wording = replace(wording, phrase=f"{said}的{wording.phrase}")
        wording = self._shared_head(figure, wording)
        if wording.rule in ("count.things", "count.both", "act", "act.done", "act.have"):
            self.with_object.add(figure.index)
        return wording

    def _sides(self, figure: Figure) -> tuple[str, str]:
        """The words before and behind a figure that word it."""
        left, right = figure.words, figure.right
        if figure.q.family == "share" and right.startswith("的"):
            right = self.passage.stretch(figure.q.end, figure.clause[1])
        twin = self.r.figures.twin(self.figures, figure)
        if twin is not None:
            return (twin.words, right) if twin.index < figure.index else (left, twin.right)
        previous = self.figures[figure.index - 1] if figure.index else None
        if (
            previous
            and previous.clause == figure.clause
            and previous.index in self.with_object
            and re.match(r"[一-鿿（）]+[、和及与]", left)
        ):
            # The things counted before end at their list mark (7条地州级界线、5条县级界线).
            left = re.split(r"[、和及与]", left, maxsplit=1)[1]
        return left, right

    def _shared_predicate(self, figure: Figure) -> str:
        """103个乡镇、971个村委会、130个社区完成换届: what is said of the last member holds for all."""
        last = figure
        for other in self.figures[figure.index + 1 :]:
            if other.clause != figure.clause or not re.fullmatch(r"[一-鿿（）]{1,14}[、和及与]\s*", last.right):
                break
            last = other
        if last is figure:
            return ""
        _, said = self.r.phrases.object(last.right)
        return re.sub(r"^(?:全部|已|均|都|依法|按期|顺利)+", "", said)

    def _shared_head(self, figure: Figure, wording: Wording) -> Wording:
        """每千人口医师2.9人、护士3.3人; 城市低保标准610元、人均补助400元: what opens a list holds for all of it."""
        previous = self.figures[figure.index - 1] if figure.index else None
        if (
            previous is None
            or previous.clause != figure.clause
            or not re.match(r"[、和及]", figure.left)
            or not self.state.drafts
        ):
            return wording
        last = self.state.drafts[-1]
        group = self.r.rule["group_head"].match(last.indicator)
        if (
            group
            and not wording.phrase.startswith("每")
            and previous.q.family == figure.q.family
            and len(group.group()) < len(last.indicator)
        ):
            return replace(wording, phrase=group.group() + wording.phrase, per=last.per)
        if self.r.rule["average_head"].match(wording.phrase):
            head = re.sub(r"(?:保障|补助|救助|补贴)$", "", self.r.phrases.headless(last.indicator))
            return replace(wording, phrase=head + wording.phrase)
        return wording
