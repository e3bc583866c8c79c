"""Responsible bodies: who is named as answerable for a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract.patterns import Patterns

_WITHIN_CLAUSE = re.compile("[、和与及]")


@dataclass(frozen=True, slots=True)
class Named:
    """A body named at ``[start, end)`` of the text."""

    start: int
    end: int
    text: str


class BodyReader:
    """Finds bodies in 责任单位：… and 由…牵头/负责 clauses and in cells, by ``patterns/bodies.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        self.rule = patterns.regexes("bodies")

    def find(self, text: str) -> list[Named]:
        """The bodies of 由…牵头/负责 clauses."""
        return [
            body
            for match in self.rule["led"].finditer(text)
            for body in self._split(match["list"], match.start("list"), _WITHIN_CLAUSE)
            if self.rule["is_body"].search(body.text) and not self.rule["no_body"].search(body.text)
        ]

    def labels(self, text: str) -> list[tuple[int, list[Named]]]:
        """Lists behind a label (责任单位：…), each with the offset where the label stands."""
        return [(m.start(), self.split(m["list"], m.start("list"))) for m in self.rule["label"].finditer(text)]

    def split(self, text: str, offset: int = 0) -> list[Named]:
        """The members of a list of bodies; ``offset`` is where the list stands."""
        return self._split(text, offset, self.rule["list_mark"])

    def _split(self, text: str, offset: int, mark: re.Pattern[str]) -> list[Named]:
        cuts = list(mark.finditer(text))
        starts = [0, *(m.end() for m in cuts)]
        ends = [*(m.start() for m in cuts), len(text)]
        found = []
        for start, end in zip(starts, ends, strict=True):
            raw = text[start:end]
            at = offset + start + len(raw) - len(raw.lstrip())
            body = self.rule["remark"].sub("", raw.strip())
            if len(body) >= 2:
                found.append(Named(at, at + len(body), body))
        return found
