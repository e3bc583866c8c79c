"""Build hook: a wheel carries the rules of ``patterns/`` inside the package: as they are written, and compiled.

This is a hook and not a plain ``force-include`` in pyproject.toml because that one also applies to editable installs:
there the rules would be copied, and edits in the checkout's ``patterns/`` would have no effect.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE_IN_WHEEL = "planextract/_patterns"
COMPILED_IN_WHEEL = "planextract/_compiled.json"


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
        self.folder = tempfile.TemporaryDirectory()
        compiled = Path(self.folder.name, "compiled.json")
        compile_rules(Path(self.root, "src"), compiled)
        build_data["force_include"][str(compiled)] = COMPILED_IN_WHEEL

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if folder := getattr(self, "folder", None):
            folder.cleanup()


def compile_rules(source: Path, target: Path) -> None:
    """Compile the rules with the program of this checkout, so that an installed one need not read YAML."""
    sys.path.insert(0, str(source))
    try:
        from planextract import catalogue_files, compiling, patterns, regions

        rules, divisions = patterns.rule_files(), regions.division_files()
        indicators = sorted((source.parent / "patterns" / "indicators").glob("*.yaml"))
        parts = {
            "rules": (compiling.digest_of(rules), patterns.compile_rules(rules)),
            "indicators": (compiling.digest_of(indicators), catalogue_files.compile_indicators(indicators)),
            "divisions": (compiling.digest_of(divisions), regions.compile_divisions(divisions)),
        }
        compiling.pack(target, parts)
    finally:
        sys.path.remove(str(source))


def is_rule_data(path: Path, root: Path) -> bool:
    """Hidden files and caches beside the rules stay out of the wheel."""
    return not any(part.startswith((".", "__")) for part in path.relative_to(root).parts)
