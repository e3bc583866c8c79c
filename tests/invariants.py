"""What always holds of an extraction: every span slices back to its text, and no number of the text is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planextract import Extraction

LONGEST_ENTRY = 40
_CN = "零〇一二两三四五六七八九十百千万亿"
_COUNTED = "个名人所家张处项次年月日天户对条亩元倍成级种类批期座辆届岁分之%％‰°台套部村镇乡街县市区"
QUANTITY = re.compile(
    r"\d[\d,]*(?:\.\d+)?"
    rf"|[{_CN}]+(?=[{_COUNTED}])|第[{_CN}]+|百分之[{_CN}]+"
    "|全覆盖|全部|翻一?番|倍增|零跑腿|零感染"
)
"""Everything that looks like a number of a plan; the guidelines ask that each is accounted for."""


def ungrounded(text: str, extraction: Extraction) -> list[str]:
    """The fields of an extraction whose text is not what stands at their span."""
    return [name for name, said, span in _claims(extraction) if text[slice(*span)] != said or not _inside(text, span)]


def unaccounted(text: str, extraction: Extraction) -> list[str]:
    """The numbers of the text that no entry of the ledger touches."""
    spans = [(n.start, n.end) for n in extraction.numbers]
    missing, k = [], 0
    for match in QUANTITY.finditer(text):
        while k < len(spans) and spans[k][1] <= match.start():
            k += 1
        if k == len(spans) or spans[k][0] >= match.end():
            missing.append(f"{match.group()} at {match.start()}")
    return missing


def disordered(extraction: Extraction) -> list[str]:
    """Entries of the ledger that are empty, too long, out of order or overlap."""
    wrong, at = [], 0
    for entry in extraction.numbers:
        if not at <= entry.start < entry.end <= entry.start + LONGEST_ENTRY:
            wrong.append(f"{entry.text!r} at {entry.start}")
        at = entry.end
    return wrong


def unlinked(extraction: Extraction) -> list[str]:
    """Ids of the ledger that no record has, and records whose figure stands in no entry."""
    ids = {r.id for r in extraction.records}
    linked = {i for n in extraction.numbers for i in n.records}
    alone = [r.id for r in extraction.records if r.value.number is not None and r.id not in linked]
    doubled = [] if len(ids) == len(extraction.records) else ["two records with one id"]
    return sorted(linked - ids) + alone + doubled


def _inside(text: str, span: tuple[int, int]) -> bool:
    return 0 <= span[0] < span[1] <= len(text)


def _claims(extraction: Extraction) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for r in extraction.records:
        name = f"record {r.id} ({r.indicator.text})"
        yield f"{name}: value", r.value.text, r.value.span
        yield f"{name}: evidence", r.evidence.text, (r.evidence.start, r.evidence.end)
        for field in ("baseline", "change"):
            if part := getattr(r, field):
                yield f"{name}: {field}", part.text, part.span
        if r.deadline.span:
            yield f"{name}: deadline", r.deadline.text or "", r.deadline.span
        for body in r.responsible:
            yield f"{name}: responsible", body.text, body.span
    for m in extraction.milestones:
        yield f"milestone {m.id}: evidence", m.evidence.text, (m.evidence.start, m.evidence.end)
        yield f"milestone {m.id}: deadline", m.deadline.text or "", m.deadline.span or (0, 0)
    for n in extraction.numbers:
        yield f"number at {n.start}", n.text, (n.start, n.end)


def misplaced(text: str, extraction: Extraction) -> list[str]:
    """Records whose evidence does not hold the value, whose value does not hold its number, or whose line is wrong."""
    wrong = []
    for r in extraction.records:
        e, value = r.evidence, r.value.span
        inner = e.value_span or (-1, -1)
        if not (e.start <= value[0] and value[1] <= e.end and value[0] <= inner[0] and inner[1] <= value[1]):
            wrong.append(f"{r.indicator.text}: {e.start}-{e.end} {value} {inner}")
        if e.line != text.count("\n", 0, inner[0]) + 1:
            wrong.append(f"{r.indicator.text}: line {e.line}")
    return wrong
