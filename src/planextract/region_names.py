"""How names of administrative divisions are built, and the files that say so (``patterns/regions``)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planextract.errors import PatternError

if TYPE_CHECKING:
    from planextract.records import AdministrativeLevel


@dataclass(frozen=True)
class Names:
    """``names.yaml`` and ``ethnic.yaml``: how names are built."""

    data: dict[str, Any]
    peoples: str

    @cached_property
    def _parts(self) -> re.Pattern[str]:
        """Stem and type: the longest type that leaves two characters."""
        return re.compile(rf"(.{{2,}}?)({'|'.join(self.data['types'])})")

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        """A stem of at least two characters and the peoples behind it: 内蒙古 and 东乡族 keep theirs."""
        return re.compile(rf"(.{{2,}}?)(?:{self.peoples})+")

    @cached_property
    def levels(self) -> list[tuple[str, AdministrativeLevel]]:
        ends = [(end, level) for level, listed in self.data["levels"].items() for end in listed]
        return sorted(ends, key=lambda pair: -len(pair[0]))

    def level(self, name: str) -> AdministrativeLevel | None:
        """What the end of a name tells about its level; nothing for a common noun (工业园区) or a bare end (社区)."""
        end, level = next((pair for pair in self.levels if name.endswith(pair[0])), ("", None))
        if level is None or name == end:
            return None
        noun = name.endswith(tuple(self.data["common_nouns"])) and end in ("区", "市", "州", "县", "镇", "乡", "村")
        return None if noun else level

    def short(self, name: str) -> tuple[str, ...]:
        """The short names of a full one, the longer first: 楚雄彝族自治州 → 楚雄州, 楚雄."""
        if name.endswith(tuple(self.data["whole"])):
            return ()
        parts = self._parts.fullmatch(name)
        if not parts:
            return ()
        stem, kind = parts.groups()
        if not (kind.startswith("自治") or stem.endswith("族")):
            return (stem,)
        match = self._tail.fullmatch(stem)
        stem = match.group(1) if match else stem.removesuffix("族")
        with_type = () if kind == "自治区" else (stem + kind.removeprefix("自治"),)
        return (*with_type, stem)


def read_yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be read as UTF-8 YAML"
        raise PatternError(path, mark.line + 1 if mark else None, f"{problem}; correct the file") from error
    if not isinstance(data, dict):
        raise PatternError(path, 1, "must be a mapping")
    return data


def read_names(folder: Path) -> Names:
    ethnic = read_yaml(folder / "ethnic.yaml")
    # 蒙古自治州 and its like go without 族; of one-character names only the form with 族 is safe to take off.
    bare = [name.removesuffix("族") for name in ethnic["groups"] if len(name) > 2]
    peoples = sorted([*ethnic["groups"], *ethnic["collective"], *bare], key=len, reverse=True)
    return Names(read_yaml(folder / "names.yaml"), "|".join(peoples))


def read_rows(path: Path) -> list[tuple[str, str]]:
    try:
        return [(code, name) for code, name, _ in json.loads(path.read_text(encoding="utf-8"))["rows"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PatternError(path, None, "is no list of divisions; restore it from the release") from error
