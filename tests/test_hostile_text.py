"""Texts made to take long: time grows with the length and not faster, and what is too much is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from invariants import disordered, ungrounded
from planextract import Extraction, extract
from planextract.batch import read_one
from planextract.document import Document
from planextract.inputs import Input
from planextract.limits import Limits

LONG = {
    "digits": "9" * 1_000_000,
    "full-width digits": "９" * 100_000,
    "numerals": "一" * 100_000,
    "spaced digits": "1 " * 2_000,
    "brackets": "（" * 100_000,
    "closing brackets": "）" * 100_000,
    "deep nesting": "（《“" * 30_000 + "5" + "”》）" * 30_000,
    "quotes": "“" * 100_000,
    "surrogates": "\ud800" * 100_000,
    "combining marks": "\u0301" * 100_000,
    "invisible": "\u200b" * 100_000,
    "blank": " " * 100_000,
    "full-width blank": "\u3000" * 100_000,
    "line ends": "\r\n" * 50_000,
    "tabs": "\t" * 100_000,
    "pipes": "|" * 100_000,
    "rules": "|---" * 25_000,
    "bookmarks": "[bookmark:" * 10_000,
    "tags": "<td " * 25_000,
    "entities": "&nbsp" * 20_000,
    "maths": "$\\text{" * 14_000,
    "marks of lists": "一、" * 33_000,
    "headings": "第一章 总则\n" * 5_000,
    "no stop": "养老服务" * 25_000,
    "county": "县" * 100_000,
}
"""Much of one thing; together with a sentence that has to be read all the same."""

DENSE = {
    "percentages": "5%",
    "one a line": "5%\n",
    "ranges": "1至",
    "dashes": "1—",
    "list": "1,",
    "dotted": "1.",
    "in brackets": "（1",
    "rows": "1\t2\n",
    "table": "| 1 | 2 |\n",
    "targets": "由5提高到6",
    "distributed": "分别达到5%、6%、",
    "building": "新建养老院1所，改建2所，",
    "sentences": "到2025年，建成床位5张。",
    "value words": "全覆盖",
    "doubling": "翻番",
    "dates": "2021年5月1日",
    "list marks": "（一）建成5张\n",
}
"""Nothing but figures: costly, so that only the growth is measured."""
SIZE = 2_500
SENTENCE = "到2025年，全县养老机构护理型床位占比达到55%以上。"


def read(text: str) -> Extraction:
    return extract(Document(text, "plan.txt", "0" * 64))


def seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", LONG)
def test_long_things_are_passed_quickly(name: str) -> None:
    text = f"{LONG[name]}\n\n{SENTENCE}\n"
    start = time.process_time()
    found = read(text)
    taken = time.process_time() - start
    assert ungrounded(text, found) + disordered(found) == []
    assert [str(record.value.number) for record in found.records][-1:] == ["55"]
    assert taken < 8


@pytest.mark.parametrize("name", DENSE)
def test_time_grows_with_the_length(name: str) -> None:
    """Twice the text takes twice the time; four times would be a fault. The best of some tries counts."""
    read(SENTENCE)
    ratio = 9.0
    for _ in range(4):
        one, two = (seconds((DENSE[name] * size)[:size]) for size in (SIZE, 2 * SIZE))
        ratio = min(ratio, two / max(one, 0.01))
        if ratio < 3:
            break
    assert ratio < 3


def test_what_is_too_much_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes("建成床位5张，".encode() * 2_700_000)  # one line of 54 MB
    start = time.process_time()
    outcome = read_one(Input("line.txt", str(path)))
    assert "characters" in str(outcome.error) and "split" in str(outcome.error)
    assert time.process_time() - start < 10
    outcome = read_one(Input("line.txt", str(path)), limits=Limits(megabytes=10))
    assert "MB are more than" in str(outcome.error)


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "dense.txt"
    path.write_text("由5提高到6" * 100_000, encoding="utf-8")
    start = time.monotonic()
    outcome = read_one(Input("dense.txt", str(path)), limits=Limits(seconds=1))
    assert "not finished after 1 s" in str(outcome.error)
    assert time.monotonic() - start < 10
