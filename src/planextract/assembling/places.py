"""The level of a place that a row of a table or the name of a project names."""

from __future__ import annotations

import re

from planextract import regions
from planextract.assembling.drafts import Draft
from planextract.assembling.sentences import PlanContext, SentenceAssembler
from planextract.patterns import Patterns
from planextract.reading.levels import ORDER
from planextract.records import AdministrativeLevel


class PlaceReader:
    """Tells levels by names of places, which a plan of a higher level lists."""

    def __init__(self, patterns: Patterns, sentences: SentenceAssembler) -> None:
        self.place = patterns.regex("tables.place_name")
        self.levels = sentences.levels

    def level_of_row(self, name: str, title: str, plan: PlanContext) -> AdministrativeLevel | None:
        """The level of a row that is a place: by its name, else by the column's title, else one below the plan."""
        own = plan.own.search(name) if plan.own else None
        if own:
            return plan.level
        if level := self._named(name, plan):
            return level
        words = [w for w in self.levels.words(title) if w.level]
        return words[0].level if words else _below(plan.level)

    def set_level(self, draft: Draft, name: str, plan: PlanContext) -> None:
        """The level of a project: of the plan's region or of another place at its head, else of a word in its name."""
        draft.level = plan.level
        if plan.own and (own := plan.own.search(name)):
            draft.level_text, draft.level_source = own.group(), "explicit"
        elif (match := self.place.match(name)) and (level := self._named(match.group(), plan)):
            draft.level, draft.level_text, draft.level_source = level, match.group(), "explicit"
        elif word := self.levels.of_indicator(name):
            draft.level, draft.level_text, draft.level_source = word.level, word.text, "explicit"

    def _named(self, name: str, plan: PlanContext) -> AdministrativeLevel | None:
        """The level of a name; a 市 is a city in the plan of a province, else of the rank of a county."""
        if level := regions.level_of_name(name):
            return level
        if not re.fullmatch(r"[一-鿿]{2,}市", name):
            return None
        return "prefecture" if plan.level == "province" else "county" if plan.level == "prefecture" else plan.level


def _below(level: AdministrativeLevel | None) -> AdministrativeLevel | None:
    if level is None or level == ORDER[-1]:
        return level
    return ORDER[ORDER.index(level) + 1]
