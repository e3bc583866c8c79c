"""The administrative divisions of China: find them in a text, look them up, tell which contains which.

The list is data (``patterns/regions``), read when first asked for; short names are derived from full ones by rule.
A name that several divisions bear resolves to none of them unless something settles it: no guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planextract.compiling import compiled
from planextract.errors import PatternError
from planextract.patterns_dir import patterns_root
from planextract.region_names import Names, read_names, read_rows, read_yaml

if TYPE_CHECKING:
    from planextract.records import AdministrativeLevel

Mention = tuple[int, int, "Division | None", tuple["Division", ...]]
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST = 16  # characters of a name, with some to spare
_OPENING = "《〈“「『"


@dataclass(frozen=True)
class Division:
    """A province, prefecture or county. A former one has ``until`` and the codes of its ``successors``."""

    code: str
    name: str
    short_names: tuple[str, ...]
    level: AdministrativeLevel
    parent_code: str | None
    province_code: str
    until: str | None = None
    successors: tuple[str, ...] = ()


def _prefix(code: str) -> str:
    """What the codes within a division begin with: 620700 → 6207."""
    return code[:2] if code.endswith("0000") else code.removesuffix("00")


def _level(code: str) -> AdministrativeLevel:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


class Regions:
    """One list of divisions with its indexes, from the data that :func:`compile_divisions` makes."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.names = Names(data["names"], data["peoples"])
        self._rows: list[list[Any]] = data["divisions"]
        self._full: dict[str, list[int]] = data["full"]
        self._short: dict[str, list[int]] = data["short"]
        self._made: dict[int, Division] = {}
        self._wanted: list[str] = data["wanted"]

    def _division(self, number: int) -> Division:
        """Made when first asked for: most documents ask for few."""
        if number not in self._made:
            code, name, short, level, parent, province, until, successors = self._rows[number]
            self._made[number] = Division(code, name, tuple(short), level, parent, province, until, tuple(successors))
        return self._made[number]

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {row[0]: number for number, row in reversed(list(enumerate(self._rows)))}

    def __iter__(self) -> Iterator[Division]:
        """Every division, former ones too."""
        return (self._division(number) for same in self._full.values() for number in same)

    def get(self, code: str) -> Division | None:
        return self._division(self._codes[code]) if code in self._codes else None

    def parents(self, code: str) -> tuple[Division, ...]:
        """The divisions above, the nearest first."""
        division = self.get(code)
        above = self.get(division.parent_code) if division and division.parent_code else None
        return (above, *self.parents(above.code)) if above else ()

    def candidates(self, name: str) -> list[Division]:
        """Every division of this full or short name: full names first, former divisions behind present ones."""
        found = [self._division(number) for number in (*self._full.get(name, ()), *self._short.get(name, ()))]
        return sorted(found, key=lambda d: (d.name != name, d.until is not None, d.code))

    def _best(self, name: str, within: str | None = None) -> list[Division]:
        """The candidates of the best kind: full before short name, present before former."""
        found = self.candidates(name)
        if within is not None:
            inside = [d for d in found if d.code.startswith(within)]
            found = [d for d in inside if _prefix(d.code) != within] or inside
        kinds = [(d.name != name, d.until is not None) for d in found]
        return [d for d, kind in zip(found, kinds, strict=True) if kind == kinds[0]]

    def lookup(self, name: str, within: str | None = None) -> Division | None:
        if within is not None and not within.isdigit():
            above = self.lookup(within)
            if above is None:
                return None
            within = above.code
        found = self._best(name, _prefix(within) if within else None)
        return found[0] if len(found) == 1 else None

    # ---- in running text ----

    @cached_property
    def _typed(self) -> frozenset[str]:
        """Full names and short ones that keep their type: 楚雄彝族自治州, 楚雄州."""
        return frozenset(_typed_names(self._rows, self._full, self._short))

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self._wanted)

    @cached_property
    def _types(self) -> frozenset[str]:
        """The last characters of types (县, 镇 …)."""
        return frozenset(end[-1] for end in (*self.names.data["types"], *(end for end, _ in self.names.levels)))

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return frozenset(self.names.data["ordinary"]) | {name for name in self._wanted if len(name) == 2}

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """The divisions a text mentions, leftmost-longest, without bare stems (昌吉) and names inside other words."""
        part = text[start:end]
        if not part.isascii():  # lone surrogates, which the automaton refuses, character for character
            part = part.encode("utf-8", "replace").decode()
        hits = self._automaton.find_matches_as_indexes(part, overlapping=True)
        found: list[Mention] = []
        position = start
        for begin, neg_stop in sorted((b + start, -(e + start)) for _, b, e in hits):
            stop = -neg_stop
            if begin < position:
                continue
            before = found[-1] if found and found[-1][1] == begin else None
            mention = self._mention(text, begin, stop, before)
            if mention:
                found.append(mention)
                position = stop
        return found

    def _mention(self, text: str, begin: int, stop: int, before: Mention | None) -> Mention | None:
        name = text[begin:stop]
        if text[stop - 1 : stop + 1] in self.names.data["continued"]:
            return None
        if name not in self._typed and text[stop : stop + 1] in self._types:  # a stem: 玛纳斯镇 is a town
            return None
        inside: list[Division] = []
        if before:
            above = (before[2],) if before[2] else before[3]
            inside = [d for a in above for d in self._best(name, _prefix(a.code)) if d.code != a.code]
        if name in self._ordinary and not inside and (name.endswith("区") or not _opens(text, begin)):
            return None
        division = inside[0] if len(inside) == 1 else self.lookup(name)
        return begin, stop, division, tuple(self.candidates(name))

    # ---- in the title of a plan ----

    def resolve_title(self, title: str, text: str = "") -> Division | None:
        """The region a title names: the lowest of nested names; what the text mentions settles an ambiguous one."""
        for begin in range(len(title)):
            if begin == 0 or not _HAN.match(title[begin - 1]) or title.endswith(self._leads, 0, begin):
                stop = self._longest(title, begin, first=True)
                if stop:
                    return self._settle(*self._chain(title, begin, stop), text)
        return None

    @cached_property
    def _leads(self) -> tuple[str, ...]:
        return tuple(self.names.data["title_leads"])

    @cached_property
    def _topic(self) -> re.Pattern[str]:
        return re.compile(rf"\Z|[^\u3400-\u9fff]|{'|'.join(self.names.data['title_topics'])}")

    @cached_property
    def _smaller(self) -> re.Pattern[str]:
        """A further name behind the region, and what must follow it."""
        ends = "|".join(self.names.data["title_ends"])
        return re.compile(rf"([\u3400-\u9fff]{{2,6}}?(?:{ends}))(?={self._topic.pattern})")

    def _longest(self, title: str, begin: int, first: bool = False) -> int | None:
        """Where the longest name at this place ends. A stem or an ordinary word counts if a topic or a name follows."""
        for stop in range(min(len(title), begin + _LONGEST), begin + 1, -1):
            name = title[begin:stop]
            sure = name in self._typed and not (first and name in self._ordinary and name.endswith("区"))
            if sure or ((name in self._typed or name in self._short) and self._goes_on(title, stop)):
                return stop
        return None

    def _goes_on(self, title: str, stop: int) -> bool:
        """Whether what follows shows that a name has ended: a topic, a mark, a typed name."""
        following = (title[stop:end] for end in range(stop + 2, min(len(title), stop + _LONGEST) + 1))
        return bool(self._topic.match(title, stop)) or any(name in self._typed for name in following)

    def _chain(self, title: str, begin: int, stop: int) -> tuple[str, list[Division]]:
        """Follows nested names (××省××市××县) to the lowest; none if there are several or an unlisted smaller one."""
        name = title[begin:stop]
        region = self._best(name)
        while following := self._longest(title, stop):
            name = title[stop:following]
            inside = {d.code: d for a in region for d in self._best(name, _prefix(a.code)) if d.code != a.code}
            if not inside:
                return name, []
            region, stop = list(inside.values()), following
        smaller = self._smaller.match(title, stop)
        if smaller and not smaller.group(1).endswith(tuple(self.names.data["common_nouns"])):
            return name, []
        return name, region

    def _settle(self, name: str, region: list[Division], text: str) -> Division | None:
        """The one whose prefecture and province the text mentions most; stems may be counted, the choice is small."""
        if len(region) < 2:
            return region[0] if region else None
        rest = text.replace(name, "\n")
        counts = [sum(rest.count((p.short_names or (p.name,))[-1]) for p in self.parents(d.code)) for d in region]
        best = max(counts)
        return region[counts.index(best)] if best and counts.count(best) == 1 else None

    def level_of_name(self, name: str) -> AdministrativeLevel | None:
        """The level of a listed name, else what its end tells; None where that is not certain (市)."""
        levels = {d.level for d in self._best(name)}
        if levels:
            return levels.pop() if len(levels) == 1 else None
        return self.names.level(name)


