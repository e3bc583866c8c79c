"""Texts for property tests: plans made of the grammar that the rules read, sample plans broken in all ways, noise."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PLANS = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*/plan.txt"))]
LINES = [line for plan in PLANS for line in plan.splitlines() if line.strip()]

_NUMBERS = [
    "55",
    "3.5",
    "1,200",
    "１２",
    "一百二十",
    "三",
    "十余",
    "1 2",
    "2.",
    "0",
    "９９．５",
    "10000000000",
    "百分之八",
    "两",
    "半",
]
_UNITS = [
    "%",
    "％",
    "张",
    "个",
    "万元",
    "亿元",
    "万人",
    "个百分点",
    "‰",
    "平方米",
    "名",
    "所",
    "倍",
    "岁",
    "户",
    "成",
    "",
    "年",
    "件/百人",
]
_WORDS = [
    *(
        "到2025年",
        "2020年底",
        "“十四五”期间",
        "每年",
        "全市",
        "全县",
        "乡镇",
        "力争",
        "计划",
        "不低于",
        "达到",
        "提高到",
        "由",
        "增加到",
    ),
    *(
        "以上",
        "左右",
        "分别",
        "和",
        "、",
        "其中",
        "，",
        "。",
        "；",
        "：",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\u3000",
    ),
    *(
        "养老机构",
        "床位",
        "护理型床位占比",
        "城乡低保标准",
        "社会组织",
        "志愿者",
        "覆盖率",
        "全覆盖",
        "翻一番",
        "翻两番",
        "零感染",
        "总投资",
    ),
    *(
        "第一章",
        "第二节",
        "一、",
        "（二）",
        "1.",
        "2）",
        "三是",
        "专栏1",
        "表1",
        "|",
        "\t",
        "单位：万元",
        "指标",
        "约束性",
        "预期性",
        "序号",
    ),
    *(
        "|---|---|",
        "# ",
        "附件",
        "〔2021〕51号",
        "12345",
        "民政局",
        "牵头",
        "2021—2025年",
        "1至2",
        "3%—8%",
        "第十三届",
        "十三五",
        "---",
    ),
]
_STRANGE = [
    "\ud800",
    "\udfff",
    "\u0301",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x0b",
    "\u2028",
    "𠮷",
    "٣",
    "१२",
    "²",
    "①",
    "Ⅷ",
    "㈠",
    "½",
    "〇",
    "\U0001f600",
]

numbers = st.builds(lambda n, u: n + u, st.sampled_from(_NUMBERS), st.sampled_from(_UNITS))
pieces = st.one_of(st.sampled_from(_WORDS), numbers, st.sampled_from(_STRANGE), st.text(max_size=4))
generated = st.lists(pieces, max_size=60).map("".join)
"""Text that looks like a plan from afar: its words in any order."""

noise = st.text(st.one_of(st.characters(), st.sampled_from("0123456789.,%一二三十百万亿第年（）|\n ")), max_size=300)

rows = st.lists(st.one_of(st.sampled_from(_WORDS), numbers), min_size=1, max_size=6)
tables = st.lists(rows, min_size=1, max_size=8).map(
    lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows)
)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Some lines of the samples, cut, doubled, joined, reordered, with strange things between."""
    start = draw(st.integers(0, len(LINES) - 1))
    lines = LINES[start : start + draw(st.integers(1, 12))]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = draw(st.integers(0, len(line)))
        kind = draw(st.sampled_from(["cut", "break", "insert", "double", "swap", "drop", "join"]))
        if kind == "cut":
            lines[at] = line[:cut]
        elif kind == "break":
            lines[at] = line[:cut] + "\n" + line[cut:]
        elif kind == "insert":
            lines[at] = line[:cut] + draw(pieces) + line[cut:]
        elif kind == "double":
            lines.insert(at, line)
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif kind == "drop" and len(line) > 1:
            lines[at] = line[:cut] + line[cut + 1 :]
        elif kind == "join":
            lines[at] = line + lines[(at + 1) % len(lines)]
    return draw(st.sampled_from(["\n", "\r\n", "\n\n", ""])).join(lines)


texts = st.one_of(generated, broken(), tables, noise, st.builds(lambda a, b: a + "\n" + b, broken(), tables))
