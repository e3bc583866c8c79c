"""All that was read from a document, before it becomes records."""

from __future__ import annotations

from dataclasses import dataclass

from planextract.assembling.drafts import Draft, Entry, MilestoneDraft
from planextract.assembling.facts import Facts
from planextract.assembling.scope import Scope
from planextract.layout.blocks import Layout


@dataclass
class Draughts:
    """All that was read from a document, before it becomes records: what ``explain`` shows."""

    layout: Layout
    facts: Facts
    scopes: list[Scope]
    drafts: list[Draft]
    entries: list[Entry]
    milestones: list[MilestoneDraft]
    warnings: list[str]
