"""People against their share of the population: every pair of a count and a share says how many inhabitants there are.

103 people who are 0.42 % make 24,500 inhabitants; where 319 organisations at 12.9 per 10,000 and 33,500 people at
13.5 % make 248,000, the first pair is off. Tolerance: a pair must be off by a third against at least two others that
agree within 20 %, because registered and resident population differ; a fifth is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from statistics import median

from planextract.auditing.sheet import Figure, Sheet, finding
from planextract.records import Finding, Record

AGREEING = Decimal("0.2")
OFF, FAR_OFF = Decimal("0.2"), Decimal("0.35")
FEWEST, MOST = 2, 100
PEOPLE = ("people", "人次")
DIRECT = 6
"""A share that follows its count after no more than its unit and a comma."""
NEAR = 60
"""In how many characters before the share its count stands."""


@dataclass(frozen=True)
class Estimate:
    inhabitants: Decimal
    figures: tuple[Figure, ...]
    text: str


def check(sheet: Sheet) -> Iterator[Finding]:
    estimates = list(islice(_estimates(sheet), MOST))
    for estimate in estimates:
        others = [e for e in estimates if e is not estimate]
        middle = _agreed(others)
        if middle is None:
            continue
        ratio = estimate.inhabitants / middle
        off = max(ratio, 1 / ratio) - 1
        if off <= OFF:
            continue
        basis = [e for e in others if abs(e.inhabitants / middle - 1) <= AGREEING]
        told = "; ".join(f"{e.text} = {_many(e.inhabitants)}" for e in basis)
        inhabitants = f"a population of {_many(estimate.inhabitants)}"
        text = f"{estimate.text} makes {inhabitants}, other figures make {_many(middle)} ({told})"
        severity = "error" if off > FAR_OFF else "warning"
        yield finding("population", severity, text, list(estimate.figures), [f.span for e in basis for f in e.figures])


def _agreed(estimates: list[Estimate]) -> Decimal | None:
    """The population that most of the others say."""
    if len(estimates) < FEWEST:
        return None
    middle = Decimal(median(e.inhabitants for e in estimates))
    close = [e for e in estimates if abs(e.inhabitants / middle - 1) <= AGREEING]
    return middle if len(close) >= FEWEST and len(close) * 2 > len(estimates) else None


def _many(inhabitants: Decimal) -> str:
    return f"{round(int(inhabitants), -2):,}"


def _estimates(sheet: Sheet) -> Iterator[Estimate]:
    seen: set[tuple[Decimal, Decimal]] = set()
    for record in sheet.records:
        figure = sheet.level(record)
        if figure is None or not figure.actual or figure.number <= 0 or record.evidence.table:
            continue
        if sheet.words.says("population", record.indicator.text) and figure.kind == "people":
            yield Estimate(figure.number, (figure,), f"{record.indicator.text} {figure.text}")
            continue
        count = _count_of(sheet, record, figure)
        if count is None or (count.number, figure.number) in seen:
            continue
        seen.add((count.number, figure.number))
        if figure.kind == "%":
            yield Estimate(count.number / figure.number * 100, (count, figure), f"{count.text} at {figure.text}")
        else:
            per = figure.per.magnitude
            yield Estimate(
                count.number / figure.number * per,
                (count, figure),
                f"{count.text} at {figure.text} per {record.value.per}",
            )


def _count_of(sheet: Sheet, record: Record, figure: Figure) -> Figure | None:
    """The count that a share of the population, or a figure per 10,000 inhabitants, belongs to."""
    words = sheet.words
    if figure.kind == "%" and words.says("of_population", record.indicator.text):
        here = sheet.by_sentence.get(sheet.sentence(record), [])
        before = [r for r in here if 0 < sheet.at(record) - sheet.at(r) <= NEAR]
        counts = [
            f
            for r in before
            if (f := sheet.level(r)) and f.kind in PEOPLE and not f.per.noun and _about(sheet, record, f)
        ]
        return counts[-1] if counts else None
    if record.value.per and words.says("per_population", record.value.per) and figure.name.telling:
        same = [
            f
            for f in sheet.figures
            if f.actual
            and not f.per.stated
            and f.kind == figure.kind
            and f.name.letters == figure.name.letters
            and f.year == figure.year
        ]
        return same[0] if same else None
    return None


def _about(sheet: Sheet, share: Record, count: Figure) -> bool:
    """Whether the share is one of this count: right after it (103人，占…), or half of its subject named before."""
    subject, _, _ = share.indicator.text.partition("占")
    between, _, _ = sheet.between(count.span[1], sheet.at(share)).partition("占")
    if len(between) <= DIRECT:
        return True
    letters = sheet.words.name(subject).letters
    return bool(letters) and 2 * len(letters & count.name.letters) >= len(letters)
