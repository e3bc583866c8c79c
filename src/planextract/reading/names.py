"""Numbers that are part of a name, an idiom, a date word or a document number: recognised first, with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.patterns import Patterns
from planextract.records import Role


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch ``[start, end)`` of a reading whose numbers all have the role ``reason``."""

    start: int
    end: int
    reason: Role
    rule: str


class NameReader:
    """Finds names by ``patterns/names.yaml`` and document numbers by ``patterns/layout.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = [rule for rule in patterns["names"].values() if rule.value]
        self.rules: list[tuple[re.Pattern[str], Role, str]] = [
            (r.regex, r.value, r.full_name) for r in rules if r.name != "quoted"
        ]
        self.rules.insert(0, (patterns.regex("layout.docnumber"), "furniture", "layout.docnumber"))
        self.quoted = (patterns["names"]["quoted"].regex, "names.quoted")

    def find(self, text: str) -> list[Name]:
        found = [
            Name(m.start(), m.end(), reason, rule)
            for pattern, reason, rule in self.rules
            for m in pattern.finditer(text)
        ]
        pattern, rule = self.quoted
        for match in pattern.finditer(text):
            inside = match.group()
            if (
                "覆盖" in inside
                or re.search(r"^.零[一-鿿]{2,4}.$", inside)
                or re.search(r"[一二三四五十]五[”\"'’]$", inside)
                or re.search(r"\d[\d.]*(?:%|万|亿|元)", inside)
            ):
                continue
            found.append(Name(match.start(), match.end(), "name", rule))
        return found
