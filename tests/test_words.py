"""Word boundaries are those of jieba on the same dictionary, without its loading."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from planextract.reading import words

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
STRANGE = ["A股B1", "\r\n ", "C++", "x", "江小白", "T恤3件", "%5", "２", "阿", "\ud800", "́", "4_.-"]


@cache
def reference() -> Any:
    """jieba's own tokenizer, filled with all words that count."""
    import jieba

    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    total = 0  # with the words that stand there twice
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ", 2)
            if int(count) >= words.LEAST_FREQUENCY and len(word) <= words.LONGEST:
                frequencies[word] = int(count)
                total += int(count)
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer


def ends(text: str) -> frozenset[int]:
    at, found = 0, set()
    for word in reference().cut(text, HMM=False):
        at += len(word)
        found.add(at)
    return frozenset(found)


def test_boundaries_are_those_of_jieba() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(CORPUS.glob("*/plan.txt")))
    dice = random.Random(1)
    cutter = words.WordCutter()
    for number in range(6000):
        start = dice.randrange(len(text))
        piece = text[start : start + dice.randint(1, 16)]
        if number % 5 == 0:
            piece = "".join(dice.sample(piece, len(piece))) + dice.choice(STRANGE)
        assert cutter.ends(piece) == ends(piece), repr(piece)


def test_the_sum_of_frequencies_is_that_of_the_dictionary() -> None:
    assert reference().total == words._TOTAL
    assert files("jieba").joinpath("dict.txt").stat().st_size == words._SIZE  # type: ignore[attr-defined]


def test_another_dictionary_is_read_whole() -> None:
    dictionary = words.Dictionary("中 100 n\n中小学 50 n\n小学 30 n\n罕见 1 n\n".encode())
    assert [dictionary.frequency(word) for word in ("中", "中小", "中小学", "罕见")] == [100, 0, 50, None]
