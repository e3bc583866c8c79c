"""Tables: rows in, written with bars for tabs; behind the arrow a line for each record that is read from them."""

from __future__ import annotations

import hashlib

import pytest

from planextract.assembling.drafts import Draft
from planextract.assembling.scope import PlanTime, Scope
from planextract.assembling.sentences import PlanContext, SentenceAssembler
from planextract.assembling.tables import TableAssembler
from planextract.document import Cell, Document, Table
from planextract.layout.blocks import Block
from planextract.layout.grids import header_rows
from planextract.offsets import Reading, Span
from planextract.patterns import load_patterns
from planextract.pipeline import extract
from planextract.records import Extraction, Record

PLAN = "青柏县“十四五”综合发展规划\n\n一、主要目标\n\n"
PAST = "青柏县“十四五”综合发展规划\n\n第一章 发展基础\n\n第一节 “十三五”时期主要成就\n\n"


def parse(text: str) -> Extraction:
    return extract(Document(text, "plan.txt", hashlib.sha256(text.encode()).hexdigest()))


def tabs(*rows: str) -> str:
    """Rows written with bars, parted by tabs as in the text of a word processor."""
    return "\n".join(rows).replace("|", "\t")


def case(text: str) -> tuple[str, list[str]]:
    """A table and the records expected of it; Markdown keeps its bars."""
    table, expected = text.strip("\n").split("\n=>\n")
    return table if table.startswith("| ") else tabs(table), expected.split("\n")


def line(record: Record) -> str:
    """A record as a line: name, value with unit and denominator, then in brackets what else it has."""
    value = record.value
    signs = {"=": "", ">=": "≥", "<=": "≤"}
    number = f"{value.number:f}" if value.number is not None else value.text
    text = f"{record.indicator.text} {signs.get(value.comparator, value.comparator)}{number}{value.unit or ''}"
    text += f"/{value.per}" if value.per else ""
    text += f" from {record.baseline.number:f}" if record.baseline else ""
    text += f" by {record.change.number:f}{record.change.unit or ''}" if record.change else ""
    return f"{text} {(record.deadline.end or 'none')[:4]}"


def lines(text: str, head: str = PLAN) -> list[str]:
    return [line(r) for r in parse(f"{head}{text}\n").records if r.rule.startswith(("table", "project"))]


