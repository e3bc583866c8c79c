"""Where the errors are: by kind, by source, by rule, and which are the worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planextract.scoring.figures import precision_recall_f1
from planextract.scoring.judging import FIELDS, Json, accepted, part, value_span
from planextract.scoring.matching import Comparison, Match, count_kind, kind_of

KINDS = ("target", "achieved", "forecast", "norm", "project")
SOURCES = ("text", "table", "project")
NOTHING = "nothing"
"""How the confusion of kinds calls the other side of what was missed or should not have been read."""
_DIGITS = 4
_Row = dict[str, Any]


@dataclass(frozen=True)
class Error:
    """One thing that is wrong: a figure missed, one too many, or one with wrong fields."""

    plan: str
    what: str
    span: tuple[int, int]
    title: str
    fields: dict[str, tuple[Any, Any]]
    rule: str | None
    weight: int

    def as_json(self) -> _Row:
        fields = {name: {"gold": gold, "pred": found} for name, (gold, found) in self.fields.items()}
        return {
            "plan": self.plan, "what": self.what, "span": list(self.span), "title": self.title, "fields": fields,
            "rule": self.rule,
        }  # fmt: skip


def by_kind(plans: Sequence[Comparison]) -> dict[str, _Row]:
    """Found and called by the right kind; for ``target`` this is the target F1."""
    rows = {}
    for kind in KINDS:
        each = [count_kind(kind, plan.matches, plan.missed, plan.extra) for plan in plans]
        counts = [sum(column) for column in zip(*each, strict=True)]
        if counts and any(counts):
            rows[kind] = _rates(*counts)
    return rows


def by_source(plans: Sequence[Comparison]) -> dict[str, _Row]:
    """Figures of running text, of tables and of project lists. What was found belongs where the gold has it."""
    rows = {}
    for source in SOURCES:
        matches = [m for p in plans for m in p.matches if _gold_source(m.gold) == source]
        missed = sum(_gold_source(gold) == source for p in plans for gold in p.missed)
        extra = sum(_found_source(found) == source for p in plans for found in p.extra)
        if matches or missed or extra:
            rows[source] = _rates(len(matches), len(matches) + extra, len(matches) + missed) | _accuracies(matches)
    return rows


def by_rule(plans: Sequence[Comparison]) -> dict[str, _Row]:
    """How often each rule is right where it fired. What a rule missed cannot be known, so there is no recall."""
    matches: dict[str, list[Match]] = {}
    extra: Counter[str] = Counter(_rule(found) for p in plans for found in p.extra)
    for plan in plans:
        for match in plan.matches:
            matches.setdefault(_rule(match.prediction), []).append(match)
    rows = {}
    for rule in sorted(matches.keys() | extra.keys(), key=lambda r: (-len(matches.get(r, [])) - extra[r], r)):
        own = matches.get(rule, [])
        fired = len(own) + extra[rule]
        rows[rule] = {"pred": fired, "precision": round(len(own) / fired, _DIGITS)} | _accuracies(own)
    return rows


def confusion(plans: Sequence[Comparison]) -> dict[str, dict[str, int]]:
    """Rows are the kinds of the gold, columns those of the prediction; ``nothing`` is missed, or one too many."""
    seen: Counter[tuple[str, str]] = Counter()
    for plan in plans:
        seen.update((kind_of(match), str(match.prediction.get("kind"))) for match in plan.matches)
        seen.update((str(gold["kind"]), NOTHING) for gold in plan.missed)
        seen.update((NOTHING, str(found.get("kind"))) for found in plan.extra)
    order = [*KINDS, *sorted({k for pair in seen for k in pair} - {*KINDS, NOTHING}), NOTHING]
    rows = [kind for kind in order if any(pair[0] == kind for pair in seen)]
    return {row: {column: seen[row, column] for column in order if seen[row, column]} for row in rows}


def errors(plans: Sequence[Comparison]) -> list[Error]:
    """Everything that is wrong, the worst first: targets before the rest; missed and invented figures before wrong
    fields; many wrong fields before few."""
    found = [error for plan in plans for error in _errors(plan)]
    return sorted(found, key=lambda error: (-error.weight, error.plan, error.span))


_WHOLE, _TARGET, _TARGET_FIELD = 10, 20, 5
"""What weighs more than a wrong field: a figure missed or invented, the same of a target, a field of a target."""


def _errors(plan: Comparison) -> Iterable[Error]:
    for gold in plan.missed:
        start, end = gold["value_span"]
        weight = _WHOLE + _TARGET * (gold["kind"] == "target")
        yield Error(plan.name, "missed", (start, end), _gold_title(gold), {}, None, weight)
    for found in plan.extra:
        weight = _WHOLE + _TARGET * (found.get("kind") == "target")
        yield Error(plan.name, "extra", value_span(found), _found_title(found), {}, found.get("rule"), weight)
    for match in plan.matches:
        wrong = match.wrong + [name for name, right in match.beside.items() if right is False]
        if wrong:
            start, end = match.gold["value_span"]
            weight = len(wrong) + _TARGET_FIELD * (match.gold["kind"] == "target")
            fields = {name: (_gold_field(match.gold, name), _found_field(match.prediction, name)) for name in wrong}
            rule = match.prediction.get("rule")
            yield Error(plan.name, "wrong", (start, end), _gold_title(match.gold), fields, rule, weight)


def _rates(right: int, predicted: int, annotated: int) -> _Row:
    precision, recall, f1 = (round(rate, _DIGITS) for rate in precision_recall_f1(right, predicted, annotated))
    return {"gold": annotated, "pred": predicted, "precision": precision, "recall": recall, "f1": f1}


def _accuracies(matches: Sequence[Match]) -> _Row:
    if not matches:
        return {"strict": None} | dict.fromkeys(FIELDS)

    def share(right: Iterable[bool]) -> float:
        return round(sum(right) / len(matches), _DIGITS)

    fields = {name: share(match.right[name] for match in matches) for name in FIELDS}
    return {"strict": share(match.strictly_right for match in matches)} | fields


def _gold_source(gold: Json) -> str:
    return "project" if gold["kind"] == "project" else str(gold.get("from") or "text")


def _found_source(found: Json) -> str:
    if found.get("kind") == "project":
        return "project"
    return "table" if part(found, "evidence").get("table") else "text"


def _rule(found: Json) -> str:
    return str(found.get("rule") or "(no rule)")


def _gold_title(gold: Json) -> str:
    value = gold.get("value_text") if gold.get("value") is None else f"{gold['value']}{gold.get('unit') or ''}"
    return f"{gold['kind']} {gold['indicator']} {value or ''}".strip()


def _found_title(found: Json) -> str:
    name, value = part(found, "indicator").get("text"), part(found, "value").get("text")
    return f"{found.get('kind')} {name} {value or ''}".strip()


def _gold_field(gold: Json, name: str) -> Any:
    key = f"{name}_span" if name in ("baseline", "change") else name
    readings = accepted(gold, key)
    if name == "value":
        readings = [gold.get("value_text")] if gold.get("value") is None else readings
    return readings[0] if all(reading == readings[0] for reading in readings) else readings


def _found_field(found: Json, name: str) -> Any:
    if name in ("kind", "binding"):
        return found.get(name)
    if name in ("baseline", "change"):
        return part(found, name).get("span")
    if name == "responsible":
        return [body.get("text") if isinstance(body, dict) else body for body in found.get(name) or []]
    if name == "value":
        value = part(found, "value")
        return value.get("text") if value.get("number") is None else value["number"]
    inner = {"deadline": ("deadline", "end"), "level": ("level", "level"), "indicator": ("indicator", "text")}
    outer, key = inner.get(name, ("value", name))
    return part(found, outer).get(key)
