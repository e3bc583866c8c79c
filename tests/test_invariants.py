"""What holds of every text, also of one that is no plan: no exception, spans that slice, a whole ledger, same bytes."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invariants import disordered, misplaced, unaccounted, ungrounded, unlinked
from planextract import Extraction, extract, load_bytes
from planextract.document import Document
from planextract.errors import LoadError
from planextract.layout.blocks import LayoutReader
from planextract.patterns import load_patterns
from planextract.writing import chunk
from texts import PLANS, broken, texts

bounded = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
many = settings(bounded, max_examples=250)
SEPARATOR = "\n\n第九章  附则\n\n"


def read(text: str) -> Extraction:
    return extract(Document(text, "plan.txt", "0" * 64))


def faults(text: str) -> list[str]:
    """Everything that should not be so; empty for every text."""
    found = read(text)
    return ungrounded(text, found) + disordered(found) + unlinked(found) + misplaced(text, found)


@many
@given(texts)
@example("")
@example("\ud800" * 5 + "到2025年，床位达到300张")
@example("9" * 500)
@example("百分之" + "十" * 60)
def test_spans_slice_and_the_ledger_is_in_order(text: str) -> None:
    assert faults(text) == []


@settings(bounded, max_examples=100)
@given(broken())
def test_every_number_of_a_broken_plan_is_accounted_for(text: str) -> None:
    assert unaccounted(text, read(text)) == []


@settings(bounded, max_examples=60)
@given(texts)
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    sound = text.encode("utf-8", "replace").decode()
    first, second = read(sound), read(sound)
    for form in ("json", "jsonl", "csv"):
        assert chunk(first, form) == chunk(second, form)


@settings(bounded, max_examples=100)
@given(texts)
def test_readings_point_forward_into_their_source(text: str) -> None:
    """Each character of a reading comes from a place not before that of the one in front of it."""
    layout = LayoutReader(load_patterns()).read(Document(text, "plan.txt", "0" * 64))
    for block in layout.blocks:
        places = [block.reading.source(at, at + 1) for at in range(len(block.text))]
        starts = [span.start for span in places]
        assert starts == sorted(starts)
        assert all(0 <= span.start <= span.end <= len(text) for span in places)


@settings(bounded, max_examples=250)
@given(st.binary(max_size=600))
@example(b"\xff\xfe\x00\xd8")
@example("到2025年".encode("utf-16"))
@example(b"PK\x03\x04" + b"\0" * 40)
@example(b"%PDF-1.7\n")
@example(b"<html><table><tr><td>1</table>")
def test_any_bytes_give_a_document_or_one_line(data: bytes) -> None:
    for name in ("plan.txt", "plan.md"):
        try:
            document = load_bytes(data, name)
        except LoadError as error:
            assert "\n" not in str(error)
        else:
            assert isinstance(document.text, str)


@pytest.mark.parametrize("plan", PLANS, ids=range(len(PLANS)))
def test_a_plan_twice_gives_everything_twice(plan: str) -> None:
    assert_doubled(plan.rstrip("\n"))


def assert_doubled(text: str) -> None:
    """The second copy is read as the first one, and each of them as the text alone."""
    doubled = text + SEPARATOR + text
    shift = len(text) + len(SEPARATOR)
    both = read(doubled).records
    starts = [record.value.span[0] for record in both]
    assert starts == sorted(starts)
    at = bisect_right(starts, shift - 1)
    assert [shown(r, 0) for r in both[:at]] == [shown(r, shift) for r in both[at:]]
    assert [shown(r, 0) for r in both[:at]] == [shown(r, 0) for r in read(text).records]


def shown(record: Any, shift: int) -> tuple[Any, ...]:
    start, end = record.value.span
    return (
        record.kind,
        record.indicator.text,
        record.value.number,
        record.value.high,
        record.value.unit,
        start - shift,
        end - shift,
    )
