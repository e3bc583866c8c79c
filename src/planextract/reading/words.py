"""Word boundaries, as jieba sets them without its model of unknown words, from the dictionary that jieba ships.

Only a few phrases of a plan are asked about: whether a lead word is a word or the beginning of a longer one (中 of
中小学). jieba itself would read all 350,000 words for that, from a cache in the temporary folder that anybody may have
written. Here the words are looked up in the file, which is sorted, by first character and when first needed; the way
through the words is jieba's, and the tests compare the two.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from planextract.errors import PlanExtractError

LEAST_FREQUENCY = 3
LONGEST = 6
"""Words of the dictionary that are rarer or longer than this decide no boundary that is asked for."""
_BLOCK = re.compile(r"([一-鿕a-zA-Z0-9+#&._%-]+)")
_LATIN = re.compile(r"[a-zA-Z0-9]")
_SORTED_FROM = "\n一".encode()
_SIZE, _TOTAL = 5_071_852, 59_935_124
"""Of jieba 0.42: the length of its dictionary, and the sum of the frequencies that count here."""


class Dictionary:
    """The words of jieba's dictionary with their frequencies; 0 for what only begins a word."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._words: dict[str, int] = {}
        self._filled: set[str] = set()
        known = len(data) == _SIZE
        self._start = data.index(_SORTED_FROM) + 1 if known else len(data)
        total = self._add(0, self._start)
        self.log_total = log(_TOTAL if known else total)

    def frequency(self, word: str) -> int | None:
        if word[0] not in self._filled:
            self._fill(word[0])
        return self._words.get(word)

    def _fill(self, char: str) -> None:
        """Take up the words that begin with ``char``."""
        self._filled.add(char)
        first = char.encode("utf-8", "surrogatepass")
        self._add(self._search(first), self._search(first + b"\xff"))

    def _search(self, key: bytes) -> int:
        """Where the first line that is not before ``key`` starts, in the sorted part."""
        low, high = self._start, len(self._data)
        while low < high:
            line = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._data[line : line + len(key)] < key:
                low = (self._data.find(b"\n", (low + high) // 2) + 1) or len(self._data)
            else:
                high = line
        return low

    def _add(self, start: int, end: int) -> int:
        total = 0
        for line in self._data[start:end].decode().splitlines():
            word, count, _ = line.split(" ", 2)
            number = int(count)
            if number < LEAST_FREQUENCY or len(word) > LONGEST:
                continue
            self._words[word] = number
            total += number
            for stop in range(1, len(word)):
                self._words.setdefault(word[:stop], 0)
        return total


class WordCutter:
    """Cuts short phrases into words, the same way on every machine."""

    @cached_property
    def _dictionary(self) -> Dictionary:
        spec = find_spec("jieba")
        if spec is None or spec.origin is None:
            raise PlanExtractError("jieba is missing; install planextract again")
        return Dictionary(Path(spec.origin).with_name("dict.txt").read_bytes())

    @lru_cache(maxsize=4096)  # noqa: B019 - one cutter lives as long as the process
    def ends(self, text: str) -> frozenset[int]:
        """The offsets at which a word of ``text`` ends."""
        found, at = set[int](), 0
        for block in _BLOCK.split(text):
            if _BLOCK.fullmatch(block):
                found.update(at + end for end in self._word_ends(block))
            else:
                found.update(at + end for end in _single(block))
            at += len(block)
        return frozenset(found)

    def is_boundary(self, text: str, at: int) -> bool:
        """Whether a word ends at offset ``at`` of ``text``.

        >>> WordCutter().is_boundary("中小学教师", 1), WordCutter().is_boundary("中小学教师", 3)
        (False, True)
        """
        return at in self.ends(text[: at + 12])

    def _word_ends(self, text: str) -> list[int]:
        """The ends of words on the most probable way through a block; Latin letters and digits stay together."""
        best: list[tuple[float, int]] = [(0.0, 0)] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            best[start] = max((weight + best[end][0], end) for end, weight in self._words_at(text, start))
        ends, at = [], 0
        while at < len(text):
            end = best[at][1]
            alone = end == at + 1 and _LATIN.match(text, at)
            if not (alone and end < len(text) and best[end][1] == end + 1 and _LATIN.match(text, end)):
                ends.append(end)
            at = end
        return ends

    def _words_at(self, text: str, start: int) -> list[tuple[int, float]]:
        """The ends of the words that begin here, with the logarithm of how probable each is."""
        words = []
        for end in range(start + 1, len(text) + 1):
            frequency = self._dictionary.frequency(text[start:end])
            if frequency is None:
                break
            if frequency:
                words.append((end, log(frequency) - self._dictionary.log_total))
        return words or [(start + 1, -self._dictionary.log_total)]


def _single(block: str) -> list[int]:
    """What is no word is cut at every character, but a line end of two stays whole."""
    return [match.end() for match in re.finditer(r"\r\n|.", block, re.DOTALL)]
