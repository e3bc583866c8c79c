"""Denominators: what a figure is counted per (人·月, 千名老年人, 社区, 年)."""

from __future__ import annotations

from planextract.patterns import Patterns
from planextract.reading.quantities import Quantity

_TIMES = (
    "per_person_month",
    "per_person_year",
    "per_person_day",
    "per_year_of",
    "per_week",
    "per_quarter",
    "per_term",
    "per_month",
)


class DenominatorReader:
    """Reads denominators by ``patterns/wording.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["wording"]
        self.rule = patterns.regexes("wording")
        self.times = [(rules[name].regex, str(rules[name].value)) for name in _TIMES]

    def read(self, left: str, q: Quantity) -> str | None:
        """The denominator behind the unit (元/人/月), else the one that the words before the value state."""
        if parts := [p for p in q.per if p]:
            if parts == ["月"] and "人均" in left:
                return "人·月"
            return "·".join(sorted(parts, key=lambda p: p in ("月", "年")))
        for pattern, per in self.times:
            if pattern.search(left[-60:]):
                return per
        if q.family in ("share", "points", "ratio"):
            each = self.rule["per_place"].search(left)
            return each["place"] if each else None
        return (
            self._group(left)
            or self._yearly(left)
            or self._each(left)
            or ("人" if "人均" in left and q.family == "money" else None)
        )

    def _group(self, left: str) -> str | None:
        match = self.rule["group"].search(left)
        text = match["group"].removeprefix("每") if match else ""
        return text if len(text) > 1 else None

    def _yearly(self, left: str) -> str | None:
        since = left[left.rfind("每年") if "每年" in left else 0 :]
        return "年" if self.rule["yearly"].search(left) and not self.rule["yearly_each"].search(since) else None

    def _each(self, left: str) -> str | None:
        if match := self.rule["all_of"].search(left):
            return match["noun"]
        for match in reversed(list(self.rule["each"].finditer(left))):
            if match["noun"][:1] not in "年月周日天次季人千百万半":
                return f"{match['n']}{match['m'] or ''}{match['noun']}" if match["n"] else match["noun"]
        return None

    def two_groups(self, bare: str) -> tuple[str, str, str] | None:
        """每千名老年人、每百张养老机构床位配: two denominators before one value, and the verb."""
        match = self.rule["two_groups"].search(bare)
        return (match["a"], match["b"], match["verb"]) if match else None
