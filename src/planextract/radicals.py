"""Radicals that stand for characters: PDF files often say ⽣ (a Kangxi radical) where 生 is printed.

The two look alike and are different code points, so that no rule would find a word spelled with one. The Kangxi
radicals and compatibility ideographs have their character in Unicode's own data; the supplement is listed here after
Unicode's EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import unicodedata

__all__ = ["RADICALS"]

_SUPPLEMENT = (
    "⺁厂⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹"
    "⺯糹⺰纟⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

_MAINLAND = {"戶": "户", "靑": "青", "黃": "黄"}
"""Kangxi radicals whose character Unicode gives in a form that mainland texts do not use."""

RADICALS: dict[int, str] = {
    **{ord(radical): character for radical, character in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)},
    **{
        code: _MAINLAND.get(character, character)
        for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9))
        for code in range(first, last + 1)
        if len(character := unicodedata.normalize("NFKC", chr(code))) == 1
    },
}
"""For ``str.translate``; each character becomes one character, so that offsets stay."""
