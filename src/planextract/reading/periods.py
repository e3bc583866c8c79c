"""Dates and periods: which stretch of time an expression names, as ISO dates.

Relative words (去年, 今后五年) need the year a report is about; without it they are dates whose end is unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planextract.patterns import Patterns
from planextract.reading import numerals

_FORMS = ("span", "months", "calendar", "dotted", "plan", "yearly", "relative", "month_day", "part")
_FIRST_PLANS = {1: (1953, 1957), 2: (1958, 1962), 3: (1966, 1970), 4: (1971, 1975)}
_YEARLESS = ("month_day", "part")
_SHIFT = {"前年": -2, "去年": -1, "上年": -1, "上一": -1, "过去": -1, "明年": 1, "来年": 1}
_LONGEST_SPAN = 60
_GROUP = re.compile(r"\(\?P([<=])(\w+)")
_BEHIND = 12

Parts = dict[str, str | None]
Use = Literal["due", "from", "since", "mere"]


@dataclass(slots=True)
class Date:
    """A stretch of time at ``[start, end)`` of a reading; ``first`` and ``last`` are ISO dates (``last`` may be None).

    ``every`` marks a date that comes back each year. ``use`` is what the words around it make of it: ``due`` governs
    what follows, ``from`` starts a comparison (比2015年), ``since`` starts an activity, ``mere`` is neither.
    """

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    every: Literal["year"] | None = None
    use: Use = "due"
    period: bool = False
    """True for a five-year period or another span of several years."""


def plan_years(ordinal: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan.

    >>> plan_years(14)
    (2021, 2025)
    """
    return _FIRST_PLANS.get(ordinal) or (1976 + 5 * (ordinal - 5), 1980 + 5 * (ordinal - 5))


def plan_ordinal(text: str) -> int | None:
    """The number of a five-year plan written “十四五”.

    >>> plan_ordinal("“十四五”"), plan_ordinal("五")
    (14, None)
    """
    number = numerals.chinese(text.strip("“”\"'‘’ ").removesuffix("五"))
    return int(number) if number is not None and 1 <= number <= 15 else None


def year_of(text: str) -> int:
    """A year in Arabic or Chinese digits (二〇三五, 二0三五, 2035)."""
    return numerals.year(text)


