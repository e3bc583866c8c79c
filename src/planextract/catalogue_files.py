"""The files of ``patterns/indicators/``: one YAML file per domain, read, checked and merged.

A mistake is reported with file and line. A user's folder is laid over the built-in one: an entry with the id of a
built-in one replaces it, others are added.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planextract.errors import PatternError
from planextract.patterns_dir import patterns_root

DIRECTIONS = ("higher", "lower", "none")
_HEAD = {"sector", "domain", "prefix", "indicators"}
_TEXTS = {"id", "name", "en", "unit", "per", "direction", "note", "source"}
_LISTS = {"units", "may", "short", "none", "aliases", "examples", "counterexamples"}
_KEYS = _TEXTS | _LISTS | {"all", "open", "unchecked", "qualifiers"}
_NEEDED = ("id", "name", "en", "unit", "direction", "all", "examples")


@dataclass(frozen=True)
class Entry:
    """One canonical indicator. ``all`` are the groups of terms of which each needs one in the text; ``short`` are wordings
    that leave the subject out and mean the entry only in a plan of its own sector."""

    id: str
    name: str
    en: str
    sector: str
    domain: str
    unit: str
    direction: str
    all: tuple[tuple[str, ...], ...]
    per: str | None = None
    units: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    qualifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open: bool = False
    unchecked: bool = False
    source: str = ""
    note: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    path: str = ""
    line: int = 0


def read_entries(user_dir: Path | None = None) -> tuple[dict[str, Entry], str]:
    """All entries by id, and the hash of the files they came from. The only place that reads the YAML."""
    entries: dict[str, Entry] = {}
    digest = hashlib.sha256()
    for root in [patterns_root()] + ([user_dir] if user_dir else []):
        own: set[str] = set()
        for path in sorted((root / "indicators").glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
            for entry in _read(path):
                if entry.id in own:
                    raise PatternError(path, entry.line, f"indicator {entry.id!r} is written twice; rename one of them")
                own.add(entry.id)
                entries[entry.id] = entry
    return entries, digest.hexdigest()[:16]


def _read(path: Path) -> list[Entry]:
    """The entries of one file."""
    import yaml

    loader_class = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(path, None, f"cannot be read ({error}); it must be a UTF-8 YAML file") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise PatternError(path, mark.line + 1 if mark else None, f"{problem}; correct the YAML") from error
    if not isinstance(data, dict) or set(data) != _HEAD or not isinstance(data["indicators"], list):
        raise PatternError(path, 1, f"needs exactly the keys {', '.join(sorted(_HEAD))}")
    items = next(value for key, value in node.value if key.value == "indicators")
    entries = []
    for item, where in zip(data["indicators"], items.value, strict=True):
        line = where.start_mark.line + 1
        _check(path, line, item)
        entries.append(_entry(data, item, path, line))
    return entries


def _check(path: Path, line: int, item: Any) -> None:
    """Refuse what cannot be an indicator."""
    if not isinstance(item, dict):
        raise PatternError(path, line, "an indicator must be a mapping with id, name and terms")
    if unknown := set(item) - _KEYS:
        raise PatternError(path, line, f"unknown key {min(unknown)!r}; known are {', '.join(sorted(_KEYS))}")
    for key in _NEEDED:
        if not item.get(key):
            raise PatternError(path, line, f"an indicator needs {key!r}")
    for key in _TEXTS & set(item):
        if not isinstance(item[key], str):
            raise PatternError(path, line, f"{key} of {item['id']!r} must be text (quote numbers)")
    for key in _LISTS & set(item):
        if not _texts(item[key]):
            raise PatternError(path, line, f"{key} of {item['id']!r} must be a list of texts (quote numbers)")
    groups = item["all"]
    if not isinstance(groups, list) or not all(isinstance(g, str) or (_texts(g) and g) for g in groups):
        raise PatternError(path, line, f"all of {item['id']!r} must be a list of terms or of lists of terms")
    if item["direction"] not in DIRECTIONS:
        raise PatternError(path, line, f"direction of {item['id']!r} must be one of {', '.join(DIRECTIONS)}")
    own = item.get("qualifiers", {})
    if not isinstance(own, dict) or not all(isinstance(k, str) and _texts(v) for k, v in own.items()):
        raise PatternError(path, line, f"qualifiers of {item['id']!r} must map a name to a list of terms")
    for key in ("open", "unchecked"):
        if not isinstance(item.get(key, False), bool):
            raise PatternError(path, line, f"{key} of {item['id']!r} must be true or false")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


def _entry(head: dict[str, Any], item: dict[str, Any], path: Path, line: int) -> Entry:
    lists = {key: tuple(item[key]) for key in _LISTS & set(item)}
    texts = {key: item[key] for key in _TEXTS & set(item)}
    texts["id"] = f"{head['prefix']}.{item['id']}"
    return Entry(
        **texts,
        **lists,
        sector=head["sector"],
        domain=head["domain"],
        all=tuple((g,) if isinstance(g, str) else tuple(g) for g in item["all"]),
        qualifiers={name: tuple(terms) for name, terms in item.get("qualifiers", {}).items()},
        open=item.get("open", False),
        unchecked=item.get("unchecked", False),
        path=str(path),
        line=line,
    )
