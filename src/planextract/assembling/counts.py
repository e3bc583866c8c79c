"""Wording of counts and amounts: people, places, money, area, and everything else that has a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.assembling.denominators import DenominatorReader
from planextract.assembling.terms import Context, Wording
from planextract.patterns import Patterns
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity

_COUNTED = ("people", "count", "beds", "area", "length", "other")


@dataclass(frozen=True, slots=True)
class _Said:
    """The words around a count: the phrase before it, the things behind it and what is said of them."""

    bare: str
    things: str
    said: str
    per: str | None
    followed: bool


class CountReader:
    """Words counts by ``patterns/wording.yaml`` and ``patterns/verbs.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader, denominators: DenominatorReader) -> None:
        self.rule = patterns.regexes("wording")
        self.rank_before = patterns.regex("asides.rank")
        self.phrases = phrases
        self.denominators = denominators
        word = r"(?:省|市|州|县|区|乡镇|镇|街道|村|社区|盟|旗)(?:[（(][^（）()]{1,6}[）)])?级?"
        self.level_only = re.compile(word)
        self.level_ends = re.compile(rf"^{word}(?=..)|(?<=..){word}$")

    def read(self, q: Quantity, left: str, right: str, context: Context, per: str | None, followed: bool) -> Wording:
        """The first of the constructions that fits; what was spoken of is the last."""
        ranked = q.unit == "位" or (q.unit == "名" and left.endswith(("第", "前")))
        if ranked and (rank := self.rank_before.search(left)):
            return self._rank(q, left, rank, context)
        bare = self.rule["by_standard"].sub("", context.clean(self.phrases, left, False))
        things, said = self.phrases.object(right) if self._has_object(q, right) else ("", "")
        words = _Said(self._listed_object(bare), things, said, per, followed)
        return (
            self._flow(q, words, context)
            or self._level_only(words, context)
            or self._two_groups(words)
            or self._related(words, context)
            or self._money(q, words, right)
            or self._acting(q, words, context)
            or self._named(q, words)
            or self._things(words)
            or Wording(context.subject or context.earlier(self.phrases, self.rule["comparing"]), "count.inherited", per)
        )

    def _has_object(self, q: Quantity, right: str) -> bool:
        """Whether the words behind a number name what it counts."""
        if q.family in ("share", "points") or self.rule["no_object"].match(right):
            return False
        return bool(self.rule["object_front"].match(right))

    def _listed_object(self, bare: str) -> str:
        match = self.rule["listed_object"].search(bare)
        return match["verb"] + match["noun"] if match else bare

    # ---- what was just spoken of ------------------------------------------------------------------------------------

    def _flow(self, q: Quantity, words: _Said, context: Context) -> Wording | None:
        """累计发放资金, 补助救助费用: money that flows to what was just spoken of."""
        match = self.rule["flow"].fullmatch(words.bare) if q.family == "money" else None
        if not match:
            return None
        owner = self.phrases.noun(context.subject) if context.subject else ""
        if not owner and context.before:
            clause = context.clean(self.phrases, context.before[0])
            owner = self.rule["purpose_tail"].sub("", self.phrases.act_start.sub("", clause).lstrip("了"))
        owner = self.rule["purpose_front"].sub("", owner)
        if not 2 <= len(owner) <= 26 or owner in words.bare or self.phrases.head(owner):
            return None
        return Wording(f"{match['verb']}{owner}{match['noun']}", "count.flow", words.per, carries=False)

    def _level_only(self, words: _Said, context: Context) -> Wording | None:
        """市级每月1次，县级每周2次: the level is new, the thing was named before."""
        level = self.level_only.fullmatch(re.sub(r"每[年月周季度]+$", "", words.bare))
        if not level:
            return None
        base = self.level_ends.sub("", context.subject) or self.phrases.theme(context.topic)
        return Wording(f"{level.group()}{base}", "count.level", words.per, carries=False)

    def _related(self, words: _Said, context: Context) -> Wording | None:
        """其中公办9家; 建筑面积1800平方米; 惠及居民3820户: parts, measures and effects of what was named."""
        if not context.subject:
            return None
        if not words.things and self.rule["partial"].fullmatch(words.bare):
            return Wording(f"{words.bare}{self.phrases.noun(context.subject)}", "count.part", words.per, carries=False)
        if self.rule["relational"].fullmatch(words.bare):
            owner = self.phrases.headless(self.phrases.noun(context.subject))
            if owner and owner not in words.bare:
                return Wording(f"{owner}{words.bare}", "count.of", words.per, carries=False)
        if not words.things and self.rule["reaching"].match(words.bare):
            return Wording(f"{context.subject}{words.bare}", "count.reach", words.per, carries=False)
        return None

    def _rank(self, q: Quantity, left: str, rank: re.Match[str], context: Context) -> Wording:
        """总量居全省第3位: the rank of something among others; 前3位 is at most the third."""
        base = context.clean(self.phrases, left[: rank.start()])
        last = self.rule["growth_end"].sub("", context.subject)
        if len(base) <= 3 and last and base not in last:
            base = f"{last}{base}"
        if self.rule["foremost"].search(left):
            q.comparator = "<="
        among = self.rule["among"].search(rank.group())
        name = base or last or context.earlier(self.phrases, self.rule["comparing"])
        return Wording(f"{name.removesuffix('排名')}{among.group() if among else ''}排名", "rank", None, carries=False)

    # ---- denominators -----------------------------------------------------------------------------------------------

    def _two_groups(self, words: _Said) -> Wording | None:
        """每千名老年人、每百张床位配1名: two figures of one value."""
        groups = self.denominators.two_groups(words.bare)
        if not groups:
            return None
        *who, verb = groups
        names = tuple(f"{group}{verb}{words.things}" for group in who)
        pers = tuple(group.removeprefix("每") for group in who)
        return Wording(f"{words.bare}{words.things}", "count.each", words.per, names, pers)

    # ---- money ------------------------------------------------------------------------------------------------------

    def _money(self, q: Quantity, words: _Said, right: str) -> Wording | None:
        """给予1000元生活补贴; 投资6141万元的福利院项目."""
        if q.family != "money" or not words.things:
            return None
        if self.rule["giving"].search(words.bare) and len(words.bare) > 4:
            return Wording(f"{words.bare.removesuffix('给予')}{words.things}", "count.given", words.per)
        if right.startswith("的"):
            return Wording(f"{words.things}{words.bare}", "count.money", words.per)
        return None

    # ---- verbs ------------------------------------------------------------------------------------------------------

    def _acting(self, q: Quantity, words: _Said, context: Context) -> Wording | None:
        """新建1所…: verb and object; a verb alone goes on about the object before (改造提升30个)."""
        act = self.phrases.act_end.search(words.bare)
        if not act:
            return None
        place, verb = words.bare[: act.start()], act.group()
        if words.things:
            return self._verb_object(q, words, place, verb)
        if self.rule["prefix_only"].fullmatch(place):
            return self._verb_only(q, words, context)
        return None

    def _verb_only(self, q: Quantity, words: _Said, context: Context) -> Wording:
        if self.rule["reaching_only"].fullmatch(words.bare):
            return Wording(f"{self.phrases.noun(context.subject)}{words.bare}", "act.reach", words.per, carries=False)
        last = self.phrases.act_start.sub("", context.subject)
        if len(last) >= 2 and q.family in ("count", "beds", "people", "area"):
            return Wording(f"{words.bare}{last}", "act.again", words.per, carries=False)
        return Wording(words.bare, "act", words.per)

    def _verb_object(self, q: Quantity, words: _Said, place: str, verb: str) -> Wording:
        things, said = words.things, words.said
        if q.family == "money":
            return Wording(f"{things.removeprefix('的')}{verb}", "act.money", words.per)
        if self.rule["completing"].fullmatch(verb) or (said and self.rule["helping"].fullmatch(verb)):
            return Wording(f"{self._kept(place)}{things}{self.rule['doing'].sub('', said)}", "act.done", words.per)
        if self.rule["having"].fullmatch(verb):
            return Wording(f"{place}{things}", "act.have", words.per)
        done = said if self.rule["building"].match(said) else ""
        return Wording(f"{self._kept(self.rule['place_each'].sub('', place))}{verb}{things}{done}", "act", words.per)

    def _kept(self, place: str) -> str:
        """A place that tells where, not who or how."""
        return place if len(place) <= 12 and not self.rule["no_place"].search(place) else ""

    # ---- names ------------------------------------------------------------------------------------------------------

    def _named(self, q: Quantity, words: _Said) -> Wording | None:
        """A phrase before the number names it, with the things behind where it only names a part (千名老人37张床位)."""
        bare, things = words.bare, words.things
        if q.family == "money" and self.phrases.head(bare) and (match := self.rule["realised"].match(bare)):
            bare = bare[match.end() :]
        act = self.phrases.act_end.search(bare)
        if not bare or (act and act.start() == 0):
            return None
        if things and self.rule["denominator_only"].fullmatch(bare) and not self.phrases.head(bare):
            return Wording(f"{bare}{things}", "count.group", words.per)
        if things and not words.followed and q.family in _COUNTED and not self.rule["count_head"].search(bare):
            whole = (
                things
                if self.rule["completing"].fullmatch(bare)
                else bare
                if bare.endswith(things)
                else f"{bare}{things}"
            )
            return Wording(whole, "count.both", words.per)
        return Wording(bare, "count", words.per)

    def _things(self, words: _Said) -> Wording | None:
        """19家养老机构达到标准: the things behind the number, by what is said of them."""
        if not words.things:
            return None
        told = words.said and not re.match(r"用于|均为", words.said)
        phrase = f"{words.said}的{words.things}" if told else words.things
        return Wording(re.sub(r"^(?:全部|已|均|都|依法|按期)+", "", phrase), "count.things", words.per)
