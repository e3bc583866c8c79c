"""What the whole plan says and single passages inherit, and what a passage yields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planextract.assembling.drafts import Draft, Entry
from planextract.assembling.scope import PlanTime
from planextract.records import AdministrativeLevel


@dataclass(frozen=True)
class PlanContext:
    """Time and level of the plan; ``own`` matches the names of its region."""

    time: PlanTime
    level: AdministrativeLevel | None
    own: re.Pattern[str] | None


@dataclass(slots=True)
class Result:
    """What a block yields: drafts and ledger entries."""

    drafts: list[Draft] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
