"""Whether a figure that was read is the one that people annotated, field by field.

Here is the yardstick itself, so it does not move with the rules in ``patterns/``: which spans are the same figure,
which spellings of a unit are one unit, how much two wordings of an indicator may differ. Gold and predictions are plain
JSON, because a prediction may come from anywhere; whatever is not there, or is of another type, counts as absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

Json = dict[str, Any]
Pair = tuple[int, int]

FIELDS = ("kind", "value", "unit", "comparator", "deadline", "level", "indicator", "per")
STRICT = tuple(field for field in FIELDS if field not in ("level", "per"))
"""What must all be right for the strict F1."""
ALIKE = 0.8
"""From this similarity on, two wordings name the same indicator."""
SLACK = 12
"""A value span may be this much longer than the gold's (comparator, unit), no more."""

_PUNCTUATION = re.compile(r"[\s\u3000“”\"'《》（）()、，,。;；：:·\-—*]+")
_BRACKETS = re.compile(r"[\s()（）]")
_SAME_UNIT = {
    "％": "%",
    "㎡": "平方米",
    "m²": "平方米",
    "m^2": "平方米",
    "m2": "平方米",
    "名": "人",
    "百分点": "个百分点",
}
_NOBODY: Pair = (0, 0)


def accepted(gold: Json, field: str) -> list[Any]:
    """Every reading of a gold field that counts as right: the first, the second annotator's, later rulings."""
    first = [gold.get(field)]
    alternatives = gold.get("alt") or {}
    second = [alternatives[field]] if field in alternatives else []
    return first + second + list((gold.get("also") or {}).get(field, []))


def part(record: Json, key: str) -> Json:
    """A nested object of a prediction."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def pair(span: Any) -> Pair:
    """A span as written in JSON; what is none covers nothing."""
    if isinstance(span, list | tuple) and len(span) == 2 and all(isinstance(offset, int) for offset in span):
        return span[0], span[1]
    return _NOBODY


def value_span(prediction: Json) -> Pair:
    return pair((prediction.get("evidence") or {}).get("value_span"))


def shared(one: Pair, other: Pair) -> int:
    """How many characters two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def closeness(gold: Pair, found: Pair) -> float:
    """Intersection over union; nothing for a span that swallows its neighbourhood.

    >>> closeness((10, 12), (10, 12)), closeness((10, 12), (0, 40))
    (1.0, 0.0)
    """
    if found[1] - found[0] > gold[1] - gold[0] + SLACK:
        return 0.0
    return shared(gold, found) / (max(gold[1], found[1]) - min(gold[0], found[0]))


def bare(text: str | None) -> str:
    return _PUNCTUATION.sub("", text or "")


@lru_cache(maxsize=65536)
def _ratio(found: str, gold: str) -> float:
    return SequenceMatcher(None, found, gold, autojunk=False).ratio()


def similarity(found: str | None, gold: str | None) -> float:
    """Share of characters in common, punctuation aside. Not symmetric: the prediction comes first.

    >>> similarity("养老机构床位", "养老机构 床位"), similarity("", "床位")
    (1.0, 0.0)
    """
    found, gold = bare(found), bare(gold)
    return _ratio(found, gold) if found and gold else float(found == gold)


def name_similarity(gold: Json, prediction: Json) -> float:
    name = part(prediction, "indicator").get("text")
    return max(similarity(name, reading) for reading in accepted(gold, "indicator"))


def same_number(found: Any, gold: Any) -> bool:
    """Equal up to rounding in the ninth digit; a number written as text is none."""
    if found is None or gold is None:
        return found is None and gold is None
    if isinstance(found, str | bool):
        return False
    try:
        return abs(float(found) - float(gold)) <= 1e-9 * max(1.0, abs(float(gold)))
    except (TypeError, ValueError):
        return False


def unit(written: Any) -> str:
    """
    >>> unit("名"), unit("（ ㎡ ）")
    ('人', '平方米')
    """
    plain = _BRACKETS.sub("", str(written or ""))
    return _SAME_UNIT.get(plain, plain)


def denominator(written: Any) -> frozenset[str]:
    """What a figure is counted per, as a set of its parts.

    >>> denominator("人·月") == denominator("月/人"), denominator("每百户居民") == denominator("百户")
    (True, True)
    """
    plain = re.sub(r"[\s()（）]|居民$|^每", "", str(written or ""))
    return frozenset(piece for piece in re.split(r"[·、/]", plain) if piece)


def judge(gold: Json, prediction: Json) -> dict[str, bool]:
    """Which fields of a figure that was found are right."""
    value = part(prediction, "value")
    return {
        "kind": prediction.get("kind") in accepted(gold, "kind"),
        "value": _right_value(gold, value),
        "unit": unit(value.get("unit")) in map(unit, accepted(gold, "unit")),
        "comparator": (value.get("comparator") or "=") in [reading or "=" for reading in accepted(gold, "comparator")],
        "deadline": (part(prediction, "deadline").get("end") or None) in accepted(gold, "deadline"),
        "level": part(prediction, "level").get("level") in accepted(gold, "level"),
        "indicator": name_similarity(gold, prediction) >= ALIKE,
        "per": denominator(value.get("per")) in map(denominator, accepted(gold, "per")),
    }


def _right_value(gold: Json, value: Json) -> bool:
    if gold.get("value") is None:  # a textual target
        return value.get("number") is None and similarity(value.get("text"), gold.get("value_text")) > ALIKE
    low = any(same_number(value.get("number"), reading) for reading in accepted(gold, "value"))
    return low and any(same_number(value.get("high"), reading) for reading in accepted(gold, "value_high"))


def judge_beside(gold: Json, prediction: Json) -> dict[str, bool | None]:
    """The fields that few figures have: right, wrong, or None where neither side has one."""
    return {
        "baseline": _right_number_beside(gold, prediction, "baseline"),
        "change": _right_number_beside(gold, prediction, "change"),
        "binding": _right_binding(gold, prediction),
        "responsible": _right_bodies(gold, prediction),
    }


def _right_number_beside(gold: Json, prediction: Json, role: str) -> bool | None:
    readings = accepted(gold, f"{role}_span")
    wanted = [pair(span) for span in readings if span]
    written = part(prediction, role).get("span")
    if not wanted and not written:
        return None
    if not written:
        return None in readings
    found = pair(written)
    return any(closeness(span, found) > 0 for span in wanted)


def _right_binding(gold: Json, prediction: Json) -> bool | None:
    readings, found = accepted(gold, "binding"), prediction.get("binding")
    return found in readings if any(readings) or found else None


def _right_bodies(gold: Json, prediction: Json) -> bool | None:
    readings, found = accepted(gold, "responsible"), prediction.get("responsible")
    if not any(readings) and not found:
        return None
    names = _names(body.get("text") if isinstance(body, dict) else body for body in found or [])
    return any(names == _names(reading or []) for reading in readings)


def _names(bodies: Iterable[str | None]) -> set[str]:
    return {bare(body) for body in bodies}
