"""Commitments with a date and no figure: small texts, the samples, and two real plans listed by hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from planextract import load, load_bytes
from planextract.assembling.drafts import MilestoneDraft
from planextract.pipeline import read

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus"
PLANS = os.environ.get("PLANEXTRACT_PLANS")
LISTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((TESTS / "data" / "milestones.yaml").read_text("utf-8"))
HEAD = "云岫县“十四五”民政事业发展规划\n\n一、主要任务\n"


def found(text: str, head: str = HEAD) -> list[tuple[str, str, str | None]]:
    draughts = read(load_bytes((head + text).encode(), "plan.txt"))
    return [(m.action, m.object, m.due.end) for m in draughts.milestones]


CASES = {
    "2023年底前建成县殡仪馆。": [("建成", "县殡仪馆", "2023-12-31")],
    "2022年6月底前出台管理办法，县民政局于2024年完成地名录编纂。": [
        ("出台", "管理办法", "2022-06-30"),
        ("完成", "地名录编纂", "2024-12-31"),
    ],
    "到2024年，完成陵园改造，建成服务中心；2025年底前启用指挥平台。": [
        ("完成", "陵园改造", "2024-12-31"),
        ("建成", "服务中心", "2024-12-31"),
        ("启用", "指挥平台", "2025-12-31"),
    ],
    "加快福利院项目建设，争取于2023年投入使用。": [("投入使用", "福利院项目建设", "2023-12-31")],
    "加快县一中迁建，2024年秋季投入使用。": [("投入使用", "县一中迁建", "2024-12-31")],
    "每年6月30日前完成上一年度信息上报工作。": [("完成", "上一年度信息上报工作", "--06-30")],
    "2023年开展中期评估、2025年开展终期评估。": [
        ("开展", "中期评估", "2023-12-31"),
        ("开展", "终期评估", "2025-12-31"),
    ],
    "到2025年底，婚姻登记跨区办理工作全面推行。": [("全面推行", "婚姻登记跨区办理工作", "2025-12-31")],
    "老旧小区到2025年底基本补齐养老服务设施。": [("补齐", "养老服务设施", "2025-12-31")],
    "2025年底，逐步将敬老院转型为养老服务中心。": [("转型为", "敬老院养老服务中心", "2025-12-31")],
    "“十四五”末，在保障基本生活的基础上，建立定期探访制度。": [("建立", "定期探访制度", "2025-12-31")],
}


@pytest.mark.parametrize("text", CASES)
def test_what_gets_done_by_when(text: str) -> None:
    assert found(text) == CASES[text]


NONE = [
    "到2025年，民政相关制度更加完善，服务能力显著增强。",
    "到2025年，民政事业高质量发展格局基本形成，养老服务体系全面建成。",
    "到2025年，资源配置更优，群众获得感不断提升。",
    "“十四五”时期是实现高质量发展的关键时期。",
    "在“十四五”时期，继续落实好各项制度，加强队伍建设。",
    "展望2035年，与全国同步基本实现现代化，福利中心建成使用。",
    "2019年建成县殡仪馆。",
    "到2025年，建成养老院3所。",
    "根据《云岫县建成示范县行动方案（2021—2025年）》，制定本规划。",
    "到2025年，努力实现以下目标。",
    "每个乡镇设立1所卫生院，2024年底前实现。",
    "建成县殡仪馆。",
]


@pytest.mark.parametrize("text", NONE)
def test_what_nobody_can_tick_off_or_is_a_figure(text: str) -> None:
    assert found(text) == []


def test_work_that_goes_on_ends_the_reign_of_a_date() -> None:
    assert found("2023年完成骨灰堂建设项目，积极推进殡葬改革，建成示范点。") == [
        ("完成", "骨灰堂建设项目", "2023-12-31")
    ]


def test_a_date_in_the_lead_governs_the_items_of_its_list() -> None:
    text = (
        "到2024年底：\n1.建成县救助管理站。\n2.完成社区用房改造；修订入住评估办法。\n\n二、保障措施\n建立联席会议制度。"
    )
    assert found(text) == [
        ("建成", "县救助管理站", "2024-12-31"),
        ("完成", "社区用房改造", "2024-12-31"),
        ("修订", "入住评估办法", "2024-12-31"),
    ]


def test_a_list_in_one_line() -> None:
    assert found("到2024年底：1.建成县救助管理站；2.完成社区用房改造。") == [
        ("建成", "县救助管理站", "2024-12-31"),
        ("完成", "社区用房改造", "2024-12-31"),
    ]


def test_results_are_no_commitments() -> None:
    assert found("2021年建成县殡仪馆。", HEAD.replace("主要任务", "发展成就")) == []


# ---- measured --------------------------------------------------------------------------------------------------------


def draughts_of(path: Path) -> tuple[str, list[MilestoneDraft]]:
    document = load(path)
    return document.text, read(document).milestones


@pytest.mark.skipif(
    not PLANS, reason="the real plans are not part of the project; set PLANEXTRACT_PLANS to their folder"
)
def test_the_milestones_of_two_real_plans() -> None:
    """Found at least 0.90, wrong at most 0.10: the same deadline on overlapping spans, each counted once."""
    hits = listed = read_in_all = 0
    for name, wanted in LISTED.items():
        _, drafts = draughts_of(Path(PLANS or "") / f"{name}.txt")
        left = list(drafts)
        for one in wanted:
            match = next((d for d in left if _same(one, d)), None)
            if match:
                left.remove(match)
                hits += 1
        listed += len(wanted)
        read_in_all += len(drafts)
    assert listed == 25
    assert hits / listed >= 0.90, f"found {hits} of {listed}"
    assert (read_in_all - hits) / read_in_all <= 0.10, f"{read_in_all - hits} of {read_in_all} are wrong"


def _same(one: dict[str, Any], draft: MilestoneDraft) -> bool:
    return bool(draft.due.end == one["deadline"] and draft.span.start < one["end"] and one["start"] < draft.span.end)


def test_the_milestones_of_the_samples() -> None:
    """The samples list theirs in words; each word is sought in what was read for the same deadline."""
    hits = listed = read_in_all = 0
    for path in sorted(CORPUS.glob("*/meta.yaml")):
        wanted = yaml.safe_load(path.read_text("utf-8")).get("milestones")
        if not wanted:
            continue
        text, drafts = draughts_of(next(path.parent.glob("plan.*")))
        left = list(drafts)
        for one in wanted:
            match = next((d for d in left if _told(one, d, text)), None)
            if match:
                left.remove(match)
                hits += 1
        listed += len(wanted)
        read_in_all += len(drafts)
    assert listed > 0
    assert hits / listed >= 0.90, f"found {hits} of {listed}"
    assert (read_in_all - hits) / read_in_all <= 0.10, f"{read_in_all - hits} of {read_in_all} are not listed"


def _told(one: dict[str, Any], draft: MilestoneDraft, text: str) -> bool:
    words = set(one.get("text") or one["action"] + one["object"])
    said = set(draft.action + draft.object + draft.span.of(text))
    return str(one["deadline"]) == draft.due.end and len(words & said) >= 0.7 * len(words)
