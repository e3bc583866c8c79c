"""Where gold and predictions come from: files and folders of JSON, matched by the name of the plan."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from planextract.errors import LoadError, UsageError
from planextract.scoring.judging import Json

GOLD_SUFFIX = ".gold.json"
GOLD_FILE = "gold.json"
"""The gold of a sample that has a folder of its own; the folder gives the name."""
_PLAN_STEM = "plan"
_NEEDED = ("value_span", "kind", "indicator")


def gold_files(path: str | os.PathLike[str]) -> dict[str, Path]:
    """The gold of each plan: ``NAME.gold.json`` in a folder, ``NAME/gold.json`` below it, or one such file."""
    given = Path(path)
    if given.is_file():
        return {_gold_name(given): given}
    if not given.is_dir():
        raise UsageError(f"{given}: no such file or folder; GOLD is a NAME{GOLD_SUFFIX} or a folder of them")
    found = [*given.glob(f"*{GOLD_SUFFIX}"), *given.glob(GOLD_FILE), *given.glob(f"*/{GOLD_FILE}")]
    if not found:
        raise UsageError(f"{given}: no NAME{GOLD_SUFFIX} and no NAME/{GOLD_FILE} in this folder")
    return {_gold_name(file): file for file in sorted(found, key=_gold_name)}


def _gold_name(path: Path) -> str:
    if path.name == GOLD_FILE:
        return path.resolve().parent.name
    return path.name.removesuffix(GOLD_SUFFIX) if path.name.endswith(GOLD_SUFFIX) else path.stem


def read_gold(path: Path) -> Json:
    """A gold file, checked for what the score needs of it."""
    gold = read_json(path)
    if not isinstance(gold, dict) or not all(isinstance(gold.get(key), list) for key in ("records", "numbers")):
        raise LoadError(f"{path}: this is no gold; it needs the lists 'records' and 'numbers'")
    for position, record in enumerate(gold["records"]):
        lacking = [key for key in _NEEDED if key not in record]
        if lacking:
            raise LoadError(f"{path}: record {position} has no {lacking[0]}")
    return gold


def read_predictions(path: str | os.PathLike[str]) -> dict[str, list[Json]]:
    """Every plan in a JSON output (an object or an array), or in a folder of such files.

    Under each name a plan may be asked for: its file, its source, and the folder of a source called ``plan.*``.
    """
    given = Path(path)
    if not given.exists():
        raise UsageError(f"{given}: no such file or folder; PRED is what planextract parse wrote as JSON")
    if given.suffix.lower() == ".jsonl":
        raise UsageError(f"{given}: JSON Lines hold no ledger of numbers to score; write .json")
    files = sorted(given.rglob("*.json")) if given.is_dir() else [given]
    plans: dict[str, list[Json]] = {}
    for file in files:
        content = read_json(file)
        extractions = content if isinstance(content, list) else [content]
        for extraction in extractions:
            if not isinstance(extraction, dict):
                raise LoadError(f"{file}: this is no output of planextract parse")
            names = _names(str((extraction.get("source") or {}).get("path") or ""))
            if len(extractions) == 1:
                names = _names(file.relative_to(given).as_posix() if given.is_dir() else file.name) + names
            for name in dict.fromkeys(names):
                plans.setdefault(name, []).append(extraction)
    return plans


def choose(name: str, plans: dict[str, list[Json]], only: bool) -> Json | None:
    """The prediction for one plan; with one gold and one prediction the names need not agree."""
    if name in plans:
        return plans[name][0]
    different = _distinct(plan for found in plans.values() for plan in found)
    return different[0] if only and len(different) == 1 else None


def _distinct(plans: Iterable[Json]) -> list[Json]:
    return list({id(plan): plan for plan in plans}.values())


def _names(path: str) -> list[str]:
    """
    >>> _names("lanxi/plan.txt"), _names("chuxiong.json"), _names("a/b.gold.json")
    (['lanxi'], ['chuxiong'], ['b'])
    """
    pure = PurePosixPath(path)
    stem = pure.name.split(".")[0]
    if stem == _PLAN_STEM and pure.parent.name:
        return [pure.parent.name]
    return [stem] if stem else []


def read_json(path: Path) -> Json | list[Json]:
    try:
        content: Json | list[Json] = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LoadError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from None
    except ValueError as error:
        raise LoadError(f"{path}: this is no JSON ({error})") from None
    return content
