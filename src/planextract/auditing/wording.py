"""When two wordings name the same indicator: by what is left of them, as a set of characters.

Words that only say the level, the scope, that it is a share or an amount go away; what distinguishes indicators
(城市, 农村, 失能, 新建) stays. A set, because plans turn phrases around: 养老机构护理型床位占比,
护理型床位占养老机构床位比例.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from planextract.patterns import Patterns

SHORTEST_NAME = 3
"""Names of fewer different characters (总面积, 覆盖率) say too little to be compared."""
_COORDINATION = re.compile(r"[、]|(?<=[站所心点施])和")


@dataclass(frozen=True)
class Name:
    """The wording of one indicator, ready to be compared."""

    letters: frozenset[str]
    places: frozenset[str]
    """The level words in it: 街道 and 乡镇（街道） differ although both are of township level."""
    telling: bool = True
    """Whether it says enough to be compared outside of its sentence."""
    member: bool = False
    """One of several subjects that share a value: its own level is not known."""


class Words:
    """The rules of ``patterns/audit.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["audit"]
        self._steps = [(rule.regex, str(rule.value)) for name, rule in rules.items() if name.startswith("word_")]
        self._rules = rules
        self.rural = frozenset("".join(rules["rural"].terms))
        self.name = lru_cache(maxsize=4096)(self._name)

    def regex(self, rule: str) -> re.Pattern[str]:
        return self._rules[rule].regex

    def says(self, rule: str, text: str) -> bool:
        """Whether the rule matches somewhere in the text."""
        return self._rules[rule].regex.search(text) is not None

    def core(self, indicator: str) -> str:
        """The wording without all that does not distinguish it."""
        text = indicator
        for regex, value in self._steps:
            text = regex.sub(value, text)
        return text

    def _name(self, indicator: str) -> Name:
        return self._made(self.core(indicator), indicator)

    def _made(self, core: str, indicator: str, member: bool = False) -> Name:
        letters = frozenset(core)
        telling = len(letters) >= SHORTEST_NAME and not self.says("generic", core)
        return Name(letters, self._places(indicator), telling, member)

    def _places(self, indicator: str) -> frozenset[str]:
        return frozenset(self._rules["place_words"].regex.findall(indicator))

    def members(self, indicator: str) -> list[Name]:
        """The subjects of a coordination that shares one value, each with the common head (A、B覆盖率)."""
        parts = _COORDINATION.split(re.sub(r"[（(][^）)]*[）)]", "", indicator))
        if len(parts) < 3:
            return []
        return [self._made(self.core(part), part, member=True) for part in parts]

    def near(self, one: Name, other: Name) -> bool:
        """Whether they are the same but for 农村, which goes without saying for what stands in townships."""
        return one.letters ^ other.letters == self.rural and bool(one.letters & other.letters)
