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

_CN_DIGIT = {c: str(i) for i, cs in enumerate(["〇零○0Oo", "一", "二", "三", "四", "五", "六", "七", "八", "九"]) for c in cs}
_PLAN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15}
_FIRST_PLANS = {1: (1953, 1957), 2: (1958, 1962), 3: (1966, 1970), 4: (1971, 1975)}


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
    use: Literal["due", "from", "since", "mere"] = "due"
    period: bool = False
    """True for a five-year period or another span of several years."""


def plan_years(ordinal: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan.

    >>> plan_years(14)
    (2021, 2025)
    """
    return _FIRST_PLANS.get(ordinal) or (1976 + 5 * (ordinal - 5), 1980 + 5 * (ordinal - 5))


def plan_ordinal(text: str) -> int | None:
    """The number of a five-year plan written “十四五”."""
    return _PLAN.get(text.strip("“”\"'‘’ ").removesuffix("五"))


def year_of(text: str) -> int:
    """A year in Arabic or Chinese digits (二〇三五, 二0三五, 2035)."""
    return int("".join(c if c.isdigit() and c.isascii() else _CN_DIGIT.get(c, "0") for c in text))


class PeriodReader:
    """Finds dates by the rules of ``patterns/periods.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns["periods"]
        year, dash, plan = rules["year"].source, rules["dash"].source, rules["plan"].source
        tail = r"(?P<{0}>年?(?:底前|底|末期|末|年终|年末|年底前?|度)?(?:之前|以前|前)?)"
        self.pattern = re.compile(
            rf"(?P<y1>{year})年?(?:\d{{1,2}}月)?{dash}(?:(?P<y2>{year})(?:年度?)?|(?P<y3>\d\d)年)(?:底|末)?(?:期间|间|前)?"
            rf"|(?P<y>{year})\s*年\s*(?:(?P<m>\d{{1,2}})\s*月(?:\s*(?P<d>\d{{1,2}})\s*日?)?(?:底|末|初)?|(?P<half>上半年|下半年|前三季度|[一二三四]季度|第[一二三四]季度)|(?P<point>年?(?:底|末|年末|年底|初|度|内|中))?)(?:之前|以前|前)?"
            rf"|(?P<plan>{plan})(?P<ptail>规划期?(?=末|内|期)|时期|期间|计划)?(?P<pend>末期|期末|末|中期|初期|初)?"
            r"|(?P<every>每年(?:度)?)(?P<em>\d{1,2})月(?:(?P<ed>\d{1,2})日)?(?:底|末)?(?:之?前|以前)?"
            r"|(?P<md>\d{1,2})月(?:(?P<dd>\d{1,2})日?)(?:之前|以前|前)?"
            r"|(?P<relative>今年|本年(?:度)?|当年|去年|上一?年(?=末|底|全|我|，|的)|过去一年|前年|明年|来年|(?:过去|近|刚刚过去的)(?:五|5)年|(?:今后|未来|往后)(?:五|5)年|五年来|近年来|近几年)(?:底|末|年底)?"
            r"|(?P<part>上半年|下半年|前三季度|(?:第)?[一二三四]季度|(?<!\d)1[-—–至]\d{1,2}月)"
        )
        self.lead = rules["baseline_lead"].regex
        self.since = rules["since"].regex

    def find(self, text: str, report_year: int | None = None) -> Iterator[Date]:
        """The dates of a reading, in order; ``report_year`` is the year a work report is about."""
        for match in self.pattern.finditer(text):
            date = self._read(match, report_year)
            if date is None:
                continue
            before = text[max(0, date.start - 8) : date.start]
            if self.since.match(text[date.end :]) and "前" not in date.text[-1:]:
                date.use = "since"
            elif self.lead.search(before):
                date.use = "from"
            yield date

    def _read(self, match: re.Match[str], report_year: int | None) -> Date | None:
        start, end = match.span()
        text = match.group()
        groups = match.groupdict()
        if groups["y1"]:
            first = year_of(groups["y1"])
            last = year_of(groups["y2"]) if groups["y2"] else first // 100 * 100 + int(groups["y3"])
            if last < first or last - first > 60:
                return None
            return Date(start, end, text, f"{first}-01-01", f"{last}-12-31", period=last > first)
        if groups["y"]:
            return self._calendar(match)
        if groups["plan"]:
            return self._plan(match)
        if groups["every"]:
            month, day = int(groups["em"]), groups["ed"]
            if not 1 <= month <= 12:
                return None
            return Date(start, end, text, None, f"--{month:02d}-{int(day) if day else monthrange(2023, month)[1]:02d}", every="year")
        if groups["relative"]:
            return self._relative(match, report_year)
        if groups["md"]:
            if not (1 <= int(groups["md"]) <= 12 and 1 <= int(groups["dd"]) <= 31):
                return None
            return Date(start, end, text, None, None, use="mere")
        return Date(start, end, text, None, None, use="mere")

    def _calendar(self, match: re.Match[str]) -> Date | None:
        year, month, day = year_of(match["y"]), match["m"], match["d"]
        start, end = match.span()
        if month:
            m = int(month)
            if not 1 <= m <= 12:
                return None
            d = int(day) if day else monthrange(year, m)[1]
            if not 1 <= d <= monthrange(year, m)[1]:
                return None
            return Date(start, end, match.group(), f"{year}-{m:02d}-{int(day or 1):02d}", f"{year}-{m:02d}-{d:02d}")
        last = f"{year}-12-31"
        half = match["half"] or ""
        if half == "上半年":
            last = f"{year}-06-30"
        elif half == "前三季度":
            last = f"{year}-09-30"
        elif "季度" in half:
            quarter = "一二三四".index(half.removeprefix("第")[0]) + 1
            last = f"{year}-{3 * quarter:02d}-{monthrange(year, 3 * quarter)[1]:02d}"
        if match["point"] in ("初", "年初"):
            last = f"{year}-01-01"
        return Date(start, end, match.group(), f"{year}-01-01", last)

    def _plan(self, match: re.Match[str]) -> Date | None:
        ordinal = plan_ordinal(match["plan"])
        if ordinal is None:
            return None
        quoted = match["plan"][0] in "“\"'‘"
        if not quoted and not (match["ptail"] or match["pend"]) and match.string[match.end() : match.end() + 1] not in "以规前累福":
            return None
        first, last = plan_years(ordinal)
        if match["pend"] in ("初期", "初"):
            return Date(match.start(), match.end(), match.group(), f"{first}-01-01", f"{first}-12-31")
        use: Literal["due", "mere"] = "due"
        following = match.string[match.end() : match.end() + 4]
        # “十四五”规划 names a document, not a time.
        if not match["ptail"] and not match["pend"] and re.match(r"(?:[一-鿿]{0,8})(?:规划|发展规划|纲要)|民政", following + match.string[match.end() + 4 : match.end() + 12]):
            use = "mere"
        if match["ptail"] and match["ptail"].startswith("规划") and not match["pend"]:
            use = "mere"
        return Date(match.start(), match.end(), match.group(), f"{first}-01-01", f"{last}-12-31", use=use, period=not match["pend"])

    def _relative(self, match: re.Match[str], report_year: int | None) -> Date | None:
        word = match["relative"]
        start, end = match.span()
        if report_year is None:
            return Date(start, end, match.group(), None, None, use="mere")
        if word[:2] in ("去年", "上年", "上一") or word == "过去一年":
            year = report_year - 1
        elif word == "前年":
            year = report_year - 2
        elif word[:2] in ("明年", "来年"):
            year = report_year + 1
        elif word.startswith(("过去", "近五", "近5", "五年来", "刚刚")):
            return Date(start, end, match.group(), f"{report_year - 5}-01-01", f"{report_year - 1}-12-31", period=True)
        elif word.startswith(("今后", "未来", "往后")):
            return Date(start, end, match.group(), f"{report_year}-01-01", f"{report_year + 4}-12-31", period=True)
        elif word.startswith("近"):
            return Date(start, end, match.group(), None, None, use="mere")
        else:
            year = report_year
        return Date(start, end, match.group(), f"{year}-01-01", f"{year}-12-31")
