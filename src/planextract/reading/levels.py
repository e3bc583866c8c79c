"""The administrative level on which a figure is delivered or counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.patterns import Patterns
from planextract.records import AdministrativeLevel

ORDER: tuple[AdministrativeLevel, ...] = ("national", "province", "prefecture", "county", "township", "village")
"""From the highest to the lowest."""


_COMPARED = re.compile(
    r"(?:高于|低于|居|列|占|比|较|进入|位列|位居|好于|快于|领先|少于|多于)?全[国省疆区市州](?:平均|第|前|同期|水平|位次|排名|均值|比重|目标)(?:水平|值)?|占全[国省市州区]|(?:中央|国家|省级?)和?(?:级|省级)?(?:补助|资金|投资|预算)"
)
"""Other levels named only to compare with."""


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word that names a level, at ``[start, end)`` of the text it was looked for in."""

    start: int
    end: int
    text: str
    level: AdministrativeLevel | None
    own: bool = False


class LevelReader:
    """Finds level words by ``patterns/levels.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["levels"]
        order = ("none", "village", "township", "county", "prefecture", "province", "national", "own")
        self.pattern = re.compile("|".join(f"(?P<{name}>{rules[name].source})" for name in order))
        self.joint = re.compile(r"(?:两|二|三|四)级")

    def words(self, text: str) -> list[LevelWord]:
        found = []
        for match in self.pattern.finditer(text):
            name = match.lastgroup
            if name == "none" or not match.group():
                continue
            level = None if name == "own" else name
            found.append(LevelWord(match.start(), match.end(), match.group(), level, name == "own"))  # type: ignore[arg-type]
        return found

    def of_indicator(self, text: str) -> LevelWord | None:
        """The level an indicator names: of its last group of level words the first, of joint levels the lowest.

        乡镇（街道）儿童督导员、村（居）儿童主任 are equal parts of one list: township.
        州、县市两级 counts on both, so on the lower. 开展社区康复服务的镇 counts towns, not communities.
        """
        text = _COMPARED.sub(lambda m: "，" * len(m.group()), text)
        words = [w for w in self.words(text) if w.level]
        if not words:
            return None
        if layer := re.search(r"(?:层面|一级)", text):
            before = [w for w in words if w.end <= layer.start()]
            if before and before[-1].end == layer.start():
                return before[-1]
        if self.joint.search(text):
            return max(words, key=lambda w: ORDER.index(w.level) if w.level else 0)
        group = [words[-1]]
        for word in reversed(words[:-1]):
            if "、" not in text[word.end : group[0].start] or "的" in text[word.end : group[0].start]:
                break
            group.insert(0, word)
        return group[0]
