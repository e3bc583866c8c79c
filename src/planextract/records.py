"""The record contract, version 1, as pydantic models.

Field names and meanings are public API: they change only by adding. Spans are half-open pairs of character offsets
into the source text; numbers are ``Decimal`` in Python and JSON numbers in shortest form when written.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA_VERSION: Literal["1"] = "1"

Kind = Literal["target", "achieved", "forecast", "norm", "project"]
Binding = Literal["约束性", "预期性"]
AdministrativeLevel = Literal["national", "province", "prefecture", "county", "township", "village"]
Comparator = Literal["=", ">=", ">", "<=", "<", "~", "range"]
Origin = Literal["explicit", "inherited", "default", "none"]
Role = Literal[
    "value",
    "baseline",
    "change",
    "deadline",
    "date",
    "ordinal",
    "name",
    "furniture",
    "qualifier",
    "context",
    "idiom",
    "detail",
    "unexplained",
]


def shortest(number: Decimal) -> int | float:
    """A Decimal as a JSON number in shortest form.

    >>> shortest(Decimal("10.10")), shortest(Decimal("1E+2"))
    (10.1, 100)
    """
    return int(number) if number == number.to_integral_value() else float(number)


Number = Annotated[Decimal, PlainSerializer(shortest, return_type=int | float, when_used="json")]
SpanPair = tuple[int, int]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """The file a plan was read from. ``sha256`` is of its bytes, ``text_sha256`` of the source text in UTF-8."""

    path: str
    sha256: str
    text_sha256: str
    format: str
    encoding: str
    chars: int


class Region(Model):
    name: str
    level: AdministrativeLevel | None = None
    province: str | None = None
    code: str | None = None


class Period(Model):
    label: str
    start: str
    end: str


class ReadFrom(Model):
    """Where a fact about the plan was read: a span of the text, or the option that gave it."""

    span: SpanPair | None = None
    given: str | None = None


class Plan(Model):
    """What a document says about itself; what it does not say is null."""

    title: str | None = None
    region: Region | None = None
    sector: str | None = None
    period: Period | None = None
    issuer: str | None = None
    issued: str | None = None
    doc_number: str | None = None
    read_from: dict[str, ReadFrom] = Field(default_factory=dict)


class Indicator(Model):
    """``text`` as worded; ``id``, ``name`` and ``domain`` of the catalogue.

    ``qualifiers`` (城市, 县级 …) tell apart indicators with one ``id``.
    """

    text: str
    id: str | None = None
    name: str | None = None
    domain: str | None = None
    qualifiers: list[str] = Field(default_factory=list)


class Value(Model):
    """The figure as written: ``number`` (and ``high`` of a range) in the written unit; null for textual targets."""

    text: str
    comparator: Comparator = "="
    number: Number | None = None
    high: Number | None = None
    unit: str | None = None
    per: str | None = None
    implied: bool = False
    span: SpanPair


class Baseline(Model):
    text: str
    number: Number
    unit: str | None = None
    as_of: str | None = None
    span: SpanPair


class Change(Model):
    text: str
    number: Number
    unit: str | None = None
    basis: Literal["total", "annual"] | None = None
    span: SpanPair


class Deadline(Model):
    text: str | None = None
    start: str | None = None
    end: str | None = None
    every: Literal["year", "quarter", "month"] | None = None
    source: Origin = "none"
    span: SpanPair | None = None


class Level(Model):
    level: AdministrativeLevel | None = None
    text: str | None = None
    source: Origin = "default"


class Body(Model):
    text: str
    span: SpanPair


class CellPlace(Model):
    index: int
    row: int
    column: int


class Evidence(Model):
    text: str
    start: int
    end: int
    line: int
    page: int | None = None
    value_span: SpanPair | None = None
    table: CellPlace | None = None


class Record(Model):
    """One figure that a researcher would put into a spreadsheet."""

    id: str
    kind: Kind
    indicator: Indicator
    value: Value
    baseline: Baseline | None = None
    change: Change | None = None
    deadline: Deadline
    level: Level
    responsible: list[Body] = Field(default_factory=list)
    binding: Binding | None = None
    section: list[str] = Field(default_factory=list)
    evidence: Evidence
    rule: str


class Milestone(Model):
    """A commitment with a date and no figure."""

    id: str
    action: str
    object: str
    deadline: Deadline
    level: Level
    responsible: list[Body] = Field(default_factory=list)
    section: list[str] = Field(default_factory=list)
    evidence: Evidence
    rule: str


class NumberEntry(Model):
    """One numeric expression of the source text and what became of it."""

    start: int
    end: int
    text: str
    role: Role
    record: str | None = None
    records: list[str] = Field(default_factory=list)


class FindingPlace(Model):
    source: str
    record: str | None = None
    span: SpanPair | None = None
    text: str | None = None


class Finding(Model):
    check: str
    severity: Literal["error", "warning", "info"]
    message: str
    records: list[str] = Field(default_factory=list)
    spans: list[SpanPair] = Field(default_factory=list)
    places: list[FindingPlace] = Field(default_factory=list)


class Generator(Model):
    version: str
    patterns: str


class Extraction(Model):
    """Everything read from one plan: what ``planextract parse`` writes as JSON."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    generator: Generator
    source: Source
    plan: Plan
    records: list[Record] = Field(default_factory=list)
    milestones: list[Milestone] = Field(default_factory=list)
    numbers: list[NumberEntry] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
