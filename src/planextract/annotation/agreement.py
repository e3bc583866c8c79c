"""How far two people who annotated the same plan agree. That is the line which a program can reach, and not 1.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planextract.scoring.breakdown import Error, errors
from planextract.scoring.figures import BESIDE, figures
from planextract.scoring.judging import FIELDS, Json
from planextract.scoring.matching import Comparison, compare

_DIGITS = 4


@dataclass(frozen=True)
class Agreement:
    """Two annotations of one plan. ``roles`` holds, for each number that both have, what the one and the other say."""

    comparison: Comparison
    roles: tuple[tuple[str, str], ...]
    alone: int
    """Numbers that only one of them has."""

    @property
    def figures(self) -> dict[str, int | float | None]:
        """``f1`` and ``strict_f1`` are symmetric; ``role`` and ``kappa`` are about every number of the text."""
        found = figures(self.comparison.counts)
        kept = {name: found[name] for name in ("f1", "target_f1", "strict_f1", *FIELDS, *BESIDE)}
        sizes = {"first": found["gold"], "second": found["pred"]}
        same = sum(one == other for one, other in self.roles)
        share = round(same / len(self.roles), _DIGITS) if self.roles else None
        return {**sizes, **kept, "role": share, "kappa": kappa(self.roles), "numbers_alone": self.alone}

    @property
    def differences(self) -> list[Error]:
        return errors([self.comparison])


def agreement(first: Json, second: Json) -> Agreement:
    """Compare two gold files of the same plan."""
    comparison = compare("", first | {"numbers": []}, as_prediction(second))
    pairs, alone = aligned(first["numbers"], second["numbers"])
    return Agreement(comparison, tuple((str(one["role"]), str(other["role"])) for one, other in pairs), alone)


def aligned(first: list[Json], second: list[Json]) -> tuple[list[tuple[Json, Json]], int]:
    """The numbers that both have, by overlap (one may split what the other joins), and how many are left."""
    pairs: list[tuple[Json, Json]] = []
    rest = sorted(second, key=lambda number: number["start"])
    for one in sorted(first, key=lambda number: number["start"]):
        other = next((n for n in rest if n["start"] < one["end"] and one["start"] < n["end"]), None)
        if other is not None:
            pairs.append((one, other))
            rest.remove(other)
    return pairs, len(first) + len(second) - 2 * len(pairs)


def as_prediction(gold: Json) -> Json:
    """Gold in the form of an extraction, so that it can be scored."""
    records: list[dict[str, Any]] = []
    for record in gold["records"]:
        spans = {role: record.get(f"{role}_span") for role in ("baseline", "change")}
        records.append(
            {
                "kind": record["kind"],
                "indicator": {"text": record["indicator"]},
                "value": {
                    "text": record.get("value_text"),
                    "number": record.get("value"),
                    "high": record.get("value_high"),
                    "unit": record.get("unit"),
                    "per": record.get("per"),
                    "comparator": record.get("comparator"),
                },
                "deadline": {"end": record.get("deadline")},
                "level": {"level": record.get("level")},
                "binding": record.get("binding"),
                "responsible": [{"text": body} for body in record.get("responsible") or []],
                "evidence": {"value_span": record["value_span"], "table": record.get("from") == "table" or None},
                **{role: {"span": span} if span else None for role, span in spans.items()},
            }
        )
    return {"records": records, "numbers": gold["numbers"]}


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa: agreement beyond what the frequencies of the roles would give by chance.

    >>> kappa([("date", "date"), ("value", "value"), ("value", "date"), ("date", "date")])
    0.5
    """
    if not pairs:
        return None
    n = len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(one[role] * other[role] for role in one) / n**2
    if by_chance == 1:
        return 1.0
    seen = sum(a == b for a, b in pairs) / n
    return round((seen - by_chance) / (1 - by_chance), _DIGITS)
