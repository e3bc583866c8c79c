"""Give the records of a plan their canonical indicators."""

from __future__ import annotations

import hashlib
from pathlib import Path

from planextract.catalogue import Catalogue, Identity, load_catalogue
from planextract.records import Extraction, Indicator, Record

__all__ = ["identity", "name_indicators", "named"]


def name_indicators(extraction: Extraction, patterns_dir: Path | None = None) -> Extraction:
    """The same extraction with ``indicator.id``, ``name``, ``domain`` and ``qualifiers`` as the catalogue has them.

    What the catalogue does not know keeps its wording and has no id. Works on earlier output, too.
    """
    catalogue = load_catalogue(patterns_dir)
    sector = extraction.plan.sector
    rules = hashlib.sha256(f"{extraction.generator.patterns}{catalogue.digest}".encode()).hexdigest()[:16]
    return extraction.model_copy(
        update={
            "records": [
                record.model_copy(update={"indicator": named(record, catalogue, sector)})
                for record in extraction.records
            ],
            "generator": extraction.generator.model_copy(update={"patterns": rules}),
        }
    )


def named(record: Record, catalogue: Catalogue, sector: str | None = None) -> Indicator:
    """A record's indicator with its canonical name, or with its wording alone."""
    text, value = record.indicator.text, record.value
    match = catalogue.match(text, value.unit, value.per, record.level.level, sector)
    if match is None:
        return Indicator(text=text)
    return Indicator(text=text, id=match.id, name=match.name, domain=match.domain, qualifiers=list(match.qualifiers))


def identity(record: Record) -> Identity | None:
    """What two records must share to be figures of one indicator; None where the catalogue does not know it."""
    if record.indicator.id is None:
        return None
    return record.indicator.id, tuple(record.indicator.qualifiers)