SHAPES = {
    "targets with their starting values": """
序号|指标|单位|2020年实际值|2025年目标值|属性
1|公交站点覆盖率|%|70|≥90|约束性
2|充电桩数量|个|-|900|预期性
=>
公交站点覆盖率 ≥90% from 70 2025
充电桩数量 900个 2025
""",
    "units in brackets behind names": """
指标|现状值|目标值
公共图书馆总藏量（万册）|12.3|18
孕产妇死亡率（/10万）|12|≤10
=>
公共图书馆总藏量 18万册 from 12.3 2025
孕产妇死亡率 ≤10/10万 from 12 2025
""",
    "units in the titles of columns": """
指标名称|2020年（万人）|2025年（万人）
常住人口|24.3|24.8
技能人才|1.9|2.6
=>
常住人口 24.8万人 from 24.3 2025
技能人才 2.6万人 from 1.9 2025
""",
    "a unit above the table": """
单位：个
指标|2020年|2025年
法治文化公园|12|30
农村幸福院|40|66
=>
法治文化公园 30个 from 12 2025
农村幸福院 66个 from 40 2025
""",
    "denominators": """
指标|单位|2020年|2025年
每千人口执业医师数|人|2.6|3.2
补贴标准|元/人·月|80|120
=>
每千人口执业医师数 3.2人/千人口 from 2.6 2025
补贴标准 120元/人·月 from 80 2025
""",
    "a year for each column": """
指标|单位|2020年基数|2023年目标|2025年目标
公路总里程|公里|2310|2400|2500
=>
公路总里程 2400公里 from 2310 2023
公路总里程 2500公里 from 2310 2025
""",
    "a sum of the years": """
任务名称|单位|2024年|2025年|合计
改造老旧管网|公里|5|8|13
=>
改造老旧管网 5公里 2024
改造老旧管网 8公里 2025
改造老旧管网 13公里 2025
""",
    "periods for years": """
序号|指标|“十三五”末|“十四五”末
1|高标准农田（万亩）|12.3|18.5
2|耕种收机械化率（%）|72|80
=>
高标准农田 18.5万亩 from 12.3 2025
耕种收机械化率 80% from 72 2025
""",
    "years in rows": """
年份|床位数（张）|护理型床位占比（%）
2020年|1200|30
2025年|1800|55
=>
床位数 1800张 from 1200 2025
护理型床位占比 55% from 30 2025
""",
    "targets in words": """
指标|单位|2020年|2025年
教育支出|亿元|2.9|不低于上年水平
空气质量|—|良好|持续改善
=>
教育支出 ≥不低于上年水平亿元 from 2.9 2025
空气质量 持续改善 2025
""",
    "full coverage, ranges, cumulated values": """
指标|单位|2020年|2025年
卫生厕所普及率|%|75|全覆盖
抽检批次|批次/千人|4|5—6
减排量|吨|—|[1,860]
=>
卫生厕所普及率 100% from 75 2025
抽检批次 range5批次/千人 from 4 2025
减排量 1860吨 2025
""",
    "growth beside levels, or instead of them": """
指标|2020年|2025年|年均增速〔累计〕
劳动生产率（万元/人）|9.8|13.5|6.5
生产总值增长（%）|2.5|-|>6
城镇化率（%）|41|48|〔7〕
=>
劳动生产率 13.5万元/人 from 9.8 by 6.5% 2025
生产总值增长 >6% from 2.5 2025
城镇化率 48% from 41 by 7 2025
""",
    "parts of a whole": """
指标|单位|2020年|2025年
参保人数|万人|12.1|13
其中：城镇职工|万人|3.3|4.1
低保标准|||
城市|元|560|780
=>
参保人数 13万人 from 12.1 2025
城镇职工参保人数 4.1万人 from 3.3 2025
城市低保标准 780元 from 560 2025
""",
    "names in two columns": """
指标||单位|2020年|2025年
低保标准|城市|元|560|780
|农村|元|430|620
粮食产量||万吨|12|12.5
=>
城市低保标准 780元 from 560 2025
农村低保标准 620元 from 430 2025
粮食产量 12.5万吨 from 12 2025
""",
    "two figures in a cell": """
指标|单位|2020年|2025年
城市、农村低保标准|元|560、430|780、620
城乡居民收入|元|城镇310；农村120|城镇420；农村175
=>
城市低保标准 780元 from 560 2025
农村低保标准 620元 from 430 2025
城镇居民收入 420元 from 310 2025
农村居民收入 175元 from 120 2025
""",
    "rows that are places": """
|2020年||2025年|
乡镇|绿化率（%）|全县排名|绿化率（%）|污水治理率（%）
东阳镇|36|2|40|45
西岭乡|38|1|41|42
=>
东阳镇绿化率全县排名 2位 2020
东阳镇绿化率 40% from 36 2025
东阳镇污水治理率 45% 2025
西岭乡绿化率全县排名 1位 2020
西岭乡绿化率 41% from 38 2025
西岭乡污水治理率 42% 2025
""",
    "a header come again after a page break": """
序号|指标|单位|2020年|2025年
1|公交站点覆盖率|%|70|90

- 12 -

续表
序号|指标|单位|2020年|2025年
2|充电桩数量|个|120|900
- 13 -
3|停车泊位|个|800|1500
=>
公交站点覆盖率 90% from 70 2025
充电桩数量 900个 from 120 2025
停车泊位 1500个 from 800 2025
""",
    "lines broken inside cells": """
序号|指标|单位|2020年
实际值|2025年
目标值
1|城镇污水集
中处理率|%|90|96
2|垃圾处理率|%|98|100
=>
城镇污水集中处理率 96% from 90 2025
垃圾处理率 100% from 98 2025
""",
    "a title over all columns": """
表1 主要指标||||
序号|指标|单位|2020 年|2025 年
1|人民调解成功率|%|9 6|≥98
=>
人民调解成功率 ≥98% from 96 2025
""",
    "two columns": """
指标|2025年目标值
新建公共厕所（座）|40
建成区绿地率|38%
=>
新建公共厕所 40座 2025
建成区绿地率 38% 2025
""",
    "two tables, a blank line between them": """
指标|2020年|2025年
绿化率（%）|38|41

项目名称|总投资（万元）|建设年限
湿地公园二期|3200|2022-2024
=>
绿化率 41% from 38 2025
湿地公园二期 3200万元 2024
""",
    "a cell per line": """
|指标
|单位
|2020年
实际值
|2025年

|科普示范社区
|个
|6
|15

|科学素质比例
|%
|8.1
|12以上
=>
科普示范社区 15个 from 6 2025
科学素质比例 ≥12% from 8.1 2025
""",
    "all cells one below the other": """
序号
指标
单位
2020年
2025年
1
每万人口律师数
人
1.8
2.6
2
法律服务站覆盖率
%
80
100
=>
每万人口律师数 2.6人/万人口 from 1.8 2025
法律服务站覆盖率 100% from 80 2025
""",
    "columns held apart by spaces": """
序号  指标                2020年    2025年
1     社区服务设施面积    2 1 .5    35
      （平方米/百户）
2     志愿者人数（万人）            2.4
3     持证率（%）         21.5      40
=>
社区服务设施面积 35平方米/百户 from 21.5 2025
志愿者人数 2.4万人 2025
持证率 40% from 21.5 2025
""",
    "single spaces": """
序号 指标 单位 2020年 2025年
1 自来水普及率 % 88 95
2 灌溉水利用系数 — 0.52 0.56
3 节水灌溉面积 万亩 — 2.4
=>
自来水普及率 95% from 88 2025
灌溉水利用系数 0.56 from 0.52 2025
节水灌溉面积 2.4万亩 2025
""",
    "Markdown": """
| 类别 | 序号 | 指标 | 2020年 | 2025年 |
|:-:|:-:|---|---:|---:|
| 水 | 1 | 优良水体比例（%） | 90 | 95 |
| | 2 | 治理率（%） | 18 | 40 |
=>
优良水体比例 95% from 90 2025
治理率 40% from 18 2025
""",
    "titles on two lines": """
指标              单位      2020年     2025年
                            实际值     目标值
污水处理率        %         90         96
垃圾处理率        %         98         100
=>
污水处理率 96% from 90 2025
垃圾处理率 100% from 98 2025
""",
    "a ratio is a text": """
指标|2025年
师生比|1:16
达标校（所）|12
=>
师生比 1:16 2025
达标校 12所 2025
""",
    "how far it has come": """
指标|2020年|2025年目标值|2022年完成值|完成进度
养老服务中心（个）|3|20|12|60%
=>
养老服务中心 20个 from 3 2025
养老服务中心 12个 2022
""",
    "a growth of last year, and a growth to come": """
指标|2020年完成|增长（%）|2021年目标
固定资产投资（亿元）|45.2|8.1|增长10%
=>
固定资产投资 45.2亿元 by 8.1% 2020
固定资产投资增长 10% 2021
""",
    "years of completion in a column": """
镇（街道）|新建站点（个）|完成年限
东阳镇|2|2023年
=>
东阳镇新建站点 2个 2023
""",
    "categories and two kinds of names": """
一级指标|二级指标|2025年目标值|权重
队伍|每万人警力数（人）|12|10
|持证率（%）|90|15
=>
每万人警力数 12人/万人 2025
持证率 90% 2025
""",
    "projects": """
||||||单位：万元
序号|项目名称|建设性质|建设年限|建设内容|总投资|责任单位
一|教育项目||||9,800|
1|城东幼儿园|新建|2021-2022|建筑面积4600平方米|2 4 0 0|县教育局
2|幼儿园改扩建|改建|2023年底前|改造18所|7400|县教育局
|合计||||9800|
=>
教育项目 9800万元 none
城东幼儿园 2400万元 2022
幼儿园改扩建 7400万元 2023
合计 9800万元 none
""",
    "projects with their own words for time and money": """
项目名称|主要建设内容|完成时限|投资额|业主单位
综合档案馆|馆舍5000平方米|2023年6月底前|2600万元|县档案馆
智慧档案|数字化80万页|2025年底|0.3亿元|县档案馆
=>
综合档案馆 2600万元 2023
智慧档案 0.3亿元 2025
""",
    "projects whose amounts have slipped": """
序号|项目名称|建设年限|总投资（万元）|备注
1|敬老院改造|2022-2023|改造床位60张。|480
|||320|
=>
敬老院改造 480万元 2023
敬老院改造 320万元 2023
""",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    text, expected = case(SHAPES[shape])
    assert lines(text) == expected


ACHIEVEMENTS = {
    "two years and a growth": """
指标|2015年|2020年|增长（%）
床位数（张）|1280|2366|84.8
=>
床位数 2366张 from 1280 by 84.8% 2020
""",
    "a series of years": """
年份|2018年|2019年|2020年
参保人数（万人）|11.2|11.9|12.6
=>
参保人数 11.9万人 2019
参保人数 12.6万人 from 11.2 2020
""",
    "what was planned and what was reached": """
指标|规划目标值|完成值|完成率（%）
新增绿地（公顷）|20|22.5|112.5
新增公园（个）|5|6|120
=>
新增绿地 22.5公顷 2020
新增公园 6个 2020
""",
    "no years": """
机构类别|数量（个）|床位（张）
公办养老机构|6|820
=>
公办养老机构数量 6个 2020
公办养老机构床位 820张 2020
""",
}


@pytest.mark.parametrize("shape", ACHIEVEMENTS)
def test_achievements(shape: str) -> None:
    text, expected = case(ACHIEVEMENTS[shape])
    assert lines(text, PAST) == expected
    assert {r.kind for r in parse(PAST + text).records} == {"achieved"}


def test_levels_of_columns() -> None:
    text = tabs("指标|我县2020年实际|我县2025年目标|全市2025年目标|国家2025年目标", "巩固率（%）|98|99|98.5|96")
    assert [(r.level.level, r.level.source, bool(r.baseline)) for r in parse(PLAN + text).records] == [
        ("county", "explicit", True),
        ("prefecture", "explicit", False),
        ("national", "explicit", False),
    ]


def test_levels_in_names() -> None:
    text = tabs("指标|2020年|2025年", "乡镇卫生院达标率|6|9", "行政村通车率|8|9", "平均受教育年限|7|8")
    assert [r.level.level for r in parse(PLAN + text).records] == ["township", "village", "county"]


BINDING = {
    "a column": """
指标|2020年|2025年|属性
森林覆盖率（%）|38|40|约 束性
湿地保护率（%）|52|55|预期值
""",
    "a merged cell": """
指标|2020年|2025年|属性
森林覆盖率（%）|38|40|约束性
种子合格率（%）|92|95|
湿地保护率（%）|52|55|预期性
""",
    "categories": """
指标|2020年|2025年
约束性指标||
森林覆盖率（%）|38|40
预期性指标||
湿地保护率（%）|52|55
""",
    "a note": """
指标|2020年|2025年
森林覆盖率（%）*|38|40
湿地保护率（%）|52|55

注：带*的为约束性指标，其余为预期性指标。
""",
}


@pytest.mark.parametrize("how", BINDING)
def test_binding(how: str) -> None:
    found = parse(PLAN + tabs(BINDING[how].strip("\n"))).records
    assert [r.binding for r in found if "种子" not in r.indicator.text] == ["约束性", "预期性"]
    assert {r.binding for r in found if "种子" in r.indicator.text} <= {"约束性"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("县教育局、各乡镇人民政府|", ["县教育局", "各乡镇人民政府"]),
        ("牵头单位：县教育局；配合单位：县财政局|", ["县教育局", "县财政局"]),
        ("2021年完成前期手续|县教育局", ["县教育局"]),
        ("|中央预算投资", []),
    ],
)
def test_responsible(cells: str, expected: list[str]) -> None:
    text = tabs("项目名称|建设年限|总投资（万元）|责任单位|备注", f"校舍改造|2022|900|{cells}")
    (record,) = parse(PLAN + text).records
    assert [b.text for b in record.responsible] == expected


