"""From counts to the figures that are reported, and how far they would move with other plans."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from planextract.scoring.judging import FIELDS

Figures = dict[str, int | float | None]

BESIDE = ("baseline", "change", "binding", "responsible")
LEDGER = ("accounted", "unexplained", "role", "reason")
SAMPLES, SEED = 1000, 20210101
_DIGITS = 4
_TAIL = 0.025


def precision_recall_f1(right: int, predicted: int, annotated: int) -> tuple[float, float, float]:
    """
    >>> precision_recall_f1(3, 4, 6)
    (0.75, 0.5, 0.6)
    """
    precision, recall = right / (predicted or 1), right / (annotated or 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def figures(counts: Counter[str]) -> Figures:
    """Everything that is reported of one plan or of many, to four digits; None where there was nothing to judge."""
    precision, recall, f1 = precision_recall_f1(counts["matched"], counts["n_pred"], counts["n_gold"])
    target = precision_recall_f1(counts["target_tp"], counts["n_target_pred"], counts["n_target_gold"])[2]
    strict = precision_recall_f1(counts["strict"], counts["n_pred"], counts["n_gold"])[2]
    result: Figures = {
        "gold": counts["n_gold"],
        "pred": counts["n_pred"],
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "target_f1": target,
        "strict_f1": strict,
    }
    result |= {name: counts[name] / (counts["matched"] or 1) for name in FIELDS}
    result |= {name: counts[name] / counts[f"n_{name}"] if counts[f"n_{name}"] else None for name in BESIDE}
    result |= {name: counts[name] / (counts["numbers"] or 1) for name in LEDGER}
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in result.items()}


def total(counts: Sequence[Counter[str]]) -> Counter[str]:
    together: Counter[str] = Counter()
    for each in counts:
        together.update(each)
    return together


def intervals(
    counts: Sequence[Counter[str]], samples: int = SAMPLES, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """95 % intervals by drawing as many plans as there are, with replacement. Plans are drawn and not records, because
    the figures of one plan are right or wrong together. One plan alone says nothing about others: no intervals."""
    if len(counts) < 2:
        return {}
    source = random.Random(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(samples):
        # random() is the one method whose numbers are the same in every version of Python.
        sample = [counts[int(source.random() * len(counts))] for _ in counts]
        for name, value in figures(total(sample)).items():
            if value is not None and name not in ("gold", "pred"):
                drawn.setdefault(name, []).append(value)
    return {name: _interval(sorted(values)) for name, values in drawn.items()}


def _interval(values: list[float]) -> tuple[float, float]:
    last = len(values) - 1
    return values[round(_TAIL * last)], values[round((1 - _TAIL) * last)]
