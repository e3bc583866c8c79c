"""How many planted contradictions the audit finds, and how much of what it calls an error is one.

Every sample is also its own clean variant: what the audit finds in it without plantings does not count either way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import pytest

from planextract import Finding, extract, load_bytes
from seeding import IN_ONE_TEXT, SAMPLES, TEMPLATES, Planting, Seeded, planted, plantings

RECALL = PRECISION = 0.98
FEWEST_PLANTINGS, FEWEST_KINDS = 300, 20


@dataclass
class Tally:
    planted: int = 0
    missed: list[str] = field(default_factory=list)
    true: int = 0
    false: list[str] = field(default_factory=list)


def errors(text: str) -> list[Finding]:
    return [f for f in extract(load_bytes(text.encode(), "plan.txt")).findings if f.severity == "error"]


@cache
def known(sample: str) -> frozenset[str]:
    """What the sample itself holds."""
    return frozenset(f.message for f in errors(planted(sample, [], clean=True).text))


def finds(found: Finding, marks: list[tuple[int, int]]) -> bool:
    """Whether a finding is at two of the marked figures, or at the only one."""
    hits = sum(any(start < b and a < end for a, b in found.spans) for start, end in marks)
    return hits >= min(2, len(marks))


def count(seeded: Seeded, clean: bool, tally: Tally) -> None:
    found = [f for f in errors(seeded.text) if f.message not in known(seeded.sample)]
    right: set[int] = set()
    for kind, marks in seeded.marks:
        if clean or not marks:
            continue
        tally.planted += 1
        hits = [i for i, f in enumerate(found) if finds(f, marks)]
        right.update(hits)
        if not hits:
            tally.missed.append(f"{seeded.sample}: {kind}")
    tally.true += len(right)
    tally.false += [f"{seeded.sample}: {f.message}" for i, f in enumerate(found) if i not in right]


@pytest.fixture(scope="module")
def tally() -> Tally:
    result = Tally()
    for sample, chosen in plantings():
        for clean in (False, True):
            count(planted(sample, chosen, clean), clean, result)
    return result


def test_enough_is_planted() -> None:
    chosen = [p.kind for _, group in plantings() for p in group if p.bad != p.clean]
    assert len(chosen) >= FEWEST_PLANTINGS
    assert len(set(chosen)) == len(TEMPLATES) >= FEWEST_KINDS
    assert {sample for sample, _ in plantings()} == set(SAMPLES)


def test_marks_stand_at_the_planted_figures() -> None:
    sample, group = next(iter(plantings()))
    seeded = planted(sample, group, clean=False)
    assert "⟦" not in seeded.text
    marked = [seeded.text[a:b] for _, marks in seeded.marks for a, b in marks]
    assert all(any(c.isdigit() for c in text) for text in marked)
    assert sum(bool(marks) for _, marks in seeded.marks) == IN_ONE_TEXT


def test_clean_twins_differ_in_figures_only() -> None:
    def words(planting: Planting, clean: bool) -> Counter[str]:
        passages = planting.clean if clean else planting.bad
        return Counter(c for _, text in passages for c in text if not (c.isdigit() or c in ".-户百"))

    for _, group in plantings():
        assert all(words(p, True) == words(p, False) for p in group)


def test_recall_of_planted_contradictions(tally: Tally) -> None:
    recall = 1 - len(tally.missed) / tally.planted
    assert recall >= RECALL, f"recall {recall:.3f}: {tally.missed}"


def test_precision_at_grade_error(tally: Tally) -> None:
    precision = tally.true / (tally.true + len(tally.false))
    assert precision >= PRECISION, f"precision {precision:.3f}: {tally.false}"
