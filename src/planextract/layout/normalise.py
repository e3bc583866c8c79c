"""Clean readings of source text: half-width digits, no OCR spaces, no Word bookmarks, no Markdown or math marks.

The source is never changed. ``folded`` replaces single characters by single characters, so offsets stay; everything
that shortens or lengthens is an ``Edit`` of a ``Reading``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planextract.offsets import Edit, Reading, Span
from planextract.radicals import RADICALS

_FOLD = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
# Full-width punctuation is the normal form of Chinese text: keep it, fold only what carries figures.
for _char in "，。：；！？（）＂＇":
    _FOLD.pop(ord(_char), None)
_FOLD.update({ord(c): " " for c in "\u00a0\u3000\u2002\u2003\u2009\u202f\u205f"})
_FOLD.update({ord(c): "-" for c in "\u2010\u2011\u2012\u2212\ufe63"})
_FOLD.update({ord(c): "~" for c in "\u301c\u223c\u223d\u02dc"})
_FOLD.update(RADICALS)
_FOLD.update({ord("―"): "—", ord("‒"): "–"})  # the same dashes under other numbers, as PDF files have them
_FOLD.update({ord("﹪"): "%", ord("٪"): "%"})

_CJK = "\u3400-\u9fff"
_DROP = re.compile(
    r"(?P<bookmark>\[bookmark:[^\]\n]{0,80}\])"
    r"|(?P<tag></?(?:br|p|div|span|font|b|i|u|strong|em|sup|sub|td|tr|table|a|img|o:p)\b[^<>\n]{0,120}/?>)"
    r"|(?P<entity>&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|ge|le|quot|ldquo|rdquo|permil|mdash|ndash|\#\d{1,6});)"
    r"|(?P<math>\$[^$\n]{1,60}\$)"
    r"|(?P<square>\^\{?(?P<power>[23])\}?)"
    r"|(?P<bold>\*\*|__(?=\S)|(?<=\S)__)"
    r"|(?P<invisible>[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad])"
    r"|(?P<space>[ \t\r\n\f\v\u0085\u2028]+)"
    r"|(?P<oh>(?:(?<=\d)|(?<=\d[Oo]))[Oo〇○](?=[\dOo〇○年%‰]))"
    rf"|(?P<half>(?<=[{_CJK}%‰”’）)])[,:;()](?=[^\s,:;])|(?<=[\w%‰）)])[,;](?=[{_CJK}“‘（(])|[()](?=[{_CJK}])|(?<=[{_CJK}])[()])"
    rf"|(?P<stop>(?<=[{_CJK}%‰）)])\.(?=[{_CJK}]|\s*$))"
)
_MATH = re.compile(
    r"\\text\s{0,4}\{(?P<text>[^{}]*)\}|\\(?:mathrm|rm)\s{0,4}\{(?P<roman>[^{}]*)\}"
    r"|\\(?P<word>geq?|leq?|times|sim|pm|permil)|\\(?P<sign>[%&$#])|\^\s{0,4}\{?\s{0,4}(?P<power>[23°])\s{0,4}\}?|[${}\s]+|\\"
)
_ENTITIES = {
    "lt": "<", "gt": ">", "ge": "≥", "le": "≤", "amp": "&", "quot": '"', "ldquo": "“", "rdquo": "”", "permil": "‰",
    "mdash": "—", "ndash": "–",
}  # fmt: skip
_MATH_WORDS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "sim": "~", "pm": "±", "permil": "‰"}
_RAISED = {"2": "²", "3": "³"}
_WIDE = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
_FIXED = {"oh": "0", "stop": "。"}
_LIST_MARK = re.compile(r"(?<!\d)\d{1,2}\.$")
_DECIMAL = re.compile(r"\s*\d{1,4} ?\. ?\d{1,4}\s*[%‰]?\s*")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3}){0,4}$")
_LAST_GROUPS = re.compile(rf"\d{{3}}(?: \d{{3}}){{0,4}}(?!\d)(?:\.\d+)? ?[%‰{_CJK}㎡]")


def folded(source: str) -> str:
    """The source with full-width digits, letters and signs folded to half-width, character for character.

    >>> folded("０．３８‰，Ａ－１")
    '0.38‰，A-1'
    """
    return source.translate(_FOLD)


def read(base: str, start: int, end: int, gaps: Sequence[Span] = ()) -> Reading:
    """A clean reading of ``base[start:end]`` (``base`` is the folded source) without its ``gaps``: what the foot of a
    page put into the middle of a sentence.

    >>> text = "到2 0 2 5 年 达9 8 .5 %"
    >>> read(text, 0, len(text)).text
    '到2025年达98.5%'
    """
    return Reading.of(base, start, end, _edits_around(base, start, end, gaps))


def _edits_around(base: str, start: int, end: int, gaps: Sequence[Span]) -> Iterator[Edit]:
    for gap in gaps:
        yield from _edits(base, start, gap.start)
        yield Edit(*gap, " " if base[gap.start - 1].isdigit() and base[gap.end].isdigit() else "")
        start = gap.end
    yield from _edits(base, start, end)


def _edits(base: str, start: int, end: int) -> Iterator[Edit]:
    for match in _DROP.finditer(base, start, end):
        a, b = match.span()
        kind = match.lastgroup or ""
        if kind == "space":
            kept = " " if _keeps_space(base, a, b, start, end) else ""
            if kept != match.group():
                yield Edit(a, b, kept)
        elif kind == "math":
            yield from _math(base, a, b)
        else:
            yield Edit(a, b, _plain(match, kind))


def _plain(match: re.Match[str], kind: str) -> str:
    """What a mark is read as; the empty text for what carries no meaning."""
    if kind == "square":
        return _RAISED[match["power"]]
    if kind == "half":
        return _WIDE[match.group()]
    if kind == "entity":
        return _ENTITIES.get(match.group()[1:-1], "")
    return _FIXED.get(kind, "")


def _math(base: str, start: int, end: int) -> Iterator[Edit]:
    """LaTeX-like math (``$30\\text{ m}^2$``) read as plain text."""
    for match in _MATH.finditer(base, start, end):
        inner = (match["text"] or match["roman"] or "").replace(" ", "")
        power = match["power"] or ""
        plain = inner or _MATH_WORDS.get(match["word"] or "", "") or match["sign"] or _RAISED.get(power, power)
        yield Edit(match.start(), match.end(), plain)


def _keeps_space(base: str, a: int, b: int, start: int, end: int) -> bool:
    """Whether the white space ``base[a:b]`` separates two things, rather than being left by OCR or line breaks.

    Between Latin words it stays, and behind a list mark (1. 3所); between digits it stays unless one side is a single
    digit of a spaced-out number ("2 0 2 5年") or both are groups of one (60 000元); everywhere else Chinese text has
    no spaces.
    """
    if a == start or b == end:
        return False
    before, after = base[a - 1], base[b]
    if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
        return True
    if not after.isdigit():
        return False
    if before == ".":
        return _after_list_mark(base, a, start) and not _DECIMAL.fullmatch(base, start, end)
    if not before.isdigit():
        return False
    # A lone digit behind a point is a decimal (12.5 300), no piece of a spaced-out number.
    alone = _single(base, a - 1, start, end) and base[max(start, a - 2)] != "."
    if alone or _single(base, b, start, end) or _year_in_halves(base, a, b):
        return False
    return not (b - a == 1 and _GROUPS.search(base, max(start, a - 24), a) and _LAST_GROUPS.match(base, b, end))


def _after_list_mark(base: str, at: int, start: int) -> bool:
    """Whether ``at`` is the end of a list mark (1.), at the beginning of the text or of a sentence."""
    mark = _LIST_MARK.search(base, max(start, at - 4), at)
    if not mark:
        return False
    opening = base[max(start, mark.start() - 4) : mark.start()].rstrip(" ")[-1:]
    return not opening or opening in "\n：:；;。"


def _single(base: str, at: int, start: int, end: int) -> bool:
    """Whether the digit at ``at`` stands alone between spaces, marks or text."""
    before = base[at - 1] if at > start else " "
    after = base[at + 1] if at + 1 < end else " "
    return not (before.isdigit() or after.isdigit())


def _year_in_halves(base: str, a: int, b: int) -> bool:
    """A year that OCR broke in two (20 25年)."""
    return base[max(0, a - 2) : a] in ("19", "20") and re.match(r"\d{2}\s{0,3}年", base[b : b + 6]) is not None
