"""Chinese numerals and written numbers as exact decimals.

Only spans that the scan has found are read here; nothing is searched for in running text, so words that merely
contain a numeral character (进一步, 五保) never come here.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
_APPROXIMATE = re.compile(r"^([一二三四五六七八九十百千两]*?)([一二两三四五六七八九])([二两三四五六七八九])([十百千]?)$")


def arabic(text: str) -> Decimal:
    """A number in Arabic digits; thousands marks and OCR spaces are dropped, any Unicode digit is read.

    >>> arabic("1,250.50"), arabic("2 0 2 5")
    (Decimal('1250.50'), Decimal('2025'))
    """
    return Decimal("".join(str(int(c)) if c.isdigit() else c for c in text if c not in ", ，\u3000"))


def chinese(text: str) -> Decimal | None:
    """A Chinese numeral, also with a decimal point (八点五) or digit by digit (二〇二五); None if it is none.

    >>> chinese("三千二百零五"), chinese("二〇三五"), chinese("八点五"), chinese("十万")
    (Decimal('3205'), Decimal('2035'), Decimal('8.5'), Decimal('100000'))
    """
    whole, point, part = text.partition("点")
    if point:
        head = chinese(whole)
        if head is None or not part or any(c not in DIGITS for c in part):
            return None
        return head + Decimal("0." + "".join(str(DIGITS[c]) for c in part))
    if not text or any(c not in DIGITS and c not in POWERS and c not in MYRIADS for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _structured(text)


def _structured(text: str) -> Decimal:
    total = section = digit = 0
    last_power = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            if char in "零〇○":
                last_power = 10
        elif char in POWERS:
            last_power = POWERS[char]
            section += (digit or 1) * last_power
            digit = 0
        else:
            total = (total + section + digit or 1) * MYRIADS[char] if char == "亿" else total + (section + digit or 1) * MYRIADS[char]
            last_power = MYRIADS[char]
            section = digit = 0
    # "三千五" is 3,500: a bare digit after a power counts tenths of it.
    if digit and last_power > 10 and text[-1] in DIGITS and len(text) > 1 and text[-2] not in "零〇○":
        return Decimal(total + section + digit * last_power // 10)
    return Decimal(total + section + digit)


def approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Two neighbouring digits are a range: 两三 is 2 to 3, 三四十 is 30 to 40, 十七八 is 17 to 18.

    >>> approximate("三四十"), approximate("二五")
    ((Decimal('30'), Decimal('40')), None)
    """
    match = _APPROXIMATE.match(text)
    if not match:
        return None
    head, low, high, power = match.groups()
    if DIGITS[high] - DIGITS[low] not in (1, 2) or (DIGITS[high] - DIGITS[low] == 2 and (low, high) != ("三", "五")):
        return None
    if head and head[-1] not in "十百千":
        return None
    first, second = chinese(head + low + power), chinese(head + high + power)
    return (first, second) if first is not None and second is not None else None


def split_myriads(text: str) -> tuple[str, str]:
    """A Chinese numeral without the 万/亿 that ends it, and that ending, which belongs to the unit.

    >>> split_myriads("三十万"), split_myriads("百")
    (('三十', '万'), ('百', ''))
    """
    body = text.rstrip("万亿")
    return (body, text[len(body) :]) if body else (text, "")


def fraction(text: str) -> tuple[Decimal, str | None] | None:
    """百分之X and 千分之X with their sign, other fractions to 4 decimals without a unit.

    >>> fraction("百分之八点五"), fraction("三分之二"), fraction("一半")
    ((Decimal('8.5'), '%'), (Decimal('0.6667'), None), (Decimal('0.5'), None))
    """
    if text in ("一半", "半数"):
        return Decimal("0.5"), None
    below, _, above = text.partition("分之")
    number = arabic(above) if above and above[0].isdigit() else chinese(above)
    if number is None:
        return None
    if below in ("百", "千"):
        return number, "%" if below == "百" else "‰"
    whole = arabic(below) if below and below[0].isdigit() else chinese(below)
    if not whole:
        return None
    return (number / whole).quantize(Decimal("0.0001")), None