def test_cells_of_sentences_are_read_like_paragraphs() -> None:
    work = "新建综合养老服务中心3所，新增护理型床位200张，培训养老护理员500人次。"
    text = tabs("序号|重点任务|工作内容|完成时限|责任单位", f"1|养老服务|{work}|2024年底前|县民政局")
    found = parse(PLAN + text).records
    assert [(r.value.number, r.value.unit) for r in found] == [(3, "所"), (200, "张"), (500, "人次")]
    assert {r.deadline.end for r in found} == {"2024-12-31"}
    assert [b.text for r in found for b in r.responsible] == ["县民政局"] * 3


def test_notes_below_a_table_tell_no_figures() -> None:
    table = tabs("指标|2020年|2025年", "绿化率（%）|38|41", "新建公园（个）|—|[5]")
    notes = "注：1.方括号内为五年累计数。\n2.绿化率按建成区12平方公里计算。\n\n到2025年，新建口袋公园30个。"
    extraction = parse(f"{PLAN}{table}\n\n{notes}")
    assert [r.value.number for r in extraction.records] == [41, 5, 30]
    assert [n.role for n in extraction.numbers if n.text in ("1", "2", "12")] == ["ordinal", "ordinal", "qualifier"]


def test_merged_cells_stand_at_every_place_they_cover() -> None:
    rows = [
        ["主要指标表", "<", "<", "<", "<"],
        ["类别", "指标", "2020年", "2025年目标", "<"],
        ["^", "^", "^", "全县", "全市"],
        ["养老", "护理型床位占比（%）", "30", "55", "50"],
        ["^", "服务站（个）", "12", "20", "90"],
        ["儿童", "<", "<", "<", "<"],
        ["救助", "保护站覆盖率（%）", "18", "60", "50"],
    ]
    found = read_table(merged(rows))
    assert [(d.indicator, d.number, d.baseline and d.baseline.number, d.level) for d in found] == [
        ("护理型床位占比", 55, 30, "county"),
        ("护理型床位占比", 50, None, "prefecture"),
        ("服务站", 20, 12, "county"),
        ("服务站", 90, None, "prefecture"),
        ("保护站覆盖率", 60, 18, "county"),
        ("保护站覆盖率", 50, None, "prefecture"),
    ]


