"""Plans for commands that work on several: read from their files, or taken from what parse wrote before."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from planextract.batch import Outcome, read_one
from planextract.errors import LoadError
from planextract.inputs import Input, expand
from planextract.loading import STDIN
from planextract.naming import name_indicators
from planextract.records import Extraction

__all__ = ["read_json", "read_plans"]

_SUFFIX = ".json"


def read_plans(paths: Iterable[str], patterns_dir: Path | None = None) -> Iterator[Outcome]:
    """Each plan that ``paths`` mean, in their order; a ``.json`` file holds one or many that were read before.

    A folder without plans stands for the outputs in it. Each file counts once.
    """
    for item in expand(file for path in paths for file in _outputs(path) or [path]):
        if item.path.lower().endswith(_SUFFIX) and not item.problem:
            yield from _earlier(item, patterns_dir)
        else:
            data = sys.stdin.buffer.read() if item.path == STDIN else None
            yield read_one(item, patterns_dir=patterns_dir, data=data)


def _outputs(path: str) -> list[str]:
    """The outputs in a folder that has no plan in it; nothing where ``path`` is no such folder."""
    folder = Path(path)
    if path == STDIN or not folder.is_dir() or not all(item.problem for item in expand([path])):
        return []
    return [str(file) for file in sorted(folder.rglob(f"*{_SUFFIX}"))]


def _earlier(item: Input, patterns_dir: Path | None) -> Iterator[Outcome]:
    try:
        plans = read_json(Path(item.path))
    except LoadError as error:
        yield Outcome(item, error=str(error))
        return
    for plan in plans:  # named anew, so that outputs of several versions share one catalogue
        yield Outcome(item, name_indicators(plan, patterns_dir))


def read_json(path: Path) -> list[Extraction]:
    """The plans in an output of parse, which is an object or an array."""
    from pydantic import ValidationError

    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return [Extraction.model_validate(plan) for plan in (content if isinstance(content, list) else [content])]
    except OSError as error:
        raise LoadError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise LoadError(f"{path}: this is no output of planextract parse ({where}: {first['msg']})") from None
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{path}: this is no JSON ({error})") from None
