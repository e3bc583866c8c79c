"""What the user says about a plan that its text does not say, or says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planextract import regions
from planextract.assembling.facts import Facts
from planextract.errors import UsageError
from planextract.reading.periods import plan_ordinal, plan_years


@dataclass(frozen=True)
class Given:
    """What the user says about a plan; it wins over the text, and a warning names both."""

    region: str | None = None
    level: str | None = None
    period: str | None = None


def given_period(text: str) -> tuple[str, int, int]:
    """A period given as ``2021-2025``, ``2023`` or ``十四五``."""
    if match := re.fullmatch(r"((?:19|20)\d\d)\s*[-—–~至]\s*((?:19|20)\d\d)", text.strip()):
        first, last = int(match.group(1)), int(match.group(2))
        if first <= last:
            return text, first, last
    elif match := re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        return text, int(match.group()), int(match.group())
    elif (ordinal := plan_ordinal(re.sub(r"[“”\"]|时期|规划", "", text))) is not None:
        return f"“{text.strip('“”')}”", *plan_years(ordinal)
    raise UsageError(f"--period {text!r} is no period; write 2021-2025, 2023 or 十四五")


def apply(given: Given, facts: Facts) -> list[str]:
    """Lay what the user gives over what the text says; return a warning for each contradiction."""
    warnings = []
    if given.region and given.region not in (facts.region, *facts.short_names):
        if facts.region:
            warnings.append(f"--region says {given.region}, the text says {facts.region}; {given.region} is used")
        division = regions.lookup(given.region)
        facts.region, facts.code, facts.province = given.region, None, None
        facts.short_names = (given.region,)
        facts.region_level = regions.level_of_name(given.region)
        if division:
            province = regions.province_of(division.code)
            facts.region, facts.code, facts.region_level = division.name, division.code, division.level
            facts.province, facts.short_names = province.name if province else None, division.short_names
    if given.level and given.level != facts.region_level:
        if facts.region_level:
            warnings.append(f"--level says {given.level}, the text says {facts.region_level}; {given.level} is used")
        facts.region_level = given.level  # type: ignore[assignment]
    if given.period:
        label, first, last = given_period(given.period)
        if facts.period and facts.period[1:] != (first, last):
            said = f"{facts.period[1]}-{facts.period[2]}"
            warnings.append(f"--period says {given.period}, the text says {said}; {given.period} is used")
        facts.period = (label, first, last)
    return warnings