def test_a_merged_sum_of_projects_is_recorded_once() -> None:
    rows = [["项目名称", "建设年限", "总投资（万元）"], ["校舍改造", "2022", "900"], ["宿舍改造", "2023", "^"]]
    assert [(d.indicator, d.number) for d in read_table(merged(rows))] == [("校舍改造", 900)]


def merged(rows: list[list[str]]) -> Table:
    """A table whose cells ``<`` and ``^`` are one with the cell on their left or above them."""
    text = ""
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        out: list[Cell] = []
        for c, word in enumerate(row):
            span = Span(len(text), len(text) + len(word))
            new = Cell(span, word, Reading.of(text + word, *span))
            out.append(out[-1] if word == "<" else cells[-1][c] if word == "^" else new)
            text += "" if word in "<^" else f"{word}\n"
        cells.append(tuple(out))
    return Table(0, Span(0, len(text)), tuple(cells), header_rows(tuple(cells)))


def read_table(table: Table) -> list[Draft]:
    patterns = load_patterns()
    block = Block("table", Reading.of("", 0, 0), table.span, table=table)
    plan = PlanContext(PlanTime(2021, 2025), "county", None)
    reader = TableAssembler(patterns, SentenceAssembler(patterns))
    return reader.read(block, (block,), Scope(), plan, None).drafts


