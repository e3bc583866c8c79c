"""What of the contradictions that people found the audit finds, and what else it reports.

    python scripts/audit_score.py GOLD_DIR PLANS_DIR       NAME.gold.json beside NAME.txt
    python scripts/audit_score.py corpus                   the samples

A contradiction counts as found when one finding is at two of its places (at the only one, where it has one). Findings
of grade error or warning that fit none are listed, for a person to judge. Exit code 1 when one that both annotators
saw is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import planextract
from planextract import Finding

Conflict = dict[str, Any]


def pairs(gold: Path, plans: Path | None) -> Iterator[tuple[str, Path, Path]]:
    """Name, plan and gold of every annotated plan in the folder."""
    if plans is None:
        for path in sorted(gold.glob("*/gold.json")):
            yield path.parent.name, next(path.parent.glob("plan.*")), path
    else:
        for path in sorted(gold.glob("*.gold.json")):
            name = path.name.removesuffix(".gold.json")
            yield name, plans / f"{name}.txt", path


def matches(finding: Finding, conflict: Conflict) -> bool:
    spans = conflict["spans"]
    hits = sum(any(start < b and a < end for a, b in finding.spans) for start, end in spans)
    return bool(hits >= min(2, len(spans)))


def report(name: str, findings: list[Finding], conflicts: list[Conflict]) -> tuple[int, int]:
    """Print one plan; return how many of the contradictions seen by both were found, and how many there are."""
    both = [c for c in conflicts if c["both"]]
    missed = [c for c in both if not any(matches(f, c) for f in findings)]
    extra = [f for f in findings if f.severity != "info" and not any(matches(f, c) for c in conflicts)]
    weak = [c for c in conflicts if not c["both"] and any(matches(f, c) for f in findings)]
    print(
        f"{name}: {len(both) - len(missed)} of {len(both)} found, {len(weak)} of {len(conflicts) - len(both)} weak ones"
    )
    for conflict in missed:
        print(f"  missed   {conflict['spans']} {conflict['why']}")
    for finding in extra:
        print(f"  to judge {finding.severity} {finding.check}: {finding.message} {finding.spans}")
    return len(both) - len(missed), len(both)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("plans", type=Path, nargs="?")
    arguments = parser.parse_args()
    found = total = 0
    for name, plan, gold in pairs(arguments.gold, arguments.plans):
        if not plan.exists():
            continue
        findings = planextract.extract(planextract.load(plan)).findings
        here, all_here = report(name, findings, json.loads(gold.read_text(encoding="utf-8"))["conflicts"])
        found, total = found + here, total + all_here
    print(f"all: {found} of {total} found")
    return 0 if found == total else 1


if __name__ == "__main__":
    sys.exit(main())
