"""Word boundaries, from a jieba tokenizer of our own.

jieba is asked only whether a lead word of a phrase is a word or the beginning of a longer one (中 of 中小学), so it is
loaded when first needed. The tokenizer is filled here from the dictionary that jieba ships: its own loading would read
a cache in the temporary folder that anybody may have written, and would attach a handler to standard error.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

LEAST_FREQUENCY = 3
LONGEST = 6
"""Words of the dictionary that are rarer or longer than this decide no boundary that is asked for."""


class WordCutter:
    """Cuts short phrases into words, the same way on every machine."""

    @cached_property
    def _tokenizer(self) -> Any:
        import jieba

        tokenizer = jieba.Tokenizer()
        frequencies: dict[str, int] = {}
        total = 0
        with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, count, _ = line.split(" ", 2)
                number = int(count)
                if number < LEAST_FREQUENCY or len(word) > LONGEST:
                    continue
                frequencies[word] = number
                total += number
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
        tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
        return tokenizer

    @lru_cache(maxsize=4096)  # noqa: B019 - one cutter lives as long as the process
    def ends(self, text: str) -> frozenset[int]:
        """The offsets at which a word of ``text`` ends."""
        at, found = 0, set()
        for word in self._tokenizer.cut(text, HMM=False):
            at += len(word)
            found.add(at)
        return frozenset(found)

    def is_boundary(self, text: str, at: int) -> bool:
        """Whether a word ends at offset ``at`` of ``text``.

        >>> WordCutter().is_boundary("中小学教师", 1), WordCutter().is_boundary("在岗教师", 1)
        (False, False)
        """
        return at in self.ends(text[: at + 12])
