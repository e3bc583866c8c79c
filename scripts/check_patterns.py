"""What the rules read now against what they read before, in words: the answer to "what did my change move?".

    python scripts/check_patterns.py           compare
    python scripts/check_patterns.py --accept  compare, then save the present reading as the expected one

Samples are compared with the expected.json in their folder of corpus/. For the real plans in the folder that
PLANEXTRACT_PLANS names, the first run saves a snapshot below .snapshots/ (not committed), later runs compare with it.
Exit code 1 when something moved.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import planextract

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / ".snapshots"
SUFFIXES = {".txt", ".md"}
# They follow from the span and from the text: a record is compared by where its value stands.
DERIVED = {"id", "record", "records"}

Json = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="then save the present reading as the expected one")
    accept = parser.parse_args().accept
    moved = checked = 0
    for plan, snapshot in pairs():
        now = json.loads(planextract.extract(planextract.load(plan)).model_dump_json())
        del now["generator"]
        checked += 1
        if not snapshot.exists():
            print(f"{name(plan)}: nothing to compare with; saved as {name(snapshot)}")
            save(now, snapshot)
            continue
        lines = list(differences(json.loads(snapshot.read_text("utf-8")), now))
        if lines:
            moved += 1
            print(f"{name(plan)}: {len(lines)} differences")
            print(*(f"  {line}" for line in lines), sep="\n")
            if accept:
                save(now, snapshot)
    print(f"{checked} plans checked, {moved} moved{' and accepted' * (accept and moved > 0)}")
    return int(moved > 0 and not accept)


def pairs() -> Iterator[tuple[Path, Path]]:
    """Each plan with the file that holds its former reading."""
    for expected in sorted(ROOT.glob("corpus/*/expected.json")):
        for plan in texts(expected.parent):
            yield plan, expected
    real = os.environ.get("PLANEXTRACT_PLANS")
    if real:
        for plan in texts(Path(real)):
            yield plan, SNAPSHOTS / f"{plan.name}.json"


def texts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def save(reading: Json, path: Path) -> None:
    """Write beside, then rename: an interrupted run leaves the old file."""
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(reading, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
    beside.replace(path)


def differences(before: Json, now: Json) -> Iterator[str]:
    """One line for each thing that moved: about the plan, records, milestones, numbers."""
    for field, old, new in fields(before["plan"], now["plan"]):
        yield f"plan: {field} was {shown(old)}, is {shown(new)}"
    for part, what in (("records", "record"), ("milestones", "milestone")):
        yield from moved_records(what, by_place(before.get(part, [])), by_place(now.get(part, [])))
    yield from moved_numbers(before["numbers"], now["numbers"])


def by_place(records: list[Json]) -> dict[tuple[int, int, int], Json]:
    """Records by the span of their value; those that share one span by their order there."""
    places: dict[tuple[int, int, int], Json] = {}
    for record in records:
        evidence = record["evidence"]
        start, end = evidence.get("value_span") or (evidence["start"], evidence["end"])
        order = 0
        while (start, end, order) in places:
            order += 1
        places[start, end, order] = record
    return places


def moved_records(
    what: str, before: dict[tuple[int, int, int], Json], now: dict[tuple[int, int, int], Json]
) -> Iterator[str]:
    for place in sorted(before.keys() | now.keys()):
        old, new = before.get(place), now.get(place)
        if old is None and new is not None:
            yield f"line {line(new)}: new {what} {title(new)} (rule {new['rule']})"
        elif new is None and old is not None:
            yield f"line {line(old)}: {what} gone: {title(old)} (rule {old['rule']})"
        elif old is not None and new is not None:
            for field, was, is_ in fields(old, new):
                yield f"line {line(new)}: {title(new)}: {field} was {shown(was)}, is {shown(is_)}"


def moved_numbers(before: list[Json], now: list[Json]) -> Iterator[str]:
    old = {(entry["start"], entry["end"]): entry for entry in before}
    new = {(entry["start"], entry["end"]): entry for entry in now}
    for place in sorted(old.keys() | new.keys()):
        was, is_ = old.get(place), new.get(place)
        text = (was or is_ or {})["text"]
        if was is None or is_ is None:
            yield f"number {text} at {place[0]}: {'new' if was is None else 'gone'} ({(was or is_ or {})['role']})"
        elif was["role"] != is_["role"]:
            yield f"number {text} at {place[0]}: role was {was['role']}, is {is_['role']}"


def fields(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The leaves that differ between two readings, with their dotted names."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted((old.keys() | new.keys()) - DERIVED):
            yield from fields(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif old != new:
        yield path, old, new


def line(record: Json) -> int:
    return int(record["evidence"]["line"])


def title(record: Json) -> str:
    """A record in a few words: its indicator and its value, or what a milestone does."""
    if "indicator" in record:
        return f"{record['indicator']['text']} {record['value']['text']}"
    return f"{record['action']}{record['object']}"


def shown(value: Any) -> str:
    return "nothing" if value in (None, [], "") else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
