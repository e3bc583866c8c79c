"""The indicator phrase: the shortest piece of a clause that still says what is counted."""

from __future__ import annotations

import re

from planextract.patterns import Patterns
from planextract.reading.sharing import Sharer
from planextract.reading.words import WordCutter

EDGE = " 、，,；;：:。.·—–-…*\u3000"
"""Marks that never belong to a phrase."""
_ROUNDS = 8
"""So often the front of a phrase is looked at again; each round takes off at least one word."""


def balanced(text: str) -> str:
    """Without a bracket or quote that has lost its partner at either end.

    >>> balanced("）覆盖率"), balanced("乡镇（街道")
    ('覆盖率', '乡镇')
    """
    for opening, closing in ("（）", "()", "“”", "《》"):
        depth = 0
        for i, char in enumerate(text):
            if char == opening:
                depth += 1
            elif char == closing:
                depth -= 1
                if depth < 0:
                    return balanced(text[i + 1 :])
        if depth > 0:
            return balanced(text[: text.rindex(opening)])
    return text


class PhraseReader:
    """Cleans phrases by ``patterns/phrases.yaml`` and ``patterns/verbs.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        verbs = patterns["verbs"]
        self.rule = patterns.regexes("phrases")
        self.modal = re.compile(rf"^(?:{verbs['modal'].source})+(?=.)")
        self.lead = re.compile(rf"^(?:{verbs['lead'].source})(?=[一-鿿“（(])")
        self.region = re.compile(rf"^(?:{verbs['region'].source})(?=.)")
        self.only_scope = re.compile(f"(?:{verbs['region'].source}|{verbs['modal'].source})+")
        self.compound = verbs["compound"].regex
        self.words = WordCutter()
        self.reach = verbs["reach"].regex
        self.act_end = re.compile(rf"(?P<act>(?:{verbs['act'].source})+)$")
        self.act_start = re.compile(rf"^(?:{verbs['act'].source})+")
        self.predicate = verbs["predicate"].regex
        self.change = verbs["change"].regex
        self.to_level = verbs["to_level"].regex
        self.sharer = Sharer(patterns)
        self.distribute, self.parts = self.sharer.distribute, self.sharer.parts

    # ---- before the number ------------------------------------------------------------------------------------------

    def subject(self, text: str, rate: bool, own: re.Pattern[str] | None = None) -> str:
        """What stands before a number without lead words, scope, verbs of reaching.

        ``rate`` also drops verbs that lead to a rate (推动…覆盖率). ``own`` matches the region's own names.
        """
        return self._front(self._tail(text.strip(EDGE)), rate, own)

    def _tail(self, text: str) -> str:
        """Take verbs, degrees and denominators off the end, as long as there are any."""
        before = None
        while text and text != before:
            before = text
            text = self.rule["per_tail"].sub("", text).rstrip(EDGE)
            if match := self.reach.search(text):
                if match.start() == 0:
                    return ""
                if not self._in_word(text, match):
                    text = text[: match.start()].rstrip(EDGE)
            text = self.rule["trimmed_tail"].sub("", text).rstrip(EDGE)
        return text

    def _in_word(self, text: str, match: re.Match[str]) -> bool:
        """Endings that look like verbs and are part of a word (设计, 持有)."""
        return bool(
            self.rule["verb_like"].fullmatch(match.group()) and self.rule["verb_word"].search(text[: match.start()])
        )

    def _front(self, text: str, rate: bool, own: re.Pattern[str] | None) -> str:
        """Take scope, lead words and openings off the front, round by round."""
        for _ in range(_ROUNDS):
            before = text
            if own and (match := own.match(text)) and match.end() < len(text):
                text = text[match.end() :]
            if match := self.region.match(text):
                text = text[match.end() :]
            if (match := self.modal.match(text)) and not self._word_goes_on(text, match.end()):
                text = text[match.end() :]
            if rate and (match := self.lead.match(text)):
                text = text[match.end() :]
            text = self.rule["opening"].sub("", text).lstrip(EDGE)
            if text == before:
                break
        text = balanced(text).strip(EDGE)
        return "" if self.only_scope.fullmatch(text) else text

    def _word_goes_on(self, text: str, end: int) -> bool:
        """Whether a lead word is only the beginning of a longer word or fixed phrase (中小学, 各级, 基本养老)."""
        if text[:end].endswith("其中"):
            return False
        fixed = self.compound.match(text, max(0, end - 2)) or self.compound.match(text, end - 1)
        return fixed is not None or not self.words.is_boundary(text, end)

    # ---- behind the number ------------------------------------------------------------------------------------------

    def object(self, text: str) -> tuple[str, str]:
        """What stands behind a counted number, split into the things counted and what is said of them
        (养老机构 | 全部达到国家标准)."""
        stop = r"[，。；：！？]" if self.rule["long_object"].match(text) else r"[，。；：！？、]"
        text = re.split(stop, text, maxsplit=1)[0]
        text = balanced(self.rule["and_some"].split(text, maxsplit=1)[0].strip(EDGE))
        match = self.predicate.search(text, 2) if len(text) > 2 else None
        if match and "的" not in text[match.start() :]:
            return self._shorten(text[: match.start()]), text[match.start() :].strip(EDGE)
        return self._shorten(text), ""

    def _shorten(self, text: str) -> str:
        """Drop describing modifiers; those that say which things are counted (具有…的) stay."""
        text = self.rule["work_tail"].sub("", text.strip(EDGE)) or text
        before, mark, after = text.rpartition("的")
        if mark and len(after) >= 2 and not self.rule["telling"].match(before):
            text = after
        return balanced(text.strip(EDGE))

    # ---- parts of phrases -------------------------------------------------------------------------------------------

    def head(self, text: str) -> bool:
        """Whether a phrase ends in a word that names a measure (率, 比例, 标准 …)."""
        return bool(self.rule["measure"].search(text))

    def headless(self, text: str) -> str:
        """A phrase without the word that names its measure (粮食播种面积 → 粮食播种)."""
        short = self.rule["measure"].sub("", text)
        return short if len(short) >= 2 else text

    def noun(self, phrase: str) -> str:
        """The things a phrase is about, without the verbs around them (登记社会组织; 社会组织建立党组织)."""
        text = self.act_start.sub("", phrase) or phrase
        match = self.predicate.search(text, 2) if len(text) > 2 else None
        return self.rule["adverb_tail"].sub("", text[: match.start()] if match else text)

    def theme(self, clause: str) -> str:
        """What a lead clause is about: 加强城乡社区日间照料中心建设 is about 城乡社区日间照料中心."""
        return self.rule["theme_tail"].sub("", self.rule["theme_front"].sub("", clause.strip(EDGE)))
