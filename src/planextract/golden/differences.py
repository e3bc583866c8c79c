"""What moved between two golden files, in words, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from planextract.golden.form import Json

_PLACES = frozenset(("at", "evidence", "line", "cell", "baseline_at", "change_at", "deadline_at"))
"""They say where and not what: another text moves all of them."""
_UNSAID = {"comparator": "=", "deadline_source": "none", "level_source": "default"}
"""What a field means that is left out of a golden file."""
_NUMBER = re.compile(r"(\d+)-(\d+) (\w+)")
_Pairs = list[tuple[Json | None, Json | None]]


@dataclass(frozen=True)
class Difference:
    """One thing that moved. ``line`` is the plan's line, where it has one."""

    words: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.words} (line {self.line})" if self.line else self.words


def differences(before: Json, now: Json) -> list[Difference]:
    """What is read otherwise than before. With another text, places do not count: records align by name."""
    same_text = before["source"]["text_sha256"] == now["source"]["text_sha256"]
    found = list(_facts(before, now))
    for part, title in (("records", _record_title), ("milestones", _milestone_title), ("findings", _finding_title)):
        old, new = before.get(part, []), now.get(part, [])
        pairs = _by_place(old, new) if same_text else _by_name(old, new, title)
        found += _rows(part.removesuffix("s"), pairs, title, frozenset() if same_text else _PLACES)
    if same_text:
        found += _numbers(before.get("numbers", {}), now.get("numbers", {}))
    return found


def _facts(before: Json, now: Json) -> Iterator[Difference]:
    for field in _keys(before["plan"], now["plan"]):
        old, new = before["plan"].get(field), now["plan"].get(field)
        if old != new:
            yield Difference(f"plan {field} {_said(old)} → {_said(new)}")


def _rows(what: str, pairs: _Pairs, title: Any, ignored: frozenset[str]) -> Iterator[Difference]:
    for old, new in pairs:
        if old is None and new is not None:
            yield Difference(f"new {what}: {title(new)} {_origin(new)}".rstrip(), new.get("line"))
        elif new is None and old is not None:
            yield Difference(f"{what} gone: {title(old)} {_origin(old)}".rstrip(), old.get("line"))
        elif old is not None and new is not None:
            for field in _keys(old, new):
                if field not in ignored and old.get(field) != new.get(field):
                    unsaid = _UNSAID.get(field)
                    change = f"{field} {_said(old.get(field, unsaid))} → {_said(new.get(field, unsaid))}"
                    yield Difference(f"{_name(old)} {change}", new.get("line"))


def _numbers(before: Json, now: Json) -> Iterator[Difference]:
    old, new = dict(_entries(before)), dict(_entries(now))
    for span in sorted(old.keys() | new.keys()):
        was, is_ = old.get(span), new.get(span)
        if was is None or is_ is None:
            line, role = was or is_ or (0, "")
            yield Difference(f"number at {span[0]}-{span[1]} {'new' if was is None else 'gone'} ({role})", line)
        elif was[1] != is_[1]:
            yield Difference(f"number at {span[0]}-{span[1]} role {was[1]} → {is_[1]}", is_[0])


def _entries(numbers: Json) -> Iterator[tuple[tuple[int, int], tuple[int, str]]]:
    for line, row in numbers.items():
        for start, end, role in _NUMBER.findall(row):
            yield (int(start), int(end)), (int(line), role)


def _by_place(old: list[Json], new: list[Json]) -> _Pairs:
    """Rows on one span go together in their order; then those whose spans overlap; the rest is new or gone."""
    rest_old, rest_new = list(old), list(new)
    pairs: _Pairs = []
    for alike in (_same_place, _overlapping):
        for row in list(rest_old):
            partner = next((other for other in rest_new if alike(row, other)), None)
            if partner is not None:
                pairs.append((row, partner))
                _remove(rest_old, row)
                _remove(rest_new, partner)
    pairs += [(row, None) for row in rest_old] + [(None, row) for row in rest_new]
    return sorted(pairs, key=lambda pair: _place(pair[1] or pair[0] or {}))


def _by_name(old: list[Json], new: list[Json], title: Any) -> _Pairs:
    names = [_name(row) for row in old], [_name(row) for row in new]
    pairs: _Pairs = []
    for tag, a, b, c, d in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            pairs += [(row, None) for row in old[a:b]]
            pairs += [(None, row) for row in new[c:d]]
    return pairs


def _same_place(one: Json, other: Json) -> bool:
    return _place(one) == _place(other) and one.get("check") == other.get("check")


def _overlapping(one: Json, other: Json) -> bool:
    if one.get("check") != other.get("check"):
        return False
    (a, b), (c, d) = _place(one), _place(other)
    return a < d and c < b


def _place(row: Json) -> tuple[int, int]:
    if "at" in row:
        return row["at"][0], row["at"][1]
    spans = row.get("spans") or [[0, 0]]
    return spans[0][0], spans[-1][1]


def _remove(rows: list[Json], row: Json) -> None:
    """By identity: two rows may be equal."""
    del rows[next(i for i, other in enumerate(rows) if other is row)]


def _name(row: Json) -> str:
    if "indicator" in row:
        return str(row["indicator"])
    return f"{row['check']} finding" if "check" in row else f"{row.get('action', '')}{row.get('object', '')}"


def _record_title(row: Json) -> str:
    value = row.get("text") if row.get("value") is None else row["value"]
    high = f"–{row['high']}" if "high" in row else ""
    unit = row.get("unit", "")
    due = f" {row['deadline']}" if "deadline" in row else ""
    return f"{row['kind']} {row['indicator']} {row.get('comparator', '=')} {value}{high} {unit}".rstrip() + due


def _milestone_title(row: Json) -> str:
    return f"{_name(row)} {row.get('deadline', '')}".rstrip()


def _finding_title(row: Json) -> str:
    spans = "; ".join(f"{start}-{end}" for start, end in row.get("spans", []))
    return f"{row['severity']} {row['check']} at {spans}: {row.get('message', '')}".rstrip(": ")


def _origin(row: Json) -> str:
    return f"[{row['rule']}]" if "rule" in row else ""


def _keys(old: Json, new: Json) -> Iterable[str]:
    return [*old, *(key for key in new if key not in old)]


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        pair = len(value) == 2 and all(isinstance(item, int) for item in value)
        return f"{value[0]}-{value[1]}" if pair else "、".join(str(item) for item in value)
    return str(value)
