"""Chinese numerals and written numbers as exact decimals.

Only spans that the scan has found are read here; nothing is searched for in running text, so words that merely
contain a numeral character (进一步, 五保) never come here.
"""

from __future__ import annotations

import re
from decimal import Decimal

ZEROS = "零〇○"
DIGITS = {**dict.fromkeys(ZEROS, 0), "两": 2, **{c: i for i, c in enumerate("一二三四五六七八九", 1)}}
POWERS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
LONGEST = 15
"""No figure has more digits: a longer run is the number of an account or a licence, and has no value."""
LONGEST_WORDS = 24
"""No numeral is longer (一亿二千三百四十五万六千七百八十九 has 17 characters)."""
_KNOWN = DIGITS.keys() | POWERS.keys() | MYRIADS.keys()
_MULTIPLIER = re.compile(r"[十百千]?[万亿]+|[百千]")
_PAIR = re.compile(
    r"(?P<head>[一二三四五六七八九十百千两]*)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<power>[十百千]?)"
)


def arabic(text: str) -> Decimal | None:
    """A number in Arabic digits; thousands marks and OCR spaces are dropped, any Unicode digit is read.

    >>> arabic("1,250.50"), arabic("2 0 2 5"), arabic("9" * 16)
    (Decimal('1250.50'), Decimal('2025'), None)
    """
    plain = "".join(str(int(c)) if c.isdigit() else c for c in text if c not in ",， \u3000")
    return Decimal(plain) if len(plain.replace(".", "")) <= LONGEST else None


def chinese(text: str) -> Decimal | None:
    """A Chinese numeral, also with a decimal point (八点五) or digit by digit (二〇二五); None if it is none.

    >>> chinese("三千二百零五"), chinese("二〇三五"), chinese("八点五"), chinese("十万")
    (Decimal('3205'), Decimal('2035'), Decimal('8.5'), Decimal('100000'))
    """
    whole, point, part = text.partition("点")
    if not 0 < len(whole) <= LONGEST_WORDS or len(part) > LONGEST or bool(point) != bool(part):
        return None
    if not _KNOWN.issuperset(whole) or not DIGITS.keys() >= set(part):
        return None
    plain = len(whole) > 1 and DIGITS.keys() >= set(whole)
    number = Decimal("".join(str(DIGITS[c]) for c in whole)) if plain else Decimal(_structured(whole))
    if number >= 10**LONGEST:
        return None
    return number + Decimal("0." + "".join(str(DIGITS[c]) for c in part)) if part else number


def _structured(text: str) -> int:
    """A numeral of digits and powers; a bare digit at its end counts tenths of the power before it (三千五)."""
    total = section = digit = 0
    power = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            power = 10 if char in ZEROS else power
        elif char in POWERS:
            power = POWERS[char]
            section, digit = section + (digit or 1) * power, 0
        else:
            power = MYRIADS[char]
            if power > total:
                total = (total + section + digit or 1) * power
            else:
                total += (section + digit or 1) * power
            section = digit = 0
    return total + section + (digit * power // 10 if digit and power > 10 else digit)


def approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Two neighbouring digits are a range: 两三 is 2 to 3, 三四十 is 30 to 40, 十七八 is 17 to 18, 三五 is 3 to 5.

    >>> approximate("三四十"), approximate("二五"), approximate("二三四")
    ((Decimal('30'), Decimal('40')), None, None)
    """
    match = _PAIR.fullmatch(text) if len(text) <= LONGEST else None
    if not match:
        return None
    head, low, high, power = match.group("head", "low", "high", "power")
    if DIGITS[high] - DIGITS[low] != 1 and text != "三五":
        return None
    # After 百 a pair must carry its power (一百二三十).
    if head and (head[-1] not in POWERS or (head[-1] != "十" and not power)):
        return None
    first, second = chinese(head + low + power), chinese(head + high + power)
    return (first, second) if first is not None and second is not None else None


def split_myriads(text: str) -> tuple[str, str]:
    """A Chinese numeral without the 万/亿 that ends it, and that ending, which belongs to the unit.

    >>> split_myriads("三十万"), split_myriads("百"), split_myriads("一亿二千万")
    (('三十', '万'), ('百', ''), ('一亿二千万', ''))
    """
    body = text.rstrip("万亿")
    return (body, text[len(body) :]) if body and not MYRIADS.keys() & set(body) else (text, "")


def multiplier(unit: str) -> tuple[int, str]:
    """The factor that opens a unit, and the measure behind it.

    >>> multiplier("万亩"), multiplier("千万元"), multiplier("千克"), multiplier("元")
    ((10000, '亩'), (10000000, '元'), (1000, '克'), (1, '元'))
    """
    match = _MULTIPLIER.match(unit)
    if not match:
        return 1, unit
    factor = 1
    for char in match.group():
        factor *= POWERS.get(char) or MYRIADS[char]
    return factor, unit[match.end() :]


def fraction(text: str) -> tuple[Decimal, str | None] | None:
    """百分之X and 千分之X with their sign, other fractions to 4 decimals without a unit.

    >>> fraction("百分之八点五"), fraction("三分之二"), fraction("2/3"), fraction("一半")
    ((Decimal('8.5'), '%'), (Decimal('0.6667'), None), (Decimal('0.6667'), None), (Decimal('0.5'), None))
    """
    if "分之" not in text and "/" not in text:
        return Decimal("0.5"), None
    below, above = text.split("分之") if "分之" in text else reversed(text.split("/"))
    number, whole = either(above), either(below)
    if number is None or not whole:
        return None
    if below in ("百", "千"):
        return number, "%" if below == "百" else "‰"
    return (number / whole).quantize(Decimal("0.0001")), None


def year(text: str) -> int:
    """A year digit by digit, in Arabic or Chinese digits or both, with O for 0.

    >>> year("二〇三五"), year("二O三五"), year("二0二5"), year("２０３５")
    (2035, 2035, 2025, 2035)
    """
    return int("".join("0" if c in "Oo" else str(DIGITS[c]) if c in DIGITS else c for c in text))


def either(text: str) -> Decimal | None:
    """A numeral in one script or the other."""
    return arabic(text) if text[:1].isdigit() else chinese(text)
