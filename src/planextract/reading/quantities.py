"""Around a number: its comparator, unit and denominator, and whether two numbers are one range."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from planextract.patterns import Patterns, alternation
from planextract.reading.measures import Measures
from planextract.reading.numerals import multiplier
from planextract.reading.scan import Number

_BEFORE = ("at_least", "at_most", "more", "less", "about")
_AFTER = ("after_at_least", "after_at_most", "after_about")
_WINDOW = 20
"""A comparator stands within so many characters before its number."""
_POWER = re.compile(r"[百千万亿]+")


@dataclass(slots=True)
class Quantity:
    """A number with what belongs to it, in offsets of the reading.

    ``[start, end)`` covers comparator, number, unit and denominator; ``[first, last)`` the number alone, both ends of
    a range. ``numbers`` are the scanned numbers it is made of.
    """

    start: int
    end: int
    first: int
    last: int
    number: Decimal | None
    high: Decimal | None = None
    unit: str = ""
    family: str = ""
    per: list[str] = field(default_factory=list)
    comparator: str = "="
    numbers: list[Number] = field(default_factory=list)
    implied: bool = False
    word: str | None = None
    trailing: bool = False
    """A comparator stands behind it (以上)."""
    spelled: bool = False
    """Written in Chinese numerals."""


class QuantityReader:
    """Reads quantities by ``patterns/units.yaml`` and ``patterns/comparators.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        units, comparators = patterns["units"], patterns["comparators"]
        self.measures = Measures(patterns)
        more, times = units["more"].source, units["multiplied"].source
        # 千瓦时 is tried before 千 and a unit; 余 and 多 may stand on either side of 万.
        self.unit = re.compile(
            rf"(?P<more>{more})?(?P<times>{times})??(?P<again>{more})?"
            rf"(?P<unit>{self.measures.source})(?P<tail>{units['tail'].source})?"
        )
        self.multiplier = re.compile(
            rf"(?=[余多]|{more}?{times})(?P<more>{more})?(?P<times>{times})?(?P<again>[余多])?"
        )
        below = alternation([*self.measures.terms, *units["per_noun"].terms])
        self.per = re.compile(
            rf"(?:{units['per_mark'].source})(?P<per>(?:[十百千万亿]+|10*[万亿]?)?{below}(?:{units['per_whom'].source})?|10*[万亿])"
        )
        filler = comparators["filler"].source
        self.before = [
            (re.compile(rf"(?:{comparators[name].source}){filler}\s*$"), str(comparators[name].value))
            for name in _BEFORE
        ]
        self.rounded = comparators["rounded"].regex
        terms = [term for name in _AFTER for term in comparators[name].terms]
        self.after = re.compile(rf"\s*(?P<word>{alternation(terms)})")
        self.after_value = {term: str(comparators[name].value) for name in _AFTER for term in comparators[name].terms}
        self.goes_on = comparators["goes_on"].regex
        self.closing = frozenset(comparators["closing"].terms)
        self.start_mark = comparators["start_mark"].regex
        self.goes_to = comparators["goes_to"].regex
        self.dash = comparators["range_dash"].regex

    def read(self, text: str, numbers: list[Number]) -> list[Quantity]:
        """Quantities of a reading; neighbours that form a range become one, numerals of units are none."""
        out: list[Quantity] = []
        following = [n for n in numbers if n.form != "unit"]
        i = 0
        while i < len(following):
            end = out[-1].end if out else 0
            if following[i].start < end:
                # 每10万人, 元/10亩: the number stands inside the unit or the denominator.
                i += 1
                continue
            quantity = self._one(text, following[i])
            if i + 1 < len(following) and (joined := self._range(text, quantity, following[i], following[i + 1])):
                quantity = joined
                i += 1
            self._compare(text, quantity, end)
            out.append(quantity)
            i += 1
        return out

    # ---- unit and denominator ---------------------------------------------------------------------------------------

    def _one(self, text: str, number: Number) -> Quantity:
        start, end = number.start, number.end
        quantity = Quantity(start, end, start, end, number.number, number.high, number.unit, numbers=[number])
        quantity.implied, quantity.word = number.implied, number.word
        quantity.spelled = number.form == "chinese"
        if number.high is not None:
            quantity.comparator = "range"
        if number.number is not None and number.number < 0:
            quantity.start -= 1
        if number.form == "word" and number.word != "zero":
            quantity.family = "share" if number.implied else "ratio"
        elif number.unit in ("%", "‰"):
            quantity.family = "share"
        else:
            self._unit(text, quantity)
            self._per(text, quantity)
        return quantity

    def _unit(self, text: str, quantity: Quantity) -> None:
        match = self.unit.match(text, quantity.end) or self.multiplier.match(text, quantity.end)
        if not match:
            return
        said = match.groupdict("")
        unit, times = said.get("unit", ""), said["times"]
        if times in ("百", "千") and (not unit or quantity.spelled):
            return
        quantity.end = match.end()
        if unit:
            quantity.family = self.measures.family(times + unit)
        quantity.unit += times + unit + said.get("tail", "").strip()
        if quantity.high is None and (said["more"] or said["again"]):
            quantity.comparator = "~"

    def _per(self, text: str, quantity: Quantity) -> None:
        while match := self.per.match(text, quantity.end):
            quantity.per.append(match["per"])
            quantity.end = match.end()

    # ---- ranges -----------------------------------------------------------------------------------------------------

    def _range(self, text: str, low: Quantity, first: Number, second: Number) -> Quantity | None:
        """3%—8%, 1至2名, 1.5—2倍; never 从2到3 or 由200至300, where the first is a starting value."""
        dash = self.dash.match(text, low.end)
        if not dash or dash.end() != second.start or not _joins(first) or not _joins(second):
            return None
        high = self._one(text, second)
        started = self.start_mark.search(text, max(0, low.start - 14), low.start)
        if started and dash.group().strip() in ("至", "到") and not self.goes_to.match(text, high.end):
            return None
        ends = _common(low, high)
        if ends is None or self._chained(text, low, high):
            return None
        number, top, unit = ends
        return Quantity(
            low.start, high.end, low.first, high.last, number, top, unit, high.family or low.family,
            high.per or low.per, "range", [first, second], spelled=low.spelled,
        )  # fmt: skip

    def _chained(self, text: str, low: Quantity, high: Quantity) -> bool:
        """Whether two bare numbers are members of a longer chain (0874-312-5566), which is no range."""
        if low.unit or high.unit:
            return False
        more = self.dash.match(text, high.end)
        return bool(more and text[more.end() : more.end() + 1].isdigit()) or text[low.start - 1 : low.start] == "-"

    # ---- comparators ------------------------------------------------------------------------------------------------

    def _compare(self, text: str, quantity: Quantity, floor: int) -> None:
        said = self._said(text, quantity, floor)
        if said:
            quantity.start = said[0]
            if quantity.comparator != "range":
                quantity.comparator = said[1]
        match = self.after.match(text, quantity.end)
        if not match or self._goes_on(text, match):
            return
        value = self.after_value[match["word"]]
        quantity.end, quantity.trailing = match.end(), True
        if quantity.comparator == "range":
            return
        if not said or (quantity.comparator == "<=" and value == "~") or value in (">=", "<="):
            quantity.comparator = value

    def _said(self, text: str, quantity: Quantity, floor: int) -> tuple[int, str] | None:
        """Where the comparator before a quantity begins, and what it says."""
        window = max(floor, quantity.start - _WINDOW)
        found = [
            (m.start(), value) for pattern, value in self.before if (m := pattern.search(text, window, quantity.start))
        ]
        if _POWER.match(text, quantity.first) and (match := self.rounded.search(text, window, quantity.start)):
            found.append((match.start(), "~"))
        earliest = min(found, default=None)
        return None if earliest and quantity.family == "time" and earliest[1] == "~" else earliest

    def _goes_on(self, text: str, match: re.Match[str]) -> bool:
        """Whether a comparator behind a number is only the beginning of another word."""
        if match["word"] in self.closing:
            return not re.match(r"$|[，。；、（）)]", text[match.end() : match.end() + 1])
        return bool(self.goes_on.match(text[match.end() : match.end() + 4]))


def _joins(number: Number) -> bool:
    """Whether a number may be one end of a range; one with leading zeros is part of a code."""
    coded = number.text[:1] == "0" and number.text[1:2].isdigit()
    return number.word is None and number.form != "ordinal" and number.number is not None and not coded


def _common(low: Quantity, high: Quantity) -> tuple[Decimal, Decimal, str] | None:
    """Both ends of a range in one unit: what the first does not say it shares with the second (1至2名, 十八至三十万元).

    Ends that are written with different multipliers are brought to that of the first (5000元至1万元); ends that differ
    in measure, or do not rise, are no range.
    """
    assert low.number is not None and high.number is not None
    (m1, measure), (m2, wanted) = multiplier(low.unit), multiplier(high.unit)
    if measure and wanted and measure != wanted:
        return None
    if not low.unit and low.number < high.number:
        m1 = m2
    top = high.number * m2 / m1
    if low.number >= top:
        return None
    if m1 == m2:
        return low.number, high.number, high.unit or low.unit
    opening = low.unit[: len(low.unit) - len(measure)] if measure else low.unit
    return low.number, top, opening + (wanted or measure)
