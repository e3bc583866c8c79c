"""Rules as data: load, validate and compose the files of ``patterns/``.

A file holds one concept. An entry (rule) has a ``name``, ``terms`` or a ``pattern``, usually a ``value``, a ``note`` on
why, and its own ``examples`` and ``counterexamples``: the rule matches somewhere in each example and nowhere in a
counterexample, which the tests check. ``{{name}}`` in a pattern stands for another rule of the same file,
``{{concept.name}}`` for one of another file, so that long expressions are composed of small named ones.

Everything is checked when loaded, and a mistake is reported with file and line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from planextract.compiling import compiled
from planextract.errors import PatternError
from planextract.patterns_dir import patterns_root

_PLACEHOLDER = re.compile(r"\{\{([\w.-]+)\}\}")
_LINE_BREAK = re.compile(r"\n\s*")
"""A long pattern may run over several lines (``pattern: |-``)."""
_KEYS = {"name", "terms", "pattern", "value", "note", "examples", "counterexamples"}


@dataclass(frozen=True)
class Rule:
    """One entry of a pattern file. ``source`` is its regular expression with every fragment filled in."""

    concept: str
    name: str
    source: str
    value: Any = None
    note: str = ""
    terms: tuple[str, ...] = ()
    path: str = ""
    line: int = 0

    @property
    def examples(self) -> tuple[str, ...]:
        return self._written("examples")

    @property
    def counterexamples(self) -> tuple[str, ...]:
        return self._written("counterexamples")

    def _written(self, key: str) -> tuple[str, ...]:
        """What the file says beside the rule itself. Only tests and explanations ask, so it is not kept."""
        data = next((entry.data for entry in _read_again(self.path) if entry.line == self.line), {})
        return tuple(data.get(key, ()))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source)

    @property
    def full_name(self) -> str:
        return f"{self.concept}.{self.name}"


@dataclass(frozen=True)
class Concept(Mapping[str, Rule]):
    """The rules of one file, in the order in which they are tried."""

    name: str
    rules: dict[str, Rule] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Rule:
        return self.rules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def any(self, *names: str) -> str:
        """One alternation of the named rules (all of them without names)."""
        return "(?:" + "|".join(self.rules[n].source for n in (names or self.rules)) + ")"


class Regexes(Mapping[str, re.Pattern[str]]):
    """The expressions of a concept by rule name, each compiled when first asked for."""

    def __init__(self, concept: Concept) -> None:
        self.concept = concept

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.concept.rules[name].regex

    def __iter__(self) -> Iterator[str]:
        return iter(self.concept.rules)

    def __len__(self) -> int:
        return len(self.concept.rules)


@dataclass(frozen=True)
class Patterns:
    """All concepts, and the hash of the files they came from."""

    concepts: dict[str, Concept]
    digest: str

    def __getitem__(self, concept: str) -> Concept:
        return self.concepts[concept]

    def regexes(self, concept: str) -> Regexes:
        """The expressions of a concept, by rule name."""
        return Regexes(self.concepts[concept])

    def regex(self, name: str) -> re.Pattern[str]:
        """The compiled rule ``concept.rule``."""
        concept, _, rule = name.partition(".")
        return self.concepts[concept].rules[rule].regex

    def source(self, name: str) -> str:
        concept, _, rule = name.partition(".")
        return self.concepts[concept].rules[rule].source

    def rules(self) -> Iterator[Rule]:
        for concept in self.concepts.values():
            yield from concept.rules.values()


@dataclass
class _Entry:
    """A rule as written, before fragments are filled in."""

    concept: str
    path: Path
    line: int
    data: dict[str, Any]


def _read(path: Path) -> list[_Entry]:
    """The entries of one file, each with its line."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=loader)
        data = yaml.load(text, Loader=loader)
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(path, None, f"cannot be read ({error}); it must be a UTF-8 YAML file") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise PatternError(path, mark.line + 1 if mark else None, f"{problem}; correct the YAML") from error
    valid = isinstance(data, dict) and isinstance(data.get("concept"), str) and isinstance(data.get("rules"), list)
    if not valid:
        raise PatternError(path, 1, "needs 'concept: NAME' and a list 'rules:'")
    assert isinstance(node, yaml.MappingNode)
    rules = next(value for key, value in node.value if key.value == "rules")
    entries = []
    for item, where in zip(data["rules"], rules.value, strict=True):
        line = where.start_mark.line + 1
        if not isinstance(item, dict):
            raise PatternError(path, line, "a rule must be a mapping with name and terms or pattern")
        _check(path, line, item)
        entries.append(_Entry(data["concept"], path, line, item))
    return entries