def _opens(text: str, begin: int) -> bool:
    """Whether a title or text begins here. The head of a line is no sign, lines are broken anywhere."""
    return begin == 0 or text[begin - 1] in _OPENING


@lru_cache(maxsize=4)
def load(root: Path | None = None, user_dir: Path | None = None) -> Regions:
    """The divisions of a folder of rules (the built-in one); ``regions/changes.yaml`` of ``user_dir`` adds to them."""
    files = division_files(root, user_dir)
    return Regions(compiled("divisions", files, lambda: compile_divisions(files)))


def division_files(root: Path | None = None, user_dir: Path | None = None) -> list[Path]:
    """The files that the divisions come from: the list, how names are built, and what has changed since."""
    folder = (root or patterns_root()) / "regions"
    own = [user_dir / "regions" / "changes.yaml"] if user_dir is not None else []
    files = [folder / name for name in ("divisions.json", "names.yaml", "ethnic.yaml", "changes.yaml")]
    return files + [path for path in own if path.is_file()]


def compile_divisions(files: list[Path]) -> dict[str, Any]:
    """All divisions with their short names, and the indexes by name."""
    names = read_names(files[0].parent)
    listed: list[tuple[str, str, str | None, tuple[str, ...]]] = [(c, n, None, ()) for c, n in read_rows(files[0])]
    former = []
    for path in files[3:]:
        for change in read_yaml(path).get("changes") or ():
            try:
                listed += [(str(code), str(name), None, ()) for code, name in change.get("added", ())]
                former += [(str(c), str(n), str(change["date"]), tuple(now)) for c, n, *now in change.get("former", ())]
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise PatternError(path, None, f"a change needs date and added or former, not {change!r}") from error
    codes = {code for code, *_ in (*listed, *former)}
    rows: list[list[Any]] = []
    full: dict[str, list[int]] = {}
    short: dict[str, list[int]] = {}
    for number, (code, name, until, now) in enumerate((*listed, *former)):
        province = code[:2] + "0000"
        parent = next((c for c in (code[:4] + "00", province) if c != code and c in codes), None)
        names_of_it = [*names.data["aliases"].get(code, ()), *names.short(name)]
        rows.append([code, name, names_of_it, _level(code), parent, province, until, list(now)])
        full.setdefault(name, []).append(number)
        for each in names_of_it:
            short.setdefault(each, []).append(number)
    wanted = _wanted_names(rows, full, short, tuple(names.data["landscape"]))
    data = {"names": names.data, "peoples": names.peoples, "divisions": rows, "full": full, "short": short}
    return data | {"wanted": wanted}


