"""One pass over a reading finds every numeric expression; everything else looks at the neighbourhood of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planextract.patterns import Patterns
from planextract.reading import numerals
from planextract.reading.measures import Measures

Form = Literal["arabic", "chinese", "ordinal", "word", "unit"]
_CN_DIGITS = "零〇○一二两三四五六七八九"
_CN = _CN_DIGITS + "十百千万亿"
_VALUE_WORDS = ("coverage", "all", "double", "zero")
_POWER = re.compile(r"10*|[十百千万亿]+")
_CARRIED = re.compile(r"[万亿]|百分点|千分点|[十百千]万")
_RANKED = ("位", "名")
"""第5位 is a figure that tells a rank, 第5条 only a place in a list."""
_SERIES = re.compile(r"\s*(?:—{1,2}|-|–|~|至|到|、)\s*")


@dataclass(slots=True)
class Number:
    """A numeric expression in a reading: ``[start, end)`` covers the digits (both ends of a range), no unit.

    ``number`` and ``high`` are as written; ``unit`` holds what the expression itself says (% of 百分之五, the 万 of
    三十万). ``word`` names the rule of a value word (全覆盖, 翻番), else None. The form ``unit`` is a numeral that only
    belongs to a unit (千 of 张/千人, 百 of 个百分点, 万 of 单位：万元) and has no value.
    """

    start: int
    end: int
    text: str
    form: Form
    number: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    word: str | None = None
    implied: bool = False


class Scanner:
    """Finds numbers by the rules of ``patterns/words.yaml`` and the measure words of ``patterns/units.yaml``."""

    def __init__(self, patterns: Patterns) -> None:
        words = patterns["words"]
        self.values = {name: words[name].value for name in _VALUE_WORDS}
        self.times = words["double"].regex
        self.signed = words["signed"].regex
        self.share_sign = words["share_sign"].regex
        self.bare = re.compile(rf"[（(：:/／\s|]?[万亿]+{Measures(patterns).source}(?=[）)\s|，。、；/／]|$)")
        self.pattern = self._pattern(patterns)

    @staticmethod
    def _pattern(patterns: Patterns) -> re.Pattern[str]:
        """Every branch begins at the first character of a run of digits or numerals, so that no run is read twice."""
        words, candidate = patterns["words"], patterns.source("units.candidate")
        cn, held = f"[{_CN}]", words["held"].source
        # 统一三个: the run 一三 begins at 三.
        begin = rf"(?:(?<!{cn})(?!(?<={held})一{cn})|(?<={held}一))"
        times = patterns.source("units.multiplied")
        behind = rf"[余多几来]?(?:{times})?(?:{candidate}|{Measures(patterns).source})"
        number = rf"{cn}{{1,24}}(?:点[{_CN_DIGITS}]{{1,15}})?"
        grouped = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?:，\d{{3}})+(?!\d)(?={behind})"
        of = rf"(?:{begin}{cn}{{1,8}}|(?<!\d)\d{{1,6}})分之(?:{number}|\d{{1,15}}(?:\.\d+)?)"
        branches = {
            "year": patterns.source("periods.spelled_year"),
            "fraction": f"{of}|{words['half'].source}|{words['slash'].source}",
            "arabic": rf"{grouped}|\d+(?:\.\d+)?",
            **{name: words[name].source for name in _VALUE_WORDS},
            "ordinal": rf"第{cn}{{1,24}}",
            "some": words["some"].source,
            "chinese": rf"{begin}{number}(?={behind})",
            "loose": rf"{begin}{cn}{{1,24}}(?=(?:至|到|—|、){cn}{{1,24}}(?:{candidate}))",
        }
        any_of = "|".join(f"(?P<{name}>{source})" for name, source in branches.items())
        return re.compile(f"(?={words['opening'].source})(?:{any_of})")

    def scan(self, text: str) -> Iterator[Number]:
        """The numbers of a reading, in order."""
        ordinal = -1
        for match in self.pattern.finditer(text):
            kind = match.lastgroup or ""
            found = Number(*match.span(), match.group(), "chinese")
            if self._in_unit(text, found):
                # 13.89亿: the digits before it are the number, 亿 is the rest of the same expression.
                if not text[found.start - 1 : found.start].isdigit():
                    found.form = "unit"
                    yield found
                continue
            self._read(text, found, kind)
            if found.form == "arabic" and ordinal >= 0 and _SERIES.fullmatch(text[ordinal : found.start][:6]):
                found.form = "ordinal"
            ordinal = found.end if found.form == "ordinal" else -1
            yield found

    def _read(self, text: str, found: Number, kind: str) -> None:
        if kind == "arabic":
            self._arabic(text, found)
        elif kind == "fraction":
            if read := numerals.fraction(found.text):
                found.number, unit = read
                found.unit, found.implied = unit or "", unit is None
        elif kind in ("chinese", "loose"):
            self._chinese(found)
        elif kind == "ordinal":
            found.form, found.number = "ordinal", numerals.chinese(found.text[1:])
        elif kind == "year":
            found.number = Decimal(numerals.year(found.text))
        elif kind == "some":
            found.word = "some"
        else:
            self._word(found, kind)

    def _in_unit(self, text: str, found: Number) -> bool:
        """Whether a numeral is no number but part of a unit."""
        before = text[max(0, found.start - 2) : found.start]
        power = _POWER.fullmatch(found.text) is not None
        below = before[-1:] in ("/", "／")
        if found.text[0].isdigit():
            tenfold = (
                below and power and before[0] in "0123456789%‰" and text[found.end : found.end + 1] in ("万", "亿")
            )
            return tenfold or (found.text in ("2", "3") and before[-1:] in ("m", "M"))
        if below:
            return power
        if not _CARRIED.match(text, found.start):
            return False
        if before[-1:].isdigit() or (len(before) == 2 and before[-1] in "余多来几个"):
            return True
        return power and self.bare.match(text, max(0, found.start - 1)) is not None

    def _arabic(self, text: str, found: Number) -> None:
        before = text[max(0, found.start - 3) : found.start]
        found.form, found.number = "arabic", numerals.arabic(found.text)
        if before[-1:] == "第" and text[found.end : found.end + 1] not in _RANKED:
            found.form = "ordinal"
        elif found.number is not None and self.signed.search(before) and self._is_share(text, found):
            found.number = -found.number

    def _is_share(self, text: str, found: Number) -> bool:
        """Whether a percent sign stands behind a number, or the number is all there is (the cell of a table)."""
        alone = found.start == 1 and found.end == len(text)
        return alone or self.share_sign.match(text[found.end : found.end + 4]) is not None

    def _chinese(self, found: Number) -> None:
        body, found.unit = numerals.split_myriads(found.text)
        if pair := numerals.approximate(body):
            found.number, found.high = pair
        else:
            found.number = numerals.chinese(body)

    def _word(self, found: Number, kind: str) -> None:
        found.form, found.word = "word", kind
        if kind == "double":
            said = self.times.match(found.text)
            found.number, found.unit = numerals.either((said and said["times"]) or "一"), "番"
        else:
            found.number = Decimal(str(self.values[kind]))
            found.unit, found.implied = ("%", True) if found.number else ("", False)