def _check(path: Path, line: int, item: dict[str, Any]) -> None:
    """Refuse what cannot be a rule."""
    unknown = set(item) - _KEYS
    if unknown:
        raise PatternError(path, line, f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(_KEYS))}")
    if not isinstance(item.get("name"), str):
        raise PatternError(path, line, "a rule needs a name")
    if ("terms" in item) == ("pattern" in item):
        raise PatternError(path, line, f"rule {item['name']!r} needs either terms or pattern")
    for key in ("terms", "examples", "counterexamples"):
        values = item.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise PatternError(path, line, f"{key} of rule {item['name']!r} must be a list of texts (quote numbers)")
    if "pattern" in item and not isinstance(item["pattern"], str):
        raise PatternError(path, line, f"pattern of rule {item['name']!r} must be text")


def alternation(terms: list[str] | tuple[str, ...]) -> str:
    """Terms as an expression that prefers the longest.

    >>> alternation(["达", "达到"])
    '(?:达到|达)'
    """
    return "(?:" + "|".join(re.escape(t) for t in sorted(dict.fromkeys(terms), key=lambda t: (-len(t), t))) + ")"


class _Composer:
    """Fills fragments into patterns, each only once, and refuses circles."""

    def __init__(self, entries: dict[str, _Entry]) -> None:
        self.entries = entries
        self.done: dict[str, str] = {}
        self.open: list[str] = []

    def source(self, name: str) -> str:
        if name in self.done:
            return self.done[name]
        entry = self.entries[name]
        if name in self.open:
            raise PatternError(entry.path, entry.line, f"{{{{{name}}}}} refers to itself")
        self.open.append(name)
        if "terms" in entry.data:
            text = alternation(entry.data["terms"])
        else:
            pattern = _LINE_BREAK.sub("", entry.data["pattern"])
            text = _PLACEHOLDER.sub(lambda m: self._fragment(entry, m.group(1)), pattern)
        self.open.pop()
        self.done[name] = text
        return text

    def _fragment(self, entry: _Entry, name: str) -> str:
        full = name if "." in name else f"{entry.concept}.{name}"
        if full not in self.entries:
            raise PatternError(entry.path, entry.line, f"no rule {full!r} to fill in for {{{{{name}}}}}")
        return f"(?:{self.source(full)})"


def _compile(composer: _Composer, name: str, entry: _Entry) -> Rule:
    data = entry.data
    source = composer.source(name)
    rule = Rule(
        concept=entry.concept,
        name=data["name"],
        source=source,
        value=data.get("value"),
        note=data.get("note", ""),
        terms=tuple(data.get("terms", ())),
        path=str(entry.path),
        line=entry.line,
    )
    try:
        compiled = re.compile(source)
    except re.error as error:
        raise PatternError(entry.path, entry.line, f"pattern of {name!r} is no regular expression: {error}") from error
    if compiled.fullmatch("") and not data.get("value") == "optional":
        raise PatternError(entry.path, entry.line, f"rule {name!r} matches the empty text and would fire everywhere")
    return rule


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=8)
def load_patterns(user_dir: Path | None = None) -> Patterns:
    """The built-in rules, with the YAML files of ``user_dir`` laid over them.

    A rule of the same concept and name replaces the built-in one; others are added at the end of their concept.
    Raises ``PatternError`` with file and line.
    """
    if user_dir is not None and not user_dir.is_dir():
        raise PatternError(user_dir, None, "is no folder; --patterns takes a folder of YAML files")
    files = rule_files(user_dir)
    rows = compiled("rules", files, lambda: compile_rules(files))
    concepts: dict[str, Concept] = {}
    for concept, name, source, value, note, terms, file, line in rows:
        rules = concepts.setdefault(concept, Concept(concept)).rules
        rules[name] = Rule(concept, name, source, value, note, tuple(terms), str(files[file]), line)
    return Patterns(concepts, _digest(files))


def rule_files(user_dir: Path | None = None) -> list[Path]:
    """The files of rules in the order in which they are read."""
    return [path for folder in (patterns_root(), *((user_dir,) if user_dir else ())) for path in _files(folder)]


def compile_rules(files: list[Path]) -> list[list[Any]]:
    """Everything about each rule that reading plans needs, checked, with fragments filled in."""
    entries: dict[str, _Entry] = {}
    for path in files:
        for entry in _read(path):
            name = f"{entry.concept}.{entry.data['name']}"
            if name in entries and entries[name].path.parent == path.parent:
                raise PatternError(path, entry.line, f"rule {name!r} is written twice; rename one of them")
            entries[name] = entry
    composer = _Composer(entries)
    return [_row(_compile(composer, name, entry), files.index(entry.path)) for name, entry in entries.items()]


def _row(rule: Rule, file: int) -> list[Any]:
    return [rule.concept, rule.name, rule.source, rule.value, rule.note, list(rule.terms), file, rule.line]


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@lru_cache(maxsize=64)
def _read_again(path: str) -> list[_Entry]:
    return _read(Path(path))