def _typed_names(rows: list[list[Any]], full: dict[str, list[int]], short: dict[str, list[int]]) -> Iterator[str]:
    """Full names, and short ones that are not the bare stem of all that bear them."""
    yield from full
    for name, same in short.items():
        if any(rows[number][2][-1] != name for number in same):
            yield name


def _wanted_names(
    rows: list[list[Any]], full: dict[str, list[int]], short: dict[str, list[int]], landscape: tuple[str, ...]
) -> list[str]:
    """What is sought in a text: typed names, and long stems (玛纳斯) that are no rivers or mountains first."""
    wanted = set(_typed_names(rows, full, short))
    for name, same in short.items():
        urban = any(rows[n][3] == "county" and rows[n][1].endswith("区") for n in same)
        county = any(rows[n][3] == "county" for n in same)
        if len(name) > 2 and not urban and not (county and name.endswith(landscape)):
            wanted.add(name)
    return sorted(wanted)


def lookup(name: str, within: str | None = None) -> Division | None:
    """The division of exactly this full or short name; ``within`` (a code or a name) settles an ambiguous one."""
    return load().lookup(name, within)


def candidates(name: str) -> list[Division]:
    """Every division, former ones too, that bears this full or short name."""
    return load().candidates(name)


def find(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """The divisions mentioned in ``text[start:end]``: start, end, the division (None if ambiguous), all candidates."""
    return load().find(text, start, end)


def resolve_title(title: str, text: str = "") -> Division | None:
    """The region that the title of a plan names; ``text`` helps to settle an ambiguous name."""
    return load().resolve_title(title, text)


def level_of_name(name: str) -> AdministrativeLevel | None:
    """The administrative level that a name tells, also of a place that is not in the list."""
    return load().level_of_name(name)


def parents(code: str) -> tuple[Division, ...]:
    """The divisions above the one of this code, the nearest first."""
    return load().parents(code)


def province_of(code: str) -> Division | None:
    """The province that a division belongs to (a province belongs to itself)."""
    return load().get(code[:2] + "0000")


def is_within(code: str, ancestor_code: str) -> bool:
    """Whether a division lies in another; it lies in itself."""
    return code.startswith(_prefix(ancestor_code))
