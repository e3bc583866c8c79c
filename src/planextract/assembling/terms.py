"""What wording works on and gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.reading.phrases import PhraseReader


@dataclass(frozen=True, slots=True)
class Wording:
    """An indicator phrase and the rule that found it.

    ``split`` holds several phrases where one value holds for several figures (每千名…、每百张…配1名), ``pers`` their
    denominators; ``carries`` tells that later clauses may go on about it.
    """

    phrase: str
    rule: str
    per: str | None = None
    split: tuple[str, ...] = ()
    pers: tuple[str | None, ...] = ()
    carries: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before a figure: earlier clauses of its sentence (nearest first), the last subject, the topic of
    the paragraph; ``own`` matches the names of the plan's region."""

    before: list[str]
    subject: str
    topic: str
    own: re.Pattern[str] | None

    def clean(self, phrases: PhraseReader, text: str, rate: bool = True) -> str:
        return phrases.subject(text, rate, self.own)

    def earlier(self, phrases: PhraseReader, comparing: re.Pattern[str]) -> str:
        """The subject that an earlier clause leaves, else the paragraph's topic."""
        for text in self.before[:3]:
            phrase = comparing.sub("", self.clean(phrases, text))
            if phrase and phrases.head(phrase):
                return phrase
        if self.before and 2 <= len(phrase := self.clean(phrases, self.before[0])) <= 20:
            return phrase
        return self.topic
