"""The terminal that commands draw tables on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(narrowest: int = 120) -> Console:
    """Plain text, no guessing at markup. What is no terminal (a file, a log) gets lines of a fixed width."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # instead of leaving with the exit code of a failure

    width = None if sys.stdout.isatty() else narrowest
    return Terminal(file=sys.stdout, width=width, highlight=False, emoji=False, markup=False)
