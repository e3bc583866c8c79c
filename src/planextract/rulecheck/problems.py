"""What can be wrong with a rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planextract.patterns import Rule

Severity = Literal["error", "warning"]
Check = Literal["schema", "example", "counterexample", "empty", "unreachable", "shadowed", "runaway", "slow"]


@dataclass(frozen=True)
class Problem:
    """One thing to mend, with its place. Errors are wrong; warnings are worth a look."""

    severity: Severity
    check: Check
    where: str
    rule: str
    message: str

    def __str__(self) -> str:
        name = f" {self.rule}:" if self.rule else ""
        return f"{self.where}: {self.severity}:{name} {self.message} [{self.check}]"


def problem(severity: Severity, check: Check, rule: Rule, message: str) -> Problem:
    return Problem(severity, check, place(rule), rule.full_name, message)


def place(rule: Rule) -> str:
    """File and line without the folders before it, so that output is the same on every machine."""
    return f"{Path(rule.path).name}:{rule.line}"
