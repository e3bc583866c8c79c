"""Around a number: its comparator, unit and denominator, and whether two numbers are one range."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from planextract.patterns import Patterns, alternation
from planextract.reading.scan import Number

_DASH = re.compile(r"\s*(?:—{1,2}|–|-|－|―|~|～|〜|∼|至|到|一(?=\d))\s*")
_SLASH = re.compile(r"(?:\s*[/／·•]\s*每?|每(?=人|月|年|户))(?P<per>[百千万十]?(?:平方公里|平方米|人次|人（次）|公顷|立方米|万人|万元|个|人|名|月|年|户|亩|吨|天|日|次|床|张|周|公里|小时|季度|学期|㎡|m²|生|户次|村|社区|县|所)(?:居民|老人|老年人|常住人口|人口|床位|儿童)?)")
_PAREN_TIMES = re.compile(r"\s*[（(]次[）)]")


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
        units = patterns["units"]
        self.unit = re.compile(rf"(?P<unit>{units['any'].source})(?P<tail>[（(]次[）)])?")
        self.multiplier = re.compile(rf"(?:{units['multiplied'].source})")
        self.families: dict[str, str] = {}
        for name, rule in units.items():
            if rule.terms and name not in ("multiplied", "candidate", "rank"):
                self.families.update(dict.fromkeys(rule.terms, str(rule.value)))
        comparators = patterns["comparators"]
        self.before = [
            (re.compile(rf"{comparators[name].source}(?:的?(?:要?达到|要|有|为|到|在|每年|建成|建有|建|保持在|新增|新建|完成))?\s*$"), str(comparators[name].value))
            for name in ("at_least", "at_most", "more", "less", "about")
        ]
        after = alternation([t for name in ("after_at_least", "after_at_most", "after_about") for t in comparators[name].terms])
        self.after = re.compile(rf"\s*(?P<c>{after})(?![一-鿿]?(?:容|涵|部|外|设|分泌|蒙|到|自))")
        self.after_value = {t: str(comparators[n].value) for n in ("after_at_least", "after_at_most", "after_about") for t in comparators[n].terms}
        self.floating = re.compile(r"(?:至少|最少|不少于|不低于|最多|不超过)")

    def read(self, text: str, numbers: list[Number]) -> list[Quantity]:
        """Quantities of a reading; neighbours that form a range become one."""
        out: list[Quantity] = []
        i = 0
        while i < len(numbers):
            if out and numbers[i].start < out[-1].end:
                # Swallowed by the denominator of the last one (平方米/百户).
                i += 1
                continue
            quantity = self._one(text, numbers[i])
            if i + 1 < len(numbers):
                other = self._range(text, quantity, numbers[i], numbers[i + 1])
                if other is not None:
                    quantity = other
                    i += 1
            self._compare(text, quantity, out[-1].end if out else 0)
            out.append(quantity)
            i += 1
        return out

    # ---- unit and denominator ---------------------------------------------------------------------------------------

    def _one(self, text: str, number: Number) -> Quantity:
        quantity = Quantity(number.start, number.end, number.start, number.end, number.number, number.high, number.unit, numbers=[number])
        quantity.implied, quantity.word = number.implied, number.word
        quantity.spelled = number.form == "chinese"
        if number.form == "word" and number.word != "zero":
            quantity.family = "share" if number.implied else "ratio"
            return quantity
        if number.unit in ("%", "‰"):
            quantity.family = "share"
            return quantity
        self._unit(text, quantity)
        return quantity

    def _unit(self, text: str, quantity: Quantity) -> None:
        at = quantity.end
        approximate = False
        multiplier = quantity.unit
        # 1.2万余名, 20余项, 200多万元: 余 and 多 may stand on either side of 万.
        for _ in range(2):
            if text[at : at + 1] in ("余", "多", "来") and text[at : at + 1]:
                at, approximate = at + 1, True
            if not multiplier and (match := self.multiplier.match(text, at)):
                multiplier = match.group()
                at = match.end()
        match = self.unit.match(text, at)
        if match and not (match["unit"] in ("内", "多")):
            unit = match["unit"]
            quantity.family = self.families.get(unit) or self.families.get(re.sub(r"^(?:万亿|千万|百万|万|亿)", "", unit), "other")
            at = match.end()
            if match["tail"]:
                unit += match["tail"]
            elif paren := _PAREN_TIMES.match(text, at):
                unit, at = unit + paren.group().strip(), paren.end()
            quantity.unit = multiplier + unit
        else:
            quantity.unit = multiplier
        if quantity.unit or at > quantity.end:
            quantity.end = at if (match or multiplier or approximate) else quantity.end
        while slash := _SLASH.match(text, quantity.end):
            quantity.per.append(slash["per"])
            quantity.end = slash.end()
        if approximate:
            quantity.comparator = "~"

    # ---- ranges -----------------------------------------------------------------------------------------------------

    def _range(self, text: str, low: Quantity, first: Number, second: Number) -> Quantity | None:
        """3%—8%, 1至2名, 1.5—2倍; never 从2到3 or 由200至300, where the first is a starting value."""
        if low.word or second.word or second.form == "ordinal" or first.form == "ordinal" or low.number is None or second.number is None:
            return None
        gap = text[low.end : second.start]
        dash = _DASH.fullmatch(gap)
        if not dash:
            return None
        mark = gap.strip()
        if mark in ("至", "到") and re.search(r"[从由自][^，。；、]{0,12}$", text[max(0, low.start - 14) : low.start]):
            return None
        high = self._one(text, second)
        if low.unit and low.unit != high.unit and high.family != low.family:
            return None
        if second.number <= first.number and not (low.unit and high.unit and low.unit != high.unit):
            if mark in ("-", "—", "–") or second.number < first.number:
                return None
        return Quantity(
            low.start, high.end, low.first, high.last, low.number, second.number, high.unit or low.unit, high.family or low.family,
            high.per or low.per, "range", [first, second], spelled=low.spelled,
        )

    # ---- comparators ------------------------------------------------------------------------------------------------

    def _compare(self, text: str, quantity: Quantity, floor: int) -> None:
        window = text[max(floor, quantity.start - 16) : quantity.start]
        at = max(floor, quantity.start - 16)
        said = None
        for pattern, value in self.before:
            match = pattern.search(window)
            if match and match.group().startswith("约") and window[: match.start()][-1:] in "签公条预合节契违解履":
                continue
            if match:
                # 不低于 ends in 低于: the earlier start is the longer word.
                if said is None or match.start() < said[0]:
                    said = (match.start(), value)
        if said and not (quantity.family == "time" and said[1] == "~"):
            quantity.start = at + said[0]
            if quantity.comparator != "range":
                quantity.comparator = said[1]
        self._after(text, quantity, bool(said))

    def _after(self, text: str, quantity: Quantity, said: bool) -> None:
        match = self.after.match(text, quantity.end)
        if not match:
            return
        word = match["c"]
        if word in ("内", "起", "来", "许", "多", "余") and not re.match(r"$|[，。；、（）)]", text[match.end() : match.end() + 1] or ""):
            return
        value = self.after_value[word]
        quantity.end = match.end()
        quantity.trailing = True
        if quantity.comparator == "range":
            return
        if not said or (quantity.comparator == "<=" and value == "~") or value in (">=", "<="):
            quantity.comparator = value
