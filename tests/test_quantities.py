"""Quantities: number, unit, denominator, comparator and range, in every form plans write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.layout.normalise import folded, read
from planextract.patterns import load_patterns
from planextract.reading.quantities import Quantity, QuantityReader
from planextract.reading.scan import Scanner

PATTERNS = load_patterns()
SCANNER, READER = Scanner(PATTERNS), QuantityReader(PATTERNS)
WIDE = {ord("0") + i: 0xFF10 + i for i in range(10)} | {ord("."): "．", ord("%"): "％"}
DASHES = ["—", "——", "–", "－", "-", "～", "~", "〜", "‐", "−", "至", "到", " - "]
COMPARED = [
    ("不低于{}", ">="),
    ("不少于{}", ">="),
    ("不应少于{}", ">="),
    ("不得低于{}", ">="),
    ("至少{}", ">="),
    ("≥{}", ">="),
    ("{}以上", ">="),
    ("{}及以上", ">="),
    ("至少{}以上", ">="),
    ("不超过{}", "<="),
    ("不得超过{}", "<="),
    ("不超过{}以内", "<="),
    ("控制在{}以内", "<="),
    ("≤{}", "<="),
    ("{}以下", "<="),
    ("{}以内", "<="),
    ("控制在{}", "<="),
    ("超过{}", ">"),
    ("高于{}", ">"),
    ("＞{}", ">"),
    ("突破{}", ">"),
    ("低于{}", "<"),
    ("不足{}", "<"),
    ("＜{}", "<"),
    ("近{}", "~"),
    ("约{}", "~"),
    ("{}左右", "~"),
    ("控制在{}左右", "~"),
    ("达到{}", "="),
    ("为{}", "="),
    ("附近{}", "="),
    ("签约{}", "="),
    ("节约{}", "="),
]


def quantities(text: str) -> list[Quantity]:
    base = folded(text)
    reading = read(base, 0, len(base)).text
    return READER.read(reading, list(SCANNER.scan(reading)))


def one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


def shown(text: str) -> str:
    """A quantity in short: comparator number..high unit/per."""
    q = one(text)
    high = "" if q.high is None else f"..{q.high.normalize():f}"
    number = "" if q.number is None else f"{q.number.normalize():f}"
    return f"{q.comparator}{number}{high} {q.unit}" + "".join(f"/{per}" for per in q.per)


@given(
    st.integers(min_value=1, max_value=10**8),
    st.integers(min_value=0, max_value=2),
    st.sampled_from(["%", "‰", "万元", "个", "公里", "吨标准煤"]),
)
def test_a_number_is_read_back_however_it_is_printed(whole: int, places: int, unit: str) -> None:
    value = Decimal(whole).scaleb(-places)
    plain = f"{value:f}"
    for text in (
        f"{plain}{unit}",
        f"{value:,f}{unit}",
        f"{plain} {unit}",
        " ".join(plain) + f" {unit}",
        f"{plain}{unit}".translate(WIDE),
    ):
        q = one(text)
        assert (q.number, q.unit, q.comparator) == (value, unit, "=")


@given(
    st.integers(min_value=1, max_value=999),
    st.integers(min_value=1, max_value=999),
    st.sampled_from(DASHES),
    st.sampled_from(["%", "万人", "倍", "名"]),
)
def test_a_range_is_read_back_with_every_dash(low: int, width: int, dash: str, unit: str) -> None:
    for first in ("", unit):
        q = one(f"{low}{first}{dash}{low + width}{unit}")
        assert (q.number, q.high, q.unit, q.comparator) == (low, low + width, unit, "range")


@given(
    st.integers(min_value=2, max_value=10**6), st.sampled_from(COMPARED), st.sampled_from(["%", "万元", "所", "人次"])
)
def test_comparators_before_behind_and_both(number: int, compared: tuple[str, str], unit: str) -> None:
    form, comparator = compared
    q = one(form.format(f"{number}{unit}"))
    assert (q.number, q.unit, q.comparator) == (number, unit, comparator)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百分之八点五", "=8.5 %"),
        ("千分之三", "=3 ‰"),
        ("０.３８‰", "=0.38 ‰"),
        ("6 .5 %", "=6.5 %"),
        ("1 0 ‰", "=10 ‰"),
        ("9 8 .5 %", "=98.5 %"),
        ("百分之百", "=100 %"),
        ("超过百分之六十", ">60 %"),
        ("不低于百分之八", ">=8 %"),
        ("6个百分点", "=6 个百分点"),
        ("六个百分点", "=6 个百分点"),
        ("6%", "=6 %"),
        ("一半以上", ">=0.5 "),
        ("近一半", "~0.5 "),
        ("三分之二以上", ">=0.6667 "),
        ("七成", "=7 成"),
        ("六成以上", ">=6 成"),
        ("近九成", "~9 成"),
        ("1.3倍", "=1.3 倍"),
        ("翻一番", "=1 番"),
        ("-0.5%", "=-0.5 %"),
        ("降至零", "=0 "),
    ],
)
def test_shares(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2万", "=1.2 万"),
        ("13.89亿", "=13.89 亿"),
        ("25.53亿元", "=25.53 亿元"),
        ("近700万元", "~700 万元"),
        ("三十万人", "=30 万人"),
        ("两千三百五十万元", "=2350 万元"),
        ("5千人", "=5 千人"),
        ("3千瓦", "=3 千瓦"),
        ("6300千伏安", "=6300 千伏安"),
        ("20余项", "~20 项"),
        ("6万余名", "~6 万名"),
        ("200多万元", "~200 万元"),
        ("5000多人", "~5000 人"),
        ("20多万人", "~20 万人"),
        ("3.35万余人(次)", "~3.35 万人（次）"),
        ("十余次", "~10 次"),
        ("十几个", "~10 个"),
        ("三百余万元", "~300 万元"),
        ("十余万人次", "~10 万人次"),
        ("上千人", "~1000 人"),
        ("上万人次", "~10000 人次"),
        ("近千亩", "~1000 亩"),
        ("超百家", ">100 家"),
        ("突破千亿元", ">1000 亿元"),
        ("数十家", "= 家"),
        ("60 000元", "=60000 元"),
        ("12 300 人", "=12300 人"),
        ("1,250元", "=1250 元"),
        ("1200台（套）", "=1200 台（套）"),
        ("3万人（不含兵团）", "=3 万人"),
    ],
)
def test_counts_and_money(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3%—8%", "range3..8 %"),
        ("3—8%", "range3..8 %"),
        ("3%一8%", "range3..8 %"),
        ("3一8个", "range3..8 个"),
        ("20-30个", "range20..30 个"),
        ("1至2名", "range1..2 名"),
        ("1.5—2倍", "range1.5..2 倍"),
        ("200元至60000元", "range200..60000 元"),
        ("两三个", "range2..3 个"),
        ("三四十人", "range30..40 人"),
        ("十八至三十万元", "range18..30 万元"),
        ("80万至100万元", "range80..100 万元"),
        ("5000元至1万元", "range5000..10000 元"),
        ("5000至1万元", "range5000..10000 元"),
        ("50万至1亿元", "range50..10000 万元"),
        ("从业人员1至2名", "range1..2 名"),
        ("三至五年", "range3..5 年"),
        ("450～500平方公里", "range450..500 平方公里"),
    ],
)
def test_ranges(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "由900元至1100元",
        "从3个到5个",
        "3个月至1年",
        "0878-3389166",
        "8-3个",
        "3—3个",
        "5%、8%",
        "第2—3章",
        "1-2-3",
        "3个至5%",
        "由每人每月610元至640元",
    ],
)
def test_two_numbers_that_are_no_range(text: str) -> None:
    assert all(q.comparator != "range" for q in quantities(text))
    assert len(quantities(text)) > 1


def test_a_rise_may_start_from_a_range() -> None:
    assert [(q.number, q.high) for q in quantities("由1至2名提高到3名")] == [(1, 2), (3, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500元/人/月", "=500 元/人/月"),
        ("500元/人·月", "=500 元/人/月"),
        ("500元每人每月", "=500 元/人/月"),
        ("500元/月", "=500 元/月"),
        ("43张/千人", "=43 张/千人"),
        ("30平方米/百户", "=30 平方米/百户"),
        ("120人/平方公里", "=120 人/平方公里"),
        ("30m²/户", "=30 m²/户"),
        ("$30\\text{ m}^2$/户", "=30 m²/户"),
        ("0.5吨标准煤/万元", "=0.5 吨标准煤/万元"),
        ("12.5/10万", "=12.5 /10万"),
        ("35微克/立方米", "=35 微克/立方米"),
        ("15毫克/升", "=15 毫克/升"),
        ("3.5元/斤", "=3.5 元/斤"),
        ("400公斤/亩", "=400 公斤/亩"),
        ("2.5件/万人", "=2.5 件/万人"),
        ("30人/万人", "=30 人/万人"),
        ("15台/百人", "=15 台/百人"),
        ("12立方米/万元", "=12 立方米/万元"),
        ("控制在9/10万以内", "<=9 /10万"),
        ("6.4张/千人口", "=6.4 张/千人口"),
        ("30张/千名老年人", "=30 张/千名老年人"),
        ("800元/生·年", "=800 元/生/年"),
        ("5万元/所", "=5 万元/所"),
    ],
)
def test_denominators(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("55%", "share"),
        ("1.8‰", "share"),
        ("6个百分点", "points"),
        ("1.3倍", "ratio"),
        ("七成", "ratio"),
        ("3万元", "money"),
        ("300万美元", "money"),
        ("1997人", "people"),
        ("22.18万人次", "people"),
        ("3万人日", "people"),
        ("79.3岁", "people"),
        ("15986张", "beds"),
        ("500床", "beds"),
        ("350个", "count"),
        ("1200台（套）", "count"),
        ("900学位", "count"),
        ("2课时", "count"),
        ("3万架次", "count"),
        ("120万亩次", "count"),
        ("50万标准箱", "count"),
        ("30万株", "count"),
        ("12万羽", "count"),
        ("90分", "count"),
        ("30㎡", "area"),
        ("3万亩", "area"),
        ("300平方公里", "area"),
        ("10公里", "length"),
        ("300皮长公里", "length"),
        ("120万吨", "mass"),
        ("5000吨标准煤", "mass"),
        ("5万吨级", "mass"),
        ("3.2亿立方米", "volume"),
        ("35微克/立方米", "concentration"),
        ("30亿吨公里", "traffic"),
        ("200亿人公里", "traffic"),
        ("5亿千瓦时", "energy"),
        ("200兆瓦时", "energy"),
        ("3亿度电", "energy"),
        ("20万千瓦", "power"),
        ("6300千伏安", "power"),
        ("35蒸吨", "power"),
        ("220千伏", "voltage"),
        ("1000Mbps", "data"),
        ("55分贝", "sound"),
        ("1.5℃", "temperature"),
        ("24小时", "time"),
        ("20个工作日", "time"),
        ("15分钟", "time"),
        ("3个学期", "time"),
    ],
)
def test_what_units_measure(text: str, family: str) -> None:
    q = one(text)
    assert q.family == family
    assert text.endswith(q.unit)


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("达到3%—8%以上。", "3%—8", "3%—8%以上"),
        ("不超过5%以内，", "5", "不超过5%以内"),
        ("每人每月500元/人/月。", "500", "500元/人/月"),
        ("投资25.53亿元，", "25.53", "25.53亿元"),
        ("至少建成12个以上的", "12", "至少建成12个以上"),
        ("增速为-0.5%，", "0.5", "-0.5%"),
    ],
)
def test_spans(text: str, number: str, whole: str) -> None:
    q = one(text)
    assert (text[q.first : q.last], text[q.start : q.end]) == (number, whole)


@pytest.mark.parametrize("text", ["3所内部机构", "5家外贸企业", "3家以上海为主", "500元起到"])
def test_a_word_behind_the_number_that_only_looks_like_a_comparator(text: str) -> None:
    assert one(text).comparator in ("=", ">=")
    assert not text[: one(text).end].endswith(("内", "外", "起"))


def test_numbers_inside_units_are_no_quantities() -> None:
    assert [q.number for q in quantities("提高6个百分点，达到43张/千人、30平方米/百户、12/10万")] == [6, 43, 30, 12]


@pytest.mark.parametrize(
    "text", ["9" * 100_000 + "个", "1-" * 30_000, "5个、" * 20_000, "元/人" * 20_000, "1至" * 20_000]
)
def test_hostile_lines_take_no_more_than_a_moment(text: str) -> None:
    assert len(quantities(text)) <= len(text)
