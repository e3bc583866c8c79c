"""Two annotations of one plan become one gold: where two people differ, both readings are right."""

from __future__ import annotations

from planextract.annotation.agreement import aligned, as_prediction
from planextract.scoring.judging import Json, pair, shared
from planextract.scoring.matching import compare

ORIGINAL = "gold"
"""Under this key a gold record in the form of a prediction still holds what it was."""
_BOTH_SAY = (
    "kind", "indicator", "comparator", "value", "value_high", "value_text", "unit", "per", "implied", "deadline",
    "deadline_source", "level", "level_source", "binding", "responsible", "from", "baseline_span", "change_span",
)  # fmt: skip


def merge(first: Json, second: Json) -> Json:
    """One gold from two. What the second says otherwise stands under ``alt``; a figure that only one of them has is
    ``optional`` and counts neither way; a number with two roles has an ``alt_role``."""
    prediction = as_prediction(second)
    for record, original in zip(prediction["records"], second["records"], strict=True):
        record[ORIGINAL] = original
    comparison = compare("", first | {"numbers": []}, prediction)
    records = [_both(match.gold, match.prediction[ORIGINAL]) for match in comparison.matches]
    records += [record | {"optional": True} for record in comparison.missed]
    records += [record[ORIGINAL] | {"optional": True} for record in comparison.extra]
    return {
        "plan": first["plan"],
        "records": sorted(records, key=lambda record: record["value_span"]),
        "numbers": _numbers(first["numbers"], second["numbers"]),
        "conflicts": _conflicts(first.get("conflicts", []), second.get("conflicts", [])),
    }


def _both(first: Json, second: Json) -> Json:
    other = {key: second.get(key) for key in _BOTH_SAY if (first.get(key) or None) != (second.get(key) or None)}
    return first | ({"alt": other} if other else {})


def _numbers(first: list[Json], second: list[Json]) -> list[Json]:
    pairs, _ = aligned(first, second)
    other = {(one["start"], one["end"]): two["role"] for one, two in pairs if one["role"] != two["role"]}
    known = {id(two) for _, two in pairs}
    merged = [
        number | ({"alt_role": other[span]} if (span := (number["start"], number["end"])) in other else {})
        for number in first
    ]
    merged += [number for number in second if id(number) not in known]
    return sorted(merged, key=lambda number: (number["start"], number["end"]))


def _conflicts(first: list[Json], second: list[Json]) -> list[Json]:
    """Conflicts that both found share a place; what the second says about them is kept."""
    rest = list(second)
    merged = []
    for conflict in first:
        twin = next((other for other in rest if _share_a_place(conflict, other)), None)
        if twin is not None:
            rest.remove(twin)
        merged.append(conflict | {"both": twin is not None} | ({"second": twin["why"]} if twin else {}))
    return merged + [conflict | {"both": False} for conflict in rest]


def _share_a_place(one: Json, other: Json) -> bool:
    return any(shared(pair(a), pair(b)) for a in one["spans"] for b in other["spans"])
