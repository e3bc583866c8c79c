"""Units made comparable: 万 and 亿 taken out, counters put together, denominators as a magnitude and a noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SCALE = re.compile(r"^(千|百|十)?(万|亿)")
_SCALES = {"万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000), "百": Decimal(100), "十": Decimal(10)}
_KINDS = {
    "count": ("个", "所", "家", "处", "座", "类", "项", "间", "栋", "站", "支"),
    "people": ("人", "名", "位"),
    "人次": ("人次", "人（次）", "人(次)", "名次"),
    "area": ("平方米", "㎡", "m²", "m2", "m^2", "平方"),
    "money": ("元",),
    "%": ("%", "％"),
    "points": ("个百分点", "百分点"),
}
_KIND_OF = {unit: kind for kind, units in _KINDS.items() for unit in units}
_MAGNITUDE = re.compile(r"^(十万|千万|万|千|百|十|\d+)")
_NOUN = re.compile(r"城镇常住人口|常住人口|户籍人口|人口|居民|年人|老年人|老人|名|个|老")
_PERIODS = {"年": Decimal(1), "季度": Decimal(4), "月": Decimal(12)}
NO_STEP = Decimal(0)
_DECIMALS = re.compile(r"\d[\d,，]*(?:[.．](\d+))?")


@dataclass(frozen=True)
class Denominator:
    """What a figure is per. ``times`` brings amounts per month to amounts per year."""

    magnitude: int
    noun: str
    period: str
    times: Decimal = Decimal(1)

    @property
    def stated(self) -> bool:
        """Whether it is more than one person or one thing."""
        return bool(self.noun or self.magnitude > 1)

    def agrees(self, other: Denominator) -> bool:
        """Whether two figures count alike."""
        return (self.magnitude, self.noun, self.period) == (other.magnitude, other.noun, other.period)


def measure(unit: str | None) -> tuple[str, Decimal]:
    """What a unit measures, and the factor to its base unit.

    >>> measure("万元"), measure("%"), measure("家")[0] == measure("个")[0]
    (('money', Decimal('10000')), ('%', Decimal('1')), True)
    """
    if not unit:
        return "", Decimal(1)
    factor, rest = Decimal(1), unit
    if match := _SCALE.match(unit):
        for char in match.group():
            factor *= _SCALES[char]
        rest = unit[match.end() :]
    if rest == "‰":
        return "%", Decimal("0.1")
    return _KIND_OF.get(rest, rest), factor


def denominator(per: str | None, kind: str) -> Denominator:
    """The parsed denominator; amounts of money per month count for a year.

    >>> denominator("百户居民", "area") == denominator("百户", "area"), denominator("人·月", "money").times
    (True, Decimal('12'))
    """
    parts = [p for p in re.split(r"[·/]", per or "") if p]
    period = next((p for p in parts if p in (*_PERIODS, "周", "学期", "两周")), "")
    nouns = [p for p in parts if p != period]
    times = Decimal(1)
    if kind == "money" and period in _PERIODS:
        times, period = _PERIODS[period], "年"
    noun, magnitude = "".join(nouns), 1
    if match := _MAGNITUDE.match(noun):
        magnitude = _magnitude(match.group())
        noun = noun[match.end() :]
    return Denominator(magnitude, _noun(noun), period, times)


def _magnitude(text: str) -> int:
    if text.isdigit():
        return int(text)
    product = Decimal(1)
    for char in text:
        product *= _SCALES[char]
    return int(product)


def _noun(noun: str) -> str:
    if "老" in noun:
        return "老人"
    if "城镇" in noun:
        return "城镇人口"
    return _NOUN.sub("", noun).removesuffix("人")


def written_step(text: str, factor: Decimal) -> Decimal:
    """One unit of the last written digit, in base units; 0 for a whole number, which counts things.

    >>> written_step("28.2", Decimal(1)), written_step("231", Decimal(1)), written_step("1.2", Decimal(10000))
    (Decimal('0.1'), Decimal('0'), Decimal('1000'))
    """
    digits = _DECIMALS.search(text)
    decimals = len(digits.group(1)) if digits and digits.group(1) else 0
    if decimals == 0 and factor == 1:
        return NO_STEP
    return (factor / (Decimal(10) ** decimals)).normalize() + 0


def has_decimals(text: str) -> bool:
    digits = _DECIMALS.search(text)
    return bool(digits and digits.group(1))
