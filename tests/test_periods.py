"""Dates and periods alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.layout.normalise import folded, read
from planextract.patterns import load_patterns
from planextract.reading.periods import Date, PeriodReader, plan_ordinal, plan_years, year_of

PATTERNS = load_patterns()
READER = PeriodReader(PATTERNS)
FORMS = ["span", "months", "calendar", "dotted", "plan", "yearly", "relative", "month_day", "part"]
REPORT = 2024
DIGIT = "〇一二三四五六七八九"


def dates(text: str, report: int | None = None, passage: int | None = None) -> list[Date]:
    base = folded(text)
    return list(READER.find(read(base, 0, len(base)).text, report, passage))


def shown(text: str, report: int | None = None, passage: int | None = None) -> list[str]:
    return [f"{d.first or ''}..{d.last or ''}" for d in dates(text, report, passage)]


def in_words(number: int) -> str:
    """A month or a day in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGIT[tens]) + ("十" if tens else "") + (DIGIT[ones] if ones else "")


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_read_back_in_every_form(day: date) -> None:
    year = "".join(DIGIT[int(c)] for c in str(day.year))
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{year}年{in_words(day.month)}月{in_words(day.day)}日",
        f"{year.replace('〇', '○')}年{in_words(day.month)}月{in_words(day.day)}日",
        f"{day.year}-{day.month:02d}-{day.day:02d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    for form in forms:
        assert shown(form) == [f"{day.isoformat()}..{day.isoformat()}"], form


@given(st.integers(1950, 2095), st.integers(1, 4), st.sampled_from(["—", "－", "-", "–", "～", "~", "至", "到", "——"]))
def test_a_span_of_years_is_read_back_with_every_dash(first: int, width: int, dash: str) -> None:
    last = first + width
    for form in (f"{first}{dash}{last}年", f"{first}年{dash}{last}年", f"{first}{dash}{last}"):
        (found,) = dates(form)
        assert (found.first, found.last, found.period) == (f"{first}-01-01", f"{last}-12-31", True)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 1)))
def test_a_month_ends_on_its_last_day(day: date) -> None:
    (found,) = dates(f"{day.year}年{day.month}月底前")
    assert found.last is not None
    assert (date.fromisoformat(found.last) + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年", "2025-01-01..2025-12-31"),
        ("2 0 2 5 年", "2025-01-01..2025-12-31"),
        ("20 25年", "2025-01-01..2025-12-31"),
        ("2O25年", "2025-01-01..2025-12-31"),
        ("２０２５年", "2025-01-01..2025-12-31"),
        ("二〇三五年", "2035-01-01..2035-12-31"),
        ("二0三五年", "2035-01-01..2035-12-31"),
        ("二○三五年", "2035-01-01..2035-12-31"),
        ("二Ｏ三五年", "2035-01-01..2035-12-31"),
        ("一九九八年", "1998-01-01..1998-12-31"),
        ("2025年底", "2025-01-01..2025-12-31"),
        ("2025年年底前", "2025-01-01..2025-12-31"),
        ("到2025年末", "2025-01-01..2025-12-31"),
        ("2021年度", "2021-01-01..2021-12-31"),
        ("2025财年", "2025-01-01..2025-12-31"),
        ("2025年初", "2025-01-01..2025-01-01"),
        ("2025年6月底前", "2025-06-01..2025-06-30"),
        ("2024年2月", "2024-02-01..2024-02-29"),
        ("2025年上半年", "2025-01-01..2025-06-30"),
        ("2024年第一季度", "2024-01-01..2024-03-31"),
        ("2024年二季度末", "2024-01-01..2024-06-30"),
        ("2024年前三季度", "2024-01-01..2024-09-30"),
        ("2025年1-6月", "2025-01-01..2025-06-30"),
        ("2022年5月1日至5月31日", "2022-05-01..2022-05-31"),
        ("2022年5月1日至31日", "2022-05-01..2022-05-31"),
        ("2021—25年", "2021-01-01..2025-12-31"),
        ("2021一2025年", "2021-01-01..2025-12-31"),
        ("二〇二一至二〇二五年", "2021-01-01..2025-12-31"),
        ("2020年底至2022年底", "2020-01-01..2022-12-31"),
        ("2022年5月至2023年6月", "2022-05-01..2023-06-30"),
        ("2024—2025学年", "2024-09-01..2025-08-31"),
        ("2024/2025学年", "2024-09-01..2025-08-31"),
        ("“十四五”末", "2021-01-01..2025-12-31"),
        ("“十四五”期间", "2021-01-01..2025-12-31"),
        ("“十四五”时期", "2021-01-01..2025-12-31"),
        ("十四五末", "2021-01-01..2025-12-31"),
        ("十三五期间", "2016-01-01..2020-12-31"),
        ("“十五五”时期", "2026-01-01..2030-12-31"),
        ("“十五”期末", "2001-01-01..2005-12-31"),
        ("“九五”期间", "1996-01-01..2000-12-31"),
        ("“一五”时期", "1953-01-01..1957-12-31"),
        ("“十四五”初期", "2021-01-01..2021-12-31"),
        ("“十四五”中期", "2021-01-01..2023-12-31"),
        ("“十四五”前三年", "2021-01-01..2023-12-31"),
        ("“十四五”后两年", "2024-01-01..2025-12-31"),
        ("每年6月30日前", "..--06-30"),
        ("每年9月底前", "..--09-30"),
        ("每年年底前", "..--12-31"),
        ("每年上半年", "..--06-30"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年", "2024-01-01..2024-12-31"),
        ("去年底", "2023-01-01..2023-12-31"),
        ("上年末", "2023-01-01..2023-12-31"),
        ("过去一年", "2023-01-01..2023-12-31"),
        ("前年", "2022-01-01..2022-12-31"),
        ("明年", "2025-01-01..2025-12-31"),
        ("过去五年", "2019-01-01..2023-12-31"),
        ("近三年", "2021-01-01..2023-12-31"),
        ("五年来", "2019-01-01..2023-12-31"),
        ("今后五年", "2024-01-01..2028-12-31"),
        ("未来三年", "2024-01-01..2026-12-31"),
        ("今年上半年", "2024-01-01..2024-06-30"),
        ("去年前三季度", "2023-01-01..2023-09-30"),
        ("今年6月底前", "2024-06-01..2024-06-30"),
    ],
)
def test_relative_dates_need_the_year_of_the_report(text: str, expected: str) -> None:
    assert shown(text, REPORT) == [expected]
    assert [(d.last, d.use) for d in dates(text)] == [(None, "mere")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上半年", "2024-01-01..2024-06-30"),
        ("第一季度", "2024-01-01..2024-03-31"),
        ("前三季度", "2024-01-01..2024-09-30"),
        ("6月底前", "2024-06-01..2024-06-30"),
        ("12月31日前", "2024-12-31..2024-12-31"),
        ("1—9月", "2024-01-01..2024-09-30"),
        ("1月至9月", "2024-01-01..2024-09-30"),
    ],
)
def test_dates_without_a_year_belong_to_the_passage(text: str, expected: str) -> None:
    assert shown(text, REPORT, 2024) == [expected]
    assert [(d.last, d.use) for d in dates(text)] == [(None, "mere")]


