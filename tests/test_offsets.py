"""Spans and readings: whatever is edited, the way back to the source is exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planextract.offsets import Edit, Reading, Span


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, int, int, list[Edit]]:
    """A source, a range of it and sorted edits inside the range."""
    source = draw(st.text("一二三abc 12", max_size=40))
    start = draw(st.integers(0, len(source)))
    end = draw(st.integers(start, len(source)))
    cuts = sorted(draw(st.lists(st.integers(start, end), max_size=10, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return source, start, end, [Edit(a, b, draw(st.text("xyz", max_size=3))) for a, b in pairs]


@given(edited())
def test_a_reading_is_the_source_with_its_edits(case: tuple[str, int, int, list[Edit]]) -> None:
    source, start, end, edits = case
    expected, at = "", start
    for edit in edits:
        expected += source[at : edit.start] + edit.text
        at = edit.end
    assert Reading.of(source, start, end, edits).text == expected + source[at:end]


@given(edited(), st.data())
def test_spans_of_a_reading_are_found_in_the_source(
    case: tuple[str, int, int, list[Edit]], data: st.DataObject
) -> None:
    source, start, end, edits = case
    reading = Reading.of(source, start, end, edits)
    first = data.draw(st.integers(0, len(reading.text)))
    last = data.draw(st.integers(first, len(reading.text)))
    span = reading.source(first, last)
    assert start <= span.start <= span.end <= end
    kept = [c for c in reading.text[first:last] if c not in "xyz"]
    plain = iter(span.of(source))
    assert all(char in plain for char in kept), "what was not edited stands in the span, in order"


@given(edited())
def test_without_edits_offsets_are_those_of_the_source(case: tuple[str, int, int, list[Edit]]) -> None:
    source, start, end, _ = case
    reading = Reading.of(source, start, end)
    assert reading.text == source[start:end]
    assert [reading.at(i) for i in range(len(reading.text))] == list(range(start, end))


def test_an_edit_inside_a_span_is_swallowed_and_one_beside_it_is_not() -> None:
    source = "达到 9 8 .5 % 以上"
    edits = [Edit(i, i + 1, "") for i, c in enumerate(source) if c == " "]
    reading = Reading.of(source, 0, len(source), edits)
    assert reading.text == "达到98.5%以上"
    assert reading.source(2, 6).of(source) == "9 8 .5"
    assert reading.source(0, 2).of(source) == "达到"


def test_spans() -> None:
    assert Span(2, 4).of("提高到九成") == "到九"
    assert Span(0, 5).covers(Span(1, 5)) and not Span(0, 5).covers(Span(1, 6))
    assert Span(0, 2).overlaps(Span(1, 3)) and not Span(0, 2).overlaps(Span(2, 3))
