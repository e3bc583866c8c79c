"""One pass over a reading finds every numeric expression; everything else looks at the neighbourhood of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from planextract.patterns import Patterns
from planextract.reading import numerals

_CN = "零〇○一二两三四五六七八九十百千万亿"


@dataclass(slots=True)
class Number:
    """A numeric expression in a reading: ``[start, end)`` covers the digits (both ends of a range), no unit.

    ``number`` and ``high`` are as written; ``unit`` holds what the expression itself says (% of 百分之五, the 万 of
    三十万). ``word`` names the rule of a value word (全覆盖, 翻番), else None. ``form`` is arabic, chinese or word.
    """

    start: int
    end: int
    text: str
    form: str
    number: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    word: str | None = None
    implied: bool = False


class Scanner:
    """Finds numbers by the rules of ``patterns/words.yaml`` and the measure words of ``patterns/units.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        words = patterns["words"]
        names = [name for name in words if name not in ("half", "some")]
        word = "|".join(f"(?P<{name}>{words[name].source})" for name in names)
        measure = patterns.source("units.candidate")
        units = patterns.source("units.any")
        cn = f"[{_CN}]"
        self.pattern = re.compile(
            rf"(?P<fraction>(?:[{_CN}]+|\d+)分之(?:{cn}+(?:点{cn}+)?|\d+(?:\.\d+)?)|{words['half'].source})"
            r"|(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
            rf"|{word}"
            rf"|(?P<ordinal>第{cn}+)"
            rf"|(?P<some>{words['some'].source})"
            rf"|(?P<chinese>(?!(?<=[\d余多])[万亿]){cn}+(?:点{cn}+)?)(?=[余多几来]?(?:{measure}|{units}))"
            rf"|(?P<loose>{cn}+)(?=(?:至|到|—|、)[{_CN}]+(?:{measure}))"
        )
        self.names = names
        self.values = {name: words[name].value for name in names}

    def scan(self, text: str) -> Iterator[Number]:
        """The numbers of a reading, in order."""
        for match in self.pattern.finditer(text):
            kind = match.lastgroup or ""
            start, end = match.span()
            found = Number(start, end, match.group(), "chinese")
            if kind == "arabic":
                found.form, found.number = "arabic", numerals.arabic(match.group())
            elif kind == "fraction":
                if read := numerals.fraction(match.group()):
                    found.number, unit = read
                    found.unit, found.implied = unit or "", unit is None
            elif kind in ("chinese", "loose"):
                self._chinese(found)
            elif kind == "ordinal":
                found.form = "ordinal"
            elif kind == "some":
                found.word = "some"
            else:
                self._word(found, kind)
            yield found

    def _chinese(self, found: Number) -> None:
        body, myriad = numerals.split_myriads(found.text)
        pair = numerals.approximate(body)
        if pair:
            found.number, found.high = pair
        else:
            found.number = numerals.chinese(body)
        found.unit = myriad

    def _word(self, found: Number, kind: str) -> None:
        found.form, found.word = "word", kind
        if kind == "double":
            times = numerals.chinese(found.text[1]) if found.text[1:2] in "一两二三四" and found.text[1:2] else None
            found.number, found.unit = times or Decimal(1), "番"
        elif self.values.get(kind) is not None:
            found.number = Decimal(str(self.values[kind]))
            found.unit, found.implied = ("%", True) if found.number else ("", False)
