"""Plain text and Markdown: which encoding, and the text exactly as it stands.

Newlines are never translated and nothing is cleaned, because offsets count in what the file really holds. Only a
byte order mark is no part of the text.
"""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from typing import NamedTuple

from planextract.document import Document
from planextract.errors import LoadError

# UTF-32 first: its little-endian mark begins with that of UTF-16. Each name decodes without the mark.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAVE = "save it as UTF-8 text"
_BLANK = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85")
# On the five real plans the right encoding gives at least 0.99, text in traditional characters 0.66; a wrong
# one (UTF-8 or Big5 read as GB18030, UTF-16 with its bytes swapped) at most 0.4.
_CREDIBLE = 0.5
_MAX_CONTROL = 0.05


class Decoded(NamedTuple):
    text: str
    encoding: str
    """A name that Python decodes the file with."""


def load(data: bytes, name: str) -> Document:
    decoded = decode(data)
    if not decoded.text.strip("\ufeff\u200b\x00 \t\r\n\f\v\u3000\xa0"):
        raise LoadError("the file is empty; nothing can be read from it")
    if _control_share(decoded.text) > _MAX_CONTROL:
        raise LoadError(f"this is a binary file, not text; {_SAVE}")
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    return Document(decoded.text, name, hashlib.sha256(data).hexdigest(), kind, decoded.encoding)


def decode(data: bytes) -> Decoded:
    """Find the encoding of a Chinese text; :class:`LoadError` when none gives credible Chinese.

    >>> decode("到2025年".encode("gb18030"))
    Decoded(text='到2025年', encoding='gb18030')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    if b"\0" in data:
        if decoded := _utf16(data):
            return decoded
        raise LoadError(f"this is a binary file, not text; {_SAVE}")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    decoded = _gb18030(data) or _utf16(data) or _guessed(data)
    if decoded is None:
        raise LoadError(f"its encoding is not one of UTF-8, GB18030/GBK, UTF-16; {_SAVE}")
    return decoded


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise LoadError(f"the file is marked as {name} but damaged at byte {error.start}; {_SAVE} again") from None


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bad bytes must not be read as GB18030, which takes most of it and gives rubbish."""
    text = data.decode("utf-8", "replace")
    bad, foreign = text.count("\ufffd"), sum(count for char, count in Counter(text).items() if char > "\x7f")
    if foreign > 2 * bad and _credible(text):
        line = data.count(b"\n", 0, error.start) + 1
        raise LoadError(f"damaged UTF-8 at byte {error.start} (line {line}); {_SAVE} again") from None


def _gb18030(data: bytes) -> Decoded | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return Decoded(text.removeprefix("\ufeff"), "gb18030") if _credible(text) else None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the byte order under which the text is Chinese."""
    if data.isascii():  # two ASCII letters make one ideograph: never Chinese, which has bytes of all sizes
        return None
    best: tuple[float, Decoded] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = _known_share(text, count_ascii=True)
        if share > _CREDIBLE and "\0" not in text and (best is None or share > best[0]):
            best = share, Decoded(text, encoding)
    return best and best[1]


def _guessed(data: bytes) -> Decoded | None:
    """Big5 and other rarities. Asked last: short GB18030 is easily mistaken for something else."""
    from charset_normalizer import from_bytes  # slow to import and hardly ever needed

    guess = from_bytes(data).best()
    if guess is None:
        return None
    try:
        text = data.decode(guess.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    foreign = [char for char in text if char > "\x7f"]
    ideographs = sum("\u3400" <= char <= "\u9fff" for char in foreign)
    return Decoded(text.removeprefix("\ufeff"), guess.encoding) if ideographs > len(foreign) * _CREDIBLE else None


def _credible(text: str) -> bool:
    return _known_share(text) > _CREDIBLE


def _known_share(text: str, *, count_ascii: bool = False) -> float:
    """The share of characters that Chinese is really written with: the symbols and the common characters of GB2312.

    Its two levels are sorted by use, so a text that was decoded wrongly, whose characters are random, shows at once.
    """
    total = known = 0
    for char, count in Counter(text).items():
        if char < "\x80":
            if count_ascii:
                total += count
                known += count if char.isprintable() or char in _BLANK else 0
            continue
        total += count
        encoded = char.encode("gb2312", "ignore")
        known += count if encoded and encoded[0] <= 0xD7 else 0
    return known / total if total else 0.0


def _control_share(text: str) -> float:
    controls = sum(count for char, count in Counter(text).items() if char < " " and char not in _BLANK)
    return controls / len(text) if text else 0.0
