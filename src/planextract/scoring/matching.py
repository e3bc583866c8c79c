"""One plan: which predicted figure is which annotated one, and what that comes to in counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from planextract.scoring.judging import (
    FIELDS,
    STRICT,
    Json,
    accepted,
    closeness,
    judge,
    judge_beside,
    name_similarity,
    pair,
    shared,
    value_span,
)

WIDEST = 40
"""No numeric expression is longer: a wider entry of the ledger accounts for nothing."""
_USED = frozenset(("value", "baseline", "change"))


@dataclass(frozen=True)
class Match:
    """An annotated figure and the predicted one that stands for it."""

    gold: Json
    prediction: Json
    right: dict[str, bool]
    beside: dict[str, bool | None]

    @property
    def wrong(self) -> list[str]:
        return [name for name, right in self.right.items() if not right]

    @property
    def strictly_right(self) -> bool:
        return all(self.right[name] for name in STRICT)


@dataclass(frozen=True)
class Comparison:
    """A plan's annotation beside its reading. Optional gold records, and what was matched to them, are left out."""

    name: str
    matches: list[Match] = field(default_factory=list)
    missed: list[Json] = field(default_factory=list)
    extra: list[Json] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def compare(name: str, gold: Json, prediction: Json) -> Comparison:
    """Match one to one by overlap of value spans and count what is right."""
    golds, found = gold["records"], prediction.get("records") or []
    partner = _partners(golds, found)
    taken = set(partner.values())
    matches, missed = [], []
    for i, record in enumerate(golds):
        if record.get("optional"):
            continue
        if i in partner:
            other = found[partner[i]]
            matches.append(Match(record, other, judge(record, other), judge_beside(record, other)))
        else:
            missed.append(record)
    extra = [record for j, record in enumerate(found) if j not in taken]
    counts = _count(matches, missed, extra) + _count_ledger(gold["numbers"], prediction.get("numbers") or [])
    return Comparison(name, matches, missed, extra, counts)


def _partners(golds: list[Json], found: list[Json]) -> dict[int, int]:
    """For each gold record the prediction it goes with: the closest spans first, and of those on one span the more
    alike in name; what is required goes before what is optional."""
    spans = [value_span(record) for record in found]
    candidates = []
    for i, gold in enumerate(golds):
        span = pair(gold["value_span"])
        for j, other in enumerate(spans):
            if near := closeness(span, other) if shared(span, other) else 0.0:
                optional = bool(gold.get("optional"))
                candidates.append((-near, optional, -name_similarity(gold, found[j]), i, j))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(candidates):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner


def kind_of(match: Match) -> str:
    """The gold kind of a match: the predicted one where that is accepted, else the first."""
    kind = match.prediction.get("kind")
    return str(kind if kind in accepted(match.gold, "kind") else match.gold["kind"])


def count_kind(kind: str, matches: list[Match], missed: list[Json], extra: list[Json]) -> tuple[int, int, int]:
    """Right, predicted and annotated figures of one kind. A figure that may also be of another kind is expected only
    where it was called this one."""

    def called(match: Match) -> bool:
        return bool(match.prediction.get("kind") == kind)

    def only(gold: Json) -> bool:
        return set(accepted(gold, "kind")) == {kind}

    right = sum(called(match) and kind in accepted(match.gold, "kind") for match in matches)
    predicted = sum(map(called, matches)) + sum(record.get("kind") == kind for record in extra)
    either = sum(kind in accepted(m.gold, "kind") and not only(m.gold) and called(m) for m in matches)
    return right, predicted, sum(only(m.gold) for m in matches) + sum(map(only, missed)) + either


def _count(matches: list[Match], missed: list[Json], extra: list[Json]) -> Counter[str]:
    counts: Counter[str] = Counter()
    counts["matched"] = len(matches)
    counts["n_gold"] = len(matches) + len(missed)
    counts["n_pred"] = len(matches) + len(extra)
    counts["target_tp"], counts["n_target_pred"], counts["n_target_gold"] = count_kind("target", matches, missed, extra)
    for match in matches:
        counts.update(name for name in FIELDS if match.right[name])
        counts["strict"] += match.strictly_right
        for name, right in match.beside.items():
            if right is not None:
                counts[f"n_{name}"] += 1
                counts[name] += right
    return counts


def _count_ledger(golds: list[Json], ledger: list[Json]) -> Counter[str]:
    """What became of every number of the text."""
    entries = sorted(
        (entry for entry in ledger if 0 < entry.get("end", 0) - entry.get("start", 0) <= WIDEST),
        key=lambda entry: entry["start"],
    )
    counts: Counter[str] = Counter(numbers=len(golds))
    for number, hits in _over(golds, entries):
        wanted = {number["role"], number.get("alt_role", number["role"])}
        said = {"date" if entry.get("role") == "deadline" else entry.get("role") for entry in hits}
        counts["accounted"] += bool(hits)
        counts["unexplained"] += not hits or bool(said & {None, "unexplained"})
        counts["reason"] += bool(said & wanted)
        counts["role"] += any((entry.get("role") in _USED) in {role in _USED for role in wanted} for entry in hits)
    return counts


def _over(golds: list[Json], entries: list[Json]) -> Iterator[tuple[Json, list[Json]]]:
    """Each annotated number with the entries that overlap it; entries are sorted by start and at most WIDEST long."""
    first = 0
    for number in sorted(golds, key=lambda number: number["start"]):
        while first < len(entries) and entries[first]["start"] + WIDEST <= number["start"]:
            first += 1
        hits = []
        for at in range(first, len(entries)):
            if entries[at]["start"] >= number["end"]:
                break
            if shared((number["start"], number["end"]), (entries[at]["start"], entries[at]["end"])):
                hits.append(entries[at])
        yield number, hits
