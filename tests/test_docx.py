"""Word files: what only styles, markup and boxes say."""

# ruff: noqa: E501  (markup of other formats is not broken into lines)
from __future__ import annotations

import pytest

from docx_parts import docx, p, run, tbl, tc
from planextract import Document, extract, load_bytes
from planextract.loading.docx_numbering import counted


def read(body: str, **parts: str) -> Document:
    return load_bytes(docx(body, **parts), "plan.docx")


def texts(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[table].rows]


def level(n: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="1"/>')
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="1a"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="hidden"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>'
)


def number(n: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{n}"/></w:numPr>'


def test_numbers_that_only_the_styles_hold() -> None:
    body = (
        p("总则", '<w:pStyle w:val="1"/>')
        + p("基础", number(7, 1))
        + p("形势", number(7, 1))
        + p("", '<w:pStyle w:val="1"/>')
        + p("任务", '<w:pStyle w:val="1a"/>')
        + p("养老", number(7, 1))
        + p("护理", number(7, 2))
        + p("保障", number(8))
        + p("不编号", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert read(body, numbering=NUMBERING, styles=STYLES).text.split("\n")[:-1] == [
        *("第一章 总则", "（一）基础", "（二）形势", "第三章 任务", "（一）养老", "3.1 护理", "第五章 保障", "不编号")
    ]


@pytest.mark.parametrize(
    ("n", "kind", "shown"),
    [
        *(
            (10, "chineseCounting", "十"),
            (21, "chineseCountingThousand", "二十一"),
            (103, "japaneseCounting", "一百零三"),
        ),
        *((1010, "chineseCountingThousand", "一千零一十"), (3, "ideographTraditional", "丙"), (4, "upperRoman", "IV")),
        *(
            (28, "lowerLetter", "bb"),
            (7, "decimalEnclosedCircle", "⑦"),
            (5, "decimalZero", "05"),
            (2, "chineseLegalSimplified", "贰"),
        ),
    ],
)
def test_formats_of_numbers(n: int, kind: str, shown: str) -> None:
    assert counted(n, kind) == shown


def test_changes_are_accepted_and_hidden_text_is_left_out() -> None:
    body = (
        p(f"{run('到2025年床位')}<w:ins>{run('达到300张')}</w:ins><w:del><w:r><w:delText>达到200张</w:delText></w:r></w:del>")
        + p(run("看得见") + run("看不见", "<w:vanish/>") + run("也看得见", '<w:vanish w:val="0"/>'))
        + p("隐藏的段落", '<w:pStyle w:val="H"/>')
        + p("第一章……1", '<w:pStyle w:val="T"/>')
        + p("前半段", "<w:rPr><w:del/></w:rPr>")
        + p("后半段")
        + "<w:del>" + p("删去的段落") + "</w:del>"
    )  # fmt: skip
    assert read(body, styles=STYLES).text == "到2025年床位达到300张\n看得见也看得见\n前半段后半段\n"


def test_fields_show_their_result() -> None:
    code = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = (
        code.format("begin")
        + "<w:r><w:instrText>PAGE 77</w:instrText></w:r>"
        + code.format("separate")
        + run("5")
        + code.format("end")
    )
    assert read(p(run("第") + field + run("项"))).text == "第5项\n"


def test_text_boxes_and_notes_stand_after_their_paragraph() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('专栏1 重点')}{p('新建3所')}</w:txbxContent></wps:txbx>"
    old = f"<v:textbox><w:txbxContent>{p('专栏1 重点')}</w:txbxContent></v:textbox>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    note = '<w:footnote w:id="2">' + p("注：为累计数") + "</w:footnote>"
    body = p(run("比例55%") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + both) + p("下一段")
    assert read(body, footnotes=note).text == "比例55%\n专栏1 重点\n新建3所\n注：为累计数\n下一段\n"


def test_merged_cells_have_one_identity() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tc("主要指标", '<w:gridSpan w:val="3"/>'),
        tc("类别") + tc("指标") + tc("2025年"),
        tc("养老", start) + tc("床位（张）") + tc("300"),
        tc("", on) + tc("护理员（人）") + tc("50"),
    )
    document = read(table)
    rows = document.tables[0].rows
    assert rows[0][0] is rows[0][2]
    assert rows[2][0] is rows[3][0]
    assert document.text == "主要指标\t\t\n类别\t指标\t2025年\n养老\t床位（张）\t300\n\t护理员（人）\t50\n\n"
    values = {r.indicator.text: r.value.number for r in extract(document).records}
    assert values == {"床位": 300, "护理员": 50}


def test_boxes_of_one_cell_are_text_and_tables_in_cells_are_tables() -> None:
    inner = tbl(tc("指标") + tc("2025年"), tc("床位") + tc("300"))
    document = read(
        p("前") + tbl(tc(p("专栏1") + inner + p("正文"))) + tbl(tc("甲") + tc(p("乙") + inner), tc("丙") + tc("丁"))
    )
    assert document.text.startswith("前\n专栏1\n指标\t2025年\n床位\t300\n\n正文\n甲\t乙\n丙\t丁\n")
    assert len(document.tables) == 3
    assert texts(document, 2) == [["指标", "2025年"], ["床位", "300"]]


def test_rows_and_cells_that_were_deleted_or_begin_later() -> None:
    gone = "<w:trPr><w:del/></w:trPr>" + tc("删") + tc("去")
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("300")
    assert texts(read(tbl(tc("指标") + tc("值"), gone, late))) == [["指标", "值"], ["", "300"]]


def test_a_heading_by_its_style_alone() -> None:
    body = p("发展养老服务", '<w:pStyle w:val="2"/>') + p("到2025年，建成养老机构12家。")
    document = read(body, styles=STYLES)
    assert document.text.startswith("发展养老服务\n")
    assert extract(document).records[0].section == ["发展养老服务"]


def test_paragraphs_stay_apart_and_lines_of_scans_are_joined() -> None:
    apart = p("积极发展普惠型养老服务，社区设施面积不低于每百户20平方米") + p("全市床位达到300张。")
    filler = "".join(p(f"第{i}项工作已经按照计划安排全面完成并通过验收。") for i in range(4))
    joined = (
        p("到2025年，全市各类养老机构护理型床位占全部床位的比例达")
        + p("到55%，社区养老服务设施覆盖率达到全部城市社区并且持续提")
        + p("高。")
    )
    assert len(extract(read(filler + apart)).records) == 2
    assert any(r.value.number == 55 and "护理型床位" in r.indicator.text for r in extract(read(joined)).records)
