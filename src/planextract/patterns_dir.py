"""Where the rules are: one place, decided once.

A wheel carries them as the folder ``_patterns`` inside the package; a checkout (also one installed as editable) uses
its own ``patterns/`` beside ``src/``. Both at once would mean that an edit of the one has no effect, so it is refused.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planextract.errors import PlanExtractError


def locate(package: Path) -> Path:
    """The folder of the rules that belong to the package in this folder."""
    packed = package / "_patterns"
    checkout = package.parent.parent / "patterns" if package.parent.name == "src" else None
    found = [folder for folder in (packed, checkout) if folder is not None and folder.is_dir()]
    if not found:
        raise PlanExtractError(f"no rules beside {package}: install planextract again, or check out patterns/ as well")
    if len(found) > 1:
        raise PlanExtractError(f"two folders of rules, {found[0]} and {found[1]}: delete the first, it is a stale copy")
    return found[0]


@cache
def patterns_root() -> Path:
    """The folder of the built-in rules."""
    return locate(Path(__file__).resolve().parent)
