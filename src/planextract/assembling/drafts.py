"""Drafts: records in the making, in offsets of the source, before ids are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from planextract.offsets import Span
from planextract.records import AdministrativeLevel, Binding, Comparator, Kind, Origin, Role


@dataclass(slots=True)
class Due:
    """The time a figure is due or was reached; ``end`` None means that nothing says so."""

    text: str | None = None
    start: str | None = None
    end: str | None = None
    every: Literal["year", "quarter", "month"] | None = None
    source: Origin = "none"
    span: Span | None = None


@dataclass(slots=True)
class Part:
    """A baseline or a change: a number beside the value."""

    text: str
    number: Decimal
    unit: str | None
    span: Span
    basis: Literal["total", "annual"] | None = None
    as_of: str | None = None


@dataclass(slots=True)
class Draft:
    """A record in the making. ``value_span`` is the number itself, ``span`` the value with comparator and unit."""

    kind: Kind
    indicator: str
    rule: str
    value_span: Span
    span: Span
    evidence: Span
    number: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    comparator: Comparator = "="
    implied: bool = False
    text: str | None = None
    """The value's text where it is not ``source[span]`` (table cells with inner line breaks are)."""
    baseline: Part | None = None
    change: Part | None = None
    due: Due = field(default_factory=Due)
    level: AdministrativeLevel | None = None
    level_text: str | None = None
    level_source: Origin = "default"
    responsible: list[tuple[str, Span]] = field(default_factory=list)
    binding: Binding | None = None
    section: tuple[Span, ...] = ()
    place: tuple[int, int, int] | None = None
    trail: list[str] = field(default_factory=list)
    """How it was read, for ``explain``."""


@dataclass(slots=True)
class Entry:
    """One line of the ledger in the making."""

    span: Span
    role: Role
    why: str
    drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class MilestoneDraft:
    """A commitment with a date and no figure."""

    action: str
    object: str
    due: Due
    evidence: Span
    span: Span
    level: AdministrativeLevel | None
    level_text: str | None
    level_source: Origin
    responsible: list[tuple[str, Span]]
    section: tuple[Span, ...]
    rule: str