def test_dates_without_a_year_take_that_of_their_sentence() -> None:
    assert shown("2022年5月底前开工，10月底前建成。6月底前验收")[:2] == [
        "2022-05-01..2022-05-31",
        "2022-10-01..2022-10-31",
    ]
    assert shown("2022年5月底前开工。6月底前验收")[1] == ".."
    assert shown("2021—2025年，6月底前")[1] == ".."


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("比2020年提高", "from"),
        ("较“十三五”末增长", "from"),
        ("从2021年的5%", "from"),
        ("自2021年起", "since"),
        ("2021年7月1日起", "since"),
        ("“十三五”以来", "since"),
        ("到2025年", "due"),
        ("2025年前", "due"),
        ("“十四五”规划", "mere"),
        ("“十四五”发展规划", "mere"),
        ("十四五规划", "mere"),
    ],
)
def test_what_the_words_around_make_of_a_date(text: str, use: str) -> None:
    assert [d.use for d in dates(text)] == [use]


@pytest.mark.parametrize(
    "text",
    [
        "2025个",
        "12345",
        "20251",
        "2022年13月5",
        "2022-13-01",
        "2022.5",
        "6个月",
        "三年级",
        "五保供养",
        "二十五个",
        "第十五",
        "每年3次",
        "2025-2021",
        "2022年2月30日",
        "1/10万",
        "半年",
        "三五个",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [d.text for d in dates(text) if d.last and len(d.text) > 5] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025年中央财政投入", "2025年"),
        ("2025年前三季度完成", "2025年前三季度"),
        ("2025年初中毕业生", "2025年"),
        ("2025年内容", "2025年"),
        ("2025年年底前完成", "2025年年底前"),
        ("到2025年，", "2025年"),
        ("今年前两个月", "今年"),
    ],
)
def test_a_date_ends_where_another_word_begins(text: str, found: str) -> None:
    assert [d.text for d in dates(text)] == [found]


def test_the_calendar_of_five_year_plans() -> None:
    assert [plan_years(n) for n in (1, 2, 3, 4, 5, 14, 15)] == [
        (1953, 1957), (1958, 1962), (1966, 1970), (1971, 1975), (1976, 1980), (2021, 2025), (2026, 2030),
    ]  # fmt: skip
    assert [plan_ordinal(t) for t in ("“十四五”", "十五", "'九五'", "五", "二十五")] == [14, 10, 9, None, None]
    assert [year_of(t) for t in ("二〇三五", "2035", "二O三五")] == [2035] * 3


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "2021-" * 20_000, "2021年" * 20_000, "十五" * 50_000, "6月底前。" * 10_000, " " * 100_000]
)
def test_hostile_lines_take_no_more_than_a_moment(text: str) -> None:
    assert len(dates(text, REPORT, REPORT)) <= len(text)


@pytest.mark.parametrize("form", FORMS)
def test_every_example_of_a_form_is_found(form: str) -> None:
    for example in PATTERNS["periods"][form].examples:
        assert dates(example, REPORT, REPORT), example
