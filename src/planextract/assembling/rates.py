"""Wording of rates, shares, multiples and percentage points."""

from __future__ import annotations

import re

from planextract.assembling.terms import Context, Wording
from planextract.patterns import Patterns
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity


class RateReader:
    """Words rates by ``patterns/wording.yaml``."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader) -> None:
        self.rule = patterns.regexes("wording")
        self.phrases = phrases

    def read(self, q: Quantity, left: str, right: str, context: Context, per: str | None) -> Wording:
        """The first of the constructions that fits; a plain subject before the number is the last."""
        subject = context.clean(self.phrases, left)
        part = self.rule["noun_ratio"].match(right)
        if part and not self.rule["rate_end"].search(subject):
            return self._share_of(part["group"], left, context, per)
        phrase = self._multiple(subject) if q.unit == "倍" else subject
        if not phrase:
            return self._without_subject(q, right, context, per)
        return (
            self._of_whole(q, left, context, per)
            or self._compared(q, left, phrase, context, per)
            or self._owned(phrase, context, per)
            or Wording(self._completed_share(phrase, context), "rate", per)
        )

    def _earlier(self, context: Context) -> str:
        return context.earlier(self.phrases, self.rule["comparing"])

    def _without_subject(self, q: Quantity, right: str, context: Context, per: str | None) -> Wording:
        """A rate whose subject stands behind it, or that goes on about the last subject."""
        tail = context.clean(self.phrases, re.split(r"[，。；、]", right)[0])
        if q.family == "share" and self.phrases.head(tail):
            return Wording(tail, "rate.behind", per)
        return Wording(context.subject or self._earlier(context), "rate.inherited", per)

    # ---- constructions ----------------------------------------------------------------------------------------------

    def _of_whole(self, q: Quantity, left: str, context: Context, per: str | None) -> Wording | None:
        """持证社工达到总人口的0.5‰; 交流轮岗比例不低于符合条件教师的10%."""
        match = self.rule["share_of_whole"].search(left.strip())
        if not match or q.unit == "倍":
            return None
        if not (self.rule["whole"].search(match["whole"]) or self.rule["share_end"].search(match["part"])):
            return None
        part, whole = context.clean(self.phrases, match["part"]), context.clean(self.phrases, match["whole"])
        if self.rule["share_end"].search(part):
            return Wording(part, "rate", per)
        return Wording(f"{part}占{whole}比例", "rate.part", per) if part and whole else None

    def _compared(self, q: Quantity, left: str, phrase: str, context: Context, per: str | None) -> Wording | None:
        """高于全省平均2.3个百分点; 原则上不低于低保标准的1.3倍: compared is what was spoken of."""
        if match := self.rule["compared_front"].match(left.strip("，的 ")):
            base = self._base(context)
            if q.family == "points":
                return Wording(f"{base}{phrase}", "rate.compared", per, carries=False)
            if base:
                what = self.phrases.subject(match["what"], True, None)
                return Wording(f"{base}与{what}之比" if q.unit == "倍" else base, "rate.compared", per)
        if q.family == "points" and self.rule["points_front"].match(phrase):
            return Wording(f"{context.subject or self._earlier(context)}{phrase}", "rate.compared", per, carries=False)
        return None

    def _base(self, context: Context) -> str:
        """What a comparison is about: the clause before it if that has no figure of its own, else the last subject."""
        before = context.before
        near = context.clean(self.phrases, before[0]) if before and not re.search(r"\d", before[0]) else ""
        return near if self.phrases.head(near) else context.subject or self._earlier(context)

    def _owned(self, phrase: str, context: Context, per: str | None) -> Wording | None:
        """A bare rate of people or things just named (护理员3000人次，持证上岗率), or of the clause's theme."""
        if context.subject and self.rule["own_rate"].fullmatch(phrase):
            owner = self.phrases.headless(self.phrases.noun(context.subject))
            if owner and not self.phrases.head(owner) and owner not in phrase:
                return Wording(f"{owner}{phrase}", "rate.of", per, carries=False)
        completed = self.completed(phrase, context)
        return Wording(completed, "rate.theme", per) if completed else None

    def completed(self, phrase: str, context: Context) -> str | None:
        """A bare rate (参训率, 城乡覆盖率) with what the clause before it is about; None for other phrases."""
        short = self.rule["general_rate"].fullmatch(phrase)
        if not short or self.rule["known_rate"].fullmatch(phrase):
            return None
        if context.subject.endswith("率") and len(context.subject) > len(phrase):
            theme = self.rule["rate_suffix"].sub("", context.subject)
        else:
            before = context.before
            theme = self.phrases.theme(context.clean(self.phrases, before[0], False)) if before else context.topic
        if re.search(r"[\d%]", theme) or not 2 <= len(theme) <= 24 or self.phrases.head(theme):
            return None
        area = short["area"] or ""
        return f"{'' if area and area in theme else area}{theme}{short['rate']}"

    def _completed_share(self, phrase: str, context: Context) -> str:
        """占比, 占总人口: of what was spoken of."""
        if self.rule["bare_share"].fullmatch(phrase) and (context.subject or context.before):
            base = re.sub(r"(?:数量?|总数|人数)$", "", context.subject or self._earlier(context))
            return base + ("占比" if phrase in ("占", "比例") else phrase)
        if self.rule["takes_up"].match(phrase):
            tail = "" if re.search(r"比例|比重|比$|率$", phrase) else "比例"
            return f"{context.subject or self._earlier(context)}{phrase}{tail}"
        if re.search(r"占[^率比]{2,}$", phrase) and not self.phrases.head(phrase):
            return f"{phrase}比例"
        return phrase

    def _multiple(self, phrase: str) -> str:
        """特困标准不低于低保标准(1.3倍) is the ratio of the two."""
        said = self.rule["multiple_verb"].search(phrase)
        return self.rule["multiple_verb"].sub("与", phrase) + ("之比" if said else "")

    # ---- N% of a group ----------------------------------------------------------------------------------------------

    def _share_of(self, group: str, left: str, context: Context, per: str | None) -> Wording:
        """50%的镇建成服务站 is the share of towns that have one; 55%的公益金用于养老 the share used for it."""
        owner = context.clean(self.phrases, self.rule["given_to"].sub("", left.strip())).removeprefix("为")
        owner = re.sub(r"[将把为]$", "", owner)
        group = re.split(r"[，。；]", group)[0]
        if used := self.rule["used_for"].search(group):
            return Wording(
                f"{self._used(group[: used.start()], owner, context)}{group[used.start() :]}的比例", "share.used", per
            )
        marks = (self.phrases.predicate.search(group, 1), self.rule["all_adverb"].search(group))
        if cut := min((m.start() for m in marks if m and m.start() > 0), default=0):
            said = re.sub(r"^(?:至少|都|均)", "", group[cut:])
            said = self.rule["inner_count"].sub("", said).removesuffix("以上")
            return Wording(f"{said}的{group[:cut]}占比", "share.of", per, carries=False)
        done = self.rule["received"].search(group)
        if done and done.start() > 1:
            return Wording(f"{group[done.start() :]}的{group[: done.start()]}占比", "share.of", per)
        whole = owner if owner.endswith(group) else f"{owner}{group}"
        if self.rule["measure_word"].match(group):
            return Wording(whole, "rate", per)
        return Wording(f"{owner if owner.endswith(group) else whole}占比", "share.of", per)

    def _used(self, whole: str, owner: str, context: Context) -> str:
        if whole and not self.rule["part_word"].fullmatch(whole):
            return whole
        return owner or self._earlier(context) or whole
