"""Plants known contradictions into the sample plans, and consistent variants of the same passages beside them.

A planting is one or two passages in which ⟦…⟧ marks the figures that cannot both be true; the clean variant has the
same words and figures that fit. Passages go where a plan would have them: achievements, goals, a chapter, a table, a
list of projects. Traps only look like contradictions and stand in every text. Everything follows from fixed seeds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from contradictions import Draw, Passages
from contradictions_of_sums import TEMPLATES
from traps import TRAPS

CORPUS = Path(__file__).parents[1] / "corpus"
PER_KIND = 10
IN_ONE_TEXT, TRAPS_IN_ONE_TEXT = 11, 3
"""So many share a text, each about things of its own."""
SAMPLES = {
    "canglan": (2020, 2025, "第二节  存在问题", "第三章  重点任务", "第四章  重大工程"),
    "hetan": (2020, 2025, "（二）问题与形势", "**三、重点任务**", "**四、保障措施**"),
    "jichuan": (2020, 2025, "第二节　面临形势", "第三章　强化", "第六章　保障措施"),
    "lanxi": (2020, 2025, "[bookmark: _Toc84512303]", "[bookmark: _Toc84512311]", "第四章  保障措施"),
    "shuangpu": (2015, 2020, "（五）存在的困难", "三、重点任务", "四、保障措施"),
}
"""Base year, target year, and the headings before which achievements, goals and tasks are planted."""
THINGS = [
    "农家书屋",
    "文化礼堂",
    "体育公园",
    "科普基地",
    "康复驿站",
    "图书分馆",
    "气象观测站",
    "应急物资库",
    "消防救援站",
    "法律援助点",
    "公交首末站",
    "冷链仓储库",
    "粮食烘干中心",
    "苗圃基地",
    "渔业合作社",
    "农机合作社",
    "茶叶加工厂",
    "果蔬批发市场",
    "乡村民宿",
    "露营营地",
    "骑行驿站",
    "观景平台",
    "老年大学",
    "青年公寓",
    "妇女之家",
    "红十字救护站",
    "爱心献血屋",
    "科技小院",
    "企业孵化器",
    "众创空间",
    "工业设计中心",
    "检验检测中心",
    "物流园区",
    "纪念馆",
    "美术展厅",
    "水文监测站",
    "防灾广场",
    "电商服务站",
    "母婴休息室",
    "健身步道",
    "儿童乐园",
    "湿地科普馆",
    "花卉市场",
    "灌溉泵站",
    "沼气工程",
    "垃圾中转站",
    "地震台站",
    "邮政网点",
    "警务工作站",
    "民俗陈列馆",
    "露天剧场",
    "文创市集",
    "蔬菜大棚",
    "水产养殖场",
    "种子仓库",
    "观鸟小屋",
    "攀岩馆",
    "滑雪场",
    "射箭馆",
    "天文台",
]


@dataclass(frozen=True)
class Planting:
    kind: str
    bad: Passages
    clean: Passages


@dataclass
class Seeded:
    """A sample with plantings: the text and, for each planting, the spans of its marked figures."""

    sample: str
    text: str
    marks: list[tuple[str, list[tuple[int, int]]]]


def plantings() -> Iterator[tuple[str, list[Planting]]]:
    """Groups of plantings, each for one text, spread over the samples; no name twice in a text."""
    wanted = [(kind, i) for i in range(PER_KIND) for kind in TEMPLATES]
    samples = list(SAMPLES)
    for group, start in enumerate(range(0, len(wanted), IN_ONE_TEXT)):
        sample = samples[group % len(samples)]
        base, end = SAMPLES[sample][:2]
        names = random.Random(group).sample(THINGS, len(THINGS))
        chosen = []
        for n, (kind, i) in enumerate(wanted[start : start + IN_ONE_TEXT]):
            draw = Draw(base, end, tuple(names[n * 4 : n * 4 + 4]), random.Random(f"{kind}:{i}"))
            chosen.append(Planting(kind, *TEMPLATES[kind](draw)))
        yield sample, [*chosen, *_traps(group, base, end, names[IN_ONE_TEXT * 4 :])]


def _traps(group: int, base: int, end: int, names: list[str]) -> Iterator[Planting]:
    """Some kinds of trap for each text, the same with and without contradictions."""
    kinds = list(TRAPS)
    for i in range(TRAPS_IN_ONE_TEXT):
        kind = kinds[(TRAPS_IN_ONE_TEXT * group + i) % len(kinds)]
        passages = TRAPS[kind](Draw(base, end, tuple(names[i * 4 : i * 4 + 4]), random.Random(group)))
        yield Planting(f"trap:{kind}", passages, passages)


def planted(sample: str, chosen: list[Planting], clean: bool) -> Seeded:
    """The sample's text with these plantings, or with their clean variants."""
    text = (next((CORPUS / sample).glob("plan.*"))).read_text(encoding="utf-8-sig")
    anchors = dict(zip(("done", "goal", "task"), SAMPLES[sample][2:], strict=True))
    blocks: dict[str, list[str]] = {where: [] for where in anchors}
    for number, planting in enumerate(chosen):
        for where, passage in planting.clean if clean else planting.bad:
            blocks[where].append(passage.replace("⟦", f"⟦{number}|"))
    for where, passages in blocks.items():
        at = text.index("\n" + anchors[where]) + 1
        text = text[:at] + "".join(f"{p}\n\n" for p in passages) + text[at:]
    return _unmarked(sample, text, [p.kind for p in chosen])


def _unmarked(sample: str, text: str, kinds: list[str]) -> Seeded:
    marks: list[tuple[str, list[tuple[int, int]]]] = [(kind, []) for kind in kinds]
    out, last, length = [], 0, 0
    for match in re.finditer(r"⟦(\d+)\|(.*?)⟧", text, re.DOTALL):
        before = text[last : match.start()]
        start = length + len(before)
        out += [before, match[2]]
        length = start + len(match[2])
        marks[int(match[1])][1].append((start, length))
        last = match.end()
    return Seeded(sample, "".join([*out, text[last:]]), marks)
