"""Sentences and clauses of a reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_TOKENS = re.compile(r"[（(《〔\[]|[）)》〕\]]|[。！？!?…]+|[；;]|[，,：:]")
_OPEN = "（(《〔["
_CLOSE = "）)》〕]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ``[start, end)`` with its clauses; ``heads`` are clauses that end in a colon."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]
    colons: tuple[int, ...] = ()

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that holds offset ``at``."""
        i = bisect_right(self.clauses, at, key=lambda clause: clause[1])
        return self.clauses[min(i, len(self.clauses) - 1)]


def sentences(text: str, start: int = 0) -> list[Sentence]:
    """Cut a reading at 。！？ and its sentences at ，；： outside of brackets.

    An unclosed bracket does not swallow the rest: sentence marks always count.
    """
    found: list[Sentence] = []
    clauses: list[tuple[int, int]] = []
    colons: list[int] = []
    depth = 0
    opened = first = start
    for match in _TOKENS.finditer(text, start):
        mark = match.group()
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark[0] in "。！？!?…":
            if depth and mark[0] not in "。":
                continue
            if depth and _closes_soon(text, match.end()):
                continue
            clauses.append((opened, match.start()))
            found.append(Sentence(first, match.end(), tuple(clauses), tuple(colons)))
            clauses, colons, depth = [], [], 0
            opened = first = match.end()
        elif not depth:
            clauses.append((opened, match.start()))
            if mark in "：:":
                colons.append(match.start())
            opened = match.end()
    if opened < len(text) or clauses:
        clauses.append((opened, len(text)))
        found.append(Sentence(first, len(text), tuple(clauses), tuple(colons)))
    return found


def _closes_soon(text: str, at: int) -> bool:
    """Whether the open bracket closes within a stretch that one remark may take."""
    return bool(re.match(r"[^（(“《]{0,60}[）)”》]", text[at : at + 61]))
