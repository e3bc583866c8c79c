"""The list of projects against the text: what its rows build in numbers, and by when.

A count in a row's description is compared with a target that names the same thing (改造日间照料中心 30 in the text,
117 in the list), all rows that name it added up. A warning, because a list may hold more or less than the plan's own
programme; an information where the list holds less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planextract.auditing.sheet import Figure, Sheet, finding, plain
from planextract.records import Finding, Milestone, Record, SpanPair

SHORTEST_TITLE = 6
"""An object of a milestone must be at least this long to be looked for in the names of projects."""
BUILT, RENEWED = "built", "renewed"


@dataclass(frozen=True)
class Count:
    """So many of a thing in the description of a project."""

    record: Record
    letters: frozenset[str]
    act: str
    number: Decimal
    span: SpanPair


def check(sheet: Sheet) -> Iterator[Finding]:
    projects = [r for r in sheet.records if r.kind == "project"]
    yield from _counts(sheet, [c for r in projects for c in _counts_of(sheet, r)])
    yield from _due(sheet.extraction.milestones, projects)


def _counts_of(sheet: Sheet, record: Record) -> Iterator[Count]:
    evidence = record.evidence
    text = evidence.text[: max(0, sheet.at(record) - evidence.start)]
    taken: list[SpanPair] = []
    verb = ""
    for rule in ("counted_thing_after", "counted_thing"):
        for match in sheet.words.regex(rule).finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            verb = match["verb"] or verb
            name = sheet.words.name(match["thing"])
            if name.telling and verb:
                span = (evidence.start + match.start("number"), evidence.start + match.end("number"))
                yield Count(record, name.letters, _act(verb), Decimal(match["number"].replace(",", "")), span)


def _act(verb: str) -> str:
    return RENEWED if re.search("改|提升", verb) else BUILT


def _counts(sheet: Sheet, counts: list[Count]) -> Iterator[Finding]:
    rule = sheet.words.regex("building_verb")
    targets: dict[tuple[frozenset[str], str], list[Figure]] = {}
    for record in sheet.records:
        figure = sheet.level(record) if record.kind == "target" and record.evidence.table is None else None
        match = rule.search(record.indicator.text)
        if figure is None or figure.kind != "count" or figure.per.stated or match is None:
            continue
        verb = match["verb"] or ("新建" if "新建" in record.indicator.text else _verb_before(sheet, record))
        if verb:
            name = sheet.words.name(match["thing"].replace("新建", ""))
            targets.setdefault((name.letters, _act(verb)), []).append(figure)
    for (letters, act), figures in targets.items():
        found = [c for c in counts if c.act == act and c.letters == letters]
        total = sum((c.number for c in found), Decimal(0))
        target = figures[0]
        if found and all(f.number != total and not _met(f, total) for f in figures):
            said = " and ".join(dict.fromkeys(f.text for f in figures))
            added = " + ".join(plain(c.number) for c in found)
            text = f"{target.record.indicator.text}: {said} in the text, {added} in the list of projects"
            rows = [c.record.evidence.value_span for c in found if c.record.evidence.value_span]
            severity = "warning" if all(total > f.number for f in figures) else "info"
            yield finding("projects", severity, text, figures, [*rows, *(c.span for c in found)])


def _verb_before(sheet: Sheet, record: Record) -> str:
    """新建 A 2个、B 10个: the verb of the first holds for the rest of the clause."""
    at = sheet.at(record)
    clause = re.split(r"[。；;，,\n]", sheet.between(at - 60, at))[-1]
    match = re.search(r"新建|改造提升|改造|改扩建", clause)
    return match.group() if match else ""


def _met(figure: Figure, total: Decimal) -> bool:
    return False if figure.comparator == "=" else figure.number * 2 > total >= figure.number


def _due(milestones: list[Milestone], projects: list[Record]) -> Iterator[Finding]:
    """One project, due in one year in the text and in another in the list."""
    for record in projects:
        due = record.deadline.end
        apart = [
            m for m in milestones if _names(m, record) and m.deadline.end and due and m.deadline.end[:4] != due[:4]
        ]
        if apart and due:
            years = " and ".join(dict.fromkeys(m.deadline.end[:4] for m in apart if m.deadline.end))
            listed = f"in {due[:4]} in the list of projects ({record.deadline.text})"
            text = f"{apart[0].object}: due in {years} in the text, {listed}"
            spans = [span for span in (record.deadline.span, *(m.deadline.span for m in apart)) if span]
            yield finding("due", "warning", text, [record], spans)


def _names(milestone: Milestone, record: Record) -> bool:
    """Whether a commitment without a figure is this project."""
    return len(milestone.object) >= SHORTEST_TITLE and milestone.object in record.indicator.text