def test_forecasts() -> None:
    (record,) = parse(PLAN + tabs("指标|2020年|2025年预测值", "老年人口（万人）|8.2|10.1")).records
    assert (record.kind, record.deadline.end) == ("forecast", "2025-12-31")


def test_a_record_points_at_its_cell() -> None:
    text = PLAN + tabs("序号|指标|单位|2020年|2025年", "1|停车泊位|个|8 0 0|1 5 0 0") + "\n"
    (record,) = parse(text).records
    start, end = record.evidence.value_span or (0, 0)
    assert text[start:end] == "1 5 0 0"
    assert text[record.evidence.start : record.evidence.end] == "1\t停车泊位\t个\t8 0 0\t1 5 0 0"
    place = record.evidence.table
    assert place is not None
    assert (place.index, place.row, place.column) == (0, 1, 4)


LEDGER = {
    "indicators": """
表1 主要指标|||||
序号|指标|单位|2020年|2025年|备注
1|学前三年毛入园率|%|91|95|2023年评估
2|新增床位|万张|—|2|含12个乡镇
=>
ordinal 1
date 2020
date 2025
ordinal 1
name 三
baseline 91
value 95
date 2023
ordinal 2
qualifier 万
value 2
context 12
""",
    "projects": """
序号|项目名称|建设年限|建设内容|总投资（万元）|已投资
1|校舍改造|2021-2023|改造18所，投资2.3万元|8800|600
=>
qualifier 万
ordinal 1
deadline 2021-2023
detail 18
detail 2.3万
value 8800
detail 600
""",
}


@pytest.mark.parametrize("kind", LEDGER)
def test_ledger(kind: str) -> None:
    text, expected = case(LEDGER[kind])
    extraction = parse(f"{PLAN}{text}\n")
    assert [f"{n.role} {n.text}" for n in extraction.numbers if n.start >= len(PLAN)] == expected


def test_page_numbers_inside_a_table_are_furniture() -> None:
    text = tabs("序号|指标|2020年|2025年", "1|绿化率|38%|41%", "", "— 7 —", "", "2|治理率|18%|40%")
    extraction = parse(PLAN + text)
    assert [n.role for n in extraction.numbers if n.text == "7"] == ["furniture"]
    assert len(extraction.records) == 2


@pytest.mark.parametrize(
    "text",
    [
        "目录\n第一章 发展基础\t1\n第二章 总体要求\t5\n第三章 重点任务\t9",
        "\t到2025年，全县新建停车场5个，新增泊位1500个。\n\t到2025年，新建公园3个。",
        "县政府办 2021年 印发\n县民政局 2021年 备案\n县财政局 2022年 备案",
    ],
)
def test_no_tables(text: str) -> None:
    assert all(r.evidence.table is None for r in parse(PLAN + text).records)
