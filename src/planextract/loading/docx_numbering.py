"""The numbers that Word makes itself: 第三章, （一）, 1. that stand in no text of a .docx, only in its list styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import ascii_lowercase

from planextract.loading.archive import Element, local

__all__ = ["Numbering", "attribute", "child", "value_of"]

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_PLACE = re.compile(r"%([1-9])")
DEEPEST = 9


def child(element: Element | None, *path: str) -> Element | None:
    """The descendant along ``path`` of local names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def value_of(element: Element | None, *path: str) -> str | None:
    """The ``val`` attribute of the descendant along ``path``."""
    return attribute(child(element, *path), "val")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level after which counting begins again; 0 for never."""
    legal: bool = False
    style: str | None = None
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that this list begins to count anew."""


class Numbering:
    """The lists of ``numbering.xml`` and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        abstracts: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        named: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum" and (key := attribute(element, "abstractNumId")) is not None:
                abstracts[key] = {
                    i: _level(e) for e in element if local(e) == "lvl" and (i := _int(attribute(e, "ilvl"))) is not None
                }
                if style := value_of(element, "numStyleLink"):
                    linked[key] = style
                if style := value_of(element, "styleLink"):
                    named[style] = key
        for key, style in linked.items():
            abstracts[key] = abstracts.get(named.get(style, ""), abstracts[key])
        self._lists = {
            key: _list(element, abstracts)
            for element in (root if root is not None else ())
            if local(element) == "num" and (key := attribute(element, "numId")) is not None
        }

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level of a list that a paragraph style stands for."""
        held = self._lists.get(number)
        return next((i for i, level in held.levels.items() if level.style == style), None) if held else None

    def next(self, number: str, level: int) -> str:
        """Count one paragraph and return its mark, empty for a bullet or an unknown list."""
        held = self._lists.get(number)
        if held is None or level not in held.levels or not 0 <= level < DEEPEST:
            return ""
        counts = self._counts.setdefault(held.abstract, {})
        if level in held.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts.pop(level, None)
            counts[level] = held.starts[level] - 1
        for above in range(level):
            counts.setdefault(above, held.levels[above].start if above in held.levels else 1)
        counts[level] = counts.get(level, held.levels[level].start - 1) + 1
        for below in [i for i in counts if i > level]:
            restart = held.levels[below].restart if below in held.levels else None
            if restart is None or (restart and level < restart):
                del counts[below]
        return self._mark(held, level, counts)

    @staticmethod
    def _mark(held: _List, level: int, counts: dict[int, int]) -> str:
        own = held.levels[level]
        if own.format in ("bullet", "none") and not _PLACE.search(own.text):
            return "" if own.format == "bullet" else own.text

        def place(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            kind = held.levels[at].format if at in held.levels else "decimal"
            return counted(counts.get(at, 1), "decimal" if own.legal else kind)

        mark = _PLACE.sub(place, own.text)
        return mark if own.suffix == "nothing" or not mark else mark + " "


def counted(number: int, kind: str) -> str:
    """A number in one of Word's formats.

    >>> counted(12, "chineseCountingThousand"), counted(3, "decimalEnclosedCircle"), counted(4, "lowerRoman")
    ('十二', '③', 'iv')
    """
    if not 0 < number < 100_000:
        return str(number)
    match kind:
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({0x30 + i: 0xFF10 + i for i in range(10)})
        case "upperLetter" | "lowerLetter":
            letters = ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 % 9 + 1)
            return letters.upper() if kind == "upperLetter" else letters
        case "upperRoman" | "lowerRoman":
            return _roman(number).upper() if kind == "upperRoman" else _roman(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if number <= 20:
            return chr(0x2460 + number - 1)
        case "ideographTraditional":
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % 12]
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return _chinese(number, _FORMAL, "拾佰仟")
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(c)] for c in str(number))
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
        ):
            return _chinese(number, _DIGITS, "十百千")
        case _:
            return str(number)


def _chinese(number: int, digits: str, places: str) -> str:
    """A number in Chinese numerals: 十二, 一百零三."""
    zero = "零"
    if number >= 10_000:
        rest = number % 10_000
        return (
            _chinese(number // 10_000, digits, places)
            + "万"
            + (zero if 0 < rest < 1000 else "")
            + (_chinese(rest, digits, places) if rest else "")
        )
    written, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += (zero if gap and written else "") + digits[digit] + (places[power - 1] if power else "")
        gap = not digit
    one = digits[1] + places[0]
    return written.removeprefix(digits[1]) if written.startswith(one) else written


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _list(element: Element, abstracts: dict[str, dict[int, _Level]]) -> _List:
    abstract = value_of(element, "abstractNumId") or ""
    held = _List(abstract, dict(abstracts.get(abstract, {})))
    for override in (e for e in element if local(e) == "lvlOverride"):
        level = _int(attribute(override, "ilvl"))
        if level is None:
            continue
        if (own := child(override, "lvl")) is not None:
            held.levels[level] = _level(own)
        if (start := _int(value_of(override, "startOverride"))) is not None:
            held.starts[level] = start
    return held


def _level(element: Element) -> _Level:
    legal = child(element, "isLgl")
    return _Level(
        start=_int(value_of(element, "start")) or 0 if child(element, "start") is not None else 1,
        format=value_of(element, "numFmt") or "decimal",
        text=value_of(element, "lvlText") or "",
        restart=_int(value_of(element, "lvlRestart")),
        legal=legal is not None and attribute(legal, "val") not in ("0", "false"),
        style=value_of(element, "pStyle"),
        suffix=value_of(element, "suff") or "tab",
    )


def _int(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else None
