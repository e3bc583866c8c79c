"""What can go wrong, said in one line that tells the user what to do.

Every error a user can meet is a ``PlanExtractError``; the command line prints its message and nothing else.
"""

from __future__ import annotations


class PlanExtractError(Exception):
    """Base of all errors that planextract raises on purpose; ``str(error)`` is one line for the user."""


class LoadError(PlanExtractError):
    """A file could not be read as a plan: missing, empty, binary, wrongly encoded, of an unknown kind."""


class PatternError(PlanExtractError):
    """A file of rules is wrong. The message names file, line and what to do."""

    def __init__(self, path: object, line: int | None, problem: str) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {problem}")
        self.path, self.line, self.problem = path, line, problem


class OutputError(PlanExtractError):
    """An output could not be written; nothing half-written is left behind."""


class UsageError(PlanExtractError):
    """Options or arguments that do not fit together (exit code 2)."""
