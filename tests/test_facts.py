"""What a plan says about itself, in many layouts."""

from __future__ import annotations

import pytest

from planextract import load_bytes
from planextract.assembling.facts import Facts
from planextract.pipeline import Given, extract, read

BODY = """

一、发展基础
“十三五”时期，全{kind}养老床位达到300张，各项工作稳步推进。

二、主要任务
到2025年，建成养老院3所。
"""


def facts(text: str) -> Facts:
    return read(load_bytes(text.encode(), "plan.txt")).facts


def county(head: str) -> Facts:
    return facts(head + BODY.format(kind="县"))


NOTICE_AND_PLAN = """云岫县人民政府文件

云政发〔2022〕3号

云岫县人民政府关于印发云岫县“十四五”养老服务发展规划的通知

各乡镇人民政府，县政府各部门：
现将《云岫县“十四五”养老服务发展规划》印发给你们，请认真执行。

云岫县人民政府
2022年2月8日

云岫县“十四五”养老服务发展规划

根据《泽原市“十四五”养老服务规划》，制定本规划。"""


def test_a_plan_behind_a_notice() -> None:
    found = county(NOTICE_AND_PLAN)
    assert found.title == "云岫县“十四五”养老服务发展规划"
    assert found.where["title"].start > NOTICE_AND_PLAN.index("2022年2月8日"), "the plan's own line, not the notice"
    assert (found.region, found.region_level, found.province, found.code) == ("云岫县", "county", None, None)
    assert (found.issuer, found.issued, found.doc_number) == ("云岫县人民政府", "2022-02-08", "云政发〔2022〕3号")
    assert found.sector == "养老"
    assert found.period == ("“十四五”", 2021, 2025)


def test_each_fact_points_at_what_it_was_read_from() -> None:
    text = NOTICE_AND_PLAN + BODY.format(kind="县")
    plan = extract(load_bytes(text.encode(), "plan.txt")).plan
    spans = {name: text[slice(*where.span)] for name, where in plan.read_from.items() if where.span}
    assert spans == {
        "title": "云岫县“十四五”养老服务发展规划",
        "region": "云岫县",
        "period": "云岫县“十四五”养老服务发展规划",
        "issuer": "云岫县人民政府",
        "issued": "2022年2月8日",
        "doc_number": "云政发〔2022〕3号",
    }


TITLES = {
    "one line": ("云岫县民政事业发展“十四五”规划", "云岫县民政事业发展“十四五”规划"),
    "years below": ("云岫县养老服务规划\n（2023—2027年）", "云岫县养老服务规划（2023—2027年）"),
    "a remark below": ("云岫县“十四五”养老服务规划\n（此件公开发布）", "云岫县“十四五”养老服务规划"),
    "a draft": ("云岫县“十四五”养老服务规划（征求意见稿）", "云岫县“十四五”养老服务规划"),
    "two lines": (
        "云岫县国民经济和社会发展\n第十四个五年规划和二〇三五年远景目标纲要",
        "云岫县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
    ),
    "an annex": ("附件：云岫县“十四五”教育规划", "云岫县“十四五”教育规划"),
    "an annex, its title below": ("附件1\n云岫县“十四五”教育规划", "云岫县“十四五”教育规划"),
    "Markdown": ("# 云岫县“十四五”教育规划", "云岫县“十四五”教育规划"),
    "a web page": (
        "首页 > 政务公开 > 发展规划\n云岫县“十四五”教育规划\n发布时间:2022-06-15 来源:教育局",
        "云岫县“十四五”教育规划",
    ),
    "the name of a column before it": ("发展规划纲要\n\n云岫县“十四五”教育规划", "云岫县“十四五”教育规划"),
    "the issuer before it": ("云岫县教育局\n\n云岫县“十四五”教育规划\n2022年5月", "云岫县“十四五”教育规划"),
    "spaces of an OCR": ("云 岫 县 “ 十 四 五 ” 教 育 规 划", "云岫县“十四五”教育规划"),
    "only a notice": ("关于印发《云岫县“十四五”教育规划》的通知\n各学校：", "云岫县“十四五”教育规划"),
    "only a notice, broken": (
        "关于印发《云岫县“十四五”\n教育规划（2021-2025年）》的通知",
        "云岫县“十四五”教育规划（2021-2025年）",
    ),
    "a notice without marks": ("云岫县教育局关于印发云岫县\n“十四五”教育规划的通知", "云岫县“十四五”教育规划"),
    "an opinion": ("云岫县人民政府关于加快发展养老服务业的实施意见", "云岫县人民政府关于加快发展养老服务业的实施意见"),
}


