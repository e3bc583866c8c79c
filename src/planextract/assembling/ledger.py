"""The ledger: every numeric expression of the text, in order, with its role. Nothing is left out.

What the readers did not enter is found by the same scan over the whole source: numbers in dropped page furniture are
furniture, all others are honestly ``unexplained``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from planextract.assembling.drafts import Draft, Entry
from planextract.offsets import Span
from planextract.patterns import Patterns
from planextract.records import Role

LONGEST = 40
_ORDER: dict[Role, int] = {"value": 0, "baseline": 1, "change": 2, "deadline": 3}


class LedgerKeeper:
    """Completes and orders the ledger."""

    def __init__(self, patterns: Patterns) -> None:
        measure = patterns.source("units.candidate")
        cn = "[零〇一二两三四五六七八九十百千万亿]"
        self.candidate = re.compile(
            rf"\d[\d,]*(?:\.\d+)?|(?<!{cn}){cn}++(?={measure})|第{cn}+|全覆盖|全部|翻番|翻[一二两三]番|倍增|百分之{cn}+|零跑腿|零感染"
        )
        self.bookmark = patterns.regex("layout.bookmark")

    def complete(self, base: str, entries: list[Entry], drafts: list[Draft]) -> list[Entry]:
        """Entries in order, without overlaps, together covering every candidate of the text."""
        kept = self._ordered(self._due_roles(entries, drafts))
        dropped = [Span(*m.span()) for m in self.bookmark.finditer(base)]
        out: list[Entry] = []
        k = 0
        for match in self.candidate.finditer(base):
            span = Span(*match.span())
            while k < len(kept) and kept[k].span.end <= span.start:
                out.append(kept[k])
                k += 1
            if k < len(kept) and kept[k].span.overlaps(span):
                continue
            if out and out[-1].span.overlaps(span):
                continue
            if out and out[-1].span.end == span.start and base[span.start] in "万亿":
                # 13.89亿 is one expression.
                out[-1].span = Span(out[-1].span.start, span.end)
                continue
            role: Role = "furniture" if any(d.covers(span) for d in dropped) else self._tail_role(base, span, out)
            out.append(Entry(span, role, "ledger"))
        out.extend(kept[k:])
        out.sort(key=lambda e: e.span)
        return [piece for entry in out for piece in self._short(entry)]

    @staticmethod
    def _tail_role(base: str, span: Span, out: list[Entry]) -> Role:
        """万 and 亿 that stand apart from their number, and the 百 of 个百分点, belong to a unit."""
        text = base[span.start : span.end]
        before = base[max(0, span.start - 3) : span.start].rstrip()
        if before[-1:] in ("/", "／"):
            return "qualifier"
        if text in ("万", "亿", "百", "千") and (before[-1:].isdigit() or before[-1:] in "余多来个/每"):
            return "qualifier"
        if text in ("2", "3") and before[-1:] in ("^", "m"):
            return "qualifier"
        return "unexplained"

    @staticmethod
    def _due_roles(entries: list[Entry], drafts: list[Draft]) -> list[Entry]:
        """A date that a record is due by is its deadline."""
        dates = sorted((e for e in entries if e.role == "date"), key=lambda e: e.span)
        for draft in drafts:
            due = draft.due
            if due.span is None or due.source != "explicit":
                continue
            i = bisect_left(dates, due.span.start, key=lambda e: e.span.start)
            while i < len(dates) and dates[i].span.start < due.span.end:
                if due.span.covers(dates[i].span):
                    dates[i].role = "deadline"
                    dates[i].drafts.append(draft)
                i += 1
        return entries

    @staticmethod
    def _ordered(entries: list[Entry]) -> list[Entry]:
        """One entry per expression: of overlapping ones the more telling, all records kept."""
        kept: list[Entry] = []
        for entry in sorted(entries, key=lambda e: (e.span.start, -e.span.end)):
            if kept and kept[-1].span.overlaps(entry.span):
                last = kept[-1]
                if _ORDER.get(entry.role, 9) < _ORDER.get(last.role, 9):
                    entry.drafts = _merged(entry.drafts, last.drafts)
                    entry.span = Span(min(entry.span.start, last.span.start), max(entry.span.end, last.span.end))
                    kept[-1] = entry
                else:
                    last.drafts = _merged(last.drafts, entry.drafts)
                continue
            kept.append(entry)
        return kept

    @staticmethod
    def _short(entry: Entry) -> list[Entry]:
        """No entry is longer than ``LONGEST`` characters; a longer run of digits is listed in pieces."""
        start, end = entry.span
        if end - start <= LONGEST:
            return [entry]
        return [
            Entry(Span(a, min(end, a + LONGEST)), entry.role, entry.why, entry.drafts)
            for a in range(start, end, LONGEST)
        ]


def _merged(first: list[Draft], second: list[Draft]) -> list[Draft]:
    return first + [d for d in second if not any(d is f for f in first)]
