"""Who issued a plan, when, and under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planextract.assembling.head import Head
from planextract.assembling.titles import Notice
from planextract.layout.blocks import Block
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.reading.numerals import chinese
from planextract.reading.periods import year_of

_TAIL = 6
"""So many blocks at the end may hold a signature or an imprint."""
Found = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Issue:
    """Each with the span it was read from, or None."""

    issuer: Found | None
    issued: Found | None
    number: Found | None
    delivered_in: int | None
    """The year in which a work report was delivered."""


class IssueReader:
    """Reads by ``patterns/plan.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rule = patterns.regexes("plan")
        self.issuer, self.number = rule["issuer"], rule["numbered"]
        self.signed, self.printed, self.delivered = rule["signed"], rule["printed"], rule["delivered"]
        self.dated, self.web = rule["dated"], rule["web_date"]

    def read(self, head: Head, blocks: list[Block], notice: Notice | None) -> Issue:
        own = [line.block for line in head.lines]
        tail = [b for b in blocks[-_TAIL:] if b not in own]
        delivered = next(self._dates(self.delivered, own[:6]), None)
        return Issue(
            issuer=self._issuer(own + tail, notice),
            issued=self._issued(own, tail, delivered),
            number=self._number(own),
            delivered_in=int(delivered[0][:4]) if delivered else None,
        )

    def _issued(self, head: list[Block], tail: list[Block], delivered: Found | None) -> Found | None:
        """A signature first, then the day it was printed or delivered; a web page's date only where nothing else is."""
        sources = (
            self._dates(self.signed, head),
            self._dates(self.dated, head),
            self._dates(self.printed, head + tail),
            iter([delivered] if delivered else []),
            self._dates(self.signed, tail),
            self._dates(self.web, head),
        )
        return next((found for source in sources for found in source), None)

    @staticmethod
    def _dates(pattern: re.Pattern[str], blocks: list[Block]) -> Iterator[Found]:
        for block in blocks:
            text = block.text.strip()
            skip = len(block.text) - len(block.text.lstrip())
            if (match := pattern.search(text)) and (iso := _iso(match)):
                end = match.end("d") if match["d"] else match.end("m")
                end += text[end : end + 1] in ("日", "月")
                yield iso, block.reading.source(skip + match.start("y"), skip + end)

    def _issuer(self, blocks: list[Block], notice: Notice | None) -> Found | None:
        found: list[Found] = []
        if notice and notice.who_span and self.issuer.match(notice.who):
            found.append((notice.who, notice.who_span))
        for block in blocks:
            if match := self.issuer.match(block.text.strip()):
                at = block.text.find(match["who"])
                found.append((match["who"], block.reading.source(at, at + len(match["who"]))))
        return min(found, key=lambda f: f[1].start, default=None)

    def _number(self, blocks: list[Block]) -> Found | None:
        for block in blocks:
            if match := self.number.match(block.text):
                return match["number"], block.reading.source(*match.span("number"))
        return None


def _iso(match: re.Match[str]) -> str | None:
    """``2022-03-28``, or ``2022-03`` where no day is written; None for what no calendar holds."""
    month, day = _small(match["m"]), _small(match["d"]) if match["d"] else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year_of(match['y'])}-{month:02d}" + (f"-{day:02d}" if day else "")


def _small(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese(text) or 0)
