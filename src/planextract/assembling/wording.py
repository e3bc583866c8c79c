"""Which words name a value: the subject before it, the things counted behind it, or what an earlier clause said."""

from __future__ import annotations

import re

from planextract.assembling.counts import CountReader
from planextract.assembling.denominators import DenominatorReader
from planextract.assembling.rates import RateReader
from planextract.assembling.terms import Context, Wording
from planextract.patterns import Patterns
from planextract.reading.phrases import PhraseReader
from planextract.reading.quantities import Quantity

__all__ = ["Context", "Wording", "WordingReader"]


class WordingReader:
    """Words indicators by ``patterns/wording.yaml``: value words here, rates and counts in their own modules."""

    def __init__(self, patterns: Patterns, phrases: PhraseReader) -> None:
        self.rule = patterns.regexes("wording")
        self.phrases = phrases
        self.denominators = DenominatorReader(patterns)
        self.rates = RateReader(patterns, phrases)
        self.counts = CountReader(patterns, phrases, self.denominators)

    def word(self, q: Quantity, left: str, right: str, context: Context, followed: bool = False) -> Wording:
        """The phrase for a value between ``left`` and ``right``; ``followed`` tells that another figure stands in the
        clause and takes the words before it."""
        if q.word == "coverage":
            return self._coverage(left, context)
        if q.word == "all":
            return self._all(left, right, context)
        if q.word == "zero":
            return self._zero(left, right, context)
        per = self.per(left, q)
        if q.family in ("share", "points", "ratio") or (q.implied and not q.unit):
            return self.rates.read(q, left, right, context, per)
        return self.counts.read(q, left, right, context, per, followed)

    def per(self, left: str, q: Quantity) -> str | None:
        """The denominator of a value."""
        return self.denominators.read(left, q)

    # ---- value words ------------------------------------------------------------------------------------------------

    def _coverage(self, left: str, context: Context) -> Wording:
        """X实现全覆盖 is the coverage of X; “两个全覆盖” that of both parts."""
        text = self.rule["coverage_tail"].sub("", left.strip().rstrip("“"))
        both = self.rule["both_full"].search(text)
        text = self.rule["some_full"].sub("", text).rstrip("“ ")
        phrase = self.rule["inner_realise"].sub("", context.clean(self.phrases, text))
        phrase = phrase or context.earlier(self.phrases, self.rule["comparing"])
        phrase = self.rule["open_preposition"].sub("", phrase)
        if both and len(parts := self.phrases.parts(phrase, 2)) == 2:
            names = tuple(f"{part}覆盖率" for part in parts)
            return Wording(f"{phrase}覆盖率", "coverage.both", None, names, (None, None), carries=False)
        return Wording(f"{phrase}覆盖率", "coverage", carries=False)

    def _all(self, left: str, right: str, context: Context) -> Wording:
        """Y全部X is the share of Y that does X; Y may stand a clause before (将Y，全部X)."""
        if not left.strip() and context.before:
            left = self.rule["group_mark"].sub("", context.before[0])
        group = context.clean(self.phrases, re.sub(r"(?:基本|已|要|将)$", "", left)).removeprefix("所有")
        said = self.phrases.subject(re.split(r"[，。；]", right)[0], False, None)
        return Wording(f"{group}{self.rule['done_tail'].sub('', said)}比例", "all", carries=False)

    def _zero(self, left: str, right: str, context: Context) -> Wording:
        """安全生产实现零事故 counts the accidents."""
        noun = self.rule["zero_noun"].match(right.strip("”"))
        what = noun.group() if noun else right[:4]
        group = context.clean(self.phrases, self.rule["zero_tail"].sub("", left.rstrip("“")))
        return Wording(f"{self.rule['inner_realise'].sub('', group)}{what}", "zero", carries=False)