@pytest.mark.parametrize("case", TITLES)
def test_titles(case: str) -> None:
    head, title = TITLES[case]
    found = county(head)
    assert found.title == title
    assert found.region == "云岫县"


@pytest.mark.parametrize(
    "head", ["", "根据《云岫县“十四五”教育规划》，制定工作安排。", "各乡镇人民政府：\n请认真执行。"]
)
def test_a_title_that_is_only_cited_is_none(head: str) -> None:
    found = county(head)
    assert found.title is None
    assert "title" not in found.where


def test_a_plan_that_names_itself_in_passing() -> None:
    text = "“十四五”时期，全州加快发展。楚雄州民政事业发展“十四五”规划是行动指南，依据《楚雄州总体规划》，制定本规划。"
    found = facts(text + BODY.format(kind="州"))
    assert found.title == "楚雄州民政事业发展“十四五”规划"
    assert (found.region, found.code, found.province) == ("楚雄彝族自治州", "532300", "云南省")


REGIONS = {
    "江苏省“十四五”民政事业发展规划": ("江苏省", "province", "江苏省"),
    "昆山市“十四五”养老服务发展规划": ("昆山市", "county", "江苏省"),
    "苏州市“十四五”养老服务发展规划": ("苏州市", "prefecture", "江苏省"),
    "甘肃省张掖市民乐县教育规划": ("民乐县", "county", "甘肃省"),
    "中华人民共和国国民经济和社会发展第十四个五年规划纲要": ("中华人民共和国", "national", None),
    "国民经济和社会发展第十二个五年规划纲要": ("中华人民共和国", "national", None),
    "全国“十四五”应急体系规划": ("中华人民共和国", "national", None),
    "沧岚自治州“十四五”生态环境保护规划": ("沧岚自治州", "prefecture", None),
    "云岫县青石镇“十四五”发展规划": ("云岫县", "county", None),
}


@pytest.mark.parametrize("title", REGIONS)
def test_regions(title: str) -> None:
    found = facts(title + BODY.format(kind="部"))
    assert (found.region, found.region_level, found.province) == REGIONS[title]
    assert "region" in found.where


def test_whether_an_unlisted_city_has_counties_is_told_by_the_text() -> None:
    title = "霁川市“十四五”教育规划\n"
    above = facts(title + "一、任务\n各县（区）教育局落实。县（市）教育局落实。到2025年建成3所。")
    below = facts(title + "一、任务\n全市各镇落实。到2025年建成3所。")
    assert (above.region_level, below.region_level) == ("prefecture", "county")


def test_the_issuer_names_the_region_where_the_title_does_not() -> None:
    found = county("云岫县民政局\n2022年6月\n“十四五”民政事业发展规划")
    assert (found.title, found.region, found.region_level) == ("“十四五”民政事业发展规划", "云岫县", "county")
    assert found.issued == "2022-06"


REPORT = """2023年政府工作报告

——2023年1月9日在苏州市第十七届人民代表大会第二次会议上
市长 林某

一、2022年工作回顾
全年新增就业3000人。

二、2023年工作安排
新增就业3200人。
"""


@pytest.mark.parametrize("title", ["2023年政府工作报告", "政府工作报告", "苏州市人民政府工作报告"])
def test_a_work_report(title: str) -> None:
    found = facts(REPORT.replace("2023年政府工作报告", title))
    assert found.title == title
    assert (found.region, found.region_level) == ("苏州市", "prefecture")
    assert (found.period, found.report_year) == (("2023年", 2023, 2023), 2023)
    assert (found.issued, found.sector) == ("2023-01-09", "综合")


