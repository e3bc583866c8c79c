"""The files of ``patterns/indicators/``: one YAML file per domain, read, checked and merged.

A mistake is reported with file and line. A user's folder is laid over the built-in one: an entry with the id of a
built-in one replaces it, others are added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from planextract.compiling import compiled, digest_of
from planextract.errors import PatternError
from planextract.patterns_dir import patterns_root
from planextract.units import Units

_NO_UNIT = "无"
DIRECTIONS = ("higher", "lower", "none")
_HEAD = {"sector", "domain", "prefix", "indicators"}
_TEXTS = {"id", "name", "en", "unit", "per", "direction", "note", "source"}
_LISTS = {"units", "may", "short", "none", "aliases", "examples", "counterexamples"}
_KEYS = _TEXTS | _LISTS | {"all", "open", "unchecked", "qualifiers"}
_NEEDED = ("id", "name", "en", "unit", "direction", "all", "examples")


@dataclass(frozen=True)
class Entry:
    """One canonical indicator.

    ``all`` are the groups of terms of which each needs one in the text; ``short`` are wordings that leave the subject
    out and mean the entry only in a plan of its own sector.
    """

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


class Example(NamedTuple):
    """An example of an entry, as written in its file: ``wording | unit/denominator | qualifier、qualifier``."""

    text: str
    unit: str | None
    per: str | None
    qualifiers: tuple[str, ...] | None


def read_example(line: str, entry: Entry, measures: Units) -> Example:
    """Read an example; the unit is the entry's where none is written, and 无 is none."""
    text, unit_text, qualifiers = (*(part.strip() for part in line.split(" | ")), "", "")[:3]
    unit, per = (None, None) if unit_text else (entry.unit, entry.per)
    if unit_text and unit_text != _NO_UNIT:
        unit = unit_text
        head, stroke, tail = unit_text.partition("/")
        if stroke and unit_text not in measures.dimension_of:
            unit, per = head, tail
    return Example(text, unit, per, tuple(sorted(qualifiers.split("、"))) if qualifiers else None)


def read_entries(user_dir: Path | None = None) -> tuple[dict[str, Entry], str]:
    """All entries by id, and the hash of the files they came from."""
    entries: dict[str, Entry] = {}
    files = [
        path
        for root in [patterns_root()] + ([user_dir] if user_dir else [])
        for path in sorted((root / "indicators").glob("*.yaml"))
    ]
    for number, line, head, item in compiled("indicators", files, lambda: compile_indicators(files)):
        entry = _entry(head, item, files[number], line)
        known = entries.get(entry.id)
        if known and Path(known.path).parent == files[number].parent:
            raise PatternError(files[number], line, f"indicator {entry.id!r} is written twice; rename one of them")
        entries[entry.id] = entry
    return entries, digest_of(files)[:16]


def compile_indicators(files: list[Path]) -> list[list[Any]]:
    """The entries of the files as written, each with number of the file, line and head: the only place that reads
    the YAML."""
    return [[number, *row] for number, path in enumerate(files) for row in _read(path)]


def _read(path: Path) -> list[list[Any]]:
    """The entries of one file, each with line and head."""
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
    head = {key: data[key] for key in ("sector", "domain", "prefix")}
    if not _texts(list(head.values())):
        raise PatternError(path, 1, "sector, domain and prefix must be texts")
    assert node is not None
    items = next(value for key, value in node.value if key.value == "indicators")
    rows = []
    for item, where in zip(data["indicators"], items.value, strict=True):
        line = where.start_mark.line + 1
        _check(path, line, item)
        rows.append([line, head, item])
    return rows


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


def _entry(head: dict[str, str], item: dict[str, Any], path: Path, line: int) -> Entry:
    return Entry(
        id=f"{head['prefix']}.{item['id']}",
        name=item["name"],
        en=item["en"],
        sector=head["sector"],
        domain=head["domain"],
        unit=item["unit"],
        direction=item["direction"],
        all=tuple((group,) if isinstance(group, str) else tuple(group) for group in item["all"]),
        per=item.get("per"),
        qualifiers={name: tuple(terms) for name, terms in item.get("qualifiers", {}).items()},
        open=item.get("open", False),
        unchecked=item.get("unchecked", False),
        source=item.get("source", ""),
        note=item.get("note", ""),
        path=str(path),
        line=line,
        **{key: tuple(item.get(key, ())) for key in _LISTS},
    )
