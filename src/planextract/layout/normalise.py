"""Clean readings of source text: half-width digits, no OCR spaces, no Word bookmarks, no Markdown or math marks.

The source is never changed. ``folded`` replaces single characters by single characters, so offsets stay; everything
that shortens or lengthens is an ``Edit`` of a ``Reading``.
"""

from __future__ import annotations

import re

from planextract.offsets import Edit, Reading

_FOLD = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
# Full-width punctuation is the normal form of Chinese text: keep it, fold only what carries figures.
for _char in "，。：；！？（）＂＇":
    _FOLD.pop(ord(_char), None)
_FOLD.update({ord(c): " " for c in "\u00a0\u3000\u2002\u2003\u2009\u202f\u205f"})
_FOLD.update({ord("﹪"): "%", ord("٪"): "%", ord("㎡"): "㎡", ord("Ｏ"): "O"})

_CJK = "\u3400-\u9fff"
_DROP = re.compile(
    r"(?P<bookmark>\[bookmark:[^\]\n]{0,80}\])"
    r"|(?P<tag></?(?:br|p|div|span|font|b|i|u|strong|em|sup|sub|td|tr|table|a|img|o:p)\b[^<>\n]{0,120}/?>)"
    r"|(?P<entity>&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|ge|le|quot|ldquo|rdquo|permil|mdash|ndash|\#\d{1,6});)"
    r"|(?P<math>\$[^$\n]{1,60}\$)"
    r"|(?P<square>\^\{?(?P<power>[23])\}?)"
    r"|(?P<bold>\*\*|__(?=\S)|(?<=\S)__)"
    r"|(?P<zero>[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad])"
    r"|(?P<space>[ \t\r\n\f\v\u0085\u2028]+)"
    rf"|(?P<half>(?<=[{_CJK}%‰”’）)])[,:;()](?=[^\s,:;])|(?<=[\w%‰）)])[,;](?=[{_CJK}“‘（(])|[()](?=[{_CJK}])|(?<=[{_CJK}])[()])"
    rf"|(?P<stop>(?<=[{_CJK}%‰）)])\.(?=[{_CJK}]|\s*$))"
)
_ENTITIES = {"lt": "<", "gt": ">", "ge": "≥", "le": "≤", "amp": "&", "quot": '"', "ldquo": "“", "rdquo": "”", "permil": "‰", "mdash": "—", "ndash": "–"}
_MATH = re.compile(r"\\text\s*\{([^{}]*)\}|\\(?:mathrm|rm)\s*\{([^{}]*)\}|\\(geq?|leq?|times|sim|pm|permil)|\\([%&$#])|\^\s*\{?\s*([23°])\s*\}?|([${}\\\s]+)")
_MATH_WORDS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "sim": "～", "pm": "±", "permil": "‰"}
_WIDE = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
_ASCII_WORD = re.compile(r"[A-Za-z]$"), re.compile(r"[A-Za-z]")


def folded(source: str) -> str:
    """The source with full-width digits, letters and signs folded to half-width, character for character."""
    return source.translate(_FOLD)


def read(base: str, start: int, end: int) -> Reading:
    """A clean reading of ``base[start:end]`` (``base`` is the folded source)."""
    return Reading.of(base, start, end, list(_edits(base, start, end)))


def _edits(base: str, start: int, end: int) -> list[Edit]:
    edits: list[Edit] = []
    for match in _DROP.finditer(base, start, end):
        a, b = match.span()
        kind = match.lastgroup
        if kind == "space":
            if not _keeps_space(base, a, b, start, end):
                edits.append(Edit(a, b, ""))
            elif match.group() != " ":
                edits.append(Edit(a, b, " "))
        elif kind == "math":
            edits.extend(_math(base, a, b))
        elif kind in ("square", "power"):
            edits.append(Edit(a, b, "²" if match.group("power") == "2" else "³"))
        elif kind == "half":
            edits.append(Edit(a, b, _WIDE[match.group()]))
        elif kind == "stop":
            edits.append(Edit(a, b, "。"))
        elif kind == "entity":
            edits.append(Edit(a, b, _ENTITIES.get(match.group()[1:-1], "")))
        else:
            edits.append(Edit(a, b, ""))
    return edits


def _math(base: str, start: int, end: int) -> list[Edit]:
    """LaTeX-like math (``$30\\text{ m}^2$``) read as plain text."""
    edits = []
    for match in _MATH.finditer(base, start, end):
        text, roman, word, sign, power, _ = match.groups()
        plain = (text or roman or "").replace(" ", "") or _MATH_WORDS.get(word or "", "") or sign or {"2": "²", "3": "³"}.get(power or "", power or "")
        edits.append(Edit(match.start(), match.end(), plain))
    return edits


_SPACED_DIGITS = re.compile(r"(?:^|(?<=[^\d.]))\d(?: \d)+(?![\d.])")


def _keeps_space(base: str, a: int, b: int, start: int, end: int) -> bool:
    """Whether the white space ``base[a:b]`` separates two things, rather than being left by OCR or line breaks.

    Between Latin words it stays; between digits it stays unless one side is a single digit of a spaced-out number
    ("2 0 2 5年"); everywhere else Chinese text has no spaces.
    """
    if a == start or b == end:
        return False
    before, after = base[a - 1], base[b]
    if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
        return True
    if before.isdigit() and after.isdigit():
        return not (_single(base, a - 1, start, end) or _single(base, b, start, end) or _year_in_halves(base, a, b))
    return False


def _single(base: str, at: int, start: int, end: int) -> bool:
    """Whether the digit at ``at`` stands alone between spaces, marks or text."""
    before = base[at - 1] if at > start else " "
    after = base[at + 1] if at + 1 < end else " "
    return not (before.isdigit() or after.isdigit())


def _year_in_halves(base: str, a: int, b: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)", base[max(0, a - 2) : a]) and re.match(r"\d{2}\s*年", base[b : b + 6]))
