"""The audit, check by check: a passage that contradicts itself is found and graded, its consistent twin is not."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import planextract
from planextract import Finding, audit, extract, load_bytes
from planextract.auditing import at_least, between
from planextract.auditing.sheet import patchwork, plain
from planextract.auditing.units import denominator, measure
from planextract.auditing.wording import Words
from planextract.patterns import load_patterns
from planextract.records import Region

TITLE = "云屏县“十四五”民政事业发展规划\n\n"
HEAD = "指标\t单位\t2020年\t2025年\t年均增长（%）\t属性\n"
PROJECTS = "序号\t项目名称\t建设性质\t建设年限\t建设内容\t总投资（万元）\t责任单位\n"


def found(text: str, check: str | None = None) -> list[Finding]:
    findings = extract(load_bytes((TITLE + text).encode(), "plan.txt")).findings
    return [f for f in findings if check in (None, f.check)]


def only(text: str, check: str) -> Finding:
    findings = found(text, check)
    assert len(findings) == 1, findings
    return findings[0]


def texts_at(finding: Finding, text: str) -> list[str]:
    return [(TITLE + text)[start:end] for start, end in finding.spans]


def rows(*lines: str, head: str = HEAD) -> str:
    return "表1 主要指标\n" + head + "\n".join(line.replace(" ", "\t") for line in lines) + "\n"


# ---- growth ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "severity", "says"),
    [
        ("由231家增长到494家，增长113.9%", None, ""),
        ("由231家增长到494家，增长114%", None, ""),
        ("由231家增长到494家，增长113%", "warning", "113.85 %"),
        ("由231家增长到494家，增长131%", "error", "113.85 %"),
        ("由231家增长到494家，净增263家", None, ""),
        ("由231家增长到494家，净增363家", "error", "263 家"),
        ("由300家增长到600家，翻了一番", None, ""),
        ("由300家增长到500家，翻了一番", "error", "66.67 %"),
        ("由500家减少到400家，减少20%", None, ""),
        ("由500家减少到400家，减少25%", "error", "-20 %"),
        ("由200家增长到300家，增长8.4%", "warning", "growth a year"),
        ("由200家增长到300家，同比增长19%", "warning", "50 %"),
    ],
)
def test_growth_against_its_levels(said: str, severity: str | None, says: str) -> None:
    text = f"截至2020年底，全县养老服务设施{said}。\n"
    findings = found(text, "growth")
    assert [f.severity for f in findings] == ([severity] if severity else [])
    assert all(says in f.message for f in findings)


def test_growth_shows_both_levels_and_the_growth() -> None:
    text = "截至2020年底，全县养老床位由200张增加到300张，增长70%。\n"
    finding = only(text, "growth")
    assert [t.strip("张%") for t in texts_at(finding, text)] == ["200", "300", "70"]
    assert len(finding.records) == 1


@pytest.mark.parametrize(
    ("rate", "severity"),
    [("8.4", None), ("10", None), ("8.45", None), ("8.5", "info"), ("12.6", "error"), ("50", "error")],
)
def test_yearly_growth_is_compound_or_linear(rate: str, severity: str | None) -> None:
    table = rows(
        f"养老床位数量 张 200 300 {rate} 预期性", "社会组织数量 家 100 150 8.4 预期性", "社工站数量 个 40 60 8.4 预期性"
    )
    assert [f.severity for f in found(table, "growth")] == ([severity] if severity else [])


def test_points_written_as_percent() -> None:
    finding = only("2020年，全县火化率由28.2%提高到100%，增长71.8%。\n", "points")
    assert (finding.severity, "71.8 percentage points" in finding.message) == ("error", True)
    assert "254.61 %" in finding.message


def test_a_column_that_is_in_points_throughout_is_a_habit() -> None:
    head = "指标\t单位\t2015年\t2020年\t增长（%）\n"
    table = rows("火化率 % 28.2 100 71.8", "普及率 % 40 60 20", "入住率 % 50 65 15", head=head)
    assert {f.severity for f in found(table, "points")} == {"info"}


def test_a_rate_of_growth_against_the_growth_in_the_text() -> None:
    text = (
        "截至2020年底，城市低保人均补助水平400元/人/月，比2015年提高26.2%；农村低保人均补助水平243元/人/月，"
        "比2015年提高69.9%。\n"
    )
    head = "指标\t单位\t2015年\t2020年\n"
    table = rows(
        "低保人均补助水平年均增长率 % 15 24.87", "养老护理员持证率 % 15 24.87", "敬老院达标率 % 15 25", head=head
    )
    assert only(text + table, "growth").severity == "warning"
    assert found(text + table.replace("24.87", "8.5"), "growth") == []


# ---- ratios, shares, population --------------------------------------------------------------------------------------

STANDARDS = "截至2020年底，城市低保标准610元/人/月，农村低保标准4200元/人/年。\n"


@pytest.mark.parametrize(("share", "severity"), [("57.4", None), ("57", None), ("60", "error")])
def test_a_ratio_against_its_parts(share: str, severity: str | None) -> None:
    findings = found(f"{STANDARDS}截至2020年底，农村低保标准占城市低保标准的比例达到{share}%。\n", "ratio")
    assert [f.severity for f in findings] == ([severity] if severity else [])
    if severity:
        assert "57.38 %" in findings[0].message


@pytest.mark.parametrize(("share", "count"), [("44.5", 0), ("54.5", 1)])
def test_a_share_against_its_count_and_whole(share: str, count: int) -> None:
    text = f"2020年底，全县共有行政村642个，完成整治的286个，占{share}%。\n"
    assert len(found(text, "ratio")) == count


@pytest.mark.parametrize(("share", "count"), [("0.042", 0), ("0.42", 1)])
def test_people_against_the_population_other_figures_make(share: str, count: int) -> None:
    text = (
        "截至2020年底，全县登记社会组织319个，每万人拥有社会组织数12.9个。\n"
        "截至2020年底，注册志愿者3.35万人，占全县总人口的13.5%。\n"
        f"截至2020年底，社会工作专业人才103人，占全县总人口的{share}%。\n"
    )
    findings = found(text, "population")
    assert [f.severity for f in findings] == ["error"] * count
    assert all("24,500" in f.message for f in findings)


# ---- one indicator, two figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        ("到2025年，乡镇综合养老服务中心覆盖率达到30%", "到2025年，乡镇综合养老服务中心覆盖率达到50%", "error"),
        ("到2025年，乡镇综合养老服务中心覆盖率达到30%", "到2025年，乡镇综合养老服务中心覆盖率达到30%", None),
        ("到2025年，火化率不低于60%", "到2025年，火化率达到65%", None),
        ("到2025年，火化率不低于70%", "到2025年，火化率达到65%", "error"),
        ("到2025年，培育示范性党组织不少于4个", "到2025年，培育示范性党组织不少于15个", "error"),
        ("到2025年，城市养老设施覆盖率达到90%", "到2025年，农村养老设施覆盖率达到80%", None),
        ("到2025年，每千名老年人拥有养老床位36张", "到2025年，养老床位达到2300张", None),
        ("到2025年，专业社会工作人才总数达到100名", "到2025年，社会工作专业人才达到150名", "error"),
        ("截至2020年底，养老床位达到12312张", "截至2020年底，养老床位达到1.23万张", None),
        ("截至2020年底，养老床位达到12312张", "截至2020年底，养老床位达到1.32万张", "error"),
    ],
)
def test_different_values(one: str, other: str, severity: str | None) -> None:
    findings = found(f"{one}。\n\n{other}。\n", "values")
    assert [f.severity for f in findings] == ([severity] if severity else [])


def test_different_values_between_text_and_table() -> None:
    text = "到2025年，节地生态安葬率达到55%。\n\n" + rows("节地生态安葬率 % 40 60 - 预期性", "火化率 % 60 70 - 预期性")
    finding = only(text, "values")
    assert texts_at(finding, text) == ["55", "60"]


def test_one_subject_of_several_against_its_own_figure() -> None:
    text = "到2025年，农村幸福院、社工站、志愿服务站点覆盖率达到100%。\n\n到2025年，乡镇社工站覆盖率达到50%。\n"
    assert only(text, "values").severity == "warning"


def test_different_due_years() -> None:
    text = "到2022年，配套养老设施达标率达到100%。\n\n到2025年，配套养老设施达标率达到100%。\n"
    assert only(text, "due").severity == "warning"


def test_different_denominators() -> None:
    text = (
        "到2025年，新建小区服务设施面积不低于每百户30平方米。\n\n到2025年，新建小区服务设施面积不低于每户30平方米。\n"
    )
    assert only(text, "denominators").severity == "error"


# ---- direction -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        ("节地生态安葬率 % 70 60 - 预期性", "error"),
        ("节地生态安葬率 % 70 ≥60 - 预期性", "warning"),
        ("节地生态安葬率 % 70 ≥69 - 预期性", "info"),
        ("节地生态安葬率 % 60 70 - 预期性", None),
        ("节地生态安葬率 % 60 60 - 预期性", "info"),
        ("节地生态安葬率 % 100 100 - 预期性", None),
        ("婴儿死亡率 ‰ 3.6 3.2 - 预期性", None),
        ("婴儿死亡率 ‰ 3.2 3.6 - 预期性", "error"),
        ("单位GDP能耗降低 % 18 14 - 约束性", None),
    ],
)
def test_target_against_its_baseline(row: str, severity: str | None) -> None:
    findings = found(rows(row, "农村社区覆盖率 % 40 60 - 预期性", "城市社区覆盖率 % 50 60 - 预期性"), "direction")
    assert [f.severity for f in findings] == ([severity] if severity else [])


def test_target_below_what_is_reached() -> None:
    text = "截至2020年底，全县登记社会组织319个。\n\n到2025年，全县社会组织达到281个。\n"
    assert (only(text, "direction").severity, texts_at(only(text, "direction"), text)) == ("warning", ["319", "281"])


def test_target_that_is_already_reached() -> None:
    text = "截至2020年底，城市和农村低保标准均提高到6000元/人/年。\n\n到2025年，低保标准不低于6000元/人/年。\n"
    assert {f.severity for f in found(text, "direction")} <= {"info"}


def test_later_target_below_an_earlier_one() -> None:
    text = "到2023年，乡镇卫生院达标率达到90%。\n\n到2025年，乡镇卫生院达标率达到85%。\n"
    assert only(text, "direction").severity == "warning"


# ---- totals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("2020年底，全县社会组织246家，其中社会团体118家、民办非企业单位126家、基金会2家", None),
        ("2020年底，全县社会组织246家，其中社会团体118家、民办非企业单位127家、基金会2家", "error"),
        ("2020年底，全县社会组织246家，其中社会团体118家、民办非企业单位116家、基金会2家", "error"),
        ("2020年底，全县建成幸福院120个，其中省级示范15个、市级示范30个", None),
        ("2020年底，全县共有工作人员300人，其中大专以上学历240人、党员170人", None),
        ("到2025年，新建监测站18个，其中州级6个、县级10个", "error"),
        ("2020年，全县三次产业结构为12.4%、38.1%、49.5%", None),
    ],
)
def test_a_total_against_its_parts(text: str, severity: str | None) -> None:
    findings = found(f"{text}。\n", "sum")
    assert [f.severity for f in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(("last", "count"), [("30", 0), ("35", 1)])
def test_shares_of_one_whole(last: str, count: int) -> None:
    text = f"2020年，养老服务投入中政府、企业、个人出资占比分别为40%、30%、{last}%。\n"
    assert len(found(text, "shares")) == count


def project_table(*lines: tuple[str, ...]) -> str:
    return "附表 重点项目\n" + PROJECTS + "\n".join("\t".join(line) for line in lines) + "\n"


def item(number: int, amount: int, content: str = "新建业务用房。") -> tuple[str, ...]:
    names = ["敬老院", "骨灰堂", "救助站", "福利院", "幸福院", "活动室"]
    return str(number), f"{names[number - 1]}建设项目", "新建", "2022-2024", content, str(amount), "县民政局"


def total(amount: int) -> tuple[str, ...]:
    return "", "合计", "", "", "", str(amount), ""


def category(mark: str, name: str, amount: int) -> tuple[str, ...]:
    return mark, name, "", "", "", str(amount), ""


@pytest.mark.parametrize(("amount", "count"), [(900, 0), (1000, 1)])
def test_projects_against_their_total(amount: int, count: int) -> None:
    table = project_table(item(1, 200), item(2, 300), item(3, 400), total(amount))
    assert [f.severity for f in found(table, "totals")] == ["error"] * count


def test_categories_against_rows_and_total() -> None:
    def table(second: int) -> str:
        first = [category("一", "养老项目", 500), item(1, 200), item(2, 300)]
        return project_table(
            *first, category("二", "殡葬项目", second), item(1, 400), item(2, 700), total(500 + second)
        )

    assert found(table(1100), "totals") == []
    assert "1100" in only(table(1300), "totals").message


def test_a_column_that_has_slipped_is_reported_with_the_rows_it_fits() -> None:
    # 1500 is the sum of the rows below; the first row's own parts make what stands in the second.
    parts = "公寓楼投资100万元，附属用房投资60万元，设备投资40万元。"
    table = project_table(
        item(1, 1500, parts),
        item(2, 200),
        item(3, 300),
        item(4, 400),
        item(5, 600),
        category("二", "殡葬项目", 500),
        item(1, 500),
    )
    finding = only(table, "totals")
    assert finding.severity == "error"
    assert "slipped" in finding.message and "100 + 60 + 40" in finding.message
    assert {"1500", "200", "300", "400", "600"} <= set(texts_at(finding, table))


def test_counts_in_the_list_of_projects_against_the_text() -> None:
    text = "到2025年，新建日间照料中心10个。\n\n"
    table = project_table(item(1, 200, "新建日间照料中心55个。"), item(2, 300), item(3, 400), total(900))
    assert only(text + table, "projects").severity == "warning"
    assert found(text + table.replace("55个", "10个"), "projects") == []


# ---- impossible ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("到2025年，养老服务设施覆盖率达到120%", "error"),
        ("到2025年，高中阶段毛入学率达到102%", None),
        ("2020年，完成投资98.7亿元，占年度计划的104.2%", None),
        ("到2025年，每个街道配备社工8至3名", "error"),
        ("到2025年，每个街道配备社工3至8名", None),
        ("力争到2015年，养老护理员持证率达到90%", "error"),
        ("截至2015年底，养老护理员持证率达到90%", None),
    ],
)
def test_impossible_values(text: str, severity: str | None) -> None:
    findings = found(f"规划期为2021—2025年。\n\n{text}。\n", "impossible")
    assert [f.severity for f in findings] == ([severity] if severity else [])


def test_a_share_of_three_districts() -> None:
    text = "2020年，全市三区未成年人保护机构覆盖率达到{}%。\n"
    assert [f.severity for f in found(text.format(25), "impossible")] == ["warning"]
    assert found(text.format(33), "impossible") == []


# ---- the text --------------------------------------------------------------------------------------------------------

PARAGRAPH = "推进基层治理体系建设，完善议事协商制度，丰富群众参与治理的渠道和平台，形成人人尽责的治理格局。"


def test_the_same_paragraph_twice() -> None:
    assert only(f"{PARAGRAPH}\n\n{PARAGRAPH}\n", "repeat").severity == "warning"
    apart = f"{PARAGRAPH}\n\n到2025年，火化率达到90%。\n\n{PARAGRAPH}\n"
    assert only(apart, "repeat").severity == "info"


def test_a_total_without_an_amount_and_missing_cells() -> None:
    table = project_table(item(1, 200), item(2, 300), item(3, 400), item(4, 500), ("", "合计", "", "", "", "", ""))
    assert "holds no amount" in only(table, "cells").message
    gap = project_table(item(1, 200), item(2, 300), item(3, 400), item(4, 500), item(5, 600)).replace(
        "\t新建\t", "\t\t", 1
    )
    assert only(gap, "cells").severity == "info"


# ---- between levels --------------------------------------------------------------------------------------------------


def test_own_target_below_the_column_of_a_higher_level() -> None:
    head = "序号\t指标\t单位\t2020年\t2025年县目标值\t2025年市目标值\t属性\n"
    lines = [
        f"{i}\t{n}覆盖率\t%\t40\t{own}\t70\t约束性"
        for i, (n, own) in enumerate((("养老设施", 60), ("殡葬设施", 70)), 1)
    ]
    findings = found("表1 主要指标\n" + head + "\n".join(lines) + "\n", "levels")
    assert [f.severity for f in findings] in ([], ["warning"])


def test_a_lower_plan_below_a_binding_target_of_a_higher_one() -> None:
    head = "指标\t单位\t2020年\t2025年\t属性\n"

    def plan(region: str, value: int) -> planextract.Extraction:
        lines = f"养老机构护理型床位占比\t%\t30\t{value}\t约束性\n火化率\t%\t60\t80\t预期性\n"
        text = f"{region}“十四五”民政事业发展规划\n\n表1 主要指标\n{head}{lines}"
        return extract(load_bytes(text.encode(), f"{region}.txt"))

    higher, lower = plan("张掖市", 55), plan("民乐县", 50)
    findings = [f for f in audit([higher, lower]) if f.check == "levels"]
    assert [f.severity for f in findings] == ["error"]
    assert [p.source for p in findings[0].places] == ["民乐县.txt", "张掖市.txt"]
    assert [f for f in audit([higher, plan("民乐县", 60)]) if f.check == "levels"] == []


def test_which_region_lies_in_which() -> None:
    county = Region(name="民乐县", level="county", province="甘肃省", code="620722")
    assert between.contains(Region(name="甘肃省", level="province", code="620000"), county)
    assert between.contains(Region(name="张掖市", level="prefecture", code="620700"), county)
    assert not between.contains(Region(name="武威市", level="prefecture", code="620600"), county)
    assert not between.contains(county, county)
    assert not between.contains(None, county)


# ---- the whole -------------------------------------------------------------------------------------------------------

BROKEN = "截至2020年底，全县养老床位由200张增加到300张，增长70%。\n\n到2025年，火化率达到90%。\n"


def test_the_audit_changes_no_record_and_is_repeatable() -> None:
    extraction = extract(load_bytes((TITLE + BROKEN).encode(), "plan.txt"))
    before = extraction.model_dump_json()
    again = audit(extraction)
    assert extraction.model_dump_json() == before
    assert [f.message for f in again] == [f.message for f in extraction.findings]
    assert [f.places for f in again] == [[]]


def test_an_extraction_without_its_text_gives_the_same_findings() -> None:
    extraction = extract(load_bytes((TITLE + BROKEN).encode(), "plan.txt"))
    text = patchwork(extraction)
    assert len(text) == extraction.source.chars
    for record in extraction.records:
        assert text[record.evidence.start : record.evidence.end] == record.evidence.text


def test_several_plans_name_their_places() -> None:
    extraction = extract(load_bytes((TITLE + BROKEN).encode(), "plan.txt"))
    findings = audit([extraction])
    assert findings and all(p.source == "plan.txt" and p.span for f in findings for p in f.places)


def test_grades() -> None:
    findings = [Finding(check="x", severity=s, message="") for s in ("error", "warning", "info")]  # type: ignore[arg-type]
    assert [len(at_least(findings, s)) for s in ("error", "warning", "info")] == [1, 2, 3]


def test_an_empty_plan() -> None:
    assert found("") == []


@pytest.mark.parametrize(
    "text",
    [
        "占比由0%提高到0%，增长0%。",
        f"由1个增加到{'9' * 60}个，增长5%，占{'9' * 40}%。",
        "由99999999999亿元降至0.0001元，翻了九番。",
    ],
)
def test_hostile_numbers_do_no_harm(text: str) -> None:
    found(f"截至2020年底，全县养老床位{text}\n")


# ---- words and units -------------------------------------------------------------------------------------------------

SAME = [
    ("养老机构护理型床位占比", "护理型床位占养老机构床位总数比例"),
    ("农村最低生活保障标准", "农村低保标准"),
    ("特困人员基本生活标准", "特困人员救助供养月人均标准"),
    ("乡镇具备综合功能的养老服务机构覆盖率", "乡镇综合养老服务中心覆盖率"),
    ("志愿服务站点在社区综合服务设施中的覆盖率", "社区志愿者服务站点覆盖率"),
    ("全县登记注册社会组织", "社会组织总数"),
]
DIFFERENT = [
    ("城市低保标准", "农村低保标准"),
    ("失能老年人集中供养率", "老年人集中供养率"),
    ("新建养老床位", "养老床位"),
    ("社会工作者", "社会工作专业人才"),
    ("固定资产投资增长", "固定资产投资"),
]


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load_patterns())


@pytest.mark.parametrize(("one", "other"), SAME)
def test_wordings_of_one_indicator(words: Words, one: str, other: str) -> None:
    assert words.name(one).letters == words.name(other).letters


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_wordings_of_two_indicators(words: Words, one: str, other: str) -> None:
    assert words.name(one).letters != words.name(other).letters


def test_names_that_say_nothing_alone(words: Words) -> None:
    assert not words.name("总面积").telling
    assert not words.name("达标率").telling
    assert words.name("火化率").telling


def test_units() -> None:
    assert measure("亿元") == ("money", Decimal(100000000))
    assert measure("‰") == ("%", Decimal("0.1"))
    assert measure("家")[0] == measure("处")[0]
    assert denominator("百户居民", "area").agrees(denominator("百户", "area"))
    assert not denominator("百户", "area").agrees(denominator("户", "area"))
    assert denominator("人·月", "money").agrees(denominator("人·年", "money"))
    assert plain(Decimal("9" * 40 + ".126")) == "9" * 40 + ".13"


# ---- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planextract", "audit", *arguments], capture_output=True, encoding="utf-8", check=False
    )


def test_the_command_and_its_exit_codes(tmp_path: Path) -> None:
    broken, sound = tmp_path / "broken.txt", tmp_path / "sound.txt"
    broken.write_text(TITLE + BROKEN, encoding="utf-8")
    sound.write_text(TITLE + BROKEN.replace("70%", "50%"), encoding="utf-8")
    result = run(str(broken))
    assert result.returncode == 1
    assert "error: growth:" in result.stdout and "broken.txt:3: …" in result.stdout and "[70%]" in result.stdout
    assert run(str(sound)).returncode == 0
    assert run(str(tmp_path / "missing.txt")).returncode == 2
    assert run(str(broken), str(tmp_path / "missing.txt")).returncode == 2


def test_the_command_fails_on_the_grade_that_is_asked_for(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(TITLE + "截至2020年底，全县养老设施由231家增长到494家，增长113%。\n", encoding="utf-8")
    assert run(str(plan)).returncode == 0
    assert run(str(plan), "--fail-on", "warning").returncode == 1
    shown = json.loads(run(str(plan), "--format", "json").stdout)
    assert [f["severity"] for f in shown] == ["warning"]
    assert [p["source"] for p in shown[0]["places"]] == ["plan.txt"] * 3
