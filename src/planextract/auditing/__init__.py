"""What a plan says that does not fit together.

Each check is a module with its own tolerance; none of them changes a record. Grades: ``error`` cannot both be true,
``warning`` is unlikely and needs a look, ``info`` is worth knowing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from planextract.auditing import (
    between,
    direction,
    growth,
    impossible,
    lists,
    passages,
    population,
    projects,
    ratios,
    same,
    totals,
    yearly,
)
from planextract.auditing.sheet import Sheet
from planextract.auditing.wording import Words
from planextract.layout.blocks import Layout
from planextract.patterns import Patterns, load_patterns
from planextract.records import Extraction, Finding, FindingPlace

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
CHECKS = (growth, yearly, ratios, population, same, direction, totals, lists, impossible, projects, between)
OF_THE_TEXT = ("repeat", "cells")
"""Checks that need the text; what they found stands in the extraction."""


def audit(plans: Extraction | Sequence[Extraction], *, patterns_dir: Path | None = None) -> list[Finding]:
    """What does not fit together in a plan, or in each of several plans and between them.

    With several plans every finding names its plan in ``places``.
    """
    words = Words(load_patterns(patterns_dir))
    if isinstance(plans, Extraction):
        return _audited(Sheet(plans, words), _of_the_text(plans))
    sheets = [Sheet(plan, words) for plan in plans]
    found = [_placed(f, sheet.extraction) for sheet in sheets for f in _audited(sheet, _of_the_text(sheet.extraction))]
    return found + list(between.across(sheets))


def findings(extraction: Extraction, layout: Layout, patterns: Patterns) -> list[Finding]:
    """The findings of a plan that was just read, with what only its text shows."""
    words = Words(patterns)
    sheet = Sheet(extraction, words, layout.base)
    return _audited(sheet, passages.check(layout, words.regex("grand_total")))


def at_least(found: Iterable[Finding], severity: Severity) -> list[Finding]:
    """Those of this grade or worse."""
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return [f for f in found if f.severity in worst]


def _audited(sheet: Sheet, more: Iterable[Finding]) -> list[Finding]:
    """Errors first, then in the order of the text; the same places are reported once per check."""
    found = {(f.check, tuple(f.spans)): f for f in [*(f for check in CHECKS for f in check.check(sheet)), *more]}
    return sorted(found.values(), key=lambda f: (SEVERITIES.index(f.severity), f.spans, f.check, f.message))


def _of_the_text(plan: Extraction) -> list[Finding]:
    return [f for f in plan.findings if f.check in OF_THE_TEXT]


def _placed(found: Finding, plan: Extraction) -> Finding:
    owner = {r.evidence.value_span: r for r in plan.records}
    places = [
        FindingPlace(
            source=plan.source.path,
            record=owner[span].id if span in owner else None,
            span=span,
            text=owner[span].evidence.text if span in owner else None,
        )
        for span in found.spans
    ]
    return found.model_copy(update={"places": places})