def test_a_report_delivered_in_december_is_about_the_year_to_come() -> None:
    text = REPORT.replace("2023年政府工作报告", "政府工作报告").replace("2023年1月9日", "2022年12月28日")
    assert facts(text).report_year == 2023


PERIODS = {
    "云岫县民政事业发展第十三个五年规划": (("“十三五”", 2016, 2020), "title"),
    "云岫县教育规划（2021—2025年）": (("“十四五”", 2021, 2025), "title"),
    "云岫县教育规划（2023—2027年）": (("2023—2027年", 2023, 2027), "title"),
    "云岫县教育规划\n为做好工作，编制本规划，规划期为2016年至2020年。": (("“十三五”", 2016, 2020), "text"),
    "云岫县教育规划\n为推动“十四五”时期教育发展，依据《云岫县“十三五”总结》，特制定本规划。": (
        ("“十四五”", 2021, 2025),
        "text",
    ),
    "云岫县教育规划": (None, "nowhere"),
}


@pytest.mark.parametrize("head", PERIODS)
def test_periods(head: str) -> None:
    found = county(head)
    period, where = PERIODS[head]
    assert found.period == period
    assert ("period" in found.where) == (where != "nowhere")
    assert (found.where.get("period") == found.where["title"]) == (where == "title")


ISSUED = {
    "云岫县教育规划\n二〇二二年三月十五日": "2022-03-15",
    "云岫县教育规划\n（云岫县教育局 2022年3月）": "2022-03",
    "发布时间:2022-06-15 19:31:00 来源:县政府\n云岫县教育规划": "2022-06-15",
    "成文日期：2022年03月28日\n发布时间:2022-06-15\n云岫县教育规划": "2022-03-28",
    "云岫县教育规划\n（2021年2月1日云岫县第七届人民代表大会第一次会议通过）": "2021-02-01",
    "云岫县教育规划\n截至2020年12月31日，全县有学校20所。": None,
    "云岫县教育规划\n2022年13月40日": None,
}


@pytest.mark.parametrize("head", ISSUED)
def test_issued(head: str) -> None:
    assert county(head).issued == ISSUED[head]


def test_an_imprint_at_the_end_tells_issuer_and_date() -> None:
    found = facts(
        "云岫县教育规划"
        + BODY.format(kind="县")
        + "\n抄送：县委办公室。\n云岫县人民政府办公室        2021年12月31日印发\n"
    )
    assert (found.issuer, found.issued) == ("云岫县人民政府办公室", "2021-12-31")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("云政发〔2022〕3号", "云政发〔2022〕3号"),
        ("云政办发[2022]3号", "云政办发[2022]3号"),
        ("发文字号：云政发〔2022〕3号", "云政发〔2022〕3号"),
        ("云政发〔 2 0 2 2 〕 3 号", "云政发〔2022〕3号"),
        ("按照国发〔2021〕35号要求，制定本规划。", None),
    ],
)
def test_document_numbers(line: str, number: str | None) -> None:
    assert county(f"{line}\n\n云岫县教育规划").doc_number == number


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("云岫县人民政府办公室“十四五”教育规划", "教育"),
        ("云岫县“十四五”民政事业发展规划", "民政"),
        ("云岫县“十四五”养老服务体系规划", "养老"),
        ("云岫县“十四五”卫生健康发展规划", "卫生健康"),
        ("云岫县国民经济和社会发展第十四个五年规划纲要", "综合"),
        ("云岫县“十四五”规划", None),
    ],
)
def test_sectors(title: str, sector: str | None) -> None:
    assert county(title).sector == sector


def test_what_is_given_wins_and_is_said_to_be_given() -> None:
    document = load_bytes((NOTICE_AND_PLAN + BODY.format(kind="县")).encode(), "plan.txt")
    result = extract(document, given=Given(region="昆山市", period="2023-2027"))
    assert result.plan.region is not None and result.plan.region.code == "320583"
    assert result.plan.read_from["region"].given == "--region"
    assert result.plan.period is not None and result.plan.period.start == "2023-01-01"
    assert len(result.warnings) == 2
