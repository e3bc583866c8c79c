"""How good is a reading? Output against the annotation of people, in figures that anyone can compute again.

A predicted and an annotated figure are the same one when their value spans overlap, one to one. See docs/scoring.md for
every figure.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from planextract.errors import UsageError
from planextract.scoring.breakdown import Error, by_kind, by_rule, by_source, confusion, errors
from planextract.scoring.figures import SAMPLES, SEED, Figures, figures, intervals, total
from planextract.scoring.judging import Json
from planextract.scoring.matching import Comparison, compare
from planextract.scoring.sources import choose, gold_files, read_gold, read_predictions

__all__ = ["Error", "Score", "score", "score_plans"]

Pathlike: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True)
class Score:
    """What a comparison came to. ``missing`` are plans with gold and no reading; they count as empty readings."""

    plans: tuple[Comparison, ...]
    missing: tuple[str, ...]
    samples: int = SAMPLES
    seed: int = SEED

    @property
    def per_plan(self) -> dict[str, Figures]:
        return {plan.name: figures(plan.counts) for plan in self.plans}

    @property
    def overall(self) -> Figures:
        """Over all records of all plans, so that a long plan weighs more."""
        return figures(total([plan.counts for plan in self.plans]))

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        return intervals([plan.counts for plan in self.plans], self.samples, self.seed)

    @property
    def errors(self) -> list[Error]:
        """Everything that is wrong, the worst first."""
        return errors(self.plans)

    def as_json(self, worst: int | None = None) -> dict[str, Any]:
        """Everything, as plain JSON; with ``worst`` only that many errors."""
        found = self.errors
        return {
            "figures": self.overall,
            "intervals": {name: list(interval) for name, interval in self.intervals.items()},
            "bootstrap": {"samples": self.samples, "seed": self.seed, "drawn": "plans"},
            "plans": self.per_plan,
            "missing": list(self.missing),
            "kinds": by_kind(self.plans),
            "sources": by_source(self.plans),
            "rules": by_rule(self.plans),
            "confusion": confusion(self.plans),
            "errors": [error.as_json() for error in (found if worst is None else found[:worst])],
            "errors_in_all": len(found),
        }


def score(
    gold: Pathlike, pred: Pathlike, *, names: Iterable[str] = (), samples: int = SAMPLES, seed: int = SEED
) -> Score:
    """Score the JSON outputs ``pred`` against the gold files ``gold`` (each a file or a folder).

    ``names`` picks plans; without, every plan that has gold counts.
    """
    files = gold_files(gold)
    wanted = list(names)
    if unknown := [name for name in wanted if name not in files]:
        raise UsageError(f"no gold for {unknown[0]!r}; there is: {', '.join(files)}")
    golds = {name: read_gold(file) for name, file in files.items() if not wanted or name in wanted}
    plans = read_predictions(pred)
    found = {name: choose(name, plans, only=len(golds) == 1) for name in golds}
    return score_plans(golds, found, samples=samples, seed=seed)


def score_plans(
    golds: Mapping[str, Json], found: Mapping[str, Json | None], *, samples: int = SAMPLES, seed: int = SEED
) -> Score:
    """The same for gold and outputs in memory, by the name of the plan."""
    missing = tuple(name for name in golds if found.get(name) is None)
    plans = tuple(compare(name, gold, found.get(name) or {}) for name, gold in golds.items())
    return Score(plans, missing, samples, seed)
