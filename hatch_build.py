"""Build hook: a wheel carries the rules of ``patterns/`` inside the package, as ``planextract/_patterns``.

This is a hook and not a plain ``force-include`` in pyproject.toml because that one also applies to editable installs:
there the rules would be copied, and edits in the checkout's ``patterns/`` would have no effect.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE_IN_WHEEL = "planextract/_patterns"


class PatternsHook(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version != "standard":
            return
        patterns = Path(self.root, "patterns")
        files = sorted(path for path in patterns.rglob("*") if path.is_file() and is_rule_data(path, patterns))
        if not files:
            raise FileNotFoundError(f"{patterns}: no rules found; build from a whole checkout or source distribution")
        for path in files:
            build_data["force_include"][str(path)] = f"{PLACE_IN_WHEEL}/{path.relative_to(patterns).as_posix()}"


def is_rule_data(path: Path, root: Path) -> bool:
    """Hidden files and caches beside the rules stay out of the wheel."""
    return not any(part.startswith((".", "__")) for part in path.relative_to(root).parts)
