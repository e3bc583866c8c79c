"""A record as it is compared: what it is a figure of, and how much it is in base units."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from planextract.auditing.between import ORDER
from planextract.naming import identity
from planextract.records import Extraction, Record, Value
from planextract.units import Units, units

__all__ = ["Figure", "Key", "figures"]

_YEAR = re.compile(r"\d{4}")
_MULTIPLE = re.compile(r"[\d.]*[十百千万亿]*")


@dataclass(frozen=True)
class Key:
    """What two figures must share to stand in one row.

    ``id`` and ``qualifiers`` are the catalogue's; a figure that it does not know has its ``wording`` and ``dimension``
    instead, since the same words are all that can tell it is the same.
    """

    id: str | None
    qualifiers: tuple[str, ...]
    wording: str | None
    dimension: str | None
    kind: str
    year: str | None
    every: str | None

    @property
    def indicator(self) -> tuple[str | None, tuple[str, ...], str | None, str | None]:
        return self.id, self.qualifiers, self.wording, self.dimension


@dataclass(frozen=True)
class Figure:
    """A record of a plan with its number in base units. ``number`` is None where the target is said in words."""

    record: Record
    plan: Extraction
    key: Key
    number: Decimal | None
    high: Decimal | None
    unit: str | None
    per: str | None

    @cached_property
    def measure(self) -> tuple[str | None, bool, str, tuple[str, ...]]:
        """What must agree before two numbers are subtracted: 人/千名老人 and 人/千名老年人 do, 元/人·月 and 元 do not.

        How the people or places in the denominator are called is left to the catalogue; how many, and the time, not.
        """
        per = self.per or ""
        match = _MULTIPLE.match(per)
        times = tuple(part for part in per.split("·") if part in units().times)
        return self.unit, self.per is None, match.group() if match else "", times

    @cached_property
    def said(self) -> tuple[object, ...]:
        """Two figures that agree in this say the same."""
        if self.number is None:
            return (_plain(self.record.value.text),)
        return self.record.value.comparator, self.number, self.high, self.measure

    @property
    def quoted(self) -> bool:
        """Whether it is what a higher authority wants, as in the columns 省上 and 国家 of a county's table."""
        return self.plan.plan.region is not None and _rank(self.record.level.level) > _rank(self.plan.plan.region.level)


def _rank(level: str | None) -> int:
    return ORDER.index(level) if level in ORDER else len(ORDER) if level is None else -1


def figures(plan: Extraction, kinds: tuple[str, ...], patterns_dir: Path | None = None) -> list[Figure]:
    """The records of these kinds, in the order of the text."""
    measures = units(patterns_dir)
    return [_figure(record, plan, measures) for record in plan.records if record.kind in kinds]


def _figure(record: Record, plan: Extraction, measures: Units) -> Figure:
    value = record.value
    number, high, unit, per = in_base(value, measures)
    known = identity(record)
    key = Key(
        id=known[0] if known else None,
        qualifiers=known[1] if known else (),
        wording=None if known else _plain(record.indicator.text),
        dimension=None if known else measures.dimension(value.unit),
        kind=record.kind,
        year=_year(record.deadline.end),
        every=record.deadline.every,
    )
    return Figure(record, plan, key, number, high, unit, per)


def in_base(value: Value, measures: Units) -> tuple[Decimal | None, Decimal | None, str | None, str | None]:
    """Number, upper end, unit and denominator in base units; as written where the unit is unknown."""
    if value.number is None:
        return None, None, value.unit, value.per
    low = measures.to_base(value.number, value.unit, value.per)
    if low is None:
        return value.number, value.high, value.unit, value.per
    high = measures.to_base(value.high, value.unit, value.per) if value.high is not None else None
    return low.number, high.number if high else None, low.unit, low.per


def _year(date: str | None) -> str | None:
    """
    >>> _year("2025-12-31"), _year("--12-31"), _year(None)
    ('2025', None, None)
    """
    match = _YEAR.match(date or "")
    return match.group() if match else None


def _plain(text: str) -> str:
    """A wording without what spelling alone decides: spaces and the width of characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())