class PeriodReader:
    """Finds dates by the rules of ``patterns/periods.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["periods"]
        # The groups of each form get its name in front, so that all forms are one pattern.
        named = {form: _GROUP.sub(rf"(?P\1{form}_\2", rules[form].source) for form in _FORMS}
        forms = "|".join(f"(?P<{form}>{source})" for form, source in named.items())
        self.pattern = re.compile(f"(?={rules['opening'].source})(?:{forms})")
        self.parts = {f: [g for g in self.pattern.groupindex if g.startswith(f + "_")] for f in _FORMS}
        self.lead = rules["baseline_lead"].regex
        self.since = rules["since"].regex
        self.names_document = rules["names_document"].regex
        self.unquoted_tail = rules["unquoted_tail"].regex

    def find(self, text: str, report_year: int | None = None, passage_year: int | None = None) -> Iterator[Date]:
        """The dates of a reading, in order.

        ``report_year`` is the year a work report is about; ``passage_year`` is the year of the passage, to which dates
        without a year belong (6月底前, 一季度) unless their sentence named another before.
        """
        year, told = passage_year, 0
        for match in self.pattern.finditer(text):
            form = match.lastgroup or ""
            parts = {name[len(form) + 1 :]: match[name] for name in self.parts[form]}
            behind = text[match.end() : match.end() + _BEHIND]
            date = Date(*match.span(), match.group(), None, None, use="mere")
            if "。" in text[told : date.start]:
                year = passage_year
            if not self._read(form, date, parts, behind, (report_year, year)):
                continue
            self._use(date, text, behind)
            told = date.end
            if date.last and not date.every:
                year = passage_year if date.period else int(date.last[:4])
            yield date

    def _use(self, date: Date, text: str, behind: str) -> None:
        """What the words before and behind it make of a date."""
        if self.since.match(behind) and date.text[-1] != "前":
            date.use = "since"
        elif self.lead.search(text, max(0, date.start - 8), date.start):
            date.use = "from"

    def _read(self, form: str, date: Date, parts: Parts, behind: str, years: tuple[int | None, int | None]) -> bool:
        """Fill in a date; False if its numbers make none. ``years`` are those of the report and of the passage."""
        report, passage = years
        if form in ("calendar", "dotted"):
            return _calendar(date, year_of(parts["y"] or ""), parts)
        if form == "plan":
            return self._plan(date, parts, behind)
        if form == "relative":
            return report is None or _relative(date, parts, report)
        if form in _YEARLESS:
            return passage is None or _yearless(date, parts, passage)
        return {"span": _span, "months": _months, "yearly": _yearly}[form](date, parts)

    def _plan(self, date: Date, parts: Parts, behind: str) -> bool:
        """A five-year plan as a time; as the name of a document (“十四五”规划) it is a mere one."""
        name, tail, point = parts["name"] or "", parts["tail"], parts["point"]
        ordinal = plan_ordinal(name)
        told = tail or point or parts["side"] or name[0] in "“\"'‘"
        if ordinal is None or not (told or self.unquoted_tail.match(behind)):
            return False
        first, last = plan_years(ordinal)
        if point and point[0] in "中初":
            last = first + (2 if point[0] == "中" else 0)
        elif parts["years"] and (count := _count(parts["years"])):
            first, last = (last - count + 1, last) if parts["side"] == "后" else (first, first + count - 1)
        named = not tail and not point and not parts["side"] and self.names_document.match(behind)
        rule = tail is not None and tail.startswith("规划") and not point
        _set(date, f"{first}-01-01", f"{last}-12-31", period=not point and last > first)
        date.use = "mere" if named or rule else "due"
        return True


def _set(date: Date, first: str | None, last: str, period: bool = False) -> bool:
    date.first, date.last, date.use, date.period = first, last, "due", period
    return True


def _count(text: str | None) -> int:
    """A small number in either script; 0 for none."""
    return int(numerals.either(text) or 0) if text else 0


def _iso(year: int, month: str | None, day: str | None, last: bool) -> str | None:
    """The ISO date of a month or day, the last day of what is not said; None for a day that does not exist."""
    m = _count(month) or (12 if last else 1)
    size = monthrange(year, m)[1]
    d = _count(day) or (size if last else 1)
    return f"{year}-{m:02d}-{d:02d}" if d <= size else None


def _span(date: Date, parts: Parts) -> bool:
    begin = year_of(parts["y1"] or "")
    end = year_of(parts["y2"]) if parts["y2"] else begin // 100 * 100 + int(parts["y3"] or 0)
    if not 0 <= end - begin <= _LONGEST_SPAN:
        return False
    if parts["school"]:
        # The Chinese school year runs from September to August.
        return _set(date, f"{begin}-09-01", f"{end}-08-31")
    first, last = _iso(begin, parts["m1"], parts["d1"], False), _iso(end, parts["m2"], parts["d2"], True)
    return last is not None and _set(date, first, last, period=end > begin)


def _months(date: Date, parts: Parts) -> bool:
    year = year_of(parts["y"] or "")
    first = _iso(year, parts["m1"], parts["d1"], False)
    last = _iso(year, parts["m2"] or parts["m1"], parts["d2"] or parts["d3"], True)
    return first is not None and last is not None and first <= last and _set(date, first, last)


def _calendar(date: Date, year: int, parts: Parts) -> bool:
    """A year, or a month, day, half or quarter of it; 年初 is its first day."""
    if parts["m"]:
        last = _iso(year, parts["m"], parts["d"], True)
        return last is not None and _set(date, _iso(year, parts["m"], parts["d"], False), last)
    if (parts.get("point") or "").endswith("初"):
        return _set(date, f"{year}-01-01", f"{year}-01-01")
    return _set(date, f"{year}-01-01", f"{year}-{_quarter_end(parts.get('part'))}")


def _yearless(date: Date, parts: Parts, year: int) -> bool:
    """A day, a month or a quarter of the given year."""
    if parts.get("m1"):
        return _months(date, {**parts, "y": str(year), "d1": None, "d2": None, "d3": None})
    return _calendar(date, year, {"m": None, "d": None, **parts})


def _quarter_end(part: str | None) -> str:
    """Month and day on which a half or a quarter ends; the end of the year for what names none."""
    if not part or part == "下半年":
        return "12-31"
    if part in ("上半年", "前三季度"):
        return "06-30" if part == "上半年" else "09-30"
    return ("03-31", "06-30", "09-30", "12-31")[_count(part.removeprefix("第")[0]) - 1]


def _yearly(date: Date, parts: Parts) -> bool:
    date.every = "year"
    if not parts["m"]:
        return _set(date, None, f"--{_quarter_end(parts['part'])}")
    last = _iso(2023, parts["m"], parts["d"], True)
    return last is not None and _set(date, None, f"-{last[4:]}")


def _relative(date: Date, parts: Parts, report_year: int) -> bool:
    """去年, 今后五年 and their kind, seen from the year of the report."""
    count = _count(parts["years"] or parts["since"])
    if count and parts["side"] in ("今后", "未来", "往后"):
        return _set(date, f"{report_year}-01-01", f"{report_year + count - 1}-12-31", period=True)
    if count:
        return _set(date, f"{report_year - count}-01-01", f"{report_year - 1}-12-31", period=True)
    word = parts["word"] or ""
    if word.startswith("近"):
        return True
    return _calendar(date, report_year + _SHIFT.get(word[:2], 0), parts)
